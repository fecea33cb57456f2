"""The desk of disclosure: the list in the order of urgency, an item that is begun, changed or corrected, and its old editions."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.queries import officials, villages
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.form_token import FormToken, key_or_renewed
from core.i18n import current_locale
from core.paging import page_number, page_query
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for, term
from disclosure import phrases
from disclosure.catalogue import Kind, kind_of, kinds
from disclosure.forms import CorrectionForm, ItemForm, files_sent, typed_of
from disclosure.land_rules import PLAN_KIND, PLAN_POSTING
from disclosure.permissions import open_steps
from disclosure.queries.desk import DeskItem, Shelf, counts, desk_item, desk_list, edition_of, term_days
from disclosure.queries.land import DeskProject
from disclosure.rules import TITLE_MOST
from disclosure.services import drafting, land_plans, publishing
from disclosure.states import ItemState, ItemStep
from disclosure.views import desk_pages
from disclosure.views.land_desk import found_project, may_post
from feedback.views.uploads import check

ONE = "/<int(max=2147483647):item_id>"
SHELVES = {
    "cho-cong-khai": Shelf.WAITING, "thieu-minh-chung": Shelf.MISSING, "dang-niem-yet": Shelf.HANGING, "da-xong": Shelf.OVER,
}  # fmt: skip


@desk_pages.get("")
@access(Permission.DISCLOSURE_READ)
def disclosures_page() -> str:
    """List what has to be disclosed, what lacks evidence, what may come down and what hangs, the most urgent first."""
    person, mine = actor(), request.args.get("cua-toi") == "1"
    shelf = SHELVES.get(request.args.get("xem", ""))
    days = term_days(person.unit_id, on=today())
    page = desk_list(person, shelf=shelf, mine=mine, page=page_number(request.args.get("trang")), today=today())
    groups = [(phrases.RANKS[rank], list(lines)) for rank, lines in groupby(page.items, key=lambda line: line.rank)]
    return render_template(
        "disclosure/desk_list.html", page=page, groups=groups, phrases=phrases, tabs=_tabs(mine=mine), today=today(), days=days,
        may_write=Permission.DISCLOSURE_WRITE in person.permissions, narrowed=mine or shelf is not None,
        previous_url=_url(page.number - 1), next_url=_url(page.number + 1),
    )  # fmt: skip


def _tabs(*, mine: bool) -> list[dict[str, Any]]:
    numbers, asked = counts(actor().unit_id, today=today()), request.args.get("xem", "")
    chosen = asked if asked in SHELVES else ""
    rows = (
        (_("Việc cần làm"), {}, numbers["all"]), (_("Của tôi"), {"cua-toi": "1"}, None),
        (_("Chờ công khai"), {"xem": "cho-cong-khai"}, numbers["waiting"]),
        (_("Thiếu minh chứng"), {"xem": "thieu-minh-chung"}, numbers["missing"]),
        (_("Đang niêm yết"), {"xem": "dang-niem-yet"}, numbers["hanging"]), (_("Đã xong"), {"xem": "da-xong"}, numbers["over"]),
    )  # fmt: skip
    return [
        {
            "label": label, "count": count, "url": url_for("disclosure_desk.disclosures_page", **wanted),
            "current": mine if "cua-toi" in wanted else not mine and chosen == wanted.get("xem", ""),
        }
        for label, wanted, count in rows
    ]  # fmt: skip


def _url(number: int) -> str:
    wanted = {name: request.args[name] for name in ("xem", "cua-toi") if request.args.get(name)}
    return page_query(wanted, number)


# ------------------------------------------------------------------ a new item


@desk_pages.get("/moi")
@access(Permission.DISCLOSURE_WRITE)
def disclosure_new() -> Response:
    """Choose one of the kinds of the law; then the form, with the places that the kind wants."""
    land = _land()
    kind = kind_of(PLAN_KIND if land else request.args.get("loai", ""))
    if kind is None:
        days = term_days(actor().unit_id, on=today())
        return make_response(render_template("disclosure/desk_kinds.html", kinds=kinds(), phrases=phrases, days=days))
    known = {
        "token": FormToken.issue(), "official_id": actor().id, "decided_on": today(),
        "village_ids": [str(item.id) for item in villages(actor().unit_id, on=today())],
    }  # fmt: skip
    if land:
        title = _("Phương án bồi thường, hỗ trợ, tái định cư: %(name)s", name=land.line.name)[:TITLE_MOST]
        known |= {"title": title, "official_id": land.official_id, "village_ids": [str(number) for number in land.village_ids]}
    return form_page(_offered(ItemForm(formdata=None, data=known)), kind=kind, land=land)


def _land() -> DeskProject | None:
    """Return the land project whose draft plan is begun, or None. Raises NotFound."""
    asked = request.args.get("du-an", "")
    if not asked:
        return None
    project = found_project(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    if project is None or not may_post(project):
        raise NotFound()
    return project


@desk_pages.post("/moi")
@access(Permission.DISCLOSURE_WRITE, files=True)
def disclosure_draft() -> Response:
    """Keep a new item; a second press of the same form is the same item."""
    land = _land()
    kind = kind_of(PLAN_KIND if land else request.args.get("loai", ""))
    if kind is None:
        raise NotFound()
    form = _offered(ItemForm())
    nonce = key_or_renewed(form.token)
    if not nonce:
        form.say("", phrases.sentence("form_old"))
        return form_page(form, kind=kind, land=land, status=400)
    if not form.validate():
        return form_page(form, kind=kind, land=land, status=400)
    try:
        files = files_sent(form.files.name)
        check(files, field="files")
        with transaction():
            item_id = drafting.draft(
                form.item(kind.code), [item.stream for item in files], actor=actor(), at=now_utc(),
                calendar=calendar_for(actor().unit_id), idempotency_key=nonce,
            )  # fmt: skip
            if land:
                land_plans.add_plan(land.line.id, item_id, actor=actor(), at=now_utc())
    except BadInput as problem:
        form.refuse(problem)
        return form_page(form, kind=kind, land=land, status=problem.status)
    return done("draft", item_id)


def _offered(form: ItemForm, item: DeskItem | None = None) -> ItemForm:
    unit_id = actor().unit_id
    form.offer_lists(
        officials=officials(unit_id, on=today()), villages=villages(unit_id, on=today()), files=item.files if item else ()
    )
    return form


def form_page(
    form: ItemForm, *, kind: Kind, item: DeskItem | None = None, land: DeskProject | None = None, status: int = 200
) -> Response:  # fmt: skip
    """Show the form of a new item (of a draft plan of ``land``), a draft, or a correction."""
    days = term_days(actor().unit_id, on=today())
    page = render_template(
        "disclosure/desk_form.html", days=days, form=form, kind=kind, item=item, phrases=phrases,
        name=kind.name(current_locale()), article=kind.article(current_locale()), ways=phrases.form_words(kind, days),
        correcting=isinstance(form, CorrectionForm), land=land, locale=current_locale(),
        plan_rule=term(PLAN_POSTING, today(), unit_id=actor().unit_id) if land else None,
    )  # fmt: skip
    return make_response(page, status)


def done(step: str, item_id: int) -> Response:
    """Say what was done, on the page of the item."""
    flash(str(phrases.DONE[step]), "good")
    return redirect(url_for("disclosure_desk.disclosure_page", item_id=item_id), 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ a draft is changed, a published item corrected


@desk_pages.get(f"{ONE}/sua")
@access(Permission.DISCLOSURE_WRITE)
def disclosure_edit(item_id: int) -> Response:
    """Show the form with the item in it; after publication it is that of a correction."""
    item = found(item_id)
    kind = kind_of(item.line.kind)
    if kind is None or not {ItemStep.CHANGE, ItemStep.CORRECT} & steps_of(item):
        raise NotFound()
    return form_page(_offered(_form_of(item)(formdata=None, data=typed_of(item)), item), kind=kind, item=item)


@desk_pages.post(f"{ONE}/sua")
@access(Permission.DISCLOSURE_WRITE, files=True)
def disclosure_change(item_id: int) -> Response:
    """Write over a draft, or correct what is published."""
    item = found(item_id)
    kind = kind_of(item.line.kind)
    if kind is None:
        raise NotFound()
    form = _offered(_form_of(item)(), item)
    if not form.validate():
        return form_page(form, kind=kind, item=item, status=400)
    try:
        files = files_sent(form.files.name)
        check(files, field="files")
        with transaction():
            step = _written(form, item, [file.stream for file in files])
    except BadInput as problem:
        form.refuse(problem)
        return form_page(form, kind=kind, item=item, status=problem.status)
    except StaleVersion as stale:
        now = found(item_id)
        if _form_of(now) is not type(form):
            flash(str(phrases.WRONG_STATE), "warning")
            return redirect(url_for("disclosure_desk.disclosure_page", item_id=item_id), 303)  # type: ignore[return-value]
        stored = _offered(type(form)(formdata=None, data=typed_of(now)), now)
        form.renew(int(str(stale.facts["current"])), stored=stored)
        form.say("", str(phrases.SOMEBODY_ELSE))
        return form_page(_offered(form, now), kind=kind, item=now, status=409)
    except WrongState:
        flash(str(phrases.WRONG_STATE), "warning")
        return redirect(url_for("disclosure_desk.disclosure_page", item_id=item_id), 303)  # type: ignore[return-value]
    return done(step, item_id)


def _form_of(item: DeskItem) -> type[ItemForm]:
    return ItemForm if item.line.state == ItemState.DRAFT else CorrectionForm


def _written(form: ItemForm, item: DeskItem, streams: list[Any]) -> str:
    person = actor()
    facts: dict[str, Any] = {
        "actor": person, "at": now_utc(), "version": form.opened_at, "calendar": calendar_for(person.unit_id),
        "dropped": form.dropped.data or (),
    }  # fmt: skip
    if isinstance(form, CorrectionForm):
        typed = form.item(item.line.kind, item.village_ids)
        publishing.correct(item.line.id, typed, streams, reason=form.reason.data or "", **facts)
        return "correct"
    drafting.change(item.line.id, form.item(item.line.kind), streams, **facts)
    return "change"


def found(item_id: int) -> DeskItem:
    """Return an item of the official's commune. Raises NotFound."""
    item = desk_item(actor().unit_id, item_id, today=today(), locale=current_locale())
    if item is None:
        raise NotFound()
    return item


def steps_of(item: DeskItem) -> frozenset[ItemStep]:
    """Return what this official may do with the item now."""
    return open_steps(actor(), ItemState(item.line.state), official_id=item.official_id, created_by=item.created_by)


@desk_pages.get(f"{ONE}/ban/<int(max=9999):number>")
@access(Permission.DISCLOSURE_READ)
def disclosure_edition(item_id: int, number: int) -> str:
    """Show an item as it was before a correction."""
    edition = edition_of(actor().unit_id, item_id, number)
    if edition is None:
        raise NotFound()
    return render_template("disclosure/desk_edition.html", edition=edition, item_id=item_id)

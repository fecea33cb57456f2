"""One item at the desk: what it says, where it hangs, and what can be done with it now; every step has its form on this page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for

from accounts.views.person import actor
from core import attachments
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.i18n import current_locale
from core.permissions import Permission
from core.security import INERT
from core.sending_files import sent_object
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.explain import explain
from deadlines.proof import Proof
from deadlines.queries import calendar_for
from disclosure import phrases
from disclosure.catalogue import kind_of
from disclosure.forms import PressForm, ReasonForm, RoomForm, ShowForm, TakeDownForm, files_sent
from disclosure.queries.desk import DeskItem, desk_file, replacements
from disclosure.queries.land import project_of_item
from disclosure.queries.places import Place
from disclosure.services import drafting, publishing, showing
from disclosure.states import HUNG, ItemStep, Way
from disclosure.views import desk_pages
from disclosure.views.desk import ONE, done, found, steps_of
from feedback.views.uploads import check

SHOWN = {"niem-yet": HUNG, "phat-loa": frozenset({Way.LOUDSPEAKER}), "gui-truong-thon": frozenset({Way.VILLAGE_HEADS})}
"""Part of an address → the ways of which evidence is noted there."""


@desk_pages.get(ONE)
@access(Permission.DISCLOSURE_READ)
def disclosure_page(item_id: int) -> Response:
    """Show one item with its places and steps."""
    return page_of(found(item_id))


def page_of(item: DeskItem, *, sent: tuple[str, RoomForm] | None = None, status: int = 200) -> Response:
    """Show the page, with a form that was sent and could not be taken."""
    kind, steps = kind_of(item.line.kind), steps_of(item)
    page = render_template(
        "disclosure/desk_page.html", item=item, line=item.line, kind=kind, phrases=phrases, steps=steps, Step=ItemStep,
        name=phrases.kind_name(item.line.kind), article=kind.article(current_locale()) if kind else "",
        state=phrases.STATES[item.line.state], sent=sent[1] if sent else None, opened=sent[0] if sent else "",
        press=PressForm(formdata=None, data={"version": item.version}),
        withdraw=_form("go-xuong-trang", sent, lambda: ReasonForm(formdata=None, data={"version": item.version})),
        showings=[
            (what, label, _form(what, sent, lambda what=what: show_form(item, what)), _places(item, what))
            for what, label in phrases.SHOWN_LABELS.items()
            if ItemStep.SHOW in steps and _places(item, what)
        ],
        taking=_form("go-xuong", sent, lambda: take_down_form(item)) if _may_take_down(item, steps) else None,
        why_posting=_why(item), land=project_of_item(actor().unit_id, item.line.id),
    )  # fmt: skip
    return make_response(page, status)


def _form(name: str, sent: tuple[str, RoomForm] | None, make: Callable[[], RoomForm]) -> RoomForm:
    return sent[1] if sent and sent[0] == name else make()


def _places(item: DeskItem, what: str) -> list[Place]:
    """Return the places of which evidence may be noted: what hung and came down is over."""
    return [place for place in item.places if Way(place.way) in SHOWN[what] and not (place.hung and place.to_on)]


def _may_take_down(item: DeskItem, steps: frozenset[ItemStep]) -> bool:
    return ItemStep.TAKE_DOWN in steps and any(place.up for place in item.places)


def _why(item: DeskItem) -> list[str]:
    """Return the sentences that say until when it has to hang, for the first place where it hangs."""
    proof = next((place.proof for place in item.places if place.up and place.proof), None)
    return explain(Proof.from_dict(proof), current_locale()) if proof else []


def show_form(item: DeskItem, what: str, *, sent: bool = False) -> ShowForm:
    """Return the form of evidence of a way; places without evidence are ticked."""
    places = _places(item, what)
    missing = [place.key for place in places if place.from_on is None]
    known: dict[str, Any] = {"version": item.version, "places": missing, "from_on": item.line.published_on}
    form = ShowForm(prefix=f"{what}-") if sent else ShowForm(formdata=None, prefix=f"{what}-", data=known)
    form.offer_places(places)
    return form


def take_down_form(item: DeskItem, *, sent: bool = False) -> TakeDownForm:
    """Return the form of taking down; places where the days are over are ticked."""
    up = [place for place in item.places if place.up]
    over = [place.key for place in up if place.least_on is not None and place.least_on < today()]
    known: dict[str, Any] = {"version": item.version, "places": over, "to_on": today()}
    form = TakeDownForm(prefix="go-xuong-") if sent else TakeDownForm(formdata=None, prefix="go-xuong-", data=known)
    form.offer_places(up)
    form.offer_replacements(replacements(actor().unit_id, item))
    return form


# ------------------------------------------------------------------ the steps


@desk_pages.post(f"{ONE}/dang")
@access(Permission.DISCLOSURE_PUBLISH)
def disclosure_publish(item_id: int) -> Response:
    """Put an item onto the portal."""
    form = PressForm()

    def command(facts: dict[str, Any]) -> None:
        publishing.publish(item_id, **facts)

    return _taken(item_id, "dang", form, command, step="publish")


@desk_pages.post(f"{ONE}/go-xuong-trang")
@access(Permission.DISCLOSURE_PUBLISH)
def disclosure_withdraw(item_id: int) -> Response:
    """Take an item back."""
    form = ReasonForm()

    def command(facts: dict[str, Any]) -> None:
        publishing.withdraw(item_id, reason=form.reason.data or "", **facts)

    return _taken(item_id, "go-xuong-trang", form, command, step="withdraw")


@desk_pages.post(f"{ONE}/bo")
@access(Permission.DISCLOSURE_WRITE)
def disclosure_discard(item_id: int) -> Response:
    """Throw a draft away."""
    form = PressForm()

    def command(facts: dict[str, Any]) -> None:
        drafting.discard(item_id, **facts)

    return _taken(item_id, "bo", form, command, step="discard")


@desk_pages.post(f"{ONE}/minh-chung/<any('niem-yet', 'phat-loa', 'gui-truong-thon'):what>")
@access(Permission.DISCLOSURE_WRITE, files=True)
def disclosure_show(item_id: int, what: str) -> Response:
    """Note that an item hung, was read out, or was sent."""
    item = found(item_id)
    form = show_form(item, what, sent=True)
    places = None if what == "niem-yet" else [place.key for place in _places(item, what)]

    def command(facts: dict[str, Any]) -> None:
        photos = files_sent(form.photos.name)
        check(photos, field="photos", documents=False)
        facts["calendar"] = calendar_for(actor().unit_id)
        showing.note_showing(item_id, form.showing(places), [photo.stream for photo in photos], **facts)

    return _taken(item_id, what, form, command, step="show")


@desk_pages.post(f"{ONE}/go-xuong")
@access(Permission.DISCLOSURE_WRITE)
def disclosure_take_down(item_id: int) -> Response:
    """Note that what hung came down."""
    form = take_down_form(found(item_id), sent=True)

    def command(facts: dict[str, Any]) -> None:
        places = form.places.data or ()
        showing.take_down(item_id, places, to_on=form.to_on.data, replaced_by_id=form.replaced_by_id.data, **facts)

    return _taken(item_id, "go-xuong", form, command, step="take_down")


def _taken(item_id: int, name: str, form: Any, command: Callable[[dict[str, Any]], None], *, step: str) -> Response:
    """Take a step; what was typed comes back with the fault, the rule, or what another has written meanwhile."""
    item = found(item_id)
    if not form.validate():
        return page_of(item, sent=(name, form), status=400)
    try:
        with transaction():
            command({"actor": actor(), "at": now_utc(), "version": form.opened_at})
    except BadInput as fault:
        form.refuse(fault)
        return page_of(found(item_id), sent=(name, form), status=fault.status)
    except WrongState:
        form.say("", str(phrases.WRONG_STATE))
        return page_of(found(item_id), sent=(name, form), status=409)
    except StaleVersion as stale:
        form.renew(int(str(stale.facts["current"])))
        form.say("", str(phrases.SOMEBODY_ELSE))
        return page_of(found(item_id), sent=(name, form), status=409)
    if step != "discard":
        return done(step, item_id)
    flash(str(phrases.DONE[step]), "good")
    return redirect(url_for("disclosure_desk.disclosures_page"), 303)  # type: ignore[return-value]


@desk_pages.get(f"{ONE}/tep/<string(length=32):public_id>/<any(small, large):size>")
@access(Permission.DISCLOSURE_READ)
def disclosure_file(item_id: int, public_id: str, size: str) -> Response:
    """Send a file of the item to an official: of its text, of an old edition, or a photo of the evidence."""
    row = desk_file(actor().unit_id, item_id, public_id)
    name = attachments.name_of(row, size=size) if row else ""
    if row is None or not name:
        raise NotFound()
    return sent_file(row, name, max_age=0)


def sent_file(row: attachments.Attachment, name: str, *, max_age: int) -> Response:
    """Send a file that nothing can run, under a name that says nothing."""
    media_type = row.media_type if row.is_document else "image/jpeg"
    download = "thong-tin.pdf" if row.is_document else "anh.jpg"
    response = sent_object(name, media_type=media_type, as_attachment=row.is_document, download_name=download, max_age=max_age)
    response.headers["Content-Security-Policy"] = INERT
    response.headers["Cache-Control"] = f"public, max-age={max_age}" if max_age else "private, no-store"
    return response

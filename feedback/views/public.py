"""What everybody may read: the list of cases with its filters, and one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup, escape

from accounts.page_frame import drawn
from accounts.queries import fields, villages
from accounts.read_models import FieldItem, VillageItem
from core import error_pages
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.formats import number_text, time_tag
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.paging import Page, page_number, page_query
from core.text import clean_line
from deadlines.clock import today
from feedback import phrases
from feedback.queries import public as public_queries
from feedback.queries.public import PublicCard, PublicCaseView, PublicFilters, PublicStop, Standing
from feedback.queries.traces import gone_at
from feedback.states import CaseState
from feedback.views import linked_data, public_pages
from feedback.views.commune import commune_id

LONGEST_QUESTION = 80
HIDDEN = {"X-Robots-Tag": "noindex, noarchive"}
LIST_ARGUMENTS = ("q", "linh-vuc", "thon", "trang-thai", "trang")
STANDINGS = {item.value: item for item in Standing}


@dataclass(slots=True, kw_only=True)
class Card:
    """A case as a list shows it, in words; ``look`` is the name of its colour and icon.

    In title and excerpt of what a search found the words that were looked for are set apart (core.snippets).
    """

    url: str
    code: str
    title: str
    excerpt: str
    look: str
    label: str
    field: str
    place: str
    when: Markup
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A line of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One station for components/stations.html."""

    label: str
    when: date | None
    state: str
    note: str = ""


# ------------------------------------------------------------------ the list


@public_pages.get("/ho-so")
@access(PUBLIC)
@cached_public_page(arguments=LIST_ARGUMENTS)
def case_list() -> str:
    """Show the public list, newest first, narrowed by words, field, village and state."""
    unit_id, locale = commune_id(), current_locale()
    field_items, village_items = fields(unit_id), villages(unit_id)
    filters = filters_of(field_items, village_items)
    page = public_queries.public_list(unit_id, filters, page=page_number(request.args.get("trang")), today=today())
    names, wanted = place_names(field_items, village_items, locale=locale), _asked()
    return render_template(
        "feedback/public_list.html", page=page, cards=cards_of(page.items, names), filters=filters,
        count=_count(page), choices=choices_of(unit_id, filters), map_url=_map_url(wanted),
        **_followed(filters, field_items, village_items),
        first_url=page_query(wanted, 1),
        previous_url=page_query(wanted, page.number - 1), next_url=page_query(wanted, page.number + 1),
    )  # fmt: skip


def filters_of(field_items: Sequence[FieldItem], village_items: Sequence[VillageItem]) -> PublicFilters:
    """Read the filters of the address; what names nothing of this commune narrows nothing."""
    field = request.args.get("linh-vuc", "")
    village = request.args.get("thon", "")
    return PublicFilters(
        words=clean_line(request.args.get("q", "")[:LONGEST_QUESTION]),
        field_id=next((item.id for item in field_items if item.code == field), None),
        village_id=next((item.id for item in village_items if village in (item.code, str(item.id))), None),
        standing=STANDINGS.get(request.args.get("trang-thai", "")),
    )


def place_names(
    field_items: Sequence[FieldItem], village_items: Sequence[VillageItem], *, locale: str
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Return the names of fields and of villages by id, in the language (villages have one name)."""
    return {item.id: item.named(locale) for item in field_items}, {item.id: item.name for item in village_items}


def _count(page: Page[PublicCard]) -> str:
    if page.total is None:
        return _("Hơn %(number)s hồ sơ, mới nhất trước", number=number_text(page.total_cap))
    return _("%(number)s hồ sơ, mới nhất trước", number=number_text(page.total))


def _asked() -> dict[str, str]:
    """Return what narrows the list, as the address has it; a name that is missing costs an exception in ``request.args``."""
    given = request.args.to_dict()
    return {name: given[name] for name in LIST_ARGUMENTS[:-1] if given.get(name)}


def _map_url(wanted: Mapping[str, str]) -> str:
    """Return the address of the map with the filters of this list."""
    return "/ho-so/ban-do" + (f"?{urlencode(wanted)}" if wanted else "")


def _followed(
    filters: PublicFilters, field_items: Sequence[FieldItem], village_items: Sequence[VillageItem]
) -> dict[str, str]:  # fmt: skip
    """Return the addresses of the feed of a list and of the page to follow it, which knows one thing at a time."""
    chosen = {
        "linh-vuc": next((item.code for item in field_items if item.id == filters.field_id), ""),
        "thon": next((item.code for item in village_items if item.id == filters.village_id), ""),
    }
    wanted = [f"{name}={code}" for name, code in chosen.items() if code]
    return {
        "feed_url": "/ho-so.atom" + ("?" + "&".join(wanted) if wanted else ""),
        "follow_url": "/theo-doi" + (f"?{wanted[0]}" if wanted else ""),
    }


def choices_of(unit_id: int, filters: PublicFilters) -> Markup:
    """Return the three lists to choose from; they are the same on nearly every page, so they are drawn twice a second at most."""
    locale = current_locale()

    def facts() -> dict[str, list[Choice]]:
        words, field_items, village_items = standing_words(locale), fields(unit_id), villages(unit_id)
        return {
            "fields": [
                Choice(value=item.code, label=item.named(locale), chosen=item.id == filters.field_id) for item in field_items
            ],
            "villages": [
                Choice(value=item.code, label=item.name, chosen=item.id == filters.village_id) for item in village_items
            ],
            "standings": [Choice(value=item, label=words[item], chosen=item == filters.standing) for item in Standing],
        }

    return drawn("feedback/public_filters.html", (unit_id, filters.field_id, filters.village_id, filters.standing), facts)


@lru_cache(maxsize=4)
def standing_words(_locale: str) -> Mapping[str, str]:
    """Return the words of the states that a list can be narrowed to, in the language being spoken."""
    return {
        Standing.OPEN: _("Đang giải quyết"), Standing.OVERDUE: _("Quá hạn"), Standing.ANSWERED: _("Đã trả lời"),
        Standing.REOPENED: _("Đã mở lại"), Standing.ELSEWHERE: _("Chuyển, hướng dẫn, trả lại"),
    }  # fmt: skip


@lru_cache(maxsize=4)
def state_words(_locale: str) -> Mapping[str, str]:
    """Return the words of the states in the language being spoken, with the one that is computed, and a title for none."""
    words = {state.value: phrases.state_label(state) for state in CaseState}
    blank = {"day": "%(day)s"}
    return words | {
        "overdue": _("Quá hạn"), "untitled": _("Hồ sơ %(code)s", code="%(code)s"),
        "receipt_day": _("Nhận %(day)s", **blank), "answer_day": _("Trả lời %(day)s", **blank),
    }  # fmt: skip


def cards_of(
    items: Iterable[PublicCard], names: tuple[Mapping[int, str], Mapping[int, str]], *, answered: bool = False
) -> list[Card]:  # fmt: skip
    """Return cases in words; ``names`` are those of fields and villages by id. The day is the receipt's or the answer's."""
    words = state_words(current_locale())
    return [_card(item, words, names, answered=answered) for item in items]


def _card(
    item: PublicCard, words: Mapping[str, str], names: tuple[Mapping[int, str], Mapping[int, str]], *, answered: bool
) -> Card:  # fmt: skip
    said, day = (words["answer_day"], item.answered_on) if answered else (words["receipt_day"], item.received_on)
    look = "overdue" if item.overdue else item.state
    return Card(
        url=f"/ho-so/{item.code}", code=item.code,
        title=item.marked_title or item.title or words["untitled"] % {"code": item.code}, excerpt=item.excerpt, look=look,
        label=words[look], field=names[0].get(item.field_id or 0, ""), place=names[1].get(item.village_id or 0, ""),
        when=_dated(said, day),
        hidden=not item.title,
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _dated(said: str, day: date | None) -> Markup:
    """Return a day with what happened on it; ``said`` is in the language that is being spoken, so the day is too."""
    return escape(said) % {"day": time_tag(day)}


# ------------------------------------------------------------------ one case


@public_pages.get("/ho-so/<code>")
@access(PUBLIC)
@cached_public_page
def case_page(code: str) -> Response:
    """Show one case; without a published text its number, field, village, dates and state only, and no search engine keeps it.

    What was published and taken back answers 410 (docs/adr/0030-what-was-public-once.md).
    """
    unit_id = commune_id()
    wanted = clean_code(code)
    view = public_queries.public_case(unit_id, wanted, today=today()) if wanted else None
    if view is None:
        return _without_page(gone_at(unit_id, wanted) if wanted else None)
    names = place_names(fields(unit_id), villages(unit_id), locale=current_locale())
    look = "overdue" if view.overdue else view.state
    response = make_response(
        render_template(
            "feedback/public_case.html", case=view, look=look, label=state_words(current_locale())[look],
            title=view.title or _("Hồ sơ %(code)s", code=view.code), kind=phrases.kind_label(view.kind),
            field=names[0].get(view.field_id or 0, ""), place=names[1].get(view.village_id or 0, ""),
            stops=[_stop(stop, view) for stop in view.stops], photos=_photos(view), kept_time=_kept_time(view),
            late_words=phrases.late_label(view.late_reason),
            done_words=phrases.outcome_label(view.outcome) if view.outcome else "",
            gone_on=view.gone_at, facts=linked_data.case_facts(view, unit_id=unit_id) if view.published else None,
        )
    )  # fmt: skip
    if not view.published:
        response.headers.update(HIDDEN)
    if view.gone_at is not None:
        response.status_code = 410
    return response


def _without_page(gone: datetime | None) -> Response:
    """Answer for a case without a public row: 410 when its text was public before it went into another case, else NotFound."""
    if gone is None:
        raise NotFound()
    sentence = _("Hồ sơ này đã được gộp hoặc tách sang hồ sơ khác nên không còn trang riêng.")
    response = error_pages.answer(410, code="gone", sentence=sentence)
    response.headers.update(HIDDEN)
    return response


def _stop(stop: PublicStop, view: PublicCaseView) -> Stop:
    done = stop.state == "done"
    label = phrases.public_station_label(stop.name, kind=view.kind, done=done, decided=view.state == CaseState.DECIDED)
    note = ""
    if stop.on is not None and not done:
        note = _("Đã quá ngày này.") if stop.state == "late" else _("chậm nhất là hết ngày này")
    return Stop(label=label, when=stop.on, state=stop.state, note=note)


def _kept_time(view: PublicCaseView) -> str:
    """Return whether the promise was kept, in words, or nothing where there was none."""
    first = view.first_answered_on is not None
    in_time, on = (view.first_in_time, view.first_answered_on) if first else (view.on_time, view.answered_on)
    if in_time is None or on is None:
        return ""
    return _("đúng hạn") if in_time else _("trễ hạn")


def _photos(view: PublicCaseView) -> list[dict[str, object]]:
    return [
        {
            "url": f"/tep/{public_id}/large", "thumb": f"/tep/{public_id}/small",
            "alt": _("Ảnh %(number)s của hồ sơ %(code)s", number=number, code=view.code),
        }
        for number, public_id in enumerate(view.photos, start=1)
    ]  # fmt: skip

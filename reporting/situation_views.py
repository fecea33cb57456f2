"""What the people's letters say of the commune just now, for officials who direct or supervise: places to go and ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Actor
from accounts.queries import fields, setting, villages
from core.access import access
from core.errors import NotAllowed
from core.formats import number_text
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import today
from feedback.queries.desk_tabs import Tab
from feedback.views import desk_words
from feedback.views.desk_nav import sees_overview
from feedback.views.public import place_names
from reporting.pictures import Cell as TableCell
from reporting.situation import DAYS, LEAST_LETTERS, Cell, Signal, Span, Spot, spots
from reporting.situation_queries import situation

situation_pages = Blueprint("situation", __name__, url_prefix="/can-bo/tinh-hinh")
TONES: Mapping[Signal, tuple[str, str]] = {
    Signal.MORE: ("wait", "board"), Signal.OVERDUE: ("late", "late"), Signal.UNHAPPY: ("late", "exclaim"),
}  # fmt: skip
Names = Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A place in words: where, what is seen, and where on the desk its letters are read."""

    place: str
    words: str
    url: str
    tone: str
    icon: str


@situation_pages.get("")
@access(Permission.CASE_READ)
def situation_page() -> Response:
    """Show the places that stand out, then every village beside every field."""
    person: Actor = current_user._get_current_object()
    if not sees_overview(person):
        raise NotAllowed(permission=Permission.CASE_ASSIGN.value)
    on, days = today(), _days(request.args.get("ngay", ""))
    span, cells = situation(person.unit_id, days=days, today=on)
    least, locale = int(setting(person.unit_id, LEAST_LETTERS)), current_locale()
    subjects, known = fields(person.unit_id), villages(person.unit_id)
    names = place_names(subjects, known, locale=locale)
    behind = partial(_letters, days, on)
    page = render_template(
        "reporting/situation_page.html", span=span, today=on, first_on=on - timedelta(days=days - 1), least=least,
        choices=[(number, number == days) for number in DAYS],
        spots=[_told(spot, span, names, behind) for spot in spots(cells, span, least=least)], **_table(cells, names, behind),
    )  # fmt: skip
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _days(typed: str) -> int:
    return next((days for days in DAYS if str(days) == typed), DAYS[0])


def _told(spot: Spot, span: Span, names: tuple[Names, Names], behind: Callable[..., str]) -> Told:
    fields_named, villages_named = names
    village = villages_named[spot.village_id] if spot.village_id else _("Toàn xã")
    field = fields_named[spot.field_id] if spot.field_id else _("mọi lĩnh vực")
    tone, icon = TONES[spot.signal]
    url = behind({"thon": spot.village_id, "linh-vuc": spot.field_id}, spot.signal)
    return Told(place=f"{village} · {field}", words=_words(spot, span), url=url, tone=tone, icon=icon)


def _letters(days: int, on: date, place: Mapping[str, Any], signal: Signal = Signal.MORE) -> str:
    """Return where the letters behind a number are read on the desk; of what is late or did not satisfy, whenever they came.

    ``place``: the filters of the desk that say where.
    """
    tab = Tab.OVERDUE if signal is Signal.OVERDUE else Tab.ALL
    received = {"nhan-tu": on - timedelta(days=days - 1), "nhan-den": on} if signal is Signal.MORE else {}
    unhappy = {"chua-hai-long": days} if signal is Signal.UNHAPPY else {}
    return url_for("desk.work", **{"xem": desk_words.TABS[tab][0], **place, **received, **unhappy})


def _village(village_id: int | None) -> dict[str, Any]:
    return {"chua-ro-thon": "y"} if village_id is None else {"thon": village_id}


def _field(field_id: int | None) -> dict[str, Any]:
    return {"chua-ro-linh-vuc": "y"} if field_id is None else {"linh-vuc": field_id}


def _words(spot: Spot, span: Span) -> str:
    if spot.signal is Signal.OVERDUE:
        return ngettext("%(num)s hồ sơ đang quá hạn", "%(num)s hồ sơ đang quá hạn", spot.number)
    if spot.signal is Signal.UNHAPPY:
        return ngettext("%(num)s hồ sơ có người gửi chưa hài lòng", "%(num)s hồ sơ có người gửi chưa hài lòng", spot.number)
    usual = number_text(round(spot.usual)) if round(spot.usual) else ""
    came = ngettext("%(num)s thư", "%(num)s thư", spot.number)
    if usual:
        return _("%(came)s trong %(days)s ngày, thường lệ khoảng %(usual)s", came=came, days=span.days, usual=usual)
    return _("%(came)s trong %(days)s ngày, thường lệ hầu như không có", came=came, days=span.days)


def _table(cells: list[Cell], names: tuple[Names, Names], behind: Callable[..., str]) -> dict[str, Any]:
    """Return the letters of the last days: a row of each village, a column of each field that has any."""
    shown = [cell for cell in cells if cell.seen.received]
    columns = _keys(names[0], {cell.field_id for cell in shown}, _("Chưa phân loại"))
    rows = _keys(names[1], {cell.village_id for cell in shown}, _("Chưa rõ thôn"))
    found = {(cell.village_id, cell.field_id): cell.seen.received for cell in shown}
    table = [
        [name, _number(sum(found.get((key, column), 0) for column, _name in columns), behind, _village(key))]
        + [_number(found.get((key, column), 0), behind, _village(key) | _field(column)) for column, _name in columns]
        for key, name in rows
    ]
    heads = [(_("Thôn"), ""), (_("Tất cả"), "r"), *((name, "r") for _key, name in columns)]
    return {"heads": heads, "rows": table}


def _keys(named: Names, used: set[int | None], unknown: str) -> list[tuple[int | None, str]]:
    known: list[tuple[int | None, str]] = [(key, name) for key, name in named.items() if key in used]
    return known + ([(None, unknown)] if used - set(named) else [])


def _number(number: int, behind: Callable[..., str], place: Mapping[str, Any]) -> TableCell:
    """Return a number that leads to its cases; nothing is left blank."""
    return {"text": number_text(number), "url": behind(place)} if number else ""

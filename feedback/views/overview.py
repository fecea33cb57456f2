"""The whole picture for leaders, heads, clerks and the supervising Front: every number leads into the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.errors import NotAllowed
from core.formats import number_text
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.queries.desk import work_list
from feedback.queries.desk_filters import DeskFilters, DueWithin
from feedback.queries.desk_tabs import Tab
from feedback.queries.overview import Load, Overview, overview
from feedback.queries.waiting import Waiting
from feedback.views import desk_pages, desk_words
from feedback.views.data_notice import data_notice
from feedback.views.desk_nav import sees_overview
from feedback.views.veil import veiled_line

LATEST = 10
NOBODY = "chua-giao"


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number and the list behind it."""

    value: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A department or a person: its numbers, and in words what the late ones wait for."""

    name: str
    place: str
    away: bool
    open: Number
    soon: Number
    late: Number
    sender: Number
    why: str


@desk_pages.get("/toan-canh")
@access(Permission.CASE_READ)
def overview_page() -> str:
    """Show what is late, where, and why; by department and by officer."""
    person: Actor = current_user._get_current_object()
    if not sees_overview(person):
        raise NotAllowed(permission=Permission.CASE_ASSIGN.value)
    on, calendar = today(), calendar_for(person.unit_id)
    found = overview(person, today=on, calendar=calendar, locale=current_locale())
    late = work_list(
        person, filters=DeskFilters(tab=Tab.OPEN, due=DueWithin.OVERDUE), page=1, today=on, calendar=calendar, size=LATEST
    )
    return render_template(
        "feedback/desk_overview.html", today=on, figures=_figures(found), reasons=_reasons(found), late=late, phrases=phrases,
        subjects={row.id: veiled_line(person, row.subject) for row in late.items}, waiting=desk_words.WAITING,
        data_waiting=data_notice(person, today=on, calendar=calendar),
        writes_templates=Permission.TEMPLATE_EDIT in person.permissions, more=_list(han=DueWithin.OVERDUE.value),
        places=[_row(item.load, name=item.name or _("Chưa giao phòng nào"), phong=item.id or NOBODY) for item in found.places],
        carriers=[
            _row(item.load, name=item.name, place=item.place, away=item.away, nguoi=item.id) for item in found.carriers
        ],
    )  # fmt: skip


def _figures(found: Overview) -> list[dict[str, Any]]:
    whole = found.whole
    rows = (
        (whole.open, _("đang mở"), "", {}), (whole.late, _("quá hạn"), "late" if whole.late else "", {"han": "overdue"}),
        (whole.soon, _("sắp đến hạn"), "wait" if whole.soon else "", {"han": "soon"}),
        (whole.sender, _("chờ người gửi"), "", {"cho": Waiting.SENDER.value}),
    )  # fmt: skip
    return [
        {"value": number_text(value), "label": label, "tone": tone, "url": _list(**more)} for value, label, tone, more in rows
    ]


def _reasons(found: Overview) -> list[tuple[str, Number]]:
    """Return what the late cases wait for, the most frequent first."""
    return [
        (str(desk_words.WAITING[Waiting(word)]), Number(value=number, url=_list(han=DueWithin.OVERDUE.value, cho=word)))
        for word, number in found.whole.late_waits.most_common()
    ]


def _row(load: Load, *, name: str, place: str = "", away: bool = False, **where: Any) -> Row:
    first = [f"{desk_words.WAITING[Waiting(word)]} ({number})" for word, number in load.late_waits.most_common(2)]
    return Row(
        name=name, place=place, away=away, open=Number(value=load.open, url=_list(**where)),
        soon=Number(value=load.soon, url=_list(han=DueWithin.SOON.value, **where)),
        late=Number(value=load.late, url=_list(han=DueWithin.OVERDUE.value, **where)),
        sender=Number(value=load.sender, url=_list(cho=Waiting.SENDER.value, **where)), why=", ".join(first),
    )  # fmt: skip


def _list(**filters: Any) -> str:
    """Return the address of the list of open cases, narrowed; what lies with no department is what waits to be classified."""
    if filters.get("phong") == NOBODY:
        filters = {**filters, "phong": None, "xem": desk_words.TABS[Tab.UNCLASSIFIED][0]}
    return url_for("desk.work", **{"xem": desk_words.TABS[Tab.OPEN][0], **filters})

"""The line of stations and the timeline of a case in the words that its sender reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from core.formats import date_text
from feedback import phrases
from feedback.queries.tracking import SenderEntry, Station, TrackedCase
from feedback.states import CaseState
from feedback.views.complaint_words import COMPLAINT_LINES
from feedback.views.desk_words import LINES, OTHER_LINE


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One station for components/stations.html."""

    label: str
    when: date | str | None
    state: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry for components/timeline.html."""

    title: str
    at: datetime
    icon: str
    tone: str
    body: str
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class ApologyNotice:
    """What the commune says at the top of a late case; ``passed``: the promised day is over too."""

    missed_on: date
    new_on: date
    passed: bool
    why: str
    done: str


@dataclass(frozen=True, kw_only=True)
class PartView:
    """One of the cases that a letter was split into, in words."""

    case: TrackedCase
    road: list[Stop]
    state_label: str
    kind_label: str


def part_view(case: TrackedCase) -> PartView:
    """Return a part of a letter with its road and words."""
    return PartView(
        case=case, road=road(case.receipt.stations), state_label=phrases.state_label(case.receipt.state),
        kind_label=phrases.kind_label(case.receipt.kind),
    )  # fmt: skip


def road(stations: Sequence[Station]) -> list[Stop]:
    """Return the stations with their words; a date that is still to come is named as the latest day."""
    return [
        Stop(
            label=phrases.station_label(station.name, done=station.state == "done"), when=station.on or _open_end(station),
            state=station.state, note=_note(station),
        )
        for station in stations
    ]  # fmt: skip


def _open_end(station: Station) -> str | None:
    return _("sau khi có trả lời") if station.name == "closed" and station.state != "done" else None


def _note(station: Station) -> str:
    if station.on is None or station.state == "done":
        return ""
    return _("Đã quá ngày này. Lãnh đạo xã được báo.") if station.state == "late" else _("chậm nhất là hết ngày này")


def apology_of(case: TrackedCase, *, on: date) -> ApologyNotice | None:
    """Return the apology that stands at the top of the page: the last one of the present round, while an answer is owed.

    Of a letter that lies at another commune it is that commune's.
    """
    lies = case.there or case
    if not lies.may_add:
        return None
    for entry in reversed(lies.entries):
        if entry.kind == "reopened":
            return None
        if entry.kind == "apologised":
            new_on = date.fromisoformat(str(entry.facts["new_on"]))
            return ApologyNotice(
                missed_on=date.fromisoformat(str(entry.facts["missed_on"])), new_on=new_on, passed=new_on < on,
                why=_why(entry.facts).rstrip("."), done=entry.text,
            )  # fmt: skip
    return None


def _why(facts: Mapping[str, object]) -> str:
    listed, own = phrases.late_label(str(facts.get("late_reason", ""))), str(facts.get("why", ""))
    return f"{listed}: {own}" if listed and own else listed or own


def lines(entries: Sequence[SenderEntry]) -> list[Line]:
    """Return what happened, newest first."""
    return [_line(entry) for entry in reversed(entries)]


def _line(entry: SenderEntry) -> Line:
    words = (LINES | COMPLAINT_LINES).get(entry.kind, OTHER_LINE)
    body = _apology_text(entry) if entry.kind == "apologised" else entry.text
    if entry.kind == "revoked":
        body = _("Thông báo trước không còn giá trị; xã tiếp tục giải quyết đơn này. Lý do: %(why)s", why=entry.text)
    if entry.kind == CaseState.FILED_ONLY:
        body = _filing_text(entry)
    return Line(title=str(words.title), at=entry.at, icon=words.icon, tone=words.tone, body=body)


def _filing_text(entry: SenderEntry) -> str:
    """Return the words to the sender, the ground with its article, and what is left to do."""
    ground, kind = str(entry.facts.get("ground", "")), str(entry.facts.get("kind", ""))
    left = phrases.left_to_do(str(entry.facts.get("ground_code", "")), kind)
    parts = (entry.text, _("Căn cứ: %(ground)s", ground=ground), left and _("Còn làm được gì: %(left)s", left=left))
    return "\n".join(part for part in parts if part)


def _apology_text(entry: SenderEntry) -> str:
    day = date_text(date.fromisoformat(str(entry.facts["new_on"])))
    parts = (_("Vì sao trễ: %(why)s.", why=_why(entry.facts).rstrip(".")), entry.text, _("Ngày hẹn mới: %(day)s.", day=day))
    return "\n".join(parts)

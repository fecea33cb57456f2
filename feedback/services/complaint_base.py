"""What every command on a complaint begins and ends with, and the clocks beside the main one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, DomainError, NotFound
from core.extensions import db
from core.text import clean_text
from deadlines.calendar import CalendarNotCovered
from deadlines.terms import NotInForce
from feedback.complaint_events import ComplaintStepTaken
from feedback.complaint_models import Complaint
from feedback.events import CaseEvent
from feedback.models import Case, CaseClock
from feedback.queries.complaint_facts import complaint_row
from feedback.services import clocks
from feedback.services.steps import enter, load_for_change
from feedback.states import CaseState, Channel, ClockState

TEXT_MOST = 8000
Word = TypeVar("Word", bound=StrEnum)


def load_complaint(case_id: int, *, actor: Actor, action: StrEnum, version: int | None) -> tuple[Case, Complaint]:
    """Return the case, locked and fresh, with its complaint. Raises what load_for_change raises."""
    case = load_for_change(case_id, actor=actor, action=action, version=version)
    row = complaint_row(case.id)
    if row is None:
        raise NotFound()
    db.session.refresh(row)
    return case, row


def open_complaint(case: Case) -> Complaint:
    """Lay the file of a complaint for a case, once. Paper (own or forwarded) came in signed; others wait for their signature."""
    row = complaint_row(case.id)
    if row is None:
        row = Complaint(unit_id=case.unit_id, case_id=case.id, criteria=[])
        if case.channel in (Channel.PAPER, Channel.FORWARDED):
            row.signature, row.signed_on = "paper", case.received_on
        db.session.add(row)
        db.session.flush()
    return row


def note(
    case: Case, action: StrEnum, *, at: datetime, actor: Actor, text: str = "", for_sender: bool = False,
    facts: Mapping[str, object] | None = None, event: CaseEvent | None = None,
) -> None:  # fmt: skip
    """Write the step into the timeline and publish its event (a ComplaintStepTaken when it has none of its own)."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in (facts or {}).items()}
    enter(case, f"kn_{action.value}"[:24], at=at, actor=actor, text=text, for_sender=for_sender, facts=plain)
    base = {"unit_id": case.unit_id, "at": at, "actor_id": actor.id, "case_id": case.id}
    publish(event or ComplaintStepTaken(**base, step=action.value))


def event_base(case: Case, *, at: datetime, actor: Actor) -> dict[str, object]:
    """Return what every event of a case says: where, when, who, which case."""
    return {"unit_id": case.unit_id, "at": at, "actor_id": actor.id, "case_id": case.id}


def choice(words: type[Word], value: str, *, field: str) -> Word:
    """Return the word of a vocabulary. Raises BadInput (choice_unknown)."""
    try:
        return words(value)
    except ValueError:
        raise BadInput({field: "choice_unknown"}) from None


def prose(text: str, *, field: str, least: int = 5, code: str = "text_missing") -> str:
    """Return clean text of at least ``least`` characters. Raises BadInput (``code``, text_long)."""
    text = clean_text(text)
    if len(text) < least:
        raise BadInput({field: code})
    if len(text) > TEXT_MOST:
        raise BadInput({field: "text_long"})
    return text


def day_of_fact(on: date | None, *, today: date, field: str, earliest: date | None = None) -> date:
    """Return the day of something that has happened. Raises BadInput (date_bad, kn_day_later, kn_day_earlier)."""
    if on is None:
        raise BadInput({field: "date_bad"})
    if on > today:
        raise BadInput({field: "kn_day_later"})
    if earliest is not None and on < earliest:
        raise BadInput({field: "kn_day_earlier"})
    return on


def refuse(code: str, *, field: str = "") -> None:
    """Raise BadInput when there is a code of what is wrong."""
    if code:
        raise BadInput({field: code})


def run(case: Case, term_code: str, *, on: date, state: ClockState = ClockState.RUNNING) -> CaseClock:
    """Start a clock from an act of today. Raises BadInput when the calendar or the law does not reach so far."""
    try:
        clock = clocks.start_clock(case, term_code, start=on, state=state)
    except CalendarNotCovered:
        raise BadInput({"": "kn_calendar_closed"}) from None
    except NotInForce:
        raise BadInput({"": "kn_not_in_force"}) from None
    db.session.flush()
    return clock


def track(case: Case, term_code: str, *, on: date) -> CaseClock | None:
    """Start a clock that binds somebody else; None where the calendar does not reach so far: it is for information."""
    try:
        return clocks.start_clock(case, term_code, start=on, state=ClockState.TRACKED)
    except DomainError:
        return None


def recounted(case: Case) -> None:
    """Count running clocks anew after a trait or a suspension changed. Raises BadInput as ``run`` does."""
    try:
        clocks.recount(case)
    except CalendarNotCovered:
        raise BadInput({"": "kn_calendar_closed"}) from None


def clocks_in(case: Case, *states: ClockState, family: str = "") -> list[CaseClock]:
    """Return the clocks of a case in some states, of one family of terms or of all, oldest first."""
    query = select(CaseClock).where(CaseClock.case_id == case.id, CaseClock.state.in_([state.value for state in states]))
    return [row for row in db.session.scalars(query.order_by(CaseClock.id)) if row.term_code.startswith(family)]


def end_clocks(case: Case, *, on: date, family: str = "", states: tuple[ClockState, ...] = (ClockState.RUNNING,)) -> bool | None:
    """End clocks; return whether the last one ended in time (None: there was none)."""
    in_time: bool | None = None
    for clock in clocks_in(case, *states, family=family):
        clock.state, clock.ended_on = ClockState.ENDED.value, on
        in_time = on <= clock.due_on
    db.session.flush()
    return in_time


def end_road(case: Case, state: CaseState, *, on: date, on_time: bool | None) -> None:
    """Let the case end without a decision on the matter: every clock ends, planned ones go."""
    for clock in clocks_in(case, ClockState.PLANNED):
        db.session.delete(clock)
    end_clocks(case, on=on, states=(ClockState.STOPPED, ClockState.TRACKED))
    case.state, case.due_on, case.on_time = state.value, None, on_time
    case.answered_on = case.closed_on = on
    db.session.flush()

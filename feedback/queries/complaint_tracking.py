"""What the complainant follows: the stations of a complaint, and the dates that concern them. Nothing that only the desk sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedback.complaint_models import ComplaintDialogue
from feedback.models import Case
from feedback.queries.complaint_facts import ComplaintDays, complaint_row, days_of, dialogues_of, stops_of
from feedback.queries.stand_ins import kept_days
from feedback.queries.views_of_clocks import ClockView
from feedback.stand_in_models import StandIn
from feedback.states import COMPLAINT_TURNED_AWAY, CaseState

ENDED_EARLY = COMPLAINT_TURNED_AWAY | {
    CaseState.GUIDED, CaseState.RETURNED, CaseState.FILED_ONLY, CaseState.SPLIT, CaseState.DISCONTINUED
}  # fmt: skip
DONE, NOW, NEXT, LATE = "done", "now", "next", "late"


@dataclass(frozen=True, kw_only=True)
class ComplaintStop:
    """One station: name, day, and done | now | next | late."""

    name: str
    on: date | None
    state: str


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """To the next dialogue: when, where, about what, and with whom."""

    on: date
    hour: str
    place: str
    topics: str
    invited: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ComplaintStanding:
    """The complaint as its complainant reads it."""

    signed_on: date | None
    needs_signature: bool
    dialogue: Invitation | None
    suspended_on: date | None
    result: str
    decision_number: str
    decision: str
    sent_on: date | None
    appeal_until: date | None
    in_force_on: date | None


def complaint_stations(case: Case | StandIn, clocks: Sequence[ClockView], *, today: date) -> tuple[ComplaintStop, ...]:
    """Return the road: received, accepted, verified, decided and sent, in force, ended; or where it left the road."""
    days = kept_days(case) if isinstance(case, StandIn) else days_of(case.id)
    line = [ComplaintStop(name="registered", on=case.received_on, state=DONE)]
    if CaseState(case.state) in ENDED_EARLY and case.accepted_on is None:
        return (*line, ComplaintStop(name=case.state, on=case.closed_on, state=DONE))
    line += [_accepted(case, clocks, today=today), *_stood_still(days)]
    if CaseState(case.state) in ENDED_EARLY:
        return (*line, ComplaintStop(name=case.state, on=case.closed_on, state=DONE))
    return (*line, *_after_acceptance(case, days, clocks, today=today))


def _accepted(case: Case | StandIn, clocks: Sequence[ClockView], *, today: date) -> ComplaintStop:
    if case.accepted_on is not None:
        return ComplaintStop(name="kn_accepted", on=case.accepted_on, state=DONE)
    return _ahead("kn_accepted", case.due_on, today=today, now=True)


def _stood_still(days: ComplaintDays) -> list[ComplaintStop]:
    if days.stopped_on is None:
        return []
    return [ComplaintStop(name="suspended", on=days.stopped_on, state=DONE if days.resumed_on else NOW)]


def _after_acceptance(
    case: Case | StandIn, days: ComplaintDays, clocks: Sequence[ClockView], *, today: date
) -> list[ComplaintStop]:
    going = case.accepted_on is not None and case.state != CaseState.SUSPENDED
    above = [("appealed", days.appealed_on), ("in_court", days.court_on)]
    went = [ComplaintStop(name=name, on=on, state=DONE) for name, on in above if on]
    early = [stop for stop in went if days.decided_on is None or (stop.on and stop.on < days.decided_on)]
    if days.decided_on is not None:
        line = [*early, ComplaintStop(name="kn_decided", on=days.decided_on, state=DONE), _sent(case, days, today=today)]
    elif days.in_force_on is not None:
        line = early
    else:
        line = [
            *early, _ahead("kn_decided", _settlement(case, clocks), today=today, now=going), _sent(case, days, today=today)
        ]  # fmt: skip
    line += [stop for stop in went if stop not in early]
    in_force = days.in_force_on is not None
    line.append(ComplaintStop(name="in_force", on=days.in_force_on, state=DONE if in_force else NEXT))
    if case.closed_on is not None:
        line.append(ComplaintStop(name="closed", on=case.closed_on, state=DONE))
    return line


def _sent(case: Case | StandIn, days: ComplaintDays, *, today: date) -> ComplaintStop:
    if days.sent_on is not None:
        return ComplaintStop(name="kn_sent", on=days.sent_on, state=DONE)
    decided = days.decided_on is not None
    return _ahead("kn_sent", case.due_on if decided else None, today=today, now=decided)


def _settlement(case: Case | StandIn, clocks: Sequence[ClockView]) -> date | None:
    if case.state == CaseState.SUSPENDED:
        return None
    wanted = [clock.due_on for clock in clocks if clock.term_code.startswith("KN.SETTLE1") and clock.ended_on is None]
    return wanted[-1] if wanted else None


def _ahead(name: str, on: date | None, *, today: date, now: bool) -> ComplaintStop:
    late = now and on is not None and on < today
    return ComplaintStop(name=name, on=on, state=LATE if late else NOW if now else NEXT)


def _invitation(row: ComplaintDialogue) -> Invitation:
    return Invitation(
        on=row.planned_on, hour=row.hour, place=row.place, topics=row.topics, invited=tuple(row.invited.splitlines())
    )  # fmt: skip


def complaint_standing(case: Case, clocks: Sequence[ClockView]) -> ComplaintStanding | None:
    """Return what the complainant reads beside the stations, or None for another letter."""
    row = complaint_row(case.id)
    if row is None:
        return None
    waiting = next((item for item in dialogues_of(case.id) if item.held_on is None), None)
    still = next((item for item in stops_of(case.id) if item.resumed_on is None), None)
    appeal = [clock.due_on for clock in clocks if clock.term_code.startswith("KN.APPEAL2") and clock.ended_on is None]
    return ComplaintStanding(
        signed_on=row.signed_on, needs_signature=row.signed_on is None and case.accepted_on is None and case.closed_on is None,
        dialogue=_invitation(waiting) if waiting else None,
        suspended_on=still.stopped_on if still else None, result=row.result if row.sent_on else "",
        decision_number=row.decision_number if row.sent_on else "", decision=row.decision if row.sent_on else "",
        sent_on=row.sent_on, appeal_until=appeal[-1] if appeal else None, in_force_on=row.in_force_on,
    )  # fmt: skip

"""Reminders: due soon, overdue, promised, given to nobody, forgotten, near the ceiling, unanswered: each to who can act.

A reminder is a letter with a key of its own, so a pass that runs twice, or in two workers, reminds once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from accounts.queries import setting
from accounts.roles import Role
from accounts.work_queries import idle_on
from core.database import use_unit
from core.extensions import db
from core.formats import HERE, local
from core.transaction import transaction
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.engine import remaining
from deadlines.queries import calendar_for
from feedback.escalation import ceiling_stage
from feedback.models import Case
from feedback.notices import reminder
from feedback.queries import people
from feedback.queries.apologies import promised_days
from feedback.queries.links import transfer_view
from feedback.queries.marks import ceiling_days
from feedback.queries.people import Reader
from feedback.queries.transfers import late_transfer_ids
from feedback.services.upkeep import tenant_ids, unhurried
from feedback.states import BEING_HANDLED, OPEN_STATES, WAITING_TO_BE_ACCEPTED, CaseState

NOT_BEFORE = time(7, 0)
LEADERS_EVERY = 5
UNASSIGNED_AFTER = 2
URGE_EVERY = 5


@dataclass(frozen=True, kw_only=True)
class Morning:
    """What a pass knows of a commune on a day; ``idle``: the officials who handle no letters, what lies with them is nobody's.

    ``promised``: the cases of which the commune apologised, with the day it promised last.
    """

    unit_id: int
    at: datetime
    today: date
    calendar: WorkingCalendar
    due_soon_days: int
    forgotten_days: int
    ceiling_days: int
    idle: frozenset[int]
    promised: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A letter to lay: ``on`` is the day or the stage for which it is laid once."""

    template: str
    readers: list[Reader]
    on: date | str
    facts: dict[str, Any]


def send_reminders(at: datetime) -> int:
    """Lay the day's reminders of every commune; return how many letters were laid.

    Nothing happens before 07:00 and on days on which the commune does not work.
    """
    return sum(_remind(_morning(unit_id, at=at, calendar=calendar)) for unit_id, calendar in at_work(at))


def at_work(at: datetime) -> Iterator[tuple[int, WorkingCalendar]]:
    """Yield each commune that works at this hour of this day, as the current one, with its calendar.

    None before 07:00, none on its days off, and none on a day that its calendar does not know: others still have their turn.
    """
    if local(at).time() < NOT_BEFORE:
        return
    today = local_date(at)
    for unit_id in tenant_ids():
        with use_unit(unit_id):
            calendar = calendar_for(unit_id)
            if calendar.covers(today) and calendar.is_working(today):
                yield unit_id, calendar


def _morning(unit_id: int, *, at: datetime, calendar: WorkingCalendar) -> Morning:
    return Morning(
        unit_id=unit_id, at=at, today=local_date(at), calendar=calendar,
        due_soon_days=int(setting(unit_id, "due_soon_days")), forgotten_days=int(setting(unit_id, "forgotten_days")),
        ceiling_days=ceiling_days(unit_id), idle=frozenset(db.session.scalars(idle_on(unit_id, local_date(at)))),
        promised=promised_days(unit_id),
    )  # fmt: skip


def _remind(morning: Morning) -> int:
    laid = 0
    query = select(Case.id).where(Case.unit_id == morning.unit_id, or_(*_conditions(morning))).order_by(Case.id)
    for part in unhurried(list(db.session.scalars(query))):
        with transaction() as session:
            for case in session.scalars(select(Case).where(Case.id.in_(part)).order_by(Case.id)):
                laid += _lay(case, morning)
    return laid


def _conditions(morning: Morning) -> Iterator[ColumnElement[bool]]:
    soon = morning.calendar.add_working(morning.today, morning.due_soon_days)
    is_open = Case.state.in_([state.value for state in OPEN_STATES])
    yield and_(is_open, Case.due_on <= soon)
    yield and_(is_open, Case.touched_at < _midnight_after(morning.today - timedelta(days=morning.forgotten_days)))
    nobody = or_(Case.officer_id.is_(None), Case.officer_id.in_(morning.idle))
    yield and_(Case.state.in_([state.value for state in BEING_HANDLED]), nobody)
    waiting = Case.state.in_([state.value for state in WAITING_TO_BE_ACCEPTED])
    yield and_(waiting, Case.received_on <= morning.today - timedelta(days=UNASSIGNED_AFTER))
    yield and_(Case.state == CaseState.TRANSFERRED.value, Case.id.in_(late_transfer_ids(morning.unit_id, today=morning.today)))


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=HERE)


def _lay(case: Case, morning: Morning) -> int:
    checks = CHECKS if CaseState(case.state) in OPEN_STATES else CHECKS_ELSEWHERE
    found = (item for check in checks for item in check(case, morning))
    return sum(
        reminder(case, item.readers, template=item.template, at=morning.at, on=item.on, facts=item.facts) for item in found
    )


# ------------------------------------------------------------------ which, and to whom


def due_soon(case: Case, morning: Morning) -> Iterator[Reminder]:
    """Every working day from ``due_soon_days`` before the last day: to the officer, or to who has the case in hand."""
    if case.due_on is None or case.due_on < morning.today:
        return
    left = remaining(case.due_on, morning.today, morning.calendar)
    if left <= morning.due_soon_days:
        readers = people.officer(case, on=morning.today)
        yield Reminder(template="desk_due_soon", readers=readers, on=morning.today, facts={"left": left})


def overdue(case: Case, morning: Morning) -> Iterator[Reminder]:
    """Every working day: to officer and head; to the leaders too on the first day and on every fifth."""
    if case.due_on is None or case.due_on >= morning.today:
        return
    late = -remaining(case.due_on, morning.today, morning.calendar)
    readers = people.handlers(case, on=morning.today)
    if late % LEADERS_EVERY == 1:
        readers = people.unique([*readers, *people.holders(case.unit_id, Role.LEADER, on=morning.today)])
    yield Reminder(template="desk_overdue", readers=readers, on=morning.today, facts={"late": late})


def promised(case: Case, morning: Morning) -> Iterator[Reminder]:
    """Of the day that an apology promised: near it as before the due date, past it as after the due date."""
    new_on = morning.promised.get(case.id)
    if new_on is None:
        return
    left = remaining(new_on, morning.today, morning.calendar)
    facts = {"left": left, "new_on": new_on}
    if new_on >= morning.today and left <= morning.due_soon_days:
        yield Reminder(template="desk_promise", readers=people.officer(case, on=morning.today), on=morning.today, facts=facts)
    elif new_on < morning.today:
        readers = people.handlers(case, on=morning.today)
        if -left % LEADERS_EVERY == 1:
            readers = people.unique([*readers, *people.holders(case.unit_id, Role.LEADER, on=morning.today)])
        yield Reminder(template="desk_promise", readers=readers, on=morning.today, facts=facts)


def unassigned(case: Case, morning: Morning) -> Iterator[Reminder]:
    """Every working day: to the heads while no officer has it; to the clerks once it lay untaken for two working days."""
    if case.state in BEING_HANDLED and (case.officer_id is None or case.officer_id in morning.idle):
        yield Reminder(template="desk_unassigned", readers=people.heads(case, on=morning.today), on=morning.today, facts={})
    elif case.state in WAITING_TO_BE_ACCEPTED:
        lies = -remaining(case.received_on, morning.today, morning.calendar)
        if lies > UNASSIGNED_AFTER:
            readers = people.holders(case.unit_id, Role.RECEPTION_CLERK, on=morning.today)
            yield Reminder(template="desk_unassigned", readers=readers, on=morning.today, facts={})


def forgotten(case: Case, morning: Morning) -> Iterator[Reminder]:
    """Once after ``forgotten_days`` without a step, and again after as many: to who has the case in hand."""
    idle = (morning.today - local_date(case.touched_at)).days
    if idle >= morning.forgotten_days:
        stage = f"{local_date(case.touched_at)}/{idle // morning.forgotten_days}"
        readers = people.handlers(case, on=morning.today)
        yield Reminder(template="desk_forgotten", readers=readers, on=stage, facts={"days": idle})


def near_the_ceiling(case: Case, morning: Morning) -> Iterator[Reminder]:
    """At 30 and 40 days a letter that nobody took on, or that is overdue: to who has it in hand, clerks and leaders.

    45 calendar days are the ceiling (term ALL.OVERDUE.DISCIPLINE: Decree 154/2026/ND-CP, Art. 41.3b).
    """
    late = case.due_on is not None and case.due_on < morning.today
    neglected = case.state in WAITING_TO_BE_ACCEPTED or late
    alarm = ceiling_stage(case.received_on, morning.today, days=morning.ceiling_days, neglected=neglected)
    if alarm:
        told = [people.holders(case.unit_id, role, on=morning.today) for role in (Role.RECEPTION_CLERK, Role.LEADER)]
        readers = people.unique([*people.handlers(case, on=morning.today), *told[0], *told[1]])
        days = (morning.today - case.received_on).days
        yield Reminder(template="desk_ceiling", readers=readers, on=f"day {alarm}", facts={"days": days})


CHECKS: tuple[Callable[[Case, Morning], Iterator[Reminder]], ...] = (
    due_soon, overdue, promised, unassigned, forgotten, near_the_ceiling,
)  # fmt: skip


def unanswered_transfer(case: Case, morning: Morning) -> Iterator[Reminder]:
    """On the first working day after the receiving body's answer was due, then every fifth; anew after each urging.

    To the clerks and to who had the case in hand: they urge it (Law on Citizen Reception 2013, Art. 26.2).
    """
    transfer = transfer_view(case.id, today=morning.today)
    if transfer is None or not transfer.late:
        return
    since = max(transfer.reply_due_on, transfer.urged_on or transfer.reply_due_on)
    late = -remaining(since, morning.today, morning.calendar)
    if late < 1:
        return
    clerks = people.holders(case.unit_id, Role.RECEPTION_CLERK, on=morning.today)
    readers = people.unique([*people.official(case.unit_id, case.officer_id), *clerks])
    facts = {"receiver": transfer.receiver, "due_on": transfer.reply_due_on, "times": transfer.urged_times}
    yield Reminder(template="desk_unanswered", readers=readers, on=f"{since}/{(late - 1) // URGE_EVERY}", facts=facts)


CHECKS_ELSEWHERE: tuple[Callable[[Case, Morning], Iterator[Reminder]], ...] = (unanswered_transfer,)
"""What is watched of letters that lie with another body."""

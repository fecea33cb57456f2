"""The work list: which cases wait for this official, the most urgent by law first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, false, func, not_, or_, select, union

from accounts.leave_queries import covered_by
from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import departments, fields, setting, villages
from accounts.work_queries import idle_on
from core.errors import NotAllowed
from core.extensions import db
from core.paging import Page
from core.permissions import Permission
from deadlines.calendar import WorkingCalendar
from deadlines.engine import Urgency, remaining, urgency
from deadlines.proof import Suspension
from feedback.apologies import owed_for
from feedback.escalation import Mark
from feedback.late_reasons import is_late
from feedback.matrix import step_for
from feedback.models import Answer, Case, ExtensionRequest
from feedback.queries.apologies import apology_waits, promised_day, with_waiting_apology
from feedback.queries.complaint_facts import ready_for_chair, suspensions_of_cases
from feedback.queries.desk_search import typed
from feedback.queries.forwardings import report_due, report_is_owed, with_waiting_report
from feedback.queries.marks import ceiling_days, is_urgent, mark_of, started_on, urgent_ids
from feedback.queries.reliefs import relief_reason, relief_waits, with_waiting_relief
from feedback.queries.waiting import (
    Waiting,
    answer_is,
    complaint_waits_for_leader,
    extension_is_open,
    question_is_open,
    waiting_of,
    waiting_word,
)
from feedback.states import BEING_HANDLED, OPEN_STATES, WAITING_TO_BE_ACCEPTED, Action, AnswerState, CaseKind, CaseState

PAGE_SIZE = 25
others = Case.__table__.alias("others").c


class Tab(StrEnum):
    """The saved lists of the desk."""

    TODO = "todo"
    UNCLASSIFIED = "unclassified"
    APPROVAL = "approval"
    OVERDUE = "overdue"
    OPEN = "open"
    ALL = "all"


class DueWithin(StrEnum):
    """Which legal dates are looked for: those that have passed, or those of the next days (setting due_soon_days)."""

    OVERDUE = "overdue"
    SOON = "soon"


@dataclass(frozen=True, kw_only=True)
class DeskFilters:
    """What narrows the list; None or "" means any."""

    tab: Tab = Tab.TODO
    state: str = ""
    kind: str = ""
    field_id: int | None = None
    village_id: int | None = None
    department_id: int | None = None
    officer_id: int | None = None
    waiting: Waiting | None = None
    mine: bool = False
    unassigned: bool = False
    urgent: bool = False
    due: DueWithin | None = None
    received: tuple[date, date] | None = None
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """One case in the list. ``remaining`` in working days, negative when late, None without a running clock.

    ``apology``: "owed" when a day passed without an answer and without an apology, "to_sign" when one lies with the leader.
    ``relief``: why its officer asks to be relieved, a word of feedback.reliefs. ``report``: who forwarded it was not told yet
    ("owed", or "late" after ``report_due``).
    """

    id: int
    version: int
    code: str
    subject: str
    kind: str
    state: str
    channel: str
    round: int
    anonymous: bool
    field_name: str
    village_name: str
    department_name: str
    officer_name: str
    received_on: date
    due_on: date | None
    remaining: int | None
    urgency: Urgency | None
    waiting: Waiting
    mark: Mark
    urgent: bool = False
    apology: str = ""
    relief: str = ""
    report: str = ""
    report_due: date | None = None


def work_list(
    actor: Actor, *, filters: DeskFilters, page: int, today: date, calendar: WorkingCalendar, size: int = PAGE_SIZE
) -> Page[DeskRow]:
    """Return one page of the official's list. Raises NotAllowed without the permission to read letters."""
    _must_read(actor)
    query = _filtered(select(Case.id), actor, filters, today=today, calendar=calendar)
    if filters.tab == Tab.ALL:
        query = query.order_by(Case.id.desc())
    else:
        query = query.order_by(Case.due_on.is_(None), Case.due_on, Case.id)
    ids = list(db.session.scalars(query.offset((page - 1) * size).limit(size + 1)))
    shown = _rows_query().where(Case.unit_id == actor.unit_id, Case.id.in_(ids))
    by_id = {row.id: row for row in db.session.execute(shown)} if ids else {}
    rows = [by_id[case_id] for case_id in ids if case_id in by_id]
    names = _Names(actor.unit_id)
    ceiling = ceiling_days(actor.unit_id)
    stops = suspensions_of_cases(actor.unit_id, [row.id for row in rows if row.kind == CaseKind.COMPLAINT])
    items = [
        _row(row, names, today=today, calendar=calendar, ceiling=ceiling, stops=stops.get(row.id, ())) for row in rows[:size]
    ]
    return Page(items=items, number=page, size=size, has_next=len(rows) > size)


def found_count(actor: Actor, *, filters: DeskFilters, today: date, calendar: WorkingCalendar) -> int:
    """Return how many cases a list holds that is narrowed like this."""
    _must_read(actor)
    query = _filtered(select(func.count()).select_from(Case), actor, filters, today=today, calendar=calendar)
    return db.session.scalar(query) or 0


def desk_counts(actor: Actor, *, today: date) -> dict[Tab, int]:
    """Return how many cases each tab but ALL holds, in one query: a sum of its own for each, so that each takes its index."""
    return _counted(actor, [tab for tab in Tab if tab != Tab.ALL], today=today)


def todo_count(actor: Actor, *, today: date) -> int:
    """Return how many cases wait for this official now."""
    return _counted(actor, [Tab.TODO], today=today)[Tab.TODO]


def _counted(actor: Actor, tabs: list[Tab], *, today: date) -> dict[Tab, int]:
    _must_read(actor)
    unit = Case.unit_id == actor.unit_id
    columns = [
        select(func.count()).select_from(Case).where(unit, _tab(tab, actor, today=today)).scalar_subquery().label(tab.value)
        for tab in tabs
    ]
    return dict(zip(tabs, db.session.execute(select(*columns)).one(), strict=True))


def _must_read(actor: Actor) -> None:
    if Permission.CASE_READ not in actor.permissions:
        raise NotAllowed(permission=Permission.CASE_READ.value)


def _values(states: frozenset[CaseState]) -> list[str]:
    return sorted(state.value for state in states)


def _brought_to_the_leader(unit_id: int) -> CompoundSelect[tuple[int]]:
    """Return the few cases that may wait for the leader, so that not every open case has to be asked."""
    requests = select(ExtensionRequest.case_id).where(ExtensionRequest.unit_id == unit_id, ExtensionRequest.approved.is_(None))
    complaints = select(others.id).where(
        others.unit_id == unit_id, others.kind == CaseKind.COMPLAINT.value,
        others.state.in_([CaseState.CLASSIFIED.value, CaseState.ACCEPTED.value, CaseState.VERIFYING.value]),
    )  # fmt: skip
    return union(_submitted(unit_id), requests, complaints, with_waiting_apology(unit_id))


def _in_the_hands_of(actor: Actor, *, today: date) -> CompoundSelect[tuple[int]]:
    """Return the cases in the actor's own hands, in those of a person they stand in for, or in nobody's of their departments."""
    handled = _values(BEING_HANDLED)
    people = [actor.id, *covered_by(actor.unit_id, actor.id, on=today)]
    known = select(others.id).where(others.unit_id == actor.unit_id, others.state.in_(handled))
    of_department = known.where(others.department_id.in_(actor.department_ids or [0]))
    return union(
        known.where(others.officer_id.in_(people)), of_department.where(others.officer_id.is_(None)),
        of_department.where(others.officer_id.in_(idle_on(actor.unit_id, today))),
    )  # fmt: skip


def _submitted(unit_id: int) -> Select[tuple[int]]:
    """Return the cases whose answer lies with the leader; only the answer of the present round can."""
    return select(Answer.case_id).where(Answer.unit_id == unit_id, Answer.state == AnswerState.SUBMITTED.value)


def _tab(tab: Tab, actor: Actor, *, today: date) -> ColumnElement[bool]:
    match tab:
        case Tab.UNCLASSIFIED:
            return _unclassified()
        case Tab.APPROVAL:
            return _for_approval(actor.unit_id)
        case Tab.OVERDUE:
            return and_(Case.state.in_(_values(OPEN_STATES)), Case.due_on < today)
        case Tab.OPEN:
            return Case.state.in_(_values(OPEN_STATES))
    return _todo(actor, today=today)


def _unclassified() -> ColumnElement[bool]:
    """What has to be classified, prepared or given; a prepared complaint waits for the chair alone."""
    early, new = Case.state.in_(_values(WAITING_TO_BE_ACCEPTED)), Case.state == CaseState.RECEIVED.value
    return and_(early, or_(new, Case.kind != CaseKind.COMPLAINT.value, not_(ready_for_chair())))


def _for_approval(unit_id: int) -> ColumnElement[bool]:
    asked_for = or_(answer_is(AnswerState.SUBMITTED), extension_is_open(), apology_waits())
    waits = or_(and_(Case.state.in_(_values(BEING_HANDLED)), asked_for), complaint_waits_for_leader())
    return and_(Case.id.in_(_brought_to_the_leader(unit_id)), waits)


def _todo(actor: Actor, *, today: date) -> ColumnElement[bool]:
    """What the actor can do now; an official who stands in for somebody absent sees that person's cases too."""
    parts: list[ColumnElement[bool]] = []
    if Permission.CASE_CLASSIFY in actor.permissions:
        parts.append(_unclassified())
    if Permission.CASE_APPROVE in actor.permissions:
        parts.append(_for_approval(actor.unit_id))
    if Permission.CASE_HANDLE in actor.permissions:
        in_hand = Case.id.in_(_in_the_hands_of(actor, today=today))
        elsewhere = union(_submitted(actor.unit_id), with_waiting_relief(actor.unit_id))
        parts.append(and_(in_hand, Case.id.not_in(elsewhere)))
    if Permission.CASE_ASSIGN in actor.permissions:
        parts.append(_to_be_given_again(actor))
        parts.append(_to_be_reported(actor))
    return or_(*parts) if parts else false()


def _to_be_given_again(actor: Actor) -> ColumnElement[bool]:
    """Cases whose officer asks to be relieved: for reception, and for the head of the department."""
    asked = and_(Case.id.in_(with_waiting_relief(actor.unit_id)), relief_waits())
    if Permission.CASE_REGISTER in actor.permissions:
        return asked
    return and_(asked, Case.department_id.in_(actor.department_ids or [0]))


def _to_be_reported(actor: Actor) -> ColumnElement[bool]:
    """Cases whose outcome somebody waits for who forwarded them: for reception, and for the head of the department."""
    owed = Case.id.in_(with_waiting_report(actor.unit_id))
    if Permission.CASE_REGISTER in actor.permissions:
        return owed
    return and_(owed, Case.department_id.in_(actor.department_ids or [0]))


def _rows_query() -> Select[tuple[object, ...]]:
    return select(
        Case.id, Case.version,
        Case.code, Case.subject, Case.kind, Case.state, Case.channel, Case.round, Case.anonymous, Case.field_id,
        Case.village_id, Case.department_id, Official.full_name.label("officer_name"), Case.received_on, Case.due_on,
        answer_is(AnswerState.SUBMITTED).label("submitted"), answer_is(AnswerState.APPROVED).label("approved"),
        extension_is_open().label("extension"), question_is_open().label("asked"),
        started_on().label("started_on"), is_urgent().label("urgent"),
        ready_for_chair().label("prepared"), apology_waits().label("apology"), promised_day().label("promised_on"),
        relief_reason().label("relief"), report_is_owed().label("report_owed"), report_due().label("report_due"),
    ).outerjoin(Official, Official.id == Case.officer_id)  # fmt: skip


def _filtered(query: Select[Any], actor: Actor, filters: DeskFilters, *, today: date, calendar: WorkingCalendar) -> Select[Any]:
    query = query.where(Case.unit_id == actor.unit_id)
    if filters.tab != Tab.ALL:
        query = query.where(_tab(filters.tab, actor, today=today))
    for name in ("state", "kind", "field_id", "village_id", "department_id", "officer_id"):
        wanted = getattr(filters, name)
        if wanted:
            query = query.where(getattr(Case, name) == wanted)
    if filters.mine:
        query = query.where(or_(Case.officer_id == actor.id, Case.department_id.in_(actor.department_ids or [0])))
    if filters.unassigned:
        nobody = or_(Case.officer_id.is_(None), Case.officer_id.in_(idle_on(actor.unit_id, today)))
        query = query.where(nobody, Case.state.in_(_values(OPEN_STATES)))
    if filters.urgent:
        query = query.where(Case.id.in_(urgent_ids(actor.unit_id)))
    if filters.received:
        query = query.where(Case.received_on.between(*filters.received))
    if filters.waiting:
        query = query.where(waiting_word() == filters.waiting.value)
    if filters.due is not None:
        soon = calendar.add_working(today, int(setting(actor.unit_id, "due_soon_days")))
        query = query.where(_due_within(filters.due, today=today, soon=soon))
    return query.where(*typed(filters.q, today=today))


def _due_within(which: DueWithin, *, today: date, soon: date) -> ColumnElement[bool]:
    dates = Case.due_on < today if which == DueWithin.OVERDUE else Case.due_on.between(today, soon)
    return and_(Case.state.in_(_values(OPEN_STATES)), dates)


class _Names:
    """Names of fields, villages and departments of one commune, read once a page."""

    def __init__(self, unit_id: int) -> None:
        self.fields = {item.id: item.name for item in fields(unit_id)}
        self.villages = {item.id: item.name for item in villages(unit_id)}
        self.departments = {item.id: item.name for item in departments(unit_id)}


def _row(
    row: object, names: _Names, *, today: date, calendar: WorkingCalendar, ceiling: int, stops: Sequence[Suspension]
) -> DeskRow:
    running = row.due_on is not None and CaseState(row.state) in OPEN_STATES
    return DeskRow(
        id=row.id, version=row.version,
        code=row.code, subject=row.subject, kind=row.kind, state=row.state, channel=row.channel, round=row.round,
        anonymous=row.anonymous, field_name=names.fields.get(row.field_id, ""),
        village_name=names.villages.get(row.village_id, ""),
        department_name=names.departments.get(row.department_id, ""), officer_name=row.officer_name or "",
        received_on=row.received_on, due_on=row.due_on if running else None,
        remaining=remaining(row.due_on, today, calendar) if running else None,
        urgency=urgency(row.due_on, today, calendar) if running else None, waiting=waiting_of(row),
        mark=mark_of(row, today=today, calendar=calendar, ceiling=ceiling, stops=stops),
        urgent=bool(row.urgent) and CaseState(row.state) in OPEN_STATES, apology=_apology(row, today=today),
        relief=(row.relief or "") if row.state in BEING_HANDLED else "", report=_report(row, today=today),
        report_due=row.report_due,
    )  # fmt: skip


def _report(row: object, *, today: date) -> str:
    if not row.report_owed:
        return ""
    return "late" if is_late(row.report_due, today) else "owed"


def _apology(row: object, *, today: date) -> str:
    step = step_for(Action.APOLOGISE, row.kind)
    if step is None or row.state not in step.states:
        return ""
    if row.apology:
        return "to_sign"
    return "owed" if owed_for(row.due_on, [row.promised_on] if row.promised_on else [], today) else ""

"""The work list: which cases wait for this official, the most urgent by law first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import departments, fields, villages
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
from feedback.models import Case
from feedback.queries.apologies import apology_waits, promised_day
from feedback.queries.complaint_facts import ready_for_chair, suspensions_of_cases
from feedback.queries.desk_filters import DeskFilters, filtered
from feedback.queries.desk_tabs import Tab, in_tab
from feedback.queries.forwardings import report_due, report_is_owed
from feedback.queries.marks import ceiling_days, is_urgent, mark_of, started_on
from feedback.queries.reliefs import relief_reason
from feedback.queries.waiting import (
    Waiting,
    answer_is,
    extension_is_open,
    question_is_open,
    waiting_of,
)
from feedback.states import BEING_HANDLED, OPEN_STATES, Action, AnswerState, CaseKind, CaseState

PAGE_SIZE = 25


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
    query = filtered(select(Case.id), actor, filters, today=today, calendar=calendar)
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
    query = filtered(select(func.count()).select_from(Case), actor, filters, today=today, calendar=calendar)
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
        select(func.count()).select_from(Case).where(unit, in_tab(tab, actor, today=today)).scalar_subquery().label(tab.value)
        for tab in tabs
    ]
    return dict(zip(tabs, db.session.execute(select(*columns)).one(), strict=True))


def _must_read(actor: Actor) -> None:
    if Permission.CASE_READ not in actor.permissions:
        raise NotAllowed(permission=Permission.CASE_READ.value)


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

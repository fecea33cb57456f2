"""What narrows the work list: a saved list, what was chosen beside it, and the words that were typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Date, Select, and_, cast, func, or_, select, union

from accounts.permissions import Actor
from accounts.queries import setting
from accounts.work_queries import idle_on
from core.extensions import db
from deadlines.calendar import WorkingCalendar
from feedback.models import Answer, Case, Publication, PublicCase
from feedback.queries.desk_search import typed
from feedback.queries.desk_tabs import Tab, in_tab, values
from feedback.queries.marks import urgent_ids
from feedback.queries.waiting import Waiting, waiting_word
from feedback.states import OPEN_STATES, AnswerState, CaseKind

LOCAL_DAY: Mapping[str, Callable[[Any], ColumnElement[Any]]] = {
    "sqlite": lambda at: func.date(at, "+7 hours"),
    "postgresql": lambda at: cast(func.timezone("Asia/Ho_Chi_Minh", at), Date),
}


class DueWithin(StrEnum):
    """Which legal dates are looked for: those that have passed, or those of the next days (setting due_soon_days)."""

    OVERDUE = "overdue"
    SOON = "soon"


class Unhappy(StrEnum):
    """Since when a sender said that an answer did not satisfy: at any time, or within so many days, today included."""

    EVER = "ever"
    MONTH = "30"
    QUARTER = "90"

    def since(self, today: date) -> date:
        """Return the first day that counts."""
        return date.min if self is Unhappy.EVER else today - timedelta(days=int(self.value) - 1)


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
    unhappy: Unhappy | None = None
    unpublished: bool = False
    no_village: bool = False
    no_field: bool = False
    received: tuple[date, date] | None = None
    q: str = ""


def filtered(query: Select[Any], actor: Actor, filters: DeskFilters, *, today: date, calendar: WorkingCalendar) -> Select[Any]:
    """Narrow a query on cases to those of the actor's commune that a list with these filters holds."""
    query = query.where(Case.unit_id == actor.unit_id)
    if filters.tab != Tab.ALL:
        query = query.where(in_tab(filters.tab, actor, today=today))
    for name in ("state", "kind", "field_id", "village_id", "department_id", "officer_id"):
        wanted = getattr(filters, name)
        if wanted:
            query = query.where(getattr(Case, name) == wanted)
    if filters.received:
        query = query.where(Case.received_on.between(*filters.received))
    if filters.waiting:
        query = query.where(waiting_word() == filters.waiting.value)
    if filters.due is not None:
        soon = calendar.add_working(today, int(setting(actor.unit_id, "due_soon_days")))
        query = query.where(_due_within(filters.due, today=today, soon=soon))
    return query.where(*_ticked(actor, filters, today=today), *typed(filters.q, today=today))


def _ticked(actor: Actor, filters: DeskFilters, *, today: date) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of what is not a value of a column."""
    if filters.mine:
        yield or_(Case.officer_id == actor.id, Case.department_id.in_(actor.department_ids or [0]))
    if filters.unassigned:
        nobody = or_(Case.officer_id.is_(None), Case.officer_id.in_(idle_on(actor.unit_id, today)))
        yield and_(nobody, Case.state.in_(values(OPEN_STATES)))
    if filters.urgent:
        yield Case.id.in_(urgent_ids(actor.unit_id))
    if filters.unpublished:
        yield and_(Case.kind != CaseKind.COMPLAINT.value, Case.id.in_(_unpublished_ids(actor.unit_id)))
    if filters.no_village:
        yield Case.village_id.is_(None)
    if filters.no_field:
        yield Case.field_id.is_(None)
    if filters.unhappy is not None:
        yield Case.id.in_(_unhappy_ids(actor.unit_id, filters.unhappy.since(today)))


def _unhappy_ids(unit_id: int, since: date) -> CompoundSelect[tuple[int]]:
    """Return the cases whose sender said so since a day, in the round that runs or ran last or in the one before."""
    known = select(PublicCase.id).where(PublicCase.unit_id == unit_id)
    said = known.where(PublicCase.rated_on >= since, PublicCase.satisfied.is_(False))
    ended = said.where(PublicCase.last_on >= since)  # the day of a word is never after the last day of its round
    return union(ended, said.where(PublicCase.last_on.is_(None)), known.where(PublicCase.reopened_on >= since))


def _unpublished_ids(unit_id: int) -> Select[tuple[int]]:
    """Return the cases that everybody reads without their latest answer (the rule of CaseFile.public_answer_is_old)."""
    approved_on = LOCAL_DAY[db.engine.dialect.name](Publication.approved_at)
    later = or_(Answer.issued_on > approved_on, and_(Answer.issued_on == approved_on, Publication.answer == ""))
    issued = select(Answer.case_id).join(Publication, Publication.case_id == Answer.case_id)
    return issued.where(Answer.unit_id == unit_id, Answer.state == AnswerState.ISSUED.value, later)


def _due_within(which: DueWithin, *, today: date, soon: date) -> ColumnElement[bool]:
    dates = Case.due_on < today if which == DueWithin.OVERDUE else Case.due_on.between(today, soon)
    return and_(Case.state.in_(values(OPEN_STATES)), dates)

"""What narrows the work list: a saved list, what was chosen beside it, and the words that were typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from accounts.permissions import Actor
from accounts.queries import setting
from accounts.work_queries import idle_on
from deadlines.calendar import WorkingCalendar
from feedback.models import Case
from feedback.queries.desk_search import typed
from feedback.queries.desk_tabs import Tab, in_tab, values
from feedback.queries.marks import urgent_ids
from feedback.queries.waiting import Waiting, waiting_word
from feedback.states import OPEN_STATES


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


def filtered(query: Select[Any], actor: Actor, filters: DeskFilters, *, today: date, calendar: WorkingCalendar) -> Select[Any]:
    """Narrow a query on cases to those of the actor's commune that a list with these filters holds."""
    query = query.where(Case.unit_id == actor.unit_id)
    if filters.tab != Tab.ALL:
        query = query.where(in_tab(filters.tab, actor, today=today))
    for name in ("state", "kind", "field_id", "village_id", "department_id", "officer_id"):
        wanted = getattr(filters, name)
        if wanted:
            query = query.where(getattr(Case, name) == wanted)
    if filters.mine:
        query = query.where(or_(Case.officer_id == actor.id, Case.department_id.in_(actor.department_ids or [0])))
    if filters.unassigned:
        nobody = or_(Case.officer_id.is_(None), Case.officer_id.in_(idle_on(actor.unit_id, today)))
        query = query.where(nobody, Case.state.in_(values(OPEN_STATES)))
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
    return and_(Case.state.in_(values(OPEN_STATES)), dates)

"""What everybody reads of land projects: the list, one project, and what is left of one that was taken back.

Of its drafts only those on the portal are told, of the letters about it only published ones, and of nobody the name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select

from accounts.queries import departments, villages
from accounts.read_models import DepartmentItem
from core.extensions import db
from core.paging import Page
from core.rows import rows_of
from dialogue.queries.dialogues import is_public
from disclosure.land_models import LandLetter, LandProject
from disclosure.land_rules import talk_of
from disclosure.land_states import SHOWN, LandState, PlanPhase
from disclosure.queries.land import Plan, names_of, plans_of
from feedback.models import PublicCase

SIZE = 20
LETTERS_MOST = 100
SHOWN_WORDS = [state.value for state in SHOWN]
cases, lands, told = PublicCase.__table__, LandProject.__table__, LandLetter.__table__
_LANDS_OF_LETTER = (
    select(lands.c.code, lands.c.name)
    .select_from(cases.join(told, told.c.case_id == cases.c.id).join(lands, lands.c.id == told.c.project_id))
    .where(cases.c.unit_id == bindparam("unit"), cases.c.code == bindparam("of_code"), cases.c.published)
    .where(lands.c.unit_id == bindparam("unit"), lands.c.state.in_(SHOWN_WORDS))
    .order_by(lands.c.id.desc())
)
"""Asked for on every page of a letter: a Core statement, made once."""
HIDDEN_PHASES = frozenset({PlanPhase.COMING, PlanPhase.GONE})


@dataclass(frozen=True, kw_only=True)
class PublicLand:
    """A project as everybody reads it; a dialogue that is only planned is not among its ``plans``."""

    code: str
    state: str
    name: str
    document: str
    decided_on: date
    summary: str
    villages: tuple[str, ...]
    department: DepartmentItem | None
    published_on: date
    ended_on: date | None
    plans: tuple[Plan, ...]

    @property
    def hanging(self) -> tuple[Plan, ...]:
        """Return the drafts that hang now."""
        return tuple(plan for plan in self.plans if plan.phase is PlanPhase.POSTING)


@dataclass(frozen=True, kw_only=True)
class PublicLetter:
    """A published letter about a project."""

    code: str
    title: str
    state: str
    received_on: date


@dataclass(frozen=True, kw_only=True)
class LandTitle:
    """A project as the page of a letter names it."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class LandGone:
    """What is left of a project that was taken back."""

    code: str
    published_on: date
    ended_on: date
    reason: str


def public_lands(unit_id: int, *, page: int, today: date) -> Page[PublicLand]:
    """Return a page of the projects, those that go on first, then the newest."""
    first = case((LandProject.state == LandState.OPEN.value, 0), else_=1)
    query = _shown(unit_id).order_by(first, LandProject.id.desc()).offset((page - 1) * SIZE).limit(SIZE + 1)
    rows = list(db.session.scalars(query))
    return Page(items=_lands(unit_id, rows[:SIZE], today=today), number=page, size=SIZE, has_next=len(rows) > SIZE)


def public_land(unit_id: int, code: str, *, today: date) -> PublicLand | None:
    """Return one project, or None."""
    rows = list(db.session.scalars(_shown(unit_id).where(LandProject.code == code)))
    return next(iter(_lands(unit_id, rows, today=today)), None)


def letters_about(unit_id: int, code: str) -> tuple[list[PublicLetter], int]:
    """Return the published letters about a project, the newest first, and how many older ones are left out."""
    query = (
        select(PublicCase.code, PublicCase.title, PublicCase.state, PublicCase.received_on)
        .join(LandLetter, LandLetter.case_id == PublicCase.id)
        .join(LandProject, LandProject.id == LandLetter.project_id)
        .where(LandProject.unit_id == unit_id, LandProject.code == code, PublicCase.unit_id == unit_id, PublicCase.published)
    )
    rows = db.session.execute(query.order_by(PublicCase.id.desc()).limit(LETTERS_MOST)).all()
    number = len(rows)
    if number == LETTERS_MOST:
        number = db.session.scalar(select(func.count()).select_from(query.subquery())) or number
    return [PublicLetter(**row._mapping) for row in rows], number - len(rows)


def lands_of_letter(unit_id: int, code: str) -> list[LandTitle]:
    """Return the projects before everybody that a published letter is about, the newest first."""
    rows = rows_of(_LANDS_OF_LETTER, {"unit": unit_id, "of_code": code})
    return [LandTitle(code=row.code, name=row.name) for row in rows]


def land_gone(unit_id: int, code: str) -> LandGone | None:
    """Return what is left of a project that everybody read and that was taken back, or None."""
    query = select(
        LandProject.code, LandProject.published_on, LandProject.ended_on, LandProject.withdraw_reason.label("reason")
    ).where(
        LandProject.unit_id == unit_id, LandProject.code == code, LandProject.state == LandState.WITHDRAWN.value,
        LandProject.published_on.is_not(None),
    )  # fmt: skip
    row = db.session.execute(query).one_or_none()
    return LandGone(**row._mapping) if row is not None else None


def all_lands(unit_id: int) -> list[tuple[str, date]]:
    """Return code and day of the beginning or end of every project that everybody reads, for the map of the site."""
    return [(row.code, row.ended_on or row.published_on or row.decided_on) for row in db.session.scalars(_shown(unit_id))]


def _shown(unit_id: int) -> Select[Any]:
    return select(LandProject).where(LandProject.unit_id == unit_id, LandProject.state.in_(SHOWN_WORDS))


def _lands(unit_id: int, rows: list[LandProject], *, today: date) -> list[PublicLand]:
    plans = plans_of(unit_id, [row.id for row in rows], today=today)
    there = villages(unit_id)
    known = {item.id: item for item in departments(unit_id)}
    return [
        PublicLand(
            code=row.code, state=row.state, name=row.name, document=row.document, decided_on=row.decided_on, summary=row.summary,
            villages=names_of(there, row.village_ids), department=known.get(row.department_id),
            published_on=row.published_on or row.decided_on, ended_on=row.ended_on,
            plans=tuple(_told(plan, today=today) for plan in plans[row.id] if plan.phase not in HIDDEN_PHASES),
        )
        for row in rows
    ]  # fmt: skip


def _told(plan: Plan, *, today: date) -> Plan:
    """Return a draft as everybody reads it: of a dialogue that is not announced neither the day nor that it is planned."""
    if plan.dialogue is None or is_public(plan.dialogue):
        return plan
    talk = talk_of(disagree=plan.disagree or 0, due_on=plan.talk.due_on, dialogue="", held_on=None, today=today)
    return replace(plan, dialogue=None, talk=talk)

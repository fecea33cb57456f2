"""Land projects at the desk: the list in the order of what is owed, one project with its drafts and the letters about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select

from accounts.models import Official
from accounts.queries import departments, villages
from accounts.read_models import DepartmentItem, VillageItem
from core.extensions import db
from core.paging import Page
from deadlines.explain import explain
from deadlines.proof import Proof
from dialogue.models import Dialogue
from dialogue.queries.dialogues import DialogueView, dialogues_by_id
from dialogue.states import DialogueState
from disclosure.land_models import LandLetter, LandPlan, LandProject
from disclosure.land_rules import NO_TALK, Talk, phase_of, talk_of
from disclosure.land_states import LIVE, LandState, PlanPhase, TalkState
from disclosure.models import DisclosureItem
from disclosure.queries.places import Place, PlaceGroup, grouped, places_of
from disclosure.states import ItemState
from feedback.models import Case
from feedback.states import OPEN_STATES

SIZE = 25
DIALOGUES_MOST = 50


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A draft plan. ``until``: the last day for which it has to hang, with ``proof``; ``up``: it hangs somewhere now."""

    item_id: int
    code: str
    title: str
    published_on: date | None
    phase: PlanPhase
    until: date | None
    proof: dict[str, Any] | None
    up: bool
    groups: tuple[PlaceGroup, ...]
    agree: int | None
    disagree: int | None
    minutes: str
    minutes_on: date | None
    talk: Talk
    talk_proof: dict[str, Any] | None
    dialogue: DialogueView | None

    def why_posted(self, locale: str) -> list[str]:
        """Return the sentences that say until when it has to hang."""
        return explain(Proof.from_dict(self.proof), locale) if self.proof else []

    def why_talk(self, locale: str) -> list[str]:
        """Return the sentences that say until when the dialogue has to be held."""
        return explain(Proof.from_dict(self.talk_proof), locale) if self.talk_proof else []


@dataclass(frozen=True, kw_only=True)
class LandName:
    """A project as an item of disclosure and a case name it."""

    id: int
    code: str
    state: str
    name: str


@dataclass(frozen=True, kw_only=True)
class LandLine:
    """A project in the list; ``letters``: how many are linked."""

    id: int
    code: str
    state: str
    name: str
    document: str
    decided_on: date
    villages: tuple[str, ...]
    official: str
    letters: int
    plans: tuple[Plan, ...]


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """A letter about a project; ``due_on`` while it is open."""

    id: int
    code: str
    subject: str
    kind: str
    state: str
    received_on: date
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class DeskProject:
    """One project, whole."""

    line: LandLine
    version: int
    summary: str
    village_ids: tuple[int, ...]
    department: DepartmentItem | None
    department_id: int
    official_id: int
    created_by: int
    published_on: date | None
    ended_on: date | None
    withdraw_reason: str
    letters: tuple[LetterLine, ...]


def land_list(unit_id: int, *, over: bool, page: int, today: date) -> Page[LandLine]:
    """Return a page of the projects: those that go on, a dialogue that is owed first; or (``over``) those that ended."""
    live = [state.value for state in LIVE]
    owed = (
        select(LandPlan.project_id, func.min(LandPlan.dialogue_due_on).label("due_on"))
        .outerjoin(Dialogue, Dialogue.id == LandPlan.dialogue_id)
        .where(LandPlan.unit_id == unit_id, LandPlan.dialogue_due_on.is_not(None), _not_held())
        .group_by(LandPlan.project_id)
        .subquery()
    )
    query = _rows(unit_id).outerjoin(owed, owed.c.project_id == LandProject.id)
    query = query.where(LandProject.state.not_in(live) if over else LandProject.state.in_(live))
    order = query.order_by(case((owed.c.due_on.is_(None), 1), else_=0), owed.c.due_on, LandProject.id.desc())
    rows = db.session.execute(order.offset((page - 1) * SIZE).limit(SIZE + 1)).all()
    return Page(items=_lines(unit_id, rows[:SIZE], today=today), number=page, size=SIZE, has_next=len(rows) > SIZE)


def _not_held() -> Any:
    held = (DialogueState.HELD.value, DialogueState.CONCLUDED.value)
    return Dialogue.state.is_(None) | Dialogue.state.not_in(held)


def land_project(unit_id: int, project_id: int, *, today: date) -> DeskProject | None:
    """Return one project of the commune, or None."""
    found = db.session.execute(_rows(unit_id).where(LandProject.id == project_id)).one_or_none()
    if found is None:
        return None
    row: LandProject = found.LandProject
    known = {item.id: item for item in departments(unit_id)}
    return DeskProject(
        line=_lines(unit_id, [found], today=today)[0], version=row.version, summary=row.summary,
        village_ids=tuple(row.village_ids), department=known.get(row.department_id), department_id=row.department_id,
        official_id=row.official_id, created_by=row.created_by, published_on=row.published_on, ended_on=row.ended_on,
        withdraw_reason=row.withdraw_reason, letters=_letters(row.id),
    )  # fmt: skip


def project_of_item(unit_id: int, item_id: int) -> LandName | None:
    """Return the project that an item of disclosure is a draft plan of, or None."""
    query = select(LandProject.id, LandProject.code, LandProject.state, LandProject.name)
    query = query.join(LandPlan, LandPlan.project_id == LandProject.id)
    row = db.session.execute(query.where(LandProject.unit_id == unit_id, LandPlan.item_id == item_id)).one_or_none()
    return LandName(**row._mapping) if row is not None else None


def lands_of_case(unit_id: int, case_id: int) -> list[LandName]:
    """Return the projects that a letter is linked to, those that were taken back too, the newest first."""
    query = select(LandProject.id, LandProject.code, LandProject.state, LandProject.name)
    query = query.join(LandLetter, LandLetter.project_id == LandProject.id)
    query = query.where(LandProject.unit_id == unit_id, LandLetter.case_id == case_id).order_by(LandProject.id.desc())
    return [LandName(**row._mapping) for row in db.session.execute(query)]


def open_land_ids(unit_id: int) -> list[tuple[int, int]]:
    """Return id and responsible official of every project that is before everybody and goes on."""
    query = select(LandProject.id, LandProject.official_id).where(
        LandProject.unit_id == unit_id, LandProject.state == LandState.OPEN.value
    )
    return [(row.id, row.official_id) for row in db.session.execute(query.order_by(LandProject.id))]


def dialogues_to_link(unit_id: int, plan: Plan) -> list[tuple[int, str, date]]:
    """Return id, title and day of the dialogues that may answer those who disagree, the next ones first."""
    query = select(Dialogue.id, Dialogue.title, Dialogue.held_on).where(
        Dialogue.unit_id == unit_id, Dialogue.state != DialogueState.CANCELLED.value,
        Dialogue.held_on >= (plan.minutes_on or date.max),
    )  # fmt: skip
    rows = db.session.execute(query.order_by(Dialogue.held_on, Dialogue.id).limit(DIALOGUES_MOST))
    return [(row.id, row.title, row.held_on) for row in rows]


def plans_of(unit_id: int, project_ids: Collection[int], *, today: date) -> dict[int, list[Plan]]:
    """Return the draft plans of projects in their order, with where they hang, what people said and the dialogue that is owed."""
    found: dict[int, list[Plan]] = {project_id: [] for project_id in project_ids}
    query = select(LandPlan, DisclosureItem).join(DisclosureItem, DisclosureItem.id == LandPlan.item_id)
    rows = db.session.execute(query.where(LandPlan.project_id.in_(project_ids)).order_by(LandPlan.id)).all() if found else []
    places = places_of(unit_id, [item.id for _plan, item in rows])
    dialogues = dialogues_by_id(unit_id, [plan.dialogue_id for plan, _item in rows if plan.dialogue_id])
    many = len(villages(unit_id, on=today)) if rows else 0
    for plan, item in rows:
        dialogue = dialogues.get(plan.dialogue_id or 0)
        found[plan.project_id].append(_plan(plan, item, places[item.id], dialogue, villages_of_commune=many, today=today))
    return found


def _plan(
    row: LandPlan, item: DisclosureItem, places: list[Place], dialogue: DialogueView | None, *, villages_of_commune: int,
    today: date,
) -> Plan:  # fmt: skip
    hung = [place for place in places if place.hung and place.from_on and place.least_on]
    last = max(hung, key=lambda place: place.least_on or date.min, default=None)
    talk = NO_TALK if item.state != ItemState.PUBLISHED else talk_of(
        disagree=row.disagree or 0, due_on=row.dialogue_due_on, dialogue=dialogue.state if dialogue else "",
        held_on=dialogue.held_on if dialogue else None, today=today,
    )  # fmt: skip
    until = last.least_on if last else None
    return Plan(
        item_id=item.id, code=item.code, title=item.title, published_on=item.published_on, until=until,
        phase=phase_of(ItemState(item.state), until=until, counted=row.agree is not None, talk=talk, today=today),
        proof=last.proof if last else None, up=any(place.up for place in hung),
        groups=grouped(hung, villages_of_commune=villages_of_commune), agree=row.agree, disagree=row.disagree,
        minutes=row.minutes, minutes_on=row.minutes_on, talk=talk, talk_proof=row.proof,
        dialogue=None if talk.state is TalkState.NONE else dialogue,
    )  # fmt: skip


def _rows(unit_id: int) -> Select[Any]:
    letters = select(func.count()).where(LandLetter.project_id == LandProject.id).scalar_subquery().label("letters")
    query = select(LandProject, Official.full_name, letters).join(Official, Official.id == LandProject.official_id)
    return query.where(LandProject.unit_id == unit_id)


def _lines(unit_id: int, rows: Any, *, today: date) -> list[LandLine]:
    plans, there = plans_of(unit_id, [found.LandProject.id for found in rows], today=today), villages(unit_id)
    return [
        LandLine(
            id=row.id, code=row.code, state=row.state, name=row.name, document=row.document, decided_on=row.decided_on,
            villages=names_of(there, row.village_ids), official=name, letters=letters, plans=tuple(plans[row.id]),
        )
        for row, name, letters in rows
    ]  # fmt: skip


def names_of(there: Sequence[VillageItem], ids: Collection[int]) -> tuple[str, ...]:
    """Return the names of villages, in the order of the alphabet."""
    return tuple(item.name for item in there if item.id in ids)


def _letters(project_id: int) -> tuple[LetterLine, ...]:
    due_on = case((Case.state.in_([state.value for state in OPEN_STATES]), Case.due_on)).label("due_on")
    query = select(Case.id, Case.code, Case.subject, Case.kind, Case.state, Case.received_on, due_on)
    query = query.join(LandLetter, LandLetter.case_id == Case.id).where(LandLetter.project_id == project_id)
    return tuple(LetterLine(**row._mapping) for row in db.session.execute(query.order_by(Case.id.desc())))

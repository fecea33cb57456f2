"""Reads of dialogues: what everybody may see of them, and one dialogue with all that belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from accounts.models import Official
from accounts.queries import villages
from core.extensions import db
from core.paging import Page
from dialogue.models import Dialogue, DialogueAmendment, DialogueChair, DialogueMove, DialoguePlace
from dialogue.planning_models import DialogueRecord
from dialogue.states import PUBLIC_STATES, DialogueState

PAGE_SIZE = 10
UPCOMING_MOST = 20
PUBLIC = tuple(sorted(state.value for state in PUBLIC_STATES))
OVER = (DialogueState.HELD.value, DialogueState.CONCLUDED.value, DialogueState.CANCELLED.value)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where people meet; ``villages`` are the names of those it is for (none: for everybody)."""

    name: str
    address: str
    villages: tuple[str, ...]
    village_ids: tuple[int, ...]
    seats: int | None


@dataclass(frozen=True, kw_only=True)
class Move:
    """From which moment to which, and why."""

    at: datetime
    from_at: datetime
    to_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Amended:
    """What of the announcement was said anew (dialogue.services.amending.PARTS), when, and why."""

    at: datetime
    changed: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is known of a dialogue that was entered afterwards."""

    attended: int | None
    conclusion: str


@dataclass(frozen=True, kw_only=True)
class DialogueView:
    """One dialogue, detached from the database. ``chairs`` are "name, title"; ``chair_words`` those of other bodies."""

    id: int
    code: str
    version: int
    sequence: int
    kind: str
    satisfies: tuple[str, ...]
    form: str
    state: str
    title: str
    content: str
    how_to_join: str
    chairs: tuple[str, ...]
    chair_ids: tuple[int, ...]
    chair_words: str
    held_on: date
    starts_at: datetime
    ends_at: datetime
    places: tuple[Place, ...]
    seats: int | None
    questions_from: date | None
    questions_to: date | None
    ad_hoc_reason: str
    cancel_reason: str
    announced_on: date | None
    concluded_on: date | None
    created_at: datetime
    touched_at: datetime
    moves: tuple[Move, ...]
    record: Record | None
    amendments: tuple[Amended, ...] = ()


def public_dialogue(unit_id: int, code: str) -> DialogueView | None:
    """Return what everybody may see of a dialogue, or None: a planned one is not there yet."""
    query = select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.code == code, Dialogue.state.in_(PUBLIC))
    return next(iter(_views(unit_id, query)), None)


def one_dialogue(unit_id: int, dialogue_id: int) -> DialogueView | None:
    """Return a dialogue in any state, for officials, or None."""
    return next(iter(_views(unit_id, select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.id == dialogue_id))), None)


def dialogues_by_id(unit_id: int, ids: Collection[int]) -> dict[int, DialogueView]:
    """Return dialogues in any state, by their numbers."""
    if not ids:
        return {}
    return {view.id: view for view in _views(unit_id, select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.id.in_(ids)))}


def is_public(view: DialogueView) -> bool:
    """Return whether everybody may see a dialogue; one that was called off while it was only planned never was."""
    return view.state in PUBLIC and (view.state != DialogueState.CANCELLED or view.announced_on is not None)


def upcoming(unit_id: int, *, today: date) -> list[DialogueView]:
    """Return the announced dialogues still to come or going on, the next first."""
    return _views(unit_id, _ordered(unit_id, _is_to_come(today)).limit(UPCOMING_MOST))


def next_dialogue(unit_id: int, *, today: date) -> DialogueView | None:
    """Return the next announced dialogue, or None."""
    return next(iter(_views(unit_id, _ordered(unit_id, _is_to_come(today)).limit(1))), None)


def past(unit_id: int, *, page: int, today: date) -> Page[DialogueView]:
    """Return one page of what is over or was called off, the latest first; also what should be over and nobody closed."""
    query = (
        select(Dialogue)
        .where(Dialogue.unit_id == unit_id, Dialogue.state.in_(PUBLIC), ~_is_to_come(today), _was_public())
        .order_by(Dialogue.held_on.desc(), Dialogue.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    )
    found = _views(unit_id, query)
    return Page(items=found[:PAGE_SIZE], number=page, size=PAGE_SIZE, has_next=len(found) > PAGE_SIZE)


def all_public(unit_id: int, *, since: date) -> list[DialogueView]:
    """Return every public dialogue from a day on, for calendars."""
    return _views(unit_id, _ordered(unit_id, Dialogue.state.in_(PUBLIC), _was_public(), Dialogue.held_on >= since))


def newest_public(unit_id: int, *, before: int | None, most: int) -> list[DialogueView]:
    """Return at most so many public dialogues, the latest entered first, those with numbers below ``before``."""
    query = select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.state.in_(PUBLIC), _was_public())
    if before is not None:
        query = query.where(Dialogue.id < before)
    return _views(unit_id, query.order_by(Dialogue.id.desc()).limit(most))


def plan_of_year(unit_id: int, year: int) -> list[DialogueView]:
    """Return the dialogues of a year on the plan or announced or held, by day; what was called off is left out."""
    within = Dialogue.held_on.between(date(year, 1, 1), date(year, 12, 31))
    return _views(unit_id, _ordered(unit_id, within, Dialogue.state != DialogueState.CANCELLED.value))


def desk_page(unit_id: int, states: Collection[DialogueState], *, page: int, latest_first: bool) -> Page[DialogueView]:
    """Return one page of the dialogues in some states."""
    order = (Dialogue.held_on.desc(), Dialogue.id.desc()) if latest_first else (Dialogue.held_on, Dialogue.id)
    wanted = [state.value for state in states]
    query = select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.state.in_(wanted)).order_by(*order)
    found = _views(unit_id, query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1))
    return Page(items=found[:PAGE_SIZE], number=page, size=PAGE_SIZE, has_next=len(found) > PAGE_SIZE)


def _is_to_come(today: date) -> Any:
    announced = and_(Dialogue.state == DialogueState.ANNOUNCED.value, Dialogue.held_on >= today)
    return or_(Dialogue.state == DialogueState.IN_SESSION.value, announced)


def _was_public() -> Any:
    """What was called off while it was only planned was never public."""
    return or_(Dialogue.state != DialogueState.CANCELLED.value, Dialogue.announced_on.is_not(None))


def _ordered(unit_id: int, *conditions: Any) -> Any:
    return select(Dialogue).where(Dialogue.unit_id == unit_id, *conditions).order_by(Dialogue.starts_at, Dialogue.id)


# ------------------------------------------------------------------ rows → views, four more queries for any number of them


def _views(unit_id: int, query: Any) -> list[DialogueView]:
    rows = db.session.scalars(query).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    places, moves, chairs = _places(unit_id, ids), _moves(ids), _chairs(unit_id, ids)
    found = db.session.scalars(select(DialogueRecord).where(DialogueRecord.dialogue_id.in_(ids)))
    records = {row.dialogue_id: Record(attended=row.attended, conclusion=row.conclusion) for row in found}
    amended = _amendments(ids)
    return [
        replace(_view(row, places[row.id], moves[row.id], chairs[row.id], records.get(row.id)), amendments=tuple(amended[row.id]))
        for row in rows
    ]


def _view(
    row: Dialogue, places: Sequence[Place], moves: Sequence[Move], chairs: Sequence[tuple[int, str]], record: Record | None
) -> DialogueView:
    return DialogueView(
        id=row.id, code=row.code, version=row.version, sequence=row.sequence, kind=row.kind, satisfies=tuple(row.satisfies),
        form=row.form, state=row.state, title=row.title, content=row.content, how_to_join=row.how_to_join,
        chairs=tuple(name for _, name in chairs), chair_ids=tuple(official_id for official_id, _ in chairs),
        chair_words=row.chairs, held_on=row.held_on, starts_at=row.starts_at, ends_at=row.ends_at, places=tuple(places),
        seats=row.seats, questions_from=row.questions_from, questions_to=row.questions_to, ad_hoc_reason=row.ad_hoc_reason,
        cancel_reason=row.cancel_reason, announced_on=row.announced_on, concluded_on=row.concluded_on,
        created_at=row.created_at, touched_at=row.touched_at, moves=tuple(moves), record=record,
    )  # fmt: skip


def _places(unit_id: int, ids: Sequence[int]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    names = {item.id: item.name for item in villages(unit_id)}
    for row in db.session.scalars(select(DialoguePlace).where(DialoguePlace.dialogue_id.in_(ids)).order_by(DialoguePlace.id)):
        own = tuple(number for number in row.village_ids if number in names)
        found[row.dialogue_id].append(
            Place(
                name=row.name, address=row.address, villages=tuple(names[number] for number in own), village_ids=own,
                seats=row.seats,
            )
        )  # fmt: skip
    return found


def _moves(ids: Sequence[int]) -> dict[int, list[Move]]:
    found: dict[int, list[Move]] = defaultdict(list)
    for row in db.session.scalars(select(DialogueMove).where(DialogueMove.dialogue_id.in_(ids)).order_by(DialogueMove.id)):
        found[row.dialogue_id].append(Move(at=row.at, from_at=row.from_at, to_at=row.to_at, reason=row.reason))
    return found


def _amendments(ids: Sequence[int]) -> dict[int, list[Amended]]:
    found: dict[int, list[Amended]] = defaultdict(list)
    query = select(DialogueAmendment).where(DialogueAmendment.dialogue_id.in_(ids)).order_by(DialogueAmendment.id)
    for row in db.session.scalars(query):
        found[row.dialogue_id].append(Amended(at=row.at, changed=tuple(row.changed), reason=row.reason))
    return found


def _chairs(unit_id: int, ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    query = (
        select(DialogueChair.dialogue_id, Official.id, Official.full_name, Official.title)
        .join_from(DialogueChair, Official, Official.id == DialogueChair.official_id)
        .where(DialogueChair.dialogue_id.in_(ids), Official.unit_id == unit_id)
        .order_by(DialogueChair.id)
    )
    for dialogue_id, official_id, name, title in db.session.execute(query):
        found[dialogue_id].append((official_id, f"{name}, {title}" if title else name))
    return found

"""The few facts of a dialogue that pages about its questions and seats begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.codes import clean_code
from core.errors import NotFound
from core.extensions import db
from dialogue.models import Dialogue, DialoguePlace
from dialogue.states import PUBLIC_STATES


@dataclass(frozen=True, kw_only=True)
class PlaceHead:
    """A place where people meet; ``seats`` None: as many as come."""

    id: int
    name: str
    address: str
    seats: int | None


@dataclass(frozen=True, kw_only=True)
class DialogueHead:
    """A dialogue as its side pages name it. It has the fields that dialogue.question_rules.WindowFacts asks for."""

    id: int
    code: str
    state: str
    title: str
    held_on: date
    starts_at: datetime
    ends_at: datetime
    how_to_join: str
    seats: int | None
    questions_from: date | None
    questions_to: date | None
    places: tuple[PlaceHead, ...]


def public_head(unit_id: int, code: str) -> DialogueHead:
    """Return a dialogue that everybody may see. Raises NotFound."""
    query = select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.code == clean_code(code))
    row = db.session.scalars(query).one_or_none()
    if row is None or row.state not in PUBLIC_STATES:
        raise NotFound()
    return _head(row)


def desk_head(actor: Actor, dialogue_id: int) -> DialogueHead:
    """Return a dialogue of the official's commune. Raises NotFound."""
    query = select(Dialogue).where(Dialogue.unit_id == actor.unit_id, Dialogue.id == dialogue_id)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound()
    return _head(row)


def _head(row: Dialogue) -> DialogueHead:
    query = select(DialoguePlace).where(DialoguePlace.dialogue_id == row.id).order_by(DialoguePlace.id)
    places = tuple(
        PlaceHead(id=place.id, name=place.name, address=place.address, seats=place.seats) for place in db.session.scalars(query)
    )
    return DialogueHead(
        id=row.id, code=row.code, state=row.state, title=row.title, held_on=row.held_on, starts_at=row.starts_at,
        ends_at=row.ends_at, how_to_join=row.how_to_join, seats=row.seats, questions_from=row.questions_from,
        questions_to=row.questions_to, places=places,
    )  # fmt: skip

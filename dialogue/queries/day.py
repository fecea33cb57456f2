"""Reads the day: the dialogue, who speaks now, who comes next, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.queries import villages
from core.extensions import db
from dialogue.minute_models import SpeakingTurn
from dialogue.models import Dialogue
from dialogue.states import PUBLIC_STATES, DialogueState
from dialogue.turn_states import ENDED, WAITING_ONES, TurnState, TurnStep, open_steps


@dataclass(frozen=True, kw_only=True)
class TurnLine:
    """A turn as screens show it: a number, a village, a topic; nobody's name."""

    id: int
    number: int
    version: int
    state: str
    topic: str
    village: str
    minutes_allowed: int
    started_at: datetime | None
    ends_at: datetime | None
    steps: tuple[TurnStep, ...]


@dataclass(frozen=True, kw_only=True)
class Hall:
    """Everything that the hall shows: the one who speaks, those who come next, those who have spoken."""

    speaking: TurnLine | None
    waiting: tuple[TurnLine, ...]
    ended: tuple[TurnLine, ...]

    @property
    def upcoming(self) -> tuple[TurnLine, ...]:
        """The shortlist, or without one the first in the queue."""
        chosen = tuple(line for line in self.waiting if line.state == TurnState.SHORTLIST)
        return chosen or self.waiting[:3]


def dialogue_of(unit_id: int, dialogue_id: int) -> Dialogue | None:
    """Return a dialogue of the commune, or None."""
    return db.session.scalars(select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.id == dialogue_id)).one_or_none()


def public_dialogue(unit_id: int, code: str) -> Dialogue | None:
    """Return a dialogue that everybody may see by its code, or None."""
    states = [state.value for state in PUBLIC_STATES if state is not DialogueState.CANCELLED]
    query = select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.code == code, Dialogue.state.in_(states))
    return db.session.scalars(query).one_or_none()


def hall(unit_id: int, dialogue_id: int) -> Hall:
    """Return the turns of a dialogue; the shortlist stands before the rest of the queue, the last spoken first."""
    names = {item.id: item.name for item in villages(unit_id)}
    query = select(SpeakingTurn).where(SpeakingTurn.unit_id == unit_id, SpeakingTurn.dialogue_id == dialogue_id)
    rows = list(db.session.scalars(query.order_by(SpeakingTurn.number)))
    busy = any(row.state == TurnState.SPEAKING for row in rows)
    lines = [_line(row, names.get(row.village_id or 0, ""), busy=busy) for row in rows]
    waiting = [line for line in lines if TurnState(line.state) in WAITING_ONES]
    ended = [line for line in lines if TurnState(line.state) in ENDED]
    order = {row.id: row.ended_at or row.created_at for row in rows}
    return Hall(
        speaking=next((line for line in lines if line.state == TurnState.SPEAKING), None),
        waiting=tuple(sorted(waiting, key=lambda line: (line.state != TurnState.SHORTLIST, line.number))),
        ended=tuple(sorted(ended, key=lambda line: order[line.id], reverse=True)),
    )


def _line(row: SpeakingTurn, village: str, *, busy: bool) -> TurnLine:
    ends = row.started_at + timedelta(minutes=row.minutes_allowed) if row.started_at else None
    return TurnLine(
        id=row.id, number=row.number, version=row.version, state=row.state, topic=row.topic, village=village,
        minutes_allowed=row.minutes_allowed, started_at=row.started_at, ends_at=ends,
        steps=open_steps(TurnState(row.state), somebody_speaks=busy),
    )  # fmt: skip

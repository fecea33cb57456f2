"""The moderator's commands: who wants to speak gets a number, is called up, and the turn ends answered or to be followed up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from accounts.models import Village
from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line
from dialogue.minute_events import TurnChanged
from dialogue.minute_models import SpeakingTurn
from dialogue.models import Dialogue
from dialogue.question_states import QuestionOutcome
from dialogue.services import day_outcomes
from dialogue.services.steps import locked, must
from dialogue.states import DialogueState
from dialogue.turn_states import TurnState, TurnStep, leads_to

TOPIC_MOST = 300
LONGEST = 60
OUTCOMES = {TurnStep.ANSWER: QuestionOutcome.ANSWERED, TurnStep.LATER: QuestionOutcome.FOLLOW_UP}


def take_number(
    dialogue_id: int, *, actor: Actor, at: datetime, topic: str, village_id: int | None = None, minutes_allowed: int = 3,
    question_id: int | None = None,
) -> int:  # fmt: skip
    """Give the next number to somebody who wants to speak; return it. Event: TurnChanged.

    Raises NotAllowed, NotFound, WrongState (only in session), BadInput (topic, village_id, minutes_allowed, question_id: not an
    accepted one of this dialogue).
    """
    dialogue = _in_session(dialogue_id, actor=actor)
    topic, faults = clean_line(topic), {}
    if not topic or len(topic) > TOPIC_MOST:
        faults["topic"] = "text_missing" if not topic else "text_long"
    if not 1 <= minutes_allowed <= LONGEST:
        faults["minutes_allowed"] = "turn_minutes"
    known = select(Village.id).where(Village.id == village_id, Village.unit_id == actor.unit_id)
    if village_id is not None and db.session.scalar(known) is None:
        faults["village_id"] = "village_unknown"
    asked = () if question_id is None else (question_id,)
    if not day_outcomes.are_accepted(asked, dialogue_id=dialogue.id, unit_id=actor.unit_id):
        faults["question_id"] = "question_unknown"
    if faults:
        raise BadInput(faults)
    highest = db.session.scalar(select(func.max(SpeakingTurn.number)).where(SpeakingTurn.dialogue_id == dialogue.id)) or 0
    row = SpeakingTurn(
        unit_id=dialogue.unit_id, dialogue_id=dialogue.id, number=highest + 1, state=TurnState.WAITING.value, topic=topic,
        village_id=village_id, question_id=question_id, minutes_allowed=minutes_allowed, created_at=at,
    )  # fmt: skip
    db.session.add(row)
    _changed(dialogue, row, actor=actor, at=at)
    return row.number


def take_turn(turn_id: int, step: TurnStep, *, actor: Actor, at: datetime, version: int) -> None:
    """Take a step of a turn; how it ended is marked on the question it was about. Events: TurnChanged, QuestionSettled.

    Raises also StaleVersion, WrongState (turn_wrong_state, somebody_speaks).
    """
    must(actor, Permission.DIALOGUE_PLAN)
    found = db.session.scalar(
        select(SpeakingTurn.dialogue_id).where(SpeakingTurn.id == turn_id, SpeakingTurn.unit_id == actor.unit_id)
    )
    if found is None:
        raise NotFound()
    dialogue = _in_session(found, actor=actor)  # the lock of the dialogue keeps two moderators apart
    row = db.session.get(SpeakingTurn, turn_id, populate_existing=True)
    after = leads_to(step, TurnState(row.state)) if row else None
    if row is None or after is None:
        raise WrongState("turn_wrong_state", step=step.value)
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    if after is TurnState.SPEAKING:
        if _somebody_speaks(dialogue):
            raise WrongState("turn_wrong_state", step=step.value)
        row.started_at = at
    elif row.state == TurnState.SPEAKING:
        row.ended_at = at
    row.state = after.value
    row.version += 1
    if step in OUTCOMES:
        day_outcomes.end_turn(row.question_id, OUTCOMES[step], actor=actor, at=at)
    _changed(dialogue, row, actor=actor, at=at)


def _in_session(dialogue_id: int, *, actor: Actor) -> Dialogue:
    must(actor, Permission.DIALOGUE_PLAN)
    dialogue = locked(dialogue_id, actor=actor)
    if dialogue.state != DialogueState.IN_SESSION:
        raise WrongState("dialogue_wrong_state", step="turn", state=dialogue.state)
    return dialogue


def _somebody_speaks(dialogue: Dialogue) -> bool:
    query = select(SpeakingTurn.id).where(SpeakingTurn.dialogue_id == dialogue.id, SpeakingTurn.state == TurnState.SPEAKING.value)
    return db.session.scalar(query.limit(1)) is not None


def _changed(dialogue: Dialogue, row: SpeakingTurn, *, actor: Actor, at: datetime) -> None:
    db.session.flush()
    page_cache.raise_version(dialogue.unit_id)
    publish(
        TurnChanged(
            unit_id=dialogue.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, number=row.number, state=row.state
        )
    )  # fmt: skip

"""A question comes in, once, whatever is tapped or sent again; and the day says what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.codes import clean_code, hash_for, new_code, secret_for
from core.errors import BadInput, NotAllowed, NotFound
from core.extensions import db
from core.text import clean_text
from core.transaction import key_of, wait_for_twin
from deadlines.clock import local_date
from dialogue.models import Dialogue
from dialogue.question_events import QuestionAsked, QuestionSettled
from dialogue.question_models import DialogueQuestion
from dialogue.question_rules import NewQuestion, cleaned_question, may_key_in, question_faults, question_window
from dialogue.question_states import KEYED, QuestionOutcome, QuestionState, QuestionStep
from dialogue.services.question_steps import changed, load_question, place_faults, question_locked, refuse
from dialogue.services.steps import locked
from dialogue.states import PUBLIC_STATES, DialogueState
from feedback.signs import reads_as_denunciation

MOST_LINES = 40


@dataclass(frozen=True, kw_only=True)
class QuestionReceipt:
    """What the asker takes home. ``repeated``: this sending was already a question; nothing new was made."""

    question_id: int
    code: str
    secret: str
    repeated: bool


def ask(dialogue_code: str, new: NewQuestion, *, unit_id: int, idempotency_key: str, at: datetime) -> QuestionReceipt:
    """Take a resident's question for an announced dialogue and return its receipt; the same key again returns the same receipt.

    State: waiting. Event: QuestionAsked. Raises NotFound, BadInput (window: none, early, late, cancelled, or the faults of
    dialogue.question_rules; reads_as_denunciation: nothing of it is kept).
    """
    wait_for_twin(f"question:{unit_id}:{idempotency_key}")
    known = _known(idempotency_key, unit_id=unit_id)
    if known is not None:
        return _receipt(known, idempotency_key, repeated=True)
    dialogue = _public(dialogue_code, unit_id=unit_id)
    window = question_window(dialogue, today=local_date(at))
    if not window.open:
        raise BadInput({"window": f"window_{window.code}"}, first_on=window.first_on, last_on=window.last_on)
    question = _kept(new, dialogue=dialogue, key=idempotency_key, at=at)
    return _receipt(question, idempotency_key, repeated=False)


def _public(code: str, *, unit_id: int) -> Dialogue:
    query = select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.code == clean_code(code))
    dialogue = db.session.scalars(query).one_or_none()
    if dialogue is None or DialogueState(dialogue.state) not in PUBLIC_STATES:
        raise NotFound()
    return dialogue


def key_in(
    dialogue_id: int, lines: Sequence[NewQuestion], *, actor: Actor, idempotency_key: str, at: datetime
) -> list[QuestionReceipt]:
    """Key in questions that came in another way, all of them or none; each gets a receipt for who asked.

    Raises NotAllowed, NotFound, BadInput: fields are ``<line>-<field>`` (lines count from 0); lines_missing, lines_many,
    channel_unknown, cancelled. Events: QuestionAsked for each.
    """
    if not all(may_key_in(actor, line.channel) for line in lines):
        raise NotAllowed(action="key_in")
    dialogue = locked(dialogue_id, actor=actor)
    _check_lines(dialogue, lines)
    made, faults = [], {}
    for number, line in enumerate(lines):
        key = f"{idempotency_key}:{number}"
        known = _known(key, unit_id=actor.unit_id)
        try:
            question = known or _kept(line, dialogue=dialogue, key=key, at=at, actor=actor)
        except BadInput as problem:
            faults |= {f"{number}-{name}": code for name, code in problem.errors.items()}
        else:
            made.append(_receipt(question, key, repeated=known is not None))
    refuse(faults)
    return made


def _check_lines(dialogue: Dialogue, lines: Sequence[NewQuestion]) -> None:
    if not lines:
        raise BadInput({"lines": "lines_missing"})
    if len(lines) > MOST_LINES:
        raise BadInput({"lines": "lines_many"})
    if any(line.channel not in KEYED for line in lines):
        raise BadInput({"channel": "channel_unknown"})
    if dialogue.state not in (DialogueState.PLANNED, DialogueState.ANNOUNCED, DialogueState.IN_SESSION):
        raise BadInput({"lines": "dialogue_over"})


def _kept(new: NewQuestion, *, dialogue: Dialogue, key: str, at: datetime, actor: Actor | None = None) -> DialogueQuestion:
    new = cleaned_question(new)
    faults = question_faults(new)
    if reads_as_denunciation(new.text):
        faults["text"] = "reads_as_denunciation"
    refuse(faults | place_faults(unit_id=dialogue.unit_id, field_id=new.field_id, village_id=new.village_id))
    question = DialogueQuestion(
        unit_id=dialogue.unit_id, dialogue_id=dialogue.id, code=new_code(), channel=new.channel.value,
        idempotency_key=key_of("question", unit_id=dialogue.unit_id, key=key), state=QuestionState.WAITING.value, text=new.text,
        field_id=new.field_id, village_id=new.village_id, name=new.name or None, phone=new.phone or None,
        email=new.email or None, hide_name=new.hide_name, secret_hash=hash_for(key), locale=new.locale, asked_at=at,
        keyed_by=actor.id if actor else None, touched_at=at,
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    publish(
        QuestionAsked(
            unit_id=dialogue.unit_id, at=at, actor_id=actor.id if actor else None, question_id=question.id,
            dialogue_id=dialogue.id, channel=new.channel.value,
        )
    )  # fmt: skip
    return question


def _known(key: str, *, unit_id: int) -> DialogueQuestion | None:
    query = select(DialogueQuestion).where(
        DialogueQuestion.unit_id == unit_id, DialogueQuestion.idempotency_key == key_of("question", unit_id=unit_id, key=key)
    )
    return db.session.scalars(query).one_or_none()


def _receipt(question: DialogueQuestion, key: str, *, repeated: bool) -> QuestionReceipt:
    return QuestionReceipt(question_id=question.id, code=question.code, secret=secret_for(key), repeated=repeated)


# ------------------------------------------------------------------ what the day brought


def mark_answered(question_id: int, *, actor: Actor, at: datetime, answer: str) -> None:
    """Note that an accepted question was answered, with the words everybody reads. Event: QuestionSettled.

    Raises NotAllowed, NotFound, WrongState, BadInput (answer_missing). Once more replaces the words,
    and nobody is told a second time.
    """
    if len(clean_text(answer)) < 2:
        raise BadInput({"answer": "answer_missing"})
    _mark(question_id, actor=actor, at=at, outcome=QuestionOutcome.ANSWERED, answer=answer)


def mark_promised(question_id: int, *, actor: Actor, at: datetime, answer: str = "") -> None:
    """Note that a commitment was made on an accepted question; it becomes no case. Event: QuestionSettled."""
    _mark(question_id, actor=actor, at=at, outcome=QuestionOutcome.PROMISED, answer=answer)


def mark_follow_up(question_id: int, *, actor: Actor, at: datetime, answer: str = "") -> None:
    """Note that an accepted question was not answered on the spot: it becomes a case. Event: QuestionSettled."""
    _mark(question_id, actor=actor, at=at, outcome=QuestionOutcome.FOLLOW_UP, answer=answer)


def mark_open(question_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a mark back that was set by mistake. Event: QuestionSettled."""
    _mark(question_id, actor=actor, at=at, outcome=QuestionOutcome.OPEN, answer="")


def follow_up_again(question_id: int, *, actor: Actor, at: datetime) -> None:
    """Note that nothing is promised any more on an accepted question: it becomes a case. Event: QuestionSettled.

    Who gave the promise up has decided it; what was said on the day stays.
    """
    question = question_locked(question_id, unit_id=actor.unit_id)
    question.outcome, question.settled_at = QuestionOutcome.FOLLOW_UP.value, at
    _settled(question, actor=actor, at=at, again=False)


def _mark(question_id: int, *, actor: Actor, at: datetime, outcome: QuestionOutcome, answer: str) -> None:
    question = load_question(question_id, actor=actor, step=QuestionStep.SETTLE)
    before, said = question.outcome, clean_text(answer)
    if outcome is not QuestionOutcome.OPEN and (before, question.answer) == (outcome, said):
        return
    question.outcome, question.answer = outcome.value, said
    question.settled_at = None if outcome is QuestionOutcome.OPEN else at
    _settled(question, actor=actor, at=at, again=before == outcome)


def _settled(question: DialogueQuestion, *, actor: Actor, at: datetime, again: bool) -> None:
    changed(question, at=at)
    publish(
        QuestionSettled(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, question_id=question.id, dialogue_id=question.dialogue_id,
            outcome=question.outcome, again=again,
        )
    )  # fmt: skip

"""What the day says of a question: one way from the hall, the minutes and the promises to the marks of a question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.extensions import db
from dialogue.commitment_models import Commitment, CommitmentQuestion
from dialogue.minute_models import MinuteItem
from dialogue.queries.question_links import standing_promise
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import UNANSWERED, QuestionOutcome, QuestionState
from dialogue.services import questions

TOLD_IN_THE_HALL = "Đã trả lời trực tiếp tại buổi đối thoại; nội dung ghi trong biên bản."
Told = tuple[int | None, str]


def are_accepted(question_ids: Iterable[int], *, dialogue_id: int, unit_id: int) -> bool:
    """Return whether all these are accepted questions of the dialogue."""
    wanted = set(question_ids)
    if not wanted:
        return True
    query = select(DialogueQuestion.id).where(
        DialogueQuestion.unit_id == unit_id, DialogueQuestion.dialogue_id == dialogue_id, DialogueQuestion.id.in_(wanted),
        DialogueQuestion.state == QuestionState.ACCEPTED.value,
    )  # fmt: skip
    return all(0 < number < 2**31 for number in wanted) and set(db.session.scalars(query)) == wanted


def choose(question_id: int, outcome: QuestionOutcome, *, actor: Actor, at: datetime, answer: str = "") -> None:
    """Mark a question as the day says. Event: QuestionSettled when something changed. Raises what the marks raise."""
    if outcome is QuestionOutcome.ANSWERED:
        questions.mark_answered(question_id, actor=actor, at=at, answer=answer)
    elif outcome is QuestionOutcome.PROMISED:
        questions.mark_promised(question_id, actor=actor, at=at, answer=answer)
    elif outcome is QuestionOutcome.FOLLOW_UP:
        questions.mark_follow_up(question_id, actor=actor, at=at, answer=answer)
    else:
        questions.mark_open(question_id, actor=actor, at=at)


def told_by(item: MinuteItem | None) -> Told:
    """Return which question an item speaks of, and what it says of it; an item taken out says nothing."""
    return (None, "") if item is None or item.dropped else (item.question_id, item.outcome)


def follow_item(before: Told, item: MinuteItem, *, actor: Actor, at: datetime) -> None:
    """Mark the question of an item that was just written; a question it no longer speaks of is open again."""
    after = told_by(item)
    if before[0] is not None and before[1] and (before[0] != after[0] or not after[1]):
        reopen(before[0], actor=actor, at=at)
    if after[0] is not None and after[1]:
        choose(after[0], QuestionOutcome(after[1]), actor=actor, at=at, answer=item.answer)


def end_turn(question_id: int | None, outcome: QuestionOutcome, *, actor: Actor, at: datetime) -> None:
    """Mark the question whose turn to speak ended; words that were noted before stay, the minutes may put them better."""
    question = db.session.get(DialogueQuestion, question_id) if question_id is not None else None
    if question is not None and question.state == QuestionState.ACCEPTED:
        words = question.answer or (TOLD_IN_THE_HALL if outcome is QuestionOutcome.ANSWERED else "")
        choose(question.id, outcome, actor=actor, at=at, answer=words)


def reopen(question_id: int, *, actor: Actor, at: datetime) -> None:
    """Take back what the day said of a question, if it is still one that everybody reads."""
    question = db.session.get(DialogueQuestion, question_id)
    if question is not None and question.state == QuestionState.ACCEPTED:
        questions.mark_open(question_id, actor=actor, at=at)


def link(commitment: Commitment, question_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """Tie a promise to these questions and to no others; an unanswered one is promised from now on, one let go is open again."""
    wanted, known = set(question_ids), set(linked_to(commitment.id))
    for number in sorted(known - wanted):
        row = db.session.scalars(
            select(CommitmentQuestion).where(
                CommitmentQuestion.commitment_id == commitment.id, CommitmentQuestion.question_id == number
            )
        ).one()
        db.session.delete(row)
    db.session.add_all(
        CommitmentQuestion(unit_id=commitment.unit_id, commitment_id=commitment.id, question_id=number)
        for number in sorted(wanted - known)
    )
    db.session.flush()
    for number in sorted(wanted - known):
        question = db.session.get(DialogueQuestion, number, populate_existing=True)
        if question is not None and question.outcome in UNANSWERED:
            choose(number, QuestionOutcome.PROMISED, actor=actor, at=at, answer=question.answer)
    for number in sorted(known - wanted):
        _let_go(number, actor=actor, at=at)


def linked_to(commitment_id: int) -> list[int]:
    """Return the questions that a promise answers."""
    column = CommitmentQuestion.question_id
    return list(db.session.scalars(select(column).where(CommitmentQuestion.commitment_id == commitment_id).order_by(column)))


def give_up(commitment: Commitment, *, actor: Actor, at: datetime) -> None:
    """Let the questions of a promise that was withdrawn be followed up again, those that no other promise answers."""
    db.session.flush()
    promised = select(DialogueQuestion.id).where(
        DialogueQuestion.id.in_(linked_to(commitment.id)), DialogueQuestion.state == QuestionState.ACCEPTED.value,
        DialogueQuestion.outcome == QuestionOutcome.PROMISED.value, ~standing_promise(),
    )  # fmt: skip
    for number in db.session.scalars(promised.order_by(DialogueQuestion.id)).all():
        questions.follow_up_again(number, actor=actor, at=at)


def _let_go(question_id: int, *, actor: Actor, at: datetime) -> None:
    question = db.session.get(DialogueQuestion, question_id, populate_existing=True)
    held = db.session.scalar(select(CommitmentQuestion.id).where(CommitmentQuestion.question_id == question_id).limit(1))
    if held is None and question is not None and question.outcome == QuestionOutcome.PROMISED:
        reopen(question_id, actor=actor, at=at)

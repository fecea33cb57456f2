"""The commune's side: who writes the answer, the answer before the leader, sent back or out, and what became of a promise."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from accounts.queries import official, officials
from core.errors import BadInput, WrongState
from core.permissions import Permission
from core.text import clean_text
from deadlines.clock import local_date
from supervision.events import (
    AnswerDrafted,
    AnswerKept,
    AnswerSentBack,
    PromiseSettled,
    RecommendationAnswered,
    RecommendationAssigned,
)
from supervision.models import RecommendationRound
from supervision.rules import Answer, answer_faults, days_late, reason_faults, settling_faults
from supervision.services.steps import enter, load, open_promise, tell
from supervision.states import Step


def assign(
    recommendation_id: int, *, official_id: int | None, department_id: int | None, actor: Actor, at: datetime, version: int
) -> None:  # fmt: skip
    """Give the recommendation to an official or a department. Event: RecommendationAssigned, which tells them.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (somebody_missing, official_unknown, department_unknown).
    """
    row, _rounds = load(recommendation_id, Step.ASSIGN, actor=actor, version=version)
    faults = {}
    if official_id is None and department_id is None:
        faults["official_id"] = "somebody_missing"
    if official_id is not None and not _answers(official_id, actor=actor, at=at):
        faults["official_id"] = "official_unknown"
    if department_id is not None and not _department(department_id, actor=actor, at=at):
        faults["department_id"] = "department_unknown"
    if faults:
        raise BadInput(faults)
    row.official_id, row.department_id = official_id, department_id
    enter(row, Step.ASSIGN, actor=actor, at=at, official_id=official_id, department_id=department_id)
    tell(RecommendationAssigned, row, actor=actor, at=at, official_id=official_id, department_id=department_id)


def _answers(official_id: int, *, actor: Actor, at: datetime) -> bool:
    found = official(actor.unit_id, official_id, on=local_date(at))
    return found is not None and found.active and Permission.SUPERVISION_HANDLE in found.permissions


def _department(department_id: int, *, actor: Actor, at: datetime) -> bool:
    there = officials(actor.unit_id, department_id=department_id, on=local_date(at))
    return any(Permission.SUPERVISION_HANDLE in person.permissions for person in there)


def draft(recommendation_id: int, answer: Answer, *, actor: Actor, at: datetime, version: int) -> None:
    """Write the answer, or write it over, and lay it before the leader. Event: AnswerDrafted.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (supervision.rules.answer_faults).
    """
    row, rounds = load(recommendation_id, Step.DRAFT, actor=actor, version=version)
    answer = _cleaned(answer)
    faults = answer_faults(answer, today=local_date(at))
    if faults:
        raise BadInput(faults)
    kept = rounds[-1]
    _write(kept, answer)
    enter(row, Step.DRAFT, actor=actor, at=at, round_number=kept.number)
    tell(AnswerDrafted, row, actor=actor, at=at, round_number=kept.number, promise_on=kept.promise_on)


def keep(recommendation_id: int, answer: Answer, *, actor: Actor, at: datetime, version: int) -> None:
    """Keep the answer as far as it is written; it goes to nobody. Event: AnswerKept. Raises as ``draft``."""
    row, rounds = load(recommendation_id, Step.DRAFT, actor=actor, version=version)
    answer = _cleaned(answer)
    faults = answer_faults(answer, today=local_date(at))
    if faults:
        raise BadInput(faults)
    _write(rounds[-1], answer)
    row.version, row.touched_at = row.version + 1, at
    tell(AnswerKept, row, actor=actor, at=at, round_number=rounds[-1].number)


def _cleaned(answer: Answer) -> Answer:
    return Answer(
        accepted=clean_text(answer.accepted), refused=clean_text(answer.refused), why=clean_text(answer.why),
        promised=clean_text(answer.promised), promise_on=answer.promise_on,
    )  # fmt: skip


def _kept_words(kept: RecommendationRound) -> Answer:
    return Answer(
        accepted=kept.accepted, refused=kept.refused, why=kept.why, promised=kept.promised, promise_on=kept.promise_on
    )  # fmt: skip


def _write(kept: RecommendationRound, answer: Answer) -> None:
    kept.accepted, kept.refused, kept.why = answer.accepted, answer.refused, answer.why
    kept.promised, kept.promise_on = answer.promised, answer.promise_on


def send_back(recommendation_id: int, *, note: str, actor: Actor, at: datetime, version: int) -> None:
    """Ask for another answer and say what is missing. Event: AnswerSentBack. Raises as ``draft``, BadInput (note)."""
    row, rounds = load(recommendation_id, Step.SEND_BACK, actor=actor, version=version)
    note = clean_text(note)
    faults = reason_faults(note, field="note")
    if faults:
        raise BadInput(faults)
    enter(row, Step.SEND_BACK, actor=actor, at=at, words=note, round_number=rounds[-1].number)
    tell(AnswerSentBack, row, actor=actor, at=at, round_number=rounds[-1].number)


def answer(
    recommendation_id: int, words: Answer | None = None, *, actor: Actor, at: datetime, version: int
) -> None:  # fmt: skip
    """Approve the answer in the leader's ``words`` (None: as it was drafted); it is out. Event: RecommendationAnswered.

    The Front is told. Source: Law on Grassroots Democracy 2022, Art. 40(1)(c). Raises NotFound, NotAllowed, WrongState,
    StaleVersion, BadInput (supervision.rules.answer_faults; the day of the promise may have gone by on the table).
    """
    row, rounds = load(recommendation_id, Step.ANSWER, actor=actor, version=version)
    today, kept = local_date(at), rounds[-1]
    drafted = _kept_words(kept)
    words = drafted if words is None else _cleaned(words)
    faults = answer_faults(words, today=today)
    if faults:
        raise BadInput(faults)
    edited = words != drafted
    _write(kept, words)
    kept.answered_on, kept.answered_by, row.answered_on = today, actor.id, today
    late = days_late(due_on=kept.due_on, answered_on=today, today=today)
    enter(row, Step.ANSWER, actor=actor, at=at, round_number=kept.number, days_late=late, edited=edited)
    tell(
        RecommendationAnswered, row, actor=actor, at=at, round_number=kept.number, days_late=late, promise_on=kept.promise_on,
        edited=edited,
    )  # fmt: skip


def settle(
    recommendation_id: int, *, number: int, outcome: str, words: str, actor: Actor, at: datetime, version: int
) -> None:  # fmt: skip
    """Say of the promise in a round that it is done, or not done and why. Event: PromiseSettled.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (supervision.rules.settling_faults).
    """
    row, rounds = load(recommendation_id, Step.SETTLE, actor=actor, version=version)
    kept = next((item for item in rounds if item.number == number and open_promise(item)), None)
    if kept is None or kept.promise_on is None:
        raise WrongState("supervision_wrong_state", step=Step.SETTLE.value, state=row.state)
    words = clean_text(words)
    faults = settling_faults(outcome, words)
    if faults:
        raise BadInput(faults)
    today = local_date(at)
    kept.promise_state, kept.promise_words, kept.settled_on = outcome, words, today
    late = max(0, (today - kept.promise_on).days)
    enter(row, Step.SETTLE, actor=actor, at=at, words=words, round_number=number, outcome=outcome, days_late=late)
    tell(PromiseSettled, row, actor=actor, at=at, round_number=number, outcome=outcome, days_late=late)

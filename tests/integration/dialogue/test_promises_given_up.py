"""A promise whose date moves or that is given up: who asked is told, and nobody is left without answer, promise or case."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from core import outbox
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from dialogue.question_models import DialogueQuestion
from dialogue.services import question_moderating
from dialogue.services.question_settling import settle_due
from feedback.models import Case, CaseClock
from tests.makers import NOW, Commune
from tests.makers_dialogue import announced_dialogue
from tests.makers_minutes import CONCLUDED_AT, conclude, done, draft, finish, open_session, promise, read_commitment, take
from tests.makers_questions import accept_question, ask_question, read_question

LATER = CONCLUDED_AT + timedelta(days=3)
WHY = "Tỉnh chưa bố trí vốn."


def promised(commune: Commune, *, promises: int = 1) -> tuple[list[int], int, int]:
    """Publish promises on one question; return them, the question, and one that was merged into it."""
    dialogue_id = announced_dialogue(commune)
    first, merged = (ask_question(commune, dialogue_id).question_id for _ in range(2))
    accept_question(commune, first)
    with transaction():
        question_moderating.merge([merged], into_id=first, actor=commune.clerk, at=NOW)
    open_session(dialogue_id)
    made = [draft(commune, dialogue_id, promise(commune, question_ids=(first,))) for _ in range(promises)]
    finish(commune, dialogue_id)
    conclude(commune, dialogue_id)
    return made, first, merged


def told(commune: Commune, question_id: int) -> list[str]:
    return [letter.event for letter in outbox.for_resident(unit_id=commune.unit_id, subject=f"question:{question_id}")][::-1]


def told_officials(commitment_id: int, event: str) -> set[int]:
    query = select(OutboxMessage.official_id).where(
        OutboxMessage.subject == f"commitment:{commitment_id}", OutboxMessage.event == event
    )
    return set(db.session.scalars(query))


def withdraw(commune: Commune, commitment_id: int) -> None:
    take("withdraw", commitment_id, actor=commune.leader, at=LATER, text=WHY)


def stands(question_id: int) -> tuple[str, bool]:
    row = read_question(question_id)
    return row.outcome, row.case_id is not None


def test_a_moved_date_is_told_to_who_asked_and_to_who_is_responsible(commune: Commune):
    (row_id,), first, merged = promised(commune)
    take("move_date", row_id, actor=commune.leader, at=LATER, to_on=date(2027, 3, 1), reason=WHY)
    assert [told(commune, number)[-1] for number in (first, merged)] == ["question_promise_moved"] * 2
    letter = outbox.for_resident(unit_id=commune.unit_id, subject=f"question:{first}")[0]
    assert ("15/01/2027" in letter.body, "01/03/2027" in letter.body, WHY in letter.body) == (True, True, False)
    assert commune.officer.id in told_officials(row_id, "commitment_moved")
    assert commune.leader.id not in told_officials(row_id, "commitment_moved")
    assert (stands(first), settle_due(LATER + timedelta(days=1))) == (("promised", False), 0)


def test_a_promise_given_up_is_told_and_its_question_becomes_a_case_by_itself(commune: Commune):
    (row_id,), first, merged = promised(commune)
    withdraw(commune, row_id)
    assert [told(commune, number)[-1] for number in (first, merged)] == ["question_promise_withdrawn"] * 2
    assert commune.officer.id in told_officials(row_id, "commitment_withdrawn")
    assert stands(first) == ("follow_up", False)
    assert (settle_due(LATER), settle_due(LATER)) == (1, 0)
    assert stands(first) == ("follow_up", True)
    case = db.session.get(Case, read_question(first).case_id)
    assert (case.received_on, bool(db.session.scalars(select(CaseClock).where(CaseClock.case_id == case.id)).all())) == (
        LATER.date(), True,
    )  # fmt: skip
    assert [told(commune, number)[-1] for number in (first, merged)] == ["question_became_case"] * 2


def test_a_question_with_another_promise_waits_for_that_one(commune: Commune):
    (one, other), first, _merged = promised(commune, promises=2)
    withdraw(commune, one)
    assert (stands(first), settle_due(LATER), told(commune, first)[-1]) == (("promised", False), 0, "question_promise_withdrawn")
    withdraw(commune, other)
    assert (stands(first), settle_due(LATER)) == (("follow_up", False), 1)


def test_a_kept_promise_answers_the_question_whatever_becomes_of_another(commune: Commune):
    (kept, given_up), first, _merged = promised(commune, promises=2)
    take("report_done", kept, actor=commune.officer, at=LATER, done=done())
    withdraw(commune, given_up)
    assert (stands(first), settle_due(LATER)) == (("promised", False), 0)


def test_a_question_left_with_promises_given_up_long_ago_becomes_a_case_too(commune: Commune):
    (row_id,), first, _merged = promised(commune)
    with transaction():
        read_commitment(row_id).state = "withdrawn"
    assert (stands(first), settle_due(LATER)) == (("promised", False), 1)
    assert stands(first) == ("follow_up", True)


def test_an_answer_from_the_day_stays_when_the_promise_is_given_up(commune: Commune):
    (row_id,), first, _merged = promised(commune)
    with transaction(), use_unit(commune.unit_id):
        db.session.get(DialogueQuestion, first).answer = "Xã đã nói rõ tại hội trường."
    withdraw(commune, row_id)
    assert read_question(first).answer == "Xã đã nói rõ tại hội trường."

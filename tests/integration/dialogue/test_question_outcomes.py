"""What the day says of a question is marked there at once, whichever screen said it; what nobody said becomes a case once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import outbox
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from dialogue.commitment_models import Commitment, CommitmentQuestion
from dialogue.minute_models import MinuteItem, SpeakingTurn
from dialogue.queries.day import hall
from dialogue.queries.question_links import accepted_questions, origin_of_case, promises_of, questions_of
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import QuestionChannel, QuestionOutcome
from dialogue.services import commitments, day_outcomes, minutes, question_drafting, question_moderating, questions, turns
from dialogue.services.question_settling import settle_due
from dialogue.turn_states import TurnStep
from feedback.models import Case, CaseClock
from tests.makers import NOW, Commune
from tests.makers_dialogue import HELD_AT, read_dialogue
from tests.makers_minutes import CONCLUDED_AT, HEAD, conclude, draft, in_session, item, promise, promised_item, read_commitment
from tests.makers_questions import accept_question, new_question, read_question

_keys = count(1)


def keyed(commune: Commune, dialogue_id: int, number: int = 1) -> list[int]:
    """Key in questions on paper, which may be done while the dialogue goes on; return their ids."""
    lines = [new_question(channel=QuestionChannel.PAPER) for _ in range(number)]
    key = f"sheet-{next(_keys)}"
    with transaction():
        made = questions.key_in(dialogue_id, lines, actor=commune.clerk, idempotency_key=key, at=NOW)
    return [receipt.question_id for receipt in made]


def asked(commune: Commune, dialogue_id: int, number: int) -> list[int]:
    """Key in and accept some questions; return their ids."""
    made = keyed(commune, dialogue_id, number)
    for question_id in made:
        accept_question(commune, question_id, public_text=f"Câu hỏi số {question_id}: bao giờ sửa đường?")
    return made


def put(commune: Commune, dialogue_id: int, one, *, version: int = 0) -> None:
    with transaction():
        minutes.write_item(dialogue_id, one, actor=commune.clerk, at=HELD_AT, version=version)


def stands(question_id: int) -> tuple[str, str]:
    row = read_question(question_id)
    return row.outcome, row.answer


def told(commune: Commune, question_id: int) -> list[str]:
    return [letter.event for letter in outbox.for_resident(unit_id=commune.unit_id, subject=f"question:{question_id}")][::-1]


ROADS = [
    # what is written one after the other about (question, outcome, answer) → how the two questions stand, letters "answered"
    ([(0, "answered", "Sửa xong trong tháng 3.")], ("answered", "open"), 1),
    ([(0, "answered", "Sửa xong."), (0, "answered", "Sửa xong trong tháng 3.")], ("answered", "open"), 1),
    ([(0, "answered", "Sửa xong."), (0, "", "Sửa xong.")], ("open", "open"), 1),
    ([(0, "answered", "Sửa xong."), (1, "answered", "Sửa xong.")], ("open", "answered"), 2),
    ([(0, "follow_up", ""), (0, "answered", "Đã hỏi lại phòng Kinh tế: có vốn.")], ("answered", "open"), 1),
    ([(0, "follow_up", "Chờ huyện trả lời.")], ("follow_up", "open"), 0),
    ([(0, "", "Có lời nhưng chưa nói kết quả")], ("open", "open"), 0),
    ([(None, "", "Ý kiến tại hội trường")], ("open", "open"), 0),
]


def test_items_of_the_minutes_mark_their_question(commune: Commune):
    dialogue_id = in_session(commune)
    for steps, after, letters in ROADS:
        pair = asked(commune, dialogue_id, 2)
        one = item()
        for version, (which, outcome, answer) in enumerate(steps):
            question_id = None if which is None else pair[which]
            put(commune, dialogue_id, replace(one, question_id=question_id, outcome=outcome, answer=answer), version=version)
        assert (steps, tuple(read_question(number).outcome for number in pair)) == (steps, after)
        assert (steps, sum(told(commune, number).count("question_answered") for number in pair)) == (steps, letters)
    gone = asked(commune, dialogue_id, 1)[0]
    whole = item(question_id=gone, outcome="answered", answer="Đã có vốn.")
    put(commune, dialogue_id, whole)
    put(commune, dialogue_id, replace(whole, dropped=True), version=1)
    assert stands(gone) == ("open", "")


def test_what_cannot_be_said_of_a_question_is_refused_and_nothing_is_written(commune: Commune):
    dialogue_id = in_session(commune)
    elsewhere = in_session(commune, starts_at=HELD_AT + timedelta(days=1), ends_at=HELD_AT + timedelta(days=1, hours=3))
    own, foreign = asked(commune, dialogue_id, 1)[0], asked(commune, elsewhere, 1)[0]
    waiting = keyed(commune, dialogue_id)[0]
    refused = [
        ({"question_id": own, "outcome": "answered", "answer": ""}, {"answer": "answer_missing"}),
        ({"question_id": own, "outcome": "promised"}, {"promise": "commitment_text_missing"}),
        ({"question_id": own, "outcome": "open"}, {"outcome": "choice_unknown"}),
        ({"outcome": "follow_up"}, {"question_id": "outcome_without_question"}),
        ({"question_id": foreign, "outcome": "follow_up"}, {"question_id": "question_unknown"}),
        ({"question_id": waiting}, {"question_id": "question_unknown"}),
        ({"question_id": 2**31}, {"question_id": "question_unknown"}),
        ({"question_id": -1}, {"question_id": "question_unknown"}),
    ]
    for changes, faults in refused:
        with pytest.raises(BadInput) as problem:
            put(commune, dialogue_id, item(**changes))
        assert (changes, problem.value.errors) == (changes, faults)
    for number in (foreign, waiting, 2**31):
        with pytest.raises(BadInput) as problem:
            draft(commune, dialogue_id, promise(commune, question_ids=(own, number)))
        assert problem.value.errors == {"question_ids": "question_unknown"}
        with pytest.raises(BadInput) as problem, transaction():
            turns.take_number(dialogue_id, actor=commune.clerk, at=HELD_AT, topic="Đường", question_id=number)
        assert problem.value.errors == {"question_id": "question_unknown"}
    assert [db.session.scalars(select(model)).all() for model in (MinuteItem, Commitment, SpeakingTurn)] == [[], [], []]
    written = {"client_id": "may-00000001", "written_by": commune.clerk.id, "created_at": NOW, "touched_at": NOW}
    for row in (
        MinuteItem(unit_id=commune.unit_id, dialogue_id=dialogue_id, question_id=999_999, **written),
        CommitmentQuestion(unit_id=commune.unit_id, commitment_id=1, question_id=own),
    ):
        with pytest.raises(IntegrityError):
            save(row)


def save(row: object) -> None:
    """Write a row past the commands: the keys of the database stand behind them."""
    with transaction():
        db.session.add(row)


def test_a_turn_of_a_question_marks_it_and_keeps_better_words(commune: Commune):
    dialogue_id = in_session(commune)
    plain, written, later = asked(commune, dialogue_id, 3)
    put(commune, dialogue_id, item(question_id=written, outcome="answered", answer="Lời ghi trong biên bản."))
    for number, question_id in enumerate((plain, written, later, None), start=1):
        with transaction():
            taken = turns.take_number(dialogue_id, actor=commune.clerk, at=HELD_AT, topic="Đường", question_id=question_id)
        assert taken == number
    ends = {1: TurnStep.ANSWER, 2: TurnStep.ANSWER, 3: TurnStep.LATER, 4: TurnStep.ANSWER}
    for number, end in ends.items():
        for step in (TurnStep.START, end):
            line = next(one for one in _lines(commune, dialogue_id) if one.number == number)
            with transaction():
                turns.take_turn(line.id, step, actor=commune.clerk, at=HELD_AT, version=line.version)
    assert [stands(number) for number in (plain, written, later)] == [
        ("answered", day_outcomes.TOLD_IN_THE_HALL), ("answered", "Lời ghi trong biên bản."), ("follow_up", ""),
    ]  # fmt: skip
    put(commune, dialogue_id, item(question_id=plain, outcome="answered", answer="Xã làm trong tháng 3."))
    assert (stands(plain), told(commune, plain).count("question_answered")) == (("answered", "Xã làm trong tháng 3."), 1)


def _lines(commune: Commune, dialogue_id: int):
    seen = hall(commune.unit_id, dialogue_id)
    return [*((seen.speaking,) if seen.speaking else ()), *seen.waiting, *seen.ended]


def test_a_promise_takes_its_questions_along_and_lets_them_go(commune: Commune):
    dialogue_id = in_session(commune)
    first, second, answered = asked(commune, dialogue_id, 3)
    with transaction():
        day_outcomes.choose(answered, QuestionOutcome.ANSWERED, actor=commune.clerk, at=HELD_AT, answer="Đã trả lời rồi.")
    one = draft(commune, dialogue_id, promise(commune, question_ids=(first, answered)))
    other = draft(commune, dialogue_id, promise(commune, question_ids=(first,)))
    assert [stands(number)[0] for number in (first, second, answered)] == ["promised", "open", "answered"]
    assert promises_of([first, answered]) == {}  # a draft is nobody's
    with transaction():
        commitments.change_draft(
            one, promise(commune, question_ids=(second,)), actor=commune.clerk, at=HELD_AT, version=read_commitment(one).version
        )
    assert (day_outcomes.linked_to(one), [stands(number)[0] for number in (first, second, answered)]) == (
        [second], ["promised", "promised", "answered"],
    )  # fmt: skip
    for row_id in (one, other):
        with transaction():
            commitments.drop_draft(row_id, actor=commune.clerk, at=HELD_AT, version=read_commitment(row_id).version)
    assert [stands(number)[0] for number in (first, second, answered)] == ["open", "open", "answered"]


def test_the_published_results_leave_no_question_without_answer_promise_or_case(commune: Commune):
    dialogue_id = in_session(commune)
    nothing, later, answered, promised, broken = asked(commune, dialogue_id, 5)
    follower = keyed(commune, dialogue_id)[0]
    _merge(commune, follower, into=nothing)
    put(commune, dialogue_id, item(question_id=later, outcome="follow_up", answer="Chờ huyện."))
    put(commune, dialogue_id, item(question_id=answered, outcome="answered", answer="Đã có vốn."))
    put(commune, dialogue_id, promised_item(commune, question_id=promised, outcome="promised"))
    with transaction():
        day_outcomes.choose(broken, QuestionOutcome.PROMISED, actor=commune.clerk, at=HELD_AT)
        minutes.write_head(dialogue_id, HEAD, actor=commune.clerk, at=HELD_AT, version=0)
    with transaction():
        minutes.finish(dialogue_id, actor=commune.clerk, at=HELD_AT + timedelta(hours=3), version=1)
    row = db.session.scalars(select(Commitment)).one()
    with transaction():
        whole = promise(commune, question_ids=(promised,))
        commitments.change_draft(row.id, whole, actor=commune.clerk, at=HELD_AT, version=row.version)
    conclude(commune, dialogue_id)
    settled = {number: (read_question(number).outcome, bool(read_question(number).case_id)) for number in
               (nothing, later, answered, promised, broken)}  # fmt: skip
    assert settled == {
        nothing: ("follow_up", True), later: ("follow_up", True), answered: ("answered", False), promised: ("promised", False),
        broken: ("follow_up", True),
    }  # fmt: skip
    assert [ref.code for ref in promises_of([promised])[promised]] == [row.code]
    assert [ref.code for ref in questions_of(row.id)] == [read_question(promised).code]
    case = db.session.get(Case, read_question(nothing).case_id)
    clocks = db.session.scalars(select(CaseClock).where(CaseClock.case_id == case.id)).all()
    assert (case.received_on, bool(clocks), min(clock.due_on for clock in clocks) > case.received_on) == (
        CONCLUDED_AT.date(), True, True,
    )  # fmt: skip
    origin = origin_of_case(commune.unit_id, case_id=case.id)
    assert origin == origin_of_case(commune.unit_id, code=case.code)
    assert (origin.code, origin.dialogue_code) == (read_question(nothing).code, read_dialogue(dialogue_id).code)
    assert (origin_of_case(commune.unit_id, case_id=case.id + 1_000), origin_of_case(commune.unit_id, code="")) == (None, None)
    assert [told(commune, number)[-1] for number in (nothing, follower, later)] == ["question_became_case"] * 3
    assert (settle_due(CONCLUDED_AT + timedelta(days=30)), db.session.scalars(select(Case.id)).all()) == (
        0, sorted(read_question(number).case_id for number in (nothing, later, broken)),
    )  # fmt: skip


def _merge(commune: Commune, question_id: int, *, into: int) -> None:
    with transaction():
        question_moderating.merge([question_id], into_id=into, actor=commune.clerk, at=NOW)


def test_the_forms_of_the_day_are_offered_accepted_questions_with_their_newest_draft(commune: Commune):
    dialogue_id = in_session(commune)
    first, second = asked(commune, dialogue_id, 2)
    keyed(commune, dialogue_id)
    department = min(commune.officer.department_ids)
    with transaction():
        question_drafting.assign(
            first, actor=commune.clerk, at=NOW, version=read_question(first).version, department_id=department,
            officer_id=commune.officer.id, due_on=NOW.date() + timedelta(days=3),
        )  # fmt: skip
    for number, text in enumerate(("Bản đầu của dự thảo.", "Bản sau của dự thảo.")):
        with transaction():
            question_drafting.write_draft(first, actor=commune.officer, at=NOW, based_on=number, text=text)
    found = accepted_questions(commune.unit_id, dialogue_id)
    assert [(one.id, one.draft) for one in found] == [(first, "Bản sau của dự thảo."), (second, "")]
    assert found[0].label == f"{read_question(first).code} · {read_question(first).public_text}"
    assert db.session.scalars(select(DialogueQuestion.id)).all() != [one.id for one in found]

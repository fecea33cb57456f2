"""Work on a case and its answer, and the sender's word on it; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.errors import BadInput, NotAllowed, WrongState
from core.extensions import db
from core.transaction import transaction
from feedback.models import Answer, CaseClock, PublicCase
from feedback.services import answering, handling, sender
from feedback.states import Action, Evidence
from tests.makers import (
    NOW,
    Commune,
    ask_for_time,
    look,
    make_case,
    read_case,
    read_version,
    submit,
)


def clock_rows(case_id: int) -> list[tuple[str, str, date, date | None]]:
    query = select(CaseClock.term_code, CaseClock.state, CaseClock.due_on, CaseClock.ended_on)
    return [tuple(row) for row in db.session.execute(query.where(CaseClock.case_id == case_id).order_by(CaseClock.id))]


# ---------------------------------------------------------------- work


def test_an_approved_extension_moves_the_date_and_a_second_one_is_refused(commune: Commune):
    case = make_case(commune, state="in_progress")
    before = case.due_on
    ask_for_time(commune, case.id, days=5)
    with transaction():
        handling.decide_extension(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), approve=True)
    moved = read_case(case.id)
    assert (before, moved.due_on, moved.extended) == (date(2026, 12, 14), date(2026, 12, 21), True)
    with pytest.raises(WrongState) as refused:
        ask_for_time(commune, case.id)
    assert refused.value.code == "extension_used"


def test_an_extension_is_asked_and_approved_up_to_the_last_day_and_no_later(commune: Commune):
    """A term that has passed was not kept; a later decision would make a late answer one that came in time."""
    case = make_case(commune, state="in_progress")
    last_day = NOW + (case.due_on - NOW.date())
    with pytest.raises(WrongState) as refused:
        ask_for_time(commune, case.id, at=last_day + timedelta(days=1))
    assert refused.value.code == "extension_late"
    ask_for_time(commune, case.id, at=last_day)
    with pytest.raises(WrongState) as refused, transaction():
        handling.decide_extension(
            case.id, actor=commune.leader, at=last_day + timedelta(days=1), version=read_version(case.id), approve=True
        )
    assert (refused.value.code, read_case(case.id).due_on) == ("extension_late", case.due_on)
    with transaction():
        handling.decide_extension(case.id, actor=commune.leader, at=last_day, version=read_version(case.id), approve=True)
    assert read_case(case.id).extended


def test_a_request_that_the_term_has_overtaken_can_be_declined(commune: Commune):
    case = make_case(commune, state="in_progress")
    ask_for_time(commune, case.id)
    with transaction():
        handling.decide_extension(
            case.id, actor=commune.leader, at=NOW + timedelta(days=60), version=read_version(case.id), approve=False,
            note="Hạn đã qua, trả lời ngay",
        )  # fmt: skip
    assert (read_case(case.id).due_on, read_case(case.id).extended) == (case.due_on, False)


def test_a_declined_extension_says_why_and_moves_nothing(commune: Commune):
    case = make_case(commune, state="in_progress")
    ask_for_time(commune, case.id)
    with pytest.raises(BadInput), transaction():
        handling.decide_extension(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), approve=False)
    with transaction():
        handling.decide_extension(
            case.id, actor=commune.leader, at=NOW, version=read_version(case.id), approve=False, note="Đủ thời gian rồi"
        )
    assert (read_case(case.id).due_on, read_case(case.id).extended) == (date(2026, 12, 14), False)


@pytest.mark.parametrize("days", [0, 16, -1])
def test_an_extension_has_bounds(commune: Commune, days: int):
    case = make_case(commune, state="in_progress")
    with pytest.raises(BadInput) as refused:
        ask_for_time(commune, case.id, days=days)
    assert refused.value.errors == {"days": "days_range"}


def test_a_question_reaches_the_sender_and_the_answer_comes_back(commune: Commune):
    case = make_case(commune, state="in_progress")
    with transaction():
        handling.ask_sender(case.id, actor=commune.officer, at=NOW, text="Lan can hỏng bên nào của cầu?")
    question = look(commune.officer, case.id).questions[0]
    with transaction():
        sender.add_more(case.id, unit_id=commune.unit_id, at=NOW, text="Bên phía hạ lưu.", question_id=question.id)
    assert look(commune.officer, case.id).questions[0].reply == "Bên phía hạ lưu."
    with pytest.raises(WrongState), transaction():
        sender.add_more(case.id, unit_id=commune.unit_id, at=NOW, text="Lần nữa", question_id=question.id)
    assert read_case(case.id).due_on == case.due_on  # no rule stops the clock


# ---------------------------------------------------------------- the answer


def test_an_answer_without_its_evidence_does_not_reach_the_leader(commune: Commune):
    case = make_case(commune, state="in_progress")
    with pytest.raises(BadInput) as refused:
        submit(commune, case.id, evidence=Evidence.PHOTO, done_by="")
    assert refused.value.errors == {"done_by": "done_by_missing", "evidence": "photo_missing"}


def test_nobody_issues_what_the_leader_has_not_approved(commune: Commune):
    case = make_case(commune, state="submitted")
    with pytest.raises(WrongState), transaction():
        answering.issue_answer(case.id, actor=commune.officer, at=NOW, version=read_version(case.id))
    with pytest.raises(NotAllowed), transaction():
        answering.approve_answer(case.id, actor=commune.officer, at=NOW, version=read_version(case.id))


def test_the_leader_sends_a_draft_back_with_a_word(commune: Commune):
    case = make_case(commune, state="submitted")
    with transaction():
        answering.send_back(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), note="Ghi rõ ngày nghiệm thu")
    shown = look(commune.officer, case.id)
    assert (shown.answer.state, shown.answer.leader_note) == ("sent_back", "Ghi rõ ngày nghiệm thu")
    assert {step.action for step in shown.steps} >= {Action.DRAFT, Action.SUBMIT}


def test_an_issued_answer_ends_the_clock_in_time(commune: Commune):
    case = make_case(commune, state="answered")
    assert (case.state, case.on_time, case.answered_on) == ("answered", True, date(2026, 11, 20))
    assert clock_rows(case.id)[-1][1] == "ended"


def test_an_answer_after_the_due_date_is_late(commune: Commune):
    case = make_case(commune, state="approved")
    with transaction():
        answering.issue_answer(case.id, actor=commune.officer, at=NOW + timedelta(days=40), version=read_version(case.id))
    assert read_case(case.id).on_time is False
    assert db.session.get(PublicCase, case.id).on_time is False


def test_the_leader_may_approve_and_issue_in_one_step(commune: Commune):
    case = make_case(commune, state="submitted")
    with transaction():
        answering.approve_answer(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), issue_now=True)
    assert read_case(case.id).state == "answered"
    assert db.session.scalars(select(Answer.state).where(Answer.case_id == case.id)).one() == "issued"


# ---------------------------------------------------------------- the sender's word


def test_a_satisfied_sender_closes_the_case(commune: Commune):
    case = make_case(commune, state="answered")
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=True)
    assert (read_case(case.id).state, db.session.get(PublicCase, case.id).satisfied) == ("closed", True)


def test_not_satisfied_reopens_once_and_then_closes(commune: Commune):
    case = make_case(commune, state="reopened")
    assert (case.state, case.round, case.answered_on, case.due_on) == ("reopened", 2, None, date(2026, 12, 14))
    submit(commune, case.id)
    with transaction():
        answering.approve_answer(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), issue_now=True)
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Vẫn chưa xong")
    closed = read_case(case.id)
    public = db.session.get(PublicCase, case.id)
    assert (closed.state, closed.round, public.reopened, public.satisfied) == ("closed", 2, True, False)


def test_dissatisfaction_needs_a_reason(commune: Commune):
    case = make_case(commune, state="answered")
    with pytest.raises(BadInput), transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=False)


def test_one_answer_is_rated_once(commune: Commune):
    case = make_case(commune, state="closed")
    with pytest.raises(WrongState) as refused, transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Đổi ý rồi")
    assert refused.value.code == "already_rated"


@pytest.mark.parametrize(("days", "state"), [(15, "reopened"), (16, "closed")])
def test_reopening_has_its_last_day(commune: Commune, days: int, state: str):
    case = make_case(commune, state="answered")
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW + timedelta(days=days), satisfied=False, reason="Lại hỏng rồi")
    assert read_case(case.id).state == state

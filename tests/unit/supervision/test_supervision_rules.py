"""The rules of recommendations: the table of steps, the clock, and what a paper and an answer must hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.permissions import Permission
from deadlines.calendar import WorkingCalendar
from deadlines.engine import due_on
from deadlines.explain import explain
from deadlines.reference import shipped_calendar, shipped_terms
from supervision.rules import (
    ART_40_1C,
    REPLY,
    STEPS,
    Answer,
    NewRecommendation,
    Standing,
    answer_faults,
    by_law,
    days_late,
    may_take,
    office_term,
    points_of,
    reason_faults,
    reminder_of,
    settling_faults,
    subject_of,
    typed_faults,
    verdict_faults,
)
from supervision.states import Body, State, Step

TODAY = date(2026, 11, 20)
PAPER = NewRecommendation(
    body="fatherland_front", title="Sửa kênh mương", subject="Kênh vỡ hai chỗ.", asked="Sửa kênh trước vụ xuân.",
    received_on=TODAY,
)  # fmt: skip
GOOD = Answer(accepted="Xã nhận sửa kênh.")
OPEN_TO = {
    State.RECEIVED: {Step.CORRECT, Step.ASSIGN, Step.WITHDRAW},
    State.ASSIGNED: {Step.ASSIGN, Step.DRAFT, Step.WITHDRAW},
    State.DRAFTED: {Step.DRAFT, Step.SEND_BACK, Step.ANSWER, Step.WITHDRAW},
    State.ANSWERED: {Step.JUDGE, Step.ASK_AGAIN, Step.AGREE, Step.ALLOW},
    State.CLOSED: {Step.AGREE, Step.ALLOW},
    State.WITHDRAWN: set(),
}


@pytest.mark.parametrize("state", State)
def test_a_fresh_recommendation_takes_the_steps_of_its_state(state: State):
    assert {step for step in STEPS if may_take(step, Standing(state=state))} == OPEN_TO[state]


def test_every_step_but_the_first_is_in_the_table_and_only_the_answer_rests_on_an_article():
    assert set(STEPS) == set(Step) - {Step.RECEIVE}
    assert {step for step, passage in STEPS.items() if passage.article} == {Step.ANSWER}
    assert STEPS[Step.ANSWER].article == ART_40_1C


def test_steps_belong_to_the_side_whose_word_they_are():
    sides = {step: passage.permission for step, passage in STEPS.items()}
    assert {step for step, held in sides.items() if held is Permission.SUPERVISION_WRITE} == {
        Step.CORRECT, Step.JUDGE, Step.ASK_AGAIN, Step.WITHDRAW, Step.AGREE,
    }  # fmt: skip
    assert {step for step, held in sides.items() if held is Permission.SUPERVISION_DECIDE} == {
        Step.SEND_BACK, Step.ANSWER, Step.ALLOW, Step.TAKE_BACK,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("step", "changes", "open_"),
    [
        (Step.ASK_AGAIN, {"round_number": 2}, False),
        (Step.JUDGE, {"round_number": 2}, True),
        (Step.SETTLE, {"open_promises": True}, True),
        (Step.SETTLE, {}, False),
        (Step.AGREE, {"agreed": True}, False),
        (Step.ALLOW, {"allowed": True}, False),
        (Step.ALLOW, {"agreed": True}, True),
        (Step.TAKE_BACK, {}, False),
        (Step.TAKE_BACK, {"published": True}, True),
        (Step.TAKE_BACK, {"published": True, "taken_back": True}, False),
        (Step.AGREE, {"taken_back": True}, False),
    ],
)
def test_what_an_answered_one_takes_besides(step: Step, changes: dict, open_: bool):
    assert may_take(step, Standing(state=State.ANSWERED, **changes)) is open_


@pytest.mark.parametrize("state", [State.RECEIVED, State.ASSIGNED, State.DRAFTED])
def test_what_was_asked_again_is_not_withdrawn(state: State):
    assert may_take(Step.WITHDRAW, Standing(state=state, round_number=1))
    assert not may_take(Step.WITHDRAW, Standing(state=state, round_number=2))


# ------------------------------------------------------------------ the clock


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    """Return the shipped calendar."""
    return shipped_calendar()


def test_the_law_speaks_of_the_peoples_inspection_only():
    assert {body for body in Body if by_law(body)} == {Body.PEOPLES_INSPECTION}
    assert REPLY in {item.code for item in shipped_terms()}


def test_the_setting_is_a_term_set_by_the_office():
    term = office_term(20)
    assert (term.number, term.set_by_office, term.uncertain, term.computable) == (20, True, True, True)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (14, date(2026, 12, 4)),  # Friday
        (15, date(2026, 12, 7)),  # 5 December is a Saturday
        (4, date(2026, 11, 25)),  # Tuesday, 24 November, is a day off
    ],
)
def test_calendar_days_end_on_a_working_day(calendar: WorkingCalendar, days: int, due: date):
    found = due_on(office_term(days), TODAY, calendar)
    assert found.due_on == due
    assert "luật không ghi số ngày" in " ".join(explain(found.proof, "vi"))
    assert "the law names no number of days" in " ".join(explain(found.proof, "en"))


# ------------------------------------------------------------------ the paper


def test_a_paper_that_lacks_nothing_has_no_fault():
    assert typed_faults(PAPER, today=TODAY) == {}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"body": ""}, {"body": "body_unknown"}),
        ({"body": "police"}, {"body": "body_unknown"}),
        ({"body": "member_organisation"}, {"organisation": "organisation_missing"}),
        ({"body": "member_organisation", "organisation": "Hội Nông dân xã"}, {}),
        ({"organisation": "x" * 161}, {"organisation": "text_long"}),
        ({"title": "Kênh"}, {"title": "title_missing"}),
        ({"title": "x" * 200}, {}),
        ({"title": "x" * 201}, {"title": "text_long"}),
        ({"subject": "Kênh vỡ"}, {"subject": "subject_missing"}),
        ({"subject": "x" * 5000}, {}),
        ({"subject": "x" * 5001}, {"subject": "text_long"}),
        ({"asked": ""}, {"asked": "asked_missing"}),
        ({"asked": "x" * 5001}, {"asked": "text_long"}),
        ({"about": "x" * 201}, {"about": "text_long"}),
        ({"document": "x" * 81}, {"document": "text_long"}),
        ({"received_on": None}, {"received_on": "date_bad"}),
        ({"received_on": date(2026, 11, 21)}, {"received_on": "received_later"}),
        ({"document_on": date(2026, 11, 20)}, {}),
        ({"document_on": date(2026, 11, 21)}, {"document_on": "document_later"}),
    ],
)
def test_a_paper_is_checked_field_by_field(changes: dict, faults: dict):
    assert typed_faults(replace(PAPER, **changes), today=TODAY) == faults


# ------------------------------------------------------------------ the answer


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"accepted": ""}, {"accepted": "answer_missing"}),
        ({"accepted": "", "refused": "Chưa đền bù.", "why": "Chưa có tiền."}, {}),
        ({"refused": "Chưa đền bù."}, {"why": "why_missing"}),
        ({"why": "Chưa có tiền."}, {"refused": "refused_missing"}),
        ({"promised": "Sửa kênh."}, {"promise_on": "promise_day_missing"}),
        ({"promise_on": TODAY}, {"promised": "promised_missing"}),
        ({"promised": "Sửa kênh.", "promise_on": TODAY}, {}),
        ({"promised": "Sửa kênh.", "promise_on": date(2026, 11, 19)}, {"promise_on": "promise_past"}),
        ({"accepted": "x" * 5001}, {"accepted": "text_long"}),
        ({"promised": "x" * 5001, "promise_on": TODAY}, {"promised": "text_long"}),
    ],
)
def test_an_answer_takes_up_or_refuses_with_a_reason_and_a_promise_has_its_day(changes: dict, faults: dict):
    assert answer_faults(replace(GOOD, **changes), today=TODAY) == faults


@pytest.mark.parametrize(
    ("outcome", "words", "faults"),
    [
        ("done", "", {}),
        ("not_done", "Chưa có xi măng.", {}),
        ("not_done", "Chưa", {"words": "reason_short"}),
        ("", "Đã làm xong.", {"outcome": "choice_unknown"}),
        ("late", "", {"outcome": "choice_unknown"}),
        ("done", "x" * 2001, {"words": "text_long"}),
    ],
)
def test_a_promise_that_was_not_kept_says_why(outcome: str, words: str, faults: dict):
    assert settling_faults(outcome, words) == faults


@pytest.mark.parametrize(
    ("verdict", "words", "faults"),
    [
        ("satisfied", "", {}),
        ("not_satisfied", "Chưa nói rõ ngày sửa.", {}),
        ("not_satisfied", "", {"words": "reason_short"}),
        ("", "", {"verdict": "choice_unknown"}),
        ("both", "", {"verdict": "choice_unknown"}),
        ("satisfied", "x" * 2001, {"words": "text_long"}),
    ],
)
def test_who_is_not_satisfied_says_why(verdict: str, words: str, faults: dict):
    assert verdict_faults(verdict, words) == faults


@pytest.mark.parametrize(
    ("reason", "faults"),
    [
        ("Gửi nhầm xã", {}),
        ("Nhầm", {"reason": "reason_short"}),
        ("x" * 2000, {}),
        ("x" * 2001, {"reason": "text_long"}),
    ],
)  # fmt: skip
def test_a_reason_is_a_sentence(reason: str, faults: dict):
    assert reason_faults(reason) == faults


def test_a_reason_is_blamed_under_the_name_of_its_field():
    assert reason_faults("", field="note") == {"note": "reason_short"}


@pytest.mark.parametrize(
    ("asked", "points"),
    [
        ("Sửa kênh.\nTrả lời bằng văn bản.", ["Sửa kênh.", "Trả lời bằng văn bản."]),
        ("1. Sửa kênh.\n2) Trả lời.\n3/ Báo dân.\n\n-Xong trước Tết.", ["Sửa kênh.", "Trả lời.", "Báo dân.", "Xong trước Tết."]),
        ("- 2.5 km kênh\n10.000 đồng\n10/12 phải xong\n-5 độ", ["2.5 km kênh", "10.000 đồng", "10/12 phải xong", "-5 độ"]),
        ("1.\n•\n", []),
    ],
)  # fmt: skip
def test_a_demand_has_one_number_only(asked: str, points: list[str]):
    assert points_of(asked) == points


# ------------------------------------------------------------------ late and near

DUE = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("answered_on", "today", "late"),
    [
        (None, date(2026, 12, 7), 0),  # the last day lasts until midnight
        (None, date(2026, 12, 8), 1),
        (date(2026, 12, 7), date(2027, 1, 1), 0),
        (date(2026, 12, 10), date(2027, 1, 1), 3),
    ],
)
def test_late_is_the_day_after_the_last_one(answered_on: date | None, today: date, late: int):
    assert days_late(due_on=DUE, answered_on=answered_on, today=today) == late


@pytest.mark.parametrize(
    ("today", "left", "letter"),
    [
        (date(2026, 12, 1), 4, ""),
        (date(2026, 12, 2), 3, "soon"),
        (date(2026, 12, 7), 0, "soon"),
        (date(2026, 12, 8), -1, "late"),
    ],
)
def test_which_letter_a_day_brings(today: date, left: int, letter: str):
    assert reminder_of(DUE, today=today, left=left, soon=3) == letter


def test_letters_and_audit_know_it_by_its_number():
    assert subject_of(7) == "supervision:7"


# ------------------------------------------------------------------ what is a denunciation

DENOUNCING = "Tôi làm đơn tố cáo ông Vi Văn Thành, Chủ tịch UBND xã, nhận tiền của dân."


@pytest.mark.parametrize("field", ["title", "subject", "asked", "about", "organisation"])
def test_a_denunciation_is_no_recommendation_whichever_field_it_stands_in(field: str):
    assert typed_faults(replace(PAPER, **{field: DENOUNCING}), today=TODAY) == {field: "reads_as_denunciation"}


def test_what_supervises_how_denunciations_are_settled_is_a_recommendation():
    subject = "Giám sát việc giải quyết tố cáo của xã: hai đơn quá hạn."
    assert typed_faults(replace(PAPER, subject=subject), today=TODAY) == {}


def test_no_reason_and_no_opinion_is_a_denunciation_either():
    told = "reads_as_denunciation"
    assert reason_faults(DENOUNCING) == {"reason": told}
    assert [verdict_faults("not_satisfied", DENOUNCING), verdict_faults("satisfied", DENOUNCING)] == [{"words": told}] * 2

"""Phases, lengths and faults of consultations; no database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.rules import (
    Gate,
    Point,
    Said,
    draft_faults,
    length_gate,
    may_take,
    opinion_faults,
    phase_of,
    point_faults,
    prolong_gate,
    question_faults,
    sheet_faults,
    summary_due,
)
from consultation.states import STEPS, Phase, State, Step
from tests.makers_consultation import new_consultation

OPENS, CLOSES = date(2026, 11, 20), date(2026, 12, 21)


@dataclass(frozen=True)
class Row:
    state: str
    opens_on: date = OPENS
    closes_on: date = CLOSES


@pytest.mark.parametrize(
    ("state", "today", "phase"),
    [
        ("draft", date(2027, 5, 1), Phase.DRAFT),
        ("cancelled", OPENS, Phase.CANCELLED),
        ("published", OPENS, Phase.DONE),
        ("open", date(2026, 11, 19), Phase.COMING),
        ("open", date(2026, 11, 20), Phase.RUNNING),  # the first day takes opinions
        ("open", date(2026, 12, 21), Phase.RUNNING),  # so does the last
        ("open", date(2026, 12, 22), Phase.CLOSED),
        ("open", date(2027, 1, 5), Phase.CLOSED),  # the fifteenth day after the last
        ("open", date(2027, 1, 6), Phase.LATE),
    ],
)
def test_the_phase_is_computed_from_the_days(state: str, today: date, phase: Phase):
    assert phase_of(Row(state), today=today, summary_days=15) is phase


def test_the_summary_is_due_calendar_days_after_the_last_day():
    assert summary_due(CLOSES, 15) == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("closes_on", "gate"),
    [
        (date(2026, 12, 9), Gate(open=False, code="too_short", term="DC.CONSULT", on=date(2026, 12, 10))),
        (date(2026, 12, 10), Gate(open=True)),
        (OPENS + timedelta(days=366), Gate(open=True)),
        (OPENS + timedelta(days=367), Gate(open=False, code="too_long", on=OPENS + timedelta(days=366))),
    ],
)
def test_a_consultation_lasts_as_long_as_the_law_asks(closes_on: date, gate: Gate):
    assert length_gate(opens_on=OPENS, closes_on=closes_on, earliest_on=date(2026, 12, 10)) == gate


@given(days=st.integers(-400, 400))
def test_the_last_day_moves_to_a_later_one_only(days: int):
    gate = prolong_gate(closes_on=CLOSES, to_on=CLOSES + timedelta(days=days), opens_on=OPENS)
    length = (CLOSES - OPENS).days + days
    assert gate.open == (days > 0 and length <= 366)
    assert gate.code == ("" if gate.open else "only_later" if days <= 0 else "too_long")


def test_the_table_of_steps_lets_nothing_change_after_the_summary():
    assert [step for step in Step if may_take(step, Phase.DONE) or may_take(step, Phase.CANCELLED)] == []


def test_only_a_draft_is_changed_and_only_a_closed_one_is_summed_up():
    assert [phase for phase in Phase if may_take(Step.CHANGE, phase)] == [Phase.DRAFT]
    assert [phase for phase in Phase if may_take(Step.PUBLISH, phase)] == [Phase.CLOSED, Phase.LATE]
    assert [phase for phase in Phase if may_take(Step.PROLONG, phase)] == [Phase.COMING, Phase.RUNNING]


def test_every_step_names_its_permission():
    assert {str(need).split(":")[0] for _phases, need in STEPS.values()} == {"consultation"}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"title": "Đ"}, {"title": "title_short"}),
        ({"title": "x" * 161}, {"title": "text_long"}),
        ({"about": "Ngắn."}, {"about": "about_short"}),
        ({"text": "x" * 20_001}, {"text": "text_long"}),
        ({"matter": "unheard"}, {"matter": "matter_unknown"}),
        ({"ways": ()}, {"ways": "ways_missing"}),
        ({"official_id": None}, {"official_id": "official_missing"}),
        ({"closes_on": date(2026, 11, 1)}, {"closes_on": "closes_before"}),
        ({"questions": ()}, {"question_1": "question_missing"}),
    ],
)
def test_what_is_wrong_with_a_draft_is_said_at_its_field(changes: dict[str, object], faults: dict[str, str]):
    assert draft_faults(replace(new_consultation(), **changes), matters={"plan"}) == faults


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        (("Có đồng ý không?",), ""),
        (("Có đồng ý không?", "CÓ đồng ý KHÔNG?"), "question_twice"),
        (tuple(f"Câu hỏi số {number}?" for number in range(6)), "questions_many"),
        (("Gì?",), "question_length"),
        (("x" * 301,), "question_length"),
    ],
)
def test_questions_are_one_to_five_sentences(questions: tuple[str, ...], code: str):
    assert question_faults(questions).get("question_1", "") == code


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({1: Said(choice="agree"), 2: Said()}, {}),
        ({1: Said(), 2: Said()}, {"choice_1": "nothing_said"}),
        ({1: Said(choice="perhaps")}, {"choice_1": "choice_unknown"}),
        ({1: Said(words="Tôi nghĩ khác")}, {"choice_1": "choice_missing"}),
        ({1: Said(choice="other")}, {"words_1": "words_missing"}),
        ({1: Said(choice="other", words="Làm sau")}, {}),
        ({1: Said(choice="disagree", words="x" * 2001)}, {"words_1": "words_long"}),
        ({}, {"choice_1": "nothing_said"}),
    ],
)
def test_an_opinion_answers_a_question_and_another_opinion_has_its_words(said: dict[int, Said], faults: dict[str, str]):
    assert opinion_faults(said) == faults


@pytest.mark.parametrize(
    ("point", "faults"),
    [
        (Point(text="Đọc loa thêm.", people=3, verdict="accepted"), {}),
        (Point(text="Đọc loa thêm.", people=3, verdict="partly"), {"explanation": "explanation_missing"}),
        (Point(text="Đọc loa thêm.", people=3, verdict="not_accepted", explanation="Vì"), {"explanation": "explanation_missing"}),
        (Point(text="Đọc loa thêm.", people=3, verdict="not_accepted", explanation="Loa đã đủ ở cả 19 thôn."), {}),
        (Point(text="", people=None, verdict=""), {"text": "point_text", "people": "point_people", "verdict": "verdict_unknown"}),
        (Point(text="Đọc loa thêm.", people=0, verdict="accepted"), {"people": "point_people"}),
        (Point(text="Đọc loa thêm.", people=3, verdict="accepted", explanation="x" * 2001), {"explanation": "text_long"}),
    ],
)
def test_a_point_that_is_not_taken_up_says_why(point: Point, faults: dict[str, str]):
    assert point_faults(point) == faults


@pytest.mark.parametrize(
    ("counts", "held_on", "faults"),
    [
        ({1: (4, 0, 0)}, OPENS, {}),
        ({1: (0, 0, 0)}, OPENS, {"agree_1": "counts_missing"}),
        ({1: (-1, 0, 0)}, OPENS, {"agree_1": "count_range"}),
        ({1: (1, 100_001, 0)}, OPENS, {"disagree_1": "count_range"}),
        ({1: (4, 0, 0)}, date(2026, 11, 19), {"held_on": "held_outside"}),
        ({1: (4, 0, 0)}, date(2026, 12, 2), {"held_on": "held_outside"}),  # after today
    ],
)
def test_counts_are_of_the_time_of_the_consultation(
    counts: dict[int, tuple[int, int, int]], held_on: date, faults: dict[str, str]
):
    today = date(2026, 12, 1)
    assert sheet_faults(counts, held_on=held_on, opens_on=OPENS, closes_on=CLOSES, today=today) == faults


@given(
    state=st.sampled_from([item.value for item in State]), today=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    days=st.integers(1, 90),
)  # fmt: skip
def test_every_day_has_a_phase_and_opinions_are_taken_between_both_days(state: str, today: date, days: int):
    phase = phase_of(Row(state), today=today, summary_days=days)
    assert (phase is Phase.RUNNING) == (state == "open" and OPENS <= today <= CLOSES)

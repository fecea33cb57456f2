"""Days, phases and gates as tables: each state on each day around its borders, and every refusal with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.rules import (
    CONSULT,
    LONGEST_DAYS,
    QUESTIONS_MOST,
    Point,
    Said,
    length_gate,
    may_take,
    opinion_faults,
    phase_of,
    point_faults,
    prolong_gate,
    question_faults,
    sheet_faults,
    subject_of,
    summary_due,
)
from consultation.states import STEPS, Choice, Phase, State, Step, Verdict

OPENS, CLOSES, SUMMARY = date(2026, 11, 20), date(2026, 12, 21), 15
DAYS = {
    "long before": date(2026, 1, 1),
    "the day before": date(2026, 11, 19),
    "the first day": date(2026, 11, 20),
    "in between": date(2026, 12, 1),
    "the last day": date(2026, 12, 21),
    "the day after": date(2026, 12, 22),
    "the summary's last day": date(2027, 1, 5),
    "a day later": date(2027, 1, 6),
    "years later": date(2031, 1, 1),
}
OPEN_ON = {
    "long before": Phase.COMING,
    "the day before": Phase.COMING,
    "the first day": Phase.RUNNING,
    "in between": Phase.RUNNING,
    "the last day": Phase.RUNNING,
    "the day after": Phase.CLOSED,
    "the summary's last day": Phase.CLOSED,
    "a day later": Phase.LATE,
    "years later": Phase.LATE,
}
STILL = {State.DRAFT: Phase.DRAFT, State.CANCELLED: Phase.CANCELLED, State.PUBLISHED: Phase.DONE}
OFFERED = {
    "long before": {Step.PROLONG, Step.CANCEL},
    "the day before": {Step.PROLONG, Step.CANCEL},
    "the first day": {Step.PROLONG, Step.CANCEL, Step.COUNT},
    "in between": {Step.PROLONG, Step.CANCEL, Step.COUNT},
    "the last day": {Step.PROLONG, Step.CANCEL, Step.COUNT},
    "the day after": {Step.CANCEL, Step.COUNT, Step.SUM_UP, Step.PUBLISH},
    "the summary's last day": {Step.CANCEL, Step.COUNT, Step.SUM_UP, Step.PUBLISH},
    "a day later": {Step.CANCEL, Step.COUNT, Step.SUM_UP, Step.PUBLISH},
    "years later": {Step.CANCEL, Step.COUNT, Step.SUM_UP, Step.PUBLISH},
}
SOME_DAY = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@dataclass(frozen=True)
class Row:
    state: str
    opens_on: date = OPENS
    closes_on: date = CLOSES


def phase(state: State, day: str) -> Phase:
    return phase_of(Row(state.value), today=DAYS[day], summary_days=SUMMARY)


@pytest.mark.parametrize("day", list(DAYS))
@pytest.mark.parametrize("state", list(State))
def test_each_state_on_each_day_has_its_phase(state: State, day: str):
    assert phase(state, day) is (OPEN_ON[day] if state is State.OPEN else STILL[state])


@pytest.mark.parametrize("day", list(DAYS))
def test_an_open_one_offers_these_steps_on_that_day(day: str):
    assert {step for step in Step if may_take(step, phase(State.OPEN, day))} == OFFERED[day]


@pytest.mark.parametrize("day", list(DAYS))
@pytest.mark.parametrize(
    ("state", "steps"),
    [(State.DRAFT, {Step.CHANGE, Step.OPEN, Step.CANCEL}), (State.CANCELLED, set()), (State.PUBLISHED, set())],
)
def test_what_is_not_open_offers_the_same_on_every_day(state: State, day: str, steps: set[Step]):
    assert {step for step in Step if may_take(step, phase(state, day))} == steps


def test_every_step_can_be_taken_sometime_and_no_phase_is_unknown_to_the_table():
    assert all(phases for phases, _permission in STEPS.values())
    assert set(STEPS) == set(Step)
    assert set().union(*(phases for phases, _permission in STEPS.values())) == set(Phase) - {Phase.DONE, Phase.CANCELLED}


@given(opens=SOME_DAY, length=st.integers(0, 400), today=SOME_DAY, days=st.integers(0, 90))
def test_time_only_goes_forward(opens: date, length: int, today: date, days: int):
    order = [Phase.COMING, Phase.RUNNING, Phase.CLOSED, Phase.LATE]
    row = Row("open", opens, opens + timedelta(days=length))
    now, tomorrow = (phase_of(row, today=day, summary_days=days) for day in (today, today + timedelta(days=1)))
    assert order.index(now) <= order.index(tomorrow)


@given(closes=SOME_DAY, days=st.integers(0, 90))
def test_nothing_is_late_on_the_day_on_which_it_is_due(closes: date, days: int):
    row, due = Row("open", closes - timedelta(days=30), closes), summary_due(closes, days)
    assert phase_of(row, today=due, summary_days=days) is not Phase.LATE
    assert phase_of(row, today=due + timedelta(days=1), summary_days=days) is Phase.LATE


@given(opens=SOME_DAY, least=st.integers(0, 60), length=st.integers(0, 500))
def test_a_length_is_too_short_too_long_or_good_and_the_answer_names_a_day_that_is_good(opens: date, least: int, length: int):
    earliest, closes = opens + timedelta(days=least), opens + timedelta(days=length)
    gate = length_gate(opens_on=opens, closes_on=closes, earliest_on=earliest)
    assert gate.code == ("too_short" if length < least else "too_long" if length > LONGEST_DAYS else "")
    assert gate.term == (CONSULT if gate.code == "too_short" else "")
    if not gate.open:
        assert gate.on is not None
        assert length_gate(opens_on=opens, closes_on=gate.on, earliest_on=earliest).open


@pytest.mark.parametrize(
    ("to_on", "code"),
    [
        (date(1, 1, 1), "only_later"),
        (date(2026, 12, 20), "only_later"),
        (date(2026, 12, 21), "only_later"),
        (date(2026, 12, 22), ""),
        (date(2027, 11, 21), ""),  # the 366th day
        (date(2027, 11, 22), "too_long"),
        (date(9999, 12, 31), "too_long"),
    ],
)
def test_the_last_day_is_moved_to_a_later_one_within_a_year(to_on: date, code: str):
    gate = prolong_gate(closes_on=CLOSES, to_on=to_on, opens_on=OPENS)
    assert (gate.open, gate.code) == (not code, code)


@pytest.mark.parametrize("number", range(8))
def test_one_to_five_questions_are_asked(number: int):
    faults = question_faults(tuple(f"Câu hỏi thứ {each} có được không?" for each in range(number)))
    assert bool(faults) == (not 1 <= number <= QUESTIONS_MOST)
    assert set(faults) <= {"question_1"}


@pytest.mark.parametrize(("length", "good"), [(0, False), (4, False), (5, True), (300, True), (301, False)])
def test_a_question_is_a_sentence(length: int, good: bool):
    assert (question_faults(("Đ" * length,)) == {}) == good


@pytest.mark.parametrize("choice", ["", *Choice, "AGREE", "yes", "\x00", "agree "])
@pytest.mark.parametrize("words", ["", "Ừ", "Ừm", "Đ" * 2000, "Đ" * 2001])
def test_each_choice_with_each_length_of_words(choice: str, words: str):
    faults = opinion_faults({1: Said(choice=choice, words=words), 2: Said(choice="agree")})
    wanted: dict[str, str] = {}
    if choice and choice not in ("agree", "disagree", "other"):
        wanted["choice_1"] = "choice_unknown"
    if words and not choice:
        wanted["choice_1"] = "choice_missing"
    if choice == "other" and len(words) < 2:
        wanted["words_1"] = "words_missing"
    if len(words) > 2000:
        wanted["words_1"] = "words_long"
    assert faults == wanted


@pytest.mark.parametrize("verdict", [*Verdict, "", "maybe"])
@pytest.mark.parametrize("explanation", ["", "Vì chưa.", "Vì chưa có tiền năm nay."])
def test_each_verdict_with_and_without_its_explanation(verdict: str, explanation: str):
    faults = point_faults(Point(text="Làm đường trước.", people=2, verdict=verdict, explanation=explanation))
    if verdict in ("", "maybe"):
        assert faults == {"verdict": "verdict_unknown"}
    else:  # Art. 28: what is taken up needs no reason, everything else does
        short = verdict != Verdict.ACCEPTED and len(explanation) < 10
        assert faults == ({"explanation": "explanation_missing"} if short else {})


@pytest.mark.parametrize(
    ("people", "good"), [(None, False), (-1, False), (0, False), (1, True), (100_000, True), (100_001, False)]
)
def test_a_point_was_said_by_somebody(people: int | None, good: bool):
    faults = point_faults(Point(text="Làm đường trước.", people=people, verdict="accepted"))
    assert faults == ({} if good else {"people": "point_people"})


@pytest.mark.parametrize(
    ("held_on", "today", "good"),
    [
        (OPENS, OPENS, True),
        (OPENS - timedelta(days=1), OPENS, False),
        (OPENS + timedelta(days=1), OPENS, False),  # tomorrow
        (CLOSES, CLOSES, True),
        (CLOSES, CLOSES + timedelta(days=9), True),  # entered later
        (CLOSES + timedelta(days=1), CLOSES + timedelta(days=9), False),
    ],
)
def test_paper_is_of_the_days_on_which_people_were_asked(held_on: date, today: date, good: bool):
    faults = sheet_faults({1: (1, 0, 0)}, held_on=held_on, opens_on=OPENS, closes_on=CLOSES, today=today)
    assert faults == ({} if good else {"held_on": "held_outside"})


@given(counts=st.dictionaries(st.integers(1, 5), st.tuples(*[st.integers(-3, 100_003)] * 3), max_size=5))
def test_counts_are_refused_by_name_or_there_are_some(counts: dict[int, tuple[int, int, int]]):
    faults = sheet_faults(counts, held_on=OPENS, opens_on=OPENS, closes_on=CLOSES, today=OPENS)
    strange = {
        f"{word}_{number}"
        for number, three in counts.items()
        for word, value in zip(("agree", "disagree", "other"), three, strict=True)
        if value < 0 or value > 100_000
    }
    if strange:
        assert set(faults) == strange
    else:
        assert (faults == {}) == any(sum(three) for three in counts.values())


def test_files_are_kept_under_the_number_of_their_consultation():
    assert (subject_of(7), subject_of(70)) == ("consultation:7", "consultation:70")

"""The days of a complaint: time bar, acceptance, settlement, suspension, notice, sending, effect, against tables by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.engine import count_back, due_on
from deadlines.proof import Suspension
from deadlines.reference import shipped_calendar, shipped_terms
from deadlines.terms import NotInForce, Term, choose_term
from feedback.complaint_rules import TimeBar
from tests.makers_deadlines import day, written
from tests.unit.feedback.procedure_rows import NEW_RULE, OLD_RULE, TIME_BARS
from tests.unit.feedback.procedure_rows_settling import AFTER_DECISION, NOTICES, RESUMPTIONS, SETTLEMENTS

CALENDAR: WorkingCalendar = shipped_calendar()
TERMS: list[Term] = shipped_terms()
NEW_LAW_FROM = date(2026, 7, 1)
"""Law 136/2025 and Decree 155/2026 are in force."""

TRAITS = {
    "KN.SETTLE1": {}, "KN.SETTLE1.COMPLEX": {"complex_case": True}, "KN.SETTLE1.REMOTE": {"remote_area": True},
    "KN.SETTLE1.REMOTE_COMPLEX": {"complex_case": True, "remote_area": True},
}  # fmt: skip
DECIDED_ON = [row[0] for row in AFTER_DECISION]
ACCEPTED = day("Mon 11/01/2027")


def ruling(code: str, received_on: date, **facts: object) -> Term:
    return choose_term(TERMS, code, received_on=received_on, strict=False, **facts)


def last(code: str, start: date, *, extension: int = 0, stops: tuple[Suspension, ...] = (), **facts: object) -> str:
    return written(due_on(ruling(code, start, **facts), start, CALENDAR, extension=extension, suspensions=stops).due_on)


@pytest.mark.parametrize(("learned", "excused", "raw", "end", "why"), TIME_BARS, ids=[f"{row[0]}+{row[1]}" for row in TIME_BARS])
def test_time_bar_ends_ninety_days_after_the_decision_was_known(learned: str, excused: int, raw: str, end: str, why: str):
    due = due_on(ruling("KN.PRESCRIPTION", day(learned)), day(learned), CALENDAR, extension=excused)
    assert (written(due.raw_on), written(due.due_on)) == (raw, end), why


@pytest.mark.parametrize(("learned", "excused", "raw", "end", "why"), TIME_BARS, ids=[f"{row[0]}+{row[1]}" for row in TIME_BARS])
def test_a_complaint_of_the_last_day_is_in_time_and_one_of_the_next_is_barred(
    learned: str, excused: int, raw: str, end: str, why: str
):
    answers = [TimeBar(last_on=day(end), lodged_on=day(end) + timedelta(days=late)).barred for late in (-1, 0, 1, 2)]
    assert answers == [False, False, True, True], why


@given(learned=st.dates(date(2026, 1, 1), date(2027, 6, 1)), excused=st.integers(0, 60))
def test_an_excused_day_never_brings_the_end_nearer(learned: date, excused: int):
    term = ruling("KN.PRESCRIPTION", learned)
    ends = [due_on(term, learned, CALENDAR, extension=days) for days in (excused, excused + 1)]
    assert ends[1].raw_on - ends[0].raw_on == timedelta(days=1)
    assert ends[0].due_on <= ends[1].due_on


@pytest.mark.parametrize(("received", "raw", "end", "why"), OLD_RULE, ids=[row[0] for row in OLD_RULE])
def test_acceptance_of_a_complaint_received_before_july_has_ten_calendar_days(received: str, raw: str, end: str, why: str):
    term = ruling("KN.ACCEPT", day(received))
    due = due_on(term, day(received), CALENDAR)
    assert (term.code, written(due.raw_on), written(due.due_on)) == ("KN.ACCEPT.OLD", raw, end), why


@pytest.mark.parametrize(("received", "end", "why"), NEW_RULE, ids=[row[0] for row in NEW_RULE])
def test_acceptance_of_a_complaint_received_from_july_on_has_seven_working_days(received: str, end: str, why: str):
    term = ruling("KN.ACCEPT", day(received))
    assert (term.code, written(due_on(term, day(received), CALENDAR).due_on)) == ("KN.ACCEPT", end), why


@pytest.mark.parametrize("number", range(-40, 41))
def test_the_rule_of_acceptance_changes_on_the_first_of_july_alone(number: int):
    received = NEW_LAW_FROM + timedelta(days=number)
    assert ruling("KN.ACCEPT", received).code == ("KN.ACCEPT" if number >= 0 else "KN.ACCEPT.OLD")


# The days follow the traits: remote 45, complex 45, both 60; two rows of 45 give the same day.
@pytest.mark.parametrize(("accepted", "plain", "longer", "longest", "why"), SETTLEMENTS, ids=[row[0] for row in SETTLEMENTS])
def test_settlement_ends_by_the_traits_of_the_case(accepted: str, plain: str, longer: str, longest: str, why: str):
    found = {code: last("KN.SETTLE1", day(accepted), **facts) for code, facts in TRAITS.items()}
    assert found == dict(zip(TRAITS, (plain, longer, longer, longest), strict=True)), why


@pytest.mark.parametrize(("code", "facts"), TRAITS.items(), ids=list(TRAITS))
def test_each_pair_of_traits_has_a_row_of_its_own(code: str, facts: dict[str, bool]):
    assert ruling("KN.SETTLE1", date(2026, 11, 20), **facts).code == code


@pytest.mark.parametrize(
    ("stopped", "resumed", "days", "plain", "longer", "longest", "why"), RESUMPTIONS,
    ids=[f"{row[0]}-{row[1]}" for row in RESUMPTIONS],
)  # fmt: skip
def test_time_of_suspension_over_tet_is_added_on_whatever_weekday_the_work_goes_on(
    stopped: str, resumed: str, days: int, plain: str, longer: str, longest: str, why: str
):
    stop = Suspension(day(stopped), day(resumed))
    found = [last("KN.SETTLE1", ACCEPTED, stops=(stop,), **facts) for facts in TRAITS.values()]
    assert found == [plain, longer, longer, longest], why
    assert (day(resumed) - day(stopped)).days == days


@given(
    begin=st.integers(1, 25), length=st.integers(0, 60), later=st.integers(1, 20),
)  # fmt: skip
def test_a_later_resumption_never_ends_the_settlement_sooner(begin: int, length: int, later: int):
    stopped = ACCEPTED + timedelta(days=begin)
    stops = [Suspension(stopped, stopped + timedelta(days=more)) for more in (length, length + later)]
    ends = [due_on(ruling("KN.SETTLE1", ACCEPTED), ACCEPTED, CALENDAR, suspensions=(stop,)).due_on for stop in stops]
    assert ends[0] <= ends[1]


@given(first=st.integers(1, 8), one=st.integers(0, 20), gap=st.integers(1, 5), two=st.integers(0, 20))
def test_two_suspensions_count_as_many_days_as_one_of_their_length(first: int, one: int, gap: int, two: int):
    begin = ACCEPTED + timedelta(days=first)
    again = begin + timedelta(days=one + gap)
    stops = (Suspension(begin, begin + timedelta(days=one)), Suspension(again, again + timedelta(days=two)))
    single = (Suspension(begin, begin + timedelta(days=one + two)),)
    term = ruling("KN.SETTLE1", ACCEPTED)
    assert due_on(term, ACCEPTED, CALENDAR, suspensions=stops).raw_on == due_on(
        term, ACCEPTED, CALENDAR, suspensions=single
    ).raw_on  # fmt: skip


@pytest.mark.parametrize(("planned", "latest", "why"), NOTICES, ids=[row[0] for row in NOTICES])
def test_notice_of_a_dialogue_goes_out_at_least_five_days_before(planned: str, latest: str, why: str):
    term = ruling("KN.DIALOGUE.NOTICE", day(planned), event_on=day(planned))
    assert written(count_back(term, day(planned), CALENDAR).due_on) == latest, why


@pytest.mark.parametrize(("planned", "latest", "why"), NOTICES, ids=[row[0] for row in NOTICES])
def test_notice_never_leaves_fewer_than_five_days_and_lies_on_a_worked_day(planned: str, latest: str, why: str):
    assert ((day(planned) - day(latest)).days >= 5, CALENDAR.is_working(day(latest))) == (True, True), why


@pytest.mark.parametrize(("code", "days"), [("KN.DIALOGUE.NOTICE", 5), ("KN.SUSPEND.SEND", 3)])
def test_dialogue_and_suspension_follow_the_day_of_the_act_not_the_day_of_receipt(code: str, days: int):
    received = date(2026, 6, 1)
    assert ruling(code, received, event_on=NEW_LAW_FROM).number == days
    with pytest.raises(NotInForce):
        ruling(code, received, event_on=NEW_LAW_FROM - timedelta(days=1))


@pytest.mark.parametrize(
    ("start", "send", "plain", "remote", "court", "why"), AFTER_DECISION, ids=[row[0] for row in AFTER_DECISION]
)
def test_days_after_the_decision(start: str, send: str, plain: str, remote: str, court: str, why: str):
    on = day(start)
    assert (last("KN.DECISION1.SEND", on), last("KN.EFFECT1", on), last("KN.APPEAL2", on)) == (send, plain, plain), why
    assert (last("KN.EFFECT1", on, remote_area=True), last("KN.APPEAL2", on, remote_area=True)) == (remote, remote)
    if court:
        assert last("KN.COURT", on) == court
        return
    with pytest.raises(CalendarNotCovered):
        last("KN.COURT", on)


@pytest.mark.parametrize(
    ("start", "send", "plain", "remote", "court", "why"), AFTER_DECISION, ids=[row[0] for row in AFTER_DECISION]
)
def test_a_complex_case_has_no_longer_time_for_the_second_complaint_or_the_effect(
    start: str, send: str, plain: str, remote: str, court: str, why: str
):
    for code in ("KN.APPEAL2", "KN.EFFECT1"):
        both = last(code, day(start), complex_case=True, remote_area=True)
        assert (last(code, day(start), complex_case=True), both) == (plain, remote), (code, why)

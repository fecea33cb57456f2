"""The second complaint: the province's days by the law and the shipped calendar, its place on the road, and its words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from core.permissions import Permission
from deadlines.engine import due_on
from deadlines.reference import shipped_calendar, shipped_terms
from deadlines.terms import choose_term
from feedback.complaint_rules import above_from, fault_of_outcome
from feedback.complaint_states import (
    COMPLAINT_STEPS,
    IN_HAND,
    UNDECIDED_OUTCOMES,
    ComplaintAction,
    HigherOutcome,
)
from feedback.forms.complaint_faults import COMPLAINT_SENTENCES
from feedback.forms.complaint_forms import COMPLAINT_FORMS
from feedback.states import COMPLAINT_HANDLED, CaseState, Step
from feedback.views.complaint_words import COMPLAINT_STEPS as WORDS_OF
from tests.makers_core import bare_app
from tests.makers_deadlines import day, written

CALENDAR, TERMS = shipped_calendar(), shipped_terms()


def last(code: str, start: date, **facts: bool) -> str:
    term = choose_term(TERMS, code, received_on=start, strict=False, **facts)
    return written(due_on(term, start, CALENDAR).due_on)


def row(action: ComplaintAction) -> Step:
    return next(step for step in COMPLAINT_STEPS if step.action is action)


# LKN Art. 37: 45 days from acceptance by the provincial chair, 60 in a remote area; the last day moves off days of rest.
SETTLING = [
    ("Fri 20/11/2026", "Mon 04/01/2027", "Tue 19/01/2027", "over New Year"),
    ("Wed 23/12/2026", "Thu 11/02/2027", "Mon 22/02/2027", "Sat 06/02 is Tết; Sun 21/02 is a Sunday"),
    ("Mon 01/03/2027", "Thu 15/04/2027", "Tue 04/05/2027", "the evening before Hùng Kings' Day; Fri 30/04 is off"),
    ("Tue 02/03/2027", "Mon 19/04/2027", "Tue 04/05/2027", "Fri 16/04 is off; Sat 01/05, and Mon 03/05 in its lieu"),
    ("Wed 14/07/2027", "Mon 30/08/2027", "Mon 13/09/2027", "a Saturday; a Sunday"),
    ("Mon 19/07/2027", "Mon 06/09/2027", "Fri 17/09/2027", "National Day and the day beside it, then a weekend"),
]


@pytest.mark.parametrize(("start", "plain", "remote", "why"), SETTLING, ids=[case[0] for case in SETTLING])
def test_the_province_settles_in_forty_five_days_and_in_sixty_where_it_is_remote(start: str, plain: str, remote: str, why: str):
    assert last("KN.SETTLE2", day(start)) == plain, why
    assert last("KN.SETTLE2", day(start), remote_area=True) == remote, why


COMPLEX = [
    # from acceptance, 60 days, remote 70 days (LKN Art. 37), why
    ("Fri 20/11/2026", "Tue 19/01/2027", "Fri 29/01/2027", "10 + 31 + 19; ten more"),
    ("Mon 30/11/2026", "Fri 29/01/2027", "Thu 11/02/2027", "a Friday; Mon 08/02 is Tết to the 10th"),
    ("Wed 09/12/2026", "Thu 11/02/2027", "Wed 17/02/2027", "Sun 07/02 is Tết; a Wednesday"),
    ("Mon 01/03/2027", "Tue 04/05/2027", "Mon 10/05/2027", "Fri 30/04 is off, Sat 01/05, Mon 03/05 in its lieu; a Monday"),
]


@pytest.mark.parametrize(("start", "plain", "remote", "why"), COMPLEX, ids=[case[0] for case in COMPLEX])
def test_a_complex_second_settlement_has_sixty_days_and_seventy_where_it_is_remote(start: str, plain: str, remote: str, why: str):
    on = day(start)
    assert last("KN.SETTLE2", on, complex_case=True) == plain, why
    assert last("KN.SETTLE2", on, complex_case=True, remote_area=True) == remote, why
    assert last("KN.SETTLE2.COMPLEX", on) == plain, "asked by its own code it stays complex when it is counted anew"
    assert last("KN.SETTLE2.REMOTE_COMPLEX", on) == remote


# LKN Art. 41.1: sent in 7 days; Decree 124/2020 Art. 12: published in 15; both from the day of the second decision.
DECIDED = [
    ("Mon 04/01/2027", "Mon 11/01/2027", "Tue 19/01/2027", "no day of rest in the way"),
    ("Fri 29/01/2027", "Thu 11/02/2027", "Mon 15/02/2027", "Fri 05/02 is Tết; a Saturday"),
    ("Fri 09/04/2027", "Mon 19/04/2027", "Mon 26/04/2027", "Hùng Kings' Day; a Saturday"),
    ("Wed 09/06/2027", "Wed 16/06/2027", "Thu 24/06/2027", "no day of rest in the way"),
    ("Thu 26/08/2027", "Mon 06/09/2027", "Fri 10/09/2027", "National Day, the day beside it and a weekend"),
]


@pytest.mark.parametrize(("start", "sent", "published", "why"), DECIDED, ids=[case[0] for case in DECIDED])
@pytest.mark.parametrize("remote", [False, True])
def test_the_second_decision_is_sent_and_published_in_days_that_no_remoteness_lengthens(
    remote: bool, start: str, sent: str, published: str, why: str
):
    assert last("KN.DECISION2.SEND", day(start), remote_area=remote) == sent, why
    assert last("KN.DECISION2.PUBLISH", day(start), remote_area=remote) == published, why


FAMILIES = [("KN.APPEAL2", 30, 45), ("KN.EFFECT1", 30, 45), ("KN.SETTLE1", 30, 45), ("KN.SETTLE2", 45, 60)]


@pytest.mark.parametrize(("code", "plain", "remote"), FAMILIES, ids=[case[0] for case in FAMILIES])
def test_remoteness_gives_fifteen_days_more(code: str, plain: int, remote: int):
    on = date(2026, 11, 20)
    terms = [choose_term(TERMS, code, received_on=on, remote_area=far) for far in (False, True)]
    assert [(term.number, term.unit.value) for term in terms] == [(plain, "cal"), (remote, "cal")]
    assert [term.code for term in terms] == [code, f"{code}.REMOTE"]


@settings(max_examples=20)
@given(st.dates(min_value=date(2026, 7, 1), max_value=date(2027, 9, 30)), st.sampled_from(FAMILIES))
def test_the_last_day_is_worked_never_early_and_later_where_it_is_remote(start: date, family: tuple[str, int, int]):
    code, plain, remote = family
    near, far = day(last(code, start)), day(last(code, start, remote_area=True))
    assert near < far
    for found, number in ((near, plain), (far, remote)):
        raw = start + timedelta(days=number)
        assert CALENDAR.is_working(found)
        assert found >= raw
        assert [on for on in (raw + timedelta(days=n) for n in range((found - raw).days)) if CALENDAR.is_working(on)] == []


def test_effect_and_right_to_complain_again_end_on_one_day_when_decided_and_received_on_one_day():
    """LKN Art. 33.1 and 44.1 have the same days: no decision is in force while it can still be complained about."""
    for offset in range(0, 300, 11):
        on = date(2026, 7, 1) + timedelta(days=offset)
        for remote in (False, True):
            assert last("KN.EFFECT1", on, remote_area=remote) == last("KN.APPEAL2", on, remote_area=remote)


OWED = "accepted verifying"
"""Where the commune still owes its decision; services ask whether its time has passed."""
BEFORE_IT_TOO = {"record_appeal", "record_second", "record_court", "record_outcome"}
AFTER = [
    # step, from which states, what comes before in law
    ("record_appeal", f"sent in_force {OWED}", "the first decision was sent, or has not come in its time (Art. 33)"),
    ("record_second", f"appealed {OWED}", "a second complaint was lodged (Art. 36)"),
    ("record_court", f"appealed in_force sent {OWED}", "decision sent, whether or not complained about again (Art. 42), or late"),
    ("record_outcome", f"appealed in_court {OWED}", "somebody above has it"),
    ("enter_force", "sent", "nobody complained again (Art. 44.1)"),
    ("follow_up", "in_force", "what is in force is carried out (Art. 45, 46)"),
    ("close_complaint", "in_force", "and then the file is closed"),
]


@pytest.mark.parametrize(("action", "states", "why"), AFTER, ids=[case[0] for case in AFTER])
def test_after_the_decision_each_step_has_its_own_states(action: str, states: str, why: str):
    step = row(ComplaintAction(action))
    assert step.states == {CaseState(word) for word in states.split()}, why
    assert step.states & COMPLAINT_HANDLED == (IN_HAND if action in BEFORE_IT_TOO else set())


LATE = [
    # settlement's last day, decided on, the first day above, why
    (None, None, None, "not accepted yet: no time runs"),
    ("Fri 20/11/2026", None, "Sat 21/11/2026", "no decision"),
    ("Fri 20/11/2026", "Fri 20/11/2026", None, "decided on the last day"),
    ("Fri 20/11/2026", "Mon 23/11/2026", "Sat 21/11/2026", "decided late: it may have gone above before"),
]


@pytest.mark.parametrize(("by", "decided", "since", "why"), LATE, ids=[case[3] for case in LATE])
def test_a_complaint_goes_above_from_the_day_after_its_time(by: str | None, decided: str | None, since: str | None, why: str):
    found = above_from(settle_by=day(by) if by else None, decided_on=day(decided) if decided else None)
    assert found == (day(since) if since else None), why


@pytest.mark.parametrize("outcome", list(HigherOutcome))
@pytest.mark.parametrize("decided", [True, False])
def test_an_outcome_speaks_of_a_decision_that_is_there_or_of_none(outcome: HigherOutcome, decided: bool):
    of_decision = outcome.value in ("upheld", "changed", "annulled", "ended")
    assert fault_of_outcome(outcome, decided=decided) == ("" if of_decision is decided else "kn_outcome_unfit")


def test_what_the_province_does_is_written_down_by_whoever_handles_and_bears_no_form_of_the_commune():
    for action in (ComplaintAction.RECORD_APPEAL, ComplaintAction.RECORD_SECOND, ComplaintAction.RECORD_OUTCOME):
        assert (row(action).permission, row(action).form) == (Permission.CASE_HANDLE, "")
    assert row(ComplaintAction.RECORD_SECOND).term == "KN.SETTLE2"


def test_the_decision_is_upheld_changed_or_annulled_or_there_is_none_above_it():
    about_it = [outcome.value for outcome in HigherOutcome if outcome not in UNDECIDED_OUTCOMES]
    assert about_it == ["upheld", "changed", "annulled", "ended"]


def test_without_a_first_decision_it_was_settled_above_or_came_back():
    assert [outcome.value for outcome in HigherOutcome if outcome in UNDECIDED_OUTCOMES] == ["settled", "back"]


WORDS = [
    ("vi", "Ghi việc tỉnh thụ lý lần hai", "Ngày tỉnh thụ lý khiếu nại lần hai đã được ghi (Luật Khiếu nại 2011, Điều 36, 37)."),
    ("en", "Record that the province accepted the second complaint",
     ("The day on which the province accepted the second complaint is written down already "
      "(Law on Complaints 2011, Art. 36, 37).")),
]  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


@pytest.mark.parametrize(("locale", "label", "fault"), WORDS, ids=["vi", "en"])
def test_the_step_and_its_refusal_are_said_in_both_languages(app: Flask, locale: str, label: str, fault: str):
    with app.test_request_context("/"), force_locale(locale):
        assert str(WORDS_OF[ComplaintAction.RECORD_SECOND].label) == label
        assert str(COMPLAINT_SENTENCES["kn_second_known"]) == fault


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-11-20", date(2026, 11, 20)), ("20/11/2026", date(2026, 11, 20)), ("20-11-2026", date(2026, 11, 20)),
        ("20.11.2026", date(2026, 11, 20)), ("", None), ("31/02/2027", None), ("11/20/2026", None), ("20/11/1826", None),
        ("hôm qua", None),
    ],
)  # fmt: skip
def test_the_day_of_the_province_is_typed_in_any_writing(app: Flask, typed: str, read: date | None):
    with app.test_request_context("/", method="POST", data={"taken_on": typed}):
        form = COMPLAINT_FORMS[ComplaintAction.RECORD_SECOND](meta={"csrf": False})
        assert form.validate() is (read is not None or not typed)
        assert form.taken_on.data == read  # type: ignore[attr-defined]

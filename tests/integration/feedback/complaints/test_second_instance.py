"""The second complaint at the province: its days are followed, they bind another body, and nobody here is told to hurry."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import BadInput, NotAllowed, WrongState
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.complaint_states import ComplaintAction as Do
from feedback.queries.tracking import tracked
from feedback.services import clocks
from tests.makers import Commune, look
from tests.makers_complaints import Walk, complain, make_remote


def sent(commune: Commune, *, result: str = "partly", **facts: object) -> Walk:
    """Make a complaint that was decided, and its decision sent, on Thu 01/10/2026."""
    walk = complain(commune, "2026-09-10", **facts)
    walk.classify("2026-09-10")
    walk.take(Do.RECORD_SIGNATURE, "2026-09-10")
    walk.take(Do.CHECK_TIME, "2026-09-10", learned_on=date(2026, 9, 1))
    for action in (Do.ACCEPT, Do.VERIFY):
        walk.take(action, "2026-09-14")
    walk.take(Do.REPORT, "2026-10-01")
    walk.take(Do.DECIDE, "2026-10-01", result=result)
    walk.take(Do.SEND_DECISION, "2026-10-01")
    return walk


def appealed(commune: Commune, **facts: object) -> Walk:
    """Make the same, appealed on Tue 20/10/2026."""
    walk = sent(commune, **facts)
    walk.take(Do.RECORD_APPEAL, "2026-10-20")
    return walk


def waiting(walk: Walk) -> dict[str, str]:
    return {code: due for code, state, due in walk.clocks if state == "tracked"}


@pytest.mark.parametrize(
    ("remote", "code", "until"),
    [
        (False, "KN.SETTLE2", "2026-12-07"),  # Fri 23 October + 45 days = Mon 7 December
        (True, "KN.SETTLE2.REMOTE", "2026-12-22"),  # + 60 = Tue 22 December
    ],
)
def test_the_settlement_of_the_province_is_followed_from_its_acceptance(commune: Commune, remote: bool, code: str, until: str):
    walk = appealed(commune, **({"village_id": make_remote(commune)} if remote else {}))
    assert walk.take(Do.RECORD_SECOND, "2026-10-26", taken_on=date(2026, 10, 23)).isoformat() == until
    assert waiting(walk)[code] == until
    assert (walk.case.state, walk.case.due_on) == ("appealed", None)  # the commune has no clock of its own
    assert walk.entries[-1].kind == "kn_record_second"
    assert (walk.entries[-1].for_sender, walk.entries[-1].facts["until"]) == (True, until)
    view = tracked(commune.unit_id, walk.case_id, today=date(2026, 10, 27), calendar=calendar_for(commune.unit_id), locale="vi")
    assert [clock.remaining for clock in view.receipt.clocks if clock.term_code == code] == [None]
    assert look(commune.officer, walk.case_id, today=date(2026, 10, 27)).step(Do.RECORD_SECOND) is None
    with pytest.raises(BadInput) as again:
        walk.take(Do.RECORD_SECOND, "2026-10-27")
    assert again.value.errors == {"taken_on": "kn_second_known"}


@pytest.mark.parametrize(
    ("on_file", "remote", "code", "until"),
    [
        (False, False, "KN.SETTLE2.COMPLEX", "2026-12-22"),  # the province says so: Fri 23 October + 60 days
        (True, False, "KN.SETTLE2.COMPLEX", "2026-12-22"),  # it was complex already when the commune settled it
        (True, True, "KN.SETTLE2.REMOTE_COMPLEX", "2027-01-04"),  # + 70: Friday 1 January, then a weekend
    ],
)
def test_a_complex_case_has_longer_days_at_the_province(commune: Commune, on_file: bool, remote: bool, code: str, until: str):
    walk = appealed(commune, **({"village_id": make_remote(commune)} if remote else {}))
    if on_file:
        row = walk.row
        with transaction():
            row.is_complex, row.complex_reason, row.criteria = True, "Liên quan nhiều thửa đất", ["places"]
    said = {} if on_file else {"complex_case": True}
    assert walk.take(Do.RECORD_SECOND, "2026-10-26", taken_on=date(2026, 10, 23), **said).isoformat() == until
    assert waiting(walk)[code] == until
    with transaction():
        assert clocks.recount(walk.case) == []
    assert waiting(walk)[code] == until


def test_the_decision_of_the_province_is_sent_in_seven_and_published_in_fifteen_days(commune: Commune):
    walk = appealed(commune)
    walk.take(Do.RECORD_SECOND, "2026-10-26", taken_on=date(2026, 10, 23))
    walk.take(Do.RECORD_OUTCOME, "2026-12-02", outcome_on=date(2026, 11, 30))
    # Mon 30 November + 7 days = Mon 7 December; + 15 days = Tue 15 December.
    assert waiting(walk) == {"KN.DECISION2.SEND": "2026-12-07", "KN.DECISION2.PUBLISH": "2026-12-15"}
    assert ("KN.SETTLE2", "ended", "2026-12-07") in walk.clocks
    assert (walk.case.state, walk.row.in_force_on, walk.entries[-1].facts["outcome_on"]) == (
        "in_force", date(2026, 11, 30), "2026-11-30",
    )  # fmt: skip
    for action, day in ((Do.FOLLOW_UP, "2026-12-03"), (Do.CLOSE, "2026-12-04")):
        walk.take(action, day)
    assert waiting(walk) == {}


def test_a_second_complaint_that_comes_to_no_decision_leaves_the_first_one_as_it_is(commune: Commune):
    walk = appealed(commune, result="wrong")
    walk.take(Do.RECORD_SECOND, "2026-10-26", taken_on=date(2026, 10, 23))
    walk.take(Do.RECORD_OUTCOME, "2026-12-02", outcome="ended", text="Người khiếu nại rút khiếu nại lần hai.")
    assert (walk.case.state, walk.row.higher_outcome, waiting(walk)) == ("in_force", "ended", {})
    walk.take(Do.CLOSE, "2026-12-03")
    assert walk.case.state == "closed"


@pytest.mark.parametrize("outcome", ["changed", "annulled"])
def test_a_complaint_found_wrong_is_closed_at_once_unless_somebody_above_found_otherwise(commune: Commune, outcome: str):
    upheld, other = appealed(commune, result="wrong"), appealed(commune, result="wrong")
    upheld.take(Do.RECORD_OUTCOME, "2026-12-02", outcome="upheld")
    upheld.take(Do.CLOSE, "2026-12-03")
    assert upheld.case.state == "closed"
    other.take(Do.RECORD_OUTCOME, "2026-12-02", outcome=outcome)
    with pytest.raises(BadInput) as refused:
        other.take(Do.CLOSE, "2026-12-03")
    assert refused.value.errors == {"": "kn_not_enforced"}
    other.take(Do.FOLLOW_UP, "2026-12-03", text="Đã trả lại đất theo quyết định của tỉnh.", done=True)
    other.take(Do.CLOSE, "2026-12-04")
    assert other.case.state == "closed"


@pytest.mark.parametrize(("received", "late"), [(None, True), ("2026-10-06", True), ("2026-10-07", False)])
def test_the_days_of_a_second_complaint_count_from_the_receipt_of_the_decision(commune: Commune, received: str, late: bool):
    walk = sent(commune)
    # Sent Thu 1 October: 30 days end on Sat 31, so Mon 2 November. Received Tue 6: Thu 5 November; Wed 7: Fri 6 November.
    known = {"received_on": date.fromisoformat(received)} if received else {}
    assert walk.take(Do.RECORD_APPEAL, "2026-11-09", appealed_on=date(2026, 11, 6), **known) is late
    assert walk.row.appeal_late is late


@pytest.mark.parametrize("received", ["2026-09-30", "2026-11-07"])
def test_a_decision_is_received_after_it_was_sent_and_before_it_is_complained_of(commune: Commune, received: str):
    with pytest.raises(BadInput) as refused:
        sent(commune).take(
            Do.RECORD_APPEAL, "2026-11-09", appealed_on=date(2026, 11, 6), received_on=date.fromisoformat(received)
        )
    assert list(refused.value.errors) == ["received_on"]


def test_what_the_province_has_found_is_not_complained_of_a_second_time(commune: Commune):
    walk = appealed(commune)
    walk.take(Do.RECORD_OUTCOME, "2026-12-02")
    assert Do.RECORD_APPEAL in look(commune.officer, walk.case_id).complaint.hidden
    with pytest.raises(BadInput) as refused:
        walk.take(Do.RECORD_APPEAL, "2026-12-03")
    assert refused.value.errors == {"": "kn_higher_known"}
    walk.take(Do.RECORD_COURT, "2026-12-03")
    assert walk.case.state == "in_court"


def test_a_court_starts_no_clock_of_the_province_and_an_unknown_day_is_today(commune: Commune):
    walk = appealed(commune)
    walk.take(Do.RECORD_COURT, "2026-10-30")
    with pytest.raises(WrongState):
        walk.take(Do.RECORD_SECOND, "2026-11-02")
    walk.take(Do.RECORD_OUTCOME, "2026-12-02")
    assert (waiting(walk), walk.entries[-1].facts["outcome_on"]) == ({}, "2026-12-02")


def test_only_who_handles_it_records_the_province(commune: Commune):
    walk = appealed(commune)
    for actor in (commune.clerk, commune.leader, commune.stranger):
        with pytest.raises(NotAllowed):
            walk.take(Do.RECORD_SECOND, "2026-10-26", by=actor)
    assert walk.take(Do.RECORD_SECOND, "2026-10-26") is not None

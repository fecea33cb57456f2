"""A complaint that is not decided in its time may go to the province or to court (LKN Art. 33.1): the commune still owes its
decision and stays late, and what happens above stands beside it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from core.errors import BadInput, WrongState
from deadlines.queries import calendar_for
from feedback.complaint_states import ComplaintAction as Do
from feedback.complaint_states import HigherOutcome
from feedback.late_reasons import Lateness
from feedback.queries.desk import desk_counts
from feedback.queries.desk_tabs import Tab
from feedback.queries.tracking import tracked
from tests.makers import Commune, inside, look
from tests.makers_complaints import Walk, complain, moment
from tests.makers_desk import desks

WHY = Lateness(reason="slow_start")


def owed(commune: Commune) -> Walk:
    """Make a complaint accepted on Mon 14/09/2026 and being verified: to be decided until Wed 14/10/2026."""
    walk = complain(commune, "2026-09-10")
    walk.classify("2026-09-10")
    walk.take(Do.RECORD_SIGNATURE, "2026-09-10")
    walk.take(Do.CHECK_TIME, "2026-09-10", learned_on=date(2026, 9, 1))
    for action in (Do.ACCEPT, Do.VERIFY):
        walk.take(action, "2026-09-14")
    return walk


def appealed(commune: Commune) -> Walk:
    """Make the same, taken to the province on Tue 20/10/2026."""
    walk = owed(commune)
    walk.take(Do.RECORD_APPEAL, "2026-10-20")
    return walk


def decided(walk: Walk) -> Walk:
    """Let the commune decide on Mon 26/10/2026, and send its decision."""
    walk.take(Do.REPORT, "2026-10-26")
    walk.take(Do.DECIDE, "2026-10-26", late=WHY)
    walk.take(Do.SEND_DECISION, "2026-10-26")
    return walk


def stations(walk: Walk, today: date) -> list[tuple[str, str, str]]:
    unit_id = walk.commune.unit_id
    view = tracked(unit_id, walk.case_id, today=today, calendar=calendar_for(unit_id), locale="vi")
    return [(stop.name, stop.on.isoformat() if stop.on else "", stop.state) for stop in view.receipt.stations[2:]]


def refused(walk: Walk, action: Do, day: str, **facts: object) -> dict[str, str]:
    with pytest.raises(BadInput) as fault:
        walk.take(action, day, **facts)
    return fault.value.errors


@pytest.mark.parametrize(("action", "field"), [(Do.RECORD_APPEAL, "appealed_on"), (Do.RECORD_COURT, "court_on")])
def test_nothing_is_above_before_the_time_of_the_commune_has_passed(commune: Commune, action: Do, field: str):
    walk = owed(commune)
    assert refused(walk, action, "2026-10-14") == {"": "kn_not_late"}
    assert action in look(commune.officer, walk.case_id, today=date(2026, 10, 14)).complaint.hidden
    assert refused(walk, action, "2026-10-16", **{field: date(2026, 10, 14)}) == {field: "kn_day_earlier"}
    walk.take(action, "2026-10-15")
    assert (walk.case.state, getattr(walk.row, field)) == ("verifying", date(2026, 10, 15))
    assert refused(walk, action, "2026-10-16") == {"": "kn_above_known"}


def test_the_commune_owes_its_decision_and_stays_late_beside_the_second_complaint(commune: Commune):
    walk, late = owed(commune), date(2026, 10, 20)
    overdue = desk_counts(commune.officer, today=late)[Tab.OVERDUE]
    walk.take(Do.RECORD_APPEAL, "2026-10-20")
    assert (walk.case.state, walk.case.due_on, walk.row.appeal_late) == ("verifying", date(2026, 10, 14), False)
    # Wed 14 October, the last day of the commune, + 30 = Fri 13 November.
    assert ("KN.SETTLE1", "running", "2026-10-14") in walk.clocks
    assert ("KN.APPEAL2", "ended", "2026-11-13") in walk.clocks
    assert desk_counts(commune.officer, today=late)[Tab.OVERDUE] == overdue == 1
    line = walk.entries[-1]
    assert (line.kind, line.for_sender, line.facts["unsettled"]) == ("kn_record_appeal", True, True)
    assert stations(walk, late) == [
        ("appealed", "2026-10-20", "done"), ("kn_decided", "2026-10-14", "late"),
        ("kn_sent", "", "next"), ("in_force", "", "next"),
    ]  # fmt: skip
    hidden = look(commune.officer, walk.case_id, today=late).complaint.hidden
    assert not {Do.RECORD_SECOND, Do.RECORD_COURT, Do.RECORD_OUTCOME} & hidden


@pytest.mark.parametrize(("day", "late"), [("2026-11-13", False), ("2026-11-16", True)])
def test_the_days_of_the_second_complaint_count_from_the_end_of_the_time_of_the_commune(commune: Commune, day: str, late: bool):
    assert owed(commune).take(Do.RECORD_APPEAL, day) is late


def test_a_decision_that_comes_after_the_second_complaint_does_not_take_effect_by_itself(commune: Commune):
    walk = decided(appealed(commune))
    assert (walk.case.state, walk.case.on_time) == ("appealed", False)
    assert [code for code, state, _due in walk.clocks if state == "tracked"] == ["KN.COURT"]
    assert [name for name, _on, _state in stations(walk, date(2026, 10, 27))] == ["appealed", "kn_decided", "kn_sent", "in_force"]
    with pytest.raises(WrongState):
        walk.take(Do.ENTER_FORCE, "2026-12-24")
    walk.take(Do.RECORD_SECOND, "2026-10-28")
    walk.take(Do.RECORD_OUTCOME, "2026-12-02")
    assert (walk.case.state, walk.row.higher_outcome) == ("in_force", "upheld")


def test_a_second_complaint_that_becomes_known_after_the_late_decision_keeps_its_day(commune: Commune):
    walk = decided(owed(commune))
    assert refused(walk, Do.RECORD_APPEAL, "2026-10-28", appealed_on=date(2026, 10, 14)) == {"appealed_on": "kn_day_earlier"}
    assert walk.take(Do.RECORD_APPEAL, "2026-10-28", appealed_on=date(2026, 10, 20)) is False
    assert (walk.case.state, walk.row.appealed_on) == ("appealed", date(2026, 10, 20))


def test_the_province_settles_it_in_the_stead_of_the_commune_which_says_why_it_was_late(commune: Commune):
    walk = appealed(commune)
    assert walk.take(Do.RECORD_SECOND, "2026-10-26", taken_on=date(2026, 10, 23)).isoformat() == "2026-12-07"
    assert walk.case.state == "verifying"
    assert refused(walk, Do.RECORD_SECOND, "2026-10-27") == {"taken_on": "kn_second_known"}
    assert refused(walk, Do.RECORD_OUTCOME, "2026-12-02", outcome="upheld") == {"outcome": "kn_outcome_unfit"}
    assert refused(walk, Do.RECORD_OUTCOME, "2026-12-02", outcome="settled") == {"late_reason": "late_reason_missing"}
    walk.take(Do.RECORD_OUTCOME, "2026-12-02", outcome="settled", outcome_on=date(2026, 11, 30), late=WHY)
    case = walk.case
    assert (case.state, case.due_on, case.on_time, case.late_reason) == ("in_force", None, False, "slow_start")
    assert ("KN.SETTLE1", "ended", "2026-10-14") in walk.clocks
    assert {code for code, state, _due in walk.clocks if state == "tracked"} == {"KN.DECISION2.SEND", "KN.DECISION2.PUBLISH"}
    assert [name for name, _on, _state in stations(walk, date(2026, 12, 3))] == ["appealed", "in_force"]
    walk.take(Do.FOLLOW_UP, "2026-12-04")
    walk.take(Do.CLOSE, "2026-12-07")
    assert walk.case.state == "closed"


def test_what_comes_back_is_decided_by_the_commune_and_may_be_complained_of_again(commune: Commune):
    walk = appealed(commune)
    walk.take(Do.RECORD_SECOND, "2026-10-21")
    walk.take(Do.RECORD_OUTCOME, "2026-10-23", outcome="back", text="Người khiếu nại rút khiếu nại lần hai.")
    assert (walk.case.state, walk.case.due_on, walk.row.appealed_on) == ("verifying", date(2026, 10, 14), None)
    decided(walk)
    assert walk.case.state == "sent"
    assert walk.take(Do.RECORD_APPEAL, "2026-11-02") is False
    assert walk.take(Do.RECORD_SECOND, "2026-11-04") is not None


def test_a_court_takes_a_late_complaint_and_the_commune_still_decides(commune: Commune):
    walk = appealed(commune)
    walk.take(Do.RECORD_COURT, "2026-10-22")
    assert refused(walk, Do.RECORD_SECOND, "2026-10-23") == {"": "kn_not_above"}
    assert (walk.case.state, walk.row.court_on) == ("verifying", date(2026, 10, 22))
    assert decided(walk).case.state == "in_court"
    walk.take(Do.RECORD_OUTCOME, "2027-03-01", outcome="annulled")
    assert (walk.case.state, moment("2027-03-01").date()) == ("in_force", walk.row.in_force_on)


def offered(app: Flask, home: Commune, walk: Walk) -> list[str]:
    """Return the outcomes that the form of the officer offers."""
    page = desks(app, home)["officer"].open(f"/can-bo/ho-so/{walk.case_id}?mo=ket-qua-cap-tren").text
    return [word.value for word in HigherOutcome if f'value="{word.value}"' in page]


def test_the_form_offers_the_outcomes_that_fit_what_there_is(app: Flask, home: Commune, at):
    at("2026-12-02 09:00")
    with inside(app, unit_id=home.unit_id):
        walk = appealed(home)
    assert offered(app, home, walk) == ["settled", "back"]
    with inside(app, unit_id=home.unit_id):
        walk.take(Do.RECORD_OUTCOME, "2026-12-01", outcome="settled", late=WHY)
        walk.take(Do.RECORD_COURT, "2026-12-02")
        assert walk.case.state == "in_court"
    assert offered(app, home, walk) == ["upheld", "changed", "annulled", "ended"]
    with inside(app, unit_id=home.unit_id):
        walk.take(Do.RECORD_OUTCOME, "2026-12-02", outcome="upheld")
        assert walk.case.state == "in_force"

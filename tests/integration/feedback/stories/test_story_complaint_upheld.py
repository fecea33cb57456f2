"""Story 1: an ordinary complaint that turns out to be right, from the counter to the decision carried out."""

from __future__ import annotations

from datetime import date

from feedback.complaint_states import ComplaintAction as Do
from tests.makers import Commune
from tests.makers_complaints import complain
from tests.makers_stories import compare, tell

# 2026: Tue 24 November is Vietnam Culture Day, off. 2027: Fri 1 January is off.
DATES = {
    "KN.ACCEPT": ("Fri 2026-11-20", "Wed 2026-12-02", "7 wd: Mon 23, (Tue 24 off), Wed 25, Thu 26, Fri 27, Mon 30, Tue 1, Wed 2"),
    "KN.SETTLE1": ("Wed 2026-12-02", "Mon 2027-01-04", "30 days end on Fri 1 January, a holiday; Sat, Sun; Monday 4"),
    "KN.EVIDENCE": ("Mon 2026-12-07", "Mon 2026-12-14", "7 calendar days from the request"),
    "KN.DECISION1.SEND": ("Wed 2026-12-23", "Mon 2026-12-28", "3 wd: Thu 24, Fri 25, Mon 28"),
    "KN.EFFECT1": ("Wed 2026-12-23", "Fri 2027-01-22", "30 days from issue"),
    "KN.APPEAL2": ("Thu 2026-12-24", "Mon 2027-01-25", "30 days end on Sat 23 January; Monday 25"),
    "KN.COURT": ("Thu 2026-12-24", "Fri 2027-12-24", "one year from receipt"),
}


def test_ordinary_complaint_is_upheld_and_carried_out(commune: Commune):
    story = complain(commune, "2026-11-20")
    story.classify("2026-11-23")
    story.take(Do.RECORD_SIGNATURE, "2026-11-23")
    bar = story.take(Do.CHECK_TIME, "2026-11-23")
    story.take(Do.ACCEPT, "2026-12-02")
    story.take(Do.VERIFY, "2026-12-03")
    story.take(Do.REQUEST_PAPERS, "2026-12-07")
    story.take(Do.RECEIVE_PAPERS, "2026-12-11")
    story.take(Do.FINISH_TASK, "2026-12-14")
    story.take(Do.REPORT, "2026-12-16", differs=True)
    story.take(Do.INVITE, "2026-12-16", planned_on=date(2026, 12, 22))
    story.take(Do.HOLD_DIALOGUE, "2026-12-22")
    story.take(Do.DECIDE, "2026-12-23", result="right")
    story.take(Do.SEND_DECISION, "2026-12-24")
    story.take(Do.ENTER_FORCE, "2027-01-26")
    story.take(Do.FOLLOW_UP, "2027-02-01")
    story.take(Do.CLOSE, "2027-02-02")
    print(tell(story.case_id))
    compare(story.case_id, DATES)
    assert (bar.last_on.isoformat(), bar.barred) == ("2027-01-04", False)  # 90 days end on Sun 3 January 2027; Monday 4
    case, row = story.case, story.row
    assert (case.state, case.on_time, case.answered_on.isoformat()) == ("closed", True, "2026-12-24")
    assert (row.result, row.in_force_on.isoformat(), row.enforced_on.isoformat()) == ("right", "2027-01-22", "2027-02-01")
    assert "Quyết định giải quyết khiếu nại" in tell(story.case_id)
    assert "Điều 28 Luật Khiếu nại 2011" in tell(story.case_id)

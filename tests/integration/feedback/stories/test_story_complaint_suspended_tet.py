"""Story 4: a settlement that stands still over Tết 2027, and whose clock runs on afterwards."""

from __future__ import annotations

from datetime import date

from feedback.complaint_states import ComplaintAction as Do
from tests.makers import Commune
from tests.makers_complaints import complain
from tests.makers_stories import compare, tell

# Tết 2027 (provisional plan): Thu 4 to Wed 10 February are off.
DATES = {
    "KN.ACCEPT": ("Mon 2027-01-11", "Wed 2027-01-20", "7 wd: Tue 12, Wed 13, Thu 14, Fri 15, Mon 18, Tue 19, Wed 20"),
    "KN.SETTLE1": (
        "Fri 2027-01-15", "Tue 2027-03-16",
        "18 days were used to Tue 2 February; the stop is not counted; the other 12 run from Fri 5 March: Tue 16 March",
    ),
    "KN.SUSPEND.SEND": ("Thu 2027-03-04", "Tue 2027-03-09", "3 wd from the decision to go on: Fri 5, Mon 8, Tue 9"),
}  # fmt: skip


def test_complaint_suspended_over_tet_runs_on_with_what_was_left(commune: Commune):
    story = complain(commune, "2027-01-11")
    story.classify("2027-01-12")
    story.take(Do.RECORD_SIGNATURE, "2027-01-12")
    story.take(Do.CHECK_TIME, "2027-01-12", learned_on=date(2026, 12, 20))
    story.take(Do.ACCEPT, "2027-01-15")
    # Without a stop: 15 January + 30 = Sun 14 February; Monday 15.
    assert story.case.due_on.isoformat() == "2027-02-15"
    story.take(Do.VERIFY, "2027-01-18")
    sending = story.take(Do.SUSPEND, "2027-02-02")
    # 3 wd from Tue 2 February: Wed 3, (Thu 4 – Wed 10 Tết, Sat, Sun), Thu 11, Fri 12.
    assert sending.isoformat() == "2027-02-12"
    assert (story.case.state, story.case.due_on) == ("suspended", None)
    assert ("KN.SETTLE1", "stopped", "2027-02-15") in story.clocks
    assert story.take(Do.CONFIRM_SENT, "2027-02-12") is True
    assert story.take(Do.RESUME, "2027-03-04").isoformat() == "2027-03-16"
    assert story.take(Do.CONFIRM_SENT, "2027-03-05") is True
    assert story.case.state == "verifying"
    print(tell(story.case_id))
    compare(story.case_id, DATES)
    story.take(Do.REPORT, "2027-03-10")
    story.take(Do.DECIDE, "2027-03-16")
    assert story.case.on_time is True

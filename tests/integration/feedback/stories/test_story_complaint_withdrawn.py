"""Story 5: three neighbours complain; one withdraws, the case goes on for two; then these withdraw too."""

from __future__ import annotations

import pytest

from core.errors import BadInput
from feedback.complaint_states import ComplaintAction as Do
from tests.makers import Commune
from tests.makers_complaints import complain
from tests.makers_stories import compare, tell

DATES = {
    "KN.ACCEPT": ("Fri 2026-11-20", "Wed 2026-12-02", "7 wd, Tue 24 November is off"),
    "KN.SETTLE1": ("Fri 2026-11-27", "Mon 2026-12-28", "30 days end on Sun 27 December; Monday 28"),
    "KN.SUSPEND.SEND": ("Fri 2026-12-18", "Wed 2026-12-23", "3 wd: Mon 21, Tue 22, Wed 23"),
}
THREE = {
    "people": 3, "representatives": "Nguyễn Văn An", "appointment_paper": "Văn bản cử đại diện ngày 19/11/2026",
    "all_signed": True,
}  # fmt: skip


def test_complaint_withdrawn_by_one_of_three_goes_on_for_the_others(commune: Commune):
    story = complain(commune, "2026-11-20")
    story.classify("2026-11-23")
    story.take(Do.RECORD_SIGNATURE, "2026-11-23")
    story.take(Do.CHECK_TIME, "2026-11-23")
    story.take(Do.RECORD_PEOPLE, "2026-11-23", **{**THREE, "all_signed": False})
    with pytest.raises(BadInput) as refused:
        story.take(Do.ACCEPT, "2026-11-27")
    assert refused.value.errors == {"": "kn_signatures_missing"}
    story.take(Do.RECORD_PEOPLE, "2026-11-26", **THREE)
    story.take(Do.ACCEPT, "2026-11-27")
    story.take(Do.WITHDRAW, "2026-12-07", scope="some_people", leaving=1)
    case, row = story.case, story.row
    assert (case.state, case.due_on.isoformat(), row.people, row.withdrawn_on) == ("accepted", "2026-12-28", 2, None)
    story.take(Do.VERIFY, "2026-12-08")
    story.take(Do.WITHDRAW, "2026-12-18", scope="some_people", leaving=2)
    story.take(Do.REPORT, "2026-12-18")
    with pytest.raises(BadInput) as undecided:
        story.take(Do.DECIDE, "2026-12-18")
    assert undecided.value.errors == {"": "kn_is_withdrawn"}
    story.take(Do.DISCONTINUE, "2026-12-18", ground="withdrawn", reason="Toàn bộ người khiếu nại đã rút.")
    print(tell(story.case_id))
    compare(story.case_id, DATES)
    case = story.case
    assert (case.state, case.on_time, case.closed_on.isoformat()) == ("discontinued", True, "2026-12-18")


def test_one_person_s_withdrawal_before_acceptance_ends_the_road(commune: Commune):
    story = complain(commune, "2026-11-20")
    story.classify("2026-11-23")
    story.take(Do.WITHDRAW, "2026-11-25")
    assert (story.case.state, story.case.due_on, story.clocks) == ("withdrawn", None, [("KN.ACCEPT", "ended", "2026-12-02")])


def test_a_part_that_is_withdrawn_is_kept_and_the_rest_goes_on(commune: Commune):
    story = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-27")
    story.take(Do.WITHDRAW, "2026-12-01", scope="part", what="Nội dung về bồi thường cây trồng")
    assert (story.case.state, story.row.withdrawn_part) == ("verifying", "Nội dung về bồi thường cây trồng")
    story.take(Do.REPORT, "2026-12-02")
    story.take(Do.DECIDE, "2026-12-03")
    assert story.case.state == "decided"

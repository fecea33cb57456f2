"""Story 2: a complaint that comes too late, with an illness that excuses some of the days but not enough of them."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import BadInput
from feedback.complaint_states import ComplaintAction as Do
from tests.makers import Commune
from tests.makers_complaints import complain
from tests.makers_stories import compare, tell

DATES = {
    "KN.ACCEPT": ("Fri 2026-11-20", "Wed 2026-12-02", "7 wd, Tue 24 November is off"),
}


def test_complaint_after_the_ninety_days_is_not_accepted(commune: Commune):
    from_june = {"learned_on": date(2026, 6, 10)}
    story = complain(commune, "2026-11-20")
    story.classify("2026-11-23")
    story.take(Do.RECORD_SIGNATURE, "2026-11-23")
    without = story.take(Do.CHECK_TIME, "2026-11-23", **from_june)
    # Wed 10 June + 90 days = Tue 8 September.
    assert (without.last_on.isoformat(), without.barred) == ("2026-09-08", True)
    excused = story.take(Do.CHECK_TIME, "2026-11-23", **from_june, excused_days=30, excused_reason="Nằm viện, có giấy ra viện.")
    # 120 days in one count: Thu 8 October. Still too late.
    assert (excused.last_on.isoformat(), excused.barred) == ("2026-10-08", True)
    with pytest.raises(BadInput) as refused:
        story.take(Do.ACCEPT, "2026-11-25")
    assert refused.value.errors == {"": "kn_time_barred"}
    story.take(Do.NOT_ACCEPT, "2026-11-25", ground="6", reason="Đơn gửi ngày 20/11/2026, quá thời hiệu từ ngày 08/10/2026.")
    print(tell(story.case_id))
    compare(story.case_id, DATES)
    case = story.case
    assert (case.state, case.on_time, case.closed_on.isoformat()) == ("not_accepted", True, "2026-11-25")
    assert case.ground.startswith("Luật Khiếu nại 2011, Điều 11, khoản 6: ")
    assert story.row.refusal_ground == "6"


def test_enough_excused_days_bring_it_back_in_time(commune: Commune):
    story = complain(commune, "2026-11-20")
    story.classify("2026-11-23")
    bar = story.take(
        Do.CHECK_TIME, "2026-11-23", learned_on=date(2026, 6, 10), excused_days=73, excused_reason="Lũ cuốn đường, bản bị cô lập."
    )  # fmt: skip
    # 163 days from Wed 10 June: Fri 20 November, the day on which it was lodged.
    assert (bar.last_on.isoformat(), bar.barred) == ("2026-11-20", False)
    with pytest.raises(BadInput) as refused:
        story.take(Do.NOT_ACCEPT, "2026-11-25", ground="6")
    assert refused.value.errors == {"ground": "kn_not_barred"}

"""A complaint about a disciplinary decision: 15 days to complain, 10 to complain again, 30 when it is dismissal (LKN Art. 48)."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import BadInput
from feedback.complaint_states import ComplaintAction as Do
from tests.makers import TODAY, Commune, look
from tests.makers_complaints import Walk, complain

DISCIPLINE = {"challenged": "discipline", "target": "Quyết định 12/QĐ-UBND ngày 02/11/2026: khiển trách"}


def checked(commune: Commune, learned_on: date, **changes: object) -> Walk:
    walk = complain(commune, "2026-11-20")
    walk.classify("2026-11-20")
    walk.take(Do.RECORD_SIGNATURE, "2026-11-20")
    walk.take(Do.CHECK_TIME, "2026-11-20", learned_on=learned_on, **changes)
    return walk


@pytest.mark.parametrize(
    ("learned_on", "changes", "last_on", "barred"),
    [
        (date(2026, 11, 5), DISCIPLINE, "2026-11-20", False),  # Thu 5 November + 15 = Fri 20, the day of the letter
        (date(2026, 11, 4), DISCIPLINE, "2026-11-19", True),  # one day too late, where an administrative one has 75 more
        (date(2026, 11, 4), {**DISCIPLINE, "challenged": "dismissal"}, "2026-11-19", True),
        (date(2026, 11, 4), {}, "2027-02-02", False),  # 90 days end on Tue 2 February
        (date(2026, 10, 26), {**DISCIPLINE, "excused_days": 10, "excused_reason": "Nằm viện"}, "2026-11-20", False),
    ],
)  # fmt: skip
def test_the_time_bar_is_that_of_what_is_complained_about(
    commune: Commune, learned_on: date, changes: dict[str, object], last_on: str, barred: bool
):
    walk = checked(commune, learned_on, **changes)
    file = look(commune.clerk, walk.case_id).complaint
    assert (walk.row.time_limit_on.isoformat(), file.barred) == (last_on, barred)
    assert (bool(file.time_limit_why), any("Điều 48" in line for line in file.time_limit_why)) == (True, "challenged" in changes)
    assert walk.entries[-1].facts["term"].endswith("DISCIPLINE") is ("challenged" in changes)


def test_too_late_is_too_late_for_the_chair_and_the_length_is_told_beside_the_step(commune: Commune):
    walk = checked(commune, date(2026, 11, 4), **DISCIPLINE)
    with pytest.raises(BadInput) as refused:
        walk.take(Do.ACCEPT, "2026-11-23")
    assert refused.value.errors == {"": "kn_time_barred"}
    assert look(commune.clerk, walk.case_id).step(Do.CHECK_TIME).deadline == "15 ngày"
    walk.take(Do.CHECK_TIME, "2026-11-23", challenged="administrative", learned_on=date(2026, 11, 4))
    assert look(commune.clerk, walk.case_id).step(Do.CHECK_TIME).deadline == "90 ngày"
    walk.take(Do.NOT_ACCEPT, "2026-11-23")


def test_what_is_complained_about_is_one_of_three(commune: Commune):
    with pytest.raises(BadInput) as refused:
        checked(commune, TODAY, challenged="rumour")
    assert refused.value.errors == {"challenged": "choice_unknown"}


@pytest.mark.parametrize(
    ("challenged", "clock", "late_on"),
    [
        ("discipline", ("KN.APPEAL2.DISCIPLINE", "tracked", "2026-12-07"), "2026-12-08"),  # Fri 27 November + 10 = Mon 7 December
        ("dismissal", ("KN.APPEAL2.DISMISSAL", "tracked", "2026-12-28"), "2026-12-29"),  # + 30 = Sun 27; Monday 28
    ],
)
def test_the_second_complaint_has_days_of_its_own(commune: Commune, challenged: str, clock: tuple[str, str, str], late_on: str):
    walk = checked(commune, date(2026, 11, 16), **{**DISCIPLINE, "challenged": challenged})
    for action in (Do.ACCEPT, Do.VERIFY, Do.REPORT, Do.DECIDE, Do.SEND_DECISION):
        walk.take(action, "2026-11-27")
    assert [item for item in walk.clocks if item[0].startswith("KN.APPEAL2")] == [clock]
    assert walk.take(Do.RECORD_APPEAL, late_on, appealed_on=date.fromisoformat(clock[2])) is False
    walk.take(Do.RECORD_OUTCOME, late_on)


def test_a_second_complaint_about_discipline_is_late_on_the_eleventh_day(commune: Commune):
    walk = checked(commune, date(2026, 11, 16), **DISCIPLINE)
    for action in (Do.ACCEPT, Do.VERIFY, Do.REPORT, Do.DECIDE, Do.SEND_DECISION):
        walk.take(action, "2026-11-27")
    assert walk.take(Do.RECORD_APPEAL, "2026-12-08") is True

"""The marks of a complaint that stood still: neither the worker nor the desk's list counts the days of its suspension."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from core.extensions import db
from core.formats import HERE
from deadlines.queries import calendar_for
from feedback.complaint_states import ComplaintAction as Do
from feedback.escalating import escalate
from feedback.models import CaseEntry
from feedback.queries.desk import work_list
from feedback.queries.desk_filters import DeskFilters
from feedback.queries.desk_tabs import Tab
from tests.makers import Commune
from tests.makers_complaints import Walk, complain


def told(case_id: int) -> list[int]:
    query = select(CaseEntry.facts).where(CaseEntry.case_id == case_id, CaseEntry.kind == "escalated").order_by(CaseEntry.id)
    return [facts["stage"] for facts in db.session.scalars(query)]


def listed(walk: Walk, on: date) -> int:
    calendar = calendar_for(walk.commune.unit_id)
    rows = work_list(walk.commune.leader, filters=DeskFilters(tab=Tab.ALL), page=1, today=on, calendar=calendar).items
    return next(row.mark.stage for row in rows if row.id == walk.case_id)


def verified(commune: Commune, **facts: str) -> Walk:
    """Make a complaint that was taken on Fri 15/01/2027 and is being verified."""
    walk = complain(commune, "2027-01-11", **facts)
    walk.classify("2027-01-12")
    walk.take(Do.RECORD_SIGNATURE, "2027-01-12")
    walk.take(Do.CHECK_TIME, "2027-01-12", learned_on=date(2026, 12, 20))
    for action in (Do.ACCEPT, Do.VERIFY):
        walk.take(action, "2027-01-15")
    return walk


def test_suspended_days_use_nothing_of_the_time(commune: Commune):
    walk = verified(commune)
    walk.take(Do.SUSPEND, "2027-02-02")
    other = verified(commune, story="Đơn khác không bị tạm đình chỉ, vẫn tính đủ ngày.")  # due on Monday 15 February
    walk.take(Do.RESUME, "2027-03-04")
    assert walk.case.due_on == date(2027, 3, 16)
    # 12 of 20 working days were used on Tue 2 February; Fri 5 March is the 13th, Wed 10 March the 16th.
    days = {
        "2027-03-05": (50, [50]), "2027-03-09": (50, [50]), "2027-03-10": (80, [50, 80]), "2027-03-15": (80, [50, 80]),
        "2027-03-16": (100, [50, 80, 100]),
    }  # fmt: skip
    found = {}
    for text in days:
        escalate(datetime.fromisoformat(f"{text} 08:00").replace(tzinfo=HERE))
        found[text] = (listed(walk, date.fromisoformat(text)), told(walk.case_id))
    assert found == days
    assert told(other.case_id) == [100]


def test_what_was_told_before_the_suspension_is_not_told_again_after_it(commune: Commune):
    walk = verified(commune)
    escalate(datetime(2027, 2, 1, 8, tzinfo=HERE))
    assert told(walk.case_id) == [50]
    walk.take(Do.SUSPEND, "2027-02-02")
    assert listed(walk, date(2027, 2, 26)) == 0  # no clock runs
    escalate(datetime(2027, 2, 26, 8, tzinfo=HERE))
    walk.take(Do.RESUME, "2027-03-04")
    escalate(datetime(2027, 3, 5, 8, tzinfo=HERE))
    assert told(walk.case_id) == [50]

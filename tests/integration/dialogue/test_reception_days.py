"""Reception days: planned, published in time, postponed with a reason and a date, held or not; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.queries import reception as queries
from dialogue.reception_models import ReceptionDay
from dialogue.reception_states import ReceptionKind
from dialogue.services import reception_days
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_commune
from tests.makers_reception import (
    DAY_AT,
    RECEIVES_ON,
    book,
    hold_day,
    plan_day,
    public_day,
    publish_day,
    read_booking,
    read_day,
)

LAST_MOMENT = datetime(2026, 12, 3, 16, 59, tzinfo=UTC)
"""Thursday 3 December, 23:59 in Vietnam."""


def postpone(commune: Commune, day_id: int, **changes: object) -> int:
    facts = {"reason": "Chủ tịch họp đột xuất ở tỉnh", "new_on": date(2026, 12, 14), "version": 2, "at": NOW, **changes}
    with transaction():
        return reception_days.postpone(day_id, actor=commune.clerk, calendar=calendar_for(commune.unit_id), **facts)


def check_published_until_the_fifth_working_day_before(commune: Commune) -> None:
    day_id = plan_day(commune)
    publish_day(commune, day_id, at=LAST_MOMENT)
    assert (read_day(day_id).state, read_day(day_id).published_on) == ("published", date(2026, 12, 3))
    late = plan_day(commune, begins=time(9), ends=time(10))
    with pytest.raises(BadInput) as refused:
        publish_day(commune, late, at=LAST_MOMENT + timedelta(minutes=1))
    assert (refused.value.errors, refused.value.facts) == (
        {"on": "reception_too_late"}, {"latest_on": "2026-12-03", "term": "TCD.SCHEDULE.POST"},
    )  # fmt: skip
    assert read_day(late).state == "scheduled"


def check_ad_hoc_day_is_published_late_with_its_reason(commune: Commune) -> None:
    facts = {"kind": ReceptionKind.AD_HOC, "on": date(2026, 11, 22), "begins": time(14), "ends": time(16)}
    with pytest.raises(BadInput) as refused:
        plan_day(commune, **facts)
    assert refused.value.errors == {"ad_hoc_reason": "reason_missing"}
    day_id = public_day(commune, ad_hoc_reason="Nhiều hộ bị sạt lở cần chỉ đạo ngay", **facts)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"reception:{day_id}")).all()[-1]
    assert (entry.action, entry.facts) == (
        "dialogue:reception:published", {"day_id": day_id, "held_on": "2026-11-22", "ad_hoc": True},
    )  # fmt: skip


def check_what_cannot_be_planned_is_refused_and_nothing_is_kept(commune: Commune) -> None:
    before = db.session.scalar(select(func.count(ReceptionDay.id)))
    for changes, errors in (
        ({"on": date(2026, 12, 12)}, {"on": "day_off"}),
        ({"on": date(2026, 11, 24)}, {"on": "day_off"}),
        ({"on": date(2026, 11, 20), "begins": time(8)}, {"on": "in_the_past"}),
        ({"on": date(2031, 1, 2)}, {"on": "calendar_closed"}),
        ({"receiver": " ", "place": ""}, {"receiver": "receiver_missing", "place": "place_missing"}),
        ({"begins": time(9), "ends": time(9)}, {"hours": "ends_before_it_starts"}),
        ({"begins": time(8, 30), "ends": time(9, 30)}, {"hours": "hour_taken"}),
    ):
        with pytest.raises(BadInput) as refused:
            plan_day(commune, **changes)
        assert refused.value.errors == errors
    assert db.session.scalar(select(func.count(ReceptionDay.id))) == before


def check_postponed_day_takes_everybody_along_and_tells_them(commune: Commune) -> None:
    day_id = public_day(commune, on=date(2026, 12, 11))
    slot = DAY_AT + timedelta(days=1, minutes=30)
    booking = book(commune, day_id, slot_at=slot)
    for changes, errors in (
        ({"reason": ""}, {"reason": "reason_missing"}),
        ({"new_on": None}, {"new_on": "date_missing"}),
        ({"new_on": date(2026, 12, 9)}, {"new_on": "moved_earlier"}),
        ({"new_on": date(2026, 12, 13)}, {"new_on": "day_off"}),
    ):
        with pytest.raises(BadInput) as refused:
            postpone(commune, day_id, **changes)
        assert refused.value.errors == errors
    new_id = postpone(commune, day_id)
    row = read_booking(booking.booking_id)
    assert (read_day(day_id).state, read_day(day_id).moved_to_id, read_day(new_id).state) == ("postponed", new_id, "published")
    assert (row.day_id, row.slot_at, row.taken_at) == (new_id, slot + timedelta(days=3), slot + timedelta(days=3))
    letters = db.session.scalars(select(OutboxMessage).where(OutboxMessage.subject == f"booking:{row.id}")).all()
    assert [letter.event for letter in letters] == ["reception_booked", "reception_moved"]
    assert "08:30, thứ Hai, 14/12/2026" in letters[1].body
    assert "Chủ tịch họp đột xuất ở tỉnh" in letters[1].body
    assert not any(word in letter.title + letter.body for letter in letters for word in ("Lương", "0912", "sạt"))


def check_held_day_is_the_chairs_own(commune: Commune) -> None:
    day_id = public_day(commune, on=date(2026, 12, 15))
    at = DAY_AT + timedelta(days=5)
    for moment, changes, errors in (
        (at - timedelta(minutes=1), {}, {"": "not_yet"}),
        (at, {"in_person": False}, {"in_person": "delegated"}),
        (at, {"attendees": " "}, {"attendees": "attendees_missing"}),
        (at, {"held": False}, {"reason": "reason_missing"}),
    ):
        with pytest.raises(BadInput) as refused:
            hold_day(commune, day_id, at=moment, **changes)
        assert refused.value.errors == errors
    with pytest.raises(StaleVersion):
        hold_day(commune, day_id, at=at, version=1)
    hold_day(commune, day_id, at=at)
    with pytest.raises(WrongState):
        hold_day(commune, day_id, at=at, version=3)
    missed = public_day(commune, on=date(2026, 12, 16))
    told = book(commune, missed, slot_at=DAY_AT + timedelta(days=6))
    hold_day(commune, missed, at=at + timedelta(days=1), held=False, reason="Chủ tịch đi công tác")
    letters = db.session.scalars(select(OutboxMessage.event).where(OutboxMessage.subject == f"booking:{told.booking_id}")).all()
    assert (read_day(missed).state, list(letters)) == ("not_held", ["reception_booked", "reception_not_held"])
    counts = {(item.kind, item.month): item for item in queries.month_counts(commune.unit_id, today=date(2027, 1, 5))}
    december = counts["chair", date(2026, 12, 1)]
    check_gap_of_a_month_counts_what_can_still_be_held(commune)
    assert (december.held, december.least, december.short) == (1, 2, True)


def check_gap_of_a_month_counts_what_can_still_be_held(commune: Commune) -> None:
    """What is suggested fills the gap of a month, but not with a fixed day that moved into the next one."""
    january, mon_11, mon_25, mon_1_feb = (date(2027, *day) for day in ((1, 1), (1, 11), (1, 25), (2, 1)))
    for suggested, lacking in (([], 2), ([mon_11], 1), ([mon_11, mon_11], 1), ([mon_11, mon_25], 0), ([mon_11, mon_1_feb], 1)):
        gap = queries.month_gap(commune.unit_id, ReceptionKind.CHAIR, january, suggested=suggested)
        assert (gap.least, gap.lacking) == (2, lacking), suggested
    public_day(commune, on=mon_25)
    assert queries.month_gap(commune.unit_id, ReceptionKind.CHAIR, january, suggested=[mon_11]).lacking == 0
    counts = queries.month_counts(commune.unit_id, today=january)
    assert [(item.held, item.ahead, item.endangered) for item in counts if item.month == january] == [(0, 1, True)]


def check_online_session_is_only_referenced_and_in_time(commune: Commune) -> None:
    day_id = public_day(commune, on=date(2026, 12, 17))

    def reference(at: datetime, ref: str = "TCDTT-2026-118") -> None:
        with transaction():
            reception_days.reference_online(
                day_id, actor=commune.clerk, at=at, version=2, ref=ref, calendar=calendar_for(commune.unit_id)
            )

    for at, ref, errors in (
        (NOW, " ", {"ref": "ref_missing"}),
        (datetime(2026, 12, 11, 1, tzinfo=UTC), "TCDTT-2026-118", {"ref": "online_too_late"}),
    ):
        with pytest.raises(BadInput) as refused:
            reference(at, ref)
        assert refused.value.errors == errors
    reference(datetime(2026, 12, 10, 1, tzinfo=UTC))
    assert (read_day(day_id).online_ref, read_day(day_id).online_notified_on) == ("TCDTT-2026-118", date(2026, 12, 10))


def check_day_not_published_is_taken_off_and_a_published_one_is_not(commune: Commune) -> None:
    day_id, shown = plan_day(commune, on=date(2026, 12, 21)), public_day(commune, on=date(2026, 12, 22))
    with transaction():
        reception_days.cancel(day_id, actor=commune.clerk, at=NOW, version=1)
    with pytest.raises(WrongState), transaction():
        reception_days.cancel(shown, actor=commune.clerk, at=NOW, version=2)
    public = [day.held_on for day in queries.public_days(commune.unit_id, today=date(2026, 12, 1))]
    assert (date(2026, 12, 21) in public, date(2026, 12, 22) in public) == (False, True)


CHECKS = (
    check_published_until_the_fifth_working_day_before,
    check_what_cannot_be_planned_is_refused_and_nothing_is_kept,
    check_ad_hoc_day_is_published_late_with_its_reason,
    check_postponed_day_takes_everybody_along_and_tells_them,
    check_held_day_is_the_chairs_own,
    check_online_session_is_only_referenced_and_in_time,
    check_day_not_published_is_taken_off_and_a_published_one_is_not,
)


def test_days_are_planned_published_moved_and_held_by_the_law(commune: Commune):
    for check in CHECKS:
        check(commune)


def test_another_commune_and_other_officials_do_not_reach_a_day(app: Flask, commune: Commune):
    day_id = public_day(commune)
    with pytest.raises(NotAllowed), transaction():
        reception_days.schedule([], actor=commune.officer, at=NOW, calendar=calendar_for(commune.unit_id))
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        with pytest.raises(NotFound):
            hold_day(neighbour, day_id)
        with pytest.raises(NotFound):
            queries.desk_day(neighbour.clerk, day_id)
        with pytest.raises(NotFound):
            book(neighbour, day_id)
        assert queries.public_days(neighbour.unit_id, today=RECEIVES_ON) == []
    assert (read_day(day_id).state, TODAY < RECEIVES_ON) == ("published", True)

"""The clock: aware moments in UTC, days in Viet Nam."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from deadlines import clock


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 17, 0, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 11, 20, 0, 0, 0, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 21, 6, 0, 0, tzinfo=timezone(timedelta(hours=14))), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 23, 30, tzinfo=clock.HERE), date(2026, 11, 20)),
        (datetime(2026, 11, 21, 0, 0, tzinfo=clock.HERE), date(2026, 11, 21)),
    ],
)
def test_a_moment_belongs_to_its_day_in_viet_nam(moment, on):
    assert clock.local_date(moment) == on


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="needs its time zone"):
        clock.local_date(datetime(2026, 11, 20, 9, 0))


def test_now_is_aware_and_in_utc(at):
    at("2026-11-21 00:30")
    assert clock.now_utc() == datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert clock.now_utc().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("local", "on"),
    [("2026-11-20 23:59", date(2026, 11, 20)), ("2026-11-21 00:00", date(2026, 11, 21)), ("2027-01-01 06:59", date(2027, 1, 1))],
)
def test_today_changes_at_midnight_in_viet_nam(at, local, on):
    at(local)
    assert clock.today() == on

"""Where imported letters went and when: real dates where the file knows them, drawn ones of the right shape where not."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import pytest

from deadlines.reference import assemble, shipped_years
from feedback import import_rules
from feedback.import_roads import CLOSING_DAYS, OPENING, Road, Stop, Window, between, last_office_time, office_time, road_of
from feedback.import_rules import HERE, ImportRow, RawRow, raw_rows, read_row

LETTERS = Path(import_rules.__file__).parent / "data" / "feedback_vi.jsonl"
CALENDAR = assemble("test", shipped_years())
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=HERE)
WINDOW = Window(first=date(2025, 7, 1), now=NOW, days=180, reopen_days=15)
STORY = "Đèn đường trước trạm y tế tắt cả tuần nay."


def row(number: object = 1, **values: str) -> ImportRow:
    read = read_row(RawRow(line=1, values={"id": str(number), "text": STORY, "kind": "phan_anh", **values}))
    assert isinstance(read, ImportRow)
    return read


def road(number: object = 1, *, now: datetime = NOW, **values: str) -> Road:
    window = Window(first=WINDOW.first, now=now, days=WINDOW.days, reopen_days=WINDOW.reopen_days)
    return road_of(row(number, **values), window=window, calendar=CALENDAR)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def moments(found: Road) -> list[datetime]:
    steps = (found.received_at, found.classified_at, found.accepted_at, found.worked_at, found.submitted_at, found.issued_at)
    return [moment for moment in steps if moment is not None]


def many(**values: str) -> list[Road]:
    return [road(number, **values) for number in range(600)]


def test_same_row_has_the_same_road():
    assert road(5) == road(5)
    assert road(5) != road(6)


def test_real_date_within_the_calendar_is_kept():
    found = road(sent_at="2026-10-05 09:30")
    assert (found.received_at, found.moved, found.drawn) == (local("2026-10-05 09:30"), False, False)


@pytest.mark.parametrize("sent", ["2017-02-03 16:20", "2021-11-07 08:05", "2025-06-30 23:50"])
def test_date_before_the_commune_is_moved_by_whole_weeks(sent: str):
    found = road(sent_at=sent)
    assert found.moved is True
    assert (found.received_at - local(sent)) % timedelta(weeks=1) == timedelta(0)
    assert WINDOW.first <= found.received_at.date()
    assert found.received_at < NOW


def test_real_closing_time_is_kept_when_both_dates_are_known():
    found = road(sent_at="2021-11-07 16:20", resolved_at="2021-11-11 10:43", answer="Đã thay bóng đèn.")
    assert (found.received_at.weekday(), found.received_at.time()) == (6, time(16, 20))
    assert found.issued_at - found.received_at == local("2021-11-11 10:43") - local("2021-11-07 16:20")


def test_answer_with_a_due_date_only_was_sent_three_weeks_before_it():
    found = road(due_at="2026-09-08", resolved_at="2026-09-02 14:47", answer="Đã dọn bùn.")
    assert (found.received_at, found.issued_at.date()) == (local("2026-08-18 14:47"), date(2026, 9, 3))  # 2 September is off


@pytest.mark.parametrize("values", [{}, {"answer": "Đã thay bóng đèn."}, {"answer": "Sẽ thay khi được duyệt."}])
def test_every_road_runs_forward_and_ends_before_now(values: dict[str, str]):
    for found in many(**values):
        steps = moments(found)
        assert all(earlier < later for earlier, later in pairwise(steps))
        assert steps[-1] <= NOW
        assert found.received_at.date() >= WINDOW.first
        if found.rated_at is not None:
            assert found.issued_at < found.rated_at <= NOW
            assert (found.rated_at.date() - found.issued_at.date()).days <= WINDOW.reopen_days
        if found.closed_at is not None:
            assert found.rated_at is None
            assert found.issued_at < found.closed_at <= NOW


def test_answers_close_in_the_shape_of_a_real_city():
    days = [(found.issued_at - found.received_at) / timedelta(days=1) for found in many(answer="Đã thay bóng đèn.")]
    assert 3 < median(days) < 9
    assert 18 < quantiles(days, n=4)[2] < 45
    assert quantiles(days, n=10)[0] < 0.6
    assert max(days) < 180


def test_open_letters_are_mostly_recent_and_stand_everywhere_on_the_road():
    roads = many()
    ages = [(NOW - found.received_at) / timedelta(days=1) for found in roads]
    assert 3 < median(ages) < 12
    assert max(ages) <= 85
    stops = Counter(found.stop for found in roads)
    assert set(stops) == set(Stop)
    assert stops[Stop.RECEIVED] + stops[Stop.CLASSIFIED] < len(roads) / 2
    assert all(found.issued_at is None and found.rated_at is None for found in roads)


def test_letters_arrive_less_at_weekends_and_mostly_by_day():
    arrivals = [found.received_at for found in many(answer="Đã thay bóng đèn.")]
    weekend = sum(moment.weekday() >= 5 for moment in arrivals) / len(arrivals)
    by_day = sum(time(8) <= moment.time() < time(18) for moment in arrivals) / len(arrivals)
    assert 0.06 < weekend < 0.20
    assert 0.60 < by_day < 0.85


def test_steps_of_longer_roads_fall_into_office_hours():
    for found in many(answer="Đã thay bóng đèn."):
        if found.issued_at - found.received_at > timedelta(days=2):
            for moment in moments(found)[1:]:
                assert CALENDAR.is_working(moment.astimezone(HERE).date())
                assert OPENING <= moment.astimezone(HERE).time() <= time(17, 20)


def test_complaint_waits_classified():
    found = road(kind="khieu_nai", sent_at="2026-11-02 09:00")
    assert (found.stop, found.accepted_at, found.issued_at) == (Stop.CLASSIFIED, None, None)


def test_letter_of_this_morning_has_not_been_looked_at():
    found = road(sent_at="2026-11-23 14:50")
    assert (found.stop, found.classified_at) == (Stop.RECEIVED, None)


def test_old_open_letter_keeps_its_real_date():
    found = road(sent_at="2025-12-30 11:29")
    assert (found.received_at, found.moved) == (local("2025-12-30 11:29"), False)
    assert found.worked_at is not None


@pytest.mark.parametrize(
    ("moment", "open_at"),
    [
        ("2026-11-20 09:00", "2026-11-20 09:00"),  # Friday morning
        ("2026-11-20 12:00", "2026-11-20 13:30"),  # lunch
        ("2026-11-20 17:30", "2026-11-23 07:30"),  # Friday evening: Monday
        ("2026-11-21 09:00", "2026-11-23 07:30"),  # Saturday
        ("2026-11-24 09:00", "2026-11-25 07:30"),  # Viet Nam Culture Day
        ("2026-08-22 09:00", "2026-08-22 09:00"),  # a Saturday worked for 31 August
        ("2026-11-23 05:00", "2026-11-23 07:30"),
    ],
)
def test_office_time_is_when_the_office_opens(moment: str, open_at: str):
    assert office_time(local(moment), calendar=CALENDAR) == local(open_at)


@pytest.mark.parametrize(
    ("moment", "open_until"),
    [
        ("2026-11-23 15:00", "2026-11-23 15:00"),
        ("2026-11-23 20:00", "2026-11-23 17:00"),
        ("2026-11-24 10:00", "2026-11-23 17:00"),
        ("2026-11-23 06:00", "2026-11-20 17:00"),
    ],
)
def test_last_office_time_looks_back(moment: str, open_until: str):
    assert last_office_time(local(moment), calendar=CALENDAR) == local(open_until)


@pytest.mark.parametrize(("place", "days"), [(0.0, 0.03), (0.10, 0.09), (0.50, 5.6), (0.75, 32.0), (0.625, 18.8), (1.0, 120.0)])
def test_closing_time_lies_straight_between_the_points_of_the_table(place: float, days: float):
    assert between(CLOSING_DAYS, place) == pytest.approx(days)


@pytest.mark.parametrize(
    "now", ["2026-11-24 09:00", "2026-11-22 23:59", "2026-02-18 08:00", "2025-07-20 07:00", "2027-12-30 12:00"]
)
def test_sixty_letters_have_roads_on_any_day(now: str):
    for raw in raw_rows(LETTERS.read_bytes(), suffix=".jsonl"):
        letter = read_row(raw)
        window = Window(first=WINDOW.first, now=local(now), days=180, reopen_days=15)
        steps = moments(road_of(letter, window=window, calendar=CALENDAR))
        assert steps == sorted(steps)
        assert steps[-1] <= local(now)

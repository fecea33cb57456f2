"""The recount that the board is held against is itself right: histories counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from reporting.measures import COUNTS, Facts, Tally, counts_of
from tests.makers_histories import Happening, History, recounted, row_of

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def on(month: int, day: int) -> date:
    """Return a day of 2026."""
    return date(2026, month, day)


RECEIVED = Happening(on=on(3, 2), what="received", due=on(3, 12))
ACCEPTED = Happening(on=on(3, 5), what="accepted", due=on(3, 20))
EXTENDED = Happening(on=on(3, 18), what="extended", due=on(4, 3))
ANSWERED = Happening(on=on(3, 19), what="answered", evidence="photo")
ANSWERED_LATE = Happening(on=on(3, 25), what="answered", evidence="none")
PASSED_ON = Happening(on=on(3, 9), what="passed_on")
CONTENT = Happening(on=on(3, 22), what="rated", satisfied=True)
DISPLEASED = Happening(on=on(3, 26), what="rated", satisfied=False)
REOPENED = Happening(on=on(3, 26), what="reopened", due=on(3, 30))
AGAIN = Happening(on=on(3, 29), what="answered", evidence="document")
STORIES: tuple[tuple[str, tuple[Happening, ...], dict[str, int]], ...] = (
    (
        "waits to be taken on, late",
        (RECEIVED,),
        {"received": 1, "open": 1, "overdue": 1, "waiting_late": 1},
    ),
    (
        "passed on in time",
        (RECEIVED, PASSED_ON),
        {"received": 1, "settled": 1, "timed": 1, "on_time": 1},
    ),
    (
        "taken on and late",
        (RECEIVED, ACCEPTED),
        {"received": 1, "open": 1, "overdue": 1, "waiting_late": 1},
    ),
    (
        "extended and not late",
        (RECEIVED, ACCEPTED, EXTENDED),
        {"received": 1, "open": 1, "extended": 1},
    ),
    (
        "answered in time, satisfied",
        (RECEIVED, ACCEPTED, ANSWERED, CONTENT),
        {
            "received": 1, "settled": 1, "timed": 1, "on_time": 1, "answered": 1,
            "with_evidence": 1, "rated": 1, "satisfied": 1,
        },
    ),
    (
        "answered late",
        (RECEIVED, ACCEPTED, ANSWERED_LATE),
        {"received": 1, "settled": 1, "timed": 1, "answered": 1},
    ),
    (
        "extended, then answered by the new date",
        (RECEIVED, ACCEPTED, EXTENDED, ANSWERED_LATE),
        {
            "received": 1, "settled": 1, "timed": 1, "on_time": 1, "answered": 1,
            "extended": 1,
        },
    ),
    (
        "answered late, opened again, late again",
        (RECEIVED, ACCEPTED, ANSWERED_LATE, DISPLEASED, REOPENED),
        {
            "received": 1, "settled": 1, "timed": 1, "answered": 1, "answered_before": 1,
            "rated": 1, "reopened": 1, "open": 1, "overdue": 1, "waiting_late": 1,
        },
    ),
    (
        "opened again and answered in time",
        (RECEIVED, ACCEPTED, ANSWERED_LATE, DISPLEASED, REOPENED, AGAIN),
        {
            "received": 1, "settled": 2, "timed": 2, "on_time": 1, "answered": 2,
            "answered_before": 1, "with_evidence": 1, "rated": 1, "reopened": 1,
        },
    ),
)  # fmt: skip


@pytest.mark.parametrize(("name", "told", "counts"), STORIES, ids=[name for name, _, _ in STORIES])
def test_recount_of_a_history_is_what_one_counts_by_hand(name: str, told: tuple[Happening, ...], counts: dict[str, int]):
    found = recounted([History(happenings=told, group=None)], first_on=FIRST, last_on=LAST).counts
    assert {key: found[key] for key in COUNTS if found[key]} == counts


@pytest.mark.parametrize(("name", "told", "counts"), STORIES, ids=[name for name, _, _ in STORIES])
def test_row_of_a_history_counts_the_same_by_the_definitions(name: str, told: tuple[Happening, ...], counts: dict[str, int]):
    row = row_of(History(happenings=told, group=None))
    known = {key: value for key, value in row.items() if key in Facts.__dataclass_fields__}
    facts = Facts(**{**known, "first_evidence": known.get("first_evidence") or "", "evidence": known["evidence"] or ""})
    assert counts_of(facts, first_on=FIRST, today=LAST) == Tally(**counts)


@pytest.mark.parametrize(
    ("day", "open_cases"),
    [(on(3, 1), 0), (on(3, 2), 1), (on(3, 24), 1), (on(3, 25), 0), (on(3, 26), 1), (on(3, 28), 1), (on(3, 29), 0)],
)
def test_recount_stands_as_of_its_last_day(day: date, open_cases: int):
    told = History(happenings=(RECEIVED, ACCEPTED, ANSWERED_LATE, DISPLEASED, REOPENED, AGAIN), group=1)
    assert recounted([told], first_on=on(1, 1), last_on=day).counts["open"] == open_cases


def test_recount_knows_ages_and_days():
    told = [History(happenings=STORIES[-1][1], group=1), History(happenings=(RECEIVED,), group=2)]
    found = recounted(told, first_on=FIRST, last_on=LAST)
    assert (dict(found.ages), dict(found.days)) == ({1: 1}, {23: 1, 3: 1})


WEATHER_LATE = Happening(on=on(3, 25), what="answered", evidence="none", why="weather")
GUIDED_LATE = Happening(on=on(3, 13), what="passed_on", why="slow_start")
AGAIN_LATE = Happening(on=on(3, 31), what="answered", evidence="none", why="slow_start")
IN_TIME = Happening(on=on(3, 19), what="answered", evidence="photo", why="weather")
REASONS: tuple[tuple[str, tuple[Happening, ...], date, dict[str, int]], ...] = (
    ("in time, whatever was said", (RECEIVED, ACCEPTED, IN_TIME), LAST, {}),
    ("late and nobody said why", (RECEIVED, ACCEPTED, ANSWERED_LATE), LAST, {"": 1}),
    ("late because of the weather", (RECEIVED, ACCEPTED, WEATHER_LATE), LAST, {"weather": 1}),
    ("as of the day before", (RECEIVED, ACCEPTED, WEATHER_LATE), on(3, 24), {}),
    ("passed on in time", (RECEIVED, PASSED_ON), LAST, {}),
    ("passed on late", (RECEIVED, GUIDED_LATE), LAST, {"slow_start": 1}),
    ("extended, so in time after all", (RECEIVED, ACCEPTED, EXTENDED, WEATHER_LATE), LAST, {}),
    (
        "late in both rounds",
        (RECEIVED, ACCEPTED, WEATHER_LATE, DISPLEASED, REOPENED, AGAIN_LATE),
        LAST,
        {"weather": 1, "slow_start": 1},
    ),
    (
        "late in both rounds, as of the first",
        (RECEIVED, ACCEPTED, WEATHER_LATE, DISPLEASED, REOPENED, AGAIN_LATE),
        on(3, 30),
        {"weather": 1},
    ),
)


@pytest.mark.parametrize(("told", "day", "reasons"), [row[1:] for row in REASONS], ids=[row[0] for row in REASONS])
def test_recount_of_reasons_is_what_one_counts_by_hand(told: tuple[Happening, ...], day: date, reasons: dict[str, int]):
    history = History(happenings=told, group=None)
    found = recounted([history], first_on=FIRST, last_on=day)
    assert dict(found.reasons) == reasons
    assert sum(found.reasons.values()) == found.counts["timed"] - found.counts["on_time"]

"""What the public list makes of what somebody typed, and of what it shows; without a database."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from feedback.queries.public import EXCERPT, PublicFilters, PublicStop, Standing, overdue, stops_of
from feedback.queries.public import _beginning as beginning
from feedback.queries.search import LONGEST_WORD, MOST_WORDS, Way, search_words, sought_in, ways

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Đường bê tông", ("duong", "be", "tong")),
        ("  cầu   Nà Pất ", ("cau", "na", "pat")),
        ("đường, ĐƯỜNG; đuong", ("duong",)),  # one word typed three ways is one word
        ('" OR 1=1 --', ("or", "1")),
        ("NEAR(a b) AND c*", ("near", "a", "b", "and", "c")),
        ("", ()),
        ("…!?", ()),
        ("x" * 90, ("x" * LONGEST_WORD,)),
    ],
)
def test_search_words_are_folded_letters_and_digits_only(typed: str, expected: tuple[str, ...]):
    assert search_words(typed) == expected


def test_search_takes_at_most_eight_words():
    assert len(search_words("mot hai ba bon nam sau bay tam chin muoi")) == MOST_WORDS


@pytest.mark.parametrize(("database", "expected"), [("sqlite", '"or" "near"'), ("postgresql", "or near")])
def test_words_of_the_search_language_are_searched_for_as_words(database: str, expected: str):
    assert sought_in(("or", "near"), database=database) == expected


@pytest.mark.parametrize(
    ("sought", "database", "skip", "expected"),
    [
        ((), "sqlite", 0, (Way.PLAIN,)),
        ((), "postgresql", 5000, (Way.PLAIN,)),
        (("cau",), "sqlite", 5000, (Way.FTS5,)),
        (("cau",), "postgresql", 0, (Way.WALK, Way.INVERTED)),
        (("cau",), "postgresql", 75, (Way.WALK, Way.INVERTED)),
        (("cau",), "postgresql", 200, (Way.INVERTED,)),  # far behind, the newest cases do not help
    ],
)
def test_ways_of_search_depend_on_database_and_page(sought: tuple[str, ...], database: str, skip: int, expected: tuple[Way, ...]):
    assert ways(sought, database=database, skip=skip) == expected


def test_filters_that_ask_for_nothing_are_empty():
    assert (PublicFilters().empty, PublicFilters(words="a").empty, PublicFilters(standing=Standing.OPEN).empty) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("state", "due_on", "expected"),
    [
        ("in_progress", date(2026, 11, 19), True),
        ("in_progress", TODAY, False),
        ("answered", date(2026, 1, 1), False),
        ("received", None, False),
    ],
)
def test_overdue_is_computed_from_the_due_date(state: str, due_on: date | None, expected: bool):
    assert overdue(state, due_on, today=TODAY) is expected


@pytest.mark.parametrize("story", ["", "Ngắn thôi.", "Dòng một.\n\nDòng hai."])
def test_beginning_of_a_short_story_is_all_of_it_on_one_line(story: str):
    assert beginning(story) == " ".join(story.split())


def test_beginning_of_a_long_story_ends_at_a_word():
    whole = "Đường bê tông sụt lún, " * 20
    start = beginning(whole)
    assert (len(start) <= EXCERPT, start[-1], whole[: len(start) - 1], whole[len(start) - 1] in " ,") == (
        True,
        "…",
        start[:-1],
        True,
    )


# ------------------------------------------------------------------ the public road


def row(**changes: object) -> SimpleNamespace:
    """Return a public row as the road reads it."""
    values = {
        "state": "received", "received_on": date(2026, 11, 2), "accepted_on": None, "due_on": date(2026, 11, 16),
        "answered_on": None, "closed_on": None, "reopened": False,
    }  # fmt: skip
    return SimpleNamespace(**{**values, **changes})


def road(*, late: bool = False, **changes: object) -> list[tuple[str, date | None, str]]:
    return [(stop.name, stop.on, stop.state) for stop in stops_of(row(**changes), late=late)]


def test_road_of_a_new_case_waits_for_the_first_answer():
    assert road() == [
        ("received", date(2026, 11, 2), "done"), ("accepted", date(2026, 11, 16), "now"), ("answered", None, "next"),
    ]  # fmt: skip


def test_road_of_a_late_case_says_late_where_it_waits():
    assert road(state="in_progress", accepted_on=date(2026, 11, 5), late=True)[-1] == ("answered", date(2026, 11, 16), "late")


def test_road_of_an_answered_case_has_its_day():
    assert road(state="answered", accepted_on=date(2026, 11, 5), answered_on=date(2026, 11, 12)) == [
        ("received", date(2026, 11, 2), "done"), ("accepted", date(2026, 11, 5), "done"),
        ("answered", date(2026, 11, 12), "done"),
    ]  # fmt: skip


def test_road_of_a_reopened_case_shows_that_it_was_opened_again():
    names = [name for name, _, _ in road(state="reopened", accepted_on=date(2026, 11, 5), reopened=True)]
    assert names == ["received", "accepted", "reopened", "answered"]


def test_road_of_a_closed_case_ends():
    closed = {"accepted_on": date(2026, 11, 5), "answered_on": date(2026, 11, 12), "closed_on": date(2026, 11, 20)}
    assert road(state="closed", **closed)[-1] == ("closed", date(2026, 11, 20), "done")


@pytest.mark.parametrize("state", ["transferred", "guided", "returned", "refused"])
def test_road_of_a_case_led_elsewhere_has_two_stops(state: str):
    turned = {"answered_on": date(2026, 11, 9), "closed_on": date(2026, 11, 9)}
    assert road(state=state, **turned) == [("received", date(2026, 11, 2), "done"), (state, date(2026, 11, 9), "done")]


def test_stop_is_a_value():
    assert PublicStop(name="received", on=None, state="done") == PublicStop(name="received", on=None, state="done")

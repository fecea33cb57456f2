"""What the public list makes of what somebody typed, and of what it shows; without a database."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from feedback.queries.public import EXCERPT, PublicFilters, PublicStop, Standing, overdue, stops_of
from feedback.queries.public import _after_title as after_title
from feedback.queries.public import _beginning as beginning
from feedback.queries.search import MOST_WORDS, Tier, expression, question

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Đường bê tông", ("duong", "be", "tong")),
        ("  cầu   Nà Pất ", ("cau", "na", "pat")),
        ("đường, ĐƯỜNG; đuong", ("duong",)),  # one word typed three ways is one word
        ("NEAR(a b) AND c*", ("near", "a", "b", "and", "c")),
        ("", ()),
        ("…!?", ()),
    ],
)
def test_search_words_are_folded_letters_and_digits_only(typed: str, plain: tuple[str, ...]):
    assert question(typed).plain == plain


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("duong be tong", ()),  # who types no marks asks for none
        ("cầu na pat", ("ca6u2", "na0", "pat0")),  # no mark is a mark then
        ("Hòa", ("hoa2",)),
        ("hoà", ("hoa2",)),
    ],
)
def test_marks_are_sought_where_marks_were_typed(typed: str, exact: tuple[str, ...]):
    assert question(typed).exact == exact


def test_search_takes_at_most_eight_words():
    assert len(question("mot hai ba bon nam sau bay tam chin muoi").plain) == MOST_WORDS


def test_a_word_without_end_is_cut():
    (word,) = question("x" * 90).plain
    assert len(word) <= 40


@pytest.mark.parametrize(("database", "expected"), [("sqlite", '("near" AND "and")'), ("postgresql", "('near' & 'and')")])
def test_words_of_the_search_language_are_searched_for_as_words(database: str, expected: str):
    assert expression(question("near and"), Tier.PLAIN, database=database) == expected


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("typed", ["a' & b", 'a" OR "b', "a* b:A", "(a) !b", "a\\' b"])
def test_nothing_typed_leaves_its_quotes(typed: str, database: str):
    quote = {"sqlite": '"', "postgresql": "'"}[database]
    said = expression(question(typed), Tier.PLAIN, database=database)
    assert [part for part in said.split(quote)[1::2] if not part.isalnum()] == []


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
    assert beginning(after_title("", story)) == " ".join(story.split())


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
        "answered_on": None, "closed_on": None, "reopened": False, "reopened_on": None,
        "first_settled_on": None,
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
    days = {"accepted_on": date(2026, 11, 5), "first_settled_on": date(2026, 11, 12), "reopened_on": date(2026, 11, 18)}
    stops = [(name, on) for name, on, _ in road(state="reopened", reopened=True, **days)]
    assert [name for name, _ in stops] == ["received", "accepted", "answered_first", "reopened", "answered"]
    assert stops[2:4] == [("answered_first", date(2026, 11, 12)), ("reopened", date(2026, 11, 18))]


def test_road_of_a_closed_case_ends():
    closed = {"accepted_on": date(2026, 11, 5), "answered_on": date(2026, 11, 12), "closed_on": date(2026, 11, 20)}
    assert road(state="closed", **closed)[-1] == ("closed", date(2026, 11, 20), "done")


@pytest.mark.parametrize("state", ["transferred", "guided", "returned", "refused"])
def test_road_of_a_case_led_elsewhere_has_two_stops(state: str):
    turned = {"answered_on": date(2026, 11, 9), "closed_on": date(2026, 11, 9)}
    assert road(state=state, **turned) == [("received", date(2026, 11, 2), "done"), (state, date(2026, 11, 9), "done")]


def test_stop_is_a_value():
    assert PublicStop(name="received", on=None, state="done") == PublicStop(name="received", on=None, state="done")

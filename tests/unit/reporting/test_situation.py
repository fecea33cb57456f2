"""Which places stand out: chance by hand, the least number, what a place without history says, and wholes only for the rest."""

from __future__ import annotations

from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.situation import Cell, Measure, Seen, Signal, Span, Spot, chance, is_more, spots

MONTH = Span(days=30, days_before=180)


def cell(village: int | None = 1, field: int | None = 1, **seen: int) -> Cell:
    return Cell(village_id=village, field_id=field, seen=Seen(**seen))


def alone(seen: Seen, span: Span = MONTH, least: int = 3) -> bool:
    """Say whether a place stands out in a commune that has no other."""
    return is_more(seen, Measure(span=span, least=least, whole=seen))


def told(*cells: Cell, span: Span = MONTH, least: int = 3) -> list[tuple[str, int | None, int | None, int]]:
    return [(spot.signal.value, spot.village_id, spot.field_id, spot.number) for spot in spots(cells, span, least=least)]


# ------------------------------------------------------------------ chance


@given(number=st.integers(0, 40), expected=st.floats(0.01, 30))
def test_chance_is_one_less_what_is_likelier_to_stay_below(number: int, expected: float):
    fewer = sum(exp(-expected) * expected**count / factorial(count) for count in range(number))
    assert chance(number, expected) == pytest.approx(1 - fewer, abs=1e-9)


@pytest.mark.parametrize(
    ("number", "expected", "result"),
    [(0, 4.0, 1.0), (1, 1.0, 0.632121), (3, 1.0, 0.080301), (5, 1.0, 0.00366), (10, 4.0, 0.008132), (9, 4.0, 0.021363)],
)
def test_chance_of_known_tables(number: int, expected: float, result: float):
    assert chance(number, expected) == pytest.approx(result, abs=1e-6)


@given(number=st.integers(0, 60), expected=st.floats(0, 30))
def test_chance_lies_between_nought_and_one_and_falls(number: int, expected: float):
    assert 0.0 <= chance(number + 1, expected) <= chance(number, expected) <= 1.0


# ------------------------------------------------------------------ more than usual


@pytest.mark.parametrize(
    ("received", "before", "more"),
    [
        (2, 0, False),  # fewer than the least
        (3, 0, True),  # a place that was quiet for half a year
        (3, 5, False),  # one a month before, three now: may be chance
        (5, 5, True),
        (9, 23, False),  # four a month before
        (10, 23, True),
        (30, 180, False),  # thirty a month before
        (50, 180, True),
    ],
)
def test_more_is_what_chance_does_not_bring(received: int, before: int, more: bool):
    assert alone(Seen(received=received, before=before)) is more


def test_the_least_number_is_the_communes_own():
    quiet = Seen(received=4, before=0)
    assert [alone(quiet, least=least) for least in (3, 4, 5)] == [True, True, False]


@pytest.mark.parametrize(
    ("elsewhere", "growth"),
    [
        (Seen(), 1.0),
        (Seen(received=1, before=30), 1.0),  # fewer than usual
        (Seen(received=10, before=5), 10.0),  # one a month before, with the letter that is added
        (Seen(received=4, before=11), 2.0),
    ],
)
def test_growth_is_what_came_elsewhere_of_what_is_usual_there(elsewhere: Seen, growth: float):
    place = Seen(received=7, before=2)
    assert Measure(span=MONTH, least=3, whole=place + elsewhere).growth(place) == growth


def test_where_letters_became_more_everywhere_the_commune_is_told_and_no_place():
    spread = [cell(village, field, received=4, before=1) for village in range(1, 5) for field in range(1, 4)]
    assert told(*spread) == [("more", None, None, 48)]
    assert told(*spread, cell(9, 9, received=40, before=1)) == [("more", None, None, 88), ("more", 9, 9, 40)]


@pytest.mark.parametrize(("days_before", "compares"), [(0, False), (59, False), (60, True), (180, True)])
def test_a_commune_that_has_just_begun_knows_nothing_of_the_usual(days_before: int, compares: bool):
    span = Span(days=30, days_before=days_before)
    assert span.compares is compares
    assert alone(Seen(received=20, before=0), span) is compares


@pytest.mark.parametrize(("days", "before", "usual"), [(30, 12, 2.0), (90, 12, 6.0), (30, 0, 0.0)])
def test_the_usual_is_of_as_many_days(days: int, before: int, usual: float):
    assert Span(days=days, days_before=180).usual(before) == usual


def test_the_usual_of_no_days_is_nought():
    assert Span(days=30, days_before=0).usual(7) == 0.0


# ------------------------------------------------------------------ places


def test_nothing_stands_out_in_a_quiet_commune():
    assert told() == []
    assert told(cell(received=1, before=6), cell(2, 1, received=2, before=12, overdue=2, unhappy=2)) == []


def test_a_place_is_told_with_what_is_usual():
    assert spots([cell(received=7, before=6)], MONTH, least=3) == [
        Spot(signal=Signal.MORE, number=7, usual=1.0, village_id=1, field_id=1)
    ]


def test_each_signal_stands_alone():
    assert told(cell(overdue=3)) == [("overdue", 1, 1, 3)]
    assert told(cell(unhappy=4)) == [("unhappy", 1, 1, 4)]
    assert told(cell(received=8, overdue=3, unhappy=3)) == [("more", 1, 1, 8), ("overdue", 1, 1, 3), ("unhappy", 1, 1, 3)]


def test_the_largest_number_of_a_signal_stands_first():
    cells = (cell(1, 1, overdue=3), cell(2, 1, overdue=9), cell(3, 2, received=5))
    assert told(*cells) == [("more", 3, 2, 5), ("overdue", 2, 1, 9), ("overdue", 1, 1, 3)]


def test_a_field_of_the_whole_commune_is_told_where_no_village_is():
    spread = [cell(village, 1, received=2, before=2) for village in range(1, 7)]
    assert told(*spread) == [("more", None, 1, 12)]


def test_a_village_is_told_where_no_field_is():
    spread = [cell(1, field, overdue=1) for field in range(1, 5)]
    assert told(*spread) == [("overdue", 1, None, 4)]


def test_a_field_is_not_told_again_for_what_its_village_explains():
    assert told(cell(1, 1, received=9), cell(2, 1, received=1, before=6)) == [("more", 1, 1, 9)]


def test_a_field_is_told_as_well_where_the_rest_of_it_stands_out_too():
    cells = [cell(1, 1, overdue=9), *(cell(village, 1, overdue=2) for village in range(2, 6))]
    assert told(*cells) == [("overdue", None, 1, 17), ("overdue", 1, 1, 9)]


def test_what_has_no_village_or_no_field_counts_for_the_whole_and_is_no_place():
    assert told(cell(None, 1, received=5)) == [("more", None, 1, 5)]
    assert told(cell(1, None, received=5)) == [("more", 1, None, 5)]
    whole = [(name, None, None, 50) for name in ("more", "overdue", "unhappy")]
    assert told(cell(None, None, received=50, overdue=50, unhappy=50)) == whole


@given(
    cells=st.lists(
        st.builds(
            cell, st.sampled_from([None, 1, 2, 3]), st.sampled_from([None, 1, 2]), received=st.integers(0, 9),
            before=st.integers(0, 30), overdue=st.integers(0, 5), unhappy=st.integers(0, 5),
        ),
        max_size=12, unique_by=lambda each: (each.village_id, each.field_id),
    ),
    least=st.integers(2, 6),
)  # fmt: skip
def test_every_told_number_is_that_of_its_place(cells: list[Cell], least: int):
    names = {Signal.MORE: "received", Signal.OVERDUE: "overdue", Signal.UNHAPPY: "unhappy"}
    for spot in spots(cells, MONTH, least=least):
        mine = [
            each.seen for each in cells if spot.village_id in (None, each.village_id) and spot.field_id in (None, each.field_id)
        ]
        assert spot.number == sum(getattr(seen, names[spot.signal]) for seen in mine) >= least


@pytest.mark.parametrize(
    ("quiet", "loud"),
    [
        (cell(1, 1, received=2, before=12), cell(2, 1, received=12, before=12)),
        (cell(1, 1, overdue=2), cell(2, 1, overdue=3)),
        (cell(1, 1, unhappy=2), cell(2, 1, unhappy=3)),
    ],
    ids=["more", "overdue", "unhappy"],
)
def test_a_quiet_place_beside_a_loud_one_is_not_told(quiet: Cell, loud: Cell):
    found = told(quiet, loud)
    assert [(village, field) for _signal, village, field, _number in found] == [(2, 1)]


def test_both_places_together_are_both_counts_and_without_one_the_other():
    one, other = Seen(received=3, before=2, overdue=1, unhappy=4), Seen(received=1, before=5, overdue=2)
    assert one + other == Seen(received=4, before=7, overdue=3, unhappy=4)
    assert (one + other).without(other) == one


@pytest.mark.parametrize("least", [2, 3, 10])
def test_no_signal_is_told_below_the_least(least: int):
    below, at_least = least - 1, least
    assert told(cell(received=below, overdue=below, unhappy=below), least=least) == []
    assert [number for *_place, number in told(cell(overdue=at_least, unhappy=at_least), least=least)] == [least, least]

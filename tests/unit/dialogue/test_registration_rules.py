"""Seats and the wait list, against tables written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from dialogue.registration_rules import NewRegistration, Seats, cleaned_registration, promoted, takes_registrations

DAY = date(2026, 12, 15)


@dataclass(frozen=True, kw_only=True)
class Day:
    state: str = "announced"
    held_on: date = DAY


@pytest.mark.parametrize(
    ("state", "today", "taken"),
    [
        ("announced", date(2026, 12, 1), True),
        ("announced", DAY, True),
        ("announced", date(2026, 12, 16), False),
        ("planned", date(2026, 12, 1), False),
        ("in_session", DAY, False),
        ("cancelled", date(2026, 12, 1), False),
    ],
)
def test_seats_are_given_out_from_the_announcement_to_the_day(state: str, today: date, taken: bool):
    assert takes_registrations(Day(state=state), today=today) is taken


@pytest.mark.parametrize(
    ("whole", "of_place", "place", "taken", "fits"),
    [
        (None, {1: 10}, 1, {1: 9}, True),
        (None, {1: 10}, 1, {1: 10}, False),
        (None, {1: None}, 1, {1: 5000}, True),
        (None, {1: 10, 2: 1}, 2, {1: 10}, True),
        (12, {1: 10, 2: 10}, 2, {1: 10, 2: 2}, False),
        (12, {1: 10, 2: 10}, 2, {1: 10, 2: 1}, True),
        (3, {}, None, {None: 2}, True),
        (3, {}, None, {None: 3}, False),
        (None, {}, None, {None: 999}, True),
    ],
)
def test_one_more_fits_while_place_and_whole_have_a_seat(
    whole: int | None, of_place: dict[int | None, int | None], place: int | None, taken: dict[int | None, int], fits: bool
):
    assert Seats(whole=whole, of_place=of_place).fits(place, taken=taken) is fits


@pytest.mark.parametrize(
    ("waiting", "taken", "chosen"),
    [
        ([], {1: 2}, []),
        ([(7, 1), (8, 1)], {1: 1}, [7]),
        ([(7, 1), (8, 2), (9, 1)], {1: 2, 2: 0}, [8]),
        ([(9, 2), (7, 1)], {1: 0, 2: 1}, [7]),
        ([(7, 1), (8, 1), (9, 1)], {}, [7, 8]),
    ],
)
def test_the_wait_list_moves_up_in_its_order(
    waiting: list[tuple[int, int | None]], taken: dict[int | None, int], chosen: list[int]
):
    assert promoted(waiting, seats=Seats(whole=None, of_place={1: 2, 2: 1}), taken=taken) == chosen


def test_what_was_typed_is_cleaned():
    new = cleaned_registration(NewRegistration(name=" Lý  Sáu ", phone="+84 912.345.678", email=" A@B.VN", wishes="Xe lăn\r\n"))
    assert (new.name, new.phone, new.email, new.wishes, new.locale) == ("Lý Sáu", "0912345678", "a@b.vn", "Xe lăn", "vi")

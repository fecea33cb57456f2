"""Laws of seats for any hall: nobody gets a seat that is not there, nobody is passed over for one that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import phone_digits
from dialogue.question_rules import contact_faults
from dialogue.registration_rules import (
    PEOPLE_MOST,
    WISHES_MOST,
    NewRegistration,
    Seats,
    SeatState,
    TapKind,
    cleaned_registration,
    promoted,
    takes_registrations,
)
from dialogue.states import DialogueState

PLACE = st.sampled_from([None, 1, 2, 3])
COUNT = st.integers(min_value=0, max_value=6)
HALL = st.builds(Seats, whole=st.none() | COUNT, of_place=st.dictionaries(PLACE, st.none() | COUNT))
TAKEN = st.dictionaries(PLACE, COUNT)
LINE = st.lists(PLACE, max_size=14).map(lambda places: [(100 + number, place) for number, place in enumerate(places)])
TYPED = st.text(max_size=50) | st.from_regex(r"[ 0-9+.()-]{0,30}", fullmatch=True)
FULL = NewRegistration(name="Lộc Văn Tạ", phone="0912345678", email="ta@example.vn", wishes="Ngồi gần")


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    state: str
    held_on: date


def confirmed(line: list[tuple[int, int | None]], chosen: list[int], taken: dict[int | None, int]) -> dict[int | None, int]:
    """Return how many seats are taken in each place after the chosen ones got theirs."""
    filled = dict(taken)
    for number, place in line:
        filled[place] = filled.get(place, 0) + (number in chosen)
    return filled


@settings(max_examples=70)
@given(LINE, HALL, TAKEN)
def test_no_place_and_no_hall_is_filled_beyond_its_seats(line: list[tuple[int, int | None]], hall: Seats, taken: dict):
    filled = confirmed(line, promoted(line, seats=hall, taken=taken), taken)
    for place, seats in hall.of_place.items():
        assert seats is None or filled.get(place, 0) <= max(seats, taken.get(place, 0))
    assert hall.whole is None or sum(filled.values()) <= max(hall.whole, sum(taken.values()))


@settings(max_examples=70)
@given(LINE, HALL, TAKEN)
def test_who_still_waits_would_not_fit(line: list[tuple[int, int | None]], hall: Seats, taken: dict):
    chosen = promoted(line, seats=hall, taken=taken)
    filled = confirmed(line, chosen, taken)
    assert [number for number, place in line if number not in chosen and hall.fits(place, taken=filled)] == []


@settings(max_examples=70)
@given(LINE, HALL, TAKEN)
def test_nobody_overtakes_who_waits_longer_for_the_same_place(line: list[tuple[int, int | None]], hall: Seats, taken: dict):
    chosen = promoted(line, seats=hall, taken=taken)
    assert chosen == sorted(chosen)
    for place in (None, 1, 2, 3):
        got = [number in chosen for number, own in line if own == place]
        assert got == sorted(got, reverse=True)


@settings(max_examples=80)
@given(LINE, HALL, TAKEN)
def test_giving_out_changes_neither_the_count_nor_the_answer_of_a_second_look(
    line: list[tuple[int, int | None]], hall: Seats, taken: dict
):
    before = dict(taken)
    chosen = promoted(line, seats=hall, taken=taken)
    assert taken == before
    rest = [(number, place) for number, place in line if number not in chosen]
    assert promoted(rest, seats=hall, taken=confirmed(line, chosen, taken)) == []


@settings(max_examples=80)
@given(LINE, TAKEN)
def test_without_limits_everybody_gets_a_seat(line: list[tuple[int, int | None]], taken: dict):
    assert promoted(line, seats=Seats(whole=None, of_place={}), taken=taken) == [number for number, _place in line]


@settings(max_examples=60)
@given(HALL, TAKEN, PLACE)
def test_a_seat_given_back_never_makes_the_hall_fuller(hall: Seats, taken: dict, place: int | None):
    if taken.get(place, 0) and hall.fits(place, taken=taken):
        assert hall.fits(place, taken={**taken, place: taken[place] - 1})


@pytest.mark.parametrize(
    ("whole", "of_place", "waiting", "taken", "chosen"),
    [
        (5, {1: 3, 2: 3}, "1 1 1 1 2 2", {}, [0, 1, 2, 4, 5]),
        (5, {1: 3, 2: 3}, "2 2 2 2 1 1 1", {}, [0, 1, 2, 4, 5]),
        (4, {1: 3, 2: 3}, "2 1 2 1 2 1", {}, [0, 1, 2, 3]),
        (4, {1: None, 2: 1}, "2 2 1 1 1 1", {}, [0, 2, 3, 4]),
        (None, {1: 0, 2: None}, "1 2 1 2", {}, [1, 3]),
        (0, {1: 9}, "1 1", {}, []),
        (3, {1: 9}, "1 1", {1: 4}, []),
        (6, {1: 2, 2: 5}, "1 2 2", {1: 3, 2: 1}, [1, 2]),
        (10, {1: 2, 2: 2}, "1 2", {1: 2, 2: 1}, [1]),
        (2, {}, "- - -", {None: 1}, [0]),
        (None, {}, "- - -", {None: 99}, [0, 1, 2]),
        (2, {1: 2}, "1 - 1", {}, [0, 1]),
        (3, {1: 5, 2: 5}, "2 1", {1: 1, 2: 1, 7: 1}, []),
        (4, {1: 5, 2: 5}, "2 1", {1: 1, 2: 1, 7: 1}, [0]),
    ],
)
def test_the_wait_list_moves_up_as_counted_by_hand(
    whole: int | None, of_place: dict, waiting: str, taken: dict, chosen: list[int]
):
    line = [(number, None if place == "-" else int(place)) for number, place in enumerate(waiting.split())]
    assert promoted(line, seats=Seats(whole=whole, of_place=of_place), taken=taken) == chosen


@pytest.mark.parametrize("state", DialogueState)
@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_seats_are_given_out_while_announced_until_the_day_is_over(state: DialogueState, days: int):
    dialogue = Dialogue(state=state.value, held_on=date(2026, 12, 15))
    open_now = takes_registrations(dialogue, today=dialogue.held_on + timedelta(days=days))
    assert open_now is (state.value == "announced" and days <= 0)


@settings(max_examples=70)
@given(TYPED, TYPED, TYPED, st.text(max_size=80), st.sampled_from(["vi", "en", "fr", "", "EN"]))
def test_a_cleaned_wish_keeps_its_bounds_and_passes_with_digits_only(name: str, phone: str, email: str, wishes: str, locale: str):
    new = NewRegistration(name=name, phone=phone, email=email, wishes=wishes, locale=locale, village_id=4, place_id=2)
    clean = cleaned_registration(new)
    assert (len(clean.name) <= 120, clean.village_id, clean.place_id) == (True, 4, 2)
    assert clean.locale == (locale if locale in ("vi", "en") else "vi")
    assert "\r" not in clean.wishes
    if "phone" not in contact_faults(clean, phone_needed=True):
        assert clean.phone == phone_digits(phone)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"email": ""}, {}),
        ({"name": "L"}, {"name": "name_missing"}),
        ({"name": "  "}, {"name": "name_missing"}),
        ({"name": "x" * 500}, {}),
        ({"phone": ""}, {"phone": "phone_missing"}),
        ({"phone": "gọi con trai"}, {"phone": "phone_bad"}),
        ({"phone": "0912345678 và số máy nhà 02053825123"}, {"phone": "phone_bad"}),
        ({"phone": "0912 345 678 (con trai 0987 654 321)"}, {"phone": "phone_bad"}),
        ({"email": "ta@example"}, {"email": "email_bad"}),
        ({"name": "", "phone": "", "email": "x"}, {"name": "name_missing", "phone": "phone_missing", "email": "email_bad"}),
    ],
)
def test_a_wish_names_who_comes_and_how_to_reach_them(changes: dict[str, str], faults: dict[str, str]):
    assert contact_faults(cleaned_registration(replace(FULL, **changes)), phone_needed=True) == faults


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""), ("  \r\n \r\n ", ""), ("Xe lăn\r\n\r\n\r\n\r\nNgồi gần", "Xe lăn\n\nNgồi gần"),
        ("Tie\u0302\u0301ng Ta\u0300y", "Tiếng Tày"),
        ("Xe\u00a0lăn\u200b", "Xe lăn"), ("Xe\x00 lăn\x07", "Xe lăn"), ("một\u2028hai", "một\nhai"),
    ],
)  # fmt: skip
def test_wishes_keep_their_lines_and_lose_what_nobody_sees(typed: str, kept: str):
    assert cleaned_registration(replace(FULL, wishes=typed)).wishes == kept


def test_words_and_limits_are_those_that_people_are_told():
    assert (WISHES_MOST, PEOPLE_MOST) == (500, 200)
    assert [state.value for state in SeatState] == ["confirmed", "waiting", "cancelled"]
    assert [kind.value for kind in TapKind] == ["present", "walk_in", "void"]

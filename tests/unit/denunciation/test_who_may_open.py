"""Roles × accused × departments: who may read, who hands on, who sees nothing (Law on Denunciations 2018, Art. 8.3, 12, 56)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.permissions import permissions_of
from accounts.roles import Role
from core.permissions import Permission
from denunciation.permissions import Person, beyond_commune, carriers, excluded, named

CLERK, OFFICER, HEAD, LEADER = Role.RECEPTION_CLERK, Role.OFFICER, Role.DEPARTMENT_HEAD, Role.LEADER
FRONT, ADMIN = Role.FRONT_SUPERVISOR, Role.ADMINISTRATOR
OFFICE, ECONOMY, CULTURE = 1, 2, 3


def person(number: int, *roles: Role, departments: tuple[int, ...] = ()) -> Person:
    return Person(
        id=number, roles=frozenset(roles), department_ids=frozenset(departments), permissions=permissions_of(roles)
    )  # fmt: skip


HOUSE = {
    "chair": person(1, LEADER, departments=(OFFICE,)),
    "vice-chair": person(2, LEADER, departments=(ECONOMY,)),
    "head of economy": person(3, HEAD, departments=(ECONOMY,)),
    "officer of economy": person(4, OFFICER, departments=(ECONOMY,)),
    "officer of both": person(5, OFFICER, departments=(ECONOMY, CULTURE)),
    "head of culture": person(6, HEAD, departments=(CULTURE,)),
    "officer of culture": person(7, OFFICER, departments=(CULTURE,)),
    "clerk": person(8, CLERK, departments=(OFFICE,)),
    "clerk of economy": person(9, CLERK, OFFICER, departments=(ECONOMY,)),
    "officer without a department": person(10, OFFICER),
    "the Front": person(11, FRONT),
    "administrator": person(12, ADMIN, departments=(OFFICE,)),
}
PEOPLE = tuple(HOUSE.values())
NAMES = {item.id: name for name, item in HOUSE.items()}
EVERYBODY = set(HOUSE)
UNDER_ECONOMY = {"head of economy", "officer of economy", "officer of both", "clerk of economy"}
UNDER_CULTURE = {"head of culture", "officer of culture", "officer of both"}


def names(ids: frozenset[int]) -> set[str]:
    return {NAMES[item] for item in ids}


KEPT_OUT = {
    # accused: who may never see the entry, and why
    "chair": (EVERYBODY, "the whole house works under him"),
    "vice-chair": (EVERYBODY, "so for a vice-chair: the province settles it"),
    "head of economy": (UNDER_ECONOMY, "his department, the vice-chair who sits in it excepted"),
    "officer of economy": ({"officer of economy"}, "nobody works under an officer"),
    "officer of both": ({"officer of both"}, "two departments give him nobody either"),
    "head of culture": (UNDER_CULTURE, "whoever is in his department with one foot, too"),
    "officer of culture": ({"officer of culture"}, "himself"),
    "clerk": ({"clerk"}, "himself"),
    "clerk of economy": ({"clerk of economy"}, "himself"),
    "officer without a department": ({"officer without a department"}, "himself"),
    "the Front": ({"the Front"}, "himself"),
    "administrator": ({"administrator"}, "himself"),
}


@pytest.mark.parametrize("accused", KEPT_OUT)
@pytest.mark.parametrize("who", HOUSE)
def test_a_listed_official_reads_unless_the_accused_is_above_him(who: str, accused: str):
    everybody_listed = frozenset(NAMES)
    reads = HOUSE[who].id in named(PEOPLE, everybody_listed) - excluded(HOUSE[accused].id, PEOPLE)
    out, why = KEPT_OUT[accused]
    assert reads is (who not in out and who not in {"the Front", "administrator"}), why


@pytest.mark.parametrize("accused", KEPT_OUT)
def test_without_a_list_only_chairs_read_and_never_of_a_chair(accused: str):
    readers = names(named(PEOPLE, frozenset()) - excluded(HOUSE[accused].id, PEOPLE))
    assert readers == (set() if accused in {"chair", "vice-chair"} else {"chair", "vice-chair"})


@pytest.mark.parametrize("accused", KEPT_OUT)
def test_the_province_is_asked_exactly_for_those_who_lead_the_commune(accused: str):
    assert beyond_commune(HOUSE[accused].id, PEOPLE) is (accused in {"chair", "vice-chair"})


HANDS_ON = [
    # accused, received by, who hands it on, why
    ("chair", "clerk", {"clerk"}, "the receiver (Art. 24.2)"),
    ("chair", "officer of culture", {"officer of culture"}, "whoever it is"),
    ("chair", "vice-chair", {"vice-chair"}, "also a vice-chair, who is not accused"),
    ("vice-chair", "chair", {"chair"}, "also the chair when his deputy is accused"),
    ("chair", "chair", {"clerk", "clerk of economy"}, "never the accused: all clerks"),
    ("vice-chair", "vice-chair", {"clerk", "clerk of economy"}, "never the accused: all clerks"),
    ("chair", "administrator", {"clerk", "clerk of economy"}, "a receiver without the register's door: all clerks"),
    ("chair", "the Front", {"clerk", "clerk of economy"}, "so for one who only looks on"),
    ("head of economy", "clerk", set(), "the commune settles it itself"),
    ("officer of culture", "officer of culture", set(), "the commune settles it itself"),
    ("administrator", "clerk", set(), "the commune settles it itself"),
]


@pytest.mark.parametrize(("accused", "receiver", "wanted", "why"), HANDS_ON)
def test_who_hands_on_what_only_the_province_may_settle(accused: str, receiver: str, wanted: set[str], why: str):
    assert names(carriers(HOUSE[accused].id, HOUSE[receiver].id, PEOPLE)) == wanted, why


def test_a_clerk_who_is_vice_chair_and_accused_hands_nothing_on():
    both = person(20, LEADER, CLERK)
    assert carriers(both.id, both.id, (both, HOUSE["clerk"])) == {HOUSE["clerk"].id}


SMALL = [
    # who is there beside the accused chair, who hands on, why
    (("vice-chair", "officer of culture", "head of culture"), {"head of culture"}, "no clerk: the heads"),
    (("vice-chair", "officer of culture", "officer of both"), {"officer of culture", "officer of both"}, "then the officers"),
    (("vice-chair", "the Front", "administrator"), {"vice-chair"}, "then the other chairs"),
    (("the Front", "administrator"), set(), "nobody with a door: nobody"),
    ((), set(), "alone in the house"),
]


@pytest.mark.parametrize(("others", "wanted", "why"), SMALL, ids=[row[2] for row in SMALL])
def test_somebody_hands_it_on_in_a_small_house_too(others: tuple[str, ...], wanted: set[str], why: str):
    house = (HOUSE["chair"], *(HOUSE[name] for name in others))
    assert names(carriers(HOUSE["chair"].id, HOUSE["chair"].id, house)) == wanted, why


@given(received_by=st.sampled_from(sorted(NAMES)), accused=st.sampled_from(["chair", "vice-chair"]))
def test_whoever_received_it_somebody_with_a_door_hands_it_on_and_never_the_accused(received_by: int, accused: str):
    hands = carriers(HOUSE[accused].id, received_by, PEOPLE)
    assert hands
    assert HOUSE[accused].id not in hands
    assert all(Permission.DENUNCIATION_ENTER in HOUSE[NAMES[item]].permissions for item in hands)


@pytest.mark.parametrize("role", Role)
def test_the_register_has_a_door_only_for_posts_that_handle_letters(role: Role):
    held = permissions_of([role])
    assert (Permission.DENUNCIATION_ENTER in held, Permission.DENUNCIATION_SEAL in held) == (
        (True, True) if role in {CLERK, OFFICER, HEAD, LEADER} else (False, False)
    )
    assert (Permission.DENUNCIATION_NAME in held) is (role is LEADER)


@pytest.mark.parametrize(
    ("listed", "wanted", "why"),
    [
        (set(), {"chair", "vice-chair"}, "no list"),
        ({"clerk"}, {"clerk"}, "a list of one shuts the chairs out"),
        ({"clerk", "administrator"}, {"clerk"}, "an administrator on it changes nothing"),
        ({"administrator", "the Front"}, {"chair", "vice-chair"}, "a list of nobody fit is no list"),
        ({"chair"}, {"chair"}, "the chair alone, without his deputy"),
    ],
)
def test_the_list_names_who_opens_the_register(listed: set[str], wanted: set[str], why: str):
    assert names(named(PEOPLE, frozenset(HOUSE[name].id for name in listed))) == wanted, why


def test_an_empty_house_has_no_reader_and_no_carrier():
    assert (named((), frozenset({1})), excluded(1, ()), carriers(1, 2, ()), beyond_commune(1, ())) == (
        frozenset(), frozenset({1}), frozenset(), False,
    )  # fmt: skip


def test_people_may_be_told_one_after_the_other():
    assert excluded(3, iter(PEOPLE)) == excluded(3, PEOPLE)
    assert carriers(1, 1, iter(PEOPLE)) == carriers(1, 1, PEOPLE)


# ------------------------------------------------------------------ what holds in any house

PERSONS = st.lists(
    st.builds(
        lambda roles, departments: (roles, departments),
        st.sets(st.sampled_from(Role), min_size=1, max_size=3), st.sets(st.integers(1, 3), max_size=2),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def house_of(drawn: list[tuple[set[Role], set[int]]]) -> list[Person]:
    return [person(place, *roles, departments=tuple(own)) for place, (roles, own) in enumerate(drawn, start=1)]


@given(drawn=PERSONS, accused=st.integers(1, 8), listed=st.frozensets(st.integers(1, 9)))
def test_the_accused_never_reads_and_never_carries(drawn: list, accused: int, listed: frozenset[int]):
    house = house_of(drawn)
    readers = named(house, listed) - excluded(accused, house)
    hands = [carriers(accused, receiver, house) for receiver in range(1, 10)]
    assert (accused in readers, any(accused in hand for hand in hands)) == (False, False)


@given(drawn=PERSONS, accused=st.integers(1, 8), listed=st.frozensets(st.integers(1, 9)))
def test_nobody_reads_what_is_beyond_the_commune(drawn: list, accused: int, listed: frozenset[int]):
    house = house_of(drawn)
    if beyond_commune(accused, house):
        assert named(house, listed) - excluded(accused, house) == frozenset()
    else:
        assert carriers(accused, 1, house) == frozenset()


@given(drawn=PERSONS, listed=st.frozensets(st.integers(1, 9)))
def test_an_accused_from_elsewhere_keeps_nobody_out(drawn: list, listed: frozenset[int]):
    house = house_of(drawn)
    readers = named(house, listed)
    assert (readers - excluded(None, house), readers - excluded(99, house)) == (readers, readers)


@given(drawn=PERSONS, accused=st.integers(1, 8), listed=st.frozensets(st.integers(1, 9)))
def test_order_of_the_people_changes_nothing(drawn: list, accused: int, listed: frozenset[int]):
    house = house_of(drawn)
    turned = house[::-1]
    assert (named(house, listed), excluded(accused, house), carriers(accused, 1, house)) == (
        named(turned, listed), excluded(accused, turned), carriers(accused, 1, turned),
    )  # fmt: skip

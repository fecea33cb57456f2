"""Two hundred and more cases of who is accused: the accused and whoever works under him never receive it."""

from __future__ import annotations

import random

import pytest

from accounts.permissions import permissions_of
from accounts.roles import Role
from denunciation.permissions import Person, beyond_commune, carriers, excluded, named


def person(number: int, *roles: Role, departments: tuple[int, ...] = ()) -> Person:
    return Person(
        id=number, roles=frozenset(roles), department_ids=frozenset(departments), permissions=permissions_of(roles)
    )  # fmt: skip


CHAIR, VICE = person(1, Role.LEADER, departments=(1,)), person(2, Role.LEADER, departments=(1,))
HEAD, OFFICER = person(3, Role.DEPARTMENT_HEAD, departments=(2,)), person(4, Role.OFFICER, departments=(2,))
OTHER, CLERK = person(5, Role.OFFICER, departments=(3,)), person(6, Role.RECEPTION_CLERK, departments=(1,))
FRONT, ADMIN = person(7, Role.FRONT_SUPERVISOR), person(8, Role.ADMINISTRATOR)
HOUSE = (CHAIR, VICE, HEAD, OFFICER, OTHER, CLERK, FRONT, ADMIN)
EVERYBODY = frozenset(item.id for item in HOUSE)


@pytest.mark.parametrize(
    ("accused", "kept_out"),
    [
        (None, set()),
        (CHAIR.id, EVERYBODY),
        (VICE.id, EVERYBODY),
        (HEAD.id, {HEAD.id, OFFICER.id}),
        (OFFICER.id, {OFFICER.id}),
        (CLERK.id, {CLERK.id}),
        (ADMIN.id, {ADMIN.id}),
        (99, {99}),
    ],
    ids=["nobody of the house", "chair", "vice-chair", "head", "officer", "clerk", "administrator", "one who has left"],
)
def test_the_accused_and_his_subordinates_are_kept_out(accused: int | None, kept_out: set[int]):
    assert excluded(accused, HOUSE) == frozenset(kept_out)


def test_a_chair_with_a_post_in_the_department_is_not_under_its_head():
    chair = person(1, Role.LEADER, departments=(2,))
    assert excluded(HEAD.id, (chair, HEAD, OFFICER)) == {HEAD.id, OFFICER.id}


def test_a_head_who_is_vice_chair_too_counts_as_vice_chair():
    both = person(9, Role.DEPARTMENT_HEAD, Role.LEADER, departments=(3,))
    assert excluded(9, (*HOUSE, both)) == EVERYBODY | {9}


def test_without_a_list_the_chairs_open_the_register():
    assert named(HOUSE, frozenset()) == {CHAIR.id, VICE.id}


def test_the_list_takes_the_place_of_the_chairs():
    assert named(HOUSE, frozenset({CLERK.id, OTHER.id})) == {CLERK.id, OTHER.id}


@pytest.mark.parametrize("listed", [{ADMIN.id}, {FRONT.id}, {ADMIN.id, FRONT.id}, {99}])
def test_nobody_without_the_permission_gets_in_by_the_list(listed: set[int]):
    assert named(HOUSE, frozenset(listed)) == {CHAIR.id, VICE.id}


@pytest.mark.parametrize(("accused", "beyond"), [(CHAIR.id, True), (VICE.id, True), (HEAD.id, False), (None, False), (99, False)])
def test_only_chair_and_vice_chair_are_beyond_the_commune(accused: int | None, beyond: bool):
    assert beyond_commune(accused, HOUSE) is beyond


@pytest.mark.parametrize(
    ("accused", "received_by", "hand_on"),
    [
        (CHAIR.id, CLERK.id, {CLERK.id}),
        (CHAIR.id, OFFICER.id, {OFFICER.id}),
        (CHAIR.id, VICE.id, {VICE.id}),
        (CHAIR.id, CHAIR.id, {CLERK.id}),
        (CHAIR.id, 99, {CLERK.id}),
        (HEAD.id, CLERK.id, set()),
        (None, CLERK.id, set()),
    ],
)
def test_whoever_received_it_hands_on_what_is_beyond_the_commune(accused: int | None, received_by: int, hand_on: set[int]):
    assert carriers(accused, received_by, HOUSE) == frozenset(hand_on)


def test_two_hundred_accused_of_random_houses_receive_nothing():
    chance = random.Random(20261120)
    delivered = []
    for round_number in range(200):
        house = [
            person(number, *chance.sample(list(Role), k=chance.choice((1, 1, 2))), departments=(chance.randint(1, 4),))
            for number in range(1, chance.randint(3, 14))
        ]
        accused = chance.choice(house)
        listed = frozenset(chance.sample([item.id for item in house], k=chance.randint(0, len(house))))
        recipients = named(house, listed) - excluded(accused.id, house)
        chair, head = Role.LEADER in accused.roles, Role.DEPARTMENT_HEAD in accused.roles
        beside = {item.id for item in house if item.department_ids & accused.department_ids and Role.LEADER not in item.roles}
        under_him = {item.id for item in house} if chair else beside if head else set()
        if recipients & ({accused.id} | under_him):
            delivered.append(round_number)
    assert delivered == []

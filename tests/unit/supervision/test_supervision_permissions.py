"""Who may take which step with a recommendation."""

from __future__ import annotations

import pytest

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from supervision.permissions import has_it, on_behalf, open_steps, permitted
from supervision.rules import STEPS, Standing
from supervision.states import State, Step

ME, OTHER, MINE, THEIRS = 7, 8, 3, 4
BODY = {Step.CORRECT, Step.JUDGE, Step.ASK_AGAIN, Step.WITHDRAW, Step.AGREE, Step.TAKE_BACK}
LEADER = {Step.ASSIGN, Step.DRAFT, Step.SEND_BACK, Step.ANSWER, Step.SETTLE, Step.ALLOW, Step.TAKE_BACK}


def person(role: Role, *, departments: frozenset[int] = frozenset({MINE})) -> Actor:
    return Actor(id=ME, unit_id=1, name="Vi Thị Hạnh", permissions=permissions_of([role]), department_ids=departments)


def steps(role: Role, *, official_id: int | None = OTHER, department_id: int | None = None) -> set[Step]:
    return {step for step in STEPS if permitted(person(role), step, official_id=official_id, department_id=department_id)}


def test_the_front_speaks_for_bodies_and_answers_nothing():
    assert steps(Role.FRONT_SUPERVISOR) == BODY
    assert steps(Role.FRONT_SUPERVISOR, official_id=ME) == BODY


def test_the_clerk_enters_what_bodies_write_and_says_who_answers():
    assert steps(Role.RECEPTION_CLERK) == BODY | {Step.ASSIGN}


def test_the_leader_decides_and_says_nothing_for_a_body():
    assert steps(Role.LEADER) == LEADER


def test_the_administrator_does_nothing():
    assert steps(Role.ADMINISTRATOR, official_id=ME) == set()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPARTMENT_HEAD])
@pytest.mark.parametrize(
    ("official_id", "department_id", "own"),
    [
        (ME, None, True),
        (ME, THEIRS, True),
        (None, MINE, True),
        (None, THEIRS, False),
        (OTHER, MINE, False),  # somebody of the department was named
        (None, None, False),
    ],
)
def test_who_has_it_writes_the_answer(
    role: Role, official_id: int | None, department_id: int | None, own: bool
):  # fmt: skip
    assert has_it(person(role), official_id=official_id, department_id=department_id) is own
    wanted = {Step.DRAFT, Step.SETTLE} if own else set()
    assert steps(role, official_id=official_id, department_id=department_id) == wanted


@pytest.mark.parametrize(("role", "paper"), [(Role.FRONT_SUPERVISOR, False), (Role.RECEPTION_CLERK, True), (Role.LEADER, True)])
def test_only_who_is_not_of_the_commune_speaks_without_a_paper(role: Role, paper: bool):
    assert on_behalf(person(role)) is paper


def test_open_steps_are_those_of_table_and_person():
    assert open_steps(person(Role.OFFICER), Standing(state=State.ASSIGNED), official_id=ME, department_id=None) == {Step.DRAFT}
    assert open_steps(person(Role.LEADER), Standing(state=State.DRAFTED), official_id=ME, department_id=None) == {
        Step.DRAFT, Step.SEND_BACK, Step.ANSWER,
    }  # fmt: skip
    assert open_steps(person(Role.FRONT_SUPERVISOR), Standing(state=State.CLOSED), official_id=ME, department_id=None) == {
        Step.AGREE,
    }  # fmt: skip

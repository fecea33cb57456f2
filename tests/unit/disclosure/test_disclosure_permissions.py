"""Who may take which step."""

from __future__ import annotations

import pytest

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from disclosure.permissions import may_take, open_steps
from disclosure.states import ItemState, ItemStep

MINE, OTHERS = 7, 8
PREPARING = frozenset({ItemStep.CHANGE, ItemStep.DISCARD})


def person(role: Role) -> Actor:
    return Actor(id=MINE, unit_id=1, name="Vi Thị Hạnh", permissions=permissions_of([role]), department_ids=frozenset())


@pytest.mark.parametrize("role", [Role.RECEPTION_CLERK, Role.LEADER])
def test_the_office_and_the_leaders_do_everything_with_every_item(role: Role):
    assert {step for step in ItemStep if may_take(person(role), step, official_id=OTHERS, created_by=OTHERS)} == set(ItemStep)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPARTMENT_HEAD])
@pytest.mark.parametrize("own", [{"official_id": MINE, "created_by": OTHERS}, {"official_id": OTHERS, "created_by": MINE}])
def test_others_go_on_with_what_they_answer_for_or_began_but_do_not_publish(role: Role, own: dict):
    assert {step for step in ItemStep if may_take(person(role), step, **own)} == set(ItemStep) - {
        ItemStep.PUBLISH, ItemStep.WITHDRAW,
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPARTMENT_HEAD, Role.FRONT_SUPERVISOR, Role.ADMINISTRATOR])
def test_nobody_else_touches_the_item_of_another(role: Role):
    assert not any(may_take(person(role), step, official_id=OTHERS, created_by=OTHERS) for step in ItemStep)


def test_the_front_reads_and_changes_nothing_even_of_its_own():
    assert not any(may_take(person(Role.FRONT_SUPERVISOR), step, official_id=MINE, created_by=MINE) for step in ItemStep)


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (ItemState.DRAFT, PREPARING | {ItemStep.PUBLISH}),
        (ItemState.PUBLISHED, {ItemStep.CORRECT, ItemStep.WITHDRAW, ItemStep.SHOW, ItemStep.TAKE_DOWN}),
        (ItemState.WITHDRAWN, {ItemStep.TAKE_DOWN}),
    ],
)
def test_open_steps_are_those_of_the_state(state: ItemState, steps: set):
    assert open_steps(person(Role.LEADER), state, official_id=OTHERS, created_by=OTHERS) == steps

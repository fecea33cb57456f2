"""Who may do what with a land project."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from disclosure.land_states import LandState, LandStep
from disclosure.permissions import may_take_land, open_land_steps

DECIDED = {LandStep.FINISH, LandStep.WITHDRAW}
WRITTEN = set(LandStep) - DECIDED - {LandStep.PUBLISH}


@dataclass(frozen=True)
class Project:
    """A project that official 7 answers for, official 8 began and department 3 looks after."""

    official_id: int = 7
    created_by: int = 8
    department_id: int = 3


def actor(role: Role, number: int = 1, departments: frozenset[int] = frozenset()) -> Actor:
    return Actor(id=number, unit_id=1, name="", permissions=permissions_of([role]), department_ids=departments)


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        (actor(Role.LEADER), set(LandStep)),
        (actor(Role.RECEPTION_CLERK), set(LandStep) - DECIDED),
        (actor(Role.OFFICER), set()),
        (actor(Role.OFFICER, 7), WRITTEN),
        (actor(Role.OFFICER, 8), WRITTEN),
        (actor(Role.OFFICER, 1, frozenset({3})), WRITTEN),
        (actor(Role.DEPARTMENT_HEAD, 1, frozenset({4})), set()),
        (actor(Role.FRONT_SUPERVISOR, 7, frozenset({3})), set()),
        (actor(Role.ADMINISTRATOR, 7), set()),
    ],
)
def test_who_may_take_which_step(who: Actor, steps: set[LandStep]):
    assert {step for step in LandStep if may_take_land(who, step, Project())} == steps


def test_what_ended_is_open_to_nobody_but_who_takes_it_back():
    assert open_land_steps(actor(Role.LEADER), LandState.FINISHED, Project()) == {LandStep.WITHDRAW}
    assert open_land_steps(actor(Role.RECEPTION_CLERK), LandState.FINISHED, Project()) == set()

"""Who may do what with a land project."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from core.permissions import Permission
from disclosure.land_states import LandState, LandStep
from disclosure.permissions import LAND_PERMISSIONS, may_take_land, open_land_steps

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


EVERYTHING_OPEN = {
    LandStep.CHANGE,
    LandStep.POST,
    LandStep.COUNT,
    LandStep.TALK,
    LandStep.LINK,
}
OPEN_TABLE = [
    (Role.LEADER, LandState.DRAFT, {LandStep.CHANGE, LandStep.PUBLISH, LandStep.POST, LandStep.LINK, LandStep.WITHDRAW}),
    (Role.LEADER, LandState.OPEN, EVERYTHING_OPEN | DECIDED),
    (Role.LEADER, LandState.FINISHED, {LandStep.WITHDRAW}),
    (Role.LEADER, LandState.WITHDRAWN, set()),
    (Role.RECEPTION_CLERK, LandState.DRAFT, {LandStep.CHANGE, LandStep.PUBLISH, LandStep.POST, LandStep.LINK}),
    (Role.RECEPTION_CLERK, LandState.OPEN, EVERYTHING_OPEN),
    (Role.RECEPTION_CLERK, LandState.FINISHED, set()),
    (Role.RECEPTION_CLERK, LandState.WITHDRAWN, set()),
    (Role.OFFICER, LandState.DRAFT, {LandStep.CHANGE, LandStep.POST, LandStep.LINK}),
    (Role.OFFICER, LandState.OPEN, EVERYTHING_OPEN),
    (Role.OFFICER, LandState.FINISHED, set()),
    (Role.OFFICER, LandState.WITHDRAWN, set()),
    (Role.DEPARTMENT_HEAD, LandState.DRAFT, {LandStep.CHANGE, LandStep.POST, LandStep.LINK}),
    (Role.DEPARTMENT_HEAD, LandState.OPEN, EVERYTHING_OPEN),
    (Role.DEPARTMENT_HEAD, LandState.FINISHED, set()),
    (Role.DEPARTMENT_HEAD, LandState.WITHDRAWN, set()),
    (Role.FRONT_SUPERVISOR, LandState.DRAFT, set()),
    (Role.FRONT_SUPERVISOR, LandState.OPEN, set()),
    (Role.FRONT_SUPERVISOR, LandState.FINISHED, set()),
    (Role.FRONT_SUPERVISOR, LandState.WITHDRAWN, set()),
    (Role.ADMINISTRATOR, LandState.DRAFT, set()),
    (Role.ADMINISTRATOR, LandState.OPEN, set()),
    (Role.ADMINISTRATOR, LandState.FINISHED, set()),
    (Role.ADMINISTRATOR, LandState.WITHDRAWN, set()),
]


@pytest.mark.parametrize(("role", "state", "steps"), OPEN_TABLE)
def test_what_is_offered_in_which_state_to_whom_it_belongs(role: Role, state: LandState, steps: set[LandStep]):
    assert open_land_steps(actor(role, 7), state, Project()) == steps


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPARTMENT_HEAD])
@pytest.mark.parametrize("state", LandState)
def test_a_project_of_others_offers_nothing(role: Role, state: LandState):
    stranger = actor(role, 1, frozenset({4, 5}))
    assert open_land_steps(stranger, state, Project()) == set()


def test_the_leader_alone_decides():
    holders = {role for role in Role if Permission.DISCLOSURE_DECIDE in permissions_of([role])}
    assert holders == {Role.LEADER}
    assert {step for step in LandStep if LAND_PERMISSIONS.get(step) is Permission.DISCLOSURE_DECIDE} == DECIDED


def test_whoever_may_decide_may_publish_write_and_read():
    for role in Role:
        held = permissions_of([role])
        if Permission.DISCLOSURE_DECIDE in held:
            assert {Permission.DISCLOSURE_PUBLISH, Permission.DISCLOSURE_WRITE, Permission.DISCLOSURE_READ} <= held

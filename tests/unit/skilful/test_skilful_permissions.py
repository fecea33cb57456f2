"""Who may take which step with a skilful model."""

from __future__ import annotations

import pytest

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from skilful.permissions import is_own, open_steps, permitted
from skilful.rules import STEPS, Standing
from skilful.states import State, Step

ME, OTHER, MINE, THEIRS = 7, 8, 3, 4
WRITING = {Step.CORRECT, Step.NOTE, Step.HIDE_NOTE, Step.CARRY_ON, Step.END, Step.WITHDRAW}
DECIDING = {Step.ASSESS, Step.REASSESS, Step.RECOGNISE, Step.STRIKE, Step.PUBLISH, Step.TAKE_BACK}
WRITERS = [Role.FRONT_SUPERVISOR, Role.RECEPTION_CLERK, Role.OFFICER, Role.DEPARTMENT_HEAD]


def person(role: Role) -> Actor:
    return Actor(id=ME, unit_id=1, name="Nông Văn Kim", permissions=permissions_of([role]), department_ids=frozenset({MINE}))


def steps(role: Role, *, created_by: int = OTHER, department_id: int | None = None, published: bool = False) -> set[Step]:
    known = {"created_by": created_by, "department_id": department_id, "published": published}
    return {step for step in STEPS if permitted(person(role), step, **known)}


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize(
    ("created_by", "department_id", "own"),
    [(ME, None, True), (ME, THEIRS, True), (OTHER, MINE, True), (OTHER, THEIRS, False), (OTHER, None, False)],
)
def test_writers_go_on_with_their_own_and_decide_nothing(
    role: Role, created_by: int, department_id: int | None, own: bool
):  # fmt: skip
    assert is_own(person(role), created_by=created_by, department_id=department_id) is own
    assert steps(role, created_by=created_by, department_id=department_id) == (WRITING if own else set())


@pytest.mark.parametrize("role", WRITERS)
def test_what_everybody_reads_is_corrected_by_the_leader_only(role: Role):
    assert steps(role, created_by=ME, published=True) == WRITING - {Step.CORRECT}
    assert Step.CORRECT in steps(Role.LEADER, published=True)


def test_the_leader_writes_in_every_one_and_decides():
    assert steps(Role.LEADER) == WRITING | DECIDING


def test_the_administrator_does_nothing():
    assert steps(Role.ADMINISTRATOR, created_by=ME) == set()


def test_open_steps_are_those_of_table_and_person():
    new = Standing(state=State.REGISTERED)
    assert open_steps(person(Role.FRONT_SUPERVISOR), new, created_by=ME, department_id=None) == {
        Step.CORRECT, Step.NOTE, Step.END, Step.WITHDRAW,
    }  # fmt: skip
    assert open_steps(person(Role.FRONT_SUPERVISOR), new, created_by=OTHER, department_id=None) == set()
    assert open_steps(person(Role.LEADER), Standing(state=State.ASSESSED), created_by=OTHER, department_id=None) == {
        Step.CORRECT, Step.NOTE, Step.REASSESS, Step.RECOGNISE, Step.CARRY_ON, Step.END, Step.PUBLISH,
    }  # fmt: skip


# ------------------------------------------------------------------ from state to state, for everybody


RECOGNISED = Standing(state=State.ASSESSED, result="achieved", recognised=True, published=True, public_notes=True)
FAILED = Standing(state=State.ASSESSED, result="not_achieved")
SECOND_YEAR = Standing(state=State.REGISTERED, first_year=False)
ENDED = Standing(state=State.ENDED, public_notes=True, published=True)
GONE = Standing(state=State.ENDED, published=True, taken_back=True)
WITHDRAWN = Standing(state=State.WITHDRAWN)
ROADS = [
    # where it stands, what who registered it may do, what the leader may do besides
    (
        Standing(state=State.REGISTERED),
        {Step.CORRECT, Step.NOTE, Step.END, Step.WITHDRAW},
        {Step.ASSESS, Step.PUBLISH},
    ),
    (
        SECOND_YEAR,
        {Step.CORRECT, Step.NOTE, Step.END},
        {Step.ASSESS, Step.PUBLISH},
    ),
    (
        FAILED,
        {Step.CORRECT, Step.NOTE, Step.CARRY_ON, Step.END},
        {Step.REASSESS, Step.PUBLISH},
    ),
    (
        RECOGNISED,
        {Step.NOTE, Step.HIDE_NOTE, Step.CARRY_ON, Step.END},
        {Step.CORRECT, Step.RECOGNISE, Step.STRIKE, Step.TAKE_BACK},
    ),
    (
        ENDED,
        {Step.HIDE_NOTE},
        {Step.CORRECT, Step.TAKE_BACK},
    ),
    (
        GONE,
        set(),
        {Step.CORRECT},
    ),
    (
        WITHDRAWN,
        set(),
        set(),
    ),
]


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize(("standing", "own", "besides"), ROADS)
def test_what_who_registered_it_may_do_from_state_to_state(role: Role, standing: Standing, own: set[Step], besides: set[Step]):
    assert open_steps(person(role), standing, created_by=ME, department_id=None) == own
    assert open_steps(person(role), standing, created_by=OTHER, department_id=MINE) == own
    assert own & besides == set()


@pytest.mark.parametrize(("standing", "own", "besides"), ROADS)
def test_what_the_leader_may_do_from_state_to_state(standing: Standing, own: set[Step], besides: set[Step]):
    assert open_steps(person(Role.LEADER), standing, created_by=OTHER, department_id=THEIRS) == own | besides


@pytest.mark.parametrize(("standing", "own", "besides"), ROADS)
@pytest.mark.parametrize("role", WRITERS)
def test_who_has_nothing_to_do_with_it_only_looks(role: Role, standing: Standing, own: set[Step], besides: set[Step]):
    assert open_steps(person(role), standing, created_by=OTHER, department_id=THEIRS) == set()


def test_every_step_is_open_to_somebody_somewhere():
    found = {step for _standing, own, besides in ROADS for step in own | besides}
    assert found == set(STEPS)

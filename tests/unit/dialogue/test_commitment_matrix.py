"""Who is offered which step in which state: the whole table by hand, for people of the department and for strangers to it."""

from __future__ import annotations

import pytest

from accounts.permissions import PERMISSIONS, Actor
from accounts.roles import Role
from dialogue.commitment_rules import open_steps
from dialogue.commitment_states import CommitmentState

DEPARTMENT, RESPONSIBLE = 7, 70
OWED = "progress move done withdraw"
TABLE = [
    # role, belongs to the department, state, offered
    ("leader", False, "draft", ""),
    ("leader", False, "open", OWED),
    ("leader", False, "done", "confirm dispute"),
    ("leader", False, "confirmed", "dispute"),
    ("leader", False, "disputed", OWED),
    ("leader", False, "withdrawn", ""),
    ("reception_clerk", False, "draft", ""),
    ("reception_clerk", False, "open", "progress done"),
    ("reception_clerk", False, "done", "confirm dispute"),
    ("reception_clerk", False, "confirmed", "dispute"),
    ("reception_clerk", False, "disputed", "progress done"),
    ("reception_clerk", False, "withdrawn", ""),
    ("department_head", True, "draft", ""),
    ("department_head", True, "open", "progress done"),
    ("department_head", True, "done", ""),
    ("department_head", True, "confirmed", ""),
    ("department_head", True, "disputed", "progress done"),
    ("department_head", True, "withdrawn", ""),
    ("department_head", False, "draft", ""),
    ("department_head", False, "open", ""),
    ("department_head", False, "done", ""),
    ("department_head", False, "confirmed", ""),
    ("department_head", False, "disputed", ""),
    ("department_head", False, "withdrawn", ""),
    ("officer", True, "draft", ""),
    ("officer", True, "open", "progress done"),
    ("officer", True, "done", ""),
    ("officer", True, "confirmed", ""),
    ("officer", True, "disputed", "progress done"),
    ("officer", True, "withdrawn", ""),
    ("officer", False, "draft", ""),
    ("officer", False, "open", ""),
    ("officer", False, "done", ""),
    ("officer", False, "confirmed", ""),
    ("officer", False, "disputed", ""),
    ("officer", False, "withdrawn", ""),
    ("front_supervisor", False, "draft", ""),
    ("front_supervisor", False, "open", ""),
    ("front_supervisor", False, "done", "confirm dispute"),
    ("front_supervisor", False, "confirmed", "dispute"),
    ("front_supervisor", False, "disputed", ""),
    ("front_supervisor", False, "withdrawn", ""),
    ("administrator", True, "draft", ""),
    ("administrator", True, "open", ""),
    ("administrator", True, "done", ""),
    ("administrator", True, "confirmed", ""),
    ("administrator", True, "disputed", ""),
    ("administrator", True, "withdrawn", ""),
]


def offered(role: str, state: str, *, own: bool, official_id: int = 1) -> str:
    departments = frozenset({DEPARTMENT}) if own else frozenset()
    actor = Actor(id=official_id, unit_id=1, name="", permissions=PERMISSIONS[Role(role)], department_ids=departments)
    steps = open_steps(actor, CommitmentState(state), department_id=DEPARTMENT, official_id=RESPONSIBLE)
    return " ".join(step.value for step in steps)


@pytest.mark.parametrize(("role", "own", "state", "steps"), TABLE)
def test_steps_are_offered_as_the_table_says(role: str, own: bool, state: str, steps: str):
    assert offered(role, state, own=own) == steps


def test_the_table_knows_every_role_in_every_state():
    assert {(role, state) for role, _own, state, _steps in TABLE} == {
        (role.value, state.value) for role in Role for state in CommitmentState
    }


@pytest.mark.parametrize("state", CommitmentState)
def test_the_person_responsible_works_like_the_department(state: CommitmentState):
    assert offered("officer", state.value, own=False, official_id=RESPONSIBLE) == offered("officer", state.value, own=True)


def test_a_commitment_without_a_department_is_nobodys_own():
    actor = Actor(id=1, unit_id=1, name="", permissions=PERMISSIONS[Role.OFFICER], department_ids=frozenset({DEPARTMENT}))
    assert open_steps(actor, CommitmentState.OPEN, department_id=None, official_id=None) == ()

"""Every step in every phase, each line of the table said aloud: what the desk offers and what commands refuse; no database."""

from __future__ import annotations

import pytest

from accounts.permissions import PERMISSIONS
from accounts.roles import Role
from consultation.rules import may_take
from consultation.states import STEPS, Phase, Step
from core.permissions import Permission

YES, NO = True, False
TABLE = {
    #                draft, coming, running, closed, late, done, cancelled
    Step.CHANGE: (YES, NO, NO, NO, NO, NO, NO),
    Step.OPEN: (YES, NO, NO, NO, NO, NO, NO),
    Step.PROLONG: (NO, YES, YES, NO, NO, NO, NO),
    Step.CANCEL: (YES, YES, YES, YES, YES, NO, NO),
    Step.COUNT: (NO, NO, YES, YES, YES, NO, NO),
    Step.SUM_UP: (NO, NO, NO, YES, YES, NO, NO),
    Step.PUBLISH: (NO, NO, NO, YES, YES, NO, NO),
}
WHO = {
    Permission.CONSULTATION_READ: {
        Role.RECEPTION_CLERK,
        Role.OFFICER,
        Role.DEPARTMENT_HEAD,
        Role.LEADER,
        Role.FRONT_SUPERVISOR,
    },
    Permission.CONSULTATION_PLAN: {
        Role.RECEPTION_CLERK,
        Role.OFFICER,
        Role.DEPARTMENT_HEAD,
        Role.LEADER,
    },
    Permission.CONSULTATION_COUNT: {
        Role.RECEPTION_CLERK,
        Role.OFFICER,
        Role.DEPARTMENT_HEAD,
        Role.LEADER,
        Role.FRONT_SUPERVISOR,
    },
    Permission.CONSULTATION_DECIDE: {Role.LEADER},
}


@pytest.mark.parametrize("step", list(Step))
def test_a_step_is_taken_in_the_phases_of_the_table(step: Step):
    assert tuple(may_take(step, phase) for phase in Phase) == TABLE[step]


@pytest.mark.parametrize("permission", list(WHO))
def test_a_permission_is_held_by_these_roles_and_no_other(permission: Permission):
    assert {role for role in Role if permission in PERMISSIONS[role]} == WHO[permission]


def test_the_administrator_has_no_part_in_it():
    assert {item for item in PERMISSIONS[Role.ADMINISTRATOR] if item.value.startswith("consultation:")} == set()


@pytest.mark.parametrize(
    ("step", "permission"),
    [
        (Step.CHANGE, Permission.CONSULTATION_PLAN),
        (Step.OPEN, Permission.CONSULTATION_DECIDE),
        (Step.PROLONG, Permission.CONSULTATION_DECIDE),
        (Step.CANCEL, Permission.CONSULTATION_DECIDE),
        (Step.COUNT, Permission.CONSULTATION_COUNT),
        (Step.SUM_UP, Permission.CONSULTATION_PLAN),
        (Step.PUBLISH, Permission.CONSULTATION_DECIDE),
    ],
)
def test_a_step_asks_for_its_permission(step: Step, permission: Permission):
    assert STEPS[step][1] is permission


def test_who_reads_and_does_not_decide_can_publish_nothing():
    front = PERMISSIONS[Role.FRONT_SUPERVISOR]
    assert [step for step in Step if STEPS[step][1] in front] == [Step.COUNT]

"""The table of steps: every role × state × action, against what the law and the house allow."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from feedback.permissions import may, may_read, may_see_identity
from feedback.states import (
    ALL_STATES,
    BEING_HANDLED,
    COMPLAINT_SETTLED,
    LIVES_IN_OTHERS,
    OPEN_STATES,
    STEPS,
    TURNED_AWAY,
    WAITING_TO_BE_ACCEPTED,
    Action,
    CaseState,
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    state: str
    kind: str = "PHAN_ANH"
    unit_id: int = 1
    department_id: int | None = 5
    officer_id: int | None = 9


def person(role: Role, *, unit_id: int = 1, person_id: int = 9, departments: frozenset[int] = frozenset({5})) -> Actor:
    return Actor(id=person_id, unit_id=unit_id, name="Cán bộ", permissions=permissions_of([role]), department_ids=departments)


NOT_TAKEN_ON = {
    "received": {Action.CLASSIFY, Action.REMIND},
    "classified": {
        Action.CLASSIFY,
        Action.ACCEPT,
        Action.TRANSFER,
        Action.HANDOVER,
        Action.GUIDE,
        Action.RETURN,
        Action.REFUSE,
        Action.FILE_ONLY,
        Action.REMIND,
    },
}
BESIDE = {Action.MERGE, Action.MARK_URGENT, Action.PORTAL}
BESIDE_HEAD = {Action.MARK_URGENT, Action.FILE}
WORK = {Action.ASK, Action.APOLOGISE, Action.EXTEND, Action.DRAFT, Action.SUBMIT, Action.RECALL, Action.ISSUE, Action.RELIEVE}
ALWAYS_CLERK = {Action.NOTE, Action.PUBLISH, Action.UNPUBLISH}
EXPECTED = [
    (Role.RECEPTION_CLERK, "received", NOT_TAKEN_ON["received"] | ALWAYS_CLERK | BESIDE | {Action.SPLIT}),
    (Role.RECEPTION_CLERK, "classified", NOT_TAKEN_ON["classified"] | ALWAYS_CLERK | BESIDE | {Action.SPLIT, Action.FILE}),
    (Role.RECEPTION_CLERK, "in_progress", {Action.ASSIGN, Action.FILE, Action.REMIND} | ALWAYS_CLERK | BESIDE),
    (Role.RECEPTION_CLERK, "merged", {Action.UNMERGE, Action.REPORT_BACK} | ALWAYS_CLERK),
    (Role.RECEPTION_CLERK, "split", ALWAYS_CLERK),
    (Role.RECEPTION_CLERK, "filed_only", {Action.REVOKE, Action.REPORT_BACK} | ALWAYS_CLERK),
    (Role.RECEPTION_CLERK, "filed", {Action.REVOKE, Action.REPORT_BACK} | ALWAYS_CLERK),
    (
        Role.RECEPTION_CLERK,
        "transferred",
        {Action.URGE, Action.RECORD_REPLY, Action.REVOKE, Action.REPORT_BACK} | ALWAYS_CLERK,
    ),
    (Role.RECEPTION_CLERK, "closed", {Action.REPORT_BACK} | ALWAYS_CLERK),
    (Role.OFFICER, "received", {Action.NOTE}),
    (Role.OFFICER, "classified", {Action.NOTE}),
    (Role.OFFICER, "in_progress", WORK | {Action.NOTE}),
    (Role.OFFICER, "reopened", WORK | {Action.NOTE}),
    (Role.OFFICER, "answered", {Action.NOTE}),
    (Role.DEPARTMENT_HEAD, "in_progress", WORK | {Action.NOTE, Action.ASSIGN, Action.REMIND} | BESIDE_HEAD),
    (
        Role.LEADER,
        "in_progress",
        {
            Action.ASSIGN,
            Action.DIRECT,
            Action.REMIND,
            Action.APPROVE,
            Action.SEND_BACK,
            Action.DECIDE_EXTENSION,
            Action.DECIDE_APOLOGY,
            Action.NOTE,
            Action.PUBLISH,
            Action.UNPUBLISH,
            *BESIDE_HEAD,
        },
    ),
    (
        Role.LEADER,
        "transferred",
        {
            Action.NOTE,
            Action.PUBLISH,
            Action.UNPUBLISH,
            Action.URGE,
            Action.RECORD_REPLY,
            Action.REVOKE,
            Action.REPORT_BACK,
        },
    ),
    (Role.FRONT_SUPERVISOR, "in_progress", set()),
    (Role.ADMINISTRATOR, "in_progress", set()),
]


@pytest.mark.parametrize(("role", "state", "allowed"), EXPECTED)
def test_what_a_role_may_do_in_a_state(role: Role, state: str, allowed: set[Action]):
    assert {action for action in Action if may(person(role), action, Facts(state=state))} == allowed


@pytest.mark.parametrize("state", ["received", "classified"])
@pytest.mark.parametrize(
    ("department_id", "officer_id", "clerk"), [(None, None, False), (5, None, True), (None, 9, True), (5, 9, True)]
)
def test_reception_does_not_remind_itself(state: str, department_id: int | None, officer_id: int | None, clerk: bool):
    case = Facts(state=state, department_id=department_id, officer_id=officer_id)
    reminds = {role: may(person(role), Action.REMIND, case) for role in (Role.RECEPTION_CLERK, Role.LEADER, Role.OFFICER)}
    assert reminds == {Role.RECEPTION_CLERK: clerk, Role.LEADER: True, Role.OFFICER: False}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("state", list(CaseState))
def test_nobody_does_anything_with_another_commune_s_case(action: Action, state: CaseState):
    assert not any(may(person(role, unit_id=2), action, Facts(state=state)) for role in Role)


def test_an_officer_of_another_department_may_not_work_on_the_case():
    stranger = person(Role.OFFICER, person_id=77, departments=frozenset({6}))
    assert {action for action in Action if may(stranger, action, Facts(state="in_progress"))} == {Action.NOTE}


IDENTITY = [
    (person(Role.RECEPTION_CLERK, person_id=1, departments=frozenset()), True),
    (person(Role.LEADER, person_id=2, departments=frozenset()), True),
    (person(Role.OFFICER), True),
    (person(Role.OFFICER, person_id=77), True),  # a colleague of the same department
    (person(Role.OFFICER, person_id=77, departments=frozenset({6})), False),
    (person(Role.FRONT_SUPERVISOR), False),
    (person(Role.ADMINISTRATOR), False),
    (person(Role.LEADER, unit_id=2), False),
]


@pytest.mark.parametrize(("actor", "sees"), IDENTITY)
def test_who_sees_name_and_phone(actor: Actor, sees: bool):
    assert may_see_identity(actor, Facts(state="in_progress")) is sees


def test_the_administrator_reads_no_letters():
    assert not may_read(person(Role.ADMINISTRATOR), Facts(state="received"))


def test_every_action_has_one_row_and_every_row_but_notes_its_article():
    assert sorted(step.action for step in STEPS) == sorted(Action)
    assert [step.action for step in STEPS if not step.legal_basis] == [Action.NOTE]


def test_the_sets_of_states_fit_together():
    elsewhere = TURNED_AWAY | LIVES_IN_OTHERS | COMPLAINT_SETTLED
    assert ALL_STATES - OPEN_STATES - elsewhere == {CaseState.ANSWERED, CaseState.CLOSED, CaseState.FILED}
    assert OPEN_STATES & elsewhere == frozenset()
    assert WAITING_TO_BE_ACCEPTED | BEING_HANDLED == OPEN_STATES
    assert TURNED_AWAY & LIVES_IN_OTHERS == frozenset()

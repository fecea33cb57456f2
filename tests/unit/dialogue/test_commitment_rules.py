"""Commitments: steps and states against a table written by hand, what a promise needs, who may, and how late it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accounts.permissions import PERMISSIONS, Actor
from accounts.roles import Role
from dialogue.commitment_phrases import ENTRIES, STATES, STEPS
from dialogue.commitment_rules import (
    Fulfilment,
    Promise,
    faults_of_fulfilment,
    gaps_of,
    may_remark,
    may_take,
    open_steps,
    standing,
)
from dialogue.commitment_states import PUBLIC, RUNNING, CommitmentState, CommitmentStep, DueRule, leads_to
from feedback.states import Evidence

ROADS = {
    ("open", "draft"): "open",
    ("progress", "open"): "open", ("progress", "disputed"): "disputed",
    ("move", "open"): "open", ("move", "disputed"): "disputed",
    ("done", "open"): "done", ("done", "disputed"): "done",
    ("confirm", "done"): "confirmed",
    ("dispute", "done"): "disputed", ("dispute", "confirmed"): "disputed",
    ("withdraw", "open"): "withdrawn", ("withdraw", "disputed"): "withdrawn",
}  # fmt: skip
WHOLE = Promise(text="Đặt thùng rác", department_id=1, official_id=2, due_on=date(2027, 1, 15), evidence_required="Ảnh")
OPENED, TODAY = date(2026, 12, 22), date(2027, 1, 10)
DONE = Fulfilment(text="Đã đặt", done_on=TODAY, evidence=Evidence.DOCUMENT, document="BB 12")


def official(role: Role, *, official_id: int = 1, departments: frozenset[int] = frozenset()) -> Actor:
    return Actor(id=official_id, unit_id=1, name="", permissions=PERMISSIONS[role], department_ids=departments)


@pytest.mark.parametrize("step", CommitmentStep)
@pytest.mark.parametrize("state", CommitmentState)
def test_a_step_leads_where_the_table_says_and_nowhere_else(step: CommitmentStep, state: CommitmentState):
    after = leads_to(step, state)
    assert (after.value if after else None) == ROADS.get((step.value, state.value))


def test_states_have_business_names_and_words():
    assert (set(CommitmentState) - PUBLIC, RUNNING) == (
        {CommitmentState.DRAFT}, {CommitmentState.OPEN, CommitmentState.DISPUTED},
    )  # fmt: skip
    assert (set(STATES), set(STEPS)) == (set(CommitmentState), set(CommitmentStep) - {CommitmentStep.OPEN})
    assert {step.value for step in CommitmentStep} | {"remark", "reply"} == set(ENTRIES)


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({}, {}),
        ({"text": " \n"}, {"text": "commitment_text_missing"}),
        ({"department_id": None}, {"official_id": "commitment_owner_missing"}),
        ({"official_id": None}, {"official_id": "commitment_owner_missing"}),
        ({"due_on": None}, {"due_on": "commitment_date_missing"}),
        ({"due_on": None, "rule": DueRule.FOLLOW_UP}, {}),
        ({"evidence_required": " "}, {"evidence_required": "commitment_evidence_missing"}),
    ],
)
def test_a_promise_without_owner_date_or_evidence_is_no_commitment(changes: dict[str, object], gaps: dict[str, str]):
    assert gaps_of(replace(WHOLE, **changes)) == gaps


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"done_on": OPENED}, {}),
        ({"text": ""}, {"text": "what_missing"}),
        ({"done_on": None}, {"done_on": "commitment_done_on"}),
        ({"done_on": date(2027, 1, 11)}, {"done_on": "commitment_done_on"}),
        ({"done_on": date(2026, 12, 21)}, {"done_on": "commitment_done_on"}),
        ({"evidence": None}, {"evidence": "evidence_missing"}),
        ({"document": " "}, {"document": "commitment_document_missing"}),
        ({"evidence": Evidence.PHOTO}, {"photos": "photo_missing"}),
        ({"evidence": Evidence.PHOTO, "photos": 1}, {}),
        ({"evidence": Evidence.NONE}, {"no_evidence_reason": "no_evidence_reason_missing"}),
        ({"evidence": Evidence.NONE, "no_evidence_reason": "Chờ nghiệm thu"}, {}),
    ],
)
def test_done_needs_its_day_and_evidence_or_the_reason_for_none(changes: dict[str, object], faults: dict[str, str]):
    assert faults_of_fulfilment(replace(DONE, **changes), today=TODAY, opened_on=OPENED) == faults


@pytest.mark.parametrize(
    ("state", "due", "overdue", "soon", "late"),
    [
        ("open", date(2027, 1, 9), True, False, 1),
        ("open", TODAY, False, True, 0),
        ("open", date(2027, 1, 17), False, True, 0),
        ("open", date(2027, 1, 18), False, False, 0),
        ("disputed", date(2026, 12, 31), True, False, 10),
        ("done", date(2026, 12, 31), False, False, 0),
        ("withdrawn", date(2026, 12, 31), False, False, 0),
        ("draft", None, False, False, 0),
    ],
)
def test_late_is_the_day_after_the_last_day_and_only_what_is_owed(
    state: str, due: date | None, overdue: bool, soon: bool, late: int
):
    found = standing(CommitmentState(state), due, today=TODAY)
    assert (found.overdue, found.soon, found.days_late) == (overdue, soon, late)


WORK, DECIDE, JUDGE = ("progress", "done"), ("move", "withdraw"), ("confirm", "dispute")


@pytest.mark.parametrize(
    ("role", "own", "steps"),
    [
        (Role.LEADER, False, {*WORK, *DECIDE, *JUDGE}),
        (Role.RECEPTION_CLERK, False, {*WORK, *JUDGE}),
        (Role.OFFICER, True, set(WORK)),
        (Role.OFFICER, False, set()),
        (Role.DEPARTMENT_HEAD, True, set(WORK)),
        (Role.FRONT_SUPERVISOR, True, set(JUDGE)),
        (Role.ADMINISTRATOR, True, set()),
    ],
)
def test_who_may_take_which_step(role: Role, own: bool, steps: set[str]):
    actor = official(role, departments=frozenset({7}) if own else frozenset())
    may = {
        step.value
        for step in CommitmentStep
        if step is not CommitmentStep.OPEN and may_take(actor, step, department_id=7, official_id=99)
    }
    assert may == steps


def test_the_person_responsible_may_report_without_the_department():
    assert may_take(official(Role.OFFICER, official_id=99), CommitmentStep.DONE, department_id=7, official_id=99)


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("open", ["progress", "move", "done", "withdraw"]), ("done", ["confirm", "dispute"]), ("confirmed", ["dispute"]),
        ("disputed", ["progress", "move", "done", "withdraw"]), ("withdrawn", []), ("draft", []),
    ],
)  # fmt: skip
def test_the_leader_is_offered_what_the_state_allows(state: str, steps: list[str]):
    offered = open_steps(official(Role.LEADER), CommitmentState(state), department_id=None, official_id=None)
    assert [step.value for step in offered] == steps


@pytest.mark.parametrize("state", CommitmentState)
@pytest.mark.parametrize("role", Role)
def test_only_the_front_remarks_and_only_on_what_is_public(role: Role, state: CommitmentState):
    assert may_remark(official(role), state) == (role is Role.FRONT_SUPERVISOR and state is not CommitmentState.DRAFT)

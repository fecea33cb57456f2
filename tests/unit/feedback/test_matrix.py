"""One table of steps for each kind: the complaint's road written down by hand beside the code's."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from core.errors import NotAllowed, WrongState
from feedback.complaint_states import COMPLAINT_STATES, COMPLAINT_STEPS, ComplaintAction
from feedback.matrix import not_allowed, rule_of, step_for, steps_of, wrong_state
from feedback.permissions import may
from feedback.states import ALL_STATES, COMPLAINT_ONLY, NOT_COMPLAINTS, STEPS, Action, CaseKind, CaseState
from tests.matrix_table import COMPLAINT as ROAD


@dataclass(frozen=True, kw_only=True)
class Facts:
    state: str
    kind: str = "KHIEU_NAI"
    unit_id: int = 1
    department_id: int | None = 5
    officer_id: int | None = 9


POSTS = {"clerk": "reception_clerk", "officer": "officer", "leader": "leader"}
ROWS = [(state, POSTS[who], allowed) for state, roles in ROAD.items() for who, allowed in roles.items()]
EVERYTHING = (*Action, *ComplaintAction)


def person(role: str, *, unit_id: int = 1, person_id: int = 9, departments: frozenset[int] = frozenset({5})) -> Actor:
    return Actor(
        id=person_id, unit_id=unit_id, name="Cán bộ", permissions=permissions_of([Role(role)]), department_ids=departments
    )  # fmt: skip


@pytest.mark.parametrize(("state", "role", "allowed"), ROWS, ids=[f"{state}-{role}" for state, role, _ in ROWS])
def test_what_a_post_may_do_with_a_complaint(state: str, role: str, allowed: str):
    found = {action.value for action in EVERYTHING if may(person(role), action, Facts(state=state))}
    assert found == set(allowed.split())


def test_the_table_by_hand_names_every_state_of_a_complaint():
    assert set(ROAD) == {state.value for state in COMPLAINT_STATES}


@pytest.mark.parametrize("role", ["front_supervisor", "administrator"])
def test_who_only_looks_on_does_nothing_with_a_complaint(role: str):
    assert [state for state in CaseState for action in EVERYTHING if may(person(role), action, Facts(state=state))] == []


def test_the_head_of_the_department_works_like_an_officer_and_assigns():
    found = {action.value for action in EVERYTHING if may(person("department_head"), action, Facts(state="verifying"))}
    assert found == set(f"{ROAD['verifying']['officer']} assign".split())


def test_an_officer_of_another_department_only_writes_notes():
    stranger = person("officer", person_id=77, departments=frozenset({6}))
    assert {action.value for action in EVERYTHING if may(stranger, action, Facts(state="verifying"))} == {"note"}


def test_nobody_touches_a_complaint_of_another_commune():
    people = [person(role.value, unit_id=2) for role in Role]
    facts = [Facts(state=state.value) for state in CaseState]
    assert not any(may(actor, action, fact) for actor in people for action in EVERYTHING for fact in facts)


def test_a_complaint_is_never_transferred_nor_refused_at_the_door():
    for action in (Action.TRANSFER, Action.REFUSE, Action.GUIDE, Action.ACCEPT, Action.EXTEND, Action.DRAFT, Action.ISSUE):
        assert step_for(action, CaseKind.COMPLAINT) is None


@pytest.mark.parametrize("kind", sorted(NOT_COMPLAINTS))
def test_other_letters_have_none_of_the_complaint_s_steps_and_states(kind: CaseKind):
    assert {step.action for step in steps_of(kind)} & set(ComplaintAction) == set()
    assert all(step.states <= ALL_STATES - COMPLAINT_ONLY for step in steps_of(kind))


def test_every_step_of_a_complaint_has_one_row_with_its_article():
    assert len({step.action for step in COMPLAINT_STEPS}) == len(COMPLAINT_STEPS)
    assert set(ComplaintAction) <= {step.action for step in COMPLAINT_STEPS}
    assert [step.action for step in COMPLAINT_STEPS if not step.legal_basis] == [Action.NOTE]
    assert {step.kinds for step in COMPLAINT_STEPS} == {frozenset({CaseKind.COMPLAINT})}
    assert {step.kinds for step in STEPS if CaseKind.COMPLAINT in step.kinds} == set()


FORMS = {
    "record_signature": "01", "record_people": "02", "accept_complaint": "03", "not_accept": "04", "verify": "05",
    "request_papers": "08", "report": "13", "hold_dialogue": "14", "suspend": "14a", "discontinue": "14a", "resume": "14b",
    "decide": "15",
}  # fmt: skip


def test_each_step_names_the_form_of_the_decree():
    assert {step.action.value: step.form for step in COMPLAINT_STEPS if step.form} == FORMS


def test_a_refusal_names_article_and_states():
    wrong = wrong_state(ComplaintAction.DECIDE, case_id=1, kind="KHIEU_NAI", state="accepted")
    assert isinstance(wrong, WrongState)
    assert (wrong.code, wrong.facts["states"]) == ("wrong_state", [CaseState.VERIFYING])
    assert wrong.facts["legal_basis"] == "Luật Khiếu nại 2011, Điều 28, 31"
    foreign = wrong_state(Action.TRANSFER, case_id=1, kind="KHIEU_NAI", state="classified")
    assert (foreign.code, foreign.facts["legal_basis"]) == ("not_for_kind", "Luật Tiếp công dân 2013, Điều 26.2b")
    denied = not_allowed(ComplaintAction.DECIDE, kind="KHIEU_NAI")
    assert isinstance(denied, NotAllowed)
    assert denied.facts["permission"] == "case:approve"
    assert rule_of(ComplaintAction.CLOSE).action is ComplaintAction.CLOSE

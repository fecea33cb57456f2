"""Laws of promises for all days and all words: late, soon and reminded agree, and what is lacking is said whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.permissions import PERMISSIONS, Actor
from accounts.roles import Role
from core.permissions import Permission
from dialogue.commitment_reminders import reminders_of
from dialogue.commitment_rules import (
    DECIDING,
    JUDGING,
    WORKING,
    Fulfilment,
    Promise,
    faults_of_fulfilment,
    gaps_of,
    may_take,
    open_steps,
    standing,
)
from dialogue.commitment_states import PUBLIC, REPORTED, RUNNING, CommitmentState, CommitmentStep, DueRule, leads_to
from feedback.states import Evidence

DAY = st.dates(min_value=date(2025, 7, 1), max_value=date(2035, 12, 31))
SHIFT = st.integers(min_value=-60, max_value=60)
STATE = st.sampled_from(list(CommitmentState))
ROLE = st.sampled_from(list(Role))
ID = st.one_of(st.none(), st.integers(min_value=1, max_value=5))
WORDS = st.sampled_from(["", " ", "\n\t", "Đặt thùng rác", "x"])
TODAY = date(2027, 3, 1)
FEW = settings(max_examples=30, deadline=None)

HUNDRED_DAYS = [
    # from the last day, template, days, stage of the mark, also to the leaders
    (-8, None, 0, "", False),
    (-7, "commitment_soon", 7, "", False),
    (-6, "commitment_soon", 6, "", False),
    (-2, "commitment_soon", 2, "", False),
    (-1, "commitment_soon", 1, "", False),
    (0, "commitment_due", 0, "", False),
    (1, "commitment_overdue", 1, "/0", True),
    (2, "commitment_overdue", 2, "/0", True),
    (6, "commitment_overdue", 6, "/0", True),
    (7, "commitment_overdue", 7, "/0", True),
    (8, "commitment_overdue", 8, "/1", True),
    (14, "commitment_overdue", 14, "/1", True),
    (15, "commitment_overdue", 15, "/2", True),
    (21, "commitment_overdue", 21, "/2", True),
    (22, "commitment_overdue", 22, "/3", True),
    (70, "commitment_overdue", 70, "/9", True),
    (71, "commitment_overdue", 71, "/10", True),
    (365, "commitment_overdue", 365, "/52", True),
]


@pytest.mark.parametrize(("shift", "template", "days", "stage", "leaders"), HUNDRED_DAYS)
@pytest.mark.parametrize("due", [date(2026, 12, 31), date(2027, 2, 28), date(2028, 2, 29)])
def test_letter_of_a_day_is_the_same_over_the_ends_of_months_and_years(
    due: date, shift: int, template: str | None, days: int, stage: str, leaders: bool
):
    found = list(reminders_of(due, today=due + timedelta(days=shift)))
    if template is None:
        assert found == []
    else:
        [letter] = found
        mark = due.isoformat() + stage
        assert (letter.template, letter.days, letter.mark, letter.leaders) == (template, days, mark, leaders)


@FEW
@given(DAY, SHIFT)
def test_a_letter_says_what_the_list_shows(due: date, shift: int):
    today = due + timedelta(days=shift)
    shown = standing(CommitmentState.OPEN, due, today=today)
    templates = [letter.template for letter in reminders_of(due, today=today)]
    assert ("commitment_overdue" in templates) == shown.overdue
    assert bool({"commitment_soon", "commitment_due"} & set(templates)) == shown.soon
    assert [letter.days for letter in reminders_of(due, today=today) if letter.leaders] == [shown.days_late] * shown.overdue


@FEW
@given(DAY, st.integers(min_value=1, max_value=120))
def test_whoever_is_late_hears_of_it_once_a_week_however_often_the_house_looks(due: date, late: int):
    days = [due + timedelta(days=number) for number in range(1, late + 1)]
    marks = {letter.mark for today in days for letter in reminders_of(due, today=today)}
    assert len(marks) == -(-late // 7)


@FEW
@given(DAY, DAY, SHIFT)
def test_a_moved_date_is_reminded_of_anew(due: date, moved: date, shift: int):
    first = {letter.mark for letter in reminders_of(due, today=due + timedelta(days=shift))}
    again = {letter.mark for letter in reminders_of(moved, today=moved + timedelta(days=shift))}
    assert due == moved or not first & again


@FEW
@given(STATE, DAY, SHIFT)
def test_only_what_is_owed_is_late_and_nothing_is_late_and_soon_at_once(state: CommitmentState, due: date, shift: int):
    found = standing(state, due, today=due + timedelta(days=shift))
    assert not (found.overdue and found.soon)
    assert found.overdue == (found.days_late > 0)
    assert found.days_late == (max(0, shift) if state in RUNNING else 0)
    assert found.soon == (state in RUNNING and -7 <= shift <= 0)
    assert found.state is state


@FEW
@given(DAY, SHIFT)
def test_each_day_more_is_one_day_more_late(due: date, shift: int):
    today = due + timedelta(days=shift)
    first = standing(CommitmentState.DISPUTED, due, today=today).days_late
    then = standing(CommitmentState.DISPUTED, due, today=today + timedelta(days=1)).days_late
    assert then - first == (1 if shift >= 0 else 0)


@FEW
@given(STATE, DAY)
def test_without_a_date_nothing_is_late(state: CommitmentState, today: date):
    found = standing(state, None, today=today)
    assert (found.overdue, found.soon, found.days_late) == (False, False, 0)


@FEW
@given(
    st.builds(
        Promise, text=WORDS, department_id=ID, official_id=ID, rule=st.sampled_from(list(DueRule)),
        due_on=st.one_of(st.none(), DAY), evidence_required=WORDS, budget_note=WORDS,
    )
)  # fmt: skip
def test_everything_that_a_promise_lacks_is_said_at_once(promise: Promise):
    said = set(gaps_of(promise))
    assert ("text" in said) == (not promise.text.strip())
    assert ("official_id" in said) == (promise.department_id is None or promise.official_id is None)
    assert ("due_on" in said) == (promise.due_on is None and promise.rule is not DueRule.FOLLOW_UP)
    assert ("evidence_required" in said) == (not promise.evidence_required.strip())
    assert said <= {"text", "official_id", "due_on", "evidence_required"}


def test_a_bare_promise_lacks_four_things_and_never_money():
    assert gaps_of(Promise(text="")) == {
        "text": "commitment_text_missing",
        "official_id": "commitment_owner_missing",
        "due_on": "commitment_date_missing",
        "evidence_required": "commitment_evidence_missing",
    }


EVIDENCE = [
    # evidence, photos, document, reason: what is complained of
    (None, 3, "BB 12", "không có", {"evidence": "evidence_missing"}),
    (Evidence.PHOTO, 0, "BB 12", "không có", {"photos": "photo_missing"}),
    (Evidence.PHOTO, 1, "", "", {}),
    (Evidence.PHOTO, 9, "", "", {}),
    (Evidence.DOCUMENT, 9, "", "không có", {"document": "commitment_document_missing"}),
    (Evidence.DOCUMENT, 9, "\n ", "không có", {"document": "commitment_document_missing"}),
    (Evidence.DOCUMENT, 0, "BB 12", "", {}),
    (Evidence.NONE, 9, "BB 12", "", {"no_evidence_reason": "no_evidence_reason_missing"}),
    (Evidence.NONE, 9, "BB 12", "\t", {"no_evidence_reason": "no_evidence_reason_missing"}),
    (Evidence.NONE, 0, "", "Việc nhỏ, không chụp được", {}),
]


@pytest.mark.parametrize(("evidence", "photos", "document", "reason", "faults"), EVIDENCE)
def test_only_the_evidence_that_was_chosen_counts(
    evidence: Evidence | None, photos: int, document: str, reason: str, faults: dict[str, str]
):
    done = Fulfilment(
        text="Đã đặt", done_on=TODAY, evidence=evidence, photos=photos, document=document, no_evidence_reason=reason
    )
    assert faults_of_fulfilment(done, today=TODAY, opened_on=TODAY) == faults


@FEW
@given(DAY, st.integers(min_value=0, max_value=90), SHIFT)
def test_the_day_of_the_work_lies_between_conclusions_and_today(opened: date, open_days: int, shift: int):
    today = opened + timedelta(days=open_days)
    done = Fulfilment(text="x", done_on=opened + timedelta(days=shift), evidence=Evidence.NONE, no_evidence_reason="x")
    good = 0 <= shift <= open_days
    assert faults_of_fulfilment(done, today=today, opened_on=opened) == ({} if good else {"done_on": "commitment_done_on"})


def test_a_bare_report_is_complained_of_whole():
    assert faults_of_fulfilment(Fulfilment(text=" "), today=TODAY, opened_on=TODAY) == {
        "text": "what_missing",
        "done_on": "commitment_done_on",
        "evidence": "evidence_missing",
    }


def actor_of(role: Role, *, official_id: int = 1, departments: frozenset[int] = frozenset()) -> Actor:
    return Actor(id=official_id, unit_id=1, name="", permissions=PERMISSIONS[role], department_ids=departments)


def test_every_step_belongs_to_one_kind_of_work():
    assert WORKING | DECIDING | JUDGING | {CommitmentStep.OPEN} == set(CommitmentStep)
    assert len(WORKING) + len(DECIDING) + len(JUDGING) + 1 == len(CommitmentStep)


@FEW
@given(ROLE, STATE, ID, ID, st.frozensets(st.integers(min_value=1, max_value=5)))
def test_what_is_offered_may_be_taken_and_leads_somewhere(
    role: Role, state: CommitmentState, department: int | None, responsible: int | None, departments: frozenset[int]
):
    actor = actor_of(role, departments=departments)
    owner = {"department_id": department, "official_id": responsible}
    offered = open_steps(actor, state, **owner)
    assert list(offered) == [step for step in CommitmentStep if step in offered]
    for step in CommitmentStep:
        possible = leads_to(step, state) is not None and may_take(actor, step, **owner)
        assert (step in offered) == (possible and step is not CommitmentStep.OPEN)


@FEW
@given(ROLE, ID, ID, st.frozensets(st.integers(min_value=1, max_value=5)))
def test_dates_move_and_promises_end_by_who_decides_whoever_owns_them(
    role: Role, department: int | None, responsible: int | None, departments: frozenset[int]
):
    actor = actor_of(role, departments=departments)
    decides = Permission.DIALOGUE_DECIDE in PERMISSIONS[role]
    for step in (CommitmentStep.OPEN, CommitmentStep.MOVE, CommitmentStep.WITHDRAW):
        assert may_take(actor, step, department_id=department, official_id=responsible) == decides


@FEW
@given(ROLE, st.sampled_from(list(JUDGING)))
def test_who_did_the_work_does_not_say_whether_the_people_are_content(role: Role, step: CommitmentStep):
    owner = actor_of(role, official_id=3, departments=frozenset({2}))
    other = actor_of(role, official_id=4)
    assert may_take(owner, step, department_id=2, official_id=3) == may_take(other, step, department_id=2, official_id=3)


@FEW
@given(st.lists(st.sampled_from(list(CommitmentStep)), max_size=12))
def test_no_road_leads_back_to_a_draft_or_out_of_a_withdrawal(steps: list[CommitmentStep]):
    state, seen = CommitmentState.DRAFT, [CommitmentState.DRAFT]
    for step in steps:
        state = leads_to(step, state) or state
        seen.append(state)
    public = [item in PUBLIC for item in seen]
    assert public == sorted(public)
    if CommitmentState.WITHDRAWN in seen:
        assert set(seen[seen.index(CommitmentState.WITHDRAWN) :]) == {CommitmentState.WITHDRAWN}


@pytest.mark.parametrize("state", CommitmentState)
def test_every_public_state_but_the_last_goes_on_and_confirming_needs_a_report(state: CommitmentState):
    ways = {step for step in CommitmentStep if leads_to(step, state) is not None}
    assert (ways == set()) == (state is CommitmentState.WITHDRAWN)
    assert (CommitmentStep.DISPUTE in ways) == (state in REPORTED)
    assert (CommitmentStep.CONFIRM in ways) == (state is CommitmentState.DONE)

"""The whole road of a draft plan, day by day, against a second telling of the same rules in plain words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from dialogue.states import DialogueState
from disclosure.land_rules import NO_TALK, PLAN_DIALOGUE, PLAN_KIND, PLAN_POSTING, finishing_gap, phase_of, talk_of
from disclosure.land_states import LIVE, SHOWN, STEPS, LandState, LandStep, PlanPhase, TalkState, land_leads_to
from disclosure.states import ItemState

UNTIL = date(2026, 12, 21)
DUE = date(2027, 2, 22)
DAYS = tuple(UNTIL + timedelta(days=number) for number in (-31, -1, 0, 1, 2, 30, 62, 63, 64, 65, 100))
DIALOGUES = ("", *DialogueState)
HELD_ON = (None, date(2027, 1, 12), DUE, DUE + timedelta(days=1))


def retold(disagree: int, dialogue: str, held_on: date | None, today: date) -> tuple[TalkState, int]:
    """Tell the duty of a dialogue once more: who disagrees waits until somebody talks with them."""
    if disagree == 0:
        return TalkState.NONE, 0
    nobody_talks = dialogue in ("", "cancelled") or held_on is None
    if nobody_talks and today <= DUE:
        return TalkState.WAITING, 0
    if nobody_talks:
        return TalkState.LATE, (today - DUE).days
    if dialogue in ("held", "concluded"):
        return TalkState.HELD, max(0, (held_on - DUE).days)
    latest = held_on if held_on > today else today
    return TalkState.ARRANGED, max(0, (latest - DUE).days)


@pytest.mark.parametrize("dialogue", DIALOGUES)
@pytest.mark.parametrize("disagree", [0, 1, 3])
def test_the_duty_is_what_it_is_in_plain_words(dialogue: str, disagree: int):
    for held_on, today in product(HELD_ON, DAYS):
        found = talk_of(disagree=disagree, due_on=DUE, dialogue=dialogue, held_on=held_on, today=today)
        assert (found.state, found.late) == retold(disagree, dialogue, held_on, today), (held_on, today)


def test_without_a_last_day_nothing_is_owed():
    for dialogue, today in product(DIALOGUES, DAYS):
        found = talk_of(disagree=3, due_on=None, dialogue=dialogue, held_on=DUE, today=today)
        assert found == NO_TALK


@pytest.mark.parametrize("today", DAYS)
def test_a_draft_is_in_one_phase_on_every_day(today: date):
    for item, until, counted in product(ItemState, (None, UNTIL), (False, True)):
        phase = phase_of(item, until=until, counted=counted, talk=NO_TALK, today=today)
        if item is ItemState.DRAFT:
            assert phase is PlanPhase.COMING
        elif item is ItemState.WITHDRAWN:
            assert phase is PlanPhase.GONE
        elif counted:
            assert phase is PlanPhase.SETTLED
        elif until is None:
            assert phase is PlanPhase.UNPOSTED
        else:
            assert phase is (PlanPhase.POSTING if today <= UNTIL else PlanPhase.COUNTING)


@pytest.mark.parametrize("phase", PlanPhase)
def test_one_draft_that_is_not_done_keeps_a_project_open(phase: PlanPhase):
    done = phase in (PlanPhase.SETTLED, PlanPhase.GONE)
    assert bool(finishing_gap([phase])) is not done
    assert bool(finishing_gap([PlanPhase.SETTLED, phase, PlanPhase.GONE])) is not done


def test_the_gravest_gap_is_named_first():
    every = list(PlanPhase)
    assert finishing_gap(every) == "dialogue_owed"
    every.remove(PlanPhase.TALKING)
    assert finishing_gap(every) == "opinions_owed"
    for phase in (PlanPhase.COUNTING, PlanPhase.UNPOSTED, PlanPhase.COMING):
        every.remove(phase)
    assert finishing_gap(every) == "posting_goes_on"
    every.remove(PlanPhase.POSTING)
    assert finishing_gap(every) == ""


# ------------------------------------------------------------------ the table of steps


def test_every_step_is_in_the_table_and_none_begins_after_a_project_was_taken_back():
    assert set(STEPS) == set(LandStep)
    for step in LandStep:
        assert land_leads_to(step, LandState.WITHDRAWN) is None


def test_every_state_can_be_reached():
    reached, grown = {LandState.DRAFT}, True
    while grown:
        after = {land_leads_to(step, state) for step in LandStep for state in reached}
        new = {state for state in after if state is not None} - reached
        reached, grown = reached | new, bool(new)
    assert reached == set(LandState)


@pytest.mark.parametrize("step", [LandStep.CHANGE, LandStep.POST, LandStep.COUNT, LandStep.TALK, LandStep.LINK])
def test_work_on_a_project_does_not_move_it(step: LandStep):
    for state in LandState:
        assert land_leads_to(step, state) in (None, state)


def test_nobody_reads_what_is_a_draft_or_taken_back():
    assert SHOWN == {LandState.OPEN, LandState.FINISHED}
    assert LIVE == {LandState.DRAFT, LandState.OPEN}
    for state in SHOWN:
        assert land_leads_to(LandStep.PUBLISH, state) is None


def test_what_is_finished_is_only_taken_back():
    after = {step for step in LandStep if land_leads_to(step, LandState.FINISHED) is not None}
    assert after == {LandStep.WITHDRAW}


def test_the_names_of_the_law_are_those_of_its_table():
    assert (PLAN_POSTING, PLAN_DIALOGUE, PLAN_KIND) == ("LAND.PLAN.POST", "LAND.PLAN.DIALOGUE", "3")


def test_a_dialogue_moved_past_its_last_day_is_late_from_the_day_it_was_moved():
    arranged = talk_of(
        disagree=3,
        due_on=DUE,
        dialogue=DialogueState.ANNOUNCED,
        held_on=DUE,
        today=UNTIL,
    )
    moved = talk_of(
        disagree=3,
        due_on=DUE,
        dialogue=DialogueState.ANNOUNCED,
        held_on=DUE + timedelta(days=2),
        today=UNTIL,
    )
    assert (arranged.late, moved.late) == (0, 2)
    assert (arranged.on, moved.on) == (DUE, DUE + timedelta(days=2))

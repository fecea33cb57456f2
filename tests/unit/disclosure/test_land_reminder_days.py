"""Which letter a draft plan gets on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from disclosure.land_reminders import land_reminder_of
from disclosure.land_rules import NO_TALK, Talk, phase_of, talk_of
from disclosure.land_states import PlanPhase, TalkState
from disclosure.states import ItemState
from tests.unit.disclosure.test_land_words import PLAN

DUE = date(2027, 2, 22)


@pytest.mark.parametrize(
    ("phase", "template"),
    [
        (PlanPhase.COMING, ""),
        (PlanPhase.UNPOSTED, ""),
        (PlanPhase.POSTING, ""),
        (PlanPhase.COUNTING, "land_posted"),
        (PlanPhase.SETTLED, ""),
        (PlanPhase.GONE, ""),
    ],
)
def test_only_a_posting_that_is_over_asks_for_opinions(phase: PlanPhase, template: str):
    assert land_reminder_of(replace(PLAN, phase=phase), today=DUE, ahead=30) == template


@pytest.mark.parametrize(
    ("state", "today", "template"),
    [
        (TalkState.WAITING, DUE - timedelta(days=31), ""),
        (TalkState.WAITING, DUE - timedelta(days=30), "land_dialogue_soon"),
        (TalkState.WAITING, DUE, "land_dialogue_soon"),
        (TalkState.LATE, DUE + timedelta(days=1), "land_dialogue_late"),
        (TalkState.LATE, DUE + timedelta(days=400), "land_dialogue_late"),
        (TalkState.ARRANGED, DUE, ""),
        (TalkState.ARRANGED, DUE + timedelta(days=1), ""),
        (TalkState.HELD, DUE + timedelta(days=1), ""),
    ],
)
def test_a_dialogue_that_nobody_arranged_is_reminded_of(state: TalkState, today: date, template: str):
    plan = replace(PLAN, phase=PlanPhase.TALKING, talk=Talk(state=state, due_on=DUE))
    assert land_reminder_of(plan, today=today, ahead=30) == template


@pytest.mark.parametrize("ahead", [8, 30, 90])
def test_how_early_is_the_commune_s_setting(ahead: int):
    plan = replace(PLAN, phase=PlanPhase.TALKING, talk=Talk(state=TalkState.WAITING, due_on=DUE))
    first = DUE - timedelta(days=ahead)
    assert land_reminder_of(plan, today=first - timedelta(days=1), ahead=ahead) == ""
    assert land_reminder_of(plan, today=first, ahead=ahead) == "land_dialogue_soon"


def test_a_year_of_a_plan_has_three_letters_in_their_order():
    """Walk day by day from the posting on; opinions come two days after its end, no dialogue ever does."""
    until, counted_on, told = date(2026, 12, 21), date(2026, 12, 23), []
    day = date(2026, 11, 20)
    while day < date(2027, 11, 20):
        counted = day >= counted_on
        talk = talk_of(disagree=3, due_on=DUE, dialogue="", held_on=None, today=day) if counted else NO_TALK
        phase = phase_of(ItemState.PUBLISHED, until=until, counted=counted, talk=talk, today=day)
        template = land_reminder_of(replace(PLAN, phase=phase, talk=talk), today=day, ahead=30)
        if template and (not told or told[-1][0] != template):
            told.append((template, day))
        day += timedelta(days=1)
    assert told == [
        ("land_posted", date(2026, 12, 22)),
        ("land_dialogue_soon", date(2027, 1, 23)),
        ("land_dialogue_late", date(2027, 2, 23)),
    ]

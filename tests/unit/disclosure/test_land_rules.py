"""When opinions may be written down, when a dialogue is owed, and when a project may end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dialogue.states import DialogueState
from disclosure.land_rules import (
    NO_TALK,
    NewProject,
    Opinions,
    Talk,
    finishing_gap,
    opinion_faults,
    phase_of,
    project_faults,
    talk_of,
)
from disclosure.land_states import LandState, LandStep, PlanPhase, TalkState, land_leads_to
from disclosure.states import ItemState

TODAY = date(2026, 12, 22)
DUE = date(2027, 2, 22)


def project(**changes: Any) -> NewProject:
    values = {"name": "Đường", "document": "1/QĐ", "decided_on": TODAY, "department_id": 1, "official_id": 2, "village_ids": (3,)}
    return NewProject(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"name": ""}, {"name": "name_missing"}),
        ({"name": "x" * 201}, {"name": "text_long"}),
        ({"document": ""}, {"document": "document_missing"}),
        ({"decided_on": None}, {"decided_on": "date_bad"}),
        ({"decided_on": date(2026, 12, 23)}, {"decided_on": "decided_later"}),
        ({"official_id": None, "department_id": None}, {"official_id": "owner_missing", "department_id": "department_missing"}),
        ({"village_ids": ()}, {"village_ids": "project_villages_missing"}),
    ],
)
def test_a_project_lacks_nothing(changes: dict[str, Any], faults: dict[str, str]):
    assert project_faults(project(**changes), today=TODAY) == faults


def opinions(**changes: Any) -> Opinions:
    return Opinions(**{"agree": 11, "disagree": 3, "minutes": "14/BB", "minutes_on": TODAY, **changes})


@pytest.mark.parametrize(
    ("changes", "until", "faults"),
    [
        ({}, date(2026, 12, 21), {}),
        ({}, TODAY, {}),
        ({"minutes_on": date(2026, 12, 20)}, date(2026, 12, 21), {"minutes_on": "opinions_early"}),
        ({"minutes_on": date(2026, 12, 23)}, date(2026, 12, 21), {"minutes_on": "minutes_later"}),
        ({"minutes_on": None}, date(2026, 12, 21), {"minutes_on": "date_bad"}),
        ({}, None, {"minutes_on": "not_posted"}),
        ({"agree": None}, TODAY, {"agree": "people_bad"}),
        ({"disagree": 100_001}, TODAY, {"disagree": "people_bad"}),
        ({"agree": 0, "disagree": 0}, TODAY, {"agree": "people_none"}),
        ({"agree": 0, "disagree": 1}, TODAY, {}),
        ({"minutes": ""}, TODAY, {"minutes": "minutes_missing"}),
        ({"minutes": "x" * 81}, TODAY, {"minutes": "text_long"}),
    ],
)
def test_opinions_are_asked_after_the_posting(changes: dict[str, Any], until: date | None, faults: dict[str, str]):
    assert opinion_faults(opinions(**changes), posted_until=until, today=TODAY) == faults


def talk(dialogue: str, held_on: date | None, *, today: date = TODAY, disagree: int = 3) -> Talk:
    return talk_of(disagree=disagree, due_on=DUE, dialogue=dialogue, held_on=held_on, today=today)


def test_who_agrees_is_owed_no_dialogue():
    assert talk("", None, disagree=0) == NO_TALK


@pytest.mark.parametrize(
    ("dialogue", "held_on", "today", "state", "late"),
    [
        ("", None, DUE, TalkState.WAITING, 0),
        ("", None, date(2027, 2, 24), TalkState.LATE, 2),
        (DialogueState.CANCELLED, date(2027, 1, 5), TODAY, TalkState.WAITING, 0),
        (DialogueState.CANCELLED, date(2027, 1, 5), date(2027, 2, 23), TalkState.LATE, 1),
        (DialogueState.PLANNED, date(2027, 1, 5), TODAY, TalkState.ARRANGED, 0),
        (DialogueState.ANNOUNCED, date(2027, 2, 25), TODAY, TalkState.ARRANGED, 3),
        (DialogueState.ANNOUNCED, date(2027, 1, 5), date(2027, 2, 23), TalkState.ARRANGED, 1),  # its day passed, nobody held it
        (DialogueState.HELD, date(2027, 2, 22), date(2027, 5, 1), TalkState.HELD, 0),
        (DialogueState.CONCLUDED, date(2027, 2, 23), date(2027, 5, 1), TalkState.HELD, 1),
    ],
)
def test_the_duty_of_a_dialogue(dialogue: str, held_on: date | None, today: date, state: TalkState, late: int):
    found = talk(dialogue, held_on, today=today)
    assert (found.state, found.late, found.due_on) == (state, late, DUE)


OWED = Talk(state=TalkState.ARRANGED, due_on=DUE)


@pytest.mark.parametrize(
    ("item", "until", "counted", "owed", "phase"),
    [
        (ItemState.DRAFT, None, False, NO_TALK, PlanPhase.COMING),
        (ItemState.WITHDRAWN, TODAY, True, OWED, PlanPhase.GONE),
        (ItemState.PUBLISHED, None, False, NO_TALK, PlanPhase.UNPOSTED),
        (ItemState.PUBLISHED, TODAY, False, NO_TALK, PlanPhase.POSTING),
        (ItemState.PUBLISHED, date(2026, 12, 21), False, NO_TALK, PlanPhase.COUNTING),
        (ItemState.PUBLISHED, date(2026, 12, 21), True, NO_TALK, PlanPhase.SETTLED),
        (ItemState.PUBLISHED, date(2026, 12, 21), True, OWED, PlanPhase.TALKING),
        (ItemState.PUBLISHED, date(2026, 12, 21), True, Talk(state=TalkState.HELD), PlanPhase.SETTLED),
    ],
)
def test_where_a_draft_stands(item: ItemState, until: date | None, counted: bool, owed: Talk, phase: PlanPhase):
    assert phase_of(item, until=until, counted=counted, talk=owed, today=TODAY) is phase


@pytest.mark.parametrize(
    ("phases", "gap"),
    [
        ([], ""),
        ([PlanPhase.SETTLED, PlanPhase.GONE], ""),
        ([PlanPhase.SETTLED, PlanPhase.POSTING], "posting_goes_on"),
        ([PlanPhase.POSTING, PlanPhase.COUNTING], "opinions_owed"),
        ([PlanPhase.COMING], "opinions_owed"),
        ([PlanPhase.UNPOSTED], "opinions_owed"),
        ([PlanPhase.COUNTING, PlanPhase.TALKING], "dialogue_owed"),
    ],
)
def test_when_a_project_may_end(phases: list[PlanPhase], gap: str):
    assert finishing_gap(phases) == gap


def test_which_step_leads_where():
    table = {state: {step.value for step in LandStep if land_leads_to(step, state) is not None} for state in LandState}
    assert table == {
        LandState.DRAFT: {"change", "publish", "post", "link", "withdraw"},
        LandState.OPEN: {"change", "post", "count", "talk", "link", "finish", "withdraw"},
        LandState.FINISHED: {"withdraw"},
        LandState.WITHDRAWN: set(),
    }
    assert land_leads_to(LandStep.PUBLISH, LandState.DRAFT) is LandState.OPEN
    assert land_leads_to(LandStep.FINISH, LandState.OPEN) is LandState.FINISHED
    assert land_leads_to(LandStep.CHANGE, LandState.OPEN) is LandState.OPEN

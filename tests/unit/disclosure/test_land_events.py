"""What the audit trail keeps of a land project: plain values, no words of it."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from core.audit import action_of
from disclosure.land_events import LAND_EVENTS, LandEvent

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
VALUES = {
    "official_id": 7, "changed": ("name", "village_ids"), "item_id": 4, "agree": 11, "disagree": 3, "case_id": 9,
    "minutes_on": date(2026, 12, 22), "due_on": date(2027, 2, 22), "dialogue_id": None,
}  # fmt: skip


@pytest.mark.parametrize("kind", LAND_EVENTS)
def test_facts_are_plain_and_say_everything_beyond_who_and_when(kind: type[LandEvent]):
    names = {item.name for item in fields(kind)} - kind.NOT_FACTS
    event = kind(unit_id=1, at=AT, actor_id=2, project_id=3, **{name: VALUES[name] for name in names})
    assert json.loads(json.dumps(event.facts())) == event.facts()
    assert set(event.facts()) == names


@pytest.mark.parametrize("kind", LAND_EVENTS)
def test_no_event_has_room_for_words(kind: type[LandEvent]):
    assert {item.name for item in fields(kind)} & {"name", "summary", "document", "reason", "minutes", "code"} == set()


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("LandProjectBegun", "land:project:begun"),
        ("LandProjectChanged", "land:project:changed"),
        ("LandProjectPublished", "land:project:published"),
        ("LandProjectFinished", "land:project:finished"),
        ("LandProjectWithdrawn", "land:project:withdrawn"),
        ("LandPlanAdded", "land:plan:added"),
        ("LandOpinionsCounted", "land:opinions:counted"),
        ("LandDialogueLinked", "land:dialogue:linked"),
        ("LandLetterLinked", "land:letter:linked"),
        ("LandLetterUnlinked", "land:letter:unlinked"),
    ],
)
def test_the_trail_calls_every_event_by_its_name(name: str, action: str):
    (kind,) = [kind for kind in LAND_EVENTS if kind.__name__ == name]
    values = {item.name: VALUES[item.name] for item in fields(kind) if item.name not in kind.NOT_FACTS}
    assert action_of(kind(unit_id=1, at=AT, actor_id=2, project_id=3, **values)) == action


def test_days_are_told_as_days_and_what_is_not_owed_as_nothing():
    counted = next(kind for kind in LAND_EVENTS if kind.__name__ == "LandOpinionsCounted")
    facts = {**{name: VALUES[name] for name in ("item_id", "agree", "disagree", "minutes_on")}, "due_on": None}
    event = counted(unit_id=1, at=AT, actor_id=2, project_id=3, **facts)
    assert event.facts() == {"item_id": 4, "agree": 11, "disagree": 3, "minutes_on": "2026-12-22", "due_on": None}

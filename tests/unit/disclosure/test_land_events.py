"""What the audit trail keeps of a land project: plain values, no words of it."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from disclosure.land_events import BASE_FIELDS, LAND_EVENTS, LandEvent

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
VALUES = {
    "official_id": 7, "changed": ("name", "village_ids"), "item_id": 4, "agree": 11, "disagree": 3, "case_id": 9,
    "minutes_on": date(2026, 12, 22), "due_on": date(2027, 2, 22), "dialogue_id": None,
}  # fmt: skip


@pytest.mark.parametrize("kind", LAND_EVENTS)
def test_facts_are_plain_and_say_everything_beyond_who_and_when(kind: type[LandEvent]):
    names = {item.name for item in fields(kind)} - BASE_FIELDS
    event = kind(unit_id=1, at=AT, actor_id=2, project_id=3, **{name: VALUES[name] for name in names})
    assert json.loads(json.dumps(event.facts())) == event.facts()
    assert set(event.facts()) == names


@pytest.mark.parametrize("kind", LAND_EVENTS)
def test_no_event_has_room_for_words(kind: type[LandEvent]):
    assert {item.name for item in fields(kind)} & {"name", "summary", "document", "reason", "minutes", "code"} == set()

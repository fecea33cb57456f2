"""What the audit trail keeps of an event: plain values, no words of the item."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from disclosure.events import EVENTS, DisclosureEvent, DisclosureShown

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
VALUES = {
    "official_id": 7, "due_on": date(2026, 11, 23), "days_late": 2, "edition": 1, "way": "village", "places": 15,
    "from_on": date(2026, 11, 20), "to_on": date(2026, 12, 21), "kind": "7",
}  # fmt: skip


@pytest.mark.parametrize("kind", EVENTS)
def test_facts_are_plain_and_say_everything_beyond_who_and_when(kind: type[DisclosureEvent]):
    names = {item.name for item in fields(kind)} - kind.NOT_FACTS
    event = kind(unit_id=1, at=AT, actor_id=2, item_id=3, **{name: VALUES[name] for name in names})
    assert json.loads(json.dumps(event.facts())) == event.facts()
    assert set(event.facts()) == names


@pytest.mark.parametrize("kind", EVENTS)
def test_no_event_has_room_for_words(kind: type[DisclosureEvent]):
    assert {item.name for item in fields(kind)} & {"title", "summary", "text", "reason", "note", "document", "name"} == set()


def test_a_day_that_is_not_known_stays_nothing():
    event = DisclosureShown(
        unit_id=1, at=AT, actor_id=2, item_id=3, kind="2", way="village", places=2, from_on=VALUES["from_on"], to_on=None
    )
    assert (event.facts()["from_on"], event.facts()["to_on"]) == ("2026-11-20", None)

"""The events of citizen reception: what the audit trail reads of each, what it is about, and that nobody is named in it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, date, datetime

import pytest

from dialogue import reception_events
from dialogue.events import RoomEvent
from dialogue.reception_events import (
    BookingEvent,
    EntryEvent,
    OnlineReferenced,
    ReceptionCancelled,
    ReceptionCaseMade,
    ReceptionConcluded,
    ReceptionCorrected,
    ReceptionDayEvent,
    ReceptionEntered,
    ReceptionHeld,
    ReceptionPaperIssued,
    ReceptionPostponed,
    ReceptionPublished,
    ReceptionScheduled,
    SlotBooked,
    SlotGivenBack,
)
from dialogue.reception_states import (
    ALIVE,
    PERSONAL,
    SHOWN,
    WRITTEN_NOTICE,
    BookingState,
    DayState,
    Ground,
    Handling,
    MatterKind,
    ReceptionKind,
)

WHEN = {"unit_id": 4, "at": datetime(2026, 12, 3, 2, 15, tzinfo=UTC), "actor_id": 9}
DAY = {"day_id": 7, "held_on": date(2026, 12, 10)}
DAY_FACTS = {"day_id": 7, "held_on": "2026-12-10"}
EVENTS = (
    # event, its own fields, subject, facts
    (ReceptionScheduled, DAY | {"kind": "chair"}, "reception:7", DAY_FACTS | {"kind": "chair"}),
    (ReceptionPublished, DAY | {"ad_hoc": False}, "reception:7", DAY_FACTS | {"ad_hoc": False}),
    (ReceptionPublished, DAY | {"ad_hoc": True}, "reception:7", DAY_FACTS | {"ad_hoc": True}),
    (
        ReceptionPostponed, DAY | {"new_day_id": 8, "new_on": date(2026, 12, 14)}, "reception:7",
        DAY_FACTS | {"new_day_id": 8, "new_on": "2026-12-14"},
    ),
    (ReceptionCancelled, DAY, "reception:7", DAY_FACTS),
    (ReceptionHeld, DAY | {"held": True}, "reception:7", DAY_FACTS | {"held": True}),
    (ReceptionHeld, DAY | {"held": False}, "reception:7", DAY_FACTS | {"held": False}),
    (OnlineReferenced, DAY, "reception:7", DAY_FACTS),
    (ReceptionConcluded, DAY | {"number": 12, "cases": 3}, "reception:7", DAY_FACTS | {"number": 12, "cases": 3}),
    (ReceptionConcluded, DAY | {"number": None, "cases": 3}, "reception:7", DAY_FACTS | {"number": None, "cases": 3}),
    (SlotBooked, {"booking_id": 31, "day_id": 7}, "booking:31", {"booking_id": 31, "day_id": 7}),
    (SlotGivenBack, {"booking_id": 31, "day_id": 7}, "booking:31", {"booking_id": 31, "day_id": 7}),
    (ReceptionEntered, {"entry_id": 5, "number": 3}, "reception-entry:5", {"entry_id": 5, "number": 3}),
    (ReceptionCorrected, {"entry_id": 5}, "reception-entry:5", {"entry_id": 5}),
    (ReceptionCaseMade, {"entry_id": 5, "case_id": 44}, "reception-entry:5", {"entry_id": 5, "case_id": 44}),
    (ReceptionPaperIssued, {"entry_id": 5, "number": 2}, "reception-entry:5", {"entry_id": 5, "number": 2}),
)  # fmt: skip
BASES = (RoomEvent, ReceptionDayEvent, BookingEvent, EntryEvent)


@pytest.mark.parametrize(("event", "own", "subject", "facts"), EVENTS)
def test_event_says_what_it_is_about_and_nothing_of_who_and_when_twice(
    event: type[RoomEvent], own: dict, subject: str, facts: dict
):
    happened = event(**WHEN, **own)
    assert (happened.subject(), happened.facts()) == (subject, facts)
    assert (happened.unit_id, happened.actor_id) == (4, 9)


@pytest.mark.parametrize(("event", "own", "subject", "facts"), EVENTS)
def test_event_cannot_be_rewritten_and_is_equal_to_what_says_the_same(
    event: type[RoomEvent], own: dict, subject: str, facts: dict
):
    happened = event(**WHEN, **own)
    with pytest.raises(FrozenInstanceError):
        happened.unit_id = 5  # type: ignore[misc]
    assert happened == event(**WHEN, **own)
    assert happened != replace(happened, actor_id=None)
    with pytest.raises(TypeError):
        event(4, WHEN["at"])


def test_table_holds_every_event_of_the_module():
    found = {
        value
        for value in vars(reception_events).values()
        if isinstance(value, type) and issubclass(value, RoomEvent) and value not in BASES
    }
    assert found == {row[0] for row in EVENTS}


@pytest.mark.parametrize("event", sorted({row[0] for row in EVENTS}, key=lambda event: event.__name__))
def test_no_event_has_room_for_a_name_a_phone_or_what_was_said(event: type[RoomEvent]):
    own = {item.name: str(item.type) for item in fields(event)}
    assert {name for name, kind in own.items() if kind == "str"} <= {"kind"}
    assert set(own.values()) <= {"int", "int | None", "bool", "date", "datetime", "str"}


def test_room_event_without_a_subject_is_not_written_down():
    with pytest.raises(NotImplementedError):
        RoomEvent(**WHEN).subject()


# ------------------------------------------------------------------ the words that rows and addresses keep


@pytest.mark.parametrize(
    ("vocabulary", "kept"),
    [
        (ReceptionKind, "chair secretary regular ad_hoc"),
        (DayState, "scheduled published postponed held not_held cancelled"),
        (BookingState, "booked came cancelled"),
        (MatterKind, "complaint denunciation petition reflection other"),
        (Handling, "explained guided taken transferred refused"),
        (
            Ground,
            "unfit threatens settled weapon security recording incites no_capacity no_mandate outside repeated judged elsewhere",
        ),
    ],
)
def test_words_that_stand_in_rows_keep_their_spelling(vocabulary: type, kept: str):
    assert [word.value for word in vocabulary] == kept.split()
    assert [vocabulary(word) for word in kept.split()] == list(vocabulary)


@pytest.mark.parametrize(
    ("state", "takes_hour", "shown"),
    [
        (DayState.SCHEDULED, True, False),  # on the plan: its hour is taken, but nobody outside sees it
        (DayState.PUBLISHED, True, True),
        (DayState.POSTPONED, False, True),  # everybody reads that it was moved and to when
        (DayState.HELD, True, True),
        (DayState.NOT_HELD, False, True),
        (DayState.CANCELLED, False, True),
    ],
)
def test_state_of_a_day_says_whether_it_takes_its_hour_and_is_shown(state: DayState, takes_hour: bool, shown: bool):
    assert (state in ALIVE, state in SHOWN) == (takes_hour, shown)


@pytest.mark.parametrize(
    ("kind", "personal"),
    [
        (ReceptionKind.CHAIR, True), (ReceptionKind.SECRETARY, True), (ReceptionKind.AD_HOC, True),
        (ReceptionKind.REGULAR, False),
    ],
)  # fmt: skip
def test_only_regular_reception_may_be_held_by_somebody_else(kind: ReceptionKind, personal: bool):
    assert (kind in PERSONAL) is personal


@pytest.mark.parametrize(
    ("ground", "written"),
    [
        (Ground.UNFIT, False), (Ground.THREATENS, False), (Ground.SETTLED, True), (Ground.WEAPON, False),
        (Ground.SECURITY, False), (Ground.RECORDING, False), (Ground.INCITES, False), (Ground.NO_CAPACITY, False),
        (Ground.NO_MANDATE, False), (Ground.OUTSIDE, False), (Ground.REPEATED, True), (Ground.JUDGED, False),
        (Ground.ELSEWHERE, False),
    ],
)  # fmt: skip
def test_ground_is_told_on_the_spot_unless_the_matter_was_answered_before(ground: Ground, written: bool):
    assert (ground in WRITTEN_NOTICE) is written

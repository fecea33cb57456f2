"""What is written down of commitments, minutes and turns: about what, which facts, and never a word that somebody said."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime

import pytest

from dialogue import commitment_events, minute_events
from dialogue.commitment_events import (
    CommitmentChanged,
    CommitmentConfirmed,
    CommitmentDisputed,
    CommitmentDone,
    CommitmentDrafted,
    CommitmentDropped,
    CommitmentEvent,
    CommitmentMoved,
    CommitmentOpened,
    CommitmentProgressed,
    CommitmentWithdrawn,
    RemarkAnswered,
    RemarkRecorded,
    VoiceDecided,
    VoiceRaised,
)
from dialogue.commitment_notices import tell
from dialogue.events import DialogueEvent, RoomEvent
from dialogue.follow_news import note
from dialogue.handlers import HANDLERS
from dialogue.minute_events import (
    ConclusionDrafted,
    DialogueConcluded,
    MinuteItemWritten,
    MinutesFinished,
    MinutesHeadWritten,
    TurnChanged,
)
from dialogue.question_notices import tell_of_promise
from dialogue.trail import write_down

AT = datetime(2026, 12, 22, 2, 30, tzinfo=UTC)
WHO = {"unit_id": 6505, "at": AT, "actor_id": 41}
ROWS = [
    # event, its own values, about what, the facts of the trail
    (CommitmentDrafted, {"commitment_id": 7, "dialogue_id": 3}, "commitment:7", {"commitment_id": 7, "dialogue_id": 3}),
    (CommitmentChanged, {"commitment_id": 7}, "commitment:7", {"commitment_id": 7}),
    (CommitmentDropped, {"commitment_id": 7}, "commitment:7", {"commitment_id": 7}),
    (CommitmentOpened, {"commitment_id": 7, "due_on": date(2027, 1, 15)}, "commitment:7",
     {"commitment_id": 7, "due_on": "2027-01-15"}),
    (CommitmentProgressed, {"commitment_id": 8}, "commitment:8", {"commitment_id": 8}),
    (CommitmentMoved, {"commitment_id": 8, "from_on": date(2027, 1, 15), "to_on": date(2027, 2, 28)}, "commitment:8",
     {"commitment_id": 8, "from_on": "2027-01-15", "to_on": "2027-02-28"}),
    (CommitmentDone, {"commitment_id": 8, "done_on": date(2027, 1, 9), "evidence": "photo"}, "commitment:8",
     {"commitment_id": 8, "done_on": "2027-01-09", "evidence": "photo"}),
    (CommitmentConfirmed, {"commitment_id": 8}, "commitment:8", {"commitment_id": 8}),
    (CommitmentDisputed, {"commitment_id": 8}, "commitment:8", {"commitment_id": 8}),
    (CommitmentWithdrawn, {"commitment_id": 8}, "commitment:8", {"commitment_id": 8}),
    (RemarkRecorded, {"commitment_id": 8, "remark_id": 2, "due_on": date(2027, 1, 20)}, "commitment:8",
     {"commitment_id": 8, "remark_id": 2, "due_on": "2027-01-20"}),
    (RemarkAnswered, {"commitment_id": 8, "remark_id": 2, "late": True}, "commitment:8",
     {"commitment_id": 8, "remark_id": 2, "late": True}),
    (VoiceRaised, {"commitment_id": 8, "voice_id": 2}, "commitment:8", {"commitment_id": 8, "voice_id": 2}),
    (VoiceDecided, {"commitment_id": 8, "voice_id": 2, "shown": True}, "commitment:8",
     {"commitment_id": 8, "voice_id": 2, "shown": True}),
    (MinutesHeadWritten, {"dialogue_id": 3}, "dialogue:3", {"dialogue_id": 3}),
    (MinuteItemWritten, {"dialogue_id": 3, "item_id": 11, "version": 2}, "dialogue:3",
     {"dialogue_id": 3, "item_id": 11, "version": 2}),
    (MinutesFinished, {"dialogue_id": 3, "document_id": 5, "items": 14, "promises": 4}, "dialogue:3",
     {"dialogue_id": 3, "document_id": 5, "items": 14, "promises": 4}),
    (ConclusionDrafted, {"dialogue_id": 3}, "dialogue:3", {"dialogue_id": 3}),
    (DialogueConcluded, {"dialogue_id": 3, "document_id": 6, "due_on": date(2026, 12, 25), "days_late": 0, "commitments": 4},
     "dialogue:3", {"dialogue_id": 3, "document_id": 6, "due_on": "2026-12-25", "days_late": 0, "commitments": 4}),
    (TurnChanged, {"dialogue_id": 3, "number": 4, "state": "speaking"}, "dialogue:3",
     {"dialogue_id": 3, "number": 4, "state": "speaking"}),
]  # fmt: skip
KINDS = [row[0] for row in ROWS]
TOLD = {
    CommitmentOpened: (tell, tell_of_promise), CommitmentDone: (tell_of_promise,), CommitmentDisputed: (tell,),
    CommitmentMoved: (tell, tell_of_promise), CommitmentWithdrawn: (tell, tell_of_promise), RemarkRecorded: (tell,),
    VoiceRaised: (tell,), minute_events.DialogueConcluded: (note,),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "subject", "facts"), ROWS, ids=[kind.__name__ for kind in KINDS])
def test_trail_names_the_thing_and_its_facts_as_plain_values(
    kind: type[RoomEvent], values: dict[str, object], subject: str, facts: dict[str, object]
):
    event = kind(**WHO, **values)
    assert (event.subject(), event.facts()) == (subject, facts)
    assert json.loads(json.dumps(event.facts())) == facts


@pytest.mark.parametrize("module", [commitment_events, minute_events])
def test_every_event_of_the_day_stands_in_the_table(module: object):
    own = {
        item
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, RoomEvent) and item.__module__ == module.__name__
    }
    assert own - {CommitmentEvent} <= set(KINDS)


@pytest.mark.parametrize(("kind", "values"), [row[:2] for row in ROWS], ids=[kind.__name__ for kind in KINDS])
def test_event_stays_as_it_was_and_needs_all_its_facts(kind: type[RoomEvent], values: dict[str, object]):
    event = kind(**WHO, **values)
    with pytest.raises(FrozenInstanceError):
        event.unit_id = 1
    for name in values:
        with pytest.raises(TypeError):
            kind(**WHO, **{key: value for key, value in values.items() if key != name})
    assert kind(**WHO, **values) == event


@pytest.mark.parametrize("kind", KINDS)
def test_event_holds_numbers_days_and_words_of_a_list_and_no_text(kind: type[RoomEvent]):
    texts = {item.name for item in fields(kind) if item.type == "str"}
    assert texts <= {"evidence", "state"}


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_written_down_first_and_some_things_are_told(kind: type[RoomEvent]):
    assert HANDLERS[kind] == (write_down, *TOLD.get(kind, ()))


def test_the_house_itself_may_act():
    event = CommitmentProgressed(unit_id=1, at=AT, commitment_id=9)
    assert (event.actor_id, event.facts()) == (None, {"commitment_id": 9})


def test_an_event_without_a_thing_has_no_subject():
    with pytest.raises(NotImplementedError):
        RoomEvent(unit_id=1, at=AT).subject()
    assert (CommitmentEvent(**WHO, commitment_id=1).subject(), DialogueEvent(**WHO, dialogue_id=1).subject()) == (
        "commitment:1",
        "dialogue:1",
    )

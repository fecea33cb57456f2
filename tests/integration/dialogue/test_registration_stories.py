"""Seats and the door told as short stories: what people do one after the other, and how it stands afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from core.extensions import db
from dialogue.queries.registrations import turnout
from dialogue.registration_models import DialogueRegistration
from dialogue.registration_rules import TapKind
from dialogue.services.attendance import NewTap
from tests.makers import Commune
from tests.makers_registrations import give_back, mark, seated_dialogue, states, take_seat


@dataclass(frozen=True, kw_only=True)
class Story:
    """``+2`` registers for the second place, ``-0`` gives the first seat back; ``after`` are all seats in their order."""

    why: str
    seats: tuple[int | None, ...]
    whole: int | None
    acts: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Evening:
    """``present:0:a`` marks the first registration with tap a, ``walk:4:b`` lets four in, ``void:a:c`` takes tap a back."""

    why: str
    taps: tuple[str, ...]
    registered: int
    walked_in: int


STORIES = (
    Story(
        why="one place, two seats: the third waits",
        seats=(2,),
        whole=None,
        acts=("+1", "+1", "+1"),
        after=(
            "confirmed",
            "confirmed",
            "waiting",
        ),
    ),
    Story(
        why="who gives back lets the first of the wait list in",
        seats=(2,),
        whole=None,
        acts=("+1", "+1", "+1", "+1", "-0"),
        after=(
            "cancelled",
            "confirmed",
            "confirmed",
            "waiting",
        ),
    ),
    Story(
        why="who waits and gives up is passed over",
        seats=(1,),
        whole=None,
        acts=("+1", "+1", "+1", "-1", "-0"),
        after=(
            "cancelled",
            "cancelled",
            "confirmed",
        ),
    ),
    Story(
        why="places have lists of their own",
        seats=(1, 1),
        whole=None,
        acts=("+1", "+1", "+2", "+2", "-2"),
        after=(
            "confirmed",
            "waiting",
            "cancelled",
            "confirmed",
        ),
    ),
    Story(
        why="a place without a number of seats takes everybody",
        seats=(None,),
        whole=None,
        acts=("+1", "+1", "+1"),
        after=(
            "confirmed",
            "confirmed",
            "confirmed",
        ),
    ),
    Story(
        why="the whole is full before the place is",
        seats=(5, 5),
        whole=3,
        acts=("+1", "+1", "+2", "+2", "+1"),
        after=(
            "confirmed",
            "confirmed",
            "confirmed",
            "waiting",
            "waiting",
        ),
    ),
    Story(
        why="a seat of the whole goes to who waits longest anywhere",
        seats=(5, 5),
        whole=2,
        acts=("+1", "+2", "+2", "+1", "-0"),
        after=(
            "cancelled",
            "confirmed",
            "confirmed",
            "waiting",
        ),
    ),
    Story(
        why="who waits longest but does not fit lets the next one in",
        seats=(1, 5),
        whole=3,
        acts=("+1", "+1", "+2", "+2", "+2", "-2"),
        after=(
            "confirmed",
            "waiting",
            "cancelled",
            "confirmed",
            "confirmed",
        ),
    ),
    Story(
        why="nobody passes the wait list of a place",
        seats=(1,),
        whole=None,
        acts=("+1", "+1", "-0", "+1"),
        after=(
            "cancelled",
            "confirmed",
            "waiting",
        ),
    ),
    Story(
        why="everybody gives back",
        seats=(1,),
        whole=None,
        acts=("+1", "+1", "-0", "-1"),
        after=(
            "cancelled",
            "cancelled",
        ),
    ),
)
EVENINGS = (
    Evening(
        why="nobody has come",
        taps=(),
        registered=0,
        walked_in=0,
    ),
    Evening(
        why="one who registered",
        taps=("present:0:a",),
        registered=1,
        walked_in=0,
    ),
    Evening(
        why="the same person tapped by two devices",
        taps=(
            "present:0:a",
            "present:0:b",
        ),
        registered=1,
        walked_in=0,
    ),
    Evening(
        why="two who registered",
        taps=(
            "present:0:a",
            "present:1:b",
        ),
        registered=2,
        walked_in=0,
    ),
    Evening(
        why="a family of four walks in",
        taps=("walk:4:a",),
        registered=0,
        walked_in=4,
    ),
    Evening(
        why="two families, one taken back",
        taps=(
            "walk:4:a",
            "walk:2:b",
            "void:a:c",
        ),
        registered=0,
        walked_in=2,
    ),
    Evening(
        why="a mark taken back",
        taps=(
            "present:0:a",
            "void:a:b",
        ),
        registered=0,
        walked_in=0,
    ),
    Evening(
        why="taken back and marked again",
        taps=(
            "present:0:a",
            "void:a:b",
            "present:0:c",
        ),
        registered=1,
        walked_in=0,
    ),
    Evening(
        why="one of two marks of a person is taken back",
        taps=(
            "present:0:a",
            "present:0:b",
            "void:a:c",
        ),
        registered=1,
        walked_in=0,
    ),
    Evening(
        why="taken back by two devices",
        taps=(
            "walk:3:a",
            "void:a:b",
            "void:a:c",
        ),
        registered=0,
        walked_in=0,
    ),
    Evening(
        why="taken back before the mark itself arrives",
        taps=(
            "void:a:b",
            "walk:3:a",
        ),
        registered=0,
        walked_in=0,
    ),
    Evening(
        why="the same tap sent again",
        taps=(
            "walk:3:a",
            "walk:3:a",
        ),
        registered=0,
        walked_in=3,
    ),
)


def test_every_story_of_seats_ends_as_told(commune: Commune):
    found = []
    for story in STORIES:
        dialogue_id, places = seated_dialogue(commune, *story.seats, whole=story.whole)
        codes: list[str] = []
        for act in story.acts:
            number = int(act[1:])
            if act.startswith("+"):
                codes.append(take_seat(commune, dialogue_id, place_id=places[number - 1]).code)
            else:
                give_back(commune, dialogue_id, codes[number])
        if tuple(states(dialogue_id)) != story.after:
            found.append((story.why, states(dialogue_id)))
    assert found == []


def read_tap(words: str, seats: list[int], evening: int) -> NewTap:
    """Return the tap that a few words describe; ids differ from evening to evening."""
    kind, what, name = words.split(":")
    client_id = f"evening-{evening:03d}-{name}"
    if kind == "present":
        return NewTap(client_id=client_id, kind=TapKind.PRESENT, registration_id=seats[int(what)])
    if kind == "walk":
        return NewTap(client_id=client_id, kind=TapKind.WALK_IN, people=int(what))
    return NewTap(client_id=client_id, kind=TapKind.VOID, voids=f"evening-{evening:03d}-{what}")


@pytest.mark.parametrize("at_once", [True, False])
def test_every_evening_at_the_door_counts_as_told(commune: Commune, at_once: bool):
    found = []
    for number, evening in enumerate(EVENINGS):
        dialogue_id, (place,) = seated_dialogue(commune, 5)
        seats = [take_seat(commune, dialogue_id, place_id=place).registration_id for _ in range(2)]
        taps = [read_tap(words, seats, number) for words in evening.taps]
        for part in [taps] if at_once else [[tap] for tap in taps]:
            mark(commune, dialogue_id, *part, place_id=place)
        seen = turnout(dialogue_id)
        if (seen.registered, seen.walked_in) != (evening.registered, evening.walked_in):
            found.append((evening.why, seen))
    assert found == []


def test_who_came_is_counted_by_village(commune: Commune):
    dialogue_id, (place,) = seated_dialogue(commune, 5)
    seat = db.session.get(DialogueRegistration, take_seat(commune, dialogue_id, place_id=place).registration_id)
    assert seat.village_id is None
    taps = (
        NewTap(client_id="village-tap-1", kind=TapKind.PRESENT, registration_id=seat.id),
        NewTap(client_id="village-tap-2", kind=TapKind.WALK_IN, people=3),
    )
    mark(commune, dialogue_id, *taps, place_id=place)
    assert turnout(dialogue_id).by_village == (("", 4),)

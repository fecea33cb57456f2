"""Whether the sender's envelope is open: asked for by one, agreed to by another, for 24 hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denunciation.second_person import ASKED, Door, Line, agreed_to, door_for, waiting

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
CHAIR, DEPUTY, CLERK = 1, 2, 3
A_DAY = timedelta(hours=24)


def asks(who: int, *, hours: float = 0) -> Line:
    return Line(action=ASKED, actor_id=who, at=NOON + timedelta(hours=hours))


def agrees(who: int | None, *, to: int, hours: float = 0) -> Line:
    return Line(action=agreed_to(to), actor_id=who, at=NOON + timedelta(hours=hours))


SHUT, WAITS, OPEN = Door.SHUT, Door.WAITS, Door.OPEN
ROWS = [
    # the lines of the trail, hours after noon, how it stands for the chair, why
    ([], 0, SHUT, "nobody asked"),
    ([asks(DEPUTY)], 0, SHUT, "another asked"),
    ([asks(CHAIR)], 0, WAITS, "asked just now"),
    ([asks(CHAIR)], 23.9, WAITS, "asked yesterday"),
    ([asks(CHAIR)], 24, SHUT, "an asking is forgotten after a day"),
    ([asks(CHAIR), agrees(DEPUTY, to=CHAIR, hours=2)], 2, OPEN, "another agreed"),
    ([asks(CHAIR), agrees(DEPUTY, to=CHAIR, hours=2)], 25.9, OPEN, "a day from the agreement, not from the asking"),
    ([asks(CHAIR), agrees(DEPUTY, to=CHAIR, hours=2)], 26, SHUT, "the day is over"),
    ([asks(CHAIR), agrees(CHAIR, to=CHAIR, hours=1)], 2, WAITS, "nobody agrees to his own"),
    ([asks(CHAIR), agrees(None, to=CHAIR, hours=1)], 2, WAITS, "nor does nobody"),
    ([asks(CHAIR), agrees(DEPUTY, to=CLERK, hours=1)], 2, WAITS, "agreed to somebody else's"),
    ([agrees(DEPUTY, to=CHAIR), asks(CHAIR, hours=1)], 2, WAITS, "agreed before it was asked"),
    ([asks(CHAIR), agrees(DEPUTY, to=CHAIR, hours=1), asks(CHAIR, hours=30)], 31, WAITS, "a new asking needs a new agreement"),
    ([asks(CHAIR), asks(DEPUTY, hours=1), agrees(CLERK, to=CHAIR, hours=2)], 3, OPEN, "two ask, one is agreed to"),
    ([asks(11), agrees(DEPUTY, to=11)], 1, SHUT, "1 is not 11"),
]


@pytest.mark.parametrize(("lines", "hours", "door", "why"), ROWS, ids=[row[3] for row in ROWS])
def test_the_envelope_opens_to_who_asked_and_another_agreed(lines: list[Line], hours: float, door: Door, why: str):
    at = NOON + timedelta(hours=hours)
    assert door_for(CHAIR, lines, at=at) is door, why
    assert (CHAIR in waiting(lines, at=at)) is (door is WAITS)


PEOPLE = st.sampled_from([CHAIR, DEPUTY, CLERK])
HOURS = st.floats(min_value=0, max_value=60, allow_nan=False)
TRAIL = st.lists(
    st.one_of(
        st.builds(lambda who, hours: asks(who, hours=hours), PEOPLE, HOURS),
        st.builds(lambda who, to, hours: agrees(who, to=to, hours=hours), PEOPLE, PEOPLE, HOURS),
    ),
    max_size=8,
).map(lambda lines: sorted(lines, key=lambda line: line.at))


@given(lines=TRAIL, hours=HOURS, who=PEOPLE)
def test_an_envelope_that_is_open_was_agreed_to_by_another_in_the_last_day(lines: list[Line], hours: float, who: int):
    at = NOON + timedelta(hours=hours)
    known = [line for line in lines if line.at <= at]
    if door_for(who, known, at=at) is OPEN:
        agreed = [line for line in known if line.action == agreed_to(who) and line.actor_id != who]
        assert any(at - line.at < A_DAY for line in agreed)
        assert any(line.action == ASKED and line.actor_id == who for line in known)


@given(lines=TRAIL, hours=HOURS)
def test_whoever_is_alone_opens_nothing(lines: list[Line], hours: float):
    own = [line for line in lines if line.actor_id == CHAIR]
    assert door_for(CHAIR, own, at=NOON + timedelta(hours=hours)) is not OPEN

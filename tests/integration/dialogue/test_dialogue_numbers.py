"""Dialogues and questions of a period: what was led to another procedure, refused or never taken up is in no number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.transaction import transaction
from dialogue.queries.numbers import DialogueNumbers, dialogue_numbers
from dialogue.question_states import Procedure
from dialogue.services import question_moderating, sessions
from tests.makers import NOW, Commune
from tests.makers_dialogue import announced_dialogue, read_dialogue
from tests.makers_questions import accept_question, ask_question, read_question

HELD_ON = date(2026, 12, 15)
DAY = timedelta(days=1)


def numbers(commune: Commune, *, first_on: date = HELD_ON, last_on: date = HELD_ON) -> DialogueNumbers:
    return dialogue_numbers(commune.unit_id, first_on=first_on, last_on=last_on)


def hold(commune: Commune, dialogue_id: int) -> date:
    """Let an announced dialogue take place; return its day."""
    for step in (sessions.open_session, sessions.close_session):
        row = read_dialogue(dialogue_id)
        with transaction():
            step(dialogue_id, actor=commune.clerk, at=row.starts_at, version=row.version)
    return read_dialogue(dialogue_id).held_on


@pytest.fixture
def dialogue_id(commune: Commune) -> int:
    """Return a dialogue with a question in every state."""
    made = announced_dialogue(commune)
    waiting, first, follower, refused, led = (ask_question(commune, made).question_id for _number in range(5))
    for question_id in (first, follower):
        accept_question(commune, question_id)
    facts: dict[str, Any] = {"actor": commune.clerk, "at": NOW}
    with transaction():
        question_moderating.merge([follower], into_id=first, **facts)
    with transaction():
        question_moderating.turn_down(
            refused,
            version=read_question(refused).version,
            reason_code="out_of_topic",
            reason="Ngoài nội dung đối thoại",
            **facts,
        )
    with transaction():
        version = read_question(led).version
        question_moderating.lead_elsewhere(led, version=version, procedure=Procedure.DENUNCIATION, **facts)
    assert read_question(waiting).state == "waiting"
    return made


def test_only_what_was_held_counts_and_on_its_day(commune: Commune, dialogue_id: int):
    on = read_dialogue(dialogue_id).held_on
    span = {"first_on": on - 30 * DAY, "last_on": on + 30 * DAY}
    assert numbers(commune, **span) == DialogueNumbers(held=0, questions=0)  # announced, not held
    assert hold(commune, dialogue_id) == on
    assert numbers(commune, first_on=on, last_on=on) == DialogueNumbers(held=1, questions=2)
    for first_on, last_on in ((on - 9 * DAY, on - DAY), (on + DAY, on + 9 * DAY)):
        assert numbers(commune, first_on=first_on, last_on=last_on) == DialogueNumbers(held=0, questions=0)


def test_a_question_that_becomes_a_denunciation_leaves_no_gap_in_the_number_of_dialogues(commune: Commune, dialogue_id: int):
    on = hold(commune, dialogue_id)
    assert numbers(commune, first_on=on, last_on=on).held == 1
    other = hold(commune, announced_dialogue(commune))
    assert numbers(commune, first_on=min(on, other), last_on=max(on, other)) == DialogueNumbers(held=2, questions=2)

"""Every step tried on a question in every state: it leads where the table says, or is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.errors import WrongState
from core.transaction import transaction
from dialogue.question_states import Procedure
from dialogue.services import question_drafting, question_moderating, questions
from tests.makers import NOW, Commune, department_of
from tests.makers_dialogue import announced_dialogue
from tests.makers_questions import PUBLIC_TEXT, accept_question, ask_question, read_question


@dataclass(frozen=True, kw_only=True)
class Try:
    """A step on a question in a state, and the state afterwards."""

    state: str
    step: str
    after: str
    refused: bool


TRIES = (
    Try(
        state="waiting",
        step="accept",
        after="accepted",
        refused=False,
    ),
    Try(
        state="waiting",
        step="refuse",
        after="refused",
        refused=False,
    ),
    Try(
        state="waiting",
        step="lead",
        after="led_elsewhere",
        refused=False,
    ),
    Try(
        state="waiting",
        step="merge",
        after="merged",
        refused=False,
    ),
    Try(
        state="waiting",
        step="unmerge",
        after="waiting",
        refused=True,
    ),
    Try(
        state="waiting",
        step="assign",
        after="waiting",
        refused=True,
    ),
    Try(
        state="waiting",
        step="answered",
        after="waiting",
        refused=True,
    ),
    Try(
        state="waiting",
        step="promised",
        after="waiting",
        refused=True,
    ),
    Try(
        state="waiting",
        step="follow_up",
        after="waiting",
        refused=True,
    ),
    Try(
        state="waiting",
        step="open",
        after="waiting",
        refused=True,
    ),
    Try(
        state="accepted",
        step="accept",
        after="accepted",
        refused=False,
    ),
    Try(
        state="accepted",
        step="refuse",
        after="refused",
        refused=False,
    ),
    Try(
        state="accepted",
        step="lead",
        after="led_elsewhere",
        refused=False,
    ),
    Try(
        state="accepted",
        step="merge",
        after="merged",
        refused=False,
    ),
    Try(
        state="accepted",
        step="unmerge",
        after="accepted",
        refused=True,
    ),
    Try(
        state="accepted",
        step="assign",
        after="accepted",
        refused=False,
    ),
    Try(
        state="accepted",
        step="answered",
        after="accepted",
        refused=False,
    ),
    Try(
        state="accepted",
        step="promised",
        after="accepted",
        refused=False,
    ),
    Try(
        state="accepted",
        step="follow_up",
        after="accepted",
        refused=False,
    ),
    Try(
        state="accepted",
        step="open",
        after="accepted",
        refused=False,
    ),
    Try(
        state="merged",
        step="accept",
        after="merged",
        refused=True,
    ),
    Try(
        state="merged",
        step="refuse",
        after="merged",
        refused=True,
    ),
    Try(
        state="merged",
        step="lead",
        after="merged",
        refused=True,
    ),
    Try(
        state="merged",
        step="merge",
        after="merged",
        refused=True,
    ),
    Try(
        state="merged",
        step="unmerge",
        after="waiting",
        refused=False,
    ),
    Try(
        state="merged",
        step="assign",
        after="merged",
        refused=True,
    ),
    Try(
        state="merged",
        step="answered",
        after="merged",
        refused=True,
    ),
    Try(
        state="merged",
        step="promised",
        after="merged",
        refused=True,
    ),
    Try(
        state="merged",
        step="follow_up",
        after="merged",
        refused=True,
    ),
    Try(
        state="merged",
        step="open",
        after="merged",
        refused=True,
    ),
    Try(
        state="refused",
        step="accept",
        after="accepted",
        refused=False,
    ),
    Try(
        state="refused",
        step="refuse",
        after="refused",
        refused=True,
    ),
    Try(
        state="refused",
        step="lead",
        after="refused",
        refused=True,
    ),
    Try(
        state="refused",
        step="merge",
        after="refused",
        refused=True,
    ),
    Try(
        state="refused",
        step="unmerge",
        after="refused",
        refused=True,
    ),
    Try(
        state="refused",
        step="assign",
        after="refused",
        refused=True,
    ),
    Try(
        state="refused",
        step="answered",
        after="refused",
        refused=True,
    ),
    Try(
        state="refused",
        step="promised",
        after="refused",
        refused=True,
    ),
    Try(
        state="refused",
        step="follow_up",
        after="refused",
        refused=True,
    ),
    Try(
        state="refused",
        step="open",
        after="refused",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="accept",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="refuse",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="lead",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="merge",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="unmerge",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="assign",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="answered",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="promised",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="follow_up",
        after="led_elsewhere",
        refused=True,
    ),
    Try(
        state="led_elsewhere",
        step="open",
        after="led_elsewhere",
        refused=True,
    ),
)
WHY = {"reason_code": "settled", "reason": "Đã trả lời tại buổi đối thoại năm 2025."}


def bring(commune: Commune, dialogue_id: int, leading: int, state: str) -> int:
    """Return a question brought to a state."""
    number = ask_question(commune, dialogue_id).question_id
    facts: dict[str, Any] = {"actor": commune.clerk, "at": NOW}
    if state == "accepted":
        accept_question(commune, number)
    with transaction():
        if state == "merged":
            question_moderating.merge([number], into_id=leading, **facts)
        if state == "refused":
            question_moderating.turn_down(number, version=1, **WHY, **facts)
        if state == "led_elsewhere":
            question_moderating.lead_elsewhere(number, version=1, procedure=Procedure.COMPLAINT, **facts)
    return number


def steps(commune: Commune, leading: int) -> dict[str, Callable[[int, int], object]]:
    """Return what is done for each step, with a question and its version."""
    facts: dict[str, Any] = {"actor": commune.clerk, "at": NOW}
    words = {"public_text": PUBLIC_TEXT, "field_id": None, "village_id": None}
    asked = {"department_id": department_of(commune.officer), "officer_id": None, "due_on": date(2026, 12, 1)}
    return {
        "accept": lambda number, version: question_moderating.accept(number, version=version, **words, **facts),
        "refuse": lambda number, version: question_moderating.turn_down(number, version=version, **WHY, **facts),
        "lead": lambda number, version: question_moderating.lead_elsewhere(
            number, version=version, procedure=Procedure.COMPLAINT, **facts
        ),
        "merge": lambda number, _version: question_moderating.merge([number], into_id=leading, **facts),
        "unmerge": lambda number, version: question_moderating.unmerge(number, version=version, **facts),
        "assign": lambda number, version: question_drafting.assign(number, version=version, **asked, **facts),
        "answered": lambda number, _version: questions.mark_answered(number, answer="Đã làm xong.", **facts),
        "promised": lambda number, _version: questions.mark_promised(number, **facts),
        "follow_up": lambda number, _version: questions.mark_follow_up(number, **facts),
        "open": lambda number, _version: questions.mark_open(number, **facts),
    }


def test_every_step_in_every_state(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    leading = ask_question(commune, dialogue_id).question_id
    accept_question(commune, leading)
    acts, found = steps(commune, leading), []
    for item in TRIES:
        number = bring(commune, dialogue_id, leading, item.state)
        before, refused = read_question(number).version, False
        try:
            with transaction():
                acts[item.step](number, before)
        except WrongState:
            refused = True
        row = read_question(number)
        if (row.state, refused, row.version > before) != (item.after, item.refused, not item.refused):
            found.append((item, row.state, refused, row.version - before))
    assert found == []


def test_the_table_is_whole():
    states = {"waiting", "accepted", "merged", "refused", "led_elsewhere"}
    names = {"accept", "refuse", "lead", "merge", "unmerge", "assign", "answered", "promised", "follow_up", "open"}
    assert {(item.state, item.step) for item in TRIES} == {(state, step) for state in states for step in names}

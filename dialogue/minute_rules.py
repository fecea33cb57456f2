"""What the minutes must hold before they end, what may stand in one item, and the last day of the conclusions. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime

from dialogue.question_states import QuestionOutcome
from dialogue.states import DialogueState

CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,40}")
TEXT_MOST = 5000
PLACE_MOST, CHAIRS_MOST = 200, 300
CHANNELS = ("media", "posted", "village_heads")
"""How results are announced (Law on Local Government 72/2025, Art. 43): on the media, posted at the office, by village heads."""
WRITABLE = frozenset({DialogueState.IN_SESSION, DialogueState.HELD})


OUTCOMES = frozenset(QuestionOutcome) - {QuestionOutcome.OPEN}
"""What an item may say became of its question; saying nothing leaves the question open."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """The head of the minutes; attendance in people, moments aware."""

    place: str = ""
    chairs: str = ""
    secretary: str = ""
    attended: int | None = None
    women: int | None = None
    minority: int | None = None
    bodies: str = ""
    by_village: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item as it was typed; whoever spoke is a number and a village, never a name.

    ``outcome`` says what became of the question ``question_id``: one of OUTCOMES, or "" while nothing is said.
    """

    client_id: str
    speaker_number: int | None = None
    village_id: int | None = None
    question_id: int | None = None
    opinion: str = ""
    answer: str = ""
    answered_by: str = ""
    outcome: str = ""
    promised: bool = False
    promise: str = ""
    department_id: int | None = None
    promise_due_on: date | None = None
    dropped: bool = False


CONTENT = tuple(item.name for item in fields(Item) if item.name != "client_id")
"""What two writers could write differently."""


def faults_of_item(item: Item, *, held_on: date) -> dict[str, str]:
    """Return what cannot stand in an item of a dialogue held on a day: field → code. An item without any words is one."""
    faults = {}
    if not CLIENT_ID.fullmatch(item.client_id):
        faults["client_id"] = "form_old"
    if not (item.opinion or item.answer or item.promise or item.dropped):
        faults["opinion"] = "text_missing"
    faults |= {name: "text_long" for name in ("opinion", "answer", "promise") if len(getattr(item, name)) > TEXT_MOST}
    if item.promised and not item.promise and not item.dropped:
        faults["promise"] = "commitment_text_missing"
    if item.promise_due_on is not None and item.promise_due_on < held_on and not item.dropped:
        faults["promise_due_on"] = "promise_before_dialogue"
    return faults if item.dropped else faults | _faults_of_outcome(item)


def _faults_of_outcome(item: Item) -> dict[str, str]:
    """An outcome belongs to a question; an answer has words, a promise is written down."""
    if not item.outcome:
        return {}
    if item.outcome not in OUTCOMES:
        return {"outcome": "choice_unknown"}
    if item.question_id is None:
        return {"question_id": "outcome_without_question"}
    if item.outcome == QuestionOutcome.ANSWERED and not item.answer:
        return {"answer": "answer_missing"}
    if item.outcome == QuestionOutcome.PROMISED and not (item.promised and item.promise):
        return {"promise": "commitment_text_missing"}
    return {}


def gaps_of_minutes(head: Head, *, items: int) -> dict[str, str]:
    """Return what is missing before the minutes may end: place, chair, writer, attendance, times, and at least one item."""
    gaps = {name: "minutes_gap" for name in ("place", "chairs", "secretary") if not getattr(head, name).strip()}
    if head.attended is None:
        gaps["attended"] = "minutes_gap"
    if head.started_at is None:
        gaps["started_at"] = "minutes_gap"
    if head.ended_at is None or (head.started_at is not None and head.ended_at <= head.started_at):
        gaps["ended_at"] = "minutes_gap_end"
    if not items:
        gaps["items"] = "minutes_empty"
    return gaps


def faults_of_head(head: Head) -> dict[str, str]:
    """Return numbers that cannot be: a part of the people larger than all of them."""
    whole = head.attended
    parts = {"women": head.women, "minority": head.minority}
    return {name: "part_too_large" for name, part in parts.items() if part is not None and (whole is None or part > whole)}


def stricter(days: Collection[date]) -> date:
    """Return the earlier of several last days: one event for several duties keeps the stricter term."""
    return min(days)


def published_late(due_on: date | None, published_on: date) -> int:
    """Return how many days too late the conclusions were published, 0 in time or where no day was to be kept."""
    return max(0, (published_on - due_on).days) if due_on else 0

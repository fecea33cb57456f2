"""An event → who is told, with which letter: who asked a question, and the department that is to draft an answer.

Titles are neutral, bodies hold the code and the way to the page; no words of the question: email is read on lock screens.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core import letters, outbox
from deadlines.clock import local_date
from dialogue.commitment_events import CommitmentDone, CommitmentEvent, CommitmentMoved, CommitmentOpened, CommitmentWithdrawn
from dialogue.events import DialogueCancelled, DialoguePostponed
from dialogue.queries import askers
from dialogue.queries.askers import Holder
from dialogue.question_events import (
    QuestionAccepted,
    QuestionAssigned,
    QuestionBecameCase,
    QuestionEvent,
    QuestionLed,
    QuestionMerged,
    QuestionRefused,
    QuestionSettled,
    QuestionUnmerged,
)
from dialogue.question_states import QuestionOutcome

TEMPLATES: dict[type[QuestionEvent], str] = {
    QuestionAccepted: "question_accepted", QuestionRefused: "question_refused", QuestionLed: "question_led",
    QuestionMerged: "question_merged", QuestionUnmerged: "question_unmerged", QuestionBecameCase: "question_became_case",
}  # fmt: skip
OF_PROMISES: dict[type[CommitmentEvent], str] = {
    CommitmentOpened: "question_promised", CommitmentDone: "question_promise_done", CommitmentMoved: "question_promise_moved",
    CommitmentWithdrawn: "question_promise_withdrawn",
}  # fmt: skip
SHARED = (QuestionBecameCase, QuestionSettled)
"""What concerns the leading question concerns everybody whose question was merged into it."""


def tell(event: QuestionEvent) -> None:
    """Lay the letters of an event into the tray, in the command's transaction."""
    if isinstance(event, QuestionAssigned):
        _ask_for_draft(event)
        return
    template = _template(event)
    if not template:
        return
    facts: dict[str, Any] = {}
    if isinstance(event, QuestionBecameCase):
        facts["case_code"] = askers.case_code(event.case_id)
    told = [event.question_id, *(askers.followers(event.question_id) if isinstance(event, SHARED) else ())]
    holders = [holder for holder in map(askers.asker, told) if holder is not None]
    mark = f"{template}:{event.at.isoformat()}"
    outbox.enqueue_all(
        [letter_to(item, template=template, unit_id=event.unit_id, at=event.at, mark=mark, **facts) for item in holders]
    )


def _template(event: QuestionEvent) -> str:
    if isinstance(event, QuestionAccepted) and event.again:
        return ""
    if isinstance(event, QuestionSettled):
        return "question_answered" if event.outcome == QuestionOutcome.ANSWERED and not event.again else ""
    return TEMPLATES.get(type(event), "")


def letter_to(holder: Holder, *, template: str, unit_id: int, at: datetime, mark: str, **facts: Any) -> outbox.NewLetter:
    """Return a letter to who holds a receipt, in their language; by email if they left one, on their page in any case."""
    words = letters.render(
        f"dialogue/{template}.txt", locale=holder.locale, code=holder.code, office=askers.office(unit_id, locale=holder.locale),
        page_url=letters.public_address(holder.path), dialogue_title=holder.title, held_on=holder.held_on, **facts,
    )  # fmt: skip
    return outbox.NewLetter(
        unit_id=unit_id, at=at, event=template, subject=holder.subject, audience="resident", title=words.title, body=words.body,
        dedup_key=f"{holder.subject}:{mark}"[:160], email=holder.email,
    )  # fmt: skip


def _ask_for_draft(event: QuestionAssigned) -> None:
    readers = askers.answerers(
        event.unit_id, department_id=event.department_id, officer_id=event.officer_id, on=local_date(event.at)
    )
    holder = askers.asker(event.question_id)
    if holder is None:
        return
    path = f"/can-bo/doi-thoai/{event.dialogue_id}/cau-hoi/{event.question_id}"
    words = letters.render(
        "dialogue/desk_question_assigned.txt", locale="vi", code=holder.code, due_on=event.due_on, held_on=holder.held_on,
        desk_url=letters.public_address(path),
    )  # fmt: skip
    mark = f"question_assigned:{event.question_id}:{event.at.isoformat()}"
    outbox.enqueue_all(
        [
            outbox.NewLetter(
                unit_id=event.unit_id, at=event.at, event="question_assigned", subject=holder.subject, audience="official",
                official_id=reader.id, title=words.title, body=words.body, dedup_key=f"{mark}:{reader.id}",
                email=reader.email or None,
            )
            for reader in readers
            if reader.id != event.actor_id
        ]
    )  # fmt: skip


def tell_askers(event: DialoguePostponed | DialogueCancelled) -> None:
    """Tell everybody whose question counts that the dialogue was moved or called off."""
    moved = isinstance(event, DialoguePostponed)
    template = "dialogue_postponed" if moved else "dialogue_cancelled"
    facts = {"from_on": event.from_on} if isinstance(event, DialoguePostponed) else {}
    mark = f"{template}:{event.at.isoformat()}"
    outbox.enqueue_all(
        [
            letter_to(holder, template=template, unit_id=event.unit_id, at=event.at, mark=mark, **facts)
            for holder in askers.askers(event.dialogue_id)
        ]
    )


def tell_of_promise(event: CommitmentEvent) -> None:
    """Tell who asked, and whose question was merged, what became of the promise on it: made, moved, kept, or given up."""
    template = OF_PROMISES[type(event)]
    mark = f"{template}:{event.commitment_id}:{event.at.isoformat()}"
    facts: dict[str, Any] = {"promise_code": askers.promise_code(event.commitment_id)}
    if isinstance(event, CommitmentMoved):
        facts |= {"from_on": event.from_on, "to_on": event.to_on}
    leading = askers.asked_for(event.commitment_id)
    told = [number for one in leading for number in (one, *askers.followers(one))]
    outbox.enqueue_all(
        [
            letter_to(holder, template=template, unit_id=event.unit_id, at=event.at, mark=mark, **facts)
            for holder in map(askers.asker, told)
            if holder is not None
        ]
    )

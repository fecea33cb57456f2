"""The conclusions: written from the minutes, published in time or visibly late, and every promise in them a commitment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.errors import BadInput, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_text
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.engine import Due, due_on
from deadlines.queries import term
from dialogue.minute_events import ConclusionDrafted, DialogueConcluded
from dialogue.minute_models import Conclusion
from dialogue.minute_rules import CHANNELS, published_late, stricter
from dialogue.models import Dialogue
from dialogue.queries.conclusions import conclusion_facts
from dialogue.rules import by_law, result_terms
from dialogue.services.commitments import open_all
from dialogue.services.minutes import minutes_of
from dialogue.services.question_settling import settle_rest
from dialogue.services.steps import enter, load_for_step, locked, must
from dialogue.states import DialogueKind, DialogueState, Step
from feedback.document_kinds import DocumentKind
from feedback.documents import Chosen, draft
from feedback.services.document_issuing import issue_paper

TEXT_MOST = 20_000


def write_conclusion(dialogue_id: int, *, actor: Actor, at: datetime, version: int, text: str, channels: Sequence[str]) -> int:
    """Write the words of the conclusions before they are published; ``version`` 0 before there are any. Returns the version.

    Raises NotAllowed, NotFound, WrongState (only after the dialogue was held), StaleVersion, BadInput. Event: ConclusionDrafted.
    """
    must(actor, Permission.DIALOGUE_PLAN)
    dialogue = locked(dialogue_id, actor=actor)
    if dialogue.state != DialogueState.HELD:
        raise WrongState("conclusions_not_now", state=dialogue.state)
    text = clean_text(text)
    if len(text) > TEXT_MOST:
        raise BadInput({"text": "text_long"})
    row = _row(dialogue)
    current = row.version if row else 0
    if current != version:
        raise StaleVersion(expected=version, current=current)
    if row is None:
        row = Conclusion(
            unit_id=dialogue.unit_id, dialogue_id=dialogue.id, version=0, proofs=[], written_by=actor.id, touched_at=at
        )
        db.session.add(row)
    row.text, row.channels = text, [name for name in CHANNELS if name in channels]
    row.version, row.written_by, row.touched_at = current + 1, actor.id, at
    publish(ConclusionDrafted(unit_id=dialogue.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id))
    return row.version


def last_days(dialogue: Dialogue, calendar: WorkingCalendar) -> list[Due]:
    """Return the last day for the results by each duty that the event meets, the strictest first; [] for a hearing alone.

    Source: Law on Local Government 72/2025, Art. 43 (DLG.CQDP.RESULT); DLG.PARTY.CONCLUSION of the office.
    """
    kinds = {DialogueKind(kind) for kind in dialogue.satisfies}
    terms = [term(code, dialogue.held_on, unit_id=dialogue.unit_id) for code in result_terms(kinds)]
    return sorted((due_on(item, dialogue.held_on, calendar) for item in terms), key=lambda due: (due.due_on, due.proof.term))


def conclude(
    dialogue_id: int, *, actor: Actor, at: datetime, version: int, seen: int, calendar: WorkingCalendar, chosen: Chosen
) -> int:
    """Publish the results: the notice gets its number (TB), every draft becomes a commitment, every question left a case.

    ``version`` is the dialogue's, ``seen`` that of the words. A late publication is possible and stays visible as late.
    Returns the document's id. Raises NotAllowed, NotFound, StaleVersion, WrongState (also minutes_missing, minutes_wanted: no
    results without ended minutes), BadInput (text, channels, commitments). Events: CommitmentOpened each, DialogueConcluded.
    """
    permission = Permission.DIALOGUE_DECIDE
    dialogue = load_for_step(dialogue_id, actor=actor, step=Step.CONCLUDE, version=version, permission=permission)
    minutes = minutes_of(dialogue)
    if minutes is None or minutes.finished_at is None:
        raise WrongState("minutes_missing" if by_law(dialogue.satisfies) else "minutes_wanted", state=dialogue.state)
    row = _ready(dialogue, seen=seen)
    today = local_date(at)
    opened = open_all(dialogue, actor=actor, at=at, on=today, calendar=calendar)
    dues = last_days(dialogue, calendar)
    facts = conclusion_facts(dialogue, minutes, row.text, opened)
    ready = draft(DocumentKind.DIALOGUE_CONCLUSION, facts, unit_id=dialogue.unit_id, on=today, chosen=chosen)
    row.document_id = issue_paper(f"dialogue:{dialogue.id}", actor=actor, at=at, ready=ready).id
    row.published_on, row.due_on = today, stricter([due.due_on for due in dues]) if dues else None
    row.proofs = [due.proof.to_dict() for due in dues]
    row.version += 1
    dialogue.concluded_on = today
    enter(dialogue, Step.CONCLUDE, at=at)
    page_cache.raise_version(dialogue.unit_id)
    _tell(dialogue, row, actor=actor, at=at, today=today, commitments=len(opened))
    settle_rest(dialogue, actor=actor, at=at)
    return row.document_id


def _ready(dialogue: Dialogue, *, seen: int) -> Conclusion:
    row = _row(dialogue)
    if row is None or not row.text:
        raise BadInput({"text": "conclusion_missing"})
    if row.version != seen:
        raise StaleVersion(expected=seen, current=row.version)
    if not row.channels and result_terms([DialogueKind(kind) for kind in dialogue.satisfies]):
        raise BadInput({"channels": "channels_missing" if by_law(dialogue.satisfies) else "channels_wanted"})
    return row


def _tell(dialogue: Dialogue, row: Conclusion, *, actor: Actor, at: datetime, today: date, commitments: int) -> None:
    if row.document_id is not None:
        publish(
            DialogueConcluded(
                unit_id=dialogue.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, document_id=row.document_id,
                due_on=row.due_on, days_late=published_late(row.due_on, today), commitments=commitments,
            )
        )  # fmt: skip


def _row(dialogue: Dialogue) -> Conclusion | None:
    query = select(Conclusion).where(Conclusion.unit_id == dialogue.unit_id, Conclusion.dialogue_id == dialogue.id)
    return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()

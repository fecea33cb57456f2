"""Work on a case between taking it on and answering: notes, directions, questions to the sender, more time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import setting
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from feedback.events import DirectionGiven, ExtensionDecided, ExtensionRequested, NoteAdded, SenderAsked
from feedback.late_reasons import is_late
from feedback.models import Case, CaseQuestion, ExtensionRequest
from feedback.services import clocks
from feedback.services.steps import enter, load_for_change
from feedback.states import Action

TEXT_MOST = 5000


def add_note(case_id: int, *, actor: Actor, at: datetime, text: str) -> None:
    """Write an internal note; the sender and the public never see it. Event: NoteAdded. Raises BadInput (text_missing)."""
    case = load_for_change(case_id, actor=actor, action=Action.NOTE, version=None)
    enter(case, "note", at=at, actor=actor, text=_needed(text), changes=False)
    publish(NoteAdded(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id))


def give_direction(case_id: int, *, actor: Actor, at: datetime, text: str) -> None:
    """The leader says how to go on (Decree 154/2026, Art. 25.2). Event: DirectionGiven; the officer is told."""
    case = load_for_change(case_id, actor=actor, action=Action.DIRECT, version=None)
    enter(case, "direction", at=at, actor=actor, text=_needed(text), changes=False)
    publish(DirectionGiven(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id))


def ask_sender(case_id: int, *, actor: Actor, at: datetime, text: str) -> None:
    """Ask the sender for more; the clock runs on, because no rule stops it. Event: SenderAsked; the sender is told."""
    case = load_for_change(case_id, actor=actor, action=Action.ASK, version=None)
    question = CaseQuestion(unit_id=case.unit_id, case_id=case.id, text=_needed(text), asked_at=at, asked_by=actor.id)
    db.session.add(question)
    db.session.flush()
    enter(case, "asked", at=at, actor=actor, text=question.text, for_sender=True, changes=False)
    publish(SenderAsked(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, question_id=question.id))


def request_extension(case_id: int, *, actor: Actor, at: datetime, version: int, days: int, reason: str) -> None:
    """Ask the leader for ``days`` more working days. One approved extension a round, one open request at a time.

    Raises BadInput (reason_missing, days_range) and WrongState (extension_used, extension_late, no_clock): a term that has
    passed was not kept, and no later decision changes that. Event: ExtensionRequested.
    """
    case = load_for_change(case_id, actor=actor, action=Action.EXTEND, version=version)
    faults = {}
    if len(clean_text(reason)) < 10:
        faults["reason"] = "reason_missing"
    if not 1 <= days <= int(setting(case.unit_id, "extension_max_days")):
        faults["days"] = "days_range"
    if faults:
        raise BadInput(faults)
    if case.due_on is None:
        raise WrongState("no_clock", case_id=case.id)
    if any(item.approved is not False for item in _requests(case)):
        raise WrongState("extension_used", case_id=case.id)
    _not_late(case, at=at)
    db.session.add(
        ExtensionRequest(
            unit_id=case.unit_id, case_id=case.id, round=case.round, days=days, reason=clean_text(reason)[:TEXT_MOST],
            requested_by=actor.id, requested_at=at,
        )
    )  # fmt: skip
    enter(case, "extension_requested", at=at, actor=actor, text=clean_text(reason), facts={"days": days})
    publish(ExtensionRequested(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, days=days))


def decide_extension(case_id: int, *, actor: Actor, at: datetime, version: int, approve: bool, note: str = "") -> None:
    """Approve or decline the open request; with approval the due date moves and the sender is told why.

    Raises WrongState (no_request; extension_late: a term that has passed can no longer be extended, the request only
    declined) and BadInput (note_missing: a refusal says why). Event: ExtensionDecided.
    """
    case = load_for_change(case_id, actor=actor, action=Action.DECIDE_EXTENSION, version=version)
    request = next((item for item in _requests(case) if item.approved is None), None)
    if request is None:
        raise WrongState("no_request", case_id=case.id)
    if not approve and len(clean_text(note)) < 5:
        raise BadInput({"note": "note_missing"})
    if approve:
        _not_late(case, at=at)
    request.approved, request.decided_by, request.decided_at = approve, actor.id, at
    request.decision_note = clean_text(note)[:TEXT_MOST]
    before, after = clocks.extend(case, days=request.days) if approve else (case.due_on, case.due_on)
    enter(
        case, "extended" if approve else "extension_declined", at=at, actor=actor, for_sender=approve,
        text=request.reason if approve else request.decision_note,
        facts={"days": request.days, "due_before": _iso(before), "due_on": _iso(after)},
    )  # fmt: skip
    publish(
        ExtensionDecided(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, approved=approve, days=request.days,
            due_before=before, due_on=after,
        )
    )  # fmt: skip


def drop_request(case: Case, *, at: datetime) -> None:
    """Close what was asked of the leader and not decided, because the case ends without it: not approved, decided by nobody."""
    for request in _requests(case):
        if request.approved is None:
            request.approved, request.decided_at = False, at


def _not_late(case: Case, *, at: datetime) -> None:
    if is_late(case.due_on, local_date(at)):
        raise WrongState("extension_late", case_id=case.id)


def _requests(case: Case) -> list[ExtensionRequest]:
    query = select(ExtensionRequest).where(ExtensionRequest.case_id == case.id, ExtensionRequest.round == case.round)
    return list(db.session.scalars(query.order_by(ExtensionRequest.id)))


def _needed(text: str) -> str:
    text = clean_text(text)
    if len(text) < 2:
        raise BadInput({"text": "text_missing"})
    if len(text) > TEXT_MOST:
        raise BadInput({"text": "text_long"})
    return text


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

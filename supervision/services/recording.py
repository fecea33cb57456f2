"""A recommendation comes, from the Front's own account or a paper that the office enters; corrected while nobody has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.codes import new_code
from core.errors import BadInput, NotAllowed
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text
from core.transaction import key_of, wait_for_twin
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from supervision.events import RecommendationCorrected, RecommendationRecorded
from supervision.models import Recommendation, RecommendationRound
from supervision.permissions import on_behalf
from supervision.rules import NewRecommendation, typed_faults
from supervision.services.steps import enter, load, paper_of, reply_due, tell
from supervision.states import Body, State, Step

CORRECTED = ("title", "subject", "asked", "about")


def record(
    new: NewRecommendation, *, actor: Actor, at: datetime, calendar: WorkingCalendar, idempotency_key: str
) -> int:  # fmt: skip
    """Keep a recommendation and return its id, the same for the same key. Event: RecommendationRecorded.

    Its clock begins on the day it was received. Raises NotAllowed, BadInput (supervision.rules.typed_faults, document_missing:
    who enters a body's paper gives its number; day_outside).
    """
    if Permission.SUPERVISION_WRITE not in actor.permissions:
        raise NotAllowed(permission=Permission.SUPERVISION_WRITE.value)
    key = key_of("supervision", unit_id=actor.unit_id, key=idempotency_key)
    wait_for_twin(key)
    known = db.session.scalar(select(Recommendation.id).where(Recommendation.idempotency_key == key))
    if known is not None:
        return known
    new = cleaned(new)
    faults = typed_faults(new, today=local_date(at))
    if on_behalf(actor) and not new.document:
        faults["document"] = "document_missing"
    if faults or new.received_on is None:
        raise BadInput(faults)
    due = reply_due(Body(new.body), new.received_on, unit_id=actor.unit_id, calendar=calendar, field="received_on")
    row = Recommendation(
        unit_id=actor.unit_id, code=new_code(), idempotency_key=key, state=State.RECEIVED.value, version=1, body=new.body,
        organisation=new.organisation, document=new.document, document_on=new.document_on, received_on=new.received_on,
        title=new.title, subject=new.subject, asked=new.asked, about=new.about, due_on=due.due_on, created_by=actor.id,
        created_at=at, touched_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    db.session.add(
        RecommendationRound(
            unit_id=row.unit_id, recommendation_id=row.id, number=1, started_on=new.received_on, due_on=due.due_on,
            proof=due.proof.to_dict(),
        )
    )  # fmt: skip
    enter(row, Step.RECEIVE, actor=actor, at=at, due_on=due.due_on, on_behalf=on_behalf(actor))
    tell(RecommendationRecorded, row, actor=actor, at=at, due_on=due.due_on, on_behalf=on_behalf(actor))
    return row.id


def correct(
    recommendation_id: int, *, title: str, subject: str, asked: str, about: str, paper: str, actor: Actor, at: datetime,
    version: int,
) -> None:  # fmt: skip
    """Write over what is asked while nobody has it; the log keeps the old words. Event: RecommendationCorrected.

    Body, document and days stay, so the clock does too. Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput
    (supervision.rules.typed_faults, paper_missing).
    """
    row, _rounds = load(recommendation_id, Step.CORRECT, actor=actor, version=version)
    new = cleaned(
        NewRecommendation(
            body=row.body, organisation=row.organisation, document=row.document, document_on=row.document_on,
            received_on=row.received_on, title=title, subject=subject, asked=asked, about=about,
        )
    )  # fmt: skip
    faults = typed_faults(new, today=local_date(at))
    if faults:
        raise BadInput(faults)
    facts = paper_of(paper, actor=actor)
    changed = [name for name in CORRECTED if getattr(row, name) != getattr(new, name)]
    before = "\n".join(str(getattr(row, name)) for name in changed)
    for name in changed:
        setattr(row, name, getattr(new, name))
    enter(row, Step.CORRECT, actor=actor, at=at, words=before, **facts)
    tell(RecommendationCorrected, row, actor=actor, at=at, changed=",".join(changed), on_behalf=on_behalf(actor))


def cleaned(new: NewRecommendation) -> NewRecommendation:
    """Return what was typed with clean words."""
    return replace(
        new, title=clean_line(new.title), organisation=clean_line(new.organisation), document=clean_line(new.document),
        about=clean_line(new.about), subject=clean_text(new.subject), asked=clean_text(new.asked),
    )  # fmt: skip

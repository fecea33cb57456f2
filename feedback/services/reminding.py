"""A colleague's reminder (đôn đốc): who has the case in hand is told, once a day for each case."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.formats import local
from core.text import clean_text
from feedback.events import CaseReminded
from feedback.models import Case, CaseEntry
from feedback.services.steps import enter, load_for_change
from feedback.states import Action

TEXT_MOST = 1000


def remind(case_id: int, *, actor: Actor, at: datetime, text: str = "") -> None:
    """Remind whoever has the case in hand; the case's version stays. Event: CaseReminded; the officer is told.

    Raises WrongState (reminded_today: a second reminder on one local day helps nobody) and BadInput (text_long).
    """
    case = load_for_change(case_id, actor=actor, action=Action.REMIND, version=None)
    text = clean_text(text)
    if len(text) > TEXT_MOST:
        raise BadInput({"text": "text_long"})
    if _reminded_since(case, local(at).replace(hour=0, minute=0, second=0, microsecond=0)):
        raise WrongState("reminded_today", case_id=case.id, state=case.state)
    untouched = case.touched_at
    enter(case, "reminded", at=at, actor=actor, text=text, changes=False)
    case.touched_at = untouched
    publish(CaseReminded(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id))


def _reminded_since(case: Case, midnight: datetime) -> bool:
    query = select(CaseEntry.id).where(
        CaseEntry.case_id == case.id, CaseEntry.kind == "reminded", CaseEntry.at >= midnight,
        CaseEntry.at < midnight + timedelta(days=1),
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None

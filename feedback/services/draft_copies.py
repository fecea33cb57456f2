"""What an official has typed into an answer and not saved yet, kept by the server while they write.

A copy belongs to one person and one case, changes nothing in the case, and goes when the draft is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from accounts.permissions import Actor
from core.errors import NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.text import clean_text
from feedback.desk_models import DraftCopy
from feedback.models import Case
from feedback.permissions import may, may_read
from feedback.states import Action

KEPT_FOR = timedelta(days=30)
FIELDS = {
    "outcome": 10, "what_was_done": 8000, "done_on": 10, "done_by": 160, "evidence": 10, "no_evidence_reason": 1000,
    "next_step": 1000, "contact": 200, "late_reason": 20, "late_note": 200,
}  # fmt: skip
"""The fields of an answer that are kept, each with the most characters that it holds."""


def keep_copy(case_id: int, *, actor: Actor, at: datetime, version: int, words: Mapping[str, str]) -> None:
    """Keep what is typed, in place of what was kept before.

    Raises NotFound, StaleVersion (somebody wrote since the form was opened), WrongState and NotAllowed (no draft is possible).
    """
    query = select(Case).where(Case.id == case_id, Case.unit_id == actor.unit_id).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None or not may_read(actor, case):
        raise NotFound()
    if case.version != version:
        raise StaleVersion(case_id=case_id, expected=version, current=case.version)
    if not may(actor, Action.DRAFT, case):
        raise NotAllowed(action=Action.DRAFT.value)
    typed = {name: clean_text(words.get(name, ""))[:most] for name, most in FIELDS.items()}
    kept = {name: text for name, text in typed.items() if text}
    if not kept:
        raise WrongState("nothing_typed", case_id=case_id)
    row = db.session.scalars(_own(case_id, actor).with_for_update()).one_or_none()
    if row is None:
        row = DraftCopy(unit_id=actor.unit_id, case_id=case_id, official_id=actor.id)
        db.session.add(row)
    row.version, row.words, row.saved_at = version, kept, at
    db.session.flush()


def drop_copy(case_id: int, *, actor: Actor) -> None:
    """Forget what this official typed into this case and did not save."""
    db.session.execute(
        delete(DraftCopy).where(
            DraftCopy.unit_id == actor.unit_id, DraftCopy.case_id == case_id, DraftCopy.official_id == actor.id
        )
    )


def sweep_copies(at: datetime) -> int:
    """Forget copies that nobody came back to for 30 days; return how many."""
    found = db.session.execute(delete(DraftCopy).where(DraftCopy.saved_at < at - KEPT_FOR).execution_options(all_units=True))
    return int(found.rowcount)


def _own(case_id: int, actor: Actor) -> select:
    return select(DraftCopy).where(
        DraftCopy.unit_id == actor.unit_id, DraftCopy.case_id == case_id, DraftCopy.official_id == actor.id
    )

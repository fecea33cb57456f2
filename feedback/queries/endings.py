"""Reads of the step that ended a case: its line, how the case stood before, and whether it may be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from accounts.queries import setting
from core.extensions import db
from feedback.document_models import IssuedDocument
from feedback.models import Case, CaseEntry
from feedback.revoking import BEFORE, why_not
from feedback.states import REVOCABLE, Action

HANDED_OVER = "handed_over"
ENDINGS = frozenset(state.value for state in REVOCABLE) | {HANDED_OVER}


@dataclass(frozen=True, kw_only=True)
class Ending:
    """The line of the step that ended a case: ``state`` and ``clocks`` as they were, ``after``: the kinds of the lines since."""

    ended_at: datetime
    state: str
    clocks: tuple[int, ...]
    after: tuple[str, ...]


def impossible_revoking(case: Case, *, at: datetime | None) -> set[Action]:
    """Return the step back where it cannot be taken at this moment."""
    possible = case.state in REVOCABLE and at is not None and not revoking_fault(case, ending_of(case), at=at)
    return set() if possible else {Action.REVOKE}


def ending_of(case: Case) -> Ending | None:
    """Return the step that ended the case last."""
    lines = _lines_from_ending(case)
    if not lines:
        return None
    kind, ended_at, facts = lines[0]
    before = facts.get(BEFORE) or {}
    known = kind == case.state and bool(before)
    return Ending(
        ended_at=ended_at, state=str(before["state"]) if known else "", clocks=tuple(before["clocks"]) if known else (),
        after=tuple(line[0] for line in lines[1:]),
    )  # fmt: skip


def revoking_fault(case: Case, ending: Ending | None, *, at: datetime) -> str:
    """Return the code of what stands against taking the ending back, or an empty text."""
    if ending is None:
        return "revoke_impossible"
    return why_not(
        ended_at=ending.ended_at, at=at, hours=int(setting(case.unit_id, "revoke_hours")), after=ending.after,
        remembered=bool(ending.state), papers=_paper_since(case, ending.ended_at),
    )  # fmt: skip


def _lines_from_ending(case: Case) -> Sequence[tuple[str, datetime, dict[str, object]]]:
    last = select(func.max(CaseEntry.id)).where(CaseEntry.case_id == case.id, CaseEntry.kind.in_(ENDINGS)).scalar_subquery()
    query = select(CaseEntry.kind, CaseEntry.at, CaseEntry.facts).where(CaseEntry.case_id == case.id, CaseEntry.id >= last)
    return [tuple(row) for row in db.session.execute(query.order_by(CaseEntry.id))]


def _paper_since(case: Case, ended_at: datetime) -> bool:
    query = select(IssuedDocument.id).where(IssuedDocument.case_id == case.id, IssuedDocument.issued_at >= ended_at)
    return db.session.scalar(query.limit(1)) is not None

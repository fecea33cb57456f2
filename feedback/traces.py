"""Keeps the trace of what was published, in the transaction of the change: beside PublicCase, and without any text.

Feeds and the sitemap are read from it, followers are told by it, and a page whose text was taken back answers 410 because of
it (docs/adr/0030-what-was-public-once.md).
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import text

from core.extensions import db
from feedback.models import PublicCase
from feedback.trace_models import PublicTrace

READ_BY_ALL = (
    "kind", "state", "field_id", "village_id", "accepted_on", "due_on", "answered_on", "closed_on", "on_time", "extended",
    "reopened", "outcome", "satisfied", "late_reason", "title", "story", "answer", "photos",
)  # fmt: skip
READ_SINCE = ("apology_on", "promised_on")
"""Columns that came later: they count only where they say something, so that the looks of all other cases stay what they were."""
FILLING = text(
    "INSERT INTO public_traces (case_id, unit_id, code, field_id, village_id, shown_at, changed_at, look) "
    "SELECT c.id, c.unit_id, c.code, c.field_id, c.village_id, p.approved_at, p.approved_at, '' "
    "FROM public_cases c JOIN publications p ON p.case_id = c.id "
    "WHERE c.published AND NOT EXISTS (SELECT 1 FROM public_traces t WHERE t.case_id = c.id)"
)


def follow_up(row: PublicCase, *, at: datetime) -> PublicTrace | None:
    """Write down what a step did to the public row; None when the case never was published. Returns the trace."""
    trace = db.session.get(PublicTrace, row.id)
    if not row.published:
        return None if trace is None else gone(row.id, at=at)
    look = _look(row)
    if trace is None:
        trace = PublicTrace(case_id=row.id, unit_id=row.unit_id, code=row.code, shown_at=at, changed_at=at)
        db.session.add(trace)
    elif trace.look != look or trace.gone_at is not None:
        trace.changed_at = max(at, trace.changed_at)
    trace.field_id, trace.village_id, trace.look, trace.gone_at = row.field_id, row.village_id, look, None
    return trace


def gone(case_id: int, *, at: datetime) -> PublicTrace | None:
    """Write down that nothing of a case can be read any more; what never could is left alone. Returns the trace."""
    trace = db.session.get(PublicTrace, case_id)
    if trace is None or trace.gone_at is not None:
        return trace
    trace.gone_at = trace.changed_at = max(at, trace.changed_at)
    trace.field_id, trace.village_id, trace.look = None, None, ""
    return trace


def fill() -> None:
    """Give a trace to published cases that have none: those whose rows were written without a step (loading for measurements)."""
    db.session.execute(FILLING)


def _look(row: PublicCase) -> str:
    later = [(name, getattr(row, name)) for name in READ_SINCE if getattr(row, name) is not None]
    seen = json.dumps([*(getattr(row, name) for name in READ_BY_ALL), *later], default=str, ensure_ascii=False)
    return hashlib.sha256(seen.encode()).hexdigest()

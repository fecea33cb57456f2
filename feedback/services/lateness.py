"""Why a case leaves after its due date without an answer of its own: kept on the case, told to timeline and trail."""

from __future__ import annotations

from datetime import date

from core.errors import BadInput
from feedback.late_reasons import Lateness, is_late, missing_reason, said_when
from feedback.models import Case


def keep_lateness(case: Case, said: Lateness, *, on: date) -> dict[str, str]:
    """Keep why a case leaves after its due date; return the code for timeline and trail, nothing in time."""
    kept = said_when(said, late=is_late(case.due_on, on))
    case.late_reason, case.late_note = kept.reason, kept.note
    return {"late_reason": kept.reason} if kept.reason else {}


def why_late(case: Case, said: Lateness, *, on: date) -> dict[str, str]:
    """Keep why a case is settled after its due date; return the code for timeline and trail, nothing in time.

    Asked before the clocks end. Raises BadInput (late_reason_missing, late_note_missing).
    """
    faults = missing_reason(said, late=is_late(case.due_on, on))
    if faults:
        raise BadInput(faults)
    return keep_lateness(case, said, on=on)

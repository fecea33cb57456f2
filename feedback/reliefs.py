"""Why an officer asks to be relieved of a case, and what becomes of it. Pure.

Source: who is given a matter in which their own interest lies says so (Law on Anti-Corruption 2018, Art. 23); for the rest the
office's own rules.
"""

from __future__ import annotations

from enum import StrEnum

NOTE_MOST = 500


class ReliefReason(StrEnum):
    """Không đúng lĩnh vực · vắng · có liên quan lợi ích · lý do khác."""

    FIELD = "field"
    ABSENT = "absent"
    INTEREST = "interest"
    OTHER = "other"


class ReliefOutcome(StrEnum):
    """The case was given to somebody else, given back to the same, or the officer answered it after all."""

    GIVEN = "given"
    KEPT = "kept"
    DROPPED = "dropped"


def missing_for_relief(reason: str, note: str) -> dict[str, str]:
    """Return what is missing, field → code: a known reason, and words of five characters with "other"."""
    if reason not in set(ReliefReason):
        return {"reason": "relief_reason_missing"}
    return {"note": "relief_note_missing"} if reason == ReliefReason.OTHER and len(note) < 5 else {}


def outcome_of(*, before: tuple[int | None, int | None], after: tuple[int | None, int | None]) -> ReliefOutcome:
    """Return what became of a request, by department and officer before and after."""
    return ReliefOutcome.KEPT if before == after else ReliefOutcome.GIVEN

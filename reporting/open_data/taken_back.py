"""Which words of a build were replaced or taken back since: read from the end of the commune's audit trail, not from the words.

The trail has an entry for each such act, in order, so a look costs what happened since the build, however many cases there are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left

from sqlalchemy import select

from core.audit import AuditEntry, AuditHead
from core.extensions import db

SHOWN, HIDDEN = "feedback:case:published", "feedback:case:unpublished"
ACCEPTED = "dialogue:question:accepted"
DROPPED = tuple(f"dialogue:question:{step}" for step in ("refused", "led", "merged"))


def trail_end(unit_id: int) -> int:
    """Return the number of the last entry in the commune's trail."""
    return db.session.scalar(select(AuditHead.seq).where(AuditHead.chain == unit_id)) or 0


def words_taken_back(unit_id: int, *, since: int, cases: array[int], questions: array[int]) -> bool:
    """Return whether words of these cases or questions (rising numbers) were replaced or taken back after an entry."""
    query = select(AuditEntry.action, AuditEntry.subject, AuditEntry.facts).where(
        AuditEntry.chain == unit_id, AuditEntry.seq > since, AuditEntry.action.in_((SHOWN, HIDDEN, ACCEPTED, *DROPPED))
    )
    for action, subject, facts in db.session.execute(query):
        fresh = (action == SHOWN and not facts.get("replaced")) or (action == ACCEPTED and not facts.get("again"))
        given_out = cases if action in (SHOWN, HIDDEN) else questions
        if not fresh and _holds(given_out, int(subject.rpartition(":")[2])):
            return True
    return False


def _holds(numbers: array[int], number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number

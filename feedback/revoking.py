"""Whether a step that ended a case by mistake may still be taken back. Pure.

A notice with a mistake in it is replaced, and called back where it is still possible (Decree 30/2020, Art. 18); nothing says
for how long, so the hours are the office's own (setting revoke_hours). What somebody has acted upon stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

BESIDE = frozenset({"note"})
"""Lines of the timeline that may stand after the ending: a note that only the office reads."""
BEFORE = "before"
"""The fact of an ending's line that says how the case stood: its state, and the clocks that ran."""


def why_not(
    *, ended_at: datetime, at: datetime, hours: int, after: Sequence[str], remembered: bool, papers: bool
) -> str:  # fmt: skip
    """Return the code of what stands against taking an ending back, or an empty text.

    ``after``: the kinds of the lines since; ``remembered``: the ending wrote down how the case stood (one of an older release, a
    handover and one that let other letters go did not); ``papers``: a paper was issued since.
    """
    if hours == 0:
        return "revoke_off"
    if not remembered:
        return "revoke_impossible"
    if at - ended_at > timedelta(hours=hours):
        return "revoke_late"
    if papers:
        return "revoke_paper"
    return "revoke_acted" if any(kind not in BESIDE for kind in after) else ""

"""A letter that is not eligible is filed (lưu đơn): nothing more is done with it, and its sender is told why and what is left."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from core.errors import BadInput
from core.text import clean_text
from feedback.late_reasons import UNSAID, Lateness
from feedback.services import repeats, triage
from feedback.states import Action, FileGround

REASON_LEAST = 10


def file_letter(
    case_id: int, *, actor: Actor, at: datetime, version: int, ground_code: str, ground: str, reason: str, letter: str,
    earlier_code: str = "", late: Lateness = UNSAID,
) -> None:  # fmt: skip
    """File a letter with a name: ``ground`` with its article, ``reason`` how it shows in this letter, ``letter`` to the sender.

    Content that was guided before names the earlier case (``earlier_code``). State: filed_only; the clocks end. Event:
    CaseTurnedAway; the sender is told. Raises BadInput (ground_missing, file_reason_missing), what repeats.turn_away_again and
    triage.turn_away raise. Source: Circular 05/2021, Art. 6, 14.1 (to be confirmed).
    """
    reason = clean_text(reason)
    if ground_code not in set(FileGround):
        raise BadInput({"ground_code": "ground_missing"})
    if len(reason) < REASON_LEAST:
        raise BadInput({"detail": "file_reason_missing"})
    whole = f"{clean_text(ground)} {reason}"
    if ground_code in repeats.EARLIER:
        repeats.turn_away_again(
            case_id, actor=actor, at=at, version=version, action=Action.FILE_ONLY, ground_code=ground_code, ground=whole,
            letter=letter, earlier_code=earlier_code, late=late,
        )  # fmt: skip
        return
    triage.turn_away(
        case_id, actor=actor, at=at, version=version, action=Action.FILE_ONLY, ground=whole, letter=letter, late=late,
        ground_code=ground_code,
    )  # fmt: skip

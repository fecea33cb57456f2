"""Whether the envelope that tells the denouncer is open to somebody: asked for by one, agreed to by another. Pure.

Only where the commune's rule says so (setting register_second_person). What was asked and agreed to is read from the register's
own trail, so nothing but that chain can open the envelope. Source: Law on Denunciations 2018, Art. 8.3, 56.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ASKED, AGREED = "ask:identity", "agree:identity"
LASTS = timedelta(hours=24)


class Door(StrEnum):
    """How the envelope stands for somebody: shut, asked for and waiting, or open for the rest of the 24 hours."""

    SHUT = "shut"
    WAITS = "waits"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the trail about an envelope, as these rules see one; in the order of the chain."""

    action: str
    actor_id: int | None
    at: datetime


def agreed_to(asker_id: int) -> str:
    """Return the word of the trail with which somebody agrees to what ``asker_id`` asked for."""
    return f"{AGREED}:{asker_id}"


def door_for(asker_id: int, lines: Sequence[Line], *, at: datetime) -> Door:
    """Decide whether the envelope is open to whoever asked: another person agreed after the last asking, at most 24 hours ago.

    An asking that nobody agreed to is forgotten after 24 hours. Nobody agrees to his own.
    """
    asked = [place for place, line in enumerate(lines) if line.action == ASKED and line.actor_id == asker_id]
    if not asked:
        return Door.SHUT
    word = agreed_to(asker_id)
    agreed = [line.at for line in lines[asked[-1] :] if line.action == word and line.actor_id not in (asker_id, None)]
    if agreed:
        return Door.OPEN if at - agreed[-1] < LASTS else Door.SHUT
    return Door.WAITS if at - lines[asked[-1]].at < LASTS else Door.SHUT


def waiting(lines: Sequence[Line], *, at: datetime) -> list[int]:
    """Return who asked and waits for somebody to agree, in the order of asking."""
    askers = dict.fromkeys(line.actor_id for line in lines if line.action == ASKED and line.actor_id is not None)
    return [asker_id for asker_id in askers if door_for(asker_id, lines, at=at) is Door.WAITS]

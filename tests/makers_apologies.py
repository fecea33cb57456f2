"""Makes apologies for late answers: a case in hand is due on Monday 14/12/2026 and late from the Tuesday on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from core.transaction import transaction
from feedback.apologies import Apology
from feedback.models import Case
from feedback.services import apologising
from tests.makers import NOW, Commune, make_case, read_version

DUE, LATE, NEW = date(2026, 12, 14), date(2026, 12, 15), date(2026, 12, 21)
WORDS = Apology(
    reason="other_office", why="Sở Xây dựng chưa trả lời văn bản.", done="Xã đã đi xem cầu và gửi văn bản cho Sở.", new_on=NEW
)


def moment(day: date) -> datetime:
    """Return a moment of a day, at the hour of makers.NOW."""
    return NOW + (day - NOW.date())


def write(commune: Commune, case_id: int, *, on: date = LATE, version: int | None = None, **changes: Any) -> None:
    """Let the officer lay an apology before the leader."""
    said = {name: getattr(WORDS, name) for name in ("reason", "why", "done", "new_on")} | changes
    with transaction():
        apologising.write_apology(
            case_id, actor=commune.officer, at=moment(on), version=version or read_version(case_id), apology=Apology(**said)
        )


def decide(commune: Commune, case_id: int, *, on: date = LATE, sign: bool = True, note: str = "") -> None:
    """Let the leader sign it or send it back."""
    with transaction():
        apologising.decide_apology(
            case_id, actor=commune.leader, at=moment(on), version=read_version(case_id), sign=sign, note=note
        )


def apologised(commune: Commune, **facts: Any) -> Case:
    """Return a case in hand that is late since Tuesday 15/12/2026, with an apology that promises Monday 21/12/2026."""
    case = make_case(commune, state="in_progress", **facts)
    write(commune, case.id)
    decide(commune, case.id)
    return case

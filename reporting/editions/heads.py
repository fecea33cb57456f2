"""Head and foot of an issued paper of the office: number, symbol, day, signature, recipients; typed, checked and frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.read_models import CommuneProfile
from core.text import clean_line
from feedback.document_kinds import Signing
from feedback.documents import issuer_lines
from reporting.editions.models import Edition

SYMBOL_MOST, NUMBER_MOST = 30, 99_999
SIGNINGS = (Signing.BODY_CHAIR, Signing.BODY_DEPUTY, Signing.BODY_ACTING)


@dataclass(frozen=True, kw_only=True)
class Head:
    """Number, symbol and day of the paper, and how it is signed (feedback.document_kinds.Signing)."""

    number: int | None
    symbol: str
    day: date | None
    signing: str = Signing.BODY_CHAIR.value


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What the head and the foot of an issued paper say."""

    number: int
    symbol: str
    day: date
    signing: str
    unit: str
    issuer: tuple[str, ...]
    place: str
    recipients: tuple[str, ...]


def symbol_for(profile: CommuneProfile | None) -> str:
    """Return the symbol that the commune's reports usually bear: BC-UBND."""
    return f"BC-{(profile.symbol if profile else '') or 'UBND'}"


def symbol_of(head: Head) -> str:
    """Return the symbol as it is kept."""
    return clean_line(head.symbol)[:SYMBOL_MOST]


def head_faults(head: Head, *, last_on: date, today: date) -> dict[str, str]:
    """Return what is wrong with the head of a paper: it has its number and symbol, and a day after the period and not to come."""
    faults = {}
    if head.number is None or not 1 <= head.number <= NUMBER_MOST:
        faults["number"] = "number_missing"
    if not symbol_of(head):
        faults["symbol"] = "symbol_missing"
    if head.day is None:
        faults["day"] = "day_of_paper_missing"
    elif not last_on < head.day <= today:
        faults["day"] = "day_of_paper_outside"
    if head.signing not in {signing.value for signing in SIGNINGS}:
        faults["signing"] = "choice_unknown"
    return faults


def to_frozen(head: Head, profile: CommuneProfile, recipients: Sequence[str]) -> dict[str, Any]:
    """Return head and foot as plain values, to be kept with an issued report."""
    return {
        "number": head.number, "symbol": symbol_of(head), "day": head.day.isoformat() if head.day else "",
        "signing": head.signing, "unit": profile.authority or profile.name, "issuer": list(issuer_lines(profile)),
        "place": profile.short_name, "recipients": list(recipients),
    }  # fmt: skip


def paper_of(row: Edition) -> Paper | None:
    """Return head and foot of an issued paper, None of a draft."""
    if row.issued_at is None:
        return None
    kept = row.frozen["paper"]
    lines = {name: tuple(kept[name]) for name in ("issuer", "recipients")}
    return Paper(**{**kept, **lines, "day": date.fromisoformat(kept["day"])})

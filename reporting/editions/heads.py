"""Head and foot of an issued paper of the office: number, symbol, day, signature, recipients; typed, checked and frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.office_words import issuer_lines
from accounts.read_models import CommuneProfile
from core.text import clean_line
from feedback.document_kinds import Signing
from feedback.signers import Person, signer_fault, usual_signer
from reporting.editions.models import Edition

SYMBOL_MOST, NUMBER_MOST = 30, 99_999
SIGNINGS = (Signing.BODY_CHAIR, Signing.BODY_DEPUTY, Signing.BODY_ACTING)


@dataclass(frozen=True, kw_only=True)
class Head:
    """Number, symbol and day of the paper, and how it is signed (feedback.document_kinds.Signing).

    ``signer``: the name below, "" to write it by hand, None for who issues it. ``again``: the number may have been used before.
    """

    number: int | None
    symbol: str
    day: date | None
    signing: str = Signing.BODY_CHAIR.value
    signer: str | None = None
    again: bool = False


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
    signer: str | None = None

    def signed_by(self, issued_by: str) -> str:
        """Return the name below the paper: the signer's, or of a paper that names none who issued it."""
        return issued_by if self.signer is None else self.signer


def symbol_for(profile: CommuneProfile | None) -> str:
    """Return the symbol that the commune's reports usually bear: BC-UBND."""
    return f"BC-{(profile.symbol if profile else '') or 'UBND'}"


def symbol_of(head: Head) -> str:
    """Return the symbol as it is kept."""
    return clean_line(head.symbol)[:SYMBOL_MOST]


def proposed_signing(name: str, staff: Sequence[Person]) -> tuple[Signing, str]:
    """Return how a paper is usually signed when somebody issues it, and by whom: in their own post, or else by the chair."""
    own = [way for way in SIGNINGS if name in {person.full_name for person in staff} and not signer_fault(way, name, staff)]
    return (own[0], name) if own else (Signing.BODY_CHAIR, usual_signer(Signing.BODY_CHAIR, staff))


def head_faults(head: Head, *, last_on: date, today: date, staff: Sequence[Person] = ()) -> dict[str, str]:
    """Return what is wrong with the head of a paper: it has its number and symbol, and a day after the period and not to come.

    Of ``staff`` the signer is one, with the post that the way of signing names.
    """
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
    elif head.signer and staff:
        known = any(person.full_name == head.signer for person in staff)
        fault = signer_fault(Signing(head.signing), head.signer, staff) if known else "choice_unknown"
        faults |= {"signer": fault} if fault else {}
    return faults


def to_frozen(head: Head, profile: CommuneProfile, recipients: Sequence[str]) -> dict[str, Any]:
    """Return head and foot as plain values, to be kept with an issued report."""
    return {
        "number": head.number, "symbol": symbol_of(head), "day": head.day.isoformat() if head.day else "",
        "signing": head.signing, "unit": profile.authority or profile.name, "issuer": list(issuer_lines(profile)),
        "place": profile.short_name, "recipients": list(recipients), "signer": head.signer,
    }  # fmt: skip


def paper_of(row: Edition) -> Paper | None:
    """Return head and foot of an issued paper, None of a draft and of a report that has none."""
    kept = row.frozen.get("paper")
    if row.issued_at is None or kept is None:
        return None
    lines = {name: tuple(kept[name]) for name in ("issuer", "recipients")}
    return Paper(**{**kept, **lines, "day": date.fromisoformat(kept["day"])})

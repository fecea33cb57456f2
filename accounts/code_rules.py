"""What a code of the second factor is, which one counts, and who must have the factor, decided from facts alone. Pure.

The telephone and we know one secret and what time it is; every half minute both reckon six digits from them (RFC 6238). The day
without a telephone has ten codes of twelve digits that count once each. Nobody learns from here who holds which.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp

from accounts.roles import Role

STEP_SECONDS = 30
STEPS_AROUND = 1
"""A telephone's clock may be half a minute early or late."""
CODE_DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_DIGITS = 12
RECOVERY_FEW = 3
GROUP = 4
HALF_SIGNED_IN = timedelta(minutes=5)
"""How long the right password waits for its code."""
SET_UP = timedelta(minutes=15)
"""How long a secret that was shown waits to be confirmed."""
CODES_SHOWN = timedelta(minutes=10)
"""How long the browser that made recovery codes can show them."""


class Duty(StrEnum):
    """Who must have a second factor: nobody, those with the widest reach, everybody (setting SECOND_FACTOR)."""

    OPTIONAL = "optional"
    LEADERS = "leaders"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Match:
    """What was found of a typed code: the time step that it belongs to (None: to none), and whether that was used before."""

    step: int | None
    used: bool = False


def must_have_factor(duty: Duty, *, roles: Collection[Role], entrusted: bool) -> bool:
    """Decide whether an official must have a second factor.

    With ``leaders`` it is whoever leads, whoever can let others in, and who is ``entrusted`` with the sealed register.
    """
    if duty is Duty.LEADERS:
        return entrusted or Role.LEADER in roles or Role.ADMINISTRATOR in roles
    return duty is Duty.ALL


def new_secret() -> str:
    """Return a secret of 160 bits in the letters that authenticator applications take (base32)."""
    return pyotp.random_base32()


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes of twelve digits (40 bits each), all different."""
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        codes.add(f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}")
    return tuple(sorted(codes))


def address_for_app(secret: str, *, name: str, issuer: str) -> str:
    """Return what the QR code says ("otpauth://totp/…"): the secret, and under which names the application shows it."""
    return pyotp.TOTP(secret).provisioning_uri(name=name.replace(":", " "), issuer_name=issuer.replace(":", " "))


def in_groups(text: str) -> str:
    """Return "JBSW Y3DP EHPK 3PXP", easier to read and to type."""
    return " ".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))


def digits_of(typed: str) -> str:
    """Return the digits of what was typed, however they were grouped; "" when anything but digits and separators is in it."""
    kept = [char for char in unicodedata.normalize("NFKC", typed) if not char.isspace() and char not in "-.·"]
    return "".join(kept) if all("0" <= char <= "9" for char in kept) else ""


def step_of(at: datetime) -> int:
    """Return the number of the half minute that a moment lies in."""
    return int(at.timestamp()) // STEP_SECONDS


def match(secret: str, digits: str, *, at: datetime, last_step: int) -> Match:
    """Find the time step that six digits belong to: the present one, the one before, or the one after.

    A step up to ``last_step``, the latest that was used, is found and counts no more: who looked on cannot use it again.
    """
    now, clock = step_of(at), pyotp.HOTP(secret)
    around = range(now - STEPS_AROUND, now + STEPS_AROUND + 1)
    found = [step for step in around if hmac.compare_digest(clock.at(step).encode(), digits.encode())]
    fresh = [step for step in found if step > last_step]
    return Match(step=fresh[0] if fresh else (found[0] if found else None), used=bool(found) and not fresh)

"""What may be done with people and places, decided from facts alone: passwords, lockout, who handles a matter. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accounts.roles import Role
from core.text import fold

PASSWORD_LEAST = 12
PASSWORD_MOST = 128
LEAST_BESIDE_USERNAME = 8
LEAST_DIFFERENT = 5
FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=8)
LONGEST_SESSION = timedelta(hours=12)
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")
_STRANGE = re.compile(r"[^0-9a-z]+")


class PasswordFault(StrEnum):
    """Why a new password is not taken."""

    TOO_SHORT = "password_too_short"
    TOO_LONG = "password_too_long"
    HOLDS_USERNAME = "password_holds_username"
    COMMON = "password_common"
    MONOTONOUS = "password_monotonous"
    SAME_AS_BEFORE = "password_same_as_before"


@dataclass(frozen=True, kw_only=True)
class Refused:
    """An ordinary "no": ``reason`` is the code of a sentence in phrases.py."""

    reason: str


def normal_password(password: str) -> str:
    """Return the password in the one form that is hashed, however the keyboard composed its marks (NFC)."""
    return unicodedata.normalize("NFC", password)


def password_fault(password: str, *, username: str, common: frozenset[str]) -> PasswordFault | None:
    """Decide whether a new password is taken; None means it is.

    At least 12 and at most 128 characters; not one of ``common`` (written in small letters); when the username is part of it,
    at least eight letters and digits beside it; at least five different characters. Nothing else is asked: no forced digits
    or signs (NIST SP 800-63B).
    """
    password = normal_password(password)
    if len(password) < PASSWORD_LEAST:
        return PasswordFault.TOO_SHORT
    if len(password) > PASSWORD_MOST:
        return PasswordFault.TOO_LONG
    small = fold(password)
    if small in common or _STRANGE.sub("", small) in common:
        return PasswordFault.COMMON
    bare, name = _STRANGE.sub("", small), _STRANGE.sub("", fold(username))
    if name and name in bare and len(bare.replace(name, "")) < LEAST_BESIDE_USERNAME:
        return PasswordFault.HOLDS_USERNAME
    if len(set(small)) < LEAST_DIFFERENT:
        return PasswordFault.MONOTONOUS
    return None


def lock_length(failures: int) -> timedelta | None:
    """Return how long sign-in under one name rests after so many failures in a row; None: it does not.

    Every fifth failure rests it: 15 minutes, then 30, 60 … up to 8 hours.
    """
    if failures <= 0 or failures % FAILURES_BEFORE_LOCK:
        return None
    doubled = min(failures // FAILURES_BEFORE_LOCK - 1, 10)
    return min(FIRST_LOCK * 2**doubled, LONGEST_LOCK)


def username_is_valid(username: str) -> bool:
    """Return whether a sign-in name is 3–40 small letters, digits, dots, hyphens or underscores (ends are letters or digits)."""
    return USERNAME.fullmatch(username) is not None


def in_force(first: date, last: date | None, *, on: date) -> bool:
    """Return whether something that is valid from ``first`` to ``last`` (both included; None: open) is valid on a day."""
    return first <= on and (last is None or on <= last)


# ------------------------------------------------------------------ who handles a matter


class Fit(StrEnum):
    """How exactly a row of the responsibility matrix names the matter, most exact first."""

    FIELD_AND_VILLAGE = "field_and_village"
    FIELD = "field"
    VILLAGE = "village"
    DEFAULT = "default"


class Stand(StrEnum):
    """Who of a row is proposed, and why not the officer when it is somebody else."""

    OFFICER = "officer"
    SUBSTITUTE_OFFICER_AWAY = "substitute_officer_away"
    SUBSTITUTE_OFFICER_GONE = "substitute_officer_gone"
    NOBODY_AVAILABLE = "nobody_available"
    DEPARTMENT_ONLY = "department_only"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the matrix: None for ``field_id`` or ``village_id`` means every one."""

    id: int
    field_id: int | None
    village_id: int | None
    department_id: int
    officer_id: int | None
    substitute_id: int | None
    valid_from: date
    valid_to: date | None


def fit_of(row: Row, *, field_id: int | None, village_id: int | None) -> Fit | None:
    """Return how exactly ``row`` fits the matter; None: it does not speak of it."""
    if row.field_id is not None and row.field_id != field_id:
        return None
    if row.village_id is not None and row.village_id != village_id:
        return None
    if row.field_id is not None:
        return Fit.FIELD_AND_VILLAGE if row.village_id is not None else Fit.FIELD
    return Fit.VILLAGE if row.village_id is not None else Fit.DEFAULT


def choose_row(rows: Sequence[Row], *, field_id: int | None, village_id: int | None, on: date) -> tuple[Row, Fit] | None:
    """Return the most exact row valid on a day, with how exact it is; of two equal ones the newer; None: no row fits."""
    order = list(Fit)
    fitting = [
        (row, fit)
        for row in rows
        if in_force(row.valid_from, row.valid_to, on=on) and (fit := fit_of(row, field_id=field_id, village_id=village_id))
    ]
    if not fitting:
        return None
    return min(fitting, key=lambda pair: (order.index(pair[1]), -pair[0].valid_from.toordinal(), -pair[0].id))


def choose_person(
    row: Row, *, active: frozenset[int], away: frozenset[int], named: Mapping[int, int] | None = None
) -> tuple[int | None, Stand]:
    """Return who of a row takes the matter, and why.

    ``active``: officials with an open account and post; ``away``: those of them who are absent on the day; ``named``: absent
    official → who was named for just these days, which goes before the substitute of the row.
    """
    if row.officer_id is None:
        return None, Stand.DEPARTMENT_ONLY
    present = active - away
    if row.officer_id in present:
        return row.officer_id, Stand.OFFICER
    own = (named or {}).get(row.officer_id)
    if own in present and row.officer_id in active:
        return own, Stand.SUBSTITUTE_OFFICER_AWAY
    if row.substitute_id in present:
        gone = row.officer_id not in active
        return row.substitute_id, Stand.SUBSTITUTE_OFFICER_GONE if gone else Stand.SUBSTITUTE_OFFICER_AWAY
    return None, Stand.NOBODY_AVAILABLE


WITHOUT_DEPARTMENT = frozenset({Role.LEADER, Role.RECEPTION_CLERK, Role.FRONT_SUPERVISOR, Role.ADMINISTRATOR})
"""Roles whose work is the same in the whole commune; officers and heads act for their own department only."""


def may_stand_in(
    *, roles: Iterable[str], departments: Iterable[int | None], own_roles: Iterable[str], own_departments: Iterable[int | None]
) -> bool:
    """Decide whether somebody may do what comes to an absent official: they share a department, or a role of the commune."""
    places = (set(departments) & set(own_departments)) - {None}
    return bool(places or set(roles) & set(own_roles) & WITHOUT_DEPARTMENT)


# ------------------------------------------------------------------ administration


def may_change_person(*, actor_id: int, official_id: int) -> Refused | None:
    """Decide whether an administrator may disable, reset or re-post an official: not his own account."""
    return Refused(reason="not_oneself") if actor_id == official_id else None


def may_lose_administrator(*, official_id: int, administrators: Iterable[int]) -> Refused | None:
    """Decide whether an official may stop being administrator: the commune keeps at least one."""
    left = set(administrators) - {official_id}
    return None if left else Refused(reason="last_administrator")


def posting_needs_department(role: Role) -> bool:
    """Return whether a post of this role stands in a department (everything except the leader's)."""
    return role is not Role.LEADER

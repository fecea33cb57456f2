"""The legal terms as data, and the choice of the one that rules a case. Pure.

A family is one duty (``KN.SETTLE1``); its rows differ by traits (complex, remote) and by the time in which they were in
force. The row is chosen by the day the letter was received; a row whose ``transition`` is ``event`` follows the day of the
act itself also in older cases (transitional clauses: Decree 155/2026 Art. 22, Decree 156/2026 Art. 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import DomainError


class TermUnit(StrEnum):
    """What the number of a term counts; only some units have a last day that can be computed."""

    WORKING_DAY = "wd"
    CALENDAR_DAY = "cal"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    PER_YEAR = "per_year"
    PER_QUARTER = "per_quarter"
    DAYS_PER_MONTH = "days_per_month"
    DAYS_PER_WEEK = "days_per_week"
    PERCENT = "percent"
    NONE = "-"


class Direction(StrEnum):
    """``after`` the event, ``before`` it (count back), ``min``: must last at least so long."""

    AFTER = "after"
    BEFORE = "before"
    MINIMUM = "min"
    NONE = "-"


class Trait(StrEnum):
    """What makes a case follow another row of the same family."""

    COMPLEX = "complex"
    REMOTE = "remote"
    VERY_COMPLEX = "very_complex"
    SEVERAL_PLACES = "several_places"


class Transition(StrEnum):
    """Which day decides whether a row is in force: the receipt of the letter, or the act itself."""

    RECEIPT = "receipt"
    EVENT = "event"


COMPUTABLE = frozenset({TermUnit.WORKING_DAY, TermUnit.CALENDAR_DAY, TermUnit.MONTH, TermUnit.YEAR})
UNCERTAIN = "uncertain"
NO_TRAITS: frozenset[Trait] = frozenset()


class NoSuchTerm(DomainError):
    """No term has this code. ``facts``: term, similar (codes that begin alike)."""

    status = 404
    code = "no_such_term"


class NoSuchVariant(DomainError):
    """The table has no row of this family with these traits. ``facts``: term, traits, note_vi, note_en (what the law says)."""

    status = 409
    code = "no_such_variant"


class NotInForce(DomainError):
    """The term exists, but not on this day. ``facts``: term, on, valid_from, valid_to, instead (code or empty)."""

    status = 409
    code = "term_not_in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One row: how long, in which unit, from which event, by which article, in force from and to (both included).

    ``hard`` is a duty by law; what is not hard, the office sets itself. ``confidence`` says how the row is known.
    ``local`` is a row that one commune set in place of the national one.
    """

    code: str
    family: str
    traits: frozenset[Trait] = NO_TRAITS
    case_kind: str
    number: int
    unit: TermUnit
    direction: Direction
    valid_from: date | None = None
    valid_to: date | None = None
    hard: bool = True
    confidence: str = ""
    transition: Transition = Transition.RECEIPT
    stage_vi: str
    stage_en: str
    clock_vi: str
    clock_en: str
    actor_vi: str = ""
    actor_en: str = ""
    basis_vi: str
    basis_en: str
    variant_vi: str = ""
    variant_en: str = ""
    note_vi: str = ""
    note_en: str = ""
    local: bool = False

    def text(self, name: str, locale: str) -> str:
        """Return ``stage``, ``clock``, ``actor``, ``basis``, ``variant`` or ``note`` in the language."""
        return str(getattr(self, f"{name}_{'en' if locale == 'en' else 'vi'}"))

    def in_force(self, on: date) -> bool:
        """True when the row is in force on the day; an open end is open."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @property
    def computable(self) -> bool:
        """True when a last day can be computed from a first one."""
        return self.unit in COMPUTABLE and self.direction is not Direction.NONE

    @property
    def uncertain(self) -> bool:
        """True when an official must confirm the row before it is relied on."""
        return self.confidence.startswith(UNCERTAIN)

    @property
    def set_by_office(self) -> bool:
        """True when no law gives the number and the office has set it."""
        return not self.hard and (self.uncertain or self.local)


def choose_term(
    terms: Iterable[Term],
    code: str,
    *,
    received_on: date,
    event_on: date | None = None,
    complex_case: bool = False,
    remote_area: bool = False,
    strict: bool = True,
) -> Term:
    """Return the row of ``code``'s family that rules a letter received on ``received_on`` (local date).

    ``event_on`` is the day of the act the clock starts from, for rows that follow it (transitional clauses).
    ``strict=False`` ignores traits the family does not know; then a remote village changes only what the law changes for it.
    Raises NoSuchTerm, NoSuchVariant, NotInForce. Source: LKN 2011 Art. 28, 33; LTC 2018 Art. 30; validity per row.
    """
    rows = list(terms)
    asked = next((row for row in rows if row.code == code), None)
    if asked is None:
        raise NoSuchTerm(term=code, similar=similar_codes(rows, code))
    family = [row for row in rows if row.family == asked.family]
    traits = _wanted_traits(asked, family, complex_case=complex_case, remote_area=remote_area, strict=strict)
    candidates = [row for row in family if row.traits == traits]
    if not candidates:
        raise NoSuchVariant(term=code, traits=sorted(traits), note_vi=asked.variant_vi, note_en=asked.variant_en)
    valid = [row for row in candidates if row.in_force(_ruling_day(row, received_on, event_on))]
    if not valid:
        raise _not_in_force(asked, candidates, received_on, instead="")
    chosen = max(valid, key=lambda row: (row.local, row.valid_from or date.min))
    if asked.code != asked.family and asked.traits == traits and chosen.code != code:
        raise _not_in_force(asked, [asked], received_on, instead=chosen.code)
    return chosen


def _wanted_traits(
    asked: Term, family: Sequence[Term], *, complex_case: bool, remote_area: bool, strict: bool
) -> frozenset[Trait]:
    flags = {trait for trait, given in ((Trait.COMPLEX, complex_case), (Trait.REMOTE, remote_area)) if given}
    if not strict:
        flags &= {trait for row in family for trait in row.traits}
    return asked.traits | flags


def _ruling_day(row: Term, received_on: date, event_on: date | None) -> date:
    if row.transition is Transition.EVENT and event_on is not None:
        return event_on
    return received_on


def _not_in_force(asked: Term, rows: Sequence[Term], on: date, *, instead: str) -> NotInForce:
    starts = [row.valid_from for row in rows if row.valid_from]
    ends = [row.valid_to for row in rows if row.valid_to]
    return NotInForce(
        term=asked.code,
        on=on.isoformat(),
        valid_from=min(starts).isoformat() if starts else "",
        valid_to=max(ends).isoformat() if len(ends) == len(rows) else "",
        instead=instead,
    )


def similar_codes(terms: Iterable[Term], code: str) -> list[str]:
    """Return up to five codes that share a word with a mistyped ``code``, the nearest first."""
    words = set(code.upper().replace("_", ".").split("."))
    scored = sorted({(-len(words & set(row.code.split("."))), row.code) for row in terms})
    return [found for score, found in scored if score < 0][:5]

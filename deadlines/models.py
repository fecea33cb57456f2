"""Tables of legal time: terms with their validity, calendar years and days, and the version numbers that caches watch.

``scope`` is 0 for all of Viet Nam, else the commune's unit id: its own rules and days, laid over the national ones.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UtcDateTime

NATION = 0


class LegalTermRow(Base):
    """One row of the law: how long, from what, by which article, in force from and to. ``texts`` as in terms.Term."""

    __tablename__ = "legal_terms"
    __table_args__ = (
        UniqueConstraint("scope", "code", "valid_from"),
        Index("ix_legal_terms_scope", "scope"),
        CheckConstraint("valid_to is null or valid_from is null or valid_to >= valid_from", name="ends_after_it_starts"),
        CheckConstraint("scope = 0 or valid_from is not null", name="local_term_has_a_start"),
        CheckConstraint("number >= 0", name="number_is_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    family: Mapped[str] = mapped_column(String(40))
    traits: Mapped[str] = mapped_column(String(60), default="")
    case_kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str] = mapped_column(String(10))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    hard: Mapped[bool]
    confidence: Mapped[str] = mapped_column(String(60))
    transition: Mapped[str] = mapped_column(String(10))
    texts: Mapped[dict[str, Any]] = mapped_column(JsonDict)


class CalendarYear(Base):
    """A year of the calendar: provisional or confirmed, and the document that announced its plan.

    ``source`` says whether a national year came with the product (``shipped``) or was loaded by an operator (``loaded``).
    A commune's row only says that its office confirmed the year, and by which document.
    """

    __tablename__ = "calendar_years"
    __table_args__ = (CheckConstraint("source in ('shipped', 'loaded', 'local')", name="source_is_known"),)

    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    provisional: Mapped[bool]
    document: Mapped[str] = mapped_column(Text)
    note_vi: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(10))


class CalendarDay(Base):
    """A day that differs from the week's rule, with its document. ``kind`` as in calendar.DayKind."""

    __tablename__ = "calendar_days"
    __table_args__ = (
        CheckConstraint(
            "kind in ('statutory', 'compensatory', 'swap_off', 'local', 'working', 'ordinary')", name="kind_is_known"
        ),
        CheckConstraint("scope <> 0 or kind not in ('local', 'ordinary')", name="national_day_is_national"),
    )

    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name_vi: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(Text)
    uncertain: Mapped[bool] = mapped_column(default=False)


class ReferenceVersion(Base):
    """How often the calendar or the terms of a scope changed; what a process keeps in memory is asked against it."""

    __tablename__ = "reference_versions"
    __table_args__ = (CheckConstraint("kind in ('calendar', 'terms')", name="kind_is_known"),)

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

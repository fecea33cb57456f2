"""The table of the office's reports: what the clerk typed into a draft, and what was frozen when it was issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime


class StatutoryReport(UnitScoped, Base):
    """A report of a period. A draft keeps what was typed in ``cells`` and ``narrative``; its numbers are counted anew each time.

    ``cells``: table → column → hand (typed, or added), put (instead of what was counted) and why. ``name``: the period as in an
    address, empty for two typed days. ``edition`` counts the reports of a period from 1; a later one names the issued one that it
    ``replaces_id``. ``frozen``: everything that an issued report says; never changed again. ``reasons``: formula → why it was
    issued although it does not hold.
    """

    __tablename__ = "statutory_reports"
    __table_args__ = (
        UniqueConstraint("unit_id", "first_on", "last_on", "edition"),
        UniqueConstraint("idempotency_key"),
        Index("ix_statutory_reports_newest", "unit_id", "last_on", "id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("edition >= 1", name="editions_count_from_one"),
        CheckConstraint("last_on >= first_on", name="ends_after_it_starts"),
        CheckConstraint("(edition = 1) = (replaces_id is null)", name="a_later_edition_replaces_one"),
        CheckConstraint("(issued_at is null) = (issued_by is null)", name="somebody_issued_it"),
        CheckConstraint("(issued_at is null) = (issued_on is null)", name="issued_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(12), default="")
    edition: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("statutory_reports.id"))
    version: Mapped[int] = mapped_column(default=1)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cells: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)
    narrative: Mapped[str] = mapped_column(Text, default="")
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_on: Mapped[date | None]
    reasons: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)
    frozen: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)

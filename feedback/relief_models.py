"""The table of requests to be relieved of a case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UnitScoped, UtcDateTime

WAITS = "outcome = ''"


class CaseRelief(UnitScoped, Base):
    """An officer asks to be relieved of a case; ``reason`` and ``outcome`` are words of feedback.reliefs.

    Until somebody decides (``outcome`` ""), the case stays with its officer: no case is ever without one by this.
    """

    __tablename__ = "case_reliefs"
    __table_args__ = (
        Index("one_relief_waits", "case_id", unique=True, sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
        Index("ix_case_reliefs_waiting", "unit_id", "case_id", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
        CheckConstraint("reason in ('field', 'absent', 'interest', 'other')", name="reason_is_known"),
        CheckConstraint("reason <> 'other' or note <> ''", name="another_reason_is_said"),
        CheckConstraint("outcome in ('', 'given', 'kept', 'dropped')", name="outcome_is_known"),
        CheckConstraint("(outcome = '') = (settled_at is null)", name="settled_at_if_settled"),
        CheckConstraint("(settled_at is null) = (settled_by is null)", name="somebody_settled_it"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    reason: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(500), default="")
    asked_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(8), default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

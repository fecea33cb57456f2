"""The tables of the assessments: what the clerk gave and wrote, what was frozen at the issue, and the commune's own criteria."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime
from reporting.editions.models import Edition


class FriendlyAssessment(Edition, Base):
    """An assessment. A draft keeps points, evidence and reason by criterion; its numbers are counted anew each time.

    ``taken_back_on``: since when its public page says that it is gone, and why; the office keeps it.
    """

    __tablename__ = "friendly_assessments"
    REPORT = "friendly"
    KEPT = ("scores",)
    OWN = (
        CheckConstraint("taken_back_on is null or issued_on is not null", name="taken_back_after_it_was_issued"),
        CheckConstraint("(taken_back_on is not null) = (take_back_reason <> '')", name="taking_back_has_its_reason"),
    )

    scores: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)
    taken_back_on: Mapped[date | None]
    take_back_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def gone_on(self) -> date | None:
        """Return the day on which it was taken back."""
        return self.taken_back_on


class FriendlyList(UnitScoped, Base):
    """A list of criteria that the commune brought itself: ``content`` as reporting.friendly.criteria.to_plain makes it."""

    __tablename__ = "friendly_lists"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    content: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

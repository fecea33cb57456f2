"""The table of the office's reports: what the clerk typed into a draft, and what was frozen when it was issued."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict
from reporting.editions.models import Edition


class StatutoryReport(Edition, Base):
    """A statutory report. A draft keeps what was typed in ``cells`` and ``narrative``; its numbers are counted anew each time.

    ``cells``: table → column → hand (typed, or added), put (instead of what was counted) and why. ``reasons``: formula → why it
    was issued although it does not hold.
    """

    __tablename__ = "statutory_reports"
    REPORT = "report"
    KEPT = ("cells", "narrative")

    cells: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)
    narrative: Mapped[str] = mapped_column(Text, default="")
    reasons: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)

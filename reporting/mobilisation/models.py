"""The table of the reports on mass mobilisation: the clerk's words, and what was frozen when it was issued."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict
from reporting.editions.models import Edition


class MobilisationReport(Edition, Base):
    """A report. A draft keeps the clerk's ``words`` by section; its numbers are counted anew each time."""

    __tablename__ = "mobilisation_reports"
    REPORT = "mobilisation"
    KEPT = ("words",)

    words: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)

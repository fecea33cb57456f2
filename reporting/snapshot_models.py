"""The table of stored boards: the numbers of a period, counted once and read by every page until something changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime


class BoardSnapshot(UnitScoped, Base):
    """The board of a period as it was counted at ``made_at``, from what was public then (``version``, see core.page_cache).

    ``took_ms``: how long the database took to count it.
    """

    __tablename__ = "board_snapshots"
    __table_args__ = (UniqueConstraint("unit_id", "first_on", "last_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    took_ms: Mapped[int]
    numbers: Mapped[dict[str, Any]] = mapped_column(JsonDict)

"""Sessions that were ended by who held them: a signed cookie is not kept here, so a copy of it would go on opening the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UnitScoped, UtcDateTime


class EndedSession(UnitScoped, Base):
    """A session that somebody signed out of: ``mark`` is the hash of its random number. Kept as long as a session may last."""

    __tablename__ = "ended_sessions"
    __table_args__ = (UniqueConstraint("mark"), Index("ix_ended_sessions_at", "ended_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)


def is_ended(mark: str) -> Any:
    """Return the SQL condition that the session with this mark was ended."""
    return exists().where(EndedSession.mark == mark)

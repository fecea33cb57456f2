"""The trace of what was published: since when, when it changed last, and whether it was taken back. No word of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UnitScoped, UtcDateTime

STANDING = text("gone_at is null")


class PublicTrace(UnitScoped, Base):
    """A case that was published at least once; a case that never was has none.

    ``shown_at`` is when it was published first, ``changed_at`` when what everybody reads of it changed last, ``gone_at`` when
    its text was taken back or the case went into another one (None: it can be read). ``look`` is a hash of what everybody
    reads, so that a step which changes none of it is no news. ``field_id`` and ``village_id`` repeat the public row's. There
    is no foreign key to the case, as in PublicCase: what leaves the ordinary tables must not be told from what was taken back.
    """

    __tablename__ = "public_traces"
    __table_args__ = (
        Index("ix_public_traces_newest", "unit_id", "changed_at", "case_id", sqlite_where=STANDING, postgresql_where=STANDING),
        Index("ix_public_traces_field", "unit_id", "field_id", "changed_at", sqlite_where=STANDING, postgresql_where=STANDING),
        Index(
            "ix_public_traces_village", "unit_id", "village_id", "changed_at", sqlite_where=STANDING, postgresql_where=STANDING
        ),
        Index("ix_public_traces_map", "unit_id", "case_id", "changed_at", sqlite_where=STANDING, postgresql_where=STANDING),
        CheckConstraint("changed_at >= shown_at", name="changes_after_it_is_shown"),
    )

    case_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(11), unique=True)
    field_id: Mapped[int | None]
    village_id: Mapped[int | None]
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look: Mapped[str] = mapped_column(String(64), default="")

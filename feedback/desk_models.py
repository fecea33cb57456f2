"""Tables of the officials' desk: saved views of the work list, answer templates, and drafts kept while somebody writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime, new_public_id


def _within_unit(column: str, target: str) -> ForeignKeyConstraint:
    """Return a key that only lets a row name another row of the same commune."""
    return ForeignKeyConstraint(["unit_id", column], [f"{target}.unit_id", f"{target}.id"], name=f"{column}_in_same_unit")


class SavedView(UnitScoped, Base):
    """A list of one official: a name and the filters as they stand in the address; the ``opens_first`` one is shown at once."""

    __tablename__ = "saved_views"
    __table_args__ = (
        _within_unit("official_id", "officials"),
        UniqueConstraint("official_id", "name"),
        Index(
            "one_view_opens_first", "official_id", unique=True, sqlite_where=text("opens_first = 1"),
            postgresql_where=text("opens_first"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    filters: Mapped[str] = mapped_column(String(500), default="")
    opens_first: Mapped[bool] = mapped_column(default=False)
    changed: Mapped[datetime] = mapped_column(UtcDateTime)


class AnswerTemplate(UnitScoped, Base):
    """The beginning of an answer for one field (None: every field); facts that the officer adds stand in [[double brackets]]."""

    __tablename__ = "answer_templates"
    __table_args__ = (
        _within_unit("field_id", "fields"),
        _within_unit("changed_by", "officials"),
        UniqueConstraint("public_id"),
        UniqueConstraint("unit_id", "name"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    name: Mapped[str] = mapped_column(String(80))
    field_id: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    what_was_done: Mapped[str] = mapped_column(Text)
    next_step: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DraftCopy(UnitScoped, Base):
    """What one official has typed into an answer and not saved yet; ``version`` is the case as they saw it."""

    __tablename__ = "draft_copies"
    __table_args__ = (
        _within_unit("official_id", "officials"),
        UniqueConstraint("case_id", "official_id"),
        Index("ix_draft_copies_saved_at", "saved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    official_id: Mapped[int]
    version: Mapped[int]
    words: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

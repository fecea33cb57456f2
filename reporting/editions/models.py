"""The columns of a report: its period, its edition, who made and issued it, and what was frozen then."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.database import JsonDict, UnitScoped, UtcDateTime


class Edition(UnitScoped):
    """A report of a period. What is typed into a draft stands in columns of its own table; its numbers are counted each time.

    ``name``: the period as in an address, empty for two typed days. ``edition`` counts the reports of a period from 1; a later
    one names the issued one that it ``replaces_id``. ``frozen``: everything that an issued report says; never changed again.
    """

    REPORT: ClassVar[str]
    """What it is called in the audit trail, in letters and in keys."""
    KEPT: ClassVar[tuple[str, ...]]
    """Columns with which a later edition begins."""
    OWN: ClassVar[tuple[CheckConstraint, ...]] = ()
    """What its own columns have to be."""

    id: Mapped[int] = mapped_column(primary_key=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(12), default="")
    edition: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_on: Mapped[date | None]
    frozen: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)

    @property
    def gone_on(self) -> date | None:
        """Return the day on which it was taken back; only what everybody read can be."""
        return None

    @declared_attr
    def replaces_id(cls) -> Mapped[int | None]:  # noqa: N805 - SQLAlchemy hands over the class
        """The issued report of the same period whose place it takes."""
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"))  # type: ignore[attr-defined]

    @declared_attr
    def made_by(cls) -> Mapped[int]:  # noqa: N805
        """Who began it."""
        return mapped_column(ForeignKey("officials.id"))

    @declared_attr
    def issued_by(cls) -> Mapped[int | None]:  # noqa: N805
        """Who issued it."""
        return mapped_column(ForeignKey("officials.id"))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return (
            UniqueConstraint("unit_id", "first_on", "last_on", "edition"),
            UniqueConstraint("idempotency_key"),
            Index(f"ix_{cls.__tablename__}_newest", "unit_id", "last_on", "id"),  # type: ignore[attr-defined]
            CheckConstraint("version >= 1", name="version_counts_from_one"),
            CheckConstraint("edition >= 1", name="editions_count_from_one"),
            CheckConstraint("last_on >= first_on", name="ends_after_it_starts"),
            CheckConstraint("(edition = 1) = (replaces_id is null)", name="a_later_edition_replaces_one"),
            CheckConstraint("(issued_at is null) = (issued_by is null)", name="somebody_issued_it"),
            CheckConstraint("(issued_at is null) = (issued_on is null)", name="issued_on_a_day"),
            *cls.OWN,
        )

"""Tables of the second factor: the secret that an official's telephone shares with us, and the codes for a day without it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, mapped_column

from accounts.models import Official
from core.database import Base, SealedText, UnitScoped, UtcDateTime


class SecondFactor(UnitScoped, Base):
    """An official's second factor; a row is made when it was confirmed by a code, never before.

    ``last_step``: the latest time step (accounts.code_rules.step_of) whose code was used; no code of it or before counts again.
    """

    __tablename__ = "second_factors"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "official_id"], ["officials.unit_id", "officials.id"], name="official_id_in_same_unit"),
        UniqueConstraint("official_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int]
    secret: Mapped[str] = mapped_column(SealedText)
    last_step: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(UnitScoped, Base):
    """A code that counts once in place of the telephone's; only its hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "official_id"], ["officials.unit_id", "officials.id"], name="official_id_in_same_unit"),
        Index("ix_recovery_codes_official_id", "official_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def has_factor() -> Any:
    """Return the SQL expression whether an official has a second factor."""
    return exists().where(SecondFactor.official_id == Official.id)

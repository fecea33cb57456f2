"""Who an official is at the provider that officials sign in through; neither his name there nor anything he could be found by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UnitScoped, UtcDateTime


class OfficialIdentity(UnitScoped, Base):
    """A way in through the provider: one identity opens one account of a commune, and one account has one identity.

    ``fingerprint`` is keyed and made of issuer and subject; the subject itself is not kept.
    """

    __tablename__ = "official_identities"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "official_id"], ["officials.unit_id", "officials.id"], name="official_id_in_same_unit"),
        UniqueConstraint("unit_id", "fingerprint"),
        UniqueConstraint("unit_id", "official_id"),
        CheckConstraint("how in ('own', 'email')", name="how_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int]
    issuer: Mapped[str] = mapped_column(String(300))
    fingerprint: Mapped[str] = mapped_column(String(64))
    how: Mapped[str] = mapped_column(String(8))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

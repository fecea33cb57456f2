"""Who follows what by email: an address that is sealed, what it asked for, and news that are not about a case."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime


class Follower(UnitScoped, Base):
    """An address. It is deleted, not marked, when it follows nothing any more; ``fingerprint`` finds it without opening it.

    ``told_at``: up to which moment its digests have told what changed; ``digest_on`` the day of the last one. ``asked_on`` and
    ``asked`` count the letters of confirmation of one day.
    """

    __tablename__ = "followers"
    __table_args__ = (UniqueConstraint("unit_id", "fingerprint"), UniqueConstraint("public_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    email: Mapped[str] = mapped_column(SealedText)
    fingerprint: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(2), default="vi")
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest_on: Mapped[date | None]
    asked_on: Mapped[date]
    asked: Mapped[int] = mapped_column(default=0)


class Follow(UnitScoped, Base):
    """One thing that an address follows, from its confirmation on; what nobody confirmed is deleted after two days.

    ``topic``: case, field, village or all; ``target`` is the row's id (0 for all). It is no foreign key: what leaves the
    ordinary tables must not be told from what was taken back.
    """

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("follower_id", "topic", "target"),
        UniqueConstraint("public_id"),
        Index("ix_follows_target", "unit_id", "topic", "target"),
        CheckConstraint("topic in ('case', 'field', 'village', 'all')", name="topic_is_known"),
        CheckConstraint("(topic = 'all') = (target = 0)", name="all_has_no_target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    follower_id: Mapped[int] = mapped_column(ForeignKey("followers.id"))
    topic: Mapped[str] = mapped_column(String(8))
    target: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PublicNews(UnitScoped, Base):
    """Something the commune announced that is no case (a dialogue, its results): for the digest, kept for a week."""

    __tablename__ = "public_news"
    __table_args__ = (Index("ix_public_news_at", "unit_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(24))
    path: Mapped[str] = mapped_column(String(80))

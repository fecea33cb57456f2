"""Tables of reception days and their bookings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime


class ReceptionDay(UnitScoped, Base):
    """One day (or half a day) on which somebody receives. ``held_on`` is its date in Vietnam.

    ``receiver`` names who receives as the schedule shows it; ``moved_to_id`` is the day that took the place of a postponed one.
    ``reason``: why it was postponed, cancelled or not held. ``online_ref``: number of the session in the State's system.
    ``party_notice``: number and day of the Party office's notice on what the secretary concluded, no paper of the Committee.
    """

    __tablename__ = "reception_days"
    __table_args__ = (
        Index("ix_reception_days_day", "unit_id", "held_on"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("slot_minutes >= 5", name="a_slot_is_some_minutes_long"),
        CheckConstraint("state in ('scheduled', 'cancelled') or published_on is not null", name="published_on_if_published"),
        CheckConstraint("state <> 'postponed' or moved_to_id is not null", name="a_postponed_day_names_the_new_one"),
        CheckConstraint("state not in ('postponed', 'not_held') or reason <> ''", name="what_did_not_happen_has_its_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    held_on: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    slot_minutes: Mapped[int]
    receiver: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(160))
    content: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[date | None]
    ad_hoc_reason: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    attendees: Mapped[str] = mapped_column(Text, default="")
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("reception_days.id"))
    online_ref: Mapped[str] = mapped_column(String(80), default="")
    party_notice: Mapped[str] = mapped_column(String(120), default="", server_default="")
    online_notified_on: Mapped[date | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReceptionBooking(UnitScoped, Base):
    """A slot that somebody asked for. ``taken_at`` is the slot while it is theirs, None when they gave it back.

    A slot is given once: (day, taken_at) is unique, and empty values never meet. What was typed lies sealed and is emptied
    ``reception_keep_days`` after the day.
    """

    __tablename__ = "reception_bookings"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("idempotency_key"),
        UniqueConstraint("day_id", "taken_at", name="uq_reception_bookings_a_slot_is_given_once"),
        CheckConstraint("(state = 'cancelled') = (taken_at is null)", name="a_slot_is_held_until_given_back"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("reception_days.id"))
    slot_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(11))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    secret_hash: Mapped[str] = mapped_column(String(120))
    failed_tries: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    phone_key: Mapped[str] = mapped_column(String(64), default="")
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    matter: Mapped[str | None] = mapped_column(SealedText)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"))
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""Tables of seats and of who came: registrations with their wait list, and the taps at the door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime


class DialogueRegistration(UnitScoped, Base):
    """One seat that somebody asked for. ``state``: confirmed, waiting (the wait list, in the order of ids), cancelled.

    ``wishes`` are what the person needs to take part (interpreter, access), sealed like name and contacts.
    """

    __tablename__ = "dialogue_registrations"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("idempotency_key"),
        Index("ix_dialogue_registrations_dialogue", "dialogue_id", "state", "place_id"),
        CheckConstraint("state in ('confirmed', 'waiting', 'cancelled')", name="state_is_known"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at is not null)", name="cancelled_at_if_cancelled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_places.id"))
    code: Mapped[str] = mapped_column(String(11))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    name: Mapped[str] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    email: Mapped[str | None] = mapped_column(SealedText)
    wishes: Mapped[str | None] = mapped_column(SealedText)
    secret_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(2), default="vi")
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    promoted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DialogueTap(UnitScoped, Base):
    """One tap at the door, made online or offline. ``client_id`` is made by the device: the same tap sent again is one tap.

    ``kind``: present (somebody who registered), walk_in (people of a village who did not), void (takes the tap of ``voids``
    back). Taps are only added, so that two devices that sync in any order end at the same picture.
    """

    __tablename__ = "dialogue_taps"
    __table_args__ = (
        UniqueConstraint("unit_id", "client_id"),
        Index("ix_dialogue_taps_dialogue", "dialogue_id", "place_id"),
        CheckConstraint("kind in ('present', 'walk_in', 'void')", name="kind_is_known"),
        CheckConstraint("(kind = 'present') = (registration_id is not null)", name="present_names_the_registration"),
        CheckConstraint("(kind = 'void') = (voids <> '')", name="void_names_a_tap"),
        CheckConstraint("people between 1 and 200", name="people_are_some"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_places.id"))
    client_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(8))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_registrations.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    people: Mapped[int] = mapped_column(default=1)
    voids: Mapped[str] = mapped_column(String(36), default="")
    tapped_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marked_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))

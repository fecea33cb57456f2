"""Tables of the dialogues: the event itself, its places, and how its date moved. Other nouns have files of their own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime


class Dialogue(UnitScoped, Base):
    """One dialogue. ``code`` is its public locator; ``starts_at`` the moment in UTC, ``held_on`` its date in Vietnam.

    ``satisfies`` are the kinds (dialogue.states.DialogueKind) whose duty it meets, ``kind`` the one it is called by.
    ``sequence`` counts the changes that calendars have to hear of (iCalendar SEQUENCE). ``version`` rises with every change.
    ``seats`` None: no limit. ``questions_from``/``questions_to``: days in which questions are taken, both included.
    """

    __tablename__ = "dialogues"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_dialogues_day", "unit_id", "held_on"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("seats is null or seats >= 1", name="seats_are_some_or_unlimited"),
        CheckConstraint("questions_to is null or questions_from <= questions_to", name="questions_end_after_they_begin"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("state in ('planned', 'cancelled') or announced_on is not null", name="announced_on_if_announced"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11))
    kind: Mapped[str] = mapped_column(String(24))
    satisfies: Mapped[list[str]] = mapped_column(JsonDict)
    form: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(160))
    content: Mapped[str] = mapped_column(Text)
    how_to_join: Mapped[str] = mapped_column(Text, default="")
    chairs: Mapped[str] = mapped_column(String(300), default="")
    held_on: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seats: Mapped[int | None]
    questions_from: Mapped[date | None]
    questions_to: Mapped[date | None]
    ad_hoc_reason: Mapped[str] = mapped_column(Text, default="")
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    announced_on: Mapped[date | None]
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    concluded_on: Mapped[date | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DialogueChair(UnitScoped, Base):
    """An official who chairs; the co-chairs of other bodies stand as words in ``Dialogue.chairs``."""

    __tablename__ = "dialogue_chairs"
    __table_args__ = (UniqueConstraint("dialogue_id", "official_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))


class DialoguePlace(UnitScoped, Base):
    """A place where people meet, in person; several when villages meet in clusters at the same time."""

    __tablename__ = "dialogue_places"
    __table_args__ = (Index("ix_dialogue_places_dialogue", "dialogue_id"), Index("ix_dialogue_places_key", "unit_id", "name_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    name: Mapped[str] = mapped_column(String(160))
    name_key: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(200), default="")
    village_ids: Mapped[list[int]] = mapped_column(JsonDict, default=list)
    seats: Mapped[int | None]


class DialogueMove(UnitScoped, Base):
    """A postponement: from which day to which, and why."""

    __tablename__ = "dialogue_moves"
    __table_args__ = (Index("ix_dialogue_moves_dialogue", "dialogue_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    to_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)


class DialogueAmendment(UnitScoped, Base):
    """Something that was announced is said anew: what (places, hours, content, ...), when, and why."""

    __tablename__ = "dialogue_amendments"
    __table_args__ = (
        Index("ix_dialogue_amendments_dialogue", "dialogue_id"),
        CheckConstraint("reason <> ''", name="says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    changed: Mapped[list[str]] = mapped_column(JsonDict)
    reason: Mapped[str] = mapped_column(Text)

"""Tables of the day: the minutes with their items, the queue of speakers, and the conclusions that come of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime


class Minutes(UnitScoped, Base):
    """The minutes of a dialogue: one book, its head and its end; ``finished_at`` None while somebody still writes."""

    __tablename__ = "minutes"
    __table_args__ = (
        UniqueConstraint("dialogue_id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("attended is null or attended >= 0", name="attendance_is_a_number"),
        CheckConstraint("(finished_at is null) = (finished_by is null)", name="finished_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[str] = mapped_column(String(200), default="")
    chairs: Mapped[str] = mapped_column(String(300), default="")
    secretary: Mapped[str] = mapped_column(String(120), default="")
    attended: Mapped[int | None]
    women: Mapped[int | None]
    minority: Mapped[int | None]
    bodies: Mapped[str] = mapped_column(Text, default="")
    by_village: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MinuteItem(UnitScoped, Base):
    """One opinion with its answer. ``client_id`` is made by the page that wrote it first, so that sending twice writes once.

    ``question_id`` names the question of the dialogue that was taken up, ``outcome`` what became of it ("" not said yet).
    """

    __tablename__ = "minute_items"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "client_id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    client_id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)
    speaker_number: Mapped[int | None]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_questions.id"))
    opinion: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(120), default="")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    promised: Mapped[bool] = mapped_column(default=False)
    promise: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    promise_due_on: Mapped[date | None]
    dropped: Mapped[bool] = mapped_column(default=False)
    written_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SpeakingTurn(UnitScoped, Base):
    """One turn to speak, by an anonymous number of the hall; ``topic`` is public and names nobody."""

    __tablename__ = "speaking_turns"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "number"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("minutes_allowed between 1 and 60", name="minutes_allowed_are_some"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    number: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(300))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_questions.id"))
    minutes_allowed: Mapped[int] = mapped_column(default=3)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Conclusion(UnitScoped, Base):
    """The conclusions of a dialogue; ``due_on`` with ``proofs`` is the last day to publish them, once they are published.

    A hearing before a decision has no such day (Law on Grassroots Democracy 2022, Art. 27).
    """

    __tablename__ = "conclusions"
    __table_args__ = (
        UniqueConstraint("dialogue_id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("published_on is null or document_id is not null", name="paper_if_published"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text, default="")
    channels: Mapped[list[str]] = mapped_column(JsonDict, default=list)
    due_on: Mapped[date | None]
    proofs: Mapped[list[dict[str, Any]]] = mapped_column(JsonDict, default=list)
    published_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    written_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)

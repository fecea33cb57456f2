"""Tables of the room: a consultation with its questions, opinions from the portal, counts from paper, points of the summary."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, SealedText, UnitScoped, UtcDateTime


class Consultation(UnitScoped, Base):
    """A consultation. ``code`` is its public locator; it closes by its date, so no state says that.

    ``proof`` says why it may not close before ``earliest_on`` (Art. 28). ``official_id`` answers for the summary,
    ``ways`` are those of consultation.states.Way that were announced. ``opened_at`` None: the public never knew of it.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("unit_id", "idempotency_key"),
        Index("ix_consultations_state", "unit_id", "state", "closes_on"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("state in ('draft', 'open', 'cancelled', 'published')", name="state_is_known"),
        CheckConstraint("opens_on <= closes_on", name="closes_after_it_opens"),
        CheckConstraint("state in ('draft', 'cancelled') or opened_at is not null", name="opened_at_if_opened"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name="cancelled_says_why"),
        CheckConstraint("(state = 'published') = (published_at is not null)", name="published_at_if_published"),
        CheckConstraint("state <> 'published' or result <> ''", name="published_says_what_was_decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    matter: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(160))
    about: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    ways: Mapped[list[str]] = mapped_column(JsonDict)
    village_ids: Mapped[list[int]] = mapped_column(JsonDict, default=list)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    earliest_on: Mapped[date]
    proof: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConsultationQuestion(UnitScoped, Base):
    """A question that everybody is asked; ``number`` counts from one."""

    __tablename__ = "consultation_questions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("number between 1 and 5", name="at_most_five"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))


class ConsultationMove(UnitScoped, Base):
    """The last day moved: from which to which, and why."""

    __tablename__ = "consultation_moves"
    __table_args__ = (
        Index("ix_consultation_moves_consultation", "consultation_id"),
        CheckConstraint("to_on > from_on", name="only_to_a_later_day"),
        CheckConstraint("reason <> ''", name="says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)


class ConsultationOpinion(UnitScoped, Base):
    """An opinion from the portal, once for each form that was given out; the name is sealed and may be missing.

    ``emptied_at``: its words and its name were taken out; its choices count on.
    """

    __tablename__ = "consultation_opinions"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        Index("ix_consultation_opinions_consultation", "consultation_id", "given_at"),
        CheckConstraint("emptied_at is null or name is null", name="emptied_keeps_no_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(SealedText)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    emptied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConsultationAnswer(UnitScoped, Base):
    """What an opinion says to one question; ``words`` are read by officials only."""

    __tablename__ = "consultation_answers"
    __table_args__ = (
        UniqueConstraint("opinion_id", "question_id"),
        Index("ix_consultation_answers_question", "question_id", "choice"),
        CheckConstraint("choice in ('agree', 'disagree', 'other')", name="choice_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("consultation_opinions.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("consultation_questions.id"))
    choice: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text, default="")


class ConsultationSheet(UnitScoped, Base):
    """Counts from paper as they were entered; a correction is a row of its own, named by ``replaced_by_id`` of the old one."""

    __tablename__ = "consultation_sheets"
    __table_args__ = (
        UniqueConstraint("unit_id", "idempotency_key"),
        Index("ix_consultation_sheets_consultation", "consultation_id", "replaced_by_id"),
        CheckConstraint("way in ('meeting', 'household', 'box', 'front', 'conference')", name="way_is_on_paper"),
        CheckConstraint("replaced_by_id is null or replaced_by_id <> id", name="nothing_replaces_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    way: Mapped[str] = mapped_column(String(12))
    held_on: Mapped[date]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    minutes: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_sheets.id"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConsultationCount(UnitScoped, Base):
    """How many of a sheet agreed, disagreed, or said something else to one question."""

    __tablename__ = "consultation_counts"
    __table_args__ = (
        UniqueConstraint("sheet_id", "question_id"),
        CheckConstraint("agree >= 0 and disagree >= 0 and other >= 0", name="counts_are_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("consultation_sheets.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("consultation_questions.id"))
    agree: Mapped[int]
    disagree: Mapped[int]
    other: Mapped[int]


class ConsultationPoint(UnitScoped, Base):
    """A point of the summary, in the officials' words: how many said it, what is done with it, and why."""

    __tablename__ = "consultation_points"
    __table_args__ = (
        Index("ix_consultation_points_consultation", "consultation_id"),
        CheckConstraint("people >= 1", name="somebody_said_it"),
        CheckConstraint("verdict in ('accepted', 'partly', 'not_accepted')", name="verdict_is_known"),
        CheckConstraint("verdict = 'accepted' or explanation <> ''", name="not_accepted_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    text: Mapped[str] = mapped_column(Text)
    people: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(12))
    explanation: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

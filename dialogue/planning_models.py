"""Tables around the plan: ticked steps of the checklist, calls for a dialogue with their answers, and records of past ones."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UnitScoped, UtcDateTime


class DialogueCheck(UnitScoped, Base):
    """A step of the checklist (dialogue.checklist.CheckStep) that somebody has done; who does it again writes over it."""

    __tablename__ = "dialogue_checks"
    __table_args__ = (UniqueConstraint("dialogue_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    step: Mapped[str] = mapped_column(String(20))
    done_on: Mapped[date]
    done_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(300), default="")


class DialogueCall(UnitScoped, Base):
    """A call for a dialogue (dialogue.duty_rules.CallSource), and what was answered: a dialogue, or no, because.

    ``number`` counts voters who signed, people of a group, or letters. A call of ``letters`` is written only when it is
    answered; ``topic`` ("village:12", "field:3") says which letters, and those received until ``called_on`` count no more.
    """

    __tablename__ = "dialogue_calls"
    __table_args__ = (
        Index("ix_dialogue_calls_waiting", "unit_id", "answered_at"),
        CheckConstraint("number is null or number >= 1", name="number_is_some_or_unknown"),
        CheckConstraint("(answer is null) = (answered_at is null)", name="answered_at_if_answered"),
        CheckConstraint("answer is null or answer in ('plan', 'no')", name="answer_is_plan_or_no"),
        CheckConstraint("answer is null or answer = 'plan' or reason <> ''", name="no_has_its_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(24), default="")
    subject: Mapped[str] = mapped_column(String(200))
    number: Mapped[int | None]
    called_on: Mapped[date]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(4))
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DialogueRecord(UnitScoped, Base):
    """What is known of a dialogue that was held before this product was there; the dialogue itself is a row like any other.

    When it was announced is not known here, so pages do not say it (its ``announced_on`` is only its own day).
    ``key`` makes a second import of the same row add nothing.
    """

    __tablename__ = "dialogue_records"
    __table_args__ = (
        UniqueConstraint("dialogue_id"),
        UniqueConstraint("unit_id", "key"),
        CheckConstraint("attended is null or attended >= 0", name="attended_is_a_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    key: Mapped[str] = mapped_column(String(64))
    attended: Mapped[int | None]
    conclusion: Mapped[str] = mapped_column(Text, default="")
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)

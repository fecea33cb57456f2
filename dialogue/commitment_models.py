"""Tables of commitments: what was promised at a dialogue, its history, and what the Front remarked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime


class Commitment(UnitScoped, Base):
    """One promise. ``code`` is its public locator; ``item_id`` the item of the minutes it came from; ``proof`` that of the date.

    ``first_due_on`` is the day that was promised first and never changes; CommitmentQuestion names its questions.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_commitments_state", "unit_id", "state", "due_on"),
        Index("ix_commitments_dialogue", "dialogue_id", "id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint(
            "state = 'draft' or (due_on is not null and department_id is not null and official_id is not null)",
            name="owner_and_date_if_promised",
        ),
        CheckConstraint("state not in ('done', 'confirmed') or done_on is not null", name="done_on_if_done"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11))
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("minute_items.id"))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    rule: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    proof: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    evidence_required: Mapped[str] = mapped_column(Text, default="")
    budget_note: Mapped[str] = mapped_column(String(300), default="")
    case_ids: Mapped[list[int]] = mapped_column(JsonDict, default=list)
    opened_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_text: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(String(12), default="")
    document: Mapped[str] = mapped_column(String(200), default="")
    no_evidence_reason: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommitmentEntry(UnitScoped, Base):
    """One line of a commitment's public history: what, when, why. ``facts`` hold dates as text; never anything personal."""

    __tablename__ = "commitment_entries"
    __table_args__ = (Index("ix_commitment_entries_commitment", "commitment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)


class CommitmentQuestion(UnitScoped, Base):
    """A question of the dialogue that a promise answers; who asked it may say whether the promise was kept."""

    __tablename__ = "commitment_questions"
    __table_args__ = (
        UniqueConstraint("commitment_id", "question_id"),
        Index("ix_commitment_questions_question", "question_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("dialogue_questions.id"))


class CommitmentVoice(UnitScoped, Base):
    """What somebody who asked says of a promise reported as kept; its words are public only once the office has read them.

    ``text`` holds the words as typed until they are decided on, ``public_text`` what everybody reads.
    """

    __tablename__ = "commitment_voices"
    __table_args__ = (
        Index("ix_commitment_voices_commitment", "commitment_id", "id"),
        CheckConstraint("(state = 'waiting') = (decided_at is null)", name="decided_if_not_waiting"),
        CheckConstraint("state = 'waiting' or text = ''", name="typed_words_go_when_decided"),
        CheckConstraint("state = 'shown' or public_text = ''", name="only_shown_words_are_public"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("dialogue_questions.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text, default="")
    public_text: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))


class SupervisionRemark(UnitScoped, Base):
    """A remark of the Fatherland Front on a commitment, and the answer that is due on ``due_on``."""

    __tablename__ = "supervision_remarks"
    __table_args__ = (
        Index("ix_supervision_remarks_commitment", "commitment_id", "id"),
        CheckConstraint("(answered_at is null) = (answered_by is null)", name="answered_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))

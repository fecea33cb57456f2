"""Tables of the questions before a dialogue: the question, the versions of its draft answer, and who else asks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime
from feedback.stand_in_models import WHEN_MOVED, StaysBehind

MOVED = StaysBehind(emptied={"text": "", "name": None, "phone": None, "email": None}, lost=("dialogue_question_drafts",))
"""The question is public and stands in minutes and promises: it stays when its case goes to the sealed register."""


class DialogueQuestion(UnitScoped, Base):
    """A question. ``code`` is its public locator; ``text`` the asker's own words, ``public_text`` what everybody reads.

    ``leading_id``: the question it was merged into, ``state_before`` where it stood before. ``reason_code``/``reason`` say in
    public why it was refused. ``answer`` is the public answer of the day, ``case_id`` the case that an unanswered one became.
    A question that was led elsewhere keeps neither its words nor its asker; one whose case was moved to the sealed register
    neither, nor the case: whatever stands in for it has the key under which the question became a case.
    """

    __tablename__ = "dialogue_questions"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("idempotency_key"),
        Index("ix_dialogue_questions_dialogue", "dialogue_id", "state"),
        Index("ix_dialogue_questions_leading", "leading_id"),
        Index("ix_dialogue_questions_case", "case_id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("(state = 'merged') = (leading_id is not null)", name="merged_names_its_leading_question"),
        CheckConstraint("leading_id is null or leading_id <> id", name="nobody_follows_himself"),
        CheckConstraint("state <> 'accepted' or public_text <> ''", name="accepted_has_public_words"),
        CheckConstraint("state <> 'refused' or (reason_code <> '' and reason <> '')", name="refused_says_why"),
        CheckConstraint("state <> 'led_elsewhere' or (text = '' and name is null)", name="led_elsewhere_keeps_nothing"),
        CheckConstraint("outcome = 'open' or state = 'accepted'", name="only_accepted_has_an_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    code: Mapped[str] = mapped_column(String(11))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    public_text: Mapped[str] = mapped_column(Text, default="")
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    email: Mapped[str | None] = mapped_column(SealedText)
    hide_name: Mapped[bool] = mapped_column(default=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(2), default="vi")
    leading_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_questions.id"))
    state_before: Mapped[str] = mapped_column(String(16), default="")
    reason_code: Mapped[str] = mapped_column(String(24), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    draft_due_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(12), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), info={WHEN_MOVED: MOVED})
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    keyed_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DialogueQuestionDraft(UnitScoped, Base):
    """One version of the draft answer; the newest counts, the others stay readable."""

    __tablename__ = "dialogue_question_drafts"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        CheckConstraint("number >= 1", name="drafts_count_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("dialogue_questions.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DialogueQuestionSupport(UnitScoped, Base):
    """Somebody else asks the same. ``browser`` is a keyed hash of a random cookie: nobody can be found by it."""

    __tablename__ = "dialogue_question_supports"
    __table_args__ = (
        UniqueConstraint("question_id", "browser"),
        Index("ix_dialogue_question_supports_browser", "unit_id", "browser", "supported_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("dialogue_questions.id"))
    browser: Mapped[str] = mapped_column(String(64))
    supported_on: Mapped[date]

"""Tables of the room: a recommendation, its one or two rounds of question and answer, and the log of what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime


class Recommendation(UnitScoped, Base):
    """A recommendation. ``code`` is its public locator; ``due_on`` and ``answered_on`` are those of the round that runs.

    ``organisation`` is the name of a member organisation or a board, ``document`` number and symbol of its paper, ``about`` what
    it belongs to in free words. It is before everybody from ``published_on``, when body and leader have agreed.
    ``emptied_at``: its words belong elsewhere and were taken out, with rounds and log; nobody reads the row, it counts nowhere.
    """

    __tablename__ = "recommendations"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("idempotency_key"),
        Index("ix_recommendations_due", "unit_id", "state", "due_on"),
        Index("ix_recommendations_public", "unit_id", "published_on"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint(
            "body in ('fatherland_front', 'member_organisation', 'peoples_inspection', 'community_supervision')",
            name="body_is_known",
        ),
        CheckConstraint("body <> 'member_organisation' or organisation <> ''", name="member_organisation_is_named"),
        CheckConstraint(
            "state in ('received', 'assigned', 'drafted', 'answered', 'closed', 'withdrawn')", name="state_is_known"
        ),
        CheckConstraint(
            "state in ('received', 'withdrawn') or official_id is not null or department_id is not null",
            name="somebody_has_it_if_assigned",
        ),
        CheckConstraint("document_on is null or document_on <= received_on", name="written_before_it_came"),
        CheckConstraint("round_number in (1, 2)", name="asked_at_most_twice"),
        CheckConstraint("(state in ('answered', 'closed')) = (answered_on is not null)", name="answered_on_if_answered"),
        CheckConstraint("(state = 'closed') = (closed_on is not null)", name="closed_on_if_closed"),
        CheckConstraint("(state = 'withdrawn') = (withdraw_reason <> '')", name="withdrawing_has_its_reason"),
        CheckConstraint(
            "(published_on is not null) = (body_agreed_at is not null and leader_agreed_at is not null)",
            name="published_when_both_agreed",
        ),
        CheckConstraint("taken_back_on is null or published_on is not null", name="taken_back_after_it_was_public"),
        CheckConstraint("(taken_back_on is not null) = (take_back_reason <> '')", name="taking_back_has_its_reason"),
        CheckConstraint(
            "emptied_at is null or (state = 'withdrawn' and organisation = '' and document = '' and document_on is null"
            " and title = '' and subject = '' and asked = '' and about = '' and official_id is null and department_id is null"
            " and published_on is null)",
            name="emptied_holds_no_words",
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    body: Mapped[str] = mapped_column(String(22))
    organisation: Mapped[str] = mapped_column(String(160), default="")
    document: Mapped[str] = mapped_column(String(80), default="")
    document_on: Mapped[date | None]
    received_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(String(200), default="")
    official_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    round_number: Mapped[int] = mapped_column(default=1)
    due_on: Mapped[date]
    answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    withdraw_reason: Mapped[str] = mapped_column(Text, default="")
    body_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leader_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_on: Mapped[date | None]
    taken_back_on: Mapped[date | None]
    take_back_reason: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    emptied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecommendationRound(UnitScoped, Base):
    """A question with its clock, its answer, and what the body says of it; round 2 has the reason why it was asked again.

    ``proof`` is that of ``due_on``, counted from ``started_on``. Before ``answered_on`` the words are a draft.
    """

    __tablename__ = "supervision_rounds"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "number"),
        Index("ix_supervision_rounds_promises", "unit_id", "promise_state", "promise_on"),
        CheckConstraint("number in (1, 2)", name="at_most_two"),
        CheckConstraint("(number = 1) = (again_reason = '')", name="asking_again_has_its_reason"),
        CheckConstraint("(refused = '') = (why = '')", name="refusing_has_its_reason"),
        CheckConstraint("(promised = '') = (promise_on is null)", name="a_promise_has_its_day"),
        CheckConstraint("(answered_on is null) = (answered_by is null)", name="somebody_answered"),
        CheckConstraint("answered_on is null or accepted <> '' or refused <> ''", name="an_answer_says_something"),
        CheckConstraint("verdict in ('', 'satisfied', 'not_satisfied')", name="verdict_is_known"),
        CheckConstraint("verdict = '' or answered_on is not null", name="judged_after_the_answer"),
        CheckConstraint("promise_state in ('', 'done', 'not_done')", name="promise_state_is_known"),
        CheckConstraint("(promise_state = '') = (settled_on is null)", name="settled_on_if_settled"),
        CheckConstraint("promise_state = '' or (promise_on is not null and answered_on is not null)", name="only_a_promise_ends"),
        CheckConstraint("promise_state <> 'not_done' or promise_words <> ''", name="a_broken_promise_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    number: Mapped[int]
    started_on: Mapped[date]
    due_on: Mapped[date]
    proof: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    again_reason: Mapped[str] = mapped_column(Text, default="")
    accepted: Mapped[str] = mapped_column(Text, default="")
    refused: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    promised: Mapped[str] = mapped_column(Text, default="")
    promise_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    verdict: Mapped[str] = mapped_column(String(13), default="")
    verdict_words: Mapped[str] = mapped_column(Text, default="")
    promise_state: Mapped[str] = mapped_column(String(8), default="")
    promise_words: Mapped[str] = mapped_column(Text, default="")
    settled_on: Mapped[date | None]


class RecommendationEntry(UnitScoped, Base):
    """A line of the log: the step, who took it, what they wrote with it, and plain facts. For officials only."""

    __tablename__ = "supervision_entries"
    __table_args__ = (Index("ix_supervision_entries_recommendation", "recommendation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    step: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)

"""Tables of the room: a model, its years, who recognised it, how it goes, and the log of what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime


class SkilfulModel(UnitScoped, Base):
    """A model. ``code`` is its public locator; ``year`` the latest for which it is registered, ``registered_on`` its first day.

    ``carrier`` is who carries it; of an individual the name is for everybody only when ``named``. ``learned_from_id`` is the
    model that it copies. It is before everybody from ``published_on``.
    """

    __tablename__ = "skilful_models"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("idempotency_key"),
        Index("ix_skilful_models_state", "unit_id", "state", "year"),
        Index("ix_skilful_models_public", "unit_id", "published_on"),
        Index("ix_skilful_models_learned", "learned_from_id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("state in ('registered', 'assessed', 'ended', 'withdrawn')", name="state_is_known"),
        CheckConstraint("kind in ('collective', 'individual')", name="kind_is_known"),
        CheckConstraint("not named or kind = 'individual'", name="only_a_person_agrees_to_be_named"),
        CheckConstraint("department_id is not null or organisation <> ''", name="somebody_looks_after_it"),
        CheckConstraint("starts_on is null or ends_on is null or starts_on <= ends_on", name="ends_after_it_starts"),
        CheckConstraint("learned_from_id is null or learned_from_id <> id", name="learned_from_another"),
        CheckConstraint("(state = 'ended') = (ended_on is not null)", name="ended_on_if_ended"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on is not null)", name="withdrawn_on_if_withdrawn"),
        CheckConstraint("(state in ('ended', 'withdrawn')) = (closing_reason <> '')", name="closing_has_its_reason"),
        CheckConstraint("state <> 'withdrawn' or published_on is null", name="withdrawn_before_it_was_public"),
        CheckConstraint("taken_back_on is null or published_on is not null", name="taken_back_after_it_was_public"),
        CheckConstraint("(taken_back_on is not null) = (take_back_reason <> '')", name="taking_back_has_its_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    carrier: Mapped[str] = mapped_column(String(200))
    named: Mapped[bool] = mapped_column(default=False)
    sphere: Mapped[str] = mapped_column(String(40))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    organisation: Mapped[str] = mapped_column(String(160), default="")
    what: Mapped[str] = mapped_column(Text)
    goal: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    learned_from_id: Mapped[int | None] = mapped_column(ForeignKey("skilful_models.id"))
    year: Mapped[int]
    registered_on: Mapped[date]
    ended_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[date | None]
    taken_back_on: Mapped[date | None]
    take_back_reason: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SkilfulYear(UnitScoped, Base):
    """A year for which a model is registered, and what came of it; ``amount`` with its ``unit`` ("45 hộ")."""

    __tablename__ = "skilful_years"
    __table_args__ = (
        UniqueConstraint("model_id", "year"),
        Index("ix_skilful_years_year", "unit_id", "year"),
        CheckConstraint("result in ('', 'achieved', 'partly', 'not_achieved')", name="result_is_known"),
        CheckConstraint("(result = '') = (assessed_on is null)", name="assessed_on_if_assessed"),
        CheckConstraint("(result = '') = (outcome = '')", name="an_assessment_says_what_came_of_it"),
        CheckConstraint("(amount is null) = (unit = '')", name="a_number_has_its_unit"),
        CheckConstraint("amount is null or (amount >= 0 and result <> '')", name="a_number_belongs_to_a_result"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("skilful_models.id"))
    year: Mapped[int]
    registered_on: Mapped[date]
    result: Mapped[str] = mapped_column(String(12), default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(40), default="")
    assessed_on: Mapped[date | None]


class SkilfulRecognition(UnitScoped, Base):
    """A decision that recognises a model in one of its years; ``document`` number and symbol."""

    __tablename__ = "skilful_recognitions"
    __table_args__ = (
        UniqueConstraint("model_id", "level", "document"),
        Index("ix_skilful_recognitions_day", "unit_id", "decided_on"),
        CheckConstraint("document <> ''", name="a_decision_has_its_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("skilful_models.id"))
    year: Mapped[int]
    level: Mapped[str] = mapped_column(String(40))
    document: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[date]


class SkilfulNote(UnitScoped, Base):
    """How it went on a day; ``public``: everybody reads it while the model is before everybody."""

    __tablename__ = "skilful_notes"
    __table_args__ = (Index("ix_skilful_notes_model", "model_id", "noted_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("skilful_models.id"))
    noted_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text)
    public: Mapped[bool] = mapped_column(default=False)


class SkilfulEntry(UnitScoped, Base):
    """A line of the log: the step, who took it, what they wrote with it, and plain facts. For officials only."""

    __tablename__ = "skilful_entries"
    __table_args__ = (Index("ix_skilful_entries_model", "model_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("skilful_models.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    step: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)

"""Tables of land-recovery projects: the project, its draft plans with what people said of them, and the letters about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime


class LandProject(UnitScoped, Base):
    """One project. ``code`` is its public locator; ``document`` and ``decided_on``: the decision or plan that it comes from."""

    __tablename__ = "land_projects"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("idempotency_key"),
        Index("ix_land_projects_newest", "unit_id", "state", "id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("state in ('draft', 'open', 'finished', 'withdrawn')", name="state_is_known"),
        CheckConstraint(
            "state not in ('open', 'finished') or published_on is not null", name="published_on_if_everybody_reads_it"
        ),
        CheckConstraint("state <> 'draft' or published_on is null", name="nobody_reads_a_draft"),
        CheckConstraint("(state in ('finished', 'withdrawn')) = (ended_on is not null)", name="ended_on_if_it_ended"),
        CheckConstraint("state <> 'withdrawn' or withdraw_reason <> ''", name="withdrawing_has_its_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[date]
    summary: Mapped[str] = mapped_column(Text, default="")
    village_ids: Mapped[list[int]] = mapped_column(JsonDict, default=list)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    published_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    withdraw_reason: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LandPlan(UnitScoped, Base):
    """A draft compensation plan of a project: the item that posts it, who agrees, and the dialogue owed to who does not.

    ``dialogue_due_on`` is the last day of that dialogue, with its ``proof``; both only if somebody disagrees.
    """

    __tablename__ = "land_plans"
    __table_args__ = (
        UniqueConstraint("item_id"),
        Index("ix_land_plans_project", "project_id"),
        CheckConstraint("(agree is null) = (disagree is null)", name="both_sides_are_counted"),
        CheckConstraint("(agree is null) = (minutes_on is null)", name="counted_by_minutes"),
        CheckConstraint("agree is null or (agree >= 0 and disagree >= 0)", name="nobody_is_less_than_none"),
        CheckConstraint("dialogue_due_on is null or disagree > 0", name="a_dialogue_is_owed_to_who_disagrees"),
        CheckConstraint("dialogue_id is null or dialogue_due_on is not null", name="a_dialogue_answers_a_duty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("land_projects.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"))
    agree: Mapped[int | None]
    disagree: Mapped[int | None]
    minutes: Mapped[str] = mapped_column(String(80), default="")
    minutes_on: Mapped[date | None]
    dialogue_due_on: Mapped[date | None]
    proof: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    dialogue_id: Mapped[int | None] = mapped_column(ForeignKey("dialogues.id"))


class LandLetter(UnitScoped, Base):
    """A letter about a project. It goes with its case wherever that goes (feedback.services.sealing)."""

    __tablename__ = "land_letters"
    __table_args__ = (UniqueConstraint("project_id", "case_id"), Index("ix_land_letters_case", "case_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("land_projects.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    linked_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)

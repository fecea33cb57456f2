"""Tables of what is disclosed: the items, the texts they had before a correction, and every place in which they are shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime

TEXT_FILES, EVIDENCE = "disclosure", "disclosure_evidence"
"""Subjects of attachments: files of the text, photos of the evidence."""


class DisclosureItem(UnitScoped, Base):
    """One thing that is disclosed. ``code`` is its public locator; ``kind`` the clause of Art. 11; ``proof`` that of ``due_on``.

    ``document``: number and symbol of the decision; ``decided_on`` its date, from which DC.PUBLISH is counted. ``files``: the
    attachments that belong to the text as it is now, by public id. ``words_key`` is what a search looks at.
    """

    __tablename__ = "disclosures"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("idempotency_key"),
        Index("ix_disclosures_newest", "unit_id", "state", "published_on", "id"),
        Index("ix_disclosures_due", "unit_id", "state", "due_on"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("state in ('draft', 'published', 'withdrawn')", name="state_is_known"),
        CheckConstraint("(state = 'draft') = (published_on is null)", name="published_on_if_not_a_draft"),
        CheckConstraint("(published_on is null) = (published_by is null)", name="somebody_published_it"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on is not null)", name="withdrawn_on_if_withdrawn"),
        CheckConstraint("state <> 'withdrawn' or withdraw_reason <> ''", name="withdrawing_has_its_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11))
    kind: Mapped[str] = mapped_column(String(4))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String(80), default="")
    decided_on: Mapped[date]
    due_on: Mapped[date]
    proof: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    summary: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    files: Mapped[list[str]] = mapped_column(JsonDict, default=list)
    words_key: Mapped[str] = mapped_column(Text, default="")
    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    published_on: Mapped[date | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    withdrawn_on: Mapped[date | None]
    withdraw_reason: Mapped[str] = mapped_column(Text, default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("disclosures.id"))
    created_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DisclosureEdition(UnitScoped, Base):
    """An item as it was before a correction, for officials; everybody reads the day and the reason."""

    __tablename__ = "disclosure_editions"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        CheckConstraint("number >= 1", name="numbers_count_from_one"),
        CheckConstraint("reason <> ''", name="says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String(80), default="")
    decided_on: Mapped[date]
    summary: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    files: Mapped[list[str]] = mapped_column(JsonDict, default=list)
    reason: Mapped[str] = mapped_column(Text)
    replaced_on: Mapped[date]
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))


class DisclosureShowing(UnitScoped, Base):
    """One place in which an item is to be shown beside the portal; without ``from_on`` there is no evidence of it yet.

    ``place`` is disclosure.states.place_key. ``least_on``: the last day for which the law wants it hung up, with its proof.
    ``photos``: evidence, by the public ids of attachments. What hangs has no ``to_on``.
    """

    __tablename__ = "disclosure_showings"
    __table_args__ = (
        UniqueConstraint("item_id", "place"),
        Index("ix_disclosure_showings_begun", "unit_id", "from_on"),
        CheckConstraint("way in ('headquarters', 'village', 'loudspeaker', 'village_heads')", name="way_is_known"),
        CheckConstraint("(way = 'village') = (village_id is not null)", name="village_if_in_a_village"),
        CheckConstraint("to_on is null or from_on is not null", name="begins_before_it_ends"),
        CheckConstraint("to_on is null or to_on >= from_on", name="ends_after_it_begins"),
        CheckConstraint("(from_on is null) = (noted_by is null)", name="somebody_noted_it"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"))
    place: Mapped[str] = mapped_column(String(24))
    way: Mapped[str] = mapped_column(String(14))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    least_on: Mapped[date | None]
    proof: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    note: Mapped[str] = mapped_column(Text, default="")
    photos: Mapped[list[str]] = mapped_column(JsonDict, default=list)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

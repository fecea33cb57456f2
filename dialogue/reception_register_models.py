"""Tables of the reception register (form 03/TCD), of papers drawn up at the reception, and of the chair's conclusions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime


class ReceptionEntry(UnitScoped, Base):
    """One reception of somebody: a row of the register, numbered without gaps through the year. Nothing here is personal.

    What was said stands in ReceptionMatter; a denunciation has none, its matter belongs to the sealed register alone.
    ``received_at`` is the beginning of the day where the row was typed later and nobody noted the hour.
    ``notice_due_on``: until when a refusal is told in writing (None: it was explained on the spot).
    """

    __tablename__ = "reception_entries"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "number"),
        UniqueConstraint("idempotency_key"),
        UniqueConstraint("booking_id"),
        Index("ix_reception_entries_day", "unit_id", "received_on", "id"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("people >= 1", name="somebody_came"),
        CheckConstraint("(handling = 'refused') = (ground <> '')", name="a_refusal_has_its_ground"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date]
    day_id: Mapped[int | None] = mapped_column(ForeignKey("reception_days.id"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("reception_bookings.id"))
    by_kind: Mapped[str] = mapped_column(String(12))
    received_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    kind: Mapped[str] = mapped_column(String(12))
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"))
    people: Mapped[int] = mapped_column(default=1)
    competent: Mapped[bool] = mapped_column(default=True)
    handling: Mapped[str] = mapped_column(String(12))
    ground: Mapped[str] = mapped_column(String(12), default="")
    notice_due_on: Mapped[date | None]


class ReceptionMatter(UnitScoped, Base):
    """Who came and what was said.

    It names the case that was made of it, so that it leaves with a case that is sealed (feedback.services.sealing follows the
    foreign keys), while the numbered row of the register stays.
    ``person_key`` is a fingerprint by which a second visit of the same person is known again.
    """

    __tablename__ = "reception_matters"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        UniqueConstraint("case_id"),
        Index("ix_reception_matters_person", "unit_id", "person_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("reception_entries.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    person_key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(SealedText)
    address: Mapped[str] = mapped_column(SealedText, default="")
    identity: Mapped[str] = mapped_column(SealedText, default="")
    content: Mapped[str] = mapped_column(SealedText)
    representatives: Mapped[str] = mapped_column(SealedText, default="")
    settled_by: Mapped[str] = mapped_column(String(200), default="")
    guided_to: Mapped[str] = mapped_column(String(200), default="")
    accepted_ref: Mapped[str] = mapped_column(String(200), default="")
    follow_up: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")


class ReceptionPaper(UnitScoped, Base):
    """A numbered paper drawn up at the reception: receipt 02/TCD, refusal 01/TCD, or a conclusion of the chair.

    The number is a row of the office's series (issued_documents); ``content`` is the whole paper as JSON, sealed.
    """

    __tablename__ = "reception_papers"
    __table_args__ = (
        UniqueConstraint("document_id"),
        Index("ix_reception_papers_entry", "entry_id"),
        CheckConstraint("(entry_id is null) <> (day_id is null)", name="a_paper_belongs_to_one_reception_or_one_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("reception_entries.id"))
    day_id: Mapped[int | None] = mapped_column(ForeignKey("reception_days.id"), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("issued_documents.id"))
    content: Mapped[str] = mapped_column(SealedText)


class ReceptionTask(UnitScoped, Base):
    """What the chair directed on one reception of a day: which department, until when; with the conclusion it becomes a case."""

    __tablename__ = "reception_tasks"
    __table_args__ = (UniqueConstraint("entry_id"), Index("ix_reception_tasks_day", "day_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("reception_days.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("reception_entries.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    direction: Mapped[str] = mapped_column(SealedText)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    due_on: Mapped[date]

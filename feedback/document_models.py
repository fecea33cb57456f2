"""Tables of official papers: the yearly series of numbers, the papers that were issued, and a commune's own forms."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime


class DocumentSeries(UnitScoped, Base):
    """The last number given in one series ("TB") of one year; it begins again at 1 on 1 January (Decree 30/2020, Art. 15)."""

    __tablename__ = "document_series"
    __table_args__ = (
        UniqueConstraint("unit_id", "series", "year"),
        CheckConstraint("last_number >= 0", name="last_number_counts_from_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    last_number: Mapped[int]


class IssuedDocument(UnitScoped, Base):
    """A paper with its number. ``content`` is the whole paper (core.documents.to_dict as JSON), sealed: it names people.

    A row never goes away, so that the series has no gaps; when its case leaves the ordinary tables, ``case_id`` and
    ``content`` are emptied. A paper of no case names its ``subject`` instead ("dialogue:7"; see docs/adr/0019).
    """

    __tablename__ = "issued_documents"
    __table_args__ = (
        UniqueConstraint("unit_id", "series", "year", "number"),
        Index("ix_issued_documents_case", "case_id", "id"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("(case_id is null and subject = '') = (content is null)", name="content_belongs_to_a_case"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    subject: Mapped[str] = mapped_column(String(40), default="", server_default="")
    kind: Mapped[str] = mapped_column(String(30))
    form_number: Mapped[str] = mapped_column(String(20), default="")
    form_version: Mapped[int] = mapped_column(default=0)
    series: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    content: Mapped[str | None] = mapped_column(SealedText)


class DocumentFormRow(UnitScoped, Base):
    """A commune's own version of a form, used from ``valid_from`` on; versions are added, never changed."""

    __tablename__ = "document_form_rows"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "version"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    valid_from: Mapped[date]
    form_number: Mapped[str] = mapped_column(String(20), default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    authority: Mapped[str] = mapped_column(String(200), default="")
    addressees: Mapped[str] = mapped_column(Text, default="")
    bases: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text)
    recipients: Mapped[str] = mapped_column(Text, default="")
    signing: Mapped[str] = mapped_column(String(20))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))

"""Tables of files that follow their letter in pieces: how many were announced, and how far each has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UnitScoped, UtcDateTime


class FilesComing(UnitScoped, Base):
    """What a sender's phone said when it sent the text: ``number`` files follow."""

    __tablename__ = "files_coming"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("number between 1 and 6", name="a_letter_has_six_files"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PieceUpload(UnitScoped, Base):
    """One file on its way to a case. Its bytes lie in the storage's folder "pieces" under ``public_id``.

    ``number`` counts the letter's files from 0; ``length`` and ``stored`` are bytes, ``stored`` what was acknowledged last;
    ``sha256`` is what the phone says the whole file has. ``done_at``: when it became the case's attachment, under the same
    ``public_id``. ``fault`` is the code of why it was refused, when it was announced
    or when it was complete.
    """

    __tablename__ = "piece_uploads"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("case_id", "number"),
        Index("ix_piece_uploads_unfinished", "done_at", "created_at"),
        CheckConstraint("number between 0 and 5", name="number_counts_from_zero"),
        CheckConstraint("kind in ('photo', 'voice')", name="kind_is_known"),
        CheckConstraint("length > 0", name="a_file_has_bytes"),
        CheckConstraint("stored between 0 and length", name="stored_is_a_part"),
        CheckConstraint("done_at is null or stored = length", name="done_when_all_is_stored"),
        CheckConstraint("expires_at > created_at", name="expires_after_it_began"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(5))
    length: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(String(20), default="")

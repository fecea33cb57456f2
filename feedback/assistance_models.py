"""Who wrote a letter down for a neighbour, and how the neighbour agreed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime


class CaseAssistance(UnitScoped, Base):
    """The helper is the channel, never the sender; the office at that time is kept, whatever becomes of the post.

    ``sentence`` is what was read aloud, word for word, of the version that was in use. ``consent_name`` names who agreed in the
    sender's place. Source: Law on Personal Data Protection 91/2025/QH15, Art. 9.
    """

    __tablename__ = "case_assistances"
    __table_args__ = (
        CheckConstraint("consent_way in ('oral', 'signed', 'fingerprint')", name="consent_way_is_known"),
        CheckConstraint("consent_by in ('sender', 'representative')", name="consent_by_is_known"),
        CheckConstraint("(consent_by = 'representative') = (consent_name is not null)", name="representative_has_a_name"),
        CheckConstraint("office in ('village_head', 'village_front')", name="office_is_known"),
        CheckConstraint("sentence <> '' and sentence_version <> ''", name="says_what_was_read"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    office: Mapped[str] = mapped_column(String(16))
    village_id: Mapped[int] = mapped_column(ForeignKey("villages.id"))
    consent_way: Mapped[str] = mapped_column(String(12))
    consent_by: Mapped[str] = mapped_column(String(16))
    consent_name: Mapped[str | None] = mapped_column(SealedText)
    consented_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sentence_version: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)


class HelpedCode(UnitScoped, Base):
    """The code of a letter that a helper wrote down, for the short list on the helper's page; older rows go with the next letter.

    It names no case: when a letter moves to the sealed register, what the helper sees must stay as it was. ``words`` is a keyed
    fingerprint of the story, which tells a form sent twice from another letter in the same form.
    """

    __tablename__ = "helped_codes"
    __table_args__ = (Index("ix_helped_codes_helper", "unit_id", "helper_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    code: Mapped[str] = mapped_column(String(11))
    words: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

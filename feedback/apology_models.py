"""The table of apologies for late answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UnitScoped, UtcDateTime


class CaseApology(UnitScoped, Base):
    """One apology for one missed day of a case's round, from the officer's words to the leader's signature.

    ``missed_on``: the day that passed without an answer; ``new_on``: the day that is promised instead. Neither moves the due
    date of the case. ``reason`` is a code of feedback.late_reasons; ``why`` and ``done`` are read by the sender.
    """

    __tablename__ = "case_apologies"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "missed_on"),
        Index("ix_case_apologies_state", "unit_id", "state", "case_id"),
        Index(
            "one_apology_waits", "case_id", "round", unique=True, sqlite_where=text("state <> 'sent'"),
            postgresql_where=text("state <> 'sent'"),
        ),
        CheckConstraint("state in ('submitted', 'sent_back', 'sent')", name="state_is_known"),
        CheckConstraint("new_on > missed_on", name="a_later_day_is_promised"),
        CheckConstraint("(state = 'sent') = (signed_on is not null)", name="signed_on_if_sent"),
        CheckConstraint("(signed_on is null) = (signed_by is null)", name="somebody_signed_it"),
        CheckConstraint("signed_on is null or new_on > signed_on", name="the_day_is_still_to_come"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    round: Mapped[int]
    missed_on: Mapped[date]
    new_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(String(500), default="")
    done: Mapped[str] = mapped_column(Text)
    leader_note: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    signed_on: Mapped[date | None]

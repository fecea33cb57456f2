"""The table of letters that another body forwarded to the commune."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped

OWED = "settled_on is not null and reported_on is null"


class CaseForwarding(UnitScoped, Base):
    """Who forwarded the letter of a case (``source`` is a word of feedback.forwarding), and telling them how it was settled.

    ``settled_on`` while there is an outcome to tell; ``due_on`` with its ``term_code`` and ``proof`` where a law says by when.
    ``reported_on`` when it was told. No clock of the case: those ended, and its sender is promised nothing by this one.
    """

    __tablename__ = "case_forwardings"
    __table_args__ = (
        UniqueConstraint("case_id"),
        Index("ix_case_forwardings_owed", "unit_id", "case_id", sqlite_where=text(OWED), postgresql_where=text(OWED)),
        CheckConstraint("source in ('front', 'council', 'deputy', 'board', 'other')", name="source_is_known"),
        CheckConstraint("body <> ''", name="the_body_is_named"),
        CheckConstraint("settled_on is not null or (due_on is null and reported_on is null)", name="only_an_outcome_is_told"),
        CheckConstraint("due_on is null or term_code <> ''", name="a_due_date_has_its_term"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    source: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(60), default="")
    sent_on: Mapped[date]
    settled_on: Mapped[date | None]
    term_code: Mapped[str] = mapped_column(String(40), default="")
    due_on: Mapped[date | None]
    proof: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    reported_on: Mapped[date | None]
    report_number: Mapped[str] = mapped_column(String(60), default="")

"""The table of requests about the personal data that a case holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime, new_public_id

OPEN_ONES = "state in ('asked', 'taken')"


class DataRequest(UnitScoped, Base):
    """One request of a data subject (``kind`` is a word of feedback.data_rights.Right), tied to a case.

    ``written_by``: the official at the counter who saw an identity paper; nothing of that paper is kept. ``take_by`` and
    ``due_on`` are the last days for the acknowledgement and the completion, each with its proof (None: the calendar does not
    reach so far). ``answer`` is read by the person.
    """

    __tablename__ = "data_requests"
    __table_args__ = (
        UniqueConstraint("public_id"),
        Index("ix_data_requests_case", "case_id", "id"),
        Index("ix_data_requests_state", "unit_id", "state", "due_on"),
        Index(
            "one_request_of_a_kind_waits", "case_id", "kind", unique=True, sqlite_where=text(OPEN_ONES),
            postgresql_where=text(OPEN_ONES),
        ),
        CheckConstraint(
            "kind in ('see', 'correct', 'delete', 'withdraw', 'restrict', 'object')", name="kind_is_a_right"
        ),
        CheckConstraint("state in ('asked', 'taken', 'done', 'refused')", name="state_is_known"),
        CheckConstraint("(state in ('done', 'refused')) = (ended_on is not null)", name="ended_on_if_ended"),
        CheckConstraint("(state = 'refused') = (ground <> '')", name="a_refusal_has_a_ground"),
        CheckConstraint("state = 'asked' or taken_on is not null", name="what_goes_on_was_acknowledged"),
        CheckConstraint("extension_days = 0 or extension_reason <> ''", name="an_extension_has_a_reason"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_on: Mapped[date]
    take_by: Mapped[date | None]
    take_proof: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    due_on: Mapped[date | None]
    due_proof: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    taken_on: Mapped[date | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    extension_days: Mapped[int] = mapped_column(default=0)
    extension_reason: Mapped[str] = mapped_column(Text, default="")
    extended_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    ground: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    erased: Mapped[bool] = mapped_column(default=False)

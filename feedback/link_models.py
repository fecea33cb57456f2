"""Tables around cases that belong together or went elsewhere: merged and split cases, transfers, marks, support."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped


class CaseLink(UnitScoped, Base):
    """One case that goes on in another (``merged``), or came out of another (``part``).

    ``leading_id`` is the case that leads, or the letter that was split. ``state_before`` and ``clocks`` (ids of the clocks that
    were stopped) let a merge be undone; ``number`` counts the parts of a letter from 1 (0: merged).
    """

    __tablename__ = "case_links"
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        Index("ix_case_links_leading", "leading_id", "kind"),
        CheckConstraint("kind in ('merged', 'part')", name="kind_is_known"),
        CheckConstraint("case_id <> leading_id", name="nobody_follows_himself"),
        CheckConstraint("(kind = 'part') = (number > 0)", name="parts_are_numbered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    leading_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int] = mapped_column(default=0)
    state_before: Mapped[str] = mapped_column(String(12), default="")
    clocks: Mapped[list[int]] = mapped_column(JsonDict)
    made_on: Mapped[date]
    made_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))


class CaseTransfer(UnitScoped, Base):
    """Where a case was transferred to, by when an answer is awaited, how often it was urged, and what came back."""

    __tablename__ = "case_transfers"
    __table_args__ = (
        UniqueConstraint("case_id"),
        Index("ix_case_transfers_waiting", "unit_id", "replied_on", "reply_due_on"),
        CheckConstraint("replied_on is null or reply_text <> ''", name="a_reply_has_words"),
        CheckConstraint("(urged_times = 0) = (urged_on is null)", name="urged_on_if_urged"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    receiver: Mapped[str] = mapped_column(String(200))
    sent_on: Mapped[date]
    reply_due_on: Mapped[date]
    urged_times: Mapped[int] = mapped_column(default=0)
    urged_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    reply_number: Mapped[str] = mapped_column(String(60), default="")
    reply_text: Mapped[str] = mapped_column(Text, default="")


class CaseMark(UnitScoped, Base):
    """What marks a case beside its road: urgency with its reason, and the number on the national portal."""

    __tablename__ = "case_marks"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("urgent_on is null or urgent_reason <> ''", name="urgency_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    urgent_on: Mapped[date | None]
    urgent_reason: Mapped[str] = mapped_column(String(500), default="")
    portal_number: Mapped[str] = mapped_column(String(40), default="")
    portal_updated_on: Mapped[date | None]


class CaseSupport(UnitScoped, Base):
    """Somebody else meets the same thing. ``browser`` is a keyed hash of a random cookie: nobody can be found by it."""

    __tablename__ = "case_supports"
    __table_args__ = (
        UniqueConstraint("case_id", "browser"),
        Index("ix_case_supports_browser", "unit_id", "browser", "supported_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    browser: Mapped[str] = mapped_column(String(64))
    supported_on: Mapped[date]

"""What is left in the ordinary tables of a letter that was moved to the sealed register: a stand-in without a word of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime

WHEN_MOVED = "when_moved"
"""Under this name a key to a case holds, in the ``info`` of its column, the StaysBehind of its rows; without it they go along."""


@dataclass(frozen=True, kw_only=True)
class StaysBehind:
    """A row that merely points at a case and is public by itself: when the case is moved it stays, and names no case.

    ``emptied`` is what its columns of words and person hold from then on; ``lost`` are tables whose rows of it go along.
    """

    emptied: Mapping[str, Any]
    lost: tuple[str, ...] = ()


class StandIn(UnitScoped, Base):
    """The public side of a former case under its old id and code, so that the code answers as before and ends as letters do.

    ``clocks`` are the former clocks with their proofs; ``secret_hash`` lets the sender in; ``phone_fingerprint`` is bound to
    this code alone, so that it points at no other letter of the same phone. ``ends_at``: when it ends by itself. ``days`` are
    those of a complaint that everybody with the code sees (ComplaintDays); ``leading_id`` is the case, or what stands in for
    it, whose road a merged letter shows.
    """

    __tablename__ = "stand_ins"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("idempotency_key"),
        Index("ix_stand_ins_state", "state", "ends_at"),
        CheckConstraint("round in (1, 2)", name="a_case_is_reopened_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(11))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    round: Mapped[int]
    field_id: Mapped[int | None]
    village_id: Mapped[int | None]
    anonymous: Mapped[bool]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date]
    accepted_on: Mapped[date | None]
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    on_time: Mapped[bool | None]
    extended: Mapped[bool]
    secret_hash: Mapped[str] = mapped_column(String(160))
    phone_fingerprint: Mapped[str | None] = mapped_column(String(64))
    clocks: Mapped[list[dict[str, Any]]] = mapped_column(JsonDict)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    days: Mapped[dict[str, str] | None] = mapped_column(JsonDict)
    leading_id: Mapped[int | None]

"""The tray of short messages: one neutral sentence to a mobile number, laid in the command's transaction beside the letter.

A message tells only that there is news, so several that wait for the same subject become one. None leaves at night, and no
subject costs its sender more than three a day. The number lies sealed, and only as long as the message waits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import CheckConstraint, Index, Select, String, UniqueConstraint, bindparam, delete, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime, new_public_id
from core.extensions import db
from core.formats import HERE, local
from core.outbox import BACKOFF, GIVE_UP_AFTER

TOGETHER = timedelta(minutes=10)
"""How long a message waits for others about the same subject: a clerk's two steps at the desk are one piece of news."""
MOST_A_DAY = 3
"""More than an ordinary case ever has in a day; what a fault or a quarrel over a case could cost people and the office."""
OPENS, CLOSES = time(7), time(21)
"""Nobody is woken by the office."""


class ShortMessage(UnitScoped, Base):
    """A message; its ``reference`` is the same at every try.

    ``state``: waiting, sent, failed (refused, or given up after 72 hours: shown to the clerk), joined (told by another).
    """

    __tablename__ = "short_messages"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        Index("ix_short_messages_waiting", "state", "next_try_at"),
        Index("ix_short_messages_subject", "subject", "state"),
        CheckConstraint("state in ('waiting', 'sent', 'failed', 'joined')", name="state_is_known"),
        CheckConstraint("state = 'waiting' or phone is null", name="number_only_while_waiting"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(SealedText)
    text: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(32))
    dedup_key: Mapped[str] = mapped_column(String(160))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(String(12), default="")


COLUMNS = (
    "unit_id", "subject", "phone", "text", "reference", "dedup_key", "created_at", "state", "attempts", "next_try_at", "fault",
)  # fmt: skip
_VALUES = ", ".join(f":{name}" for name in COLUMNS)
LAYING = text(
    f"INSERT INTO short_messages ({', '.join(COLUMNS)}) VALUES ({_VALUES}) ON CONFLICT (dedup_key) DO NOTHING"  # noqa: S608 - names of columns only
).bindparams(*(bindparam(name, type_=ShortMessage.__table__.c[name].type) for name in COLUMNS))


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """A message to be laid into the tray; ``phone`` as core.sms_text.mobile_number gives it."""

    unit_id: int
    at: datetime
    subject: str
    phone: str
    text: str
    dedup_key: str


def enqueue_all(messages: Sequence[NewMessage]) -> None:
    """Lay messages into the tray with one statement; those whose ``dedup_key`` is there already are not laid."""
    if messages:
        db.session.execute(LAYING, [_row(message) for message in messages])


def _row(message: NewMessage) -> dict[str, object]:
    return {
        "unit_id": message.unit_id, "subject": message.subject, "phone": message.phone, "text": message.text,
        "reference": new_public_id(), "dedup_key": message.dedup_key, "created_at": message.at, "state": "waiting",
        "attempts": 0, "next_try_at": message.at + TOGETHER, "fault": "",
    }  # fmt: skip


def is_open(at: datetime) -> bool:
    """Return whether messages may leave at a moment: from 07:00 to 21:00 in Viet Nam."""
    return OPENS <= local(at).time() < CLOSES


def claim_next(*, at: datetime) -> ShortMessage | None:
    """Return the next message whose time has come, put off by its next pause so that no other worker takes it too.

    Everything else that waits for its subject is told by it. One over the day's number waits for the next morning.
    """
    while True:
        row = db.session.scalars(_due(at).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        others = db.session.scalars(_beside(row).with_for_update(skip_locked=True)).all()
        if _sent_today(row, at=at) < MOST_A_DAY:
            break
        for each in (row, *others):
            each.next_try_at = _next_morning(at)
        db.session.flush()
    for other in others:
        _end(other, "joined")
    row.next_try_at = at + BACKOFF[min(row.attempts, len(BACKOFF) - 1)]
    row.attempts += 1
    db.session.flush()
    return row


def _due(at: datetime) -> Select[tuple[ShortMessage]]:
    return (
        select(ShortMessage)
        .where(ShortMessage.state == "waiting", ShortMessage.next_try_at <= at)
        .order_by(ShortMessage.attempts, ShortMessage.id)
        .limit(1)
        .execution_options(all_units=True, populate_existing=True)
    )


def _beside(row: ShortMessage) -> Select[tuple[ShortMessage]]:
    return (
        select(ShortMessage)
        .where(
            ShortMessage.unit_id == row.unit_id, ShortMessage.subject == row.subject, ShortMessage.state == "waiting",
            ShortMessage.id != row.id,
        )
        .execution_options(all_units=True, populate_existing=True)
    )  # fmt: skip


def _sent_today(row: ShortMessage, *, at: datetime) -> int:
    midnight = datetime.combine(local(at).date(), time(0), HERE)
    query = select(func.count(ShortMessage.id)).where(
        ShortMessage.unit_id == row.unit_id, ShortMessage.subject == row.subject, ShortMessage.state == "sent",
        ShortMessage.sent_at >= midnight,
    )  # fmt: skip
    return db.session.scalar(query.execution_options(all_units=True)) or 0


def _next_morning(at: datetime) -> datetime:
    return datetime.combine(local(at).date() + timedelta(days=1), OPENS, HERE)


def _end(row: ShortMessage, state: str) -> None:
    row.state, row.next_try_at, row.phone = state, None, None


def settle(*, message_id: int, at: datetime, accepted: bool, refused: bool = False, fault: str = "") -> None:
    """Write down how the delivery of a claimed message went; one that was withdrawn meanwhile is gone and stays so."""
    query = select(ShortMessage).where(ShortMessage.id == message_id).with_for_update()
    row = db.session.scalars(query.execution_options(all_units=True, populate_existing=True)).one_or_none()
    if row is None:
        return
    row.fault = fault
    if accepted:
        row.sent_at = at
        _end(row, "sent")
    elif row.state == "waiting" and (refused or at - row.created_at > GIVE_UP_AFTER):
        _end(row, "failed")
    db.session.flush()


def withdraw(subjects: Collection[str], *, unit_id: int) -> None:
    """Take back what waits about these subjects: it is never sent."""
    db.session.execute(
        delete(ShortMessage)
        .where(ShortMessage.unit_id == unit_id, ShortMessage.subject.in_(subjects), ShortMessage.state == "waiting")
        .execution_options(all_units=True, synchronize_session=False)
    )


def anything_due(*, at: datetime) -> bool:
    """Return whether a message waits to be sent now."""
    query = select(ShortMessage.id).where(ShortMessage.state == "waiting", ShortMessage.next_try_at <= at).limit(1)
    return db.session.scalar(query.execution_options(all_units=True)) is not None


def tray_counts(*, at: datetime) -> dict[str, int]:
    """Return how many messages wait in all communes, and for how many seconds the oldest one has."""
    waits = select(func.count(ShortMessage.id), func.min(ShortMessage.created_at)).where(ShortMessage.state == "waiting")
    number, oldest = db.session.execute(waits, execution_options={"all_units": True}).one()
    return {"waiting": number, "oldest_seconds": round((at - oldest).total_seconds()) if oldest else 0}

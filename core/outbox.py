"""The tray of letters: rows with rendered text, written in the command's transaction, delivered later by the worker."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import CheckConstraint, Index, Select, String, Text, UniqueConstraint, bindparam, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, SealedText, UnitScoped, UtcDateTime
from core.extensions import db

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
GIVE_UP_AFTER = timedelta(hours=72)
UNREAD = "read_at is null and official_id is not null"
"""What every page of the desk counts; an index holds these alone, however many letters an official ever got."""


class OutboxMessage(UnitScoped, Base):
    """A letter to a resident (shown on the tracking page) or an official (in the inbox), by email too if there is an address.

    ``state``: page_only (no address), waiting, sent, failed (given up after 72 hours, shown to the clerk).
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        Index("ix_outbox_messages_waiting", "state", "next_try_at"),
        Index("ix_outbox_messages_official", "official_id", "id"),
        Index("ix_outbox_messages_unread", "official_id", "unit_id", sqlite_where=text(UNREAD), postgresql_where=text(UNREAD)),
        Index("ix_outbox_messages_subject", "subject", "audience"),
        CheckConstraint("audience in ('resident', 'official')", name="audience_is_resident_or_official"),
        CheckConstraint("audience = 'resident' or official_id is not null", name="official_letter_names_its_official"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    audience: Mapped[str] = mapped_column(String(10))
    official_id: Mapped[int | None]
    email: Mapped[str | None] = mapped_column(SealedText)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    dedup_key: Mapped[str] = mapped_column(String(160))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


COLUMNS = (
    "unit_id", "event", "subject", "audience", "official_id", "email", "title", "body", "dedup_key", "created_at", "attempts",
    "state", "next_try_at",
)  # fmt: skip
_VALUES = ", ".join(f":{name}" for name in COLUMNS)
_LAYING = f"INSERT INTO outbox_messages ({', '.join(COLUMNS)}) VALUES ({_VALUES}) ON CONFLICT (dedup_key) DO NOTHING"  # noqa: S608 - names of columns only
_TYPES = tuple(bindparam(name, type_=OutboxMessage.__table__.c[name].type) for name in COLUMNS)
LAYING, LAYING_ONE = (text(words).bindparams(*_TYPES) for words in (_LAYING, f"{_LAYING} RETURNING id"))
"""In words, because SQLAlchemy compiles its own ON CONFLICT anew each time, and every letter that is sent in comes by here."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter as pages show it."""

    id: int
    event: str
    subject: str
    title: str
    body: str
    created_at: datetime
    state: str
    unread: bool


@dataclass(frozen=True, kw_only=True)
class NewLetter:
    """A letter to be laid into the tray. ``audience``: resident or official; ``email`` None: it is read on its page only."""

    unit_id: int
    at: datetime
    event: str
    subject: str
    audience: str
    title: str
    body: str
    dedup_key: str
    official_id: int | None = None
    email: str | None = None


def enqueue(
    *, unit_id: int, at: datetime, event: str, subject: str, audience: str, title: str, body: str, dedup_key: str,
    official_id: int | None = None, email: str | None = None,
) -> bool:  # fmt: skip
    """Lay a letter into the tray; a second letter with the same ``dedup_key`` is not laid. Returns whether it was laid."""
    letter = NewLetter(
        unit_id=unit_id, at=at, event=event, subject=subject, audience=audience, title=title, body=body, dedup_key=dedup_key,
        official_id=official_id, email=email,
    )  # fmt: skip
    return db.session.execute(LAYING_ONE, _row(letter)).first() is not None


def enqueue_all(letters: Sequence[NewLetter]) -> None:
    """Lay several letters into the tray with one statement; those whose ``dedup_key`` is there already are not laid."""
    if letters:
        db.session.execute(LAYING, [_row(letter) for letter in letters])


class Recipient(Protocol):
    """An official who is written to."""

    @property
    def id(self) -> int:
        """Whose inbox it is."""

    @property
    def email(self) -> str:
        """Where it goes besides; "" is nowhere."""


def tell_officials(
    readers: Iterable[Recipient], *, unit_id: int, at: datetime, event: str, subject: str, title: str, body: str, mark: str
) -> int:  # fmt: skip
    """Lay one letter for each reader, once for each ``mark``; return how many were laid."""
    return sum(
        enqueue(
            unit_id=unit_id, at=at, event=event, subject=subject, audience="official", official_id=reader.id, title=title,
            body=body, dedup_key=f"{mark}:{reader.id}", email=reader.email or None,
        )
        for reader in readers
    )  # fmt: skip


def _row(letter: NewLetter) -> dict[str, object]:
    return {
        "unit_id": letter.unit_id, "event": letter.event, "subject": letter.subject, "audience": letter.audience,
        "official_id": letter.official_id, "email": letter.email or None, "title": letter.title[:200], "body": letter.body,
        "dedup_key": letter.dedup_key, "created_at": letter.at, "attempts": 0,
        "state": "waiting" if letter.email else "page_only", "next_try_at": letter.at if letter.email else None,
    }  # fmt: skip


def for_resident(*, unit_id: int, subject: str) -> list[Letter]:
    """Return the letters to the sender of one case, newest first."""
    return _letters(
        select(OutboxMessage).where(
            OutboxMessage.unit_id == unit_id, OutboxMessage.subject == subject, OutboxMessage.audience == "resident"
        )
    )


def for_official(*, unit_id: int, official_id: int, limit: int = 100, skip: int = 0) -> list[Letter]:
    """Return an official's inbox, newest first, without the ``skip`` newest."""
    return _letters(_inbox(unit_id, official_id).order_by(OutboxMessage.created_at.desc()).limit(limit).offset(skip))


def one_for_official(*, unit_id: int, official_id: int, letter_id: int) -> Letter | None:
    """Return a letter of an official's inbox."""
    return next(iter(_letters(_inbox(unit_id, official_id).where(OutboxMessage.id == letter_id))), None)


def _inbox(unit_id: int, official_id: int) -> Select[tuple[OutboxMessage]]:
    return select(OutboxMessage).where(OutboxMessage.unit_id == unit_id, OutboxMessage.official_id == official_id)


def _letters(query: Select[tuple[OutboxMessage]]) -> list[Letter]:
    rows = db.session.scalars(query.order_by(OutboxMessage.id.desc()))
    return [
        Letter(
            id=row.id, event=row.event, subject=row.subject, title=row.title, body=row.body, created_at=row.created_at,
            state=row.state, unread=row.read_at is None,
        )
        for row in rows
    ]  # fmt: skip


def unread_count(*, unit_id: int, official_id: int) -> int:
    """Return how many letters of the inbox were not opened yet."""
    query = (
        select(db.func.count())
        .select_from(OutboxMessage)
        .where(OutboxMessage.unit_id == unit_id, OutboxMessage.official_id == official_id, OutboxMessage.read_at.is_(None))
    )
    return db.session.scalar(query) or 0


def mark_read(*, unit_id: int, official_id: int, at: datetime, letter_ids: Collection[int]) -> None:
    """Mark letters of an official's inbox as read; those of somebody else stay as they are."""
    own = (OutboxMessage.unit_id == unit_id, OutboxMessage.official_id == official_id, OutboxMessage.id.in_(letter_ids))
    db.session.execute(update(OutboxMessage).where(*own, OutboxMessage.read_at.is_(None)).values(read_at=at))


def who_knows(*, unit_id: int, subject: str, event: str) -> set[int]:
    """Return the officials who opened their newest letter of an event about a subject, or had it by email."""
    rows = _newest(unit_id, subject, event)
    return {row.official_id for row in rows if row.official_id and (row.read_at or row.sent_at)}


def settle_unread(*, unit_id: int, subject: str, event: str, at: datetime) -> None:
    """Mark the newest letters of an event about a subject as read, because it is over; an email that did not leave stays here."""
    for row in _newest(unit_id, subject, event):
        row.read_at = row.read_at or at
        if row.state == "waiting":
            row.state, row.next_try_at = "page_only", None


def hold_back(*, unit_id: int, subjects: Collection[str], event: str) -> None:
    """Let letters of an event to residents that wait to leave be read on their pages only.

    One that is leaving at this very moment leaves all the same, and is written down as sent.
    """
    waiting = (
        OutboxMessage.unit_id == unit_id, OutboxMessage.subject.in_(subjects), OutboxMessage.event == event,
        OutboxMessage.audience == "resident", OutboxMessage.state == "waiting",
    )  # fmt: skip
    db.session.execute(update(OutboxMessage).where(*waiting).values(state="page_only", next_try_at=None))


def _newest(unit_id: int, subject: str, event: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(
        OutboxMessage.unit_id == unit_id, OutboxMessage.subject == subject, OutboxMessage.audience == "official",
        OutboxMessage.event == event,
    )  # fmt: skip
    rows = db.session.scalars(query.order_by(OutboxMessage.id)).all()
    return [row for row in rows if row.created_at == rows[-1].created_at]


def claim_due(*, at: datetime, limit: int = 50) -> list[OutboxMessage]:
    """Return letters whose time has come and put each off by its next pause, so that no other worker takes them too.

    Those that were tried least come first: one that the server stumbles over again and again stands behind all others.
    """
    rows = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == "waiting", OutboxMessage.next_try_at <= at)
        .order_by(OutboxMessage.attempts, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(all_units=True)
    ).all()
    for row in rows:
        row.next_try_at = at + BACKOFF[min(row.attempts, len(BACKOFF) - 1)]
        row.attempts += 1
    db.session.flush()
    return list(rows)


def still_waits(message_id: int) -> bool:
    """Return whether a claimed letter is to leave still: its case may have gone since, or it is read on its page only."""
    query = select(OutboxMessage.id).where(OutboxMessage.id == message_id, OutboxMessage.state == "waiting")
    return db.session.scalar(query.execution_options(all_units=True)) is not None


def settle(*, message_id: int, at: datetime, sent: bool) -> None:
    """Write down how the delivery of a claimed letter went."""
    row = db.session.get(OutboxMessage, message_id, execution_options={"all_units": True})
    if row is None:
        return
    if sent:
        row.state, row.sent_at, row.next_try_at = "sent", at, None
    elif at - row.created_at > GIVE_UP_AFTER:
        row.state, row.next_try_at = "failed", None
    db.session.flush()


def anything_due(*, at: datetime) -> bool:
    """Return whether a letter waits to be delivered now."""
    query = select(OutboxMessage.id).where(OutboxMessage.state == "waiting", OutboxMessage.next_try_at <= at).limit(1)
    return db.session.scalar(query.execution_options(all_units=True)) is not None

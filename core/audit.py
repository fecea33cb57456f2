"""The audit trail: append-only entries, each holding the hash of the one before, written in the command's transaction.

Whoever can write to the database can write the whole chain anew, head and all. Therefore the heads are told to the log every
day, and one that was told is in the trail for good (`lost`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, UniqueConstraint, bindparam, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UtcDateTime
from core.extensions import db
from core.structured import structlog
from core.transaction import before_commit

log = structlog.get_logger("audit")
GENESIS = "0" * 64
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
FIRST = text("INSERT INTO audit_heads (chain, seq, hash) VALUES (:chain, 0, :genesis) ON CONFLICT (chain) DO NOTHING")


class AuditEntry(Base):
    """One thing that was done. ``chain`` is the commune's id, or 0 for the whole installation."""

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    chain: Mapped[int]
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The last entry of each chain: a removed tail shows against it, and writers queue up on it."""

    __tablename__ = "audit_heads"

    chain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


_heads, _entries = AuditHead.__table__, AuditEntry.__table__
HEAD = select(_heads.c.seq, _heads.c.hash).where(_heads.c.chain == bindparam("of_chain")).with_for_update()
NEXT_HEAD = update(_heads).where(_heads.c.chain == bindparam("of_chain"))
LINK = insert(_entries)
WRITTEN = tuple(column.key for column in _entries.c if not column.primary_key)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A place where the trail does not hold: ``kind`` is changed, missing, reordered or tail_missing."""

    chain: int
    seq: int
    kind: str


def digest(entry: AuditEntry) -> str:
    """Return the SHA-256 of everything the entry says, including the hash of the entry before."""
    content = [
        entry.chain, entry.seq, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.actor_id, entry.action,
        entry.subject, entry.facts, entry.previous_hash,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def action_of(event: object) -> str:
    """Return what an event is called in the trail: CaseRegistered → case:registered · ExtensionDecided → extension:decided."""
    return ":".join(_HUMP.split(type(event).__name__)).lower()


def record(
    *, unit_id: int | None, at: datetime, actor_id: int | None, action: str, subject: str, facts: Mapping[str, Any] | None = None
) -> None:
    """Append an entry to the chain of the commune (None: of the installation). ``facts`` hold no personal data.

    The entry is linked to the chain when the command ends, in the order of the calls, in the command's transaction.
    """
    entry = AuditEntry(
        chain=unit_id or 0, at=at, actor_id=actor_id, action=action, subject=subject,
        facts=json.loads(json.dumps(dict(facts or {}), default=str)),
    )  # fmt: skip
    before_commit(_append).append(entry)


def _append(entries: Sequence[AuditEntry]) -> None:
    for chain in sorted({entry.chain for entry in entries}):
        seq, last = _head(chain)
        linked = []
        for entry in [each for each in entries if each.chain == chain]:
            seq, entry.seq, entry.previous_hash = seq + 1, seq + 1, last
            last = entry.hash = digest(entry)
            linked.append({name: getattr(entry, name) for name in WRITTEN})
        db.session.execute(LINK, linked)
        db.session.execute(NEXT_HEAD, {"of_chain": chain, "seq": seq, "hash": last})


def _head(chain: int) -> tuple[int, str]:
    """Return number and hash of the last entry, and hold the chain until the command ends."""
    head = db.session.execute(HEAD, {"of_chain": chain}).one_or_none()
    if head is None:  # the first entry of all: whoever comes at the same moment waits here for the same row
        db.session.execute(FIRST, {"chain": chain, "genesis": GENESIS})
        head = db.session.execute(HEAD, {"of_chain": chain}).one()
    return head.seq, head.hash


def verify() -> list[Finding]:
    """Walk every chain from its first entry to its head and return what does not hold (nothing: the trail is whole)."""
    findings: list[Finding] = []
    heads = {head.chain: head for head in db.session.scalars(select(AuditHead))}
    chains = set(db.session.scalars(select(AuditEntry.chain).distinct())) | set(heads)
    for chain in sorted(chains):
        findings += _verify_chain(chain, heads.get(chain))
    return findings


def tell_heads(at: datetime) -> int:
    """Tell the log the last entry of each chain; return how many."""
    heads = db.session.execute(select(_heads.c.chain, _heads.c.seq, _heads.c.hash).order_by(_heads.c.chain)).all()
    for head in heads:
        log.info("audit_head", chain=head.chain, seq=head.seq, hash=head.hash)
    return len(heads)


def lost(told: Iterable[str]) -> list[str]:
    """Return which of these hashes no entry has; one that was told once and is not there was written anew.

    The trail is read from end to end, part by part: nothing finds a hash, and one search through all would be cut off.
    """
    wanted = dict.fromkeys(told)
    query = select(AuditEntry.hash).execution_options(yield_per=10_000)
    for found in db.session.scalars(query) if wanted else ():
        wanted.pop(found, None)
    return list(wanted)


def _verify_chain(chain: int, head: AuditHead | None) -> Iterator[Finding]:
    previous, seq, last = GENESIS, 0, None
    query = select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.id)
    for entry in db.session.scalars(query.execution_options(yield_per=1000)):
        seq += 1
        if entry.seq != seq:
            yield Finding(chain=chain, seq=entry.seq, kind="missing" if entry.seq > seq else "reordered")
            seq = entry.seq
        elif entry.previous_hash != previous or entry.hash != digest(entry):
            yield Finding(chain=chain, seq=entry.seq, kind="changed")
        previous, last = entry.hash, entry
    if head is None or last is None or (head.seq, head.hash) != (last.seq, last.hash):
        yield Finding(chain=chain, seq=seq + 1, kind="tail_missing")

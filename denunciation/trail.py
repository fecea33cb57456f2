"""The register's own audit chain: written before anything is shown, apart from the commune's trail, hash by hash."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit import GENESIS, Finding
from core.extensions import db
from core.sealing import sealer
from denunciation.models import RegisterHead, RegisterTrail
from denunciation.second_person import AGREED, ASKED, Line
from denunciation.trust import unconfirmed

EVERY_UNIT = {"all_units": True}
READERS = "readers"
"""Stands for the id of an entry in the lines about who has to be confirmed, so that they are found at once."""


def head_of(unit_id: int) -> RegisterHead:
    """Return the end of the commune's chain, locked until the command ends; also the queue for the register's numbers."""
    query = select(RegisterHead).where(RegisterHead.unit_id == unit_id).with_for_update()
    head = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if head is None:
        try:
            with db.session.begin_nested():
                db.session.add(RegisterHead(unit_id=unit_id, seq=0, hash=GENESIS))
        except IntegrityError:  # somebody else began the register at this moment
            db.session.expire_all()
        head = db.session.scalars(query.execution_options(populate_existing=True)).one()
    return head


def record(*, unit_id: int, at: datetime, actor_id: int | None, action: str, entry_id: str, reason: str = "") -> None:
    """Append to the commune's chain of the register; ``entry_id`` is the random id, "" for the register as a whole."""
    head = head_of(unit_id)
    row = RegisterTrail(
        unit_id=unit_id, seq=head.seq + 1, at=at, actor_id=actor_id, action=action, entry_id=entry_id,
        reason=sealer.seal(reason) if reason else "", previous_hash=head.hash,
    )  # fmt: skip
    row.hash = digest(row)
    head.seq, head.hash = row.seq, row.hash
    db.session.add(row)
    db.session.flush()


def about_identity(entry_id: str) -> list[Line]:
    """Return who asked for the envelope that tells the denouncer, and who agreed, in the order of the chain."""
    query = select(RegisterTrail).where(RegisterTrail.entry_id == entry_id).order_by(RegisterTrail.seq)
    return [
        Line(action=row.action, actor_id=row.actor_id, at=row.at)
        for row in db.session.scalars(query)
        if row.action.startswith((ASKED, AGREED))
    ]


def unconfirmed_readers(unit_id: int) -> frozenset[int]:
    """Return the officials for whom the register is shut until a reader confirms them."""
    query = select(RegisterTrail.action).where(RegisterTrail.entry_id == READERS, RegisterTrail.unit_id == unit_id)
    return unconfirmed(db.session.scalars(query.order_by(RegisterTrail.seq)))


def digest(row: RegisterTrail) -> str:
    """Return the SHA-256 of everything the row says, the hash before it included."""
    said = [
        row.unit_id, row.seq, row.at.astimezone(UTC).isoformat(timespec="microseconds"), row.actor_id, row.action, row.entry_id,
        row.reason, row.previous_hash,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def verify() -> list[Finding]:
    """Walk every commune's chain of the register; return where it does not hold (kinds as in core.audit.Finding)."""
    heads = {head.unit_id: head for head in db.session.scalars(select(RegisterHead), execution_options=EVERY_UNIT)}
    units = set(db.session.scalars(select(RegisterTrail.unit_id).distinct(), execution_options=EVERY_UNIT)) | set(heads)
    findings: list[Finding] = []
    for unit_id in sorted(units):
        findings += _walk(unit_id, heads.get(unit_id))
    return findings


def _walk(unit_id: int, head: RegisterHead | None) -> list[Finding]:
    findings, previous, seq = [], GENESIS, 0
    query = select(RegisterTrail).where(RegisterTrail.unit_id == unit_id).order_by(RegisterTrail.seq)
    for row in db.session.scalars(query, execution_options=EVERY_UNIT):
        seq += 1
        if row.seq != seq:
            findings.append(Finding(chain=unit_id, seq=row.seq, kind="missing"))
            seq = row.seq
        elif row.previous_hash != previous or row.hash != digest(row):
            findings.append(Finding(chain=unit_id, seq=row.seq, kind="changed"))
        previous = row.hash
    if head is None or (head.seq, head.hash) != (seq, previous):
        findings.append(Finding(chain=unit_id, seq=seq + 1, kind="tail_missing"))
    return findings

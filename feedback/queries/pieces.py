"""How far the files have come that follow a letter: for the phone that sends them, and in words for the pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from core.extensions import db
from deadlines.clock import local_date
from feedback.models import Case
from feedback.piece_models import FilesComing, PieceUpload
from feedback.stand_in_models import StandIn

COMING_FOR = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file on its way, as its phone may know it. ``stored`` and ``length`` are bytes."""

    id: int
    public_id: str
    unit_id: int
    case_id: int
    kind: str
    length: int
    stored: int
    sha256: str
    expires_at: datetime
    done: bool
    fault: str


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """``said`` files were announced, ``arrived`` are here; the others are ``coming`` or ``missing`` (nothing comes any more)."""

    said: int = 0
    arrived: int = 0
    coming: int = 0
    missing: int = 0


NONE_SAID = Arrivals()


def key_hash(key: str, *, unit_id: int) -> str:
    """Return under which hash a letter's case is found by the key of its form."""
    return hashlib.sha256(f"{unit_id}:{key}".encode()).hexdigest()


def case_of_key(key: str, *, unit_id: int) -> Case | None:
    """Return the case that was sent with this key, or None."""
    query = select(Case).where(Case.unit_id == unit_id, Case.idempotency_key == key_hash(key, unit_id=unit_id))
    return db.session.scalars(query).one_or_none()


def left_with_key(key: str, *, unit_id: int) -> bool:
    """Return whether a letter was sent with this key of which only the dates are left."""
    query = select(StandIn.id).where(StandIn.unit_id == unit_id, StandIn.idempotency_key == key_hash(key, unit_id=unit_id))
    return db.session.scalar(query) is not None


def upload_of(public_id: str, *, unit_id: int) -> Upload | None:
    """Return the upload with this id in this commune, or None."""
    query = select(PieceUpload).where(PieceUpload.unit_id == unit_id, PieceUpload.public_id == public_id)
    row = db.session.scalars(query).one_or_none()
    return None if row is None else as_upload(row)


def as_upload(row: PieceUpload) -> Upload:
    """Return the read model of a row."""
    return Upload(
        id=row.id, public_id=row.public_id, unit_id=row.unit_id, case_id=row.case_id, kind=row.kind, length=row.length,
        stored=row.stored, sha256=row.sha256, expires_at=row.expires_at, done=row.done_at is not None, fault=row.fault,
    )  # fmt: skip


def arrivals(case_id: int, *, unit_id: int, today: date) -> Arrivals:
    """Return how many of the announced files of a case are here; two days after the last was begun nothing is waited for."""
    said = db.session.execute(
        select(FilesComing.number, FilesComing.said_at).where(FilesComing.unit_id == unit_id, FilesComing.case_id == case_id)
    ).one_or_none()
    if said is None:
        return NONE_SAID
    own = (PieceUpload.unit_id == unit_id, PieceUpload.case_id == case_id)
    arrived, refused, last = db.session.execute(
        select(
            func.count(PieceUpload.done_at), func.count().filter(PieceUpload.fault != ""), func.max(PieceUpload.expires_at)
        ).where(*own)
    ).one()
    left = max(0, said.number - arrived)
    waits = today <= local_date(max(said.said_at + COMING_FOR, last or said.said_at))
    coming = max(0, left - refused) if waits else 0
    return Arrivals(said=said.number, arrived=arrived, coming=coming, missing=left - coming)

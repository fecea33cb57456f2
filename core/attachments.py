"""Photos and documents: kept safely before the receipt is given, re-encoded by the worker, shown only through checks."""

from __future__ import annotations

import errno
import hashlib
import io
import secrets
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import CheckConstraint, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from core import pdf_cleaning, shredding
from core.audio import MP4, OGG, WEBM, recording_in, sniff_audio
from core.database import Base, UnitScoped, UtcDateTime, new_public_id
from core.errors import BadInput, NotKept, StorageAway, StorageFull
from core.extensions import db
from core.objects import BLOCK as CHUNK
from core.objects import SUFFIXES, Missing, Opened, landing, passage, store
from core.structured import structlog

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
PHOTO_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
DOCUMENT_TYPES = {"pdf": "application/pdf"}
VOICE_TYPES = frozenset({WEBM, OGG, MP4})
VOICE_BYTES = 1024 * 1024
VOICE_SECONDS = 60
VOICE_GRACE = 3.0
"""A recorder that is told to stop at sixty seconds writes a little more."""
IMAGE_SECONDS = 30
SWEPT_AT_ONCE = 500
NOT_WRITTEN = 3
"""How core.imaging ends when the disk does not take what it made."""
log = structlog.get_logger("attachments")


class Attachment(UnitScoped, Base):
    """A photo or document of one subject ("case:12"); the sender's own file name is never kept.

    ``state``: waiting (received, not re-encoded), ready, failed (could not be read; the case stays).
    """

    __tablename__ = "attachments"
    __table_args__ = (
        Index("ix_attachments_subject", "subject"),
        Index("ix_attachments_state", "state"),
        CheckConstraint("state in ('waiting', 'ready', 'failed')", name="state_is_known"),
        CheckConstraint("size_bytes > 0", name="size_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    subject: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(20))
    media_type: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_document(self) -> bool:
        """True for a paper (PDF), false for a photo."""
        return self.media_type in DOCUMENT_TYPES.values()

    @property
    def is_voice(self) -> bool:
        """True for a voice note."""
        return self.media_type in VOICE_TYPES

    @property
    def kept_whole(self) -> bool:
        """True for what is kept as it came; a photo is made anew by the worker."""
        return self.is_document or self.is_voice


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An attachment as pages show it; ``size`` names are "small" and "large"."""

    public_id: str
    purpose: str
    state: str
    is_document: bool
    width: int | None
    height: int | None
    created_at: datetime
    is_voice: bool = False


def sniff(head: bytes) -> str:
    """Return the media type told by the first bytes, or "" when it is none we take."""
    if head.startswith(b"\xff\xd8\xff"):
        return PHOTO_TYPES["jpeg"]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PHOTO_TYPES["png"]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return PHOTO_TYPES["webp"]
    return DOCUMENT_TYPES["pdf"] if head.startswith(b"%PDF-") else ""


def check_head(head: bytes, *, documents: bool, field: str = "photos") -> str:
    """Return the media type, or raise BadInput with the code of the sentence: photo_heic, photo_empty, photo_type."""
    kind = sniff(head)
    if kind in PHOTO_TYPES.values() or (documents and kind):
        return kind
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"hevc", b"msf1"):
        raise BadInput({field: "photo_heic"})
    raise BadInput({field: "photo_type" if head else "photo_empty"})


def check_voice(content: bytes, *, field: str = "voice") -> str:
    """Return the media type of a voice note, or raise BadInput: voice_empty, voice_large, voice_type, voice_long."""
    if not content or len(content) > VOICE_BYTES:
        raise BadInput({field: "voice_large" if content else "voice_empty"})
    found = recording_in(content)
    if found is None:
        raise BadInput({field: "voice_type"})
    if found.seconds > VOICE_SECONDS + VOICE_GRACE:
        raise BadInput({field: "voice_long"})
    return found.media_type


def receive(
    stream: BinaryIO, *, unit_id: int, subject: str, purpose: str, at: datetime, documents: bool = False, voice: bool = False,
    published: bool = False,
) -> Attachment:  # fmt: skip
    """Keep an uploaded file: it is in the store for good before the row is written. ``voice``: it was checked by check_voice.

    ``published``: everybody will read it, so a paper is cleaned first. Raises BadInput (codes as in check_head, photo_large above
    10 MB, pdf_active), and NotKept when disk or store do not take it.
    """
    head = stream.read(32)
    kind = sniff_audio(head) if voice else check_head(head, documents=documents)
    if published and kind in DOCUMENT_TYPES.values():
        stream = _cleaned(head, stream)
        head = stream.read(32)
    public_id = new_public_id()
    row = Attachment(unit_id=unit_id, public_id=public_id, subject=subject, purpose=purpose, media_type=kind, created_at=at)
    row.state = "ready" if row.kept_whole else "waiting"
    try:
        row.size_bytes, row.sha256 = _keep(_name_of_received(row), head, stream)
    except (OSError, StorageAway) as fault:
        why = fault.code if isinstance(fault, StorageAway) else errno.errorcode.get(fault.errno or 0, type(fault).__name__)
        log.error("file_not_kept", incident=secrets.token_hex(4), why=why)
        raise NotKept({"voice" if voice else "photos": "not_kept"}) from None
    db.session.add(row)
    return row


def _cleaned(head: bytes, stream: BinaryIO) -> BinaryIO:
    paper = head + stream.read(MAX_BYTES)
    if len(paper) > MAX_BYTES:
        raise BadInput({"photos": "photo_large"})
    try:
        return io.BytesIO(pdf_cleaning.clean(paper))
    except pdf_cleaning.ActivePdf:
        raise BadInput({"photos": "pdf_active"}) from None


def adopt(
    path: Path, *, public_id: str, media_type: str, sha256: str, unit_id: int, subject: str, purpose: str, at: datetime
) -> Attachment:
    """Make a file that lies on the disk already an attachment under ``public_id``; ``path`` itself stays until it is forgotten.

    The caller has checked and synced it. Until the command is committed the object is an orphan that the sweep finds. Raises
    StorageAway and OSError: then the file is whole still, and is made an attachment later.
    """
    row = Attachment(
        unit_id=unit_id, public_id=public_id, subject=subject, purpose=purpose, media_type=media_type,
        size_bytes=path.stat().st_size, sha256=sha256, created_at=at,
    )  # fmt: skip
    row.state = "ready" if row.kept_whole else "waiting"
    store().add(_name_of_received(row), path)
    db.session.add(row)
    return row


def _name_of_received(row: Attachment) -> str:
    return f"{'documents' if row.kept_whole else 'incoming'}/{row.public_id}"


def _keep(name: str, head: bytes, stream: BinaryIO) -> tuple[int, str]:
    """Bring a stream into the store, block by block; return its size and checksum. What did not get there leaves nothing."""
    part = landing("incoming") / f"{Path(name).name}.part"
    try:
        measured = _write(part, head, stream)
        store().take(name, part)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return measured


def _write(part: Path, head: bytes, stream: BinaryIO) -> tuple[int, str]:
    digest, size, block = hashlib.sha256(), 0, head
    with part.open("xb") as target:
        while block:
            size += len(block)
            if size > MAX_BYTES:
                raise BadInput({"photos": "photo_large"})
            digest.update(block)
            target.write(block)
            block = stream.read(CHUNK)
    return size, digest.hexdigest()


def pictures(*, unit_id: int, subject: str) -> list[Picture]:
    """Return the attachments of one subject in the order they came."""
    rows = db.session.scalars(
        select(Attachment).where(Attachment.unit_id == unit_id, Attachment.subject == subject).order_by(Attachment.id)
    )
    return [as_picture(row) for row in rows]


def as_picture(row: Attachment) -> Picture:
    """Return the read model of a row."""
    return Picture(
        public_id=row.public_id, purpose=row.purpose, state=row.state, is_document=row.is_document,
        width=row.width, height=row.height, created_at=row.created_at, is_voice=row.is_voice,
    )  # fmt: skip


def find(*, unit_id: int, public_id: str) -> Attachment | None:
    """Return the attachment with this id in this commune, or None."""
    return db.session.scalars(
        select(Attachment).where(Attachment.unit_id == unit_id, Attachment.public_id == public_id)
    ).one_or_none()


def name_of(row: Attachment, *, size: str) -> str:
    """Return under which name a ready attachment is shown ("large" or "small"; documents have one size), "" before it is."""
    if row.state != "ready":
        return ""
    if row.kept_whole:
        return f"documents/{row.public_id}"
    return f"photos/{row.public_id}.{'small' if size == 'small' else 'large'}.jpg"


def best_of(row: Attachment) -> tuple[str, Opened] | None:
    """Return the media type and the bytes of the finest form that there is, as it was received last; None when all is lost.

    A photo that was re-encoded is not there as it was received. Whoever asked closes the stream. Raises StorageAway.
    """
    names = [("image/jpeg", name_of(row, size="large")), (row.media_type, _name_of_received(row))]
    for media_type, name in names if not row.kept_whole else names[1:]:
        with suppress(Missing):
            return media_type, store().open(name or f"photos/{row.public_id}.large.jpg")
    return None


def forget(rows: Iterable[Attachment], *, at: datetime) -> None:
    """Delete attachments, inside a command; what the store has of them is destroyed once that is committed (core.shredding)."""
    gone = list(rows)
    for row in gone:
        db.session.delete(row)
    if gone:
        shredding.ask(at=at, files=[row.public_id for row in gone], tables=(), indexed=False)


def anything_waiting() -> bool:
    """Return whether a photo waits for the worker."""
    query = select(Attachment.id).where(Attachment.state == "waiting").limit(1).execution_options(all_units=True)
    return db.session.scalar(query) is not None


def waiting_ids(*, limit: int = 20) -> list[int]:
    """Return photos that wait to be re-encoded, oldest first."""
    query = select(Attachment.id).where(Attachment.state == "waiting").order_by(Attachment.id).limit(limit)
    return list(db.session.scalars(query.execution_options(all_units=True)))


def re_encode(public_id: str) -> tuple[int, int] | None:
    """Make the two shown sizes of a photo in a process of its own with limits; returns width and height, or None.

    The new files hold pixels only: no EXIF, no position, no comment. The received file is not deleted here. Raises StorageFull
    and StorageAway: then nothing is known about the photo, and it waits on.
    """
    shown = passage("photos") / public_id
    try:
        with store().local(f"incoming/{public_id}") as source:
            size = _pixels_of(source, shown)
        for name in SUFFIXES["photos"] if size else ():
            store().take(f"photos/{public_id}{name}", shown.with_name(f"{public_id}{name}"))
    except Missing:
        return None
    return size


def _pixels_of(source: Path, target: Path) -> tuple[int, int] | None:
    command = [sys.executable, "-m", "core.imaging", str(source), str(target)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=IMAGE_SECONDS, check=False, cwd=Path(__file__).parent.parent
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode == NOT_WRITTEN:
        raise StorageFull()
    if done.returncode != 0:
        return None
    width, height = done.stdout.split()
    return int(width), int(height)


def forget_incoming(public_id: str) -> None:
    """Delete the file as it was received, once its row is settled."""
    store().delete(f"incoming/{public_id}")


def sweep_orphans(*, at: datetime, older_than: timedelta = timedelta(hours=72)) -> int:
    """Delete received files that no row names and that are older than ``older_than``; returns how many."""
    swept, old = 0, (at - older_than).timestamp()
    for folder, named in (("incoming", Attachment.state == "waiting"), ("documents", Attachment.state == "ready")):
        names = (item.name for item in store().listed(folder) if item.modified <= old)
        while part := {name: Path(name).stem for name in islice(names, SWEPT_AT_ONCE)}:
            query = select(Attachment.public_id).where(Attachment.public_id.in_(part.values()), named)
            known = set(db.session.scalars(query.execution_options(all_units=True)))
            db.session.rollback()
            for name in [name for name, public_id in part.items() if public_id not in known]:
                store().delete(name)
                swept += 1
    return swept + store().tidy(older_than=old)

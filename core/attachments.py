"""Photos and documents: kept safely before the receipt is given, re-encoded by the worker, shown only through checks."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from sqlalchemy import CheckConstraint, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from core.audio import MP4, OGG, WEBM, recording_in, sniff_audio
from core.database import Base, UnitScoped, UtcDateTime, new_public_id
from core.errors import BadInput
from core.extensions import db

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
CHUNK = 64 * 1024
PHOTO_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
DOCUMENT_TYPES = {"pdf": "application/pdf"}
VOICE_TYPES = frozenset({WEBM, OGG, MP4})
VOICE_BYTES = 1024 * 1024
VOICE_SECONDS = 60
VOICE_GRACE = 3.0
"""A recorder that is told to stop at sixty seconds writes a little more."""
IMAGE_SECONDS = 30


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
    stream: BinaryIO, *, unit_id: int, subject: str, purpose: str, at: datetime, documents: bool = False, voice: bool = False
) -> Attachment:
    """Keep an uploaded file: bytes synced to the disk before the row is written. ``voice``: it was checked by check_voice.

    Raises BadInput (codes as in check_head, or photo_large above 10 MB).
    """
    head = stream.read(32)
    kind = sniff_audio(head) if voice else check_head(head, documents=documents)
    public_id = new_public_id()
    size, digest = _write(folder_of("incoming") / public_id, head, stream)
    row = Attachment(
        unit_id=unit_id, public_id=public_id, subject=subject, purpose=purpose, media_type=kind, state="waiting",
        size_bytes=size, sha256=digest, created_at=at,
    )  # fmt: skip
    if row.kept_whole:
        os.replace(folder_of("incoming") / public_id, folder_of("documents") / public_id)
        row.state = "ready"
    db.session.add(row)
    return row


def adopt(
    path: Path, *, public_id: str, media_type: str, sha256: str, unit_id: int, subject: str, purpose: str, at: datetime
) -> Attachment:
    """Make a file that lies on the disk already an attachment under ``public_id``; ``path`` itself stays until it is forgotten.

    The caller has checked and synced it. Until the command is committed the second name is an orphan that the sweep finds.
    """
    row = Attachment(
        unit_id=unit_id, public_id=public_id, subject=subject, purpose=purpose, media_type=media_type, state="waiting",
        size_bytes=path.stat().st_size, sha256=sha256, created_at=at,
    )  # fmt: skip
    target = folder_of("documents" if row.kept_whole else "incoming") / public_id
    row.state = "ready" if row.kept_whole else "waiting"
    target.unlink(missing_ok=True)
    os.link(path, target)
    sync_folder(target.parent)
    db.session.add(row)
    return row


def folder_of(name: str) -> Path:
    """Return a folder of the storage: pieces (on their way in), incoming, photos, documents."""
    folder = Path(current_app.config["STORAGE_DIR"]) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(path: Path, head: bytes, stream: BinaryIO) -> tuple[int, str]:
    digest, size, part = hashlib.sha256(), 0, path.with_suffix(".part")
    with part.open("xb") as target:
        block = head
        while block:
            size += len(block)
            if size > MAX_BYTES:
                part.unlink()
                raise BadInput({"photos": "photo_large"})
            digest.update(block)
            target.write(block)
            block = stream.read(CHUNK)
        target.flush()
        os.fsync(target.fileno())
    os.replace(part, path)
    sync_folder(path.parent)
    return size, digest.hexdigest()


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


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


def path_of(row: Attachment, *, size: str) -> Path | None:
    """Return the file of a ready attachment ("large" or "small"; documents have one size), or None when there is none."""
    if row.state != "ready":
        return None
    name = row.public_id if row.kept_whole else f"{row.public_id}.{'small' if size == 'small' else 'large'}.jpg"
    path = folder_of("documents" if row.kept_whole else "photos") / name
    return path if path.is_file() else None


def files_of(public_id: str) -> list[Path]:
    """Return every file that exists of an attachment: as it was received, both shown sizes, a paper, pieces."""
    names = {"incoming": [public_id, f"{public_id}.part"], "documents": [public_id], "pieces": [public_id]}
    names["photos"] = [f"{public_id}.large.jpg", f"{public_id}.small.jpg"]
    paths = [folder_of(folder) / name for folder, inside in names.items() for name in inside]
    return [path for path in paths if path.is_file()]


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

    The new files hold pixels only: no EXIF, no position, no comment. The received file is not deleted here.
    """
    source = folder_of("incoming") / public_id
    target = folder_of("photos")
    command = [sys.executable, "-m", "core.imaging", str(source), str(target / public_id)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=IMAGE_SECONDS, check=False, cwd=Path(__file__).parent.parent
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    width, height = done.stdout.split()
    return int(width), int(height)


def forget_incoming(public_id: str) -> None:
    """Delete the file as it was received, once its row is settled."""
    (folder_of("incoming") / public_id).unlink(missing_ok=True)


def sweep_orphans(*, at: datetime, older_than: timedelta = timedelta(hours=72)) -> int:
    """Delete received files that no row names and that are older than ``older_than``; returns how many."""
    swept = 0
    places = (("incoming", Attachment.state == "waiting"), ("documents", Attachment.state == "ready"))
    for path, named in [(path, named) for folder, named in places for path in folder_of(folder).iterdir()]:
        if at.timestamp() - path.stat().st_mtime < older_than.total_seconds():
            continue
        query = select(Attachment.id).where(Attachment.public_id == path.stem, named)
        if db.session.scalar(query.execution_options(all_units=True)) is None:
            path.unlink(missing_ok=True)
            swept += 1
    return swept

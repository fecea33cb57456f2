"""Every file is read again once in thirty days: what a disk lost or changed is told while a copy still has it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

from sqlalchemy import select

from core.attachments import Attachment, name_of
from core.errors import DomainError
from core.extensions import db
from core.objects import BLOCK, Missing, store
from core.structured import structlog

NIGHTS = 30
JPEG = b"\xff\xd8\xff"
log = structlog.get_logger("scrub")


class FilesDamaged(DomainError):
    """Files are missing or changed; the log names each (``file_damaged``)."""

    status = 500
    code = "files_damaged"


def scrub(at: datetime) -> int:
    """Read a thirtieth of the files of all communes, another one every day; return how many.

    What is kept as it came is compared with its checksum; a photo that was made anew has to be there in both sizes and
    begin as one. What was deleted while the pass went on is not missing. Raises FilesDamaged when all were read and some are
    missing or changed, StorageAway.
    """
    share = at.toordinal() % NIGHTS
    query = select(Attachment).where(Attachment.state == "ready", Attachment.id % NIGHTS == share).order_by(Attachment.id)
    rows = db.session.scalars(query, execution_options={"all_units": True}).all()
    db.session.expunge_all()
    db.session.rollback()
    read, damaged = 0, 0
    for row in rows:
        read += 1
        faults = list(_faults(row))
        for fault in faults if faults and _stands(row.id) else ():
            damaged += 1
            log.error("file_damaged", file=row.public_id, fault=fault)
    if damaged:
        raise FilesDamaged(files=damaged)
    return read


def _stands(attachment_id: int) -> bool:
    query = select(Attachment.id).where(Attachment.id == attachment_id)
    found = db.session.scalar(query, execution_options={"all_units": True}) is not None
    db.session.rollback()
    return found


def _faults(row: Attachment) -> Iterator[str]:
    """Yield what is wrong with a file: missing, changed."""
    for size in ("large",) if row.kept_whole else ("large", "small"):
        try:
            opened = store().open(name_of(row, size=size))
        except Missing:
            yield "missing"
            continue
        with closing(opened.stream) as stream:
            head = stream.read(BLOCK)
            if not row.kept_whole:
                whole = head.startswith(JPEG)
            else:
                digest = hashlib.sha256(head)
                while block := stream.read(BLOCK):
                    digest.update(block)
                whole = digest.hexdigest() == row.sha256
        if not whole:
            yield "changed"

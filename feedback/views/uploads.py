"""Files that came with a form: counted, kept safely, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import SEEK_END

from werkzeug.datastructures import FileStorage

from core.attachments import MAX_BYTES, MAX_FILES, check_head, receive
from core.errors import BadInput, NotKept

HEAD_BYTES = 32


def chosen(files: Iterable[FileStorage | str] | None) -> list[FileStorage]:
    """Return the files that were really chosen; a browser sends an empty part for none."""
    return [item for item in files or () if isinstance(item, FileStorage) and item.filename]


def check(files: list[FileStorage], *, field: str, documents: bool = True) -> None:
    """Look at number, size and first bytes before anything is kept.

    Raises BadInput (photo_many, photo_large, photo_type, photo_heic, photo_empty).
    """
    if len(files) > MAX_FILES:
        raise BadInput({field: "photo_many"})
    for item in files:
        size = item.stream.seek(0, SEEK_END)
        item.stream.seek(0)
        if size > MAX_BYTES:
            raise BadInput({field: "photo_large"})
        check_head(item.stream.read(HEAD_BYTES), documents=documents, field=field)
        item.stream.seek(0)


def keep(files: list[FileStorage], *, unit_id: int, subject: str, purpose: str, at: datetime) -> None:
    """Keep the files of a subject ("case:12") inside the running command, after ``check``. Raises NotKept, by ``files``."""
    try:
        for item in files:
            item.stream.seek(0)
            receive(item.stream, unit_id=unit_id, subject=subject, purpose=purpose, at=at, documents=True)
    except NotKept as problem:
        raise NotKept({"files": problem.code}) from None

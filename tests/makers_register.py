"""Makers around the sealed register: letters that are moved there, entries in any state, the bytes of an installation."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import inspect, text

from accounts.permissions import Actor
from accounts.queries import officials
from core import shredding
from core.extensions import db
from core.text import fold
from core.transaction import transaction
from denunciation.models import RegisterEntry
from denunciation.rules import Deed
from denunciation.services import recording, steps
from denunciation.services.making import Taken
from denunciation.states import Act, Source
from feedback.services import sealing
from tests.makers import NOW, Commune

SEALED_TABLES = (
    "register_entries", "register_values", "register_files", "register_steps", "register_clocks", "register_readers",
    "register_trail", "register_heads",
)  # fmt: skip


def seal(case_id: int, actor: Actor, *, at: datetime = NOW, wipe: bool = True, **facts: object) -> Taken:
    """Move a case to the register as the page does."""
    with transaction():
        taken = sealing.seal_case(case_id, actor=actor, at=at, **facts)
    if wipe:
        shredding.run(at)
    return taken


def make_entry(
    actor: Actor, *, at: datetime = NOW, source: Source = Source.LETTER, received_on: date = date(2026, 11, 20),
    text: str = "Cán bộ thu tiền không có biên lai.", paper_number: str = "TC-01/2026", accused_id: int | None = None,
    accused_text: str = "Ông Bùi Văn Nhận, nơi khác",
) -> Taken:  # fmt: skip
    """Write a signed letter into the register."""
    with transaction():
        return recording.record_entry(
            actor=actor, at=at, source=source, received_on=received_on, text=text, paper_number=paper_number,
            accused_id=accused_id, accused_text=accused_text,
        )  # fmt: skip


def entry_row(entry_id: str) -> RegisterEntry:
    """Return the entry as the database has it now."""
    db.session.rollback()
    return db.session.get(RegisterEntry, entry_id, populate_existing=True)


def take(entry_id: str, act: Act, on: date, actor: Actor, *, at: datetime = NOW, **facts: object) -> RegisterEntry:
    """Take a step at the present version."""
    version = entry_row(entry_id).version
    with transaction():
        steps.take(entry_id, Deed(act=act, on=on, **facts), actor=actor, at=at, version=version)
    return entry_row(entry_id)


def of_role(commune: Commune, role: str, *, number: int = 0) -> int:
    """Return the id of an official of a role."""
    return sorted(item.id for item in officials(commune.unit_id) if role in item.roles)[number]


# ------------------------------------------------------------------ looking for traces


def writings(secret: str) -> list[bytes]:
    """Return a secret in every writing in which it could lie somewhere: plain, folded, percent, hex, base64, JSON, UTF-16."""
    found: set[bytes] = set()
    for spelled in {secret, fold(secret), secret.lower(), secret.upper()}:
        raw = spelled.encode()
        found |= {raw, quote(spelled).encode(), quote(spelled).lower().encode(), raw.hex().encode(), raw.hex().upper().encode()}
        found |= {spelled.encode("unicode_escape"), spelled.encode("utf-16-le"), spelled.replace(" ", "+").encode()}
        found |= set(_base64_cores(raw))
    return [item for item in found if len(item) >= 6]


def _base64_cores(raw: bytes) -> Iterator[bytes]:
    """Yield what of a text shows in base64 at each of the three places where it may begin."""
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)
        first = -(-shift * 8 // 6) + (1 if shift else 0)
        last = len(coded) - 4
        if last - first >= 6:
            yield coded[first:last]


def traces(secrets: Iterable[str], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """Return "secret in place" for every secret found in any writing."""
    wanted = [(secret, writings(secret)) for secret in secrets]
    return [
        f"{secret} in {place}" for place, content in places for secret, forms in wanted if any(form in content for form in forms)
    ]


def kept_rows(app: Flask) -> Iterator[tuple[str, bytes]]:
    """Yield every table outside the sealed ones as text, the full-text index's own tables too."""
    with app.app_context():
        names = [name for name in inspect(db.engine).get_table_names() if name not in SEALED_TABLES]
        for name in names:
            quoted = db.engine.dialect.identifier_preparer.quote(name)
            rows = db.session.execute(text(f"SELECT * FROM {quoted}")).all()
            yield f"table {name}", "\n".join(str(tuple(row)) for row in rows).encode()
        db.session.rollback()


def kept_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the installation with its bytes (storage, queue, limits, logs)."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and "static" not in path.parts:
            yield str(path.relative_to(folder)), path.read_bytes()


def sqlite_bytes(app: Flask) -> Iterator[tuple[str, bytes]]:
    """Yield the raw bytes of the SQLite database and its log; nothing for PostgreSQL. Sealed values are ciphertext anyway."""
    with app.app_context():
        path = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    for suffix in ("", "-wal", "-journal"):
        if path and Path(f"{path}{suffix}").is_file():
            yield f"database{suffix}", Path(f"{path}{suffix}").read_bytes()


def integrity(app: Flask) -> str:
    """Return SQLite's own word on the file ("ok"), also for PostgreSQL."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return "ok"
        connection = sqlite3.connect(db.engine.url.database)
        try:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        finally:
            connection.close()

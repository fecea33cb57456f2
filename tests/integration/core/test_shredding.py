"""Files are overwritten before they are removed, and deleted words leave the database's own files."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from core import gone, shredding
from core.extensions import db
from core.transaction import transaction
from feedback.models import PublicCase
from tests.makers_accounts import make_small_commune

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WORD = "khaucuom"


def test_a_file_is_overwritten_before_it_is_removed(tmp_path: Path):
    path, twin = tmp_path / "file", tmp_path / "twin"
    path.write_bytes(b"secret" * 50_000)
    os.link(path, twin)  # the same bytes under a second name
    shredding.destroy(path)
    assert (path.exists(), set(twin.read_bytes()), twin.stat().st_size) == (False, {0}, 300_000)


def test_an_empty_file_is_removed_too(tmp_path: Path):
    path = tmp_path / "empty"
    path.touch()
    shredding.destroy(path)
    assert not path.exists()


@pytest.mark.parametrize(
    "name", ["incoming/{id}", "incoming/{id}.part", "documents/{id}", "photos/{id}.large.jpg", "photos/{id}.small.jpg"]
)
def test_every_form_of_an_attachment_is_destroyed(sqlite_app: Flask, name: str):
    public_id = "a" * 32
    path = Path(sqlite_app.config["STORAGE_DIR"]) / name.format(id=public_id)
    other = path.parent / ("b" * 32)
    path.parent.mkdir(parents=True, exist_ok=True)
    for file in (path, other):
        file.write_bytes(b"bytes")
    with sqlite_app.app_context():
        shredding.destroy_files(public_id)
    assert (path.exists(), other.exists()) == (False, True)


def public_rows(number: int, title: str) -> None:
    """Write published cases with a word in the full-text index."""
    unit_id = make_small_commune().unit_id
    with transaction() as session:
        session.add_all(
            PublicCase(
                id=case_id, unit_id=unit_id, code=f"C{case_id}", kind="PHAN_ANH", state="received", received_on=NOW.date(),
                published=True, title=f"{title} {case_id}", story=title, photos=[], search_text=f"{title} {case_id}",
            )
            for case_id in range(1, number + 1)
        )  # fmt: skip


def emptied() -> None:
    """Take the words away."""
    with transaction() as session:
        session.execute(text("UPDATE public_cases SET title = '', story = '', search_text = ''"))


def test_deleted_words_leave_the_file_its_log_and_the_index(sqlite_app: Flask):
    with sqlite_app.app_context():
        path = Path(db.engine.url.database)
        public_rows(40, WORD)
        emptied()
        before = [WORD.encode() in file.read_bytes() for file in (path, Path(f"{path}-wal")) if file.exists()]
        with transaction():
            shredding.ask(at=NOW, files=(), tables=["public_cases"], indexed=True)
        shredding.run(NOW)
        after = [WORD.encode() in file.read_bytes() for file in (path, Path(f"{path}-wal")) if file.exists()]
        left = db.session.scalars(select(shredding.ShredTask)).all()
        db.session.rollback()
        found = db.session.execute(
            text("SELECT rowid FROM public_cases_search WHERE public_cases_search MATCH :word"), {"word": WORD}
        ).all()
    assert (any(before), any(after), left, found) == (True, False, [], [])


def test_a_reader_in_the_way_puts_it_off(sqlite_app: Flask):
    with sqlite_app.app_context():
        public_rows(3, WORD)
        reader = db.engine.connect()
        reader.execute(text("SELECT count(*) FROM public_cases")).all()
        emptied()
        with transaction():
            shredding.ask(at=NOW, files=(), tables=["public_cases"], indexed=False)
        shredding.run(NOW)
        waits = shredding.anything_asked(NOW)
        reader.rollback()
        reader.close()
        db.session.rollback()
        shredding.run(NOW)
        done = shredding.anything_asked(NOW)
    assert (waits, done) == (True, False)


def test_marks_are_written_once_however_often_the_wiping_is_tried(app: Flask, monkeypatch: pytest.MonkeyPatch):
    with app.app_context():
        lines = [gone.line("letter", "ABC"), gone.line("letter", "DEF")]
        with transaction():
            shredding.ask(at=NOW, files=(), tables=(), indexed=False, marks=lines)
        monkeypatch.setattr(shredding, "wipe", lambda _tables, *, indexed: False)
        for _second in range(3):
            shredding.run(NOW)
        written = gone.marks_file().read_text(encoding="ascii").split("\n")[1:]
        with transaction():
            shredding.ask(at=NOW, files=(), tables=(), indexed=False, marks=[gone.line("letter", "GHI")])
        shredding.run(NOW)
        assert (written, len(gone.marks()), shredding.anything_asked(NOW)) == (sorted(lines), 3, True)
        monkeypatch.undo()
        shredding.run(NOW)
        assert (shredding.anything_asked(NOW), len(gone.marks_file().read_text(encoding="ascii").split())) == (False, 12)


def test_both_databases_wipe_without_complaint_and_forget_the_task(app: Flask):
    with app.app_context():
        public_rows(3, WORD)
        emptied()
        with transaction():
            shredding.ask(at=NOW, files=["c" * 32], tables=["public_cases", "units"], indexed=True)
        results = [shredding.run(NOW), shredding.run(NOW + shredding.AGAIN_FOR)]
        dead = dead_rows()
        left = db.session.scalars(select(shredding.ShredTask)).all()
    assert (results, dead, left) == ([0, 0], 0, [])


def dead_rows() -> int:
    """Return how many dead rows PostgreSQL still keeps of the table (SQLite: none)."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        return 0
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pgstattuple"))
        return int(connection.scalar(text("SELECT dead_tuple_count FROM pgstattuple('public_cases')")))

"""A copy of an installation holds database and files, is verified byte by byte, and comes back whole in an empty place."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from core.database import use_unit
from core.extensions import db
from feedback.models import Case
from tests.infra.databases import Database
from tests.infra.settings import settings_for
from tests.makers import Commune, make_case, make_commune


def run(app: Flask, *words: str | Path) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["backup", *map(str, words)])
    return done.exit_code, done.output


@pytest.fixture
def home(app: Flask) -> Commune:
    with app.app_context():
        return make_commune()


@pytest.fixture
def copy(app: Flask, home: Commune, tmp_path: Path) -> Path:
    """Return a copy of a commune with a case and two files, one of them still on its way."""
    with app.app_context(), use_unit(home.unit_id):
        make_case(home)
    storage = Path(app.config["STORAGE_DIR"])
    for name in ("ab/photo", "pieces/half"):
        (storage / name).parent.mkdir(parents=True, exist_ok=True)
        (storage / name).write_bytes(b"bytes of " + name.encode())
    code, said = run(app, "create", tmp_path / "copy")
    assert (code, said.startswith("Copied: ")) == (0, True), said
    return tmp_path / "copy"


@pytest.fixture
def empty_place(empty_database: Database, tmp_path: Path) -> Flask:
    """Return an installation with nothing in it but the keys."""
    keys = tmp_path / "elsewhere" / "keys"
    keys.mkdir(parents=True)
    return create_app(settings_for(database_url=empty_database.url, instance=tmp_path / "elsewhere"))


def test_a_copy_comes_back_whole_in_an_empty_place(app: Flask, home: Commune, copy: Path, empty_place: Flask):
    code, said = run(empty_place, "restore", copy)
    assert (code, said.startswith("Restored: ")) == (0, True), said
    assert "all sessions ended" in said
    assert run(empty_place, "settle") == (0, "Nothing waits.\nNow: flask audit verify, flask register verify.\n")
    runner = empty_place.test_cli_runner()
    assert [runner.invoke(args=[group, "verify"]).exit_code for group in ("audit", "register")] == [0, 0]
    codes = []
    for place in (app, empty_place):
        with place.app_context(), use_unit(home.unit_id):
            codes.append(list(db.session.execute(select(Case.code, Case.story)).tuples()))
            db.session.remove()
    assert (codes[0] == codes[1], len(codes[0])) == (True, 1)
    storage = Path(empty_place.config["STORAGE_DIR"])
    assert [path.relative_to(storage).as_posix() for path in storage.rglob("*") if path.is_file()] == ["ab/photo"]
    client: FlaskClient = empty_place.test_client()
    assert client.get("/").status_code == 200
    again = run(empty_place, "restore", copy)
    assert (again[0], "is not empty; nothing was changed" in again[1]) == (1, True)


def test_a_copy_whose_files_do_not_all_come_is_not_settled_but_brought_back_again(
    copy: Path, empty_place: Flask, monkeypatch: pytest.MonkeyPatch
):
    def breaks(_name: str, _path: Path) -> None:
        raise OSError(28, "No space left on device", "ab/photo")

    monkeypatch.setattr("core.backup.copy_in", breaks)
    assert run(empty_place, "restore", copy) == (1, "Error: ab/photo: No space left on device.\n")
    code, said = run(empty_place, "settle")
    assert (code, "not all here" in said, "backup restore" in said) == (1, True, True)
    monkeypatch.undo()
    (Path(empty_place.config["STORAGE_DIR"]) / "ab").mkdir(exist_ok=True)
    (Path(empty_place.config["STORAGE_DIR"]) / "ab" / "photo").write_bytes(b"half")
    code, said = run(empty_place, "restore", copy)
    assert (code, "all sessions ended" in said) == (0, True), said
    assert (Path(empty_place.config["STORAGE_DIR"]) / "ab" / "photo").read_bytes() == b"bytes of ab/photo"


def test_a_copy_holds_no_key_and_is_nobody_elses_to_read(app: Flask, copy: Path):
    held = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    settings = app.config["SETTINGS"]
    assert [path.name for path in copy.rglob("gone.marks")] == []
    assert [secret.encode() in held for secret in (settings.secret_key, settings.data_keys)] == [False, False]
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["changed", "missing", "new", "unfinished"])
def test_a_damaged_copy_is_named_and_not_put_back(app: Flask, copy: Path, empty_place: Flask, harm: str):
    photo = copy / "files" / "ab" / "photo"
    if harm == "changed":
        photo.write_bytes(b"other bytes")
    elif harm == "missing":
        photo.unlink()
    elif harm == "new":
        photo.with_name("more").write_bytes(b"?")
    else:
        (copy / "manifest.json").unlink()
    for code, said in (run(app, "verify", copy), run(empty_place, "restore", copy)):
        assert (code, said.startswith("Error: "), said.count("\n")) == (1, True, 1)


def test_a_copy_gets_a_folder_of_its_own(app: Flask, copy: Path):
    code, said = run(app, "create", copy)
    assert (code, "is there already" in said) == (1, True)
    assert run(app, "verify", copy)[0] == 0

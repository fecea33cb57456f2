"""An encrypted copy is one file that only a key from elsewhere opens; what was changed is noticed, and nothing lies around."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pyrage
import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from core import backup
from core.database import use_unit
from core.encrypted_copies import opened
from core.errors import NoBackup
from core.extensions import db
from feedback.models import Case
from tests.house import tree
from tests.infra.databases import Database
from tests.infra.settings import environment_for, settings_for
from tests.makers import Commune, make_case, make_commune

KEY, OTHER = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
SECOND = pyrage.x25519.Identity.generate()
RECIPIENTS = f"{KEY.to_public()}, {SECOND.to_public()}"
STORY = "Cầu Khuổi Nặm gãy lan can, trâu rơi xuống suối."
PHOTO = os.urandom(300_000)
KNOWN = (b"trau roi", "Khuổi Nặm".encode(), b"CREATE TABLE", b"alembic_version", b"ab/photo", b"made_at", PHOTO[1000:1040])

pytestmark = pytest.mark.settings(backup_recipients=RECIPIENTS)


def run(app: Flask, *words: str | Path) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["backup", *map(str, words)])
    return done.exit_code, done.output


@pytest.fixture
def home(app: Flask) -> Commune:
    with app.app_context():
        commune = make_commune()
        with use_unit(commune.unit_id):
            make_case(commune, story=STORY)
    photo = Path(app.config["STORAGE_DIR"]) / "ab" / "photo"
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(PHOTO)
    return commune


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return the folder of copies, alone in it."""
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


@pytest.fixture
def copy(app: Flask, home: Commune, place: Path) -> Path:
    code, said = run(app, "create", place / "night")
    assert (code, said.startswith("Copied: "), f"{place / 'night.age'} is encrypted; keys that open it: 2." in said) == (
        0, True, True,
    ), said  # fmt: skip
    return place / "night.age"


def key_file(folder: Path, key: pyrage.x25519.Identity = KEY) -> Path:
    file = folder / "key.txt"
    file.write_text(f"# created: 2026-11-27\n# public key: {key.to_public()}\n{key}\n", encoding="ascii")
    return file


@pytest.fixture
def empty_place(empty_database: Database, tmp_path: Path) -> Flask:
    """Return an installation with nothing in it but the keys, and without recipients."""
    (tmp_path / "elsewhere" / "keys").mkdir(parents=True)
    return create_app(settings_for(database_url=empty_database.url, instance=tmp_path / "elsewhere"))


def lying_around(app: Flask, place: Path) -> list[str]:
    """Return what lies beside the copies and in the room where they are made."""
    room = app.config["SETTINGS"].instance / "copying"
    return sorted(path.name for folder in (place, room) if folder.is_dir() for path in folder.rglob("*"))


def test_an_encrypted_copy_is_verified_and_comes_back_with_any_of_its_keys(
    app: Flask, home: Commune, copy: Path, place: Path, empty_place: Flask, tmp_path: Path
):
    file = key_file(tmp_path, SECOND)
    code, said = run(app, "verify", copy, "--identity", file)
    assert (code, said.startswith("The copy is whole: ")) == (0, True), said
    code, said = run(empty_place, "restore", copy, "--identity", file)
    assert (code, said.startswith("Restored: "), "all sessions ended" in said) == (0, True, True), said
    stories = []
    for there in (app, empty_place):
        with there.app_context(), use_unit(home.unit_id):
            stories.append(list(db.session.execute(select(Case.code, Case.story)).tuples()))
            db.session.remove()
    assert (stories[0] == stories[1], stories[1][0][1]) == (True, STORY)
    storage = Path(empty_place.config["STORAGE_DIR"])
    files = {path.relative_to(storage).as_posix(): path.read_bytes() for path in storage.rglob("*") if path.is_file()}
    assert files == {"ab/photo": PHOTO}
    assert lying_around(empty_place, place) == ["night.age"]
    runner = empty_place.test_cli_runner()
    assert [runner.invoke(args=[group, "verify"]).exit_code for group in ("audit", "register")] == [0, 0]


def test_nothing_can_be_read_in_it_and_nothing_is_left_beside_it(app: Flask, copy: Path, place: Path):
    settings, held = app.config["SETTINGS"], copy.read_bytes()
    assert [word for word in (*KNOWN, settings.secret_key.encode(), settings.data_keys.encode()) if word in held] == []
    assert lying_around(app, place) == ["night.age"]
    assert copy.stat().st_mode & 0o077 == 0


def test_what_is_in_it_is_what_a_plain_copy_holds_and_no_key(app: Flask, copy: Path, place: Path):
    settings = app.config["SETTINGS"]
    with opened(copy, [KEY]) as members:
        held = {name: stream.read() for name, stream in members}
    database = backup.DATABASES[db_kind(app)]
    assert list(held) == [database, "files/ab/photo", "manifest.json"]
    assert held["files/ab/photo"] == PHOTO
    inside = b"".join(held.values())
    secrets = (settings.secret_key, settings.data_keys, str(KEY), str(SECOND))
    assert [secret[:8] for secret in secrets if secret.encode() in inside + copy.read_bytes()] == []
    assert sorted(json.loads(held["manifest.json"])) == ["made_at", "marks", "sums", "tables"]


def db_kind(app: Flask) -> str:
    with app.app_context():
        return db.engine.dialect.name


def test_without_a_key_it_is_said_which_is_asked_for(app: Flask, copy: Path, empty_place: Flask, tmp_path: Path):
    for code, said in (run(app, "verify", copy), run(empty_place, "restore", copy)):
        assert (code, said.startswith("Error: "), "is encrypted: --identity FILE" in said) == (1, True, True)
    code, said = run(app, "verify", copy, "--identity", tmp_path / "nowhere.txt")
    assert (code, said) == (1, f"Error: {tmp_path / 'nowhere.txt'}: No such file or directory.\n")


def test_another_key_and_a_changed_byte_are_told_and_change_nothing(app: Flask, copy: Path, empty_place: Flask, tmp_path: Path):
    file, whole = key_file(tmp_path, OTHER), copy.read_bytes()
    answers = [run(app, "verify", copy, "--identity", file), run(empty_place, "restore", copy, "--identity", file)]
    assert answers == [(1, f"Error: None of these keys opens {copy}, or its beginning is damaged.\n")] * 2
    file = key_file(tmp_path)
    copy.write_bytes(whole[:-70_000] + bytes([whole[-70_000] ^ 1]) + whole[-69_999:])
    for code, said in (
        run(app, "verify", copy, "--identity", file), run(empty_place, "restore", copy, "--identity", file),
    ):  # fmt: skip
        assert (code, said.startswith(f"Error: {copy} is damaged"), said.count("\n")) == (1, True, 1)
    assert not list(Path(empty_place.config["STORAGE_DIR"]).rglob("*"))
    copy.write_bytes(whole)
    assert run(app, "verify", copy, "--identity", file)[0] == 0


def test_a_name_that_is_taken_stays_as_it_is(app: Flask, copy: Path, place: Path):
    before = copy.read_bytes()
    for name in ("night", "night.age"):
        code, said = run(app, "create", place / name)
        assert (code, "is there already" in said) == (1, True)
    assert copy.read_bytes() == before


def forged(path: Path, **members: bytes) -> Path:
    """Write an archive of anybody's making: who knows the public key can encrypt one."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    path.write_bytes(pyrage.encrypt(plain.getvalue(), [KEY.to_public()]))
    return path


def test_an_archive_without_its_list_and_one_with_another_file_are_no_copies(app: Flask, place: Path, tmp_path: Path):
    file, facts = key_file(tmp_path), {"made_at": "", "tables": "0001", "sums": {}, "marks": 0}
    bare = forged(place / "bare.age", **{"files/a": b"x"})
    more = forged(place / "more.age", **{"files/a": b"x", "manifest.json": json.dumps(facts).encode()})
    found = [run(app, "verify", path, "--identity", file) for path in (bare, more)]
    assert [code for code, _said in found] == [1, 1]
    assert ("is no finished copy" in found[0][1], "the first one: files/a" in found[1][1]) == (True, True)


@pytest.mark.settings(backup_recipients="")
def test_without_recipients_a_copy_is_a_folder_and_says_that_it_is_open(app: Flask, home: Commune, place: Path):
    code, said = run(app, "create", place / "night")
    assert (code, said.splitlines()[1:]) == (
        0, ["It is not encrypted: keep it on an encrypted disk, or set BACKUP_RECIPIENTS."],
    )  # fmt: skip
    assert (place / "night" / "manifest.json").is_file()
    assert run(app, "verify", place / "night")[0] == 0


MISTYPED = str(KEY.to_public())[:-1] + ("q" if str(KEY.to_public())[-1] != "q" else "p")


@pytest.mark.settings(backup_recipients=MISTYPED)
def test_a_mistyped_recipient_makes_no_copy(app: Flask, home: Commune, place: Path):
    code, said = run(app, "create", place / "night")
    assert (code, "one of its letters is wrong" in said, MISTYPED in said) == (1, True, False)
    assert lying_around(app, place) == []


def test_what_breaks_off_leaves_no_copy_and_nothing_in_the_clear(
    app: Flask, home: Commune, place: Path, monkeypatch: pytest.MonkeyPatch
):
    def gone_wrong(*_arguments: object) -> str:
        raise NoBackup("pg_dump says: no.")

    monkeypatch.setattr(backup, "_add", gone_wrong)
    assert run(app, "create", place / "night") == (1, "Error: pg_dump says: no.\n")
    assert lying_around(app, place) == []


def test_a_kill_in_the_middle_leaves_nothing_under_the_name_and_the_next_copy_is_whole(
    app: Flask, home: Commune, settings: dict[str, object], database: Database, place: Path, tmp_path: Path
):
    photo = Path(app.config["STORAGE_DIR"]) / "ab" / "large"
    with photo.open("wb") as target:
        target.truncate(2 * 1024**3)
    environment = {**os.environ, **environment_for({**settings, "database_url": database.url, "backup_recipients": RECIPIENTS})}
    making = subprocess.Popen(
        [sys.executable, "-m", "flask", "backup", "create", str(place / "night")], cwd=tree.ROOT, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    growing = place / ".night.age.unfinished"
    until = time.monotonic() + 180
    while not (growing.exists() and growing.stat().st_size > 2_000_000) and time.monotonic() < until:
        time.sleep(0.01)
    assert making.poll() is None, making.stdout and making.stdout.read()
    making.send_signal(signal.SIGKILL)
    making.wait()
    assert (growing.exists(), (place / "night.age").exists()) == (True, False)
    assert [word for word in KNOWN if word in growing.read_bytes()] == []
    photo.unlink()
    assert run(app, "create", place / "night")[0] == 0
    assert lying_around(app, place) == ["night.age"]
    assert run(app, "verify", place / "night.age", "--identity", key_file(tmp_path))[0] == 0

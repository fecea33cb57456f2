"""A disk that takes nothing more: every road that stores says so in a sentence, with what was typed, and goes on without."""

from __future__ import annotations

import io
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from accounts.queries import fields
from core import shredding
from core.attachments import Attachment
from core.database import use_unit
from core.errors import NotKept
from core.extensions import db
from core.full_disk import cannot_be_written
from core.transaction import transaction
from feedback.models import Case
from feedback.services import photos, upkeep
from feedback.states import CaseState
from tests.makers import NOW, Commune, make_case
from tests.makers_assisting import PATH as HELPING
from tests.makers_assisting import helper_of
from tests.makers_desk import ANSWER, Desk, desks, form_values, made, photo, sit_down
from tests.makers_pieces import noisy_jpeg, ogg, phone_of, webm
from tests.makers_resident import jpeg, letter_form, look_up, post_letter, send_letter, sentences, upload, value_of

SAID = "Máy chủ tạm thời không cất được tệp"
FULL = "Máy chủ hết chỗ chứa hoặc đang không ghi được"
STORY = "Cống trước nhà văn hóa thôn tắc, nước mưa tràn vào sân."


@contextmanager
def unwritable(app: Flask, name: str = "incoming") -> Iterator[None]:
    """Let a folder of the storage be one that the system lets nobody write to, root included."""
    folder = Path(app.config["STORAGE_DIR"]) / name
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder.rename(folder.with_name("kept"))
    folder.symlink_to("/sys/kernel")
    try:
        yield
    finally:
        folder.unlink()
        kept.rename(folder)


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """Let the system cut every file of this process at ``size``: what is written behind it fails in the middle."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def kept_in(app: Flask, home: Commune) -> tuple[int, int]:
    """Return how many cases and how many files there are."""
    with app.app_context(), use_unit(home.unit_id):
        return (
            db.session.scalar(select(func.count(Case.id))),
            db.session.scalar(select(func.count(Attachment.id))),
        )


def left_in(app: Flask) -> list[str]:
    storage = Path(app.config["STORAGE_DIR"])
    return sorted(path.name for path in storage.rglob("*") if path.is_file())


# ------------------------------------------------------------------ residents


def test_a_letter_comes_back_with_its_words_and_goes_without_its_photo(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    with unwritable(app), capture_logs() as logs:
        answer = client.post("/gui", data={**form, "photos": [upload(jpeg())]})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert (value_of(answer, "story"), value_of(answer, "name")) == (form["story"], form["name"])
        assert any(SAID in sentence for sentence in sentences(answer))
        assert kept_in(app, home) == (0, 0)
        assert client.post("/gui", data=form).status_code == 303
    assert [(line["event"], line["why"], len(line["incident"])) for line in logs if line["log_level"] == "error"] == [
        ("file_not_kept", "EACCES", 8)
    ]
    assert (kept_in(app, home), left_in(app)) == ((1, 0), [])


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_disk_that_fills_in_the_middle_of_a_photo_leaves_half_of_nothing(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    with files_at_most(100_000):
        answer = client.post("/gui", data={**form, "photos": [upload(noisy_jpeg(300_000))]})
    assert (answer.status_code, value_of(answer, "story")) == (503, form["story"])
    assert (kept_in(app, home), left_in(app)) == ((0, 0), [])


def test_a_letter_with_a_fault_and_a_photo_says_both(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client, phone="12")
    with unwritable(app):
        answer = client.post("/gui", data={**form, "photos": [upload(jpeg())]})
    said = sentences(answer)
    assert (answer.status_code, value_of(answer, "story"), len(said)) == (503, form["story"], 2)
    assert kept_in(app, home) == (0, 0)


def test_a_phone_that_sends_by_itself_is_told_to_come_again(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    with unwritable(app):
        answer = client.post("/gui", data={**form, "photos": [upload(jpeg())]}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["problem"], answer.json["retry_after"]) == (503, "not_kept", 60)
    assert SAID in answer.json["message"]


def test_a_voice_note_stays_when_the_next_one_cannot_be_kept(app: Flask, home: Commune):
    """What a command would destroy goes after its commit only."""
    first, second = webm(4), ogg(5)

    def keep(content: bytes, *, fails: bool = False) -> None:
        with transaction():
            photos.keep_voice(io.BytesIO(content), unit_id=home.unit_id, subject="case:1", at=NOW)
            if fails:
                raise RuntimeError

    with app.app_context(), use_unit(home.unit_id):
        keep(first)
        (was,) = db.session.scalars(select(Attachment.public_id)).all()
        with unwritable(app), pytest.raises(NotKept):
            keep(second)
        with pytest.raises(RuntimeError):
            keep(second, fails=True)
        shredding.run(NOW)
        assert db.session.scalars(select(Attachment.public_id)).all() == [was]
        assert (Path(app.config["STORAGE_DIR"]) / "documents" / was).read_bytes() == first
        keep(second)
        shredding.run(NOW)
        (now,) = db.session.scalars(select(Attachment.public_id)).all()
        assert (was in left_in(app), now in left_in(app)) == (False, True)


def test_more_words_come_back_when_their_photo_cannot_be_kept(app: Flask, client: FlaskClient, home: Commune):
    code, words = send_letter(client)
    look_up(client, code, secret=words)
    more = {"text": "Hôm nay gãy thêm một đoạn.", "photos": [upload(jpeg())]}
    with unwritable(app):
        answer = client.post(f"/tra-cuu/{code}/bo-sung", data=more, content_type="multipart/form-data")
    assert (answer.status_code, more["text"] in answer.text, SAID in answer.text) == (503, True, True)
    assert kept_in(app, home) == (1, 0)


def test_a_photo_in_pieces_waits_and_arrives_when_there_is_room(app: Flask, client: FlaskClient, home: Commune):
    phone, content = phone_of(client), noisy_jpeg(80_000)
    phone.open(content)
    with unwritable(app, "pieces"):
        first = phone.send(content, at=0)
    with unwritable(app):
        second = phone.send(content, at=0)
    assert [(answer.status_code, answer.json["code"]) for answer in (first, second)] == [(503, "storage_full")] * 2
    assert phone.stands().headers["Upload-Offset"] == str(len(content))
    assert kept_in(app, home) == (1, 1)


# ------------------------------------------------------------------ officials


@pytest.fixture
def desk(app: Flask, home: Commune, at: Callable[[str], Any]) -> dict[str, Desk]:
    at("2026-11-20 09:00")
    return desks(app, home)


def filled(desk: Desk, path: str, **typed: Any) -> dict[str, Any]:
    known = {"story": STORY, "name": "Hoàng Thị Mẩy", "phone": "0912 345 678"}
    return {**form_values(desk.open(path).text, path), **known, **typed}


def test_the_counter_keeps_every_word(app: Flask, home: Commune, desk: dict[str, Desk]):
    letters = [filled(desk["clerk"], "/can-bo/nhap"), filled(desk["clerk"], "/can-bo/nhap", name="")]
    with unwritable(app):
        answers = [desk["clerk"].send("/can-bo/nhap", {**letter, "files": photo()}) for letter in letters]
    assert [(answer.status_code, STORY in answer.text, SAID in answer.text) for answer in answers] == [(503, True, True)] * 2
    assert kept_in(app, home) == (0, 0)


def test_a_helper_of_a_village_keeps_every_word(app: Flask, home: Commune, desk: dict[str, Desk]):
    helper = sit_down(app, helper_of(app, home))
    letter = filled(helper, HELPING, read_aloud="y", consent_way="oral")
    with unwritable(app):
        answers = [helper.send(HELPING, {**letter, **typed, "files": photo()}) for typed in ({}, {"name": ""})]
    assert [(answer.status_code, STORY in answer.text, SAID in answer.text) for answer in answers] == [(503, True, True)] * 2
    assert kept_in(app, home) == (0, 0)


def test_a_draft_comes_back_with_what_was_typed(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        field = fields(home.unit_id)[0].id
    case_id = made(app, home, state=CaseState.IN_PROGRESS, field_id=field)
    with unwritable(app):
        answer = desk["officer"].take(case_id, "du-thao", **ANSWER, files=photo())
    assert (answer.status_code, ANSWER["what_was_done"] in answer.text, SAID in answer.text) == (400, True, True)
    assert kept_in(app, home) == (1, 0)


# ------------------------------------------------------------------ the worker


def test_a_photo_is_not_given_up_because_the_disk_is_full(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home)
        with transaction():
            photos.attach([upload(jpeg())[0]], case_id=case.id, unit_id=home.unit_id, at=NOW)
        with unwritable(app, "photos"), pytest.raises(Exception) as full:  # noqa: PT011 - looked at below
            upkeep.re_encode_photos(NOW)
        db.session.rollback()
        assert full.value.code == "storage_full"
        assert upkeep.photos_wait(NOW)
        assert upkeep.re_encode_photos(NOW + timedelta(minutes=5)) == 1
        assert db.session.scalars(select(Attachment.state)).all() == ["ready"]


# ------------------------------------------------------------------ the database's own disk


@contextmanager
def full_database(app: Flask) -> Iterator[None]:
    """Let the database take no page more: SQLite by its own limit, PostgreSQL by transactions that may only read."""
    with app.app_context():
        engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    words = "PRAGMA max_page_count = 1" if sqlite else "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"

    def shut(connection: Any, *_: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(words)
        cursor.close()
        connection.commit()

    with _shut_at_checkout(engine, shut):
        yield


@contextmanager
def _shut_at_checkout(engine: Engine, shut: Callable[..., None]) -> Iterator[None]:
    engine.dispose()
    event.listen(engine, "checkout", shut)
    try:
        yield
    finally:
        event.remove(engine, "checkout", shut)
        engine.dispose()


def long_enough(form: dict[str, Any]) -> dict[str, Any]:
    """Return a letter of the greatest length, so that it needs pages of its own."""
    return {**form, "story": ("Đường liên thôn sạt lở, xe không qua được. " * 200)[:4900]}


def test_a_full_database_gives_back_what_was_typed(app: Flask, client: FlaskClient, home: Commune):
    form = long_enough(letter_form(client))
    with full_database(app), capture_logs() as logs:
        answer = client.post("/gui", data={**form, "photos": [upload(jpeg())]})
    again = form_values(answer.text, "/gui")
    assert (answer.status_code, answer.headers["Retry-After"], FULL in answer.text) == (503, "30", True)
    assert "hãy thêm lại sau khi gửi xong" in answer.text
    assert (again["story"].strip(), again["name"]) == (form["story"].strip(), form["name"])
    assert [line for line in logs if form["name"] in str(line) or "Đường liên thôn" in str(line)] == []
    assert kept_in(app, home) == (0, 0)
    assert client.post("/gui", data=again).status_code == 303


def test_programs_read_it_too(app: Flask, client: FlaskClient, home: Commune):
    form = long_enough(letter_form(client))
    with full_database(app):
        answer = client.post("/gui", data=form, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "storage_full")


def test_reading_goes_on_while_the_database_is_full(app: Flask, client: FlaskClient, home: Commune, desk: dict[str, Desk]):
    desk["clerk"].open("/can-bo")  # signed in before
    with full_database(app):
        answers: list[TestResponse] = [client.get(path) for path in ("/", "/gui", "/ho-so", "/tra-cuu")]
        answers.append(desk["clerk"].open("/can-bo"))
    assert [answer.status_code for answer in answers] == [200] * 5


@pytest.mark.parametrize("name", ["password", "code", "mo-khoa-code", "words_secret"])
def test_a_page_never_holds_a_password_or_a_code(app: Flask, client: FlaskClient, home: Commune, name: str):
    form = {**long_enough(letter_form(client)), name: "mot-mat-khau-rat-dai"}
    with full_database(app):
        answer = client.post("/gui", data=form)
    assert (answer.status_code, "<textarea" in answer.text, "mot-mat-khau-rat-dai" in answer.text) == (503, False, False)


@pytest.mark.parametrize(("number", "full"), [(28, True), (30, True), (13, True), (27, True), (2, False), (9, False)])
def test_what_the_system_says_is_told_apart(number: int, full: bool):
    assert cannot_be_written(OSError(number, os.strerror(number))) is full


@pytest.fixture
def nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every disk have a hundred megabytes left."""
    left = SimpleNamespace(free=100 * 1024**2, total=16 * 1024**3, used=0)
    monkeypatch.setattr("core.full_disk.shutil.disk_usage", lambda _folder: left)


@pytest.mark.settings(disk_reserve=10)
def test_the_last_room_belongs_to_work_that_was_begun(app: Flask, home: Commune, at: Any, backend: str, nearly_full: None):
    """On SQLite no new letter comes in, with its words given back, while officials go on; PostgreSQL has a disk of its own."""
    at("2026-11-20 09:00")
    case_id, desk = made(app, home), desks(app, home)
    before = kept_in(app, home)
    answer = post_letter(app.test_client(), story=STORY)
    assert (answer.status_code, FULL in answer.text, STORY in answer.text) == (
        (503, True, True) if backend == "sqlite" else (303, False, False)
    )
    assert kept_in(app, home) == (before if backend == "sqlite" else (before[0] + 1, before[1]))
    assert desk["clerk"].take(case_id, "phan-loai").status_code == 303
    assert app.test_client().get("/tra-cuu").status_code == 200


@pytest.mark.settings(disk_reserve=10)
@pytest.mark.parametrize(
    ("megabytes", "words"), [(100, "hết chỗ</"), (1000, "sắp hết chỗ"), (2500, "còn ít chỗ"), (8000, "")], ids=str
)
def test_administrators_read_how_much_room_is_left(
    app: Flask, home: Commune, at: Any, monkeypatch: pytest.MonkeyPatch, megabytes: int, words: str
):
    at("2026-11-20 09:00")
    left = SimpleNamespace(free=megabytes * 1024**2, total=16 * 1024**3, used=0)
    monkeypatch.setattr("core.full_disk.shutil.disk_usage", lambda _folder: left)
    page = desks(app, home)["administrator"].open("/can-bo/quan-tri").text
    assert (words in page) if words else ("Ổ đĩa của máy chủ" not in page)

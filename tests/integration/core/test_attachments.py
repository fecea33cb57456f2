"""Photos: only pixels remain, bad files are told apart, orphans go."""

from __future__ import annotations

import io
import os
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import event, select

from accounts.models import Unit
from core import attachments, pieces
from core.errors import BadInput, NotKept
from core.extensions import db
from core.objects import store
from core.transaction import transaction
from tests.makers import NOW, make_commune


def jpeg(size: tuple[int, int] = (640, 480), *, orientation: int = 1) -> bytes:
    """Return a JPEG with a GPS position, an orientation and a comment."""
    image, target = Image.new("RGB", size, "green"), io.BytesIO()
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (21.0, 38.0, 24.0)
    image.save(target, "JPEG", exif=exif, comment=b"SecretComment")
    return target.getvalue()


def keep(app: Flask, content: bytes, **options: object) -> attachments.Attachment:
    with transaction():
        unit_id = make_unit()
        return attachments.receive(io.BytesIO(content), unit_id=unit_id, subject="case:1", purpose="story", at=NOW, **options)


def make_unit() -> int:
    return db.session.scalar(select(Unit.id).where(Unit.is_tenant))


@pytest.fixture
def inside(app: Flask):
    with app.app_context():
        make_commune()
        yield


@pytest.mark.usefixtures("inside")
@pytest.mark.settings(disk_reserve=10)
def test_a_nearly_full_disk_takes_no_file_and_keeps_no_row(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=9, total=100))
    with pytest.raises(NotKept) as refused:
        keep(app, jpeg())
    with pytest.raises(OSError, match="No space left"), pieces.writing("a" * 32, offset=0, stored=0):
        pass
    assert refused.value.errors == {"photos": "not_kept"}
    every = select(attachments.Attachment).execution_options(all_units=True)
    assert db.session.scalars(every).all() == []
    assert [path for path in Path(app.config["STORAGE_DIR"]).rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("inside")
def test_a_photo_keeps_nothing_but_pixels(app: Flask):
    row = keep(app, jpeg((4000, 3000), orientation=6))
    assert row.state == "waiting"
    assert attachments.re_encode(row.public_id) == (1200, 1600)
    folder = Path(app.config["STORAGE_DIR"]) / "photos"
    for name in ("large", "small"):
        content = (folder / f"{row.public_id}.{name}.jpg").read_bytes()
        assert [word for word in (b"SecretCamera", b"SecretComment", b"Exif") if word in content] == []
        with Image.open(io.BytesIO(content)) as image:
            assert dict(image.getexif()) == {}


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_empty"),
        (b"<html><script>alert(1)</script>", "photo_type"),
        (b"GIF89a" + b"\0" * 100, "photo_type"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "photo_heic"),
        (b"%PDF-1.7", "photo_type"),
        (b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024), "photo_large"),
    ],
)
def test_what_is_not_a_photo_is_named(app: Flask, content: bytes, code: str):
    with pytest.raises(BadInput) as refused:
        keep(app, content)
    assert refused.value.errors == {"photos": code}
    assert list((Path(app.config["STORAGE_DIR"]) / "incoming").glob("*")) == []


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0 not really a photo",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        jpeg()[:400],
        b"RIFF\0\0\0\0WEBPVP8 ",
    ],
)
def test_a_broken_photo_fails_alone(app: Flask, content: bytes):
    row = keep(app, content)
    assert attachments.re_encode(row.public_id) is None


@pytest.mark.usefixtures("inside")
def test_a_bomb_of_pixels_is_refused(app: Flask):
    target = io.BytesIO()
    Image.new("1", (13000, 13000)).save(target, "PNG")
    row = keep(app, target.getvalue())
    assert attachments.re_encode(row.public_id) is None


@pytest.mark.usefixtures("inside")
def test_documents_are_taken_where_they_are_allowed(app: Flask):
    row = keep(app, b"%PDF-1.7\n...", documents=True)
    assert (row.is_document, row.state) == (True, "ready")
    with store().open(attachments.name_of(row, size="large")).stream as stream:
        assert stream.read() == b"%PDF-1.7\n..."


@pytest.mark.usefixtures("inside")
def test_old_orphans_are_swept_and_waiting_photos_stay(app: Flask):
    row = keep(app, jpeg())
    folder = Path(app.config["STORAGE_DIR"]) / "incoming"
    orphan = folder / ("0" * 32)
    orphan.write_bytes(b"x")
    old = NOW.timestamp() - 80 * 3600
    for path in (orphan, folder / row.public_id):
        os.utime(path, (old, old))
    assert attachments.sweep_orphans(at=NOW) == 1
    assert sorted(path.name for path in folder.iterdir()) == [row.public_id]
    assert attachments.sweep_orphans(at=NOW + timedelta(days=9)) == 0


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_the_sweep_asks_for_many_files_at_a_time(app: Flask, monkeypatch: pytest.MonkeyPatch, at_once: int):
    monkeypatch.setattr(attachments, "SWEPT_AT_ONCE", at_once)
    kept = keep(app, jpeg()).public_id
    folder = Path(app.config["STORAGE_DIR"]) / "incoming"
    old = NOW.timestamp() - 80 * 3600
    for name in (kept, *(f"{number:032}" for number in range(3)), f"{9:032}.part"):
        (folder / name).touch()
        os.utime(folder / name, (old, old))
    asked: list[str] = []
    listen = (db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    event.listen(*listen)
    swept = attachments.sweep_orphans(at=NOW)
    event.remove(*listen)
    assert (swept, [path.name for path in folder.iterdir()]) == (4, [kept])
    assert sum("attachments" in statement for statement in asked) == {1: 5, 2: 3, 500: 1}[at_once]

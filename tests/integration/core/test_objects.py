"""Photos and papers lie in a folder or in a bucket, under the same names, and everything that is done with them is the same."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from core import attachments, objects, shredding
from core.extensions import db
from core.objects import store
from core.transaction import transaction
from tests.infra import databases
from tests.infra.application import application
from tests.infra.bucket_server import BUCKET, BucketServer, running
from tests.integration.core.test_attachments import jpeg
from tests.makers import NOW, Commune, make_commune
from tests.makers_accounts import make_small_commune
from tests.makers_fixed import shown_photo

PDF = b"%PDF-1.7\n" + b"a page of a paper\n" * 40_000


class Place:
    """A place of objects, seen past the product."""

    def __init__(self, folder: Path, server: BucketServer | None) -> None:
        self.folder, self.server = folder, server

    @property
    def storage_url(self) -> str:
        return self.server.storage_url() if self.server else ""

    def names(self) -> list[str]:
        if self.server:
            return [name.removeprefix("gan-dan/") for name in self.server.names()]
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    def on_the_way(self) -> list[str]:
        """Return what is left on the machine's own disk of what lies elsewhere."""
        return [path.name for path in self.folder.rglob("*") if path.is_file()] if self.server else []

    def remove(self, name: str) -> None:
        if self.server:
            self.server.client.delete_object(Bucket=BUCKET, Key=f"gan-dan/{name}")
        else:
            (self.folder / name).unlink()

    def lay(self, name: str, content: bytes) -> None:
        if self.server:
            self.server.put(f"gan-dan/{name}", content)
        else:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(content)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, settings: dict[str, object]) -> Iterator[Place]:
    folder = Path(str(settings["instance_dir"])) / "storage"
    if request.param == "folder":
        yield Place(folder, None)
        return
    with running() as server:
        yield Place(folder, server)


@pytest.fixture
def app(place: Place, settings: dict[str, object], worker: str) -> Iterator[Flask]:
    fresh = databases.migrated("sqlite", f"objects_{worker}")
    yield from application({**settings, "database_url": fresh.url, "storage_url": place.storage_url})
    databases.discard(fresh)


@pytest.fixture
def home(app: Flask) -> Commune:
    with app.app_context():
        return make_commune()


def keep(home: Commune, content: bytes, **options: object) -> attachments.Attachment:
    """Keep a file of a case; the row stays usable after the command."""
    with transaction():
        return attachments.receive(
            io.BytesIO(content), unit_id=home.unit_id, subject="case:1", purpose="story", at=NOW, **options
        )  # fmt: skip


def test_a_photo_goes_its_whole_way(app: Flask, home: Commune, place: Place):
    with app.app_context():
        row = keep(home, jpeg((2000, 1500)))
        received = place.names()
        size = attachments.re_encode(row.public_id)
        attachments.forget_incoming(row.public_id)
    assert (received, size) == ([f"incoming/{row.public_id}"], (1600, 1200))
    assert place.names() == [f"photos/{row.public_id}.large.jpg", f"photos/{row.public_id}.small.jpg"]
    assert place.on_the_way() == []


def test_a_paper_is_kept_byte_by_byte_and_read_in_blocks(app: Flask, home: Commune, place: Place):
    with app.app_context():
        row = keep(home, PDF, documents=True)
        opened = store().open(attachments.name_of(row, size="large"))
        with opened.stream as stream:
            read = stream.read()
    assert (place.names(), read == PDF, opened.size) == ([f"documents/{row.public_id}"], True, len(PDF))
    assert place.on_the_way() == []


def test_a_file_that_lies_on_the_disk_is_taken_and_stays_there(app: Flask, home: Commune, place: Place):
    with app.app_context():
        piece = objects.passage("pieces") / ("e" * 32)
        piece.write_bytes(jpeg())
        with transaction():
            attachments.adopt(
                piece, public_id="e" * 32, media_type="image/jpeg", sha256="0" * 64, unit_id=home.unit_id, subject="case:1",
                purpose="story", at=NOW,
            )  # fmt: skip
        kept = [name for name in place.names() if not name.startswith("pieces/")]
    assert (kept, piece.is_file()) == (["incoming/" + "e" * 32], True)


def test_a_file_that_is_no_photo_leaves_nothing(app: Flask, home: Commune, place: Place):
    with app.app_context(), pytest.raises(attachments.BadInput):
        keep(home, b"\xff\xd8\xff" + b"\0" * attachments.MAX_BYTES)
    assert (place.names(), place.on_the_way()) == ([], [])


def test_a_photo_whose_bytes_are_gone_is_marked_and_nothing_else(app: Flask, home: Commune, place: Place):
    with app.app_context():
        row = keep(home, jpeg())
        place.remove(f"incoming/{row.public_id}")
        assert (attachments.re_encode(row.public_id), attachments.best_of(row)) == (None, None)
        with pytest.raises(objects.Missing):
            store().open("photos/none")


def test_nothing_of_a_destroyed_attachment_is_left(app: Flask, home: Commune, place: Place):
    names = [f"{name.format('a' * 32)}" for name in ("incoming/{}", "documents/{}", "photos/{}.large.jpg", "photos/{}.small.jpg")]
    for name in (*names, "documents/" + "b" * 32):
        place.lay(name, b"bytes")
    with app.app_context():
        (objects.passage("incoming") / ("a" * 32 + ".part")).write_bytes(b"cut off")
        shredding.destroy_files("a" * 32)
    assert place.names() == ["documents/" + "b" * 32]
    assert [name for name in place.on_the_way() if name.startswith("a")] == []


def test_what_no_row_names_is_swept_after_three_days(app: Flask, home: Commune, place: Place):
    later = datetime.now(UTC) + timedelta(days=4)
    with app.app_context():
        kept = keep(home, jpeg()).public_id
        place.lay("incoming/" + "0" * 32, b"x")
        assert attachments.sweep_orphans(at=later - timedelta(days=3)) == 0
        assert attachments.sweep_orphans(at=later) == 1
        db.session.rollback()
    assert place.names() == [f"incoming/{kept}"]


def backup(app: Flask, *words: str | Path) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["backup", *map(str, words)])
    return done.exit_code, done.output


def restored(settings: dict[str, object], copy: Path) -> tuple[int, str, list[str]]:
    """Put a copy into an empty installation with these settings; return what was said and what lies in its folder."""
    fresh = databases.empty("sqlite", "restored_objects")
    instance = Path(str(settings["instance_dir"])).with_name("elsewhere")
    try:
        app = create_app({**settings, "database_url": fresh.url, "instance_dir": str(instance)})
        code, said = backup(app, "restore", copy)
        with app.app_context():
            db.engine.dispose()
    finally:
        databases.discard(fresh)
    folder = instance / "storage"
    return code, said, [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def test_a_copy_takes_the_files_along_and_comes_back_in_a_folder(
    app: Flask, home: Commune, place: Place, settings: dict[str, object], tmp_path: Path
):
    with app.app_context():
        row = keep(home, PDF, documents=True)
        (objects.passage("pieces") / ("f" * 32)).write_bytes(b"half")
    copy = tmp_path / "copy"
    assert (backup(app, "create", copy)[0], backup(app, "verify", copy)[0]) == (0, 0)
    assert (copy / "files" / "documents" / row.public_id).read_bytes() == PDF
    code, said, there = restored(settings, copy)
    assert (code, said.startswith("Restored: "), there) == (0, True, [f"documents/{row.public_id}"]), said


def test_a_copy_comes_back_in_an_empty_bucket_and_in_no_other(
    app: Flask, home: Commune, place: Place, settings: dict[str, object], tmp_path: Path
):
    with app.app_context():
        row = keep(home, PDF, documents=True)
    copy = tmp_path / "copy"
    assert backup(app, "create", copy)[0] == 0
    with running() as another:
        changed = {**settings, "storage_url": another.storage_url(prefix="back")}
        code, said, there = restored(changed, copy)
        assert (code, there, another.names()) == (0, [], [f"back/documents/{row.public_id}"]), said
        code, said, _there = restored(changed, copy)
        assert (code, "is not empty; nothing was changed" in said) == (1, True)


def test_a_photo_is_sent_whole_in_parts_or_not_again(app: Flask, home: Commune):
    with app.app_context():
        address = f"/tep/{shown_photo(home)}/large"
    client = app.test_client()
    whole = client.get(address)
    part = client.get(address, headers={"Range": "bytes=10-19"})
    known = client.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert (whole.status_code, whole.headers["Content-Type"], whole.content_length) == (200, "image/jpeg", len(whole.data))
    assert (part.status_code, part.data) == (206, whole.data[10:20])
    assert (known.status_code, known.data) == (304, b"")


def test_a_photo_of_another_commune_is_not_there(app: Flask, home: Commune):
    with app.app_context():
        address = f"/tep/{shown_photo(home)}/large"
        make_small_commune(code="06506", name="Xã Chiến Thắng", hosts=("hai.example",))
    client = app.test_client()
    assert [client.get(address, base_url=url).status_code for url in ("http://localhost", "http://hai.example")] == [200, 404]


def test_a_photo_that_is_gone_is_a_page_that_says_so(app: Flask, home: Commune, place: Place):
    with app.app_context():
        public_id = shown_photo(home)
    place.remove(f"photos/{public_id}.large.jpg")
    answers = [app.test_client().get(f"/tep/{public_id}/{size}").status_code for size in ("large", "small")]
    assert answers == [404, 200]

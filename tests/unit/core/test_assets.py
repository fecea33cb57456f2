"""Static files stand under the hash of their content, packed once, however many workers start together."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import brotli
import pytest
from flask import Flask, render_template_string

from core.assets import build, content_hash, install

FILES = {
    "css/app.css": "body { color: #222 }\n" * 40, "js/photos.js": "addEventListener('load', () => {})\n" * 20,
    "icons/star.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "icons/logo.png": "\x89PNG", "site.webmanifest": "{}",
}  # fmt: skip
TEXTS = {"css/app.css", "js/photos.js", "icons/star.svg", "site.webmanifest"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_hash_is_twelve_hex_digits_and_the_same_every_time(source: Path):
    name = content_hash(source)
    assert (len(name), set(name) - set("0123456789abcdef"), content_hash(source)) == (12, set(), name)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "css/app.css").write_text("body {}"),
        lambda folder: (folder / "css/new.css").write_text(""),
        lambda folder: (folder / "icons/star.svg").unlink(),
        lambda folder: (folder / "css/app.css").rename(folder / "css/other.css"),
        lambda folder: (folder / "css/app.css").rename(folder / "app.css"),
    ],
    ids=["changed", "added", "removed", "renamed", "moved"],
)
def test_any_change_gives_another_hash(source: Path, change):
    before = content_hash(source)
    change(source)
    assert content_hash(source) != before


def test_touching_a_file_changes_nothing(source: Path):
    before = content_hash(source)
    (source / "css/app.css").touch()
    assert content_hash(source) == before


def test_texts_are_packed_beside_themselves_and_pictures_are_not(source: Path, tmp_path: Path):
    folder = tmp_path / "built" / build(source, tmp_path / "built")
    assert names_in(folder) == set(FILES) | {name + ending for name in TEXTS for ending in (".gz", ".br")}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_packed_files_hold_the_same(source: Path, tmp_path: Path, name: str):
    folder = tmp_path / "built" / build(source, tmp_path / "built")
    assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == (source / name).read_bytes()
    assert brotli.decompress((folder / f"{name}.br").read_bytes()) == (source / name).read_bytes()


def test_two_builds_give_the_same_bytes(source: Path, tmp_path: Path):
    first, second = (tmp_path / place / build(source, tmp_path / place) for place in ("one", "two"))
    assert [(first / name).read_bytes() for name in sorted(names_in(first))] == [
        (second / name).read_bytes() for name in sorted(names_in(second))
    ]


def test_what_is_built_is_not_built_again(source: Path, tmp_path: Path):
    folder = tmp_path / "built" / build(source, tmp_path / "built")
    (folder / "mark").write_text("still here")
    assert build(source, tmp_path / "built") == folder.name
    assert (folder / "mark").read_text() == "still here"


def test_an_older_build_stays_for_pages_that_still_name_it(source: Path, tmp_path: Path):
    old = build(source, tmp_path / "built")
    (source / "css/app.css").write_text("body {}")
    new = build(source, tmp_path / "built")
    assert sorted(path.name for path in (tmp_path / "built").iterdir()) == sorted([old, new])


def test_workers_that_start_together_agree_and_leave_no_half_build(source: Path, tmp_path: Path):
    gate, found = threading.Barrier(6), []

    def start() -> None:
        gate.wait()
        found.append(build(source, tmp_path / "built"))

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [content_hash(source)] * 6
    assert [path.name for path in (tmp_path / "built").iterdir()] == [content_hash(source)]


@pytest.fixture
def site(source: Path, tmp_path: Path) -> Flask:
    app = Flask("assets", static_folder=None)
    install(app, source=source, target=tmp_path / "built")
    return app


def test_templates_name_the_file_with_its_hash(site: Flask, source: Path):
    with site.app_context():
        assert render_template_string("{{ static_url('css/app.css') }}") == f"/static/{content_hash(source)}/css/app.css"


@pytest.mark.parametrize("encoding", ["br", "gzip", None])
def test_a_file_is_served_for_a_year_in_the_best_encoding(site: Flask, source: Path, encoding: str | None):
    path = f"/static/{content_hash(source)}/css/app.css"
    answer = site.test_client().get(path, headers={"Accept-Encoding": encoding} if encoding else {})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, encoding)
    assert unpack(answer.data) == (source / "css/app.css").read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/static/", "/static/css/app.css", "/static/000000000000/css/app.css", "/static/../app.py"])
def test_nothing_else_is_served(site: Flask, path: str):
    assert site.test_client().get(path).status_code == 404

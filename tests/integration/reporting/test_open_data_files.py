"""Files of data: built by the worker, equal to the API and the board, safe to open, and rid of what is taken back."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.jobs import due_jobs, run_job
from core.transaction import transaction
from dialogue.services import question_moderating
from feedback.models import PublicCase
from feedback.services import publishing
from reporting.open_data import building, files
from reporting.open_data.datasets import DATASETS
from reporting.open_data.spec import LICENCE
from tests.makers import NOW, Commune, inside, make_case, publish_case, read_version
from tests.makers_dialogue import announced_dialogue
from tests.makers_minutes import concluded
from tests.makers_open_data import DANGEROUS, Scene, open_scene
from tests.makers_public import make_public
from tests.makers_questions import accept_question, ask_question, read_question

JOB = "open_data"
SAME = (
    ("doi-thoai", "dialogues"),
    ("cau-hoi", "questions"),
    ("cam-ket", "commitments"),
    ("linh-vuc", "fields"),
    ("thon", "villages"),
)
At = Callable[[str], datetime]


@pytest.fixture
def scene(app: Flask, home: Commune) -> Scene:
    """Return what is open, with a dialogue, a question and a promise."""
    with inside(app, unit_id=home.unit_id):
        accept_question(home, ask_question(home, announced_dialogue(home)).question_id)
        concluded(home)
        return open_scene(home)


def worker_runs(app: Flask, at: datetime) -> int | None:
    """Let the worker look whether files are due and build them; returns how many communes were built (None: nothing due)."""
    with app.app_context():
        return run_job(JOB, at=at) if JOB in due_jobs(at) else None


def rows_of(client: FlaskClient, name: str) -> list[dict[str, Any]]:
    """Return the rows of a dataset's JSON Lines."""
    return [json.loads(line) for line in client.get(f"/du-lieu/{name}.jsonl").text.splitlines()]


def test_files_are_built_by_the_worker_and_equal_the_api(app: Flask, client: FlaskClient, scene: Scene, at: At):
    early = client.get("/du-lieu/ho-so.csv")
    assert (early.status_code, early.json["error"]["code"]) == (503, "not_built_yet")
    assert int(early.headers["Retry-After"]) > 0
    assert "Các tệp đang được lập" in client.get("/du-lieu").text
    moment = at("2026-11-20 09:00")
    assert (worker_runs(app, moment), worker_runs(app, moment + timedelta(seconds=9))) == (1, None)

    listed: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        answer = client.get("/api/v1/cases", query_string={"limit": 9, **({"cursor": cursor} if cursor else {})}).json
        listed, cursor = [*listed, *answer["items"]], answer["next_cursor"]
    assert rows_of(client, "ho-so") == listed[::-1]
    assert client.get("/du-lieu/ho-so.json").json == listed[::-1]
    for name, path in SAME:
        assert rows_of(client, name) == client.get(f"/api/v1/{path}").json["items"] != []
    total = client.get("/api/v1/measures").json["total"]
    (whole,) = [row for row in rows_of(client, "so-lieu") if row["group"] == "total"]
    assert {name: whole[name] for name in total} == total
    placed = client.get("/du-lieu/ho-so.geojson")
    assert placed.mimetype == "application/geo+json"
    assert {one["properties"]["code"] for one in placed.json["features"]} == {row["code"] for row in listed if row["place"]}
    assert all(row["published"] for row in listed if row["place"])

    for dataset in DATASETS:
        schema = client.get(f"/du-lieu/{dataset.name}.schema.json").json
        check = jsonschema_rs.validator_for(schema, validate_formats=True)
        for row in rows_of(client, dataset.name):
            check.validate(row)
        read = list(csv.reader(io.StringIO(client.get(f"/du-lieu/{dataset.name}.csv").text, newline="")))
        assert read[0] == list(schema["properties"]) == [name for name, _meaning in dataset.columns]
        assert len(read) - 1 == len(rows_of(client, dataset.name))
    titles = {row["code"]: row["title"] for row in csv.DictReader(io.StringIO(client.get("/du-lieu/ho-so.csv").text, newline=""))}
    assert titles[scene.published[2]] == "'" + DANGEROUS


def test_files_travel_packed_marked_summed_and_in_pieces(app: Flask, client: FlaskClient, scene: Scene, at: At):
    worker_runs(app, at("2026-11-20 09:00"))
    plain = client.get("/du-lieu/ho-so.csv")
    assert plain.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert plain.headers["Content-Disposition"] == 'attachment; filename="ho-so.csv"'
    packed = client.get("/du-lieu/ho-so.csv", headers={"Accept-Encoding": "gzip, br"})
    assert (packed.headers["Content-Encoding"], gzip.decompress(packed.data)) == ("gzip", plain.data)
    marked = client.get("/du-lieu/ho-so.csv?bom=1", headers={"Accept-Encoding": "gzip, br"})
    assert (marked.data, marked.content_length) == (b"\xef\xbb\xbf" + plain.data, len(plain.data) + 3)
    tags = {answer.headers["ETag"] for answer in (plain, packed, marked)}
    assert len(tags) == 3
    for address, answer in (("", plain), ("?bom=1", marked)):
        again = client.get(f"/du-lieu/ho-so.csv{address}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    piece = client.get("/du-lieu/ho-so.csv", headers={"Range": "bytes=0-3", "Accept-Encoding": "gzip"})
    assert (piece.status_code, piece.data) == (206, b"code")
    sums = dict(line.split("  ")[::-1] for line in client.get("/du-lieu/ho-so.sha256").text.splitlines())
    assert sums["ho-so.csv"] == hashlib.sha256(plain.data).hexdigest()
    assert set(sums) == {"ho-so.csv", "ho-so.json", "ho-so.jsonl", "ho-so.geojson"}
    for answer in (plain, packed, marked, piece):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert ("Set-Cookie" in answer.headers, "private" in answer.headers["Cache-Control"]) == (False, False)
    for path, status, hint in [
        ("ho-so.xlsx", 404, "geojson"),
        ("thon.geojson", 404, "sha256"),
        ("khac.csv", 404, "cam-ket"),
        ("ho-so.csv?bom=2", 400, "bom"),
        ("ho-so.json?bom=1", 400, "csv"),
        ("files.json", 404, "ho-so"),
        ("published.ids", 404, "ho-so"),
    ]:
        answer = client.get(f"/du-lieu/{path}")
        assert (answer.status_code, hint in answer.json["error"]["hint"]) == (status, True), path
    the_page_lists_every_file(client)


def the_page_lists_every_file(client: FlaskClient) -> None:
    page = client.get("/du-lieu")
    assert page.status_code == 200
    for dataset in DATASETS:
        for kind in dataset.formats:
            assert f'href="/du-lieu/{dataset.name}.{kind}"' in page.text
    assert "CC BY 4.0" in page.text
    assert "Open data" in client.get("/du-lieu", headers={"Accept-Language": "en"}).text
    assert client.get("/du-lieu", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    catalogue = json.loads(told)
    assert (catalogue["@type"], catalogue["license"], len(catalogue["dataset"])) == ("DataCatalog", LICENCE["url"], len(DATASETS))
    for each in catalogue["dataset"]:
        assert (each["@type"], each["dateModified"], each["creator"]["@type"]) == (
            "Dataset", "2026-11-20", "GovernmentOrganization",
        )  # fmt: skip
        assert {client.get(file["contentUrl"]).mimetype for file in each["distribution"]} == {
            file["encodingFormat"] for file in each["distribution"]
        }
    programs = client.get("/du-lieu/api").text
    assert programs.count("<pre") == 3
    for address in ("/api/v1/openapi.json", "/open311/v2/discovery.json", "/tin.atom", "/ho-so.atom", "/doi-thoai.atom",
                    "/doi-thoai/lich.ics", "/sitemap.xml"):  # fmt: skip
        assert f'href="{address}"' in programs
        assert client.get(address).status_code == 200
    for page in (programs, client.get("/du-lieu").text):
        assert '<link rel="service-desc" type="application/json" href="/api/v1/openapi.json">' in page


def test_what_is_taken_back_leaves_the_files_within_a_minute(app: Flask, client: FlaskClient, home: Commune, at: At):
    moment = at("2026-11-20 09:00")
    with inside(app, unit_id=home.unit_id):
        case_id, code = (case := make_case(home, state="answered")).id, case.code
        publish_case(home, case_id, title="Nhà ông Nông Văn Sâu đổ rác")
    worker_runs(app, moment)
    before = client.get("/du-lieu/ho-so.csv").text
    assert "Nông Văn Sâu" in before
    with inside(app, unit_id=home.unit_id), transaction():
        publishing.unpublish(case_id, actor=home.leader, at=NOW, version=read_version(case_id), reason="Có tên người.")
    runs = [worker_runs(app, moment + timedelta(seconds=second)) for second in range(1, 61)]
    assert [second for second, built in enumerate(runs, start=1) if built] == [10]
    answers = [client.get(f"/du-lieu/ho-so.{kind}") for kind in ("csv", "json", "jsonl", "geojson")]
    assert [("Nông Văn Sâu" in answer.text, code in answer.text) for answer in answers] == [(False, True)] * 3 + [(False, False)]

    # Where a build takes long, nothing is given out from the moment on at which the worker sees it.
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, {"published": True, "title": "Trần Văn Lâu"})
        folder = files.folder_of(building.instance(), home.unit_id)
        slow = building.build(home.unit_id, at=moment + timedelta(minutes=2))
        files.finish(folder, files.Build(**{**vars(slow), "seconds": 300.0}))
        make_public(home.unit_id, {"state": "received"})
        later = moment + timedelta(minutes=2, seconds=11)
        assert building.due(home.unit_id, at=later) is False
        assert building.due(home.unit_id, at=later + timedelta(minutes=59)) is False
        assert building.due(home.unit_id, at=later + timedelta(minutes=60)) is True
        with transaction() as session:
            session.query(PublicCase).filter_by(title="Trần Văn Lâu").delete()
        make_public(home.unit_id, {"state": "received"})
        assert building.due(home.unit_id, at=later) is True
        (in_the_way := folder / f"{later:%Y%m%dT%H%M%S%f}").write_text("")
        with pytest.raises(FileExistsError):  # a build that is interrupted before its first file
            building.build(home.unit_id, at=later)
    assert client.get("/du-lieu/ho-so.csv").status_code == 503
    in_the_way.unlink()
    assert worker_runs(app, later) == 1
    assert "Trần Văn Lâu" not in client.get("/du-lieu/ho-so.csv").text


def test_files_are_built_anew_every_day_and_only_then(app: Flask, client: FlaskClient, scene: Scene, at: At):
    moment = at("2026-11-20 23:00")
    assert worker_runs(app, moment) == 1
    runs = [worker_runs(app, moment + timedelta(minutes=minutes)) for minutes in (1, 30, 59, 60, 61)]
    assert runs == [None, None, None, 1, None]


def is_due_after(home: Commune, act: Callable[[], None], *, at: datetime) -> bool:
    """Build files as if it took long, act, and return whether the next build waits no longer than for what is taken back."""
    built = building.build(home.unit_id, at=at)
    files.finish(files.folder_of(building.instance(), home.unit_id), files.Build(**{**vars(built), "seconds": 300.0}))
    act()
    make_public(home.unit_id, {"state": "received"})
    return building.due(home.unit_id, at=at + timedelta(seconds=11))


def test_words_that_were_replaced_do_not_wait_and_words_that_were_added_do(app: Flask, home: Commune, at: At):
    moments = (at("2026-11-20 09:00") + timedelta(minutes=minute) for minute in range(9))
    with inside(app, unit_id=home.unit_id):
        case_id = make_case(home, state="answered").id
        first = {"title": "Nhà ông Nông Văn Sâu đổ rác"}
        assert is_due_after(home, lambda: publish_case(home, case_id, **first), at=next(moments)) is False
        answered = {**first, "answer": "Xã đã cho dọn bãi rác."}
        assert is_due_after(home, lambda: publish_case(home, case_id, **answered), at=next(moments)) is False
        for changes in ({**answered, "title": "Một hộ đổ rác"}, {"title": "Một hộ đổ rác", "answer": "Xã đã dọn."}):
            assert is_due_after(home, lambda changes=changes: publish_case(home, case_id, **changes), at=next(moments)) is True

        def hides_and_shows_again() -> None:
            with transaction():
                publishing.unpublish(case_id, actor=home.leader, at=NOW, version=read_version(case_id), reason="Có tên người.")
            publish_case(home, case_id, title="Một hộ khác")

        assert is_due_after(home, hides_and_shows_again, at=next(moments)) is True


def test_question_whose_words_go_does_not_wait(app: Flask, home: Commune, at: At):
    moments = (at("2026-11-20 09:00") + timedelta(minutes=minute) for minute in range(9))
    with inside(app, unit_id=home.unit_id):
        dialogue_id = announced_dialogue(home)
        number, other = (ask_question(home, dialogue_id).question_id for _ in range(2))

        def turns_down(question_id: int) -> None:
            with transaction():
                question_moderating.turn_down(
                    question_id, actor=home.clerk, at=NOW, version=read_question(question_id).version,
                    reason_code="offensive", reason="Lời lẽ xúc phạm người khác, xin viết lại.",
                )  # fmt: skip

        assert is_due_after(home, lambda: accept_question(home, number), at=next(moments)) is False
        assert is_due_after(home, lambda: turns_down(other), at=next(moments)) is False
        reworded = "Đường vào thôn bao giờ xã sửa xong?"
        assert is_due_after(home, lambda: accept_question(home, number, public_text=reworded), at=next(moments)) is True
        assert is_due_after(home, lambda: turns_down(number), at=next(moments)) is True

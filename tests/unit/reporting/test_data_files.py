"""Files of data without a database: cells that are no formulas, formats, checksums, and builds that are never half."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from array import array
from pathlib import Path
from typing import Any

import pytest

from reporting.open_data import files
from reporting.open_data.building import digest_lines, etag_of, holds_all
from reporting.open_data.cells import cell, harmless
from reporting.open_data.datasets import BY_NAME, DATASETS
from reporting.open_data.files import Build
from reporting.open_data.serving import dumped
from reporting.open_data.writers import BOM, MEDIA_TYPES, PACKED, PIECE, WRITERS, Written

NAMES = ["code", "title", "latitude", "longitude", "photos"]
ROWS: list[dict[str, Any]] = [
    {"code": "A", "title": 'Đường hỏng, "ổ gà"\nở thôn', "latitude": 21.5, "longitude": 106.5, "photos": ["/1", "/2"]},
    {"code": "B", "title": "=HYPERLINK(1)", "latitude": None, "longitude": None, "photos": []},
]

# ------------------------------------------------------------------ cells

FORMULAS = [
    "=1+1",
    "+84",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    " =1",
    "\n=1",
    "  \n+1",
    "\ufeff=1",
    "\u200b@a",
    "\u00a0-2",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_be_a_formula_is_guarded_and_whole(text: str):
    assert (harmless(text), cell([text, "b"])) == ("'" + text, f"'{text} | b")


@pytest.mark.parametrize("text", ["", "Đường", "1-2", "a=b", "'=1", "(+84)", "–1", "số 7"])
def test_other_texts_stay_as_they_are(text: str):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (True, "true"), (False, "false"), (0, "0"), (-21.5, "-21.5"), ([], ""), (["a", "b"], "a | b"), ("a", "a")],
)
def test_a_value_as_a_cell(value: object, expected: str):
    assert cell(value) == expected


# ------------------------------------------------------------------ formats


def written(folder: Path, kind: str, rows: list[dict[str, Any]]) -> tuple[bytes, Written]:
    """Return the bytes of a file and what is known of it."""
    path = folder / f"x.{kind}"
    writer = WRITERS[kind](path, NAMES)
    for row in rows:
        writer.add(row)
    facts = writer.close()
    plain = path.read_bytes()
    assert gzip.decompress(path.with_name(path.name + PACKED).read_bytes()) == plain
    assert (facts.size, facts.sha256) == (len(plain), hashlib.sha256(plain).hexdigest())
    assert facts.sha256_bom == hashlib.sha256(BOM + plain).hexdigest()
    return plain, facts


def test_csv_is_rfc_4180_and_reads_back(tmp_path: Path):
    plain, facts = written(tmp_path, "csv", ROWS)
    assert (plain.count(b"\r\n"), facts.rows) == (3, 2)
    read = list(csv.DictReader(io.StringIO(plain.decode(), newline="")))
    assert [row["title"] for row in read] == [ROWS[0]["title"], "'=HYPERLINK(1)"]
    assert (read[0]["photos"], read[1]["latitude"]) == ("/1 | /2", "")


def test_json_lines_and_json_hold_the_rows_themselves(tmp_path: Path):
    lines, _facts = written(tmp_path, "jsonl", ROWS)
    whole, _facts = written(tmp_path, "json", ROWS)
    assert [json.loads(line) for line in lines.decode().splitlines()] == ROWS
    assert json.loads(whole) == ROWS


def test_geojson_holds_the_rows_that_have_a_place(tmp_path: Path):
    plain, facts = written(tmp_path, "geojson", [ROWS[1], *ROWS])
    found = json.loads(plain)
    assert (found["type"], len(found["features"]), facts.rows) == ("FeatureCollection", 1, 1)
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [106.5, 21.5]}
    assert set(feature["properties"]) == {"code", "title", "photos"}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_of_nothing_is_still_a_file_of_its_kind(tmp_path: Path, kind: str):
    plain, facts = written(tmp_path, kind, [])
    assert facts.rows == 0
    assert plain.decode() in {",".join(NAMES) + "\r\n", "", "[\n]\n", '{"type":"FeatureCollection","features":[\n]}\n'}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_of_many_pieces_has_every_row_once_and_in_order(tmp_path: Path, kind: str):
    rows = [{**ROWS[0], "code": f"C{number}", "title": "Đường hỏng, " * 40} for number in range(700)]
    plain, facts = written(tmp_path, kind, rows)
    assert len(plain) > 3 * PIECE
    assert (facts.rows, re.findall(rb"\bC\d+\b", plain)) == (700, [f"C{number}".encode() for number in range(700)])


@pytest.mark.parametrize("kind", WRITERS)
def test_a_row_that_was_told_already_is_written_the_same(tmp_path: Path, kind: str):
    paths = [tmp_path / f"{name}.{kind}" for name in ("told", "untold")]
    sums = []
    for path, known in zip(paths, (True, False), strict=True):
        writer = WRITERS[kind](path, NAMES)
        for row in ROWS:
            writer.add(row, dumped(row) if known else "")
        sums.append(writer.close().sha256)
    assert sums[0] == sums[1]


def test_every_format_of_a_dataset_has_a_writer_and_a_media_type():
    assert {kind for dataset in DATASETS for kind in dataset.formats} == set(WRITERS) == set(MEDIA_TYPES)
    assert len(BY_NAME) == len(DATASETS)
    assert all(str(meaning) for dataset in DATASETS for _name, meaning in dataset.columns)


# ------------------------------------------------------------------ builds


def made(name: str, *, sha: str = "a" * 64) -> Build:
    """Return a build with two files of one dataset and one of another."""
    one = Written(size=3, sha256=sha, sha256_bom="b" * 64, rows=1)
    return Build(
        name=name,
        version=4,
        today="2026-11-20",
        as_of="2026-11-20T02:00:00+00:00",
        seconds=0.5,
        files={"ho-so.csv": one, "ho-so.jsonl": one, "thon.csv": one},
    )


def test_a_build_is_present_when_it_is_finished_and_not_before(tmp_path: Path):
    (tmp_path / "1").mkdir()
    assert files.present(tmp_path) is None
    files.finish(tmp_path, made("1"))
    assert files.present(tmp_path) == made("1")


def test_two_builds_stay_and_what_was_interrupted_goes(tmp_path: Path):
    for name in ("1", "2", "3", "4"):
        (tmp_path / name).mkdir()
        files.finish(tmp_path, made(name))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3", "4", files.LIST]


def test_nothing_is_given_out_after_a_withdrawal(tmp_path: Path):
    (tmp_path / "1").mkdir()
    files.finish(tmp_path, made("1"))
    files.withdraw(tmp_path)
    assert (files.present(tmp_path), list(tmp_path.iterdir())) == (None, [])


def test_a_broken_list_is_no_list(tmp_path: Path):
    (tmp_path / files.LIST).write_text('{"name": "1"', encoding="utf-8")
    assert files.present(tmp_path) is None


def test_checksums_are_those_of_the_dataset_as_sha256sum_reads_them():
    assert digest_lines(made("1"), "ho-so") == f"{'a' * 64}  ho-so.csv\n{'a' * 64}  ho-so.jsonl\n"


def test_the_tag_of_a_file_changes_with_its_bytes():
    one, other = made("1"), made("1", sha="c" * 64)
    assert len({etag_of(one, "ho-so.csv"), etag_of(one, "ho-so.csv", bom=True), etag_of(other, "ho-so.csv")}) == 3


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [([], [], True), ([1, 2], [], True), ([1, 2, 3], [1, 3], True), ([1, 3], [1, 2], False), ([], [1], False), ([5], [4], False)],
)
def test_whether_all_that_was_published_still_is(now: list[int], before: list[int], expected: bool):
    assert holds_all(array("q", now), array("q", before)) is expected

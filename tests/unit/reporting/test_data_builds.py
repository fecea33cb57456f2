"""Builds of data files: which one is present, which are forgotten, and whether anything was taken back since."""

from __future__ import annotations

import hashlib
import random
from array import array
from pathlib import Path

import pytest

from reporting.open_data import building, datasets, files
from reporting.open_data.files import Build
from reporting.open_data.writers import BOM, WRITERS, Written


def build(folder: Path, name: str, *, version: int = 1) -> Build:
    """Write a build of one small dataset and make it the present one."""
    (folder / name).mkdir(parents=True)
    written = {}
    for kind in ("csv", "json"):
        writer = WRITERS[kind](folder / name / f"thon.{kind}", ["code"])
        writer.add({"code": "na-lia"})
        written[f"thon.{kind}"] = writer.close()
    made = Build(name=name, version=version, today="2026-11-20", as_of="2026-11-20T01:00:00+00:00", seconds=0.1, files=written)
    files.finish(folder, made)
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_last_build_is_the_present_one_and_the_one_before_stays_for_its_readers(tmp_path: Path):
    assert files.present(tmp_path) is None
    for number in range(1, 5):
        made = build(tmp_path, f"2026112{number}", version=number)
        assert files.present(tmp_path) == made
    assert names(tmp_path) == ["20261123", "20261124", "files.json"]
    assert files.path_of(tmp_path, made, "thon.csv").read_bytes() == b"code\r\nna-lia\r\n"


@pytest.mark.parametrize("text", ["", "{", "null is not it", "\x00"])
def test_list_that_was_broken_is_no_build(tmp_path: Path, text: str):
    (tmp_path / files.LIST).write_text(text, encoding="utf-8")
    assert files.present(tmp_path) is None


def test_what_an_interrupted_build_left_is_swept_by_the_next(tmp_path: Path):
    build(tmp_path, "20261121")
    for left in ("20261119", "20261120"):
        (tmp_path / left).mkdir()
        (tmp_path / left / "thon.csv").write_bytes(b"half")
    build(tmp_path, "20261122")
    assert names(tmp_path) == ["20261121", "20261122", "files.json"]


def test_withdrawn_files_are_gone_at_once_and_again_without_harm(tmp_path: Path):
    build(tmp_path, "20261121")
    for _time in range(2):
        files.withdraw(tmp_path)
        assert (files.present(tmp_path), names(tmp_path)) == (None, [])


def test_checksums_are_those_of_the_bytes_and_tags_change_with_them(tmp_path: Path):
    made = build(tmp_path, "20261121")
    data = files.path_of(tmp_path, made, "thon.csv").read_bytes()
    lines = building.digest_lines(made, "thon").splitlines()
    assert lines[0] == f"{hashlib.sha256(data).hexdigest()}  thon.csv"
    assert [line.partition("  ")[2] for line in lines] == ["thon.csv", "thon.json"]
    assert building.digest_lines(made, "tho") == "\n"
    assert made.files["thon.csv"].sha256_bom == hashlib.sha256(BOM + data).hexdigest()
    tags = {building.etag_of(made, name, bom=bom) for name in ("thon.csv", "thon.json") for bom in (False, True)}
    assert len(tags) == 4
    other = Build(**{**vars(made), "files": {**made.files, "thon.csv": Written(size=1, sha256="a", sha256_bom="b", rows=0)}})
    assert building.etag_of(other, "thon.csv") not in tags
    assert building.etag_of(other, "thon.json") in tags


HELD: list[tuple[list[int], list[int], bool]] = [
    # published now, published before, whether all of before is still there
    ([], [], True), ([1, 2], [], True), ([], [1], False), ([1, 2, 3], [1, 2, 3], True), ([1, 2, 3, 9], [2, 9], True),
    ([1, 3], [2], False), ([1, 2], [1, 2, 3], False), ([2, 3], [1], False), ([5], [5], True), ([5], [6], False),
]  # fmt: skip


@pytest.mark.parametrize(("now", "before", "held"), HELD)
def test_list_of_numbers_holds_another(now: list[int], before: list[int], held: bool):
    assert building.holds_all(array("q", now), array("q", before)) is held


def test_lists_hold_each_other_as_sets_do():
    draw = random.Random(6)
    for _time in range(300):
        now, before = (sorted(draw.sample(range(12), draw.randint(0, 9))) for _list in range(2))
        assert building.holds_all(array("q", now), array("q", before)) is (set(before) <= set(now)), (now, before)


@pytest.mark.parametrize("number", [0, 1, datasets.BATCH - 1, datasets.BATCH, datasets.BATCH + 1, 2 * datasets.BATCH])
def test_long_list_is_walked_whole_in_batches_each_row_once(number: int):
    asked: list[int | None] = []

    def read(before: int | None) -> list[int]:
        asked.append(before)
        last = number if before is None else before - 1
        return list(range(last, max(last - datasets.BATCH, 0), -1))

    assert list(datasets._walked(read, lambda row: row)) == list(range(number, 0, -1))
    assert (asked[0], len(asked)) == (None, number // datasets.BATCH + 1)

"""A destroyed file: every byte of it is nought on the disk before its name goes, whatever its size."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.objects import BLOCK, destroy

SECRET = b"Ba Lo Thi Panh "


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_every_byte_is_overwritten_before_the_name_goes(tmp_path: Path, size: int):
    path, other_name = tmp_path / "photo.jpg", tmp_path / "other"
    path.write_bytes((SECRET * (size // len(SECRET) + 1))[:size])
    os.link(path, other_name)  # the same blocks under a second name: what is left on the disk
    destroy(path)
    assert (path.exists(), other_name.read_bytes()) == (False, bytes(size))


def test_only_the_named_file_is_destroyed(tmp_path: Path):
    path, beside = tmp_path / "photo.jpg", tmp_path / "photo.jpg.bak"
    for each in (path, beside):
        each.write_bytes(SECRET)
    destroy(path)
    assert [item.name for item in tmp_path.iterdir()] == ["photo.jpg.bak"]
    assert beside.read_bytes() == SECRET


def test_a_file_that_is_not_there_is_not_passed_over_in_silence(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        destroy(tmp_path / "gone.jpg")


def test_a_file_that_may_not_be_written_keeps_its_name(tmp_path: Path):
    folder = tmp_path / "photo.jpg"
    folder.mkdir()
    with pytest.raises(IsADirectoryError):
        destroy(folder)
    assert folder.is_dir()

"""A disk that is nearly full keeps its rest for words: files are refused as on a full one."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.full_disk import AMPLE, cannot_be_written, keeps_files, leave_room

GIB = 1024**3


@pytest.mark.parametrize(
    ("free", "total", "reserve", "keeps"),
    [
        (GIB, 10 * GIB, 10, True),
        (GIB - 1, 10 * GIB, 10, False),
        (0, 100 * GIB, 10, False),
        (0, 100 * GIB, 0, True),  # switched off
        (AMPLE, 4000 * GIB, 10, True),  # a small share of a large disk is much
        (AMPLE - 1, 4000 * GIB, 10, False),
    ],
)
def test_files_are_taken_while_there_is_room(free: int, total: int, reserve: int, keeps: bool):
    assert keeps_files(free=free, total=total, reserve=reserve) is keeps


def test_what_is_refused_is_refused_as_by_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=GIB, total=16 * GIB))
    with pytest.raises(OSError, match="No space left") as refused:
        leave_room(tmp_path, reserve=10)
    assert (refused.value.errno, cannot_be_written(refused.value)) == (errno.ENOSPC, True)
    leave_room(tmp_path, reserve=5)

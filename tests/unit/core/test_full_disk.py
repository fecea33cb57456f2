"""A disk that is nearly full keeps its rest for words: files are refused as on a full one."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.full_disk import AMPLE, WORDS_LEAST, Room, cannot_be_written, leave_room, room_of

GIB = 1024**3


@pytest.mark.parametrize(
    ("free", "total", "reserve", "room"),
    [
        (2 * GIB, 10 * GIB, 10, Room.AMPLE),
        (2 * GIB - 1, 10 * GIB, 10, Room.LOW),
        (GIB, 10 * GIB, 10, Room.LOW),
        (GIB - 1, 10 * GIB, 10, Room.WORDS),
        (WORDS_LEAST, 10 * GIB, 10, Room.WORDS),
        (WORDS_LEAST - 1, 10 * GIB, 10, Room.NONE),
        (GIB // 20 + 1, GIB, 10, Room.WORDS),  # of a small disk half the reserve is left
        (GIB // 20, GIB, 10, Room.NONE),
        (0, 100 * GIB, 10, Room.NONE),
        (0, 100 * GIB, 0, Room.AMPLE),  # switched off
        (2 * AMPLE, 4000 * GIB, 10, Room.AMPLE),  # a small share of a large disk is much
        (AMPLE, 4000 * GIB, 10, Room.LOW),
        (AMPLE - 1, 4000 * GIB, 10, Room.WORDS),
    ],
)
def test_a_disk_takes_less_the_fuller_it_is(free: int, total: int, reserve: int, room: Room):
    assert room_of(free=free, total=total, reserve=reserve) is room


def test_what_is_refused_is_refused_as_by_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=GIB, total=16 * GIB))
    with pytest.raises(OSError, match="No space left") as refused:
        leave_room(tmp_path, reserve=10)
    assert (refused.value.errno, cannot_be_written(refused.value)) == (errno.ENOSPC, True)
    leave_room(tmp_path, reserve=5)

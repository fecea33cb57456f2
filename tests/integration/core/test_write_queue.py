"""Writers on SQLite take turns, over threads and processes; a dead process gives its turn back."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core import write_queue
from core.write_queue import QueueTooLong, WriteQueue
from tests.infra.waiting import wait_until

HOLDER = """
import sys, time
from pathlib import Path
from core.write_queue import WriteQueue
with WriteQueue(Path(sys.argv[1])).turn():
    print("mine", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(path: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(path), str(seconds)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "mine\n"
    return process


def test_threads_take_turns(tmp_path: Path):
    queue, inside, most = WriteQueue(tmp_path / "q"), [], []

    def write() -> None:
        for _ in range(20):
            with queue.turn():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (160, 1)


def test_processes_take_turns(tmp_path: Path):
    holder = hold(tmp_path / "q", 0.5)
    with WriteQueue(tmp_path / "q").turn():
        assert holder.poll() == 0 or holder.wait(timeout=5) == 0


def test_a_killed_process_gives_its_turn_back(tmp_path: Path):
    holder = hold(tmp_path / "q", 60)
    holder.kill()
    holder.wait()
    started = time.monotonic()
    with WriteQueue(tmp_path / "q").turn():
        assert time.monotonic() - started < 2


def test_a_turn_that_does_not_come_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(write_queue, "WAIT_SECONDS", 0.05)
    queue = WriteQueue(tmp_path / "q")
    with queue.turn(), pytest.raises(QueueTooLong) as refused, queue.turn():
        pass
    assert (refused.value.status, refused.value.code) == (503, "busy")


def test_an_error_inside_gives_the_turn_back(tmp_path: Path):
    queue = WriteQueue(tmp_path / "q")
    with pytest.raises(RuntimeError), queue.turn():
        raise RuntimeError
    with queue.turn():
        pass


WRITER = """
import sys
from pathlib import Path
from core.write_queue import WriteQueue
with WriteQueue(Path(sys.argv[1])).turn(), Path(sys.argv[2]).open("a") as book:
    book.write(sys.argv[3])
"""


def waits(process: subprocess.Popen[str]) -> bool:
    """Return whether a process stands in a line for a lock, as the kernel tells it."""
    lines = [line.split() for line in Path("/proc/locks").read_text(encoding="ascii").splitlines()]
    return any(line[1] == "->" and int(line[5]) == process.pid for line in lines)


def line_up(folder: Path, names: str) -> list[subprocess.Popen[str]]:
    """Start a process for each name that writes it into the book in its turn; each waits before the next one starts."""
    waiting: list[subprocess.Popen[str]] = []
    for name in names:
        command = [sys.executable, "-c", WRITER, str(folder / "q"), str(folder / "book"), name]
        waiting.append(subprocess.Popen(command, text=True))
        assert wait_until(lambda: waits(waiting[-1]))
    return waiting


def test_turns_go_in_the_order_they_were_asked_for_and_not_to_who_just_had_one(tmp_path: Path):
    queue, book = WriteQueue(tmp_path / "q"), tmp_path / "book"
    with queue.turn():
        waiting = line_up(tmp_path, "abcdef")
    with queue.turn():
        assert book.read_text() == "abcdef"
    assert [process.wait() for process in waiting] == [0] * 6


def test_who_dies_in_the_line_holds_nobody_up(tmp_path: Path):
    queue, book = WriteQueue(tmp_path / "q"), tmp_path / "book"
    with queue.turn():
        waiting = line_up(tmp_path, "abc")
        waiting[1].kill()
        waiting[1].wait()
        assert not book.exists()
    with queue.turn():
        assert book.read_text() == "ac"


KEEN = """
import sys
from pathlib import Path
from core.write_queue import WriteQueue
queue, number = WriteQueue(Path(sys.argv[1])), Path(sys.argv[2])
for _ in range(300):
    with queue.turn():
        number.write_text(str(int(number.read_text()) + 1))
"""


def test_processes_in_a_hurry_are_never_inside_together(tmp_path: Path):
    number = tmp_path / "number"
    number.write_text("0")
    begun = [subprocess.Popen([sys.executable, "-c", KEEN, str(tmp_path / "q"), str(number)]) for _ in range(4)]
    assert ([process.wait() for process in begun], number.read_text()) == ([0] * 4, "1200")

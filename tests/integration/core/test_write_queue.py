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


GREEDY = """
import os, sys, time
from pathlib import Path
from core.write_queue import WriteQueue
queue, turns = WriteQueue(Path(sys.argv[1])), Path(sys.argv[2])
sys.stdin.readline()
for _ in range(120):
    with queue.turn():
        busy_until = time.process_time() + 0.003
        while time.process_time() < busy_until:
            pass
        with turns.open("a") as book:
            book.write(sys.argv[3])
"""


def test_who_waits_for_a_turn_is_not_passed_over_by_those_that_just_had_one(tmp_path: Path):
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", GREEDY, str(tmp_path / "q"), str(tmp_path / "turns"), name], stdin=subprocess.PIPE
        )
        for name in "abcd"
    ]
    for process in begun:
        process.stdin.write(b"go\n")
        process.stdin.close()
    assert [process.wait() for process in begun] == [0, 0, 0, 0]
    turns = (tmp_path / "turns").read_text()
    together = turns[max(turns.index(name) for name in "abcd") : min(turns.rindex(name) for name in "abcd")]
    longest = max(len(gap) for name in "abcd" for gap in together.split(name))
    assert (len(turns), longest < 25) == (480, True), turns

"""The folder of a test run: things are made once, failures are remembered, killed runs are found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.infra import postgresql, run_folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a run of its own."""
    monkeypatch.setenv(run_folder.VARIABLE, str(tmp_path))
    return tmp_path


def test_a_thing_is_made_once(folder: Path):
    made = []
    answers = [run_folder.once("server", lambda: made.append(1) or "port 5") for _ in range(3)]
    assert (answers, made) == (["port 5"] * 3, [1])


def test_two_things_do_not_stand_for_each_other(folder: Path):
    assert [run_folder.once(name, lambda name=name: name.upper()) for name in ("a", "b")] == ["A", "B"]


def test_a_failure_is_remembered_and_not_tried_again(folder: Path):
    tried = []

    def fails() -> str:
        tried.append(1)
        raise ValueError("no room on the disk")

    with pytest.raises(ValueError, match="no room"):
        run_folder.once("server", fails)
    with pytest.raises(RuntimeError, match="server could not be made: no room on the disk"):
        run_folder.once("server", fails)
    assert tried == [1]


def test_what_was_never_made_is_not_noted(folder: Path):
    assert run_folder.noted(folder, "server") is None


def test_what_was_made_is_noted_for_the_process_that_ends_the_run(folder: Path):
    run_folder.once("server", lambda: "12 6379")
    assert run_folder.noted(folder, "server") == "12 6379"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a place where run folders are made, instead of the machine's."""
    monkeypatch.setattr(run_folder, "base", lambda: tmp_path)
    return tmp_path


def run_of(shelf: Path, pid: int) -> Path:
    """Make the folder that a run of process ``pid`` would have made."""
    made = shelf / f"{run_folder.PREFIX}{pid}"
    made.mkdir()
    (made / "pid").write_text(str(pid), encoding="ascii")
    return made


def test_a_run_whose_process_lives_is_left_alone(shelf: Path):
    run_of(shelf, os.getpid())
    assert run_folder.abandoned() == []


def test_a_run_whose_process_is_gone_is_found(shelf: Path):
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    left = run_of(shelf, int(gone.stdout))
    assert run_folder.abandoned() == [left]


def test_a_folder_is_removed_with_everything_in_it(shelf: Path):
    left = run_of(shelf, 1)
    (left / "postgresql").mkdir()
    run_folder.remove(left)
    assert list(shelf.iterdir()) == []


@pytest.mark.parametrize("note", ["", "no number\n", "{ended}\n/data\n", "{stranger}\n/data\n"])
def test_a_server_that_ended_with_its_machine_is_not_stopped_again(tmp_path: Path, note: str):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stranger = subprocess.Popen(["sleep", "60"])
    data = tmp_path / "postgresql" / "data"
    data.mkdir(parents=True)
    (data / "postmaster.pid").write_text(note.format(ended=ended.pid, stranger=stranger.pid), encoding="ascii")
    try:
        postgresql.stop(tmp_path)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()

"""The scripts behind `make demo` and `make test`: secrets made once, missing programs named or installed, a taken port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def run(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts as make does."""
    return subprocess.run(
        [ROOT / "scripts" / script, *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder of stand-ins for programs of the machine, to be put first on the PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder


def stand_in(folder: Path, name: str, lines: str) -> None:
    """Put a shell script in a program's place."""
    (folder / name).write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_secrets_are_made_with_their_modes(tmp_path: Path):
    done = run("secrets.sh", INSTANCE_DIR=str(tmp_path))
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "secret.env", tmp_path / "keys" / "data.keys")}
    assert (done.returncode, done.stdout, modes) == (0, "", {"secret.env": "0o600", "data.keys": "0o400"})


def test_secrets_are_long_enough_and_never_the_same(tmp_path: Path):
    for name in ("a", "b"):
        run("secrets.sh", INSTANCE_DIR=str(tmp_path / name))
    secrets = {(tmp_path / name / "secret.env").read_text() for name in ("a", "b")}
    keys = {(tmp_path / name / "keys" / "data.keys").read_text() for name in ("a", "b")}
    assert (len(secrets), len(keys), min(map(len, secrets)) > 60, {len(key) for key in keys}) == (2, 2, True, {45})


def test_secrets_are_kept_the_second_time(tmp_path: Path):
    run("secrets.sh", INSTANCE_DIR=str(tmp_path))
    first = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    run("secrets.sh", INSTANCE_DIR=str(tmp_path))
    assert {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()} == first


def test_a_present_program_is_no_news():
    done = run("system_packages.sh", "postgresql", "redis", "venv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_somebody_who_is_not_root_is_told_the_line_to_type(tmp_path: Path, programs: Path):
    stand_in(programs, "id", "echo 1000")
    done = run("system_packages.sh", "chromium", CHROMIUM=str(tmp_path / "none"), PATH=f"{programs}:{os.environ['PATH']}")
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [
            "Missing on this machine: chromium fonts-dejavu-core. Type:",
            "  sudo apt-get install -y --no-install-recommends chromium fonts-dejavu-core",
        ],
    )


def test_root_gets_what_is_missing_by_apt(tmp_path: Path, programs: Path):
    browser, log = tmp_path / "chromium", tmp_path / "log"
    stand_in(programs, "id", "echo 0")
    stand_in(programs, "apt-get", f'echo "$@" >>{log}\ncase $1 in install) install -m 755 /dev/null {browser} ;; esac')
    done = run("system_packages.sh", "chromium", CHROMIUM=str(browser), PATH=f"{programs}:{os.environ['PATH']}")
    assert (done.returncode, log.read_text().splitlines()) == (
        0,
        ["update -qq", "install -y --no-install-recommends chromium fonts-dejavu-core -qq"],
    )


def test_an_installation_that_fails_says_what_apt_said(tmp_path: Path, programs: Path):
    stand_in(programs, "id", "echo 0")
    stand_in(programs, "apt-get", "echo no such package >&2; exit 100")
    done = run("system_packages.sh", "chromium", CHROMIUM=str(tmp_path / "none"), PATH=f"{programs}:{os.environ['PATH']}")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "no such package")


def test_demo_names_another_port_when_its_own_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("demo.sh", PORT=port)
    assert (done.returncode, done.stderr.splitlines()) == (1, [f"Port {port} is taken. Type: PORT=8001 make demo"])


def test_an_old_python_is_refused_with_a_sentence(programs: Path):
    stand_in(programs, "python3.9", 'case "$1" in -V) echo Python 3.9.2 ;; *) exit 1 ;; esac')
    done = run("virtual_environment.sh", "requirements.txt", PYTHON=str(programs / "python3.9"))
    assert (done.returncode, "Python 3.11 or newer is needed" in done.stderr) == (1, True)


def test_map_of_the_workshop_names_every_target():
    make = shutil.which("make") or "make"
    shown = subprocess.run([make, "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[1] for line in shown.splitlines()][:3] == ["help", "demo", "test"]


@pytest.fixture
def flask(tmp_path: Path):
    """Run a command of the product as an operator does, on an installation of its own."""
    made = run("secrets.sh", INSTANCE_DIR=str(tmp_path))
    assert made.returncode == 0, made.stderr

    def call(*arguments: str, **environment: str) -> tuple[int, list[str]]:
        own = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DATA_KEYS", "DATABASE_URL")}
        done = subprocess.run(
            [ROOT / ".venv" / "bin" / "flask", *arguments], cwd=ROOT, env={**own, "INSTANCE_DIR": str(tmp_path), **environment},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stderr.splitlines()

    return call


def test_a_command_that_cannot_begin_says_why_in_a_sentence(flask, tmp_path: Path):
    code, said = flask("audit", "verify", SECRET_KEY="short")
    assert (code, len(said), said[0].startswith("Error: SECRET_KEY is missing or shorter than 32 characters.")) == (1, 1, True)
    (tmp_path / "no-folder").touch()
    code, said = flask("audit", "verify", STORAGE_URL=str(tmp_path / "no-folder"))
    assert (code, len(said), said[0].startswith("Error: ")) == (1, 1, True)


def test_a_command_before_the_tables_are_there_names_the_command_that_makes_them(flask):
    code, said = flask("commune", "load", "accounts/data/van_linh.toml")
    assert (code, len(said), "no such table" in said[0], "flask db upgrade" in said[1]) == (1, 2, True, True)


def test_a_command_whose_database_is_away_says_so(flask):
    code, said = flask("audit", "verify", DATABASE_URL="postgresql://gandan@127.0.0.1:1/gandan")
    assert (code, "DATABASE_URL" in said[-1], any("Traceback" in line for line in said)) == (1, True, False)

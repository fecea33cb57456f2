"""The files of the repository as the house rules see them: found, never listed by hand."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "core", "deadlines", "accounts", "denunciation", "feedback", "dialogue", "consultation", "disclosure", "supervision",
    "skilful", "reporting",
)  # fmt: skip
NOT_PRODUCT = ("tests", "migrations", "benchmarks", "scripts", "docs")


@cache
def repository_files() -> tuple[Path, ...]:
    """Return every file that is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return tuple(ROOT / name for name in sorted(set(listed)) if name and (ROOT / name).is_file())


def rooms() -> list[str]:
    """Return the rooms that are built."""
    return [room for room in ROOMS if (ROOT / room / "__init__.py").is_file()]


def inside(path: Path, *folders: str) -> bool:
    """Return whether a file lies below one of the top-level folders."""
    return path.relative_to(ROOT).parts[0] in folders


def python_files() -> list[Path]:
    """Return all Python files."""
    return [path for path in repository_files() if path.suffix == ".py"]


def product_files() -> list[Path]:
    """Return the Python files that run at a commune: rooms, front door, server configuration."""
    return [path for path in python_files() if not inside(path, *NOT_PRODUCT)]


def room_files() -> list[Path]:
    """Return the Python files of the rooms and the front door."""
    return [path for path in product_files() if inside(path, "app.py", *ROOMS)]


def test_files() -> list[Path]:
    """Return the Python files of the tests."""
    return [path for path in python_files() if inside(path, "tests")]


def templates() -> list[Path]:
    """Return the HTML templates."""
    return [path for path in repository_files() if inside(path, "templates") and path.suffix == ".html"]


def name(path: Path) -> str:
    """Return a file's path as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    """Return what stands in a file."""
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(text(path), filename=str(path))


def documentation() -> str:
    """Return everything written in docs/ and README.md as one text."""
    pages = [path for path in repository_files() if path.suffix == ".md" and (inside(path, "docs") or path.name == "README.md")]
    return "\n".join(text(path) for path in pages)


test_files.__test__ = False  # type: ignore[attr-defined] - a list of files, not a test

"""The repository speaks of the product alone: no machine's paths, no package registry's address, nothing secret."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house import tree

# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of one machine": re.compile("/" + r"(?:work|home|Users)/\w|/" + r"tmp/\w|/" + r"root/\w"),
    "the address of a package registry": re.compile(
        r"https?://[\w.-]*(?:" + "|".join(("py" + "pi", "pythonhosted", "npm" + "js", "deb" + r"ian\.org/deb")) + ")", re.I
    ),
    "a private key": re.compile("-----BEGIN [A-Z ]*" + "PRIVATE KEY-----"),
    "left-over of a merge": re.compile(r"^(?:<{7} |>{7} )", re.M),
    "a debt without an owner": re.compile(
        r"(?:#|//|<!--|{#|^).{0,3}\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX")) + r")\b(?! =)", re.M
    ),
}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".html",
    ".css",
    ".js",
    ".txt",
    ".cfg",
    ".sh",
    ".yml",
    ".yaml",
    ".po",
    ".csv",
    ".jsonl",
    ".json",
    ".xml",
    "",
}
BIGGEST_BYTES = 1_500_000
NEVER = (".sqlite3", ".mo", ".pyc", ".keys", ".env", ".pem")
TOP = {
    ".ci", ".editorconfig", ".gitattributes", ".gitignore", "CHANGELOG.md", "Makefile", "README.md", "app.py", "babel.cfg",
    "gunicorn.conf.py", "pyproject.toml", "requirements-dev.txt", "requirements-s3.txt", "requirements.txt", "static",
    "templates", "translations",
}  # fmt: skip
"""What lies at the top beside the rooms and what is not the product; a stray output of a tool does not belong there."""


def text_files() -> list[Path]:
    """Return the files that people read."""
    return [path for path in tree.repository_files() if path.suffix in TEXT]


def test_no_file_holds_what_belongs_elsewhere():
    found = [
        f"{tree.name(path)}:{tree.text(path)[: match.start()].count(chr(10)) + 1} {what}: {match.group()!r}"
        for path in text_files()
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(tree.text(path))
    ]
    assert found == []


def test_no_data_keys_or_compiled_files_are_kept():
    assert [tree.name(path) for path in tree.repository_files() if path.name.endswith(NEVER)] == []


def test_nothing_strays_to_the_top():
    found = {path.relative_to(tree.ROOT).parts[0] for path in tree.repository_files()}
    assert found - TOP - {*tree.ROOMS, *tree.NOT_PRODUCT} == set()


def test_no_file_is_large():
    sizes = {tree.name(path): path.stat().st_size for path in tree.repository_files()}
    assert {name: size for name, size in sizes.items() if size > BIGGEST_BYTES} == {}


def test_runtime_requirements_are_pinned():
    lines = [line for line in tree.text(tree.ROOT / "requirements.txt").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+", line)] == []


def test_every_script_can_be_run():
    scripts = [path for path in tree.repository_files() if path.suffix == ".sh" or tree.name(path) == ".ci/run"]
    assert [tree.name(path) for path in scripts if not path.stat().st_mode & 0o111] == []

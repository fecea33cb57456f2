"""`flask --help` lists the commands before there are keys and leaves nothing behind; what does something still needs them."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from flask.cli import cli as flask_group

from core.cli import install, started
from core.errors import Misconfigured


@pytest.mark.parametrize("line", ["--help", "commune --help", "commune load --help", "commune load x.toml --help"])
def test_list_of_commands_needs_no_keys_and_leaves_no_file(monkeypatch: pytest.MonkeyPatch, line: str):
    used: list[Path] = []

    def make(**instead: str) -> Flask:
        if not instead:
            raise Misconfigured("SECRET_KEY is missing.")
        used.append(Path(instead["instance_dir"]))
        (used[0] / "made").write_text("x", encoding="ascii")
        assert (len(instead["secret_key"]) > 32, len(instead["data_keys"])) == (True, 44)
        return Flask("told")

    monkeypatch.setattr(sys, "argv", ["flask", *line.split()])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with click.Context(click.Command("flask")):
        assert started(make).name == "told"
    assert not used[0].exists()


@pytest.mark.parametrize(
    ("line", "in_a_command"),
    [
        (["flask", "audit", "verify"], True),
        (["flask"], True),
        (["gunicorn"], False),
        (["gunicorn", "--help"], False),
        (["flask", "accounts", "create", "--name", "--help"], True),
        (["flask", "commune", "--", "--help"], True),
    ],
)
def test_whatever_does_something_is_refused_without_keys(monkeypatch: pytest.MonkeyPatch, line: list[str], in_a_command: bool):
    def make(**instead: str) -> Flask:
        assert instead == {}
        raise Misconfigured("SECRET_KEY is missing.")

    monkeypatch.setattr(sys, "argv", line)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with (
        click.Context(click.Command("flask")) if in_a_command else nullcontext(),
        pytest.raises(SystemExit, match="Error: SECRET"),
    ):
        started(make)


def test_the_list_holds_the_product_s_commands_and_none_of_a_library():
    def make() -> Flask:
        app = Flask("told")
        install(app)
        return app

    told = CliRunner().invoke(flask_group, ["--help"], obj=ScriptInfo(create_app=make)).output
    names = {line.split()[0] for line in told.partition("Commands:")[2].splitlines() if line.startswith("  ")}
    assert {"audit", "backup", "jobs", "secrets"} <= names
    assert "limiter" not in names

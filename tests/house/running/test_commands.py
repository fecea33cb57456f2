"""Every command is documented, explains itself, and the promised ones exist."""

from __future__ import annotations

import click
from flask import Flask

from core.late import LateGroup
from tests.house import tree

OF_LIBRARIES = {"db", "limiter", "routes", "run", "shell", "translate"}
PROMISED = {
    "commune load", "demo load", "feedback import", "load generate", "jobs run", "audit verify", "calendar load",
    "deadline show", "terms table", "accounts create", "accounts disable", "accounts reset",
}  # fmt: skip


def commands_of(group: click.Group, prefix: str = "") -> list[str]:
    """Return the full names of the commands below a group."""
    found: list[str] = []
    for name, found_there in sorted(group.commands.items()):
        command = found_there.load() if isinstance(found_there, LateGroup) else found_there
        if isinstance(command, click.Group):
            found += commands_of(command, f"{prefix}{name} ")
        else:
            found.append(f"{prefix}{name}")
    return found


def own_commands(app: Flask) -> list[str]:
    """Return the commands of the product, without those that libraries bring."""
    return [name for name in commands_of(app.cli) if name.split()[0] not in OF_LIBRARIES]


def test_promised_commands_exist(sqlite_app: Flask):
    assert sorted(PROMISED - set(own_commands(sqlite_app))) == []


def test_every_command_is_documented(sqlite_app: Flask):
    written = tree.documentation()
    assert [name for name in own_commands(sqlite_app) if f"flask {name}" not in written] == []


def test_every_command_says_what_it_does(sqlite_app: Flask):
    runner = sqlite_app.test_cli_runner()
    mute = []
    for name in own_commands(sqlite_app):
        shown = runner.invoke(args=[*name.split(), "--help"])
        if shown.exit_code != 0 or len(shown.output.split("Options:")[0].strip().splitlines()) < 2:
            mute.append(name)
    assert mute == []

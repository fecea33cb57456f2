"""Every room adds its command to ``flask demo``; the group that one room begins is not lost when the next room adds to it."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import click
import pytest
from flask import Flask

import consultation.wiring
import dialogue.wiring
import disclosure.wiring
import reporting.friendly.wiring
import reporting.mobilisation.wiring
import skilful.wiring
import supervision.wiring
from core.late import add_commands
from scripts.demo_data import COMMANDS

ROOMS = (
    dialogue.wiring, consultation.wiring, disclosure.wiring, supervision.wiring, skilful.wiring, reporting.mobilisation.wiring,
    reporting.friendly.wiring,
)  # fmt: skip


def demo_group(*rooms: object) -> click.Group:
    """Return ``flask demo`` as an application with these rooms has it."""
    app = Flask("commands")
    for room in rooms:
        add_commands(app, room.COMMANDS)
    return app.cli.commands["demo"].load()


@pytest.mark.parametrize("command", [words[1] for words in COMMANDS if words[0] == "demo"])
def test_what_the_demo_script_runs_is_a_command(command: str):
    assert command in demo_group(*ROOMS).commands


def test_every_room_is_asked_for_its_commands(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def noted(name: str) -> ModuleType:
        asked.append(name)
        return import_module(name)

    monkeypatch.setattr("core.late.importlib.import_module", noted)
    demo_group(*ROOMS)
    rooms = ["dialogue", "consultation", "disclosure", "supervision", "skilful", "reporting.mobilisation", "reporting.friendly"]
    assert asked == [f"{room}.cli" for room in rooms]


def test_a_group_of_one_room_stays_alone():
    app = Flask("commands")
    add_commands(app, (("one", "consultation.cli:demo_group", "One."), ("two", "consultation.cli:demo_group", "Two.")))
    assert (app.cli.commands["one"].help, app.cli.commands["two"].help) == ("One.", "Two.")

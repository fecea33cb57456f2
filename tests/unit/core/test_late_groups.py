"""A group of commands that several rooms hang commands into is found whole, whoever of them was added last."""

from __future__ import annotations

import sys
from types import ModuleType

import click
import pytest
from flask import Flask

from core.late import add_commands


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> click.Group:
    """Three modules: one has the group, two know it from there and never each other."""
    group = click.Group("show")
    for name in ("ground", "left", "right"):
        module = ModuleType(f"room_{name}")
        module.show_group = group
        monkeypatch.setitem(sys.modules, module.__name__, module)
        group.add_command(click.Command(name, callback=lambda name=name: click.echo(f"did {name}")))
    return group


@pytest.mark.parametrize("order", [("ground", "left", "right"), ("ground", "right", "left")])
def test_group_of_several_rooms_is_one_with_the_words_of_the_first(
    app_without_rooms: Flask, rooms: click.Group, order: tuple[str, ...]
):
    for name in order:
        add_commands(app_without_rooms, (("show", f"room_{name}:show_group", f"Words of {name}."),))
    found = app_without_rooms.cli.commands["show"]
    assert found.help == "Words of ground."
    assert found.load() is rooms
    run = app_without_rooms.test_cli_runner()
    assert [run.invoke(args=["show", name]).output for name in order] == [f"did {name}\n" for name in order]


def test_every_place_of_a_group_is_imported(app_without_rooms: Flask, rooms: click.Group):
    add_commands(app_without_rooms, (("show", "room_ground:show_group", ""), ("show", "room_that_is_not_there:show_group", "")))
    with pytest.raises(ModuleNotFoundError, match="room_that_is_not_there"):
        app_without_rooms.cli.commands["show"].load()


@pytest.fixture
def app_without_rooms() -> Flask:
    """An application with nothing in it."""
    return Flask("empty")

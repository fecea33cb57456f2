"""What is loaded late or left out: a web process and the worker hold for months what they have loaded."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import click
from flask import Flask


def import_without(name: str, *hidden: str) -> ModuleType:
    """Import a module that loads others when they can be found, without those of them that are not loaded yet."""
    absent = [other for other in hidden if other not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        return importlib.import_module(name)
    finally:
        for other in absent:
            del sys.modules[other]


class LateCommand(click.Command):
    """Stands in the list of commands for one that is loaded when it is called."""

    def load(self) -> click.Command:
        """Return the command."""
        raise NotImplementedError

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Let the command take over before anything is read of the line."""
        return self.load().make_context(info_name, args, parent, **extra)


class LateGroup(LateCommand):
    """A group that lies in a module; ``source`` is "module:name". Several rooms may add commands to one group."""

    def __init__(self, name: str, source: str, words: str) -> None:
        super().__init__(name, help=words)
        self._sources = [source]

    def grow(self, source: str) -> None:
        """Let another room's module, which holds the same group, add its commands when the group is called."""
        self._sources.append(source)

    def load(self) -> click.Command:
        """Import every module of the group and return it."""
        places = [source.partition(":") for source in self._sources]
        return [getattr(importlib.import_module(module), name) for module, _colon, name in places][-1]


def add_commands(app: Flask, commands: Iterable[tuple[str, str, str]]) -> None:
    """Add groups of commands by name, place ("module:name") and what they are for; a group that is there grows."""
    for name, source, words in commands:
        known = app.cli.commands.get(name)
        if isinstance(known, LateGroup):
            known.grow(source)
        else:
            app.cli.add_command(LateGroup(name, source, words))

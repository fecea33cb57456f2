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
    """A group that lies in a module, and commands that other rooms hang into it; ``source`` is "module:name"."""

    def __init__(self, name: str, source: str, words: str) -> None:
        super().__init__(name, help=words)
        self._sources = [source]

    def add(self, source: str) -> None:
        """Let one more module, which hangs its commands into the same group, be imported with it."""
        self._sources.append(source)

    def load(self) -> click.Command:
        """Import the modules and return their group."""
        return [getattr(importlib.import_module(module), name) for module, name in map(_halves, self._sources)][-1]


def _halves(source: str) -> list[str]:
    return source.split(":")


def add_commands(app: Flask, commands: Iterable[tuple[str, str, str]]) -> None:
    """Add groups of commands by name, place ("module:name") and what they are for; a group that is there gets one more place."""
    for name, source, words in commands:
        known = app.cli.commands.get(name)
        if isinstance(known, LateGroup):
            known.add(source)
        else:
            app.cli.add_command(LateGroup(name, source, words))

"""How this room is hung into the application: its pages and commands; it listens to nobody and has no jobs."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from core.jobs import Job
from deadlines import cli, views

HANDLERS: HandlerTable = {}
JOBS: tuple[Job, ...] = ()


def install(app: Flask) -> None:
    """Register pages and commands."""
    app.register_blueprint(views.blueprint)
    for group in cli.GROUPS:
        app.cli.add_command(group)

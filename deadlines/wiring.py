"""How this room is hung into the application: its pages and commands; it listens to nobody and has no jobs."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from core.jobs import Job
from core.late import add_commands
from deadlines import views

HANDLERS: HandlerTable = {}
JOBS: tuple[Job, ...] = ()
COMMANDS = (
    ("deadline", "deadlines.cli:deadline_group", "Due dates with their proof."),
    ("terms", "deadlines.cli:terms_group", "The legal terms."),
    ("calendar", "deadlines.cli:calendar_group", "The working calendar."),
)


def install(app: Flask) -> None:
    """Register pages and commands."""
    app.register_blueprint(views.blueprint)
    add_commands(app, COMMANDS)

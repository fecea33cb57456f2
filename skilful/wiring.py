"""How the room hangs in the house: pages, the audit trail of every event, and work for later."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts import desk_doors
from accounts.desk_doors import DeskDoor, holds
from core.bus import HandlerTable
from core.jobs import Job
from core.late import add_commands
from core.permissions import Permission
from skilful.events import EVENTS
from skilful.reminders import remind_models
from skilful.trail import write_down
from skilful.views import (  # noqa: F401 - their routes
    desk,
    desk_pages,
    desk_steps,
    public,
    public_pages,
)

HANDLERS: HandlerTable = dict.fromkeys(EVENTS, (write_down,))
JOBS: tuple[Job, ...] = (Job(name="skilful", every=timedelta(hours=1), run=remind_models),)
COMMANDS = (("demo", "skilful.cli:demo_group", "The demonstration commune."),)  # the letters' room begins it


REGISTER = "/can-bo/dan-van-kheo"


def _year_of_register(name: str) -> str:
    """Return where the models of a year lie: "year:2026" is how letters name it."""
    year = name.removeprefix("year:")
    return f"{REGISTER}?nam={year}" if year.isascii() and year.isdigit() else ""


def install(app: Flask) -> None:
    """Register pages and commands."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)
    add_commands(app, COMMANDS)
    opens = holds(Permission.SKILFUL_READ)
    desk_doors.lead(app, "skilful", _year_of_register)
    desk_doors.hang(app, DeskDoor(place=47, url=REGISTER, label=_l("Mô hình"), icon="star", opens=opens))

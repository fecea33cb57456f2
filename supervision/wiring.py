"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts import desk_doors
from accounts.desk_doors import DeskDoor, holds, numbered
from core.bus import HandlerTable
from core.jobs import Job
from core.late import add_commands
from core.permissions import Permission
from core.returning import on_return
from supervision import notices
from supervision.events import EVENTS
from supervision.reminders import remind_recommendations
from supervision.services.returning import take_out_again
from supervision.trail import write_down
from supervision.views import (  # noqa: F401 - their routes
    desk,
    desk_pages,
    desk_steps,
    emptying,
    public,
    public_pages,
)

HANDLERS: HandlerTable = {
    event: (write_down, notices.tell) if event in notices.TELLING else (write_down,) for event in EVENTS
}  # fmt: skip
JOBS: tuple[Job, ...] = (Job(name="supervision", every=timedelta(hours=1), run=remind_recommendations),)
COMMANDS = (("demo", "supervision.cli:demo_group", "The demonstration commune."),)  # the letters' room begins it


def install(app: Flask) -> None:
    """Register pages and commands."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)
    add_commands(app, COMMANDS)
    on_return(app, take_out_again)
    desk_doors.lead(app, "supervision", numbered("/can-bo/giam-sat"))
    desk_doors.name_by(app, "supervision", desk.told)
    desk_doors.hang(
        app,
        DeskDoor(place=45, url="/can-bo/giam-sat", label=_l("Giám sát"), icon="scale", opens=holds(Permission.SUPERVISION_READ)),
    )

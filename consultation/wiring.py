"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts import desk_doors
from accounts.desk_doors import DeskDoor, holds, numbered
from consultation.handlers import HANDLERS as HANDLERS
from consultation.jobs import JOBS as JOBS
from consultation.services.returning import take_out_again
from consultation.views import (  # noqa: F401 - their routes
    desk,
    desk_pages,
    desk_steps,
    paper_desk,
    public,
    public_pages,
    summary_desk,
)
from core.late import add_commands
from core.permissions import Permission
from core.returning import on_return

COMMANDS = (("demo", "consultation.cli:demo_group", "The demonstration commune."),)


def install(app: Flask) -> None:
    """Register pages and commands."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)
    add_commands(app, COMMANDS)
    on_return(app, take_out_again)
    desk_doors.lead(app, "consultation", numbered("/can-bo/lay-y-kien"))
    desk_doors.hang(
        app,
        DeskDoor(
            place=20, url="/can-bo/lay-y-kien", label=_l("Lấy ý kiến"), icon="edit", opens=holds(Permission.CONSULTATION_READ)
        ),
    )

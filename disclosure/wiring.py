"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_pgettext

from accounts import desk_doors
from accounts.desk_doors import DeskDoor, holds, numbered
from core.bus import HandlerTable
from core.jobs import Job
from core.late import add_commands
from core.permissions import Permission
from disclosure import notices
from disclosure.events import EVENTS, DisclosureChanged, DisclosureDrafted
from disclosure.land_events import LAND_EVENTS
from disclosure.land_reminders import remind_lands
from disclosure.reminders import remind_disclosures
from disclosure.trail import write_down, write_land_down
from disclosure.views import (  # noqa: F401 - their routes
    case_lands,
    desk,
    desk_pages,
    desk_steps,
    land_desk,
    land_public,
    public,
    public_pages,
)

HANDLERS: HandlerTable = {
    **dict.fromkeys(EVENTS, (write_down,)),
    **dict.fromkeys(LAND_EVENTS, (write_land_down,)),
    **dict.fromkeys((DisclosureDrafted, DisclosureChanged), (write_down, notices.tell)),
}
JOBS: tuple[Job, ...] = (
    Job(name="disclosures", every=timedelta(hours=1), run=remind_disclosures),
    Job(name="land projects", every=timedelta(hours=1), run=remind_lands),
)
COMMANDS = (("demo", "disclosure.cli:demo_group", "The demonstration commune."),)  # the letters' room begins it


def install(app: Flask) -> None:
    """Register pages and commands."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)
    add_commands(app, COMMANDS)
    desk_doors.lead(app, "disclosure", numbered("/can-bo/cong-khai"))
    desk_doors.lead(app, "land", numbered("/can-bo/cong-khai/du-an"))
    desk_doors.hang(
        app,
        DeskDoor(
            place=40,
            url="/can-bo/cong-khai",
            label=lazy_pgettext("desk", "Công khai"),
            icon="eye",
            opens=holds(Permission.DISCLOSURE_READ),
        ),
    )

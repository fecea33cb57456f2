"""How the sealed room hangs in the house: its pages, its command, its door in the desk's navigation; no job.

It hears when legal time changes and whom an administrator let in, and nobody hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts import desk_doors
from accounts.desk_doors import DeskDoor
from accounts.events import WayInGiven, WayInTaken
from accounts.memory import remembered
from accounts.read_models import SignedIn
from accounts.session import ENTRUSTED
from core.bus import HandlerTable
from core.jobs import Job
from core.late import add_commands
from core.permissions import Permission
from core.returning import on_return
from deadlines.clock import today
from deadlines.events import CalendarChanged, TermChanged
from denunciation.people import listed_ids
from denunciation.queries.doors import has_door
from denunciation.services import recounting, returning
from denunciation.services.confirming import shut_for, tell_of_a_reader_shut_out
from denunciation.views import blueprint, entry, lists, lock, papers  # noqa: F401 - its routes and their lock

HANDLERS: HandlerTable = {
    CalendarChanged: (recounting.on_calendar_changed,),
    TermChanged: (recounting.on_term_changed,),
    WayInGiven: (shut_for,),
    WayInTaken: (tell_of_a_reader_shut_out,),
}
JOBS: Sequence[Job] = ()
COMMANDS = (("register", "denunciation.cli:group", "The sealed register: its audit chain, never its content."),)


def install(app: Flask) -> None:
    """Register pages and commands."""
    app.register_blueprint(blueprint)
    add_commands(app, COMMANDS)
    on_return(app, returning.settle_entries)
    desk_doors.hang(app, DeskDoor(place=60, url=blueprint.url_prefix or "", label=_l("Sổ kín"), icon="lock", opens=_opens))
    app.extensions[ENTRUSTED].append(_reads_register)


def _reads_register(official: SignedIn) -> bool:
    """Whether somebody is on the commune's list of readers: trusted with more than his posts tell."""
    return official.id in listed_ids(official.unit_id)


def _opens(person: SignedIn) -> bool:
    """Whether the register exists for an official; nothing else, and nobody else is asked."""
    if Permission.DENUNCIATION_ENTER not in person.permissions:
        return False
    return remembered(("register-door", person.unit_id, person.id), lambda: has_door(person, roles=person.roles, today=today()))

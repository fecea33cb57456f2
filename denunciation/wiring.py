"""How the sealed room hangs in the house: its pages, its command, its door in the desk's navigation; no job.

It hears when legal time changes and whom an administrator let in, and nobody hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, request
from flask_login import current_user

from accounts.events import WayInGiven, WayInTaken
from accounts.memory import remembered
from accounts.read_models import SignedIn
from accounts.session import ENTRUSTED
from core.bus import HandlerTable
from core.jobs import Job
from core.late import add_commands
from core.permissions import Permission
from deadlines.clock import today
from deadlines.events import CalendarChanged, TermChanged
from denunciation.people import listed_ids
from denunciation.queries.register import has_door
from denunciation.services import recounting
from denunciation.services.confirming import shut_for, tell_of_a_reader_shut_out
from denunciation.views import blueprint, entry, lists, lock  # noqa: F401 - its routes and their lock

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
    app.context_processor(_door)
    app.extensions[ENTRUSTED].append(_reads_register)


def _reads_register(official: SignedIn) -> bool:
    """Whether somebody is on the commune's list of readers: trusted with more than his posts tell."""
    return official.id in listed_ids(official.unit_id)


def _door() -> dict[str, object]:
    """Tell official pages whether the register exists for this official; nothing else, and nobody else is asked."""
    if not request.path.startswith("/can-bo") or not current_user.is_authenticated:
        return {}
    person = current_user._get_current_object()
    if Permission.DENUNCIATION_ENTER not in person.permissions:
        return {}
    seen = remembered(("register-door", person.unit_id, person.id), lambda: has_door(person, roles=person.roles, today=today()))
    return {"register_door": seen, "register_here": request.path.startswith(blueprint.url_prefix or "")}

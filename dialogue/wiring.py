"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts import desk_doors
from accounts.desk_doors import DeskDoor, holds, numbered
from core.late import add_commands
from core.permissions import Permission
from core.returning import on_return
from dialogue.handlers import HANDLERS as HANDLERS
from dialogue.jobs import JOBS as JOBS
from dialogue.queries.question_desk import desk_address
from dialogue.services.question_returning import lead_again
from dialogue.views import (  # noqa: F401 - their routes
    amending_desk,
    case_origin,
    commitment_desk,
    commitment_public,
    conclusion_desk,
    day_desk,
    day_public,
    desk_pages,
    minute_desk,
    planning_desk,
    planning_public,
    planning_steps,
    public_pages,
    question_desk,
    questions_public,
    reception_desk,
    reception_public,
    reception_register,
    registrations_desk,
    registrations_public,
    verdicts_public,
)

COMMANDS = (
    ("dialogue", "dialogue.cli:group", "Dialogues between leaders and residents."),
    ("demo", "dialogue.cli:demo_group", "The demonstration commune."),  # the letters' room begins it
)


def install(app: Flask) -> None:
    """Register pages and commands."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)
    add_commands(app, COMMANDS)
    on_return(app, lead_again)
    desk_doors.lead(app, "dialogue", numbered("/can-bo/doi-thoai"))
    desk_doors.lead(app, "commitment", numbered("/can-bo/cam-ket"))
    desk_doors.lead(app, "question", desk_address)
    desk_doors.hang(
        app,
        DeskDoor(place=10, url="/can-bo/doi-thoai", label=_l("Đối thoại"), icon="people", opens=holds(Permission.DIALOGUE_READ)),
    )
    desk_doors.hang(
        app,
        DeskDoor(place=30, url="/can-bo/tiep-dan", label=_l("Tiếp dân"), icon="people", opens=holds(Permission.RECEPTION_RUN)),
    )

"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from dialogue import cli, events, models, planning_models  # noqa: F401 - its tables
from dialogue.jobs import JOBS as JOBS
from dialogue.trail import write_down
from dialogue.views import desk_pages, planning_desk, planning_public, planning_steps, public_pages  # noqa: F401 - its routes

HANDLERS: HandlerTable = {
    **dict.fromkeys((events.DialoguePlanned, events.DialogueChanged, events.DialogueAnnounced), (write_down,)),
    **dict.fromkeys((events.DialoguePostponed, events.DialogueCancelled), (write_down,)),
    **dict.fromkeys((events.DialogueOpened, events.DialogueClosed), (write_down,)),
    **dict.fromkeys((events.DialogueStepDone, events.DialogueCalled, events.DialogueCallAnswered), (write_down,)),
    events.DialogueRecorded: (write_down,),
}
"""Every event of the room is written down."""


def install(app: Flask) -> None:
    """Register pages and commands."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)
    cli.install(app)

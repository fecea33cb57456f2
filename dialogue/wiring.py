"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from dialogue import (  # noqa: F401 - their tables
    cli,
    events,
    models,
    planning_models,
    question_events,
    question_models,
    question_notices,
    registration_events,
    registration_models,
    registration_notices,
)
from dialogue.jobs import JOBS as JOBS
from dialogue.trail import write_down
from dialogue.views import (  # noqa: F401 - their routes
    desk_pages,
    planning_desk,
    planning_public,
    planning_steps,
    public_pages,
    question_desk,
    questions_public,
    registrations_desk,
    registrations_public,
)

HANDLERS: HandlerTable = {
    **dict.fromkeys((events.DialoguePlanned, events.DialogueChanged, events.DialogueAnnounced), (write_down,)),
    **dict.fromkeys(
        (events.DialoguePostponed, events.DialogueCancelled),
        (write_down, question_notices.tell_askers, registration_notices.tell_holders),
    ),
    **dict.fromkeys((events.DialogueOpened, events.DialogueClosed), (write_down,)),
    **dict.fromkeys((events.DialogueStepDone, events.DialogueCalled, events.DialogueCallAnswered), (write_down,)),
    events.DialogueRecorded: (write_down,),
    **dict.fromkeys(question_events.QUESTION_EVENTS, (write_down, question_notices.tell)),
    **dict.fromkeys(registration_events.REGISTRATION_EVENTS, (write_down, registration_notices.tell)),
}
"""Every event of the room is written down."""


def install(app: Flask) -> None:
    """Register pages and commands."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)
    cli.install(app)

"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from dialogue import events, models, question_events, question_models, question_notices  # noqa: F401 - their tables
from dialogue.jobs import JOBS as JOBS
from dialogue.trail import write_down
from dialogue.views import desk_pages, public_pages, question_desk, questions_public  # noqa: F401 - their routes

HANDLERS: HandlerTable = {
    **dict.fromkeys((events.DialoguePlanned, events.DialogueChanged, events.DialogueAnnounced), (write_down,)),
    **dict.fromkeys((events.DialoguePostponed, events.DialogueCancelled), (write_down, question_notices.tell_askers)),
    **dict.fromkeys((events.DialogueOpened, events.DialogueClosed), (write_down,)),
    **dict.fromkeys(question_events.QUESTION_EVENTS, (write_down, question_notices.tell)),
}
"""Every event of the room is written down."""


def install(app: Flask) -> None:
    """Register pages."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)

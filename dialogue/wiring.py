"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from dialogue import events, models, question_events, question_models  # noqa: F401 - their tables
from dialogue.jobs import JOBS as JOBS
from dialogue.trail import write_down
from dialogue.views import desk_pages, public_pages

HANDLERS: HandlerTable = {
    **dict.fromkeys((events.DialoguePlanned, events.DialogueChanged, events.DialogueAnnounced), (write_down,)),
    **dict.fromkeys((events.DialoguePostponed, events.DialogueCancelled), (write_down,)),
    **dict.fromkeys((events.DialogueOpened, events.DialogueClosed), (write_down,)),
    **dict.fromkeys(
        (
            question_events.QuestionAsked,
            question_events.QuestionAccepted,
            question_events.QuestionRefused,
            question_events.QuestionLed,
            question_events.QuestionMerged,
            question_events.QuestionUnmerged,
            question_events.QuestionAssigned,
            question_events.QuestionDrafted,
            question_events.QuestionSettled,
            question_events.QuestionBecameCase,
        ),
        (write_down,),
    ),  # fmt: skip
}
"""Every event of the room is written down."""


def install(app: Flask) -> None:
    """Register pages."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)

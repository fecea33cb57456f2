"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from dialogue import (
    events,
    models,  # noqa: F401 - its tables
    reception_demo,
    reception_events,
    reception_models,  # noqa: F401 - its tables
    reception_notices,
    reception_register_models,  # noqa: F401 - its tables
)
from dialogue.jobs import JOBS as JOBS
from dialogue.trail import write_down
from dialogue.views import (  # noqa: F401 - their routes
    desk_pages,
    public_pages,
    reception_desk,
    reception_public,
    reception_register,
)
from feedback.events import DemoLoaded

HANDLERS: HandlerTable = {
    **dict.fromkeys((events.DialoguePlanned, events.DialogueChanged, events.DialogueAnnounced), (write_down,)),
    **dict.fromkeys(
        (
            reception_events.ReceptionScheduled, reception_events.ReceptionPublished, reception_events.ReceptionCancelled,
            reception_events.OnlineReferenced, reception_events.SlotGivenBack, reception_events.ReceptionEntered,
            reception_events.ReceptionCorrected, reception_events.ReceptionCaseMade, reception_events.ReceptionPaperIssued,
            reception_events.ReceptionConcluded,
        ),
        (write_down,),
    ),
    reception_events.SlotBooked: (write_down, reception_notices.tell_booked),
    reception_events.ReceptionPostponed: (write_down, reception_notices.tell_moved),
    reception_events.ReceptionHeld: (write_down, reception_notices.tell_not_held),
    DemoLoaded: (reception_demo.show_reception_days,),
}  # fmt: skip
"""Every event of the room is written down."""


def install(app: Flask) -> None:
    """Register pages."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)

"""How the room hangs in the house: pages, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from dialogue import commitment_events as promises
from dialogue import commitment_models, events, minute_models, models  # noqa: F401 - its tables
from dialogue import minute_events as day
from dialogue.commitment_notices import tell
from dialogue.jobs import JOBS as JOBS
from dialogue.trail import write_down
from dialogue.views import (  # noqa: F401 - their routes
    commitment_desk,
    commitment_public,
    conclusion_desk,
    day_desk,
    day_public,
    desk_pages,
    minute_desk,
    public_pages,
)

HANDLERS: HandlerTable = {
    **dict.fromkeys((events.DialoguePlanned, events.DialogueChanged, events.DialogueAnnounced), (write_down,)),
    **dict.fromkeys(
        (
            promises.CommitmentDrafted, promises.CommitmentChanged, promises.CommitmentDropped, promises.CommitmentProgressed,
            promises.CommitmentConfirmed, promises.CommitmentMoved, promises.CommitmentDone, promises.CommitmentWithdrawn,
            promises.RemarkAnswered, day.MinutesHeadWritten, day.MinuteItemWritten, day.MinutesFinished, day.ConclusionDrafted,
            day.DialogueConcluded, day.TurnChanged,
        ),
        (write_down,),
    ),
    **dict.fromkeys(
        (promises.CommitmentOpened, promises.CommitmentDisputed, promises.RemarkRecorded), (write_down, tell)
    ),
}  # fmt: skip
"""Every event of the room is written down."""


def install(app: Flask) -> None:
    """Register pages."""
    for blueprint in (public_pages, desk_pages):
        app.register_blueprint(blueprint)

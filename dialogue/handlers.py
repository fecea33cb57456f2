"""Which event of the room is heard by whom, in which order: one visible table."""

from __future__ import annotations

from core.bus import HandlerTable
from dialogue import (
    commitment_events,
    commitment_notices,
    events,
    follow_news,
    minute_events,
    question_events,
    question_notices,
    reception_demo,
    reception_events,
    reception_notices,
    registration_events,
    registration_notices,
)
from dialogue.trail import write_down
from feedback.events import DemoLoaded

WRITTEN_DOWN = (
    events.DialoguePlanned, events.DialogueChanged, events.DialogueOpened, events.DialogueClosed,
    events.DialogueStepDone, events.DialogueCalled, events.DialogueCallAnswered, events.DialogueRecorded,
    commitment_events.CommitmentDrafted, commitment_events.CommitmentChanged, commitment_events.CommitmentDropped,
    commitment_events.CommitmentProgressed, commitment_events.CommitmentConfirmed,
    commitment_events.RemarkAnswered, commitment_events.VoiceDecided,
    minute_events.MinutesHeadWritten, minute_events.MinuteItemWritten, minute_events.MinutesFinished,
    minute_events.ConclusionDrafted, minute_events.TurnChanged,
    reception_events.ReceptionScheduled, reception_events.ReceptionPublished, reception_events.ReceptionCancelled,
    reception_events.OnlineReferenced, reception_events.SlotGivenBack, reception_events.ReceptionEntered,
    reception_events.ReceptionCorrected, reception_events.ReceptionCaseMade, reception_events.ReceptionPaperIssued,
    reception_events.ReceptionConcluded,
)  # fmt: skip
PROMISES_TOLD = (
    commitment_events.CommitmentDisputed, commitment_events.RemarkRecorded, commitment_events.VoiceRaised,
)  # fmt: skip

HANDLERS: HandlerTable = {
    **dict.fromkeys(WRITTEN_DOWN, (write_down,)),
    **dict.fromkeys(
        (events.DialoguePostponed, events.DialogueCancelled),
        (write_down, question_notices.tell_askers, registration_notices.tell_holders, follow_news.note),
    ),
    events.DialogueAnnounced: (write_down, follow_news.note),
    minute_events.DialogueConcluded: (write_down, follow_news.note),
    events.DialogueAmended: (write_down, registration_notices.tell_amended, follow_news.note),
    **dict.fromkeys(question_events.QUESTION_EVENTS, (write_down, question_notices.tell)),
    **dict.fromkeys(registration_events.REGISTRATION_EVENTS, (write_down, registration_notices.tell)),
    **dict.fromkeys(PROMISES_TOLD, (write_down, commitment_notices.tell)),
    **dict.fromkeys(
        (commitment_events.CommitmentOpened, commitment_events.CommitmentMoved, commitment_events.CommitmentWithdrawn),
        (write_down, commitment_notices.tell, question_notices.tell_of_promise),
    ),
    commitment_events.CommitmentDone: (write_down, question_notices.tell_of_promise),
    reception_events.SlotBooked: (write_down, reception_notices.tell_booked),
    reception_events.ReceptionPostponed: (write_down, reception_notices.tell_moved),
    reception_events.ReceptionHeld: (write_down, reception_notices.tell_not_held),
    DemoLoaded: (reception_demo.show_reception_days,),
}
"""Every event of the room is written down."""

"""How the room hangs in the house: pages, commands, who hears of which event, and work for later."""

from __future__ import annotations

from flask import Flask

from accounts import desk_doors
from accounts.desk_doors import numbered
from core.bus import Handler
from core.events import Event
from core.late import add_commands
from core.letters import messages_offered, public_address
from core.open_doors import open_door
from core.returning import on_return
from deadlines.events import CalendarChanged, TermChanged
from feedback import complaint_events, data_events, data_notices, events, notices, phrases, recounting
from feedback import open311 as georeport
from feedback.document_events import DocumentIssued
from feedback.jobs import JOBS as JOBS
from feedback.open311 import answers as open311_answers
from feedback.open311 import reading as open311_reading  # noqa: F401 - its routes
from feedback.open311 import sending as open311_sending  # noqa: F401 - its routes
from feedback.projection import project
from feedback.services import contact_erasing, data_requests, follow_letters, forwarding, returning
from feedback.trail import write_down
from feedback.views import (  # noqa: F401 - their routes
    answer_templates,
    api_keys,
    assisting,
    case_apology,
    case_approving,
    case_autosave,
    case_map,
    case_messages,
    case_papers,
    case_screen,
    case_sealing,
    data_desk,
    desk,
    desk_nav,
    desk_pages,
    entry,
    files,
    following,
    handing_over,
    inbox,
    link_steps,
    overview,
    own_data,
    paper_forms,
    phone,
    pieces,
    places,
    public_pages,
    quick_exit,
    resident_pages,
    sending,
    similar,
    support,
    tracking,
    webhooks,
)
from feedback.views import complaint_steps as complaint_pages  # noqa: F401 - its routes
from feedback.views import public as public_views  # noqa: F401 - its routes

COMMANDS = (
    ("feedback", "feedback.cli_open311:feedback_group", "Letters of residents."),
    ("load", "feedback.cli_load:load_group", "Invented cases for measurements."),
)
INSIDE_ONLY: tuple[type[events.CaseEvent], ...] = (
    events.NoteAdded, events.DirectionGiven, events.SenderAsked, events.SenderAdded, events.ExtensionRequested,
    events.AnswerSubmitted, events.AnswerSentBack, events.AnswerApproved, events.CaseAssigned,
    complaint_events.PapersRequested, complaint_events.DialogueInvited,
    events.TransferUrged, events.TransferReplied, events.PortalNoted, events.CaseJoined,
    events.ReliefAsked,
    events.CaseReminded, events.CaseEscalated, events.ApologyWritten, events.ApologySentBack,
)  # fmt: skip
SHOWN_OUTSIDE: tuple[type[events.CaseEvent], ...] = (
    events.CaseRegistered, events.CaseClassified, events.CaseAccepted, events.CaseTurnedAway, events.ExtensionDecided,
    events.AnswerIssued, events.CaseRated, events.CaseReopened, events.CaseClosed, events.CasePublished,
    events.CaseUnpublished, events.CaseDueMoved,
    complaint_events.ComplaintStepTaken,
    complaint_events.ComplaintAccepted, complaint_events.ComplaintNotAccepted, complaint_events.ComplaintSuspended,
    complaint_events.ComplaintResumed, complaint_events.ComplaintDiscontinued, complaint_events.ComplaintWithdrawn,
    complaint_events.WithdrawalSetAside,
    complaint_events.ComplaintDecided, complaint_events.DecisionSent, complaint_events.ComplaintStateChanged,
    events.CaseMerged, events.CaseUnmerged, events.CaseSplit, events.CasePartMade, events.CaseMarkedUrgent,
    events.InformationFiled, events.ApologySent,
    events.CaseHandedOver, events.HandoverReceived, events.HandoverReturned,
)  # fmt: skip

SHOWN = (write_down, notices.tell, project, follow_letters.tell)
OUTCOMES: tuple[type[events.CaseEvent], ...] = (
    events.CaseTurnedAway, events.AnswerIssued, events.CaseReopened, events.InformationFiled, events.CaseMerged,
    events.CaseUnmerged, events.CaseHandedOver, events.HandoverReturned,
    complaint_events.ComplaintNotAccepted, complaint_events.ComplaintWithdrawn, complaint_events.ComplaintDiscontinued,
    complaint_events.WithdrawalSetAside, complaint_events.ComplaintDecided, complaint_events.ComplaintStateChanged,
)  # fmt: skip
"""Events after which a forwarded letter has an outcome to tell, or has none any more."""

HANDLERS: dict[type[Event], tuple[Handler, ...]] = {
    **dict.fromkeys(INSIDE_ONLY, (write_down, notices.tell)),
    events.AnswerRecalled: (write_down, notices.tell, notices.settle_submission),
    **dict.fromkeys(SHOWN_OUTSIDE, SHOWN),
    **dict.fromkeys(OUTCOMES, (*SHOWN, forwarding.follow)),
    events.CasePartMade: (*SHOWN, forwarding.pass_on),
    events.ForwarderTold: (write_down,),
    events.EndingRevoked: (write_down, notices.hold_ending, notices.tell, project, follow_letters.tell, forwarding.follow),
    DocumentIssued: (write_down,),
    events.CaseAssisted: (write_down,),
    events.FileArrived: (write_down,),
    events.MessagesChosen: (write_down,),
    **dict.fromkeys(
        (data_events.DataAsked, data_events.DataTaken, data_events.DataExtended, data_events.DataAnswered),
        (write_down, data_notices.tell),
    ),
    CalendarChanged: (recounting.on_calendar_changed, forwarding.on_legal_time_changed, data_requests.on_legal_time_changed),
    TermChanged: (recounting.on_term_changed, forwarding.on_legal_time_changed, data_requests.on_legal_time_changed),
}
"""Every event of a case is written down and told to whom it concerns; what changes the public picture is shown."""


def install(app: Flask) -> None:
    """Register pages and commands."""
    for blueprint in (resident_pages, public_pages, desk_pages, georeport.open311):
        app.register_blueprint(blueprint)
    desk_doors.lead(app, "case", numbered("/can-bo/ho-so"))
    open_door(app, georeport.DOOR, start=georeport.START, tell=open311_answers.told)
    app.jinja_env.globals["public_address"] = public_address
    app.jinja_env.globals["left_to_do"] = phrases.left_to_do
    app.jinja_env.globals["exit_address"] = quick_exit.exit_address
    app.jinja_env.globals["messages_offered"] = messages_offered
    add_commands(app, COMMANDS)
    on_return(app, returning.move_again)
    on_return(app, contact_erasing.erase_again)

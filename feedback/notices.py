"""An event → who is told, with which letter: one visible table.

Titles are neutral and bodies hold the code, dates and the way to the page; no secret words, no words of the letter, no
question or answer: email is read on lock screens and by others. The words themselves stand behind the code and the secret.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from accounts.models import Field
from accounts.queries import setting
from accounts.roles import Role
from core import letters, outbox
from core.extensions import db
from deadlines.clock import local_date
from feedback import complaint_events, events, message_notices
from feedback.escalation import LEVELS, Level
from feedback.models import Answer, Case, CaseEntry, ExtensionRequest, Publication
from feedback.queries import handovers, links, people
from feedback.queries.people import Reader
from feedback.relief_models import CaseRelief
from feedback.reliefs import ReliefOutcome
from feedback.states import CaseKind, CaseState, Channel

TRACK_PATH = "/tra-cuu"
DESK_PATH = "/can-bo/ho-so/{case_id}"
Facts = dict[str, Any]
Who = Callable[[Any, Case], list[Reader]]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One letter of an event. ``who`` None: to the sender. ``facts`` None from the function: no letter this time.

    ``followers``: not to the sender, only to those whose letters were merged into the case.
    """

    template: str | Callable[[Any], str]
    who: Who | None = None
    facts: Callable[[Any, Case], Facts | None] = lambda event, case: {}
    followers: bool = False


def tell(event: events.CaseEvent) -> None:
    """Lay the letters of an event into the tray, in the command's transaction, with one statement."""
    notices = LETTERS.get(type(event), ())
    case = db.session.get(Case, event.case_id) if notices else None
    if case is None:
        return
    laid: list[outbox.NewLetter] = []
    for notice in notices:
        facts = notice.facts(event, case)
        if facts is None:
            continue
        template = notice.template if isinstance(notice.template, str) else notice.template(event)
        mark = f"{template}:{case.id}:{_mark(event, case)}"
        if notice.followers:
            laid += _to_followers(event, case, template=template, mark=mark, facts=facts)
        elif notice.who is None:
            laid.append(to_sender(case, template=template, at=event.at, mark=mark, facts=facts))
            if type(event) in FOLLOWED:
                laid += _to_followers(event, case, template=template, mark=mark, facts=facts)
        else:
            readers = [reader for reader in notice.who(event, case) if reader.id != event.actor_id]
            laid += to_officials(case, readers, template=template, at=event.at, mark=mark, facts=facts)
    outbox.enqueue_all(laid)
    message_notices.tell(event, laid)


def _to_followers(event: events.CaseEvent, case: Case, *, template: str, mark: str, facts: Facts) -> list[outbox.NewLetter]:
    """Return the same letter to everybody whose letter was merged into the case, each under their own code."""
    told = {"due_on": case.due_on, **facts}
    return [
        to_sender(follower, template=template, at=event.at, mark=f"{mark}:{follower.id}", facts=told)
        for follower in links.follower_cases(case.id)
    ]


def to_sender(case: Case, *, template: str, at: datetime, mark: str, facts: Facts) -> outbox.NewLetter:
    """Return the letter to the sender in their language; by email if they left one, on the tracking page in any case."""
    addressee = people.addressee(case)
    words = letters.render(
        f"feedback/{template}.txt", locale=addressee.locale, own={"code": case.code}, office=addressee.office,
        track_url=letters.public_address(TRACK_PATH), **{"due_on": case.due_on, **facts},
    )  # fmt: skip
    return outbox.NewLetter(
        unit_id=case.unit_id, at=at, event=template, subject=f"case:{case.id}", audience="resident", title=words.title,
        body=words.body, dedup_key=f"{mark}:sender", email=None if case.anonymous else addressee.email,
    )  # fmt: skip


def to_officials(
    case: Case, readers: list[Reader], *, template: str, at: datetime, mark: str, facts: Facts
) -> list[outbox.NewLetter]:
    """Return one letter for each official; the words are the same for all."""
    if not readers:
        return []
    field = db.session.get(Field, case.field_id) if case.field_id else None
    words = letters.render(
        f"feedback/{template}.txt", locale="vi", field_name=field.name if field else "",
        own={"code": case.code, "desk_url": letters.public_address(DESK_PATH.format(case_id=case.id))},
        **{"due_on": case.due_on, **facts},
    )  # fmt: skip
    return [
        outbox.NewLetter(
            unit_id=case.unit_id, at=at, event=template, subject=f"case:{case.id}", audience="official", official_id=reader.id,
            title=words.title, body=words.body, dedup_key=f"{mark}:{reader.id}", email=reader.email or None,
        )
        for reader in readers
    ]  # fmt: skip


def _mark(event: events.CaseEvent, case: Case) -> str:
    """Return what makes this happening of the event itself: a second call for the same happening lays no second letter."""
    if isinstance(event, events.SenderAsked):
        return f"q{event.question_id}"
    if isinstance(event, events.CaseEscalated):
        return f"{event.stage}/{event.at.isoformat()}"
    if isinstance(event, events.SenderAdded | events.DirectionGiven | events.CaseReminded | events.CaseDueMoved):
        return event.at.isoformat()
    return f"v{case.version}"


# ------------------------------------------------------------------ who


def _clerks(event: events.CaseEvent, case: Case) -> list[Reader]:
    return people.holders(case.unit_id, Role.RECEPTION_CLERK, on=local_date(event.at))


def _leaders(event: events.CaseEvent, case: Case) -> list[Reader]:
    return people.holders(case.unit_id, Role.LEADER, on=local_date(event.at))


def _handlers(event: events.CaseEvent, case: Case) -> list[Reader]:
    return people.handlers(case, on=local_date(event.at))


def _officer(event: events.CaseEvent, case: Case) -> list[Reader]:
    return people.officer(case, on=local_date(event.at))


def _handlers_and_leaders(event: events.CaseEvent, case: Case) -> list[Reader]:
    return people.unique([*_handlers(event, case), *_leaders(event, case)])


def _at_stage(event: events.CaseEscalated, case: Case) -> list[Reader]:
    on, level = local_date(event.at), LEVELS[event.stage]
    if level is Level.OFFICER:
        return people.officer(case, on=on)
    readers = people.handlers(case, on=on)
    return people.unique([*readers, *_leaders(event, case)]) if level is Level.LEADER else readers


def _author(event: Any, case: Case) -> list[Reader]:
    answer = db.session.get(Answer, event.answer_id)
    return people.official(case.unit_id, answer.author_id if answer else None)


def _told_of_it(event: events.AnswerRecalled, case: Case) -> list[Reader]:
    """Return the leaders who read that the answer waits for them, or had it by email."""
    known = outbox.who_knows(unit_id=case.unit_id, subject=f"case:{case.id}", event="desk_submitted")
    return [reader for reader in _leaders(event, case) if reader.id in known]


def _assigners(event: events.ReliefAsked, case: Case) -> list[Reader]:
    """Return who gives the case to somebody else: the department's heads and the clerks; without another one, the leaders."""
    readers = people.unique([*people.heads(case, on=local_date(event.at)), *_clerks(event, case)])
    return [reader for reader in readers if reader.id != event.actor_id] or _leaders(event, case)


def _asker(event: events.CaseAssigned, case: Case) -> list[Reader]:
    query = select(CaseRelief.asked_by).where(CaseRelief.case_id == case.id).order_by(CaseRelief.id.desc()).limit(1)
    return people.official(case.unit_id, db.session.scalars(query).one_or_none())


def _requester(event: events.ExtensionDecided, case: Case) -> list[Reader]:
    request = _last_extension(case)
    return people.official(case.unit_id, request.requested_by if request else None)


# ------------------------------------------------------------------ with which facts


def _last_extension(case: Case) -> ExtensionRequest | None:
    query = select(ExtensionRequest).where(ExtensionRequest.case_id == case.id).order_by(ExtensionRequest.id.desc()).limit(1)
    return db.session.scalars(query).one_or_none()


def _extended(event: events.ExtensionDecided, case: Case) -> Facts | None:
    request = _last_extension(case)
    if not event.approved or request is None or event.due_before is None:
        return None
    return {"reason": request.reason, "due_before": event.due_before, "due_on": event.due_on}


def _registered(event: events.CaseRegistered) -> str:
    return "complaint_registered" if event.kind == CaseKind.COMPLAINT else "registered"


def _signed(event: events.CaseRegistered, case: Case) -> Facts:
    """Return whether a complaint came in signed, as one on paper did; of other letters nothing is asked."""
    return {"signed": event.channel in (Channel.PAPER, Channel.FORWARDED)} if event.kind == CaseKind.COMPLAINT else {}


def _turned_away(event: events.CaseTurnedAway, case: Case) -> Facts:
    query = select(CaseEntry.facts).where(CaseEntry.case_id == case.id, CaseEntry.kind == event.state)
    entry = db.session.scalars(query.order_by(CaseEntry.id.desc()).limit(1)).one_or_none() or {}
    said = {name: str(entry.get(name, "")) for name in ("receiver", "ground_code", "kind")}
    return {"ground": case.ground.rstrip(".") + ".", **said}


def _issued(event: events.AnswerIssued, case: Case) -> Facts:
    days = timedelta(days=int(setting(case.unit_id, "reopen_days")))
    return {"reopen_until": local_date(event.at) + days if case.round == 1 else None}


def _moved(event: events.CaseDueMoved, case: Case) -> Facts | None:
    if event.due_before is None or event.due_on is None:
        return None
    return {"due_before": event.due_before, "due_on": event.due_on, "why": event.why}


def _when(outcome: ReliefOutcome) -> Callable[[Any, Case], Facts | None]:
    """Return what lets a letter go only when this became of a wish to be relieved."""
    return lambda event, case: {} if event.relief == outcome else None


def _unless(outcome: ReliefOutcome) -> Callable[[Any, Case], Facts | None]:
    """Return what lets a letter go except when this became of a wish to be relieved."""
    return lambda event, case: None if event.relief == outcome else {}


def _published(event: events.AnswerIssued, case: Case) -> Facts | None:
    """Let a letter go only where everybody reads the case, and so not yet its answer."""
    return {} if db.session.scalar(select(Publication.id).where(Publication.case_id == case.id)) else None


def _leading_sender(event: events.CaseMerged, case: Case) -> Facts:
    return {"due_on": db.session.get_one(Case, event.leading_id).due_on}


def _split(event: events.CaseSplit, case: Case) -> Facts:
    query = select(CaseEntry.facts).where(CaseEntry.case_id == case.id, CaseEntry.kind == "split").order_by(CaseEntry.id.desc())
    return {"codes": db.session.scalars(query.limit(1)).one()["codes"]}


def _revoked(event: events.EndingRevoked, case: Case) -> Facts:
    return {"ending": event.ending, "ended_on": event.ended_on}


def _replied(event: events.TransferReplied, case: Case) -> Facts:
    transfer = links.transfer_view(case.id, today=local_date(event.at))
    return {"receiver": transfer.receiver if transfer else "", "replied_on": event.replied_on, "number": event.number}


def _handed_over(event: events.CaseHandedOver, case: Case) -> Facts | None:
    """Return to which commune it went, its code and first day there; of a letter given back the first commune tells."""
    place = handovers.holder(case.unit_id, case.id)
    there = handovers.case_there(place) if place is not None and not event.back else None
    if there is None:
        return None
    return {"receiver": handovers.office_of(there.unit_id), "code_there": there.code, "day": there.due_on}


def _stage(event: events.CaseEscalated, case: Case) -> Facts:
    return {"stage": event.stage}


def _still_running(event: events.SenderAsked, case: Case) -> Facts:
    return {"due_on": case.due_on if case.due_on and case.due_on >= local_date(event.at) else None}


def _not_accepted(event: complaint_events.ComplaintNotAccepted, case: Case) -> Facts:
    return {"ground": case.ground.rstrip(".") + "."}


def _on(name: str) -> Callable[[Any, Case], Facts]:
    """Return what gives the letter the day that the event names, under a name of its own."""
    return lambda event, case: {"day": getattr(event, name), "due_on": case.due_on}


LETTERS: dict[type[events.CaseEvent], tuple[Notice, ...]] = {
    complaint_events.ComplaintAccepted: (
        Notice(template="complaint_accepted"), Notice(template="desk_assigned", who=_handlers),
    ),
    complaint_events.ComplaintNotAccepted: (Notice(template="complaint_not_accepted", facts=_not_accepted),),
    complaint_events.ComplaintSuspended: (Notice(template="complaint_suspended"),),
    complaint_events.ComplaintResumed: (Notice(template="complaint_resumed"),),
    complaint_events.ComplaintDiscontinued: (Notice(template="complaint_discontinued"),),
    complaint_events.ComplaintWithdrawn: (
        Notice(template="complaint_withdrawn", facts=lambda event, case: {"scope": event.scope}),
    ),
    complaint_events.WithdrawalSetAside: (Notice(template="complaint_continued"),),
    complaint_events.DialogueInvited: (Notice(template="complaint_dialogue", facts=_on("on")),),
    complaint_events.DecisionSent: (Notice(template="complaint_decided", facts=_on("appeal_on")),),
    events.CaseRegistered: (Notice(template=_registered, facts=_signed), Notice(template="desk_registered", who=_clerks)),
    events.CaseAccepted: (Notice(template="accepted"), Notice(template="desk_assigned", who=_handlers)),
    events.CaseAssigned: (
        Notice(template="desk_assigned", who=_handlers, facts=_unless(ReliefOutcome.KEPT)),
        Notice(template="desk_relief_kept", who=_handlers, facts=_when(ReliefOutcome.KEPT)),
        Notice(template="desk_relief_given", who=_asker, facts=_when(ReliefOutcome.GIVEN)),
    ),
    events.ReliefAsked: (Notice(template="desk_relief_asked", who=_assigners),),
    events.CaseTurnedAway: (Notice(template=lambda event: event.state, facts=_turned_away),),
    events.DirectionGiven: (Notice(template="desk_direction", who=_handlers),),
    events.CaseReminded: (Notice(template="desk_reminded", who=_officer),),
    events.CaseEscalated: (Notice(template="desk_escalated", who=_at_stage, facts=_stage),),
    events.SenderAsked: (Notice(template="asked", facts=_still_running),),
    events.SenderAdded: (
        Notice(template="desk_added", who=_officer, facts=lambda event, case: {"answers": event.question_id is not None}),
    ),
    events.ExtensionRequested: (
        Notice(template="desk_extension_requested", who=_leaders, facts=lambda event, case: {"days": event.days}),
    ),
    events.ExtensionDecided: (
        Notice(template="extended", facts=_extended),
        Notice(template="desk_extension_decided", who=_requester, facts=lambda event, case: {"approved": event.approved}),
    ),
    events.ApologyWritten: (Notice(template="desk_apology_written", who=_leaders),),
    events.ApologySentBack: (Notice(template="desk_apology_back", who=_handlers),),
    events.ApologySent: (Notice(template="apologised", facts=lambda event, case: {"new_on": event.new_on}),),
    events.AnswerSubmitted: (Notice(template="desk_submitted", who=_leaders),),
    events.AnswerRecalled: (Notice(template="desk_recalled", who=_told_of_it),),
    events.AnswerSentBack: (Notice(template="desk_sent_back", who=_author),),
    events.AnswerApproved: (Notice(template="desk_approved", who=_author),),
    events.AnswerIssued: (
        Notice(template="issued", facts=_issued), Notice(template="desk_unpublished_answer", who=_clerks, facts=_published),
    ),
    events.CaseReopened: (Notice(template="reopened"), Notice(template="desk_reopened", who=_handlers_and_leaders)),
    events.CaseClosed: (Notice(template="closed", facts=lambda event, case: {"why": event.why}),),
    events.CaseDueMoved: (
        Notice(template="due_moved", facts=_moved), Notice(template="desk_due_moved", who=_officer, facts=_moved),
    ),
    events.CaseMerged: (Notice(template="merged", facts=_leading_sender),),
    events.CaseJoined: (Notice(template="joined"),),
    events.CaseUnmerged: (Notice(template="unmerged"),),
    events.CaseSplit: (Notice(template="split", facts=_split),),
    events.InformationFiled: (Notice(template="leading_filed", followers=True),),
    events.TransferReplied: (Notice(template="transfer_replied", facts=_replied),),
    events.EndingRevoked: (Notice(template="revoked", facts=_revoked),),
    events.CaseMarkedUrgent: (Notice(template="desk_urgent", who=_handlers_and_leaders),),
    events.CaseHandedOver: (Notice(template="handed_over", facts=_handed_over),),
    events.HandoverReceived: (Notice(template="desk_handover", who=_clerks),),
    events.HandoverReturned: (Notice(template="handover_returned"), Notice(template="desk_handover_back", who=_clerks)),
}  # fmt: skip
"""Nobody is told of their own act; a case that nobody was given is told to the clerks."""


FOLLOWED: frozenset[type[events.CaseEvent]] = frozenset(
    {
        events.CaseAccepted, events.CaseTurnedAway, events.ExtensionDecided, events.AnswerIssued, events.CaseReopened,
        events.CaseClosed, events.CaseDueMoved, events.TransferReplied, events.ApologySent, events.EndingRevoked,
    }
)  # fmt: skip
"""What the senders of merged letters are told too: where the case stands, never what its sender was asked or has added."""


def settle_submission(event: events.AnswerRecalled) -> None:
    """Settle what nobody has to read any more: that the answer waits to be approved."""
    outbox.settle_unread(unit_id=event.unit_id, subject=f"case:{event.case_id}", event="desk_submitted", at=event.at)


def hold_ending(event: events.EndingRevoked) -> None:
    """Keep letters about an ending that was taken back, and that have not left yet, on their pages: a second one follows."""
    template = "leading_filed" if event.ending == CaseState.FILED else event.ending
    followers = links.follower_cases(event.case_id)
    subjects = [f"case:{case_id}" for case_id in (event.case_id, *(follower.id for follower in followers))]
    outbox.hold_back(unit_id=event.unit_id, subjects=subjects, event=template)


def reminder(case: Case, readers: list[Reader], *, template: str, at: datetime, on: date | str, facts: Facts) -> int:
    """Lay a reminder about a case before some officials, once for each ``on`` (a day, or a stage); return how many are told."""
    mark = f"{template}:{case.id}:{on}"
    laid = to_officials(case, readers, template=template, at=at, mark=mark, facts=facts)
    return sum(
        outbox.enqueue(
            unit_id=letter.unit_id, at=letter.at, event=letter.event, subject=letter.subject, audience=letter.audience,
            official_id=letter.official_id, title=letter.title, body=letter.body, dedup_key=letter.dedup_key, email=letter.email,
        )
        for letter in laid
    )  # fmt: skip

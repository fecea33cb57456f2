"""What becomes of a transferred case: by when the receiving body answers, urging it, and telling its answer to the sender."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines import queries as legal_time
from deadlines.clock import local_date
from deadlines.engine import due_on
from feedback.events import TransferReplied, TransferUrged
from feedback.link_models import CaseTransfer
from feedback.models import Case, CaseEntry
from feedback.queries import handovers
from feedback.services.steps import enter, load_for_change
from feedback.states import Action, CaseState

REPLY = "KNPA.TRANSFER.REPLY"
TEXT_MOST = 5000


def follow(case: Case, *, receiver: str, on: date) -> CaseTransfer:
    """Begin to wait for the receiving body's answer; by when it is due the office sets itself (term KNPA.TRANSFER.REPLY)."""
    term = legal_time.term(REPLY, on, unit_id=case.unit_id)
    due = due_on(term, on, legal_time.calendar_for(case.unit_id)).due_on
    row = CaseTransfer(unit_id=case.unit_id, case_id=case.id, receiver=receiver, sent_on=on, reply_due_on=due, urged_times=0)
    db.session.add(row)
    db.session.flush()
    return row


def leaves_by(case: Case, term_code: str, *, on: date) -> dict[str, str]:
    """Return for the timeline by which term, and until when, a letter had to leave that was recognised on a day ("": none).

    A sign of crime goes to the police at once (term TC.CRIME, 0 days; Law on Denunciations 2018, Art. 27.1).
    """
    if not term_code:
        return {}
    term = legal_time.term(term_code, case.received_on, unit_id=case.unit_id)
    until = due_on(term, on, legal_time.calendar_for(case.unit_id)).due_on
    return {"term": term_code, "until": until.isoformat()}


def urge(case_id: int, *, actor: Actor, at: datetime, version: int, text: str) -> None:
    """Urge the receiving body (đôn đốc), at most once a day and only when its answer is overdue. Event: TransferUrged.

    Raises BadInput (text_missing) and WrongState (reply_not_due, urged_today, replied_already).
    """
    case = load_for_change(case_id, actor=actor, action=Action.URGE, version=version)
    row, today = _row(case), local_date(at)
    if row.replied_on is not None:
        raise WrongState("replied_already", case_id=case.id)
    if today <= row.reply_due_on:
        raise WrongState("reply_not_due", case_id=case.id)
    if row.urged_on == today:
        raise WrongState("urged_today", case_id=case.id)
    text = clean_text(text)[:TEXT_MOST]
    if len(text) < 5:
        raise BadInput({"text": "text_missing"})
    row.urged_times, row.urged_on = row.urged_times + 1, today
    enter(case, "urged", at=at, actor=actor, text=text, facts={"receiver": row.receiver, "times": row.urged_times})
    publish(TransferUrged(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, times=row.urged_times))


def record_reply(
    case_id: int, *, actor: Actor, at: datetime, version: int, replied_on: date | None, number: str, text: str
) -> None:
    """Write down what the receiving body answered: date, number, content. Event: TransferReplied; the sender is told.

    Raises BadInput (replied_on_missing, replied_on_range, text_missing) and WrongState (replied_already).
    """
    case = load_for_change(case_id, actor=actor, action=Action.RECORD_REPLY, version=version)
    row, text = _row(case), clean_text(text)[:TEXT_MOST]
    if row.replied_on is not None:
        raise WrongState("replied_already", case_id=case.id)
    faults = {}
    if replied_on is None:
        faults["replied_on"] = "replied_on_missing"
    elif not row.sent_on <= replied_on <= local_date(at):
        faults["replied_on"] = "replied_on_range"
    if len(text) < 10:
        faults["text"] = "text_missing"
    if replied_on is None or faults:
        raise BadInput(faults)
    row.replied_on, row.reply_number, row.reply_text = replied_on, clean_line(number)[:60], text
    facts = {"receiver": row.receiver, "number": row.reply_number, "replied_on": replied_on.isoformat()}
    enter(case, "transfer_replied", at=at, actor=actor, text=text, for_sender=True, facts=facts)
    publish(
        TransferReplied(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, replied_on=replied_on, number=row.reply_number
        )
    )


def _row(case: Case) -> CaseTransfer:
    """Return the transfer; one of before this table existed is taken from the timeline.

    A letter that was handed over to a commune of this installation awaits no reply: its clocks are seen (WrongState).
    """
    if handovers.holder(case.unit_id, case.id) is not None:
        raise WrongState("handed_over", case_id=case.id)
    row = db.session.scalars(select(CaseTransfer).where(CaseTransfer.case_id == case.id)).one_or_none()
    if row is not None:
        return row
    query = select(CaseEntry.facts).where(CaseEntry.case_id == case.id, CaseEntry.kind == CaseState.TRANSFERRED.value)
    facts = db.session.scalars(query.order_by(CaseEntry.id.desc()).limit(1)).one_or_none() or {}
    return follow(case, receiver=str(facts.get("receiver", "")), on=case.closed_on or case.received_on)

"""Requests about the personal data that a case holds: asked by the sender or at the counter, acknowledged, extended, answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.codes import clean_code
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.text import clean_text
from deadlines import queries as legal_time
from deadlines.calendar import CalendarNotCovered
from deadlines.clock import local_date
from deadlines.engine import due_on
from deadlines.events import CalendarChanged, TermChanged
from deadlines.terms import NotInForce
from feedback.data_events import DataAnswered, DataAsked, DataExtended, DataTaken
from feedback.data_models import DataRequest
from feedback.data_rights import (
    ACKNOWLEDGE_TERM,
    EXTENSION_TERM,
    NEEDS,
    OPEN,
    TERMS,
    TEXT_LEAST,
    TEXT_MOST,
    WORDS_MOST,
    RequestState,
    Right,
    Step,
    asking_faults,
    extension_faults,
    refusal_faults,
)
from feedback.models import Case
from feedback.permissions import may_read
from feedback.services import contact_erasing
from feedback.services.contact_correcting import NOTHING, UNCORRECTED, Corrected, Correction, correct_contact
from feedback.services.steps import enter, load_for_sender
from feedback.services.upkeep import tenant_ids


def ask(case_id: int, *, unit_id: int, at: datetime, right: str, words: str = "") -> bool:
    """The sender, who proved the secret words, asks; False when the same request waits already. Event: DataAsked.

    Raises NotFound and BadInput (right_missing, data_words_missing). Source: Law 91/2025/QH15; Decree 356/2025/NĐ-CP.
    """
    case = load_for_sender(case_id, unit_id=unit_id)
    faults = asking_faults(right, words)
    if faults:
        raise BadInput(faults)
    return _write(case, at=at, right=right, words=words, actor=None)[1]


def write_down(code: str, *, actor: Actor, at: datetime, right: str, words: str = "", identity_seen: bool) -> str:
    """Write down what somebody asks at the counter, whose identity paper was seen; nothing of the paper is kept.

    Returns the public id of the request, of the one that waits already when it is the same. Event: DataAsked. Raises NotAllowed
    and BadInput (code_unknown, right_missing, data_words_missing, identity_unseen).
    """
    if NEEDS[Step.TAKE] not in actor.permissions:
        raise NotAllowed(permission=NEEDS[Step.TAKE].value)
    faults = asking_faults(right, words, identity_seen=identity_seen)
    query = select(Case).where(Case.unit_id == actor.unit_id, Case.code == clean_code(code)).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None or not may_read(actor, case):
        faults["code"] = "code_unknown"
    if case is None or faults:
        raise BadInput(faults)
    return _write(case, at=at, right=right, words=words, actor=actor)[0].public_id


def take(public_id: str, *, actor: Actor, at: datetime) -> None:
    """Say that the commune has the request and by when it is answered. Event: DataTaken. Raises what _load raises."""
    row, case = _load(public_id, actor=actor, step=Step.TAKE)
    if row.state != RequestState.ASKED:
        raise WrongState("data_taken", case_id=case.id)
    _taken(row, actor=actor, on=local_date(at))
    enter(case, "data_taken", at=at, actor=actor, for_sender=True, facts=_facts(row), changes=False)
    publish(DataTaken(**_base(row, actor=actor, at=at), on_time=_in_time(row.taken_on, row.take_by)))


def extend(public_id: str, *, actor: Actor, at: datetime, days: int | None, reason: str) -> None:
    """Give a request more days, once, counted as one period with its own. Event: DataExtended.

    Raises WrongState (data_extended) and BadInput (codes of data_rights.extension_faults).
    """
    row, case = _load(public_id, actor=actor, step=Step.EXTEND)
    if row.extension_days:
        raise WrongState("data_extended", case_id=case.id)
    on, reason = local_date(at), clean_text(reason)[:TEXT_MOST]
    late = row.due_on is not None and on > row.due_on
    most = legal_time.term(EXTENSION_TERM, row.asked_on, unit_id=row.unit_id).number
    faults = extension_faults(days, reason, most=most, late=late)
    if days is None or faults:
        raise BadInput(faults)
    if row.taken_on is None:
        _taken(row, actor=actor, on=on)
    row.extension_days, row.extension_reason, row.extended_by = days, reason, actor.id
    _count(row)
    enter(case, "data_extended", at=at, actor=actor, for_sender=True, facts=_facts(row), changes=False)
    publish(DataExtended(**_base(row, actor=actor, at=at), days=days, due_on=row.due_on))


def fulfil(
    public_id: str, *, actor: Actor, at: datetime, answer: str, erase: bool = False, correction: Correction = NOTHING
) -> None:
    """Do what was asked, and say what was done. A withdrawn consent stops messages and hides the name at once.

    ``erase``: phone and email leave the case (a request to delete only); afterwards call core.shredding.run, outside the command.
    ``correction``: name, phone or email are set right (a request to correct only).
    Event: DataAnswered. Raises BadInput (data_answer_missing, data_erase_misfit, data_correct_misfit, contact_needed, and the
    codes of correct_contact).
    """
    row, case = _load(public_id, actor=actor, step=Step.FULFIL)
    answer = clean_text(answer)[:TEXT_MOST]
    faults = {"answer": "data_answer_missing"} if len(answer) < TEXT_LEAST else {}
    if erase and row.kind != Right.DELETE:
        faults["erase"] = "data_erase_misfit"
    if correction != NOTHING and row.kind != Right.CORRECT:
        faults["name"] = "data_correct_misfit"
    if faults:
        raise BadInput(faults)
    corrected = correct_contact(case.id, correction, actor=actor) if correction != NOTHING else UNCORRECTED
    if row.kind == Right.WITHDRAW:
        contact_erasing.stop_what_was_allowed(case, actor=actor, at=at)
    if erase:
        contact_erasing.erase_contact(case.id, actor=actor, at=at)
        row.erased = True
    _end(row, case, RequestState.DONE, actor=actor, at=at, answer=answer, corrected=corrected)


def refuse(public_id: str, *, actor: Actor, at: datetime, ground: str, answer: str) -> None:
    """Refuse a request on a ground of law that fits its right, with words for the person. Event: DataAnswered.

    Raises BadInput (codes of data_rights.refusal_faults).
    """
    row, case = _load(public_id, actor=actor, step=Step.REFUSE)
    answer = clean_text(answer)[:TEXT_MOST]
    faults = refusal_faults(row.kind, ground, answer)
    if faults:
        raise BadInput(faults)
    row.ground = ground
    _end(row, case, RequestState.REFUSED, actor=actor, at=at, answer=answer)


def on_legal_time_changed(event: CalendarChanged | TermChanged) -> None:
    """Count the dates of open requests anew, with the present calendar and terms."""
    for unit_id in tenant_ids() if event.unit_id is None else [event.unit_id]:
        with use_unit(unit_id):
            query = select(DataRequest).where(DataRequest.unit_id == unit_id, DataRequest.state.in_(OPEN))
            for row in db.session.scalars(query).all():
                _count(row)
            db.session.flush()


def _write(case: Case, *, at: datetime, right: str, words: str, actor: Actor | None) -> tuple[DataRequest, bool]:
    waiting = select(DataRequest).where(
        DataRequest.case_id == case.id, DataRequest.kind == right, DataRequest.state.in_(OPEN)
    )  # fmt: skip
    known = db.session.scalars(waiting).one_or_none()
    if known is not None:
        return known, False
    row = DataRequest(
        unit_id=case.unit_id, case_id=case.id, kind=right, state=RequestState.ASKED.value, words=clean_text(words)[:WORDS_MOST],
        written_by=actor.id if actor else None, asked_at=at, asked_on=local_date(at), take_proof={}, due_proof={},
        extension_days=0,
    )  # fmt: skip
    _count(row)
    db.session.add(row)
    db.session.flush()
    enter(case, "data_asked", at=at, actor=actor, for_sender=True, facts=_facts(row), changes=False)
    channel = "counter" if actor else "online"
    publish(DataAsked(**_base(row, actor=actor, at=at), right=row.kind, channel=channel))
    return row, True


def _load(public_id: str, *, actor: Actor, step: Step) -> tuple[DataRequest, Case]:
    """Return an open request and its case, both locked. Raises NotFound, NotAllowed, WrongState (data_ended)."""
    known = select(DataRequest.case_id).where(DataRequest.unit_id == actor.unit_id, DataRequest.public_id == public_id)
    query = select(Case).where(Case.unit_id == actor.unit_id, Case.id.in_(known)).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None or not may_read(actor, case):
        raise NotFound()
    if NEEDS[step] not in actor.permissions:
        raise NotAllowed(permission=NEEDS[step].value)
    own = select(DataRequest).where(DataRequest.public_id == public_id).execution_options(populate_existing=True)
    row = db.session.scalars(own).one()
    if row.state not in OPEN:
        raise WrongState("data_ended", case_id=case.id)
    return row, case


def _taken(row: DataRequest, *, actor: Actor, on: date) -> None:
    row.state, row.taken_on, row.taken_by = RequestState.TAKEN.value, on, actor.id


def _end(
    row: DataRequest, case: Case, state: RequestState, *, actor: Actor, at: datetime, answer: str,
    corrected: Corrected = UNCORRECTED,
) -> None:  # fmt: skip
    on = local_date(at)
    if row.taken_on is None:
        _taken(row, actor=actor, on=on)
    row.state, row.ended_on, row.ended_by, row.answer = state.value, on, actor.id, answer
    enter(case, f"data_{state.value}", at=at, actor=actor, for_sender=True, facts=_facts(row), changes=False)
    event = DataAnswered(
        **_base(row, actor=actor, at=at), right=row.kind, outcome=state.value, why=row.ground, erased=row.erased,
        on_time=_in_time(on, row.due_on), corrected=" ".join(corrected.parts),
        former=corrected.former,
    )  # fmt: skip
    publish(event)


def _in_time(on: date | None, last: date | None) -> bool | None:
    return None if on is None or last is None else on <= last


def _facts(row: DataRequest) -> dict[str, object]:
    return {"right": row.kind, "data_due_on": row.due_on.isoformat() if row.due_on else None}


def _base(row: DataRequest, *, actor: Actor | None, at: datetime) -> dict[str, Any]:
    acting = actor.id if actor else None
    return {"unit_id": row.unit_id, "at": at, "actor_id": acting, "case_id": row.case_id, "request": row.public_id}


def _count(row: DataRequest) -> None:
    """Set both dates; where the calendar does not reach so far, none: it is counted when the calendar comes."""
    row.take_by, row.take_proof = _dated(row, ACKNOWLEDGE_TERM, extension=0)
    row.due_on, row.due_proof = _dated(row, TERMS[Right(row.kind)], extension=row.extension_days)


def _dated(row: DataRequest, code: str, *, extension: int) -> tuple[date | None, dict[str, Any]]:
    try:
        term = legal_time.term(code, row.asked_on, unit_id=row.unit_id)
        due = due_on(term, row.asked_on, legal_time.calendar_for(row.unit_id), extension=extension)
    except (CalendarNotCovered, NotInForce):
        return None, {}
    return due.due_on, due.proof.to_dict()

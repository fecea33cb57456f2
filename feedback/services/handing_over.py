"""A letter that belongs to another commune of this installation goes there whole, in one act, and may come back once.

The commune that had it keeps its case, transferred, with the clock that ended; the commune that receives it gets a case of its
own with a code and a clock from the day of the handover. The sender goes on with one code and the same secret words at both.
Source: Law on Citizen Reception 2013, Art. 26(2)(b), 28(1). See docs/adr/0016-handover-between-communes.md.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.models import Field, Village
from accounts.permissions import Actor
from accounts.queries import fields, villages
from core.bus import publish
from core.codes import new_code
from core.database import use_unit
from core.errors import BadInput, WrongState
from core.extensions import db
from core.search_words import plain_text
from core.text import clean_text, fold
from deadlines.clock import local_date
from feedback.events import CaseHandedOver, HandoverReceived, HandoverReturned
from feedback.handover_models import CaseHandover
from feedback.late_reasons import UNSAID, Lateness, is_late, missing_reason
from feedback.link_models import CaseLink
from feedback.models import Case
from feedback.queries import handovers
from feedback.services import clocks
from feedback.services.copying import copy_added, copy_photos, copy_sender
from feedback.services.intake import fresh_id
from feedback.services.lateness import keep_lateness
from feedback.services.steps import enter, load_for_change
from feedback.signs import reads_as_denunciation
from feedback.states import Action, CaseState, Channel, ClockState


@dataclass(frozen=True, kw_only=True)
class Errand:
    """A handover that was asked for: by whom, when, to which commune, on which ground, with which words, and why late."""

    actor: Actor
    at: datetime
    unit_id: int
    ground: str
    letter: str
    late: Lateness = UNSAID


def hand_over(
    case_id: int, *, actor: Actor, at: datetime, version: int, unit_id: int | None, ground: str, letter: str,
    late: Lateness = UNSAID,
) -> int:  # fmt: skip
    """Hand the case to another commune of this installation, or give it back to where it came from; return the case there.

    State: transferred here, received there (or classified again, where it comes back to). Clocks: end here, begin anew there on
    the day of the handover. The sender is told; the clerks there are told. Events: CaseHandedOver here, HandoverReceived or
    HandoverReturned there. Raises BadInput (commune_unknown, ground_missing, letter_missing, handover_leads,
    handover_denunciation, late_reason_missing, late_note_missing) and WrongState (handed_over_once).
    """
    case = load_for_change(case_id, actor=actor, action=Action.HANDOVER, version=version)
    words = {"ground": clean_text(ground), "letter": clean_text(letter)}
    errand = Errand(actor=actor, at=at, unit_id=unit_id or 0, **words, late=late)
    _check(case, errand)
    row = handovers.row_of(case.id)
    there = _send(case, errand) if row is None else _give_back(case, row, errand)
    _end_here(case, there, errand, back=row is not None)
    return there.id


def _check(case: Case, errand: Errand) -> None:
    possible = handovers.receivers(case, on=local_date(errand.at))
    if not possible:
        raise WrongState("handed_over_once", case_id=case.id)
    faults = missing_reason(errand.late, late=is_late(case.due_on, local_date(errand.at)))
    if errand.unit_id not in [commune.id for commune in possible]:
        faults["unit_id"] = "commune_unknown"
    if len(errand.ground) < 5:
        faults["ground"] = "ground_missing"
    if len(errand.letter) < 10:
        faults["letter"] = "letter_missing"
    if db.session.scalar(select(CaseLink.id).where(CaseLink.leading_id == case.id, CaseLink.kind == "merged").limit(1)):
        faults[""] = "handover_leads"
    if reads_as_denunciation(case.story):
        faults[""] = "handover_denunciation"
    if faults:
        raise BadInput(faults)


def _end_here(case: Case, there: Case, errand: Errand, *, back: bool) -> None:
    today = local_date(errand.at)
    case.state, case.ground = CaseState.TRANSFERRED.value, errand.ground
    said = keep_lateness(case, errand.late, on=today)
    case.on_time = clocks.end_running(case, on=today)
    case.answered_on = case.closed_on = today
    facts = {"ground": errand.ground, "receiver": handovers.office_of(there.unit_id), "code": there.code} | said
    enter(case, "handed_over", at=errand.at, actor=errand.actor, text=errand.letter, for_sender=True, facts=facts)
    publish(
        CaseHandedOver(
            unit_id=case.unit_id, at=errand.at, actor_id=errand.actor.id, case_id=case.id, to_unit_id=there.unit_id, back=back,
            **said,
        )
    )  # fmt: skip


def _send(case: Case, errand: Errand) -> Case:
    """Make the case at the other commune, with the letter's words, photos and sender; its clock begins today."""
    today = local_date(errand.at)
    with use_unit(errand.unit_id):
        there = _new_case(case, errand)
        db.session.add(there)
        db.session.flush()
        db.session.add(
            CaseHandover(
                from_unit_id=case.unit_id, from_case_id=case.id, from_code=case.code, to_unit_id=there.unit_id,
                to_case_id=there.id, to_code=there.code, sent_on=today,
            )
        )  # fmt: skip
    with use_unit(case.unit_id):
        copy_sender(case, there)
    copy_photos(case, there)
    copy_added(case, there)
    with use_unit(there.unit_id):
        clocks.promise(there, fresh=True)
        _arrive(there, case, errand)
        publish(
            HandoverReceived(unit_id=there.unit_id, at=errand.at, case_id=there.id, from_unit_id=case.unit_id, kind=there.kind)
        )
    return there


def _new_case(case: Case, errand: Errand) -> Case:
    copied = ("kind", "subject", "story", "place", "lat", "lon", "accuracy", "anonymous")
    return Case(
        **{name: getattr(case, name) for name in copied}, id=fresh_id(), unit_id=errand.unit_id, code=new_code(),
        idempotency_key=hashlib.sha256(f"handover:{case.id}".encode()).hexdigest(), channel=Channel.COMMUNE.value,
        state=CaseState.RECEIVED.value, field_id=_same_field(case, errand), village_id=_same_village(case, errand),
        received_at=errand.at, received_on=local_date(errand.at), touched_at=errand.at,
        search_text=plain_text(f"{case.subject} {case.story} {case.place}"),
    )  # fmt: skip


def _same_field(case: Case, errand: Errand) -> int | None:
    """Return the other commune's field of the same code, or None."""
    with use_unit(case.unit_id):
        own = db.session.get(Field, case.field_id) if case.field_id else None
    theirs = fields(errand.unit_id, on=local_date(errand.at))
    return next((item.id for item in theirs if own is not None and item.code == own.code), None)


def _same_village(case: Case, errand: Errand) -> int | None:
    """Return the other commune's village of the same name (a village that moved), or None."""
    with use_unit(case.unit_id):
        own = db.session.get(Village, case.village_id) if case.village_id else None
    theirs = villages(errand.unit_id, on=local_date(errand.at))
    return next((item.id for item in theirs if own is not None and fold(item.name) == own.name_key), None)


def _arrive(there: Case, case: Case, errand: Errand) -> None:
    """Write into the other commune's timeline where the letter came from; its officials learn no name of an official here."""
    facts = {"sender": handovers.office_of(case.unit_id), "code": case.code, "ground": errand.ground}
    enter(there, "handover_received", at=errand.at, actor=None, for_sender=True, facts=facts)
    db.session.flush()


def _give_back(case: Case, row: CaseHandover, errand: Errand) -> Case:
    """Open the first commune's case again, classified as it was, with a clock from today beside the one that ended."""
    today = local_date(errand.at)
    with use_unit(row.from_unit_id):
        query = select(Case).where(Case.unit_id == row.from_unit_id, Case.id == row.from_case_id).with_for_update()
        first = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
        if first is None or first.state != CaseState.TRANSFERRED:
            raise BadInput({"unit_id": "commune_unknown"})
        first.state, first.ground = CaseState.CLASSIFIED.value, ""
        first.answered_on = first.closed_on = first.on_time = None
        first.late_reason = first.late_note = ""
        row.returned_on = today
    copy_photos(case, first)
    copy_added(case, first)
    with use_unit(first.unit_id):
        _promise_anew(first, today)
        _arrive(first, case, errand)
        publish(HandoverReturned(unit_id=first.unit_id, at=errand.at, case_id=first.id, from_unit_id=case.unit_id))
    return first


def _promise_anew(first: Case, today: date) -> None:
    """Start the clock of the first answer again, and plan the settlement behind it; what ended stays on file."""
    if first.anonymous:
        return
    notify = clocks.start_clock(first, clocks.notify_code(first.kind), start=today)
    clocks.start_clock(first, clocks.SETTLE, start=notify.due_on, state=ClockState.PLANNED)
    first.due_on = notify.due_on

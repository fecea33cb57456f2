"""The steps of an entry: from the table of states, by the rules, sealed, with their clocks and their line in the trail."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from accounts.permissions import Actor
from accounts.services.returning import by, names
from core import shredding
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.gone import line
from deadlines.clock import local_date
from denunciation import trail
from denunciation.envelopes import seal_facts, unwrap
from denunciation.models import RegisterEntry, RegisterStep
from denunciation.people import ACCUSED, Circle, entry_for
from denunciation.rules import PUBLISH, Deed, Standing, faults_of, goes_on, next_settle
from denunciation.services import clocks
from denunciation.services.making import put
from denunciation.services.receive import LETTER
from denunciation.states import (
    BEING_SETTLED,
    COMMUNES_OWN,
    CRIME,
    FOLLOWS,
    TRANSFER,
    TRIAGE_EXT,
    Act,
    EntryState,
    Source,
    step_of,
)

NAMED = "named"
"""What a mark calls an entry whose accused was named late (core.gone)."""


def take(entry_id: str, deed: Deed, *, actor: Actor, at: datetime, version: int) -> RegisterEntry:
    """Do a step: state, clocks, the sealed step and the trail change together, or nothing does.

    Raises NotFound, StaleVersion, WrongState, and BadInput with the codes of denunciation.rules. No letter is sent.
    """
    today = local_date(at)
    circle = Circle(actor.unit_id, on=today)
    entry = entry_for(actor, entry_id, circle=circle, change=True)
    if not circle.may_read(actor, entry) and deed.act is not Act.TRANSFER:
        raise NotFound()
    if version != entry.version:
        raise StaleVersion(expected=version, current=entry.version)
    if not step_of(deed.act).can_be_done(entry.state, beyond_commune=circle.is_beyond(entry)):
        raise WrongState(act=deed.act.value, state=entry.state)
    faults = faults_of(deed, standing_of(entry, circle), today=today)
    if deed.act is Act.NAME_ACCUSED:
        faults |= _accused_faults(deed, circle)
    if faults:
        raise BadInput(faults)
    _write(entry, deed, actor=actor, at=at)
    _turn_clocks(entry, deed)
    _move_on(entry, deed)
    if deed.act is Act.NAME_ACCUSED:
        _name(entry, deed, actor=actor, at=at)
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action=f"step:{deed.act.value}", entry_id=entry.id)
    return entry


def standing_of(entry: RegisterEntry, circle: Circle) -> Standing:
    """Return what the rules need to know."""
    running = clocks.running(entry)
    return Standing(
        received_on=entry.received_on, last_on=entry.last_on, running=running,
        posted_least=clocks.posting_days(entry) if PUBLISH in running else 0,
        beyond_commune=circle.is_beyond(entry), extensions=entry.extensions, concluded_on=entry.concluded_on,
        unsigned=entry.source == Source.UNSIGNED, being_settled=entry.state in BEING_SETTLED,
    )  # fmt: skip


def _accused_faults(deed: Deed, circle: Circle) -> dict[str, str]:
    if deed.accused_id is None and not deed.accused_text:
        return {"accused_text": "accused_missing"}
    if deed.accused_id is not None and all(person.id != deed.accused_id for person in circle.people):
        return {"accused_id": "official_unknown"}
    return {}


def _write(entry: RegisterEntry, deed: Deed, *, actor: Actor, at: datetime) -> None:
    counted = select(func.count()).select_from(RegisterStep).where(RegisterStep.entry_id == entry.id)
    place = (db.session.scalar(counted) or 0) + 1
    facts = {name: _plain(value) for name, value in asdict(deed).items() if value not in (None, "", False, frozenset())}
    body = seal_facts(facts, key=unwrap(entry.content_key), entry_id=entry.id, field=f"step:{place}")
    db.session.add(
        RegisterStep(
            unit_id=entry.unit_id, entry_id=entry.id, place=place, act=deed.act.value, on=deed.on, at=at, actor_id=actor.id,
            body=body,
        )
    )  # fmt: skip
    db.session.flush()


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _turn_clocks(entry: RegisterEntry, deed: Deed) -> None:
    row = step_of(deed.act)
    match deed.act:
        case Act.LENGTHEN:
            clocks.end(entry, row.ends, on=deed.on)
            clocks.start(entry, TRIAGE_EXT, on=entry.received_on)
        case Act.EXTEND:
            clocks.replace(entry, str(next_settle(clocks.running(entry))), on=deed.on)
        case Act.SUSPEND:
            clocks.stop(entry)
            clocks.start(entry, row.starts[0], on=deed.on)
        case Act.RESUME:
            clocks.go_on(entry)
        case Act.FULFIL:
            clocks.end(entry, (deed.duty,), on=deed.on)
            if deed.duty in FOLLOWS:
                clocks.start(entry, FOLLOWS[deed.duty], on=deed.on)
        case Act.CRIME:
            clocks.start(entry, CRIME, on=deed.on)
            clocks.end(entry, (CRIME,), on=deed.on)
        case Act.WITHDRAW if goes_on(deed):
            return
        case _:
            clocks.end(entry, row.ends, on=deed.on)
            for code in row.clocks_from(entry.state):
                clocks.start(entry, code, on=deed.on)


def _move_on(entry: RegisterEntry, deed: Deed) -> None:
    entry.version += 1
    if deed.act is not Act.FULFIL:
        entry.last_on = max(entry.last_on, deed.on)
    entry.extensions += deed.act is Act.EXTEND
    target = step_of(deed.act).leads_to
    if target is None or goes_on(deed):
        return
    entry.state = target.value
    if deed.act is Act.ACCEPT:
        entry.accepted_on = deed.on
    elif deed.act is Act.CONCLUDE:
        entry.concluded_on = deed.on
    elif deed.act is Act.CLOSE:
        entry.closed_on = deed.on


def _name(entry: RegisterEntry, deed: Deed, *, actor: Actor, at: datetime) -> None:
    name_accused(entry, deed.accused_id, text=deed.accused_text, on=deed.on, at=at)
    marks = named_marks(entry, actor_id=actor.id, accused=deed.accused_id)
    if marks:
        shredding.ask(at=at, files=(), tables=(), indexed=False, marks=marks)


def name_accused(entry: RegisterEntry, official_id: int | None, *, text: str, on: date, at: datetime) -> None:
    """Say who is accused; from now on others may see the entry, and a chair turns triage and settlement into a transfer.

    Five working days: from the receipt while it is examined (Art. 24.2), from today's naming where it was accepted before anybody
    knew, because what is over cannot be kept any more.
    """
    put(entry, ACCUSED, {"id": official_id, "text": text})
    circle = Circle(entry.unit_id, on=local_date(at))
    if not circle.is_beyond(entry):
        return
    clocks.end(entry, COMMUNES_OWN, on=on)
    if TRANSFER not in clocks.running(entry):
        clocks.start(entry, TRANSFER, on=entry.received_on if entry.state == EntryState.RECEIVED else on)


def named_marks(entry: RegisterEntry, *, actor_id: int, accused: int | None) -> list[str]:
    """Return the marks of somebody who was named late: of the entry, and of the letter that it was in a still older copy."""
    if accused is None:
        return []
    rows = [(NAMED, entry.id), *([(LETTER, entry.origin)] if entry.origin else [])]
    return [line(kind, key, by(actor_id), names(accused)) for kind, key in rows]

"""What papers may know of an entry: where it stands, nothing opened; its record, once the making was written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from accounts import queries as accounts
from accounts.permissions import Actor
from core.errors import NotFound
from core.extensions import db
from deadlines import queries as legal_time
from deadlines.explain import length_text
from denunciation.envelopes import unseal_facts, unwrap
from denunciation.models import RegisterClock, RegisterEntry, RegisterStep, RegisterValue
from denunciation.paper_kinds import Stand
from denunciation.papers import Record, Said
from denunciation.people import Circle, accused_of, entry_for
from denunciation.states import SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX, Act, EntryState

SETTLING = (SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX)
COPY = "copy"


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What the page of a paper may say before anything is opened: where the entry stands, the days of its steps, its copy."""

    stand: Stand
    days: dict[Act, date]
    has_copy: bool


def behind(actor: Actor, entry_id: str, *, today: date) -> Behind:
    """Return what papers an entry may have, nothing opened. Raises NotFound for whoever may not read it, and carriers."""
    circle, entry = _readable(actor, entry_id, today=today)
    steps = _steps(entry)
    copied = select(RegisterValue.id).where(RegisterValue.entry_id == entry.id, RegisterValue.name == COPY)
    return Behind(
        stand=stand_of(entry, circle, [row.act for row in steps]), days={Act(row.act): row.on for row in _telling(entry, steps)},
        has_copy=db.session.scalar(copied) is not None,
    )  # fmt: skip


def stand_of(entry: RegisterEntry, circle: Circle, acts: Iterable[str]) -> Stand:
    """Return what the rules of papers need to know."""
    return Stand(
        state=entry.state, source=entry.source, accepted=entry.accepted_on is not None, beyond_commune=circle.is_beyond(entry),
        acts=frozenset(acts),
    )  # fmt: skip


def record_of(actor: Actor, entry_id: str, *, today: date) -> Record:
    """Return what papers take from an entry; only after denunciation.services.reading wrote the making down. Raises NotFound.

    The letter, what was added to it and the sender's envelope are not opened here.
    """
    _circle, entry = _readable(actor, entry_id, today=today)
    key = unwrap(entry.content_key)
    clocks = _settling(entry)
    said = {
        Act(row.act): _said(row.on, unseal_facts(row.body, key=key, entry_id=entry.id, field=f"step:{row.place}"))
        for row in _telling(entry, _steps(entry))
    }
    extended = clocks[-1].term_code if len(clocks) > 1 else ""
    return Record(
        received_on=entry.received_on, accused=_accused(entry), content=_copy(entry, key), period=_length(entry, SETTLE),
        extended_to=_length(entry, extended) if extended else "", first_due=clocks[0].due_on if clocks else None,
        last_due=clocks[-1].due_on if clocks else None, said=said,
    )  # fmt: skip


def _readable(actor: Actor, entry_id: str, *, today: date) -> tuple[Circle, RegisterEntry]:
    circle = Circle(actor.unit_id, on=today)
    entry = entry_for(actor, entry_id, circle=circle)
    if not circle.may_read(actor, entry):
        raise NotFound()
    return circle, entry


def _steps(entry: RegisterEntry) -> Sequence[RegisterStep]:
    return db.session.scalars(select(RegisterStep).where(RegisterStep.entry_id == entry.id).order_by(RegisterStep.place)).all()


def _telling(entry: RegisterEntry, steps: Sequence[RegisterStep]) -> list[RegisterStep]:
    """Leave out withdrawals after which the settlement went on: no decision ended it."""
    return [row for row in steps if row.act != Act.WITHDRAW or entry.state == EntryState.DISCONTINUED]


def _settling(entry: RegisterEntry) -> Sequence[RegisterClock]:
    query = select(RegisterClock).where(RegisterClock.entry_id == entry.id, RegisterClock.term_code.in_(SETTLING))
    return db.session.scalars(query.order_by(RegisterClock.place)).all()


def _length(entry: RegisterEntry, code: str) -> str:
    term = legal_time.term(code, entry.received_on, unit_id=entry.unit_id)
    return length_text(term.number, term.unit)


def _accused(entry: RegisterEntry) -> str:
    """Return who is accused as papers name him: with the post, when he is an official of the commune."""
    accused = accused_of(entry)
    found = next((item for item in accounts.officials(entry.unit_id, active_only=False) if item.id == accused.get("id")), None)
    if found is None:
        return str(accused.get("text") or "")
    return f"ông (bà) {found.full_name}, {found.title}".rstrip(", ")


def _copy(entry: RegisterEntry, key: bytes) -> str:
    query = select(RegisterValue.body).where(RegisterValue.entry_id == entry.id, RegisterValue.name == COPY)
    body = db.session.scalar(query)
    return str(unseal_facts(body, key=key, entry_id=entry.id, field=COPY).get("text", "")) if body else ""


def _said(on: date, facts: dict[str, Any]) -> Said:
    named = {name: str(facts.get(name) or "") for name in ("number", "text", "receiver", "result", "ground")}
    return Said(on=on, criteria=tuple(facts.get("criteria", ())), **named)

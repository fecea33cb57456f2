"""Reads what the commune owes beside its letters: dialogues, reception days, and what was promised at dialogues, as of a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.extensions import db
from deadlines.clock import local_date
from deadlines.queries import term
from deadlines.terms import NotInForce, Term
from dialogue.commitment_models import Commitment, CommitmentEntry, CommitmentVoice
from dialogue.commitment_states import PUBLIC
from dialogue.duty_rules import FREQUENCY as DIALOGUES_OWED
from dialogue.duty_rules import HELD
from dialogue.models import Dialogue
from dialogue.queries.commitments import CommitmentLine, Shelf, public_list
from dialogue.reception_models import ReceptionDay
from dialogue.reception_rules import FREQUENCY as RECEPTION_OWED
from dialogue.reception_rules import least_days
from dialogue.reception_states import DayState
from reporting.duty_measures import Held, PromiseFacts, PromiseTally, held_until, promise_events, promises
from reporting.measures import month_end, months_of

LATE_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Duties:
    """What was held and kept until a day: ``dialogues`` of its year, ``reception`` of the period, all ``promises`` until then."""

    dialogues: tuple[Held, ...]
    reception: tuple[Held, ...]
    promises: PromiseTally

    @property
    def shown(self) -> tuple[Held, ...]:
        """The duties that are told: dialogues where there is a rule or one was held, then reception."""
        return (*(item for item in self.dialogues if item.owed or item.held), *self.reception)


def duties_of(unit_id: int, *, first_on: date, last_on: date) -> Duties:
    """Return the duties of a period as they stood at the end of its last day."""
    return Duties(
        dialogues=_dialogues(unit_id, last_on), reception=_reception(unit_id, first_on=first_on, last_on=last_on),
        promises=promises(promise_facts(unit_id), day=last_on),
    )  # fmt: skip


def late_promises(unit_id: int, *, today: date) -> list[CommitmentLine]:
    """Return the commitments that wait longest past their day, with the last word on why."""
    return list(public_list(unit_id, shelf=Shelf.OVERDUE, page=1, today=today).items[:LATE_SHOWN])


def moment_of(item: tuple[datetime, str, dict[str, Any]]) -> datetime:
    """Return when something happened."""
    return item[0]


def promise_facts(unit_id: int) -> list[PromiseFacts]:
    """Return every public commitment with what happened to it, in order."""
    happened: dict[int, list[tuple[datetime, str, dict[str, Any]]]] = defaultdict(list)
    entries = select(CommitmentEntry.commitment_id, CommitmentEntry.kind, CommitmentEntry.at, CommitmentEntry.facts)
    for row in db.session.execute(entries.where(CommitmentEntry.unit_id == unit_id).order_by(CommitmentEntry.id)):
        happened[row.commitment_id].append((row.at, row.kind, row.facts))
    voices = select(CommitmentVoice.commitment_id, CommitmentVoice.verdict, CommitmentVoice.at)
    for row in db.session.execute(voices.where(CommitmentVoice.unit_id == unit_id).order_by(CommitmentVoice.id)):
        happened[row.commitment_id].append((row.at, row.verdict, {}))
    made = select(Commitment.id, Commitment.opened_on, Commitment.created_at, Commitment.first_due_on)
    query = made.where(Commitment.unit_id == unit_id, Commitment.state.in_([state.value for state in PUBLIC]))
    return [
        PromiseFacts(
            opened_on=row.opened_on or local_date(row.created_at), first_due_on=row.first_due_on,
            events=promise_events((local_date(at), kind, facts) for at, kind, facts in sorted(happened[row.id], key=moment_of)),
        )
        for row in db.session.execute(query.order_by(Commitment.id))
    ]  # fmt: skip


def _dialogues(unit_id: int, day: date) -> tuple[Held, ...]:
    new_year = date(day.year, 1, 1)
    within = Dialogue.held_on.between(new_year, day)
    states = [state.value for state in HELD]
    query = select(Dialogue.held_on, Dialogue.satisfies).where(Dialogue.unit_id == unit_id, within, Dialogue.state.in_(states))
    held = db.session.execute(query).all()
    owed = {kind: _term(unit_id, code, day) for kind, code in DIALOGUES_OWED.items()}
    return tuple(
        Held(
            kind=kind.value, held=sum(kind.value in row.satisfies for row in held), owed=rule.number if rule else 0,
            first_on=new_year, last_on=day,
        )
        for kind, rule in owed.items()
    )  # fmt: skip


def _reception(unit_id: int, *, first_on: date, last_on: date) -> tuple[Held, ...]:
    """Return the days on which chair and secretary received in the months that are over; owed from the first day on record."""
    query = select(ReceptionDay.kind, ReceptionDay.held_on, ReceptionDay.state).where(
        ReceptionDay.unit_id == unit_id, ReceptionDay.published_on.is_not(None), ReceptionDay.held_on <= last_on
    )
    known = db.session.execute(query).all()
    found = []
    for kind, code in RECEPTION_OWED.items():
        own = [row for row in known if row.kind == kind]
        months = [month for month in months_of(first_on, last_on) if month >= first_on and month_end(month) <= last_on]
        counted = [month for month in months if own and month_end(month) >= min(row.held_on for row in own)]
        if counted:
            days = [row.held_on for row in own if row.state == DayState.HELD]
            owed = sum(least_days(month, rule=_term(unit_id, code, month)) for month in counted)
            span = {"first_on": counted[0], "last_on": month_end(counted[-1])}
            found.append(Held(kind=kind.value, held=held_until(days, **span), owed=owed, **span))
    return tuple(found)


def _term(unit_id: int, code: str, day: date) -> Term | None:
    try:
        return term(code, day, unit_id=unit_id)
    except NotInForce:
        return None

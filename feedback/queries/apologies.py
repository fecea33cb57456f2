"""Reads of apologies: those of one case for its page, and the days that were promised, in one query for many cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, select

from accounts.models import Official
from core.extensions import db
from feedback.apologies import ApologyState, owed_for
from feedback.apology_models import CaseApology
from feedback.models import Case, PublicCase
from feedback.states import Action


@dataclass(frozen=True, kw_only=True)
class ApologyView:
    """One apology as officials read it, and as it is printed once it was signed."""

    state: str
    missed_on: date
    new_on: date
    reason: str
    why: str
    done: str
    leader_note: str
    writer_name: str
    written_at: datetime
    signer_name: str
    signer_title: str
    signed_on: date | None


@dataclass(frozen=True, kw_only=True)
class PublicApology:
    """What everybody may know of an apology: its day, the day that was promised, and when the answer came after all."""

    apology_on: date
    promised_on: date | None
    answered_on: date | None


def public_apology(unit_id: int, case_id: int) -> PublicApology | None:
    """Return what everybody reads of the last apology of a case, from its public row.

    The row outlives a case that was moved to the sealed register: a page that everybody with a phone opens says the same before
    and after (docs/adr/0008-stand-ins.md).
    """
    rows = PublicCase.__table__.c
    query = select(rows.apology_on, rows.promised_on, rows.answered_on)
    row = db.session.execute(query.where(rows.unit_id == unit_id, rows.id == case_id, rows.apology_on.is_not(None))).one_or_none()
    return None if row is None else PublicApology(**row._mapping)


def apologised(unit_id: int, *, first_on: date, last_on: date) -> int:
    """Return of how many cases the last apology was signed in a period: by the public rows, as ``public_apology`` says why."""
    rows = PublicCase.__table__.c
    query = select(func.count()).where(rows.unit_id == unit_id, rows.apology_on.between(first_on, last_on))
    return int(db.session.execute(query).scalar_one())


def apologies_of(case_id: int, *, round_number: int | None = None, sent: bool = False) -> tuple[ApologyView, ...]:
    """Return the apologies of a case (of one of its rounds, or only those that were ``sent``), oldest first."""
    writer, signer = Official.__table__.alias("writer"), Official.__table__.alias("signer")
    query = (
        select(CaseApology, writer.c.full_name, signer.c.full_name, signer.c.title)
        .join(writer, writer.c.id == CaseApology.written_by)
        .outerjoin(signer, signer.c.id == CaseApology.signed_by)
        .where(CaseApology.case_id == case_id)
        .order_by(CaseApology.id)
    )
    if round_number is not None:
        query = query.where(CaseApology.round == round_number)
    if sent:
        query = query.where(CaseApology.state == ApologyState.SENT.value)
    return tuple(
        ApologyView(
            state=row.state, missed_on=row.missed_on, new_on=row.new_on, reason=row.reason, why=row.why, done=row.done,
            leader_note=row.leader_note, writer_name=written_by, written_at=row.written_at, signer_name=signed_by or "",
            signer_title=title or "", signed_on=row.signed_on,
        )
        for row, written_by, signed_by, title in db.session.execute(query)
    )  # fmt: skip


def owed_of(due_on: date | None, apologies: Sequence[ApologyView], *, today: date) -> date | None:
    """Return the missed day for which an apology is owed, by those of the present round."""
    return owed_for(due_on, (item.new_on for item in apologies if item.state == ApologyState.SENT), today)


def impossible_apology(due_on: date | None, apologies: Sequence[ApologyView], *, today: date) -> set[Action]:
    """Return which steps of an apology there is nothing for, whatever the state of the case allows."""
    waits = any(item.state == ApologyState.SUBMITTED for item in apologies)
    hidden = set() if waits else {Action.DECIDE_APOLOGY}
    return hidden if owed_of(due_on, apologies, today=today) and not waits else hidden | {Action.APOLOGISE}


def apology_waits() -> ColumnElement[bool]:
    """Return the condition that an apology of the case's round waits for the leader's signature."""
    return exists().where(
        CaseApology.case_id == Case.id, CaseApology.round == Case.round, CaseApology.state == ApologyState.SUBMITTED.value
    )


def with_waiting_apology(unit_id: int) -> Select[tuple[int]]:
    """Return the cases of which an apology waits for the leader."""
    return select(CaseApology.case_id).where(CaseApology.unit_id == unit_id, CaseApology.state == ApologyState.SUBMITTED.value)


def promised_day() -> ColumnElement[date | None]:
    """Return the last day that was promised in the case's round, as a column; null without an apology."""
    query = select(func.max(CaseApology.new_on)).where(
        CaseApology.case_id == Case.id, CaseApology.round == Case.round, CaseApology.state == ApologyState.SENT.value
    )
    return query.correlate(Case).scalar_subquery()


def promised_days(unit_id: int) -> dict[int, date]:
    """Return case → the last day that was promised in its present round, of a whole commune in one query."""
    query = (
        select(CaseApology.case_id, func.max(CaseApology.new_on))
        .join(Case, (Case.id == CaseApology.case_id) & (Case.round == CaseApology.round))
        .where(CaseApology.unit_id == unit_id, CaseApology.state == ApologyState.SENT.value)
        .group_by(CaseApology.case_id)
    )
    return dict(db.session.execute(query).tuples().all())

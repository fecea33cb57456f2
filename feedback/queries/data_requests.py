"""Reads of requests about personal data: those of one case for its sender, those of the commune for the desk."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from accounts.models import Official
from core.extensions import db
from deadlines import queries as legal_time
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.engine import is_overdue
from deadlines.explain import explain
from deadlines.proof import Proof
from feedback.data_models import DataRequest
from feedback.data_rights import EXTENSION_TERM, OPEN, Decision, RequestState, may_erase
from feedback.models import Case, Sender

ENDED_SHOWN, OPEN_SHOWN = 50, 500
NEXT_ON = case((DataRequest.state == RequestState.ASKED, DataRequest.take_by), else_=DataRequest.due_on)
"""The day that comes next: the acknowledgement's, then the answer's."""


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """A request in a list: whose case it is by its code, never a name. ``late``: the day that comes next has passed."""

    public_id: str
    code: str
    right: str
    state: str
    asked_on: date
    next_on: date | None
    ended_on: date | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """One request with its dates and their proofs in words; ``take_late`` and ``late`` as of today, or of the day it was done."""

    public_id: str
    case_id: int
    code: str
    right: str
    state: str
    words: str
    at_counter: bool
    writer_name: str
    asked_on: date
    take_by: date | None
    take_sentences: tuple[str, ...]
    due_on: date | None
    due_sentences: tuple[str, ...]
    taken_on: date | None
    extension_days: int
    extension_reason: str
    ended_on: date | None
    ground: str
    answer: str
    erased: bool
    take_late: bool
    late: bool

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state in OPEN


@dataclass(frozen=True, kw_only=True)
class DataWaiting:
    """How many requests of a commune wait; of how many the day that comes next has passed, and of how many it is near."""

    number: int
    late: int
    soon: int


def near_until(today: date, calendar: WorkingCalendar, *, days: int) -> date:
    """Return the last day that counts as near: ``days`` working days on, today alone where the calendar does not reach so far."""
    with suppress(CalendarNotCovered):
        return calendar.add_working(today, days)
    return today


def data_waiting(unit_id: int, *, today: date, soon: date) -> DataWaiting:
    """Return what waits today; ``soon`` is the last day that counts as near."""
    times = (today > NEXT_ON, NEXT_ON.between(today, soon))
    late, near = (func.coalesce(func.sum(case((time, 1), else_=0)), 0) for time in times)
    query = select(func.count(), late, near).where(DataRequest.unit_id == unit_id, DataRequest.state.in_(OPEN))
    number, passed, coming = db.session.execute(query).one()
    return DataWaiting(number=number, late=passed, soon=coming)


def requests_of(case_id: int, *, today: date, locale: str) -> tuple[RequestView, ...]:
    """Return the requests about one case, newest first."""
    rows = db.session.execute(_whole().where(DataRequest.case_id == case_id).order_by(DataRequest.id.desc())).all()
    return tuple(_view(row, today=today, locale=locale) for row in rows)


def request_of(public_id: str, *, unit_id: int, today: date, locale: str) -> RequestView | None:
    """Return one request of the commune, or None."""
    row = db.session.execute(
        _whole().where(DataRequest.unit_id == unit_id, DataRequest.public_id == public_id)
    ).one_or_none()  # fmt: skip
    return None if row is None else _view(row, today=today, locale=locale)


def open_requests(unit_id: int, *, today: date) -> list[RequestLine]:
    """Return what waits: by the day that comes next, those without one last."""
    query = _lines().where(DataRequest.unit_id == unit_id, DataRequest.state.in_(OPEN))
    rows = db.session.execute(query.order_by(NEXT_ON.is_(None), NEXT_ON, DataRequest.id).limit(OPEN_SHOWN)).all()
    return [_line(row, today=today) for row in rows]


def ended_requests(unit_id: int, *, today: date) -> list[RequestLine]:
    """Return those that ended last."""
    query = _lines().where(DataRequest.unit_id == unit_id, DataRequest.state.not_in(OPEN))
    rows = db.session.execute(query.order_by(DataRequest.ended_on.desc(), DataRequest.id.desc()).limit(ENDED_SHOWN)).all()
    return [_line(row, today=today) for row in rows]


def most_days(asked_on: date, *, unit_id: int) -> int:
    """Return by how many days a request of that day may be extended."""
    return legal_time.term(EXTENSION_TERM, asked_on, unit_id=unit_id).number


def erasing(case_id: int, *, unit_id: int) -> Decision:
    """Return whether phone and email may leave a case and those of the same letter."""
    own = select(Sender.secret_hash).where(Sender.unit_id == unit_id, Sender.case_id == case_id).scalar_subquery()
    query = select(Case.state).join(Sender, Sender.case_id == Case.id).where(Sender.unit_id == unit_id, Sender.secret_hash == own)
    return may_erase(db.session.scalars(query).all())


def _lines() -> Select[Any]:
    return select(DataRequest, Case.code).join(Case, Case.id == DataRequest.case_id)


def _line(row: Row[Any], *, today: date) -> RequestLine:
    request, code = row
    next_on = request.take_by if request.state == RequestState.ASKED else request.due_on
    return RequestLine(
        public_id=request.public_id, code=code, right=request.kind, state=request.state, asked_on=request.asked_on,
        next_on=next_on, ended_on=request.ended_on, late=_late(request.ended_on, next_on, today=today),
    )  # fmt: skip


def _whole() -> Select[Any]:
    return _lines().add_columns(Official.full_name).outerjoin(Official, Official.id == DataRequest.written_by)


def _view(row: Row[Any], *, today: date, locale: str) -> RequestView:
    request, code, writer = row
    names = (
        "public_id", "case_id", "state", "words", "asked_on", "take_by", "due_on", "taken_on", "extension_days",
        "extension_reason", "ended_on", "ground", "answer", "erased",
    )  # fmt: skip
    return RequestView(
        **{name: getattr(request, name) for name in names}, code=code, right=request.kind, writer_name=writer or "",
        at_counter=request.written_by is not None, take_sentences=_said(request.take_proof, locale),
        due_sentences=_said(request.due_proof, locale), take_late=_late(request.taken_on, request.take_by, today=today),
        late=_late(request.ended_on, request.due_on, today=today),
    )  # fmt: skip


def _said(proof: dict[str, Any], locale: str) -> tuple[str, ...]:
    return tuple(explain(Proof.from_dict(proof), locale)) if proof else ()


def _late(done_on: date | None, last: date | None, *, today: date) -> bool:
    return last is not None and is_overdue(last, done_on or today)

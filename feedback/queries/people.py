"""Who is to be told: the officials around a case, and its sender, with nothing more than a letter needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, and_, bindparam, exists, or_, select

from accounts.leave_queries import stand_in
from accounts.memory import remembered
from accounts.models import Official, Posting, Unit
from accounts.roles import Role
from core.extensions import db
from core.sms_text import mobile_number
from feedback.models import Case, Sender

_officials, _postings, _senders, _units = (model.__table__.c for model in (Official, Posting, Sender, Unit))
_held = (
    _postings.official_id == _officials.id, _postings.role == bindparam("role"), _postings.valid_from <= bindparam("on"),
    or_(_postings.valid_to.is_(None), _postings.valid_to >= bindparam("on")),
)  # fmt: skip
_active = select(_officials.id, _officials.email).where(_officials.unit_id == bindparam("unit"), _officials.active)
HOLDERS = _active.where(exists().where(*_held)).order_by(_officials.id)
HOLDERS_IN_DEPARTMENT = _active.where(exists().where(*_held, _postings.department_id == bindparam("department"))).order_by(
    _officials.id
)
ADDRESSEE = (
    select(_senders.locale, _senders.email, _units.name, _units.name_en, _units.profile)
    .join_from(Sender.__table__, Unit.__table__, _units.id == _senders.unit_id)
    .where(_senders.unit_id == bindparam("unit"), _senders.case_id == bindparam("case"))
)
"""Built once and filtered by the commune themselves: these three stand in the way of every letter that is sent in."""


@dataclass(frozen=True, kw_only=True)
class Called:
    """A sender who may be told by short message; ``phone`` is one of a mobile network, as gateways take it."""

    case_id: int
    phone: str
    locale: str
    office: str


@dataclass(frozen=True, kw_only=True)
class Reader:
    """An official who gets a letter; ``email`` "" is read in the inbox only."""

    id: int
    email: str


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """The sender of a case; ``office`` is how the commune signs in their language."""

    locale: str
    email: str | None
    office: str


def holders(unit_id: int, role: Role, *, on: date, department_id: int | None = None) -> list[Reader]:
    """Return the active officials who hold a role on a day, in a department or anywhere, each once."""
    facts = {"unit": unit_id, "role": role.value, "on": on}

    def asked() -> list[Reader]:
        if department_id is None:
            rows = db.session.execute(HOLDERS, facts)
        else:
            rows = db.session.execute(HOLDERS_IN_DEPARTMENT, {**facts, "department": department_id})
        return [Reader(id=row.id, email=row.email) for row in rows]

    return remembered(("holders", unit_id, role.value, on, department_id), asked, in_command=True)


def official(unit_id: int, official_id: int | None) -> list[Reader]:
    """Return one active official, or nobody."""
    if official_id is None:
        return []
    query = select(Official.id, Official.email).where(Official.unit_id == unit_id, Official.id == official_id, Official.active)
    return [Reader(id=row.id, email=row.email) for row in db.session.execute(query)]


def handlers(case: Case, *, on: date) -> list[Reader]:
    """Return who has the case in hand: its officer and the head of its department; before that, the clerks."""
    if case.department_id is None:
        return holders(case.unit_id, Role.RECEPTION_CLERK, on=on)
    return unique([*_with_stand_in(case, on=on), *heads(case, on=on)])


def heads(case: Case, *, on: date) -> list[Reader]:
    """Return the heads of the department that has the case."""
    return holders(case.unit_id, Role.DEPARTMENT_HEAD, on=on, department_id=case.department_id)


def officer(case: Case, *, on: date) -> list[Reader]:
    """Return the officer of the case and who stands in while they are away; without one, who has it in hand."""
    return _with_stand_in(case, on=on) or handlers(case, on=on)


def _with_stand_in(case: Case, *, on: date) -> list[Reader]:
    own = official(case.unit_id, case.officer_id)
    return [*own, *official(case.unit_id, stand_in(case.unit_id, case.officer_id, on=on))] if own else []


def unique(readers: list[Reader]) -> list[Reader]:
    """Return everybody once, in the order of first mention."""
    return list({reader.id: reader for reader in readers}.values())


def addressee(case: Case) -> Addressee:
    """Return the sender of a case; an anonymous sender reads on the tracking page."""
    row = db.session.execute(ADDRESSEE, {"unit": case.unit_id, "case": case.id}).one_or_none()
    if row is None:
        return Addressee(locale="vi", email=None, office="")
    return Addressee(locale=row.locale, email=row.email, office=_office(row))


def sender_locale(unit_id: int, case_id: int) -> str:
    """Return the language in which the sender of a case reads; of one who left no name, Vietnamese."""
    query = select(_senders.locale).where(_senders.unit_id == unit_id, _senders.case_id == case_id)
    return db.session.scalars(query).one_or_none() or "vi"


def sender_and_matter(unit_id: int, case_id: int) -> tuple[str, str]:
    """Return who sent a case ("" of one who left no name) and what about, for the slip that its sender takes home."""
    query = (
        select(_senders.name, Case.subject)
        .join_from(Case, Sender, and_(_senders.case_id == Case.id, _senders.unit_id == Case.unit_id), isouter=True)
        .where(Case.unit_id == unit_id, Case.id == case_id)
    )
    row = db.session.execute(query).one_or_none()
    return (row.name or "", row.subject) if row else ("", "")


def _office(row: Row) -> str:
    own = str(row.profile.get("authority") or row.name)
    return (row.name_en or own) if row.locale == "en" else own


def called(unit_id: int, case_ids: Collection[int]) -> list[Called]:
    """Return those senders of these cases who allow short messages and have a mobile number, in the order of the cases."""
    query = (
        select(_senders.case_id, _senders.phone, _senders.locale, _units.name, _units.name_en, _units.profile)
        .join_from(Sender.__table__, Unit.__table__, _units.id == _senders.unit_id)
        .where(
            _senders.unit_id == unit_id, _senders.case_id.in_(case_ids), _senders.messages_allowed_at.is_not(None),
            _senders.messages_stopped_at.is_(None),
        )
        .order_by(_senders.case_id)
    )  # fmt: skip
    found = [(row, mobile_number(row.phone or "")) for row in db.session.execute(query)]
    return [Called(case_id=row.case_id, phone=number, locale=row.locale, office=_office(row)) for row, number in found if number]


def names_of(ids: set[int | None]) -> dict[int, str]:
    """Return official → full name of those who are named, in one query."""
    wanted = [item for item in ids if item]
    if not wanted:
        return {}
    return dict(db.session.execute(select(Official.id, Official.full_name).where(Official.id.in_(wanted))).tuples().all())

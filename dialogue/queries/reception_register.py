"""Reads of the reception register for officials who run receptions; nobody else is shown a row of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Select, select

from accounts.models import Official
from accounts.permissions import Actor
from core.documents import Document, from_dict
from core.errors import NotAllowed, NotFound
from core.extensions import db
from core.paging import Page
from core.permissions import Permission
from deadlines.clock import HERE, local_date
from dialogue.reception_register_models import ReceptionEntry, ReceptionMatter, ReceptionPaper
from feedback.document_models import IssuedDocument
from feedback.models import Case

PAGE_SIZE = 25
EXPORT_MOST = 5000


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What of the register is asked for; None and "" leave nothing out."""

    first_on: date | None = None
    last_on: date | None = None
    kind: str = ""
    handling: str = ""
    by_kind: str = ""


def received_moment(received_on: date, written_at: datetime) -> datetime:
    """Return when (UTC) a reception was: as it was written down, or, written down later, the beginning of its day.

    Nobody is received at midnight: that moment says that the hour is not known.
    """
    if local_date(written_at) == received_on:
        return written_at
    return datetime.combine(received_on, time(0), HERE).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """A row of form 03/TCD. ``whole`` False: what was said is not kept here (a denunciation, or a letter that has moved).

    ``received_at`` None: it was written down later than on its day, and the hour is not known.
    """

    id: int
    year: int
    number: int
    version: int
    received_on: date
    received_at: datetime | None
    by_kind: str
    receiver: str
    kind: str
    people: int
    competent: bool
    handling: str
    ground: str
    notice_due_on: date | None
    day_id: int | None
    whole: bool
    person_key: str
    name: str
    address: str
    identity: str
    content: str
    representatives: str
    settled_by: str
    guided_to: str
    accepted_ref: str
    follow_up: str
    note: str
    case_id: int | None
    case_code: str

    @property
    def number_text(self) -> str:
        """Return "03/2026"."""
        return f"{self.number:02d}/{self.year}"


@dataclass(frozen=True, kw_only=True)
class PaperItem:
    """A paper in a list."""

    id: int
    kind: str
    number_text: str
    issued_on: date


def _must(actor: Actor) -> None:
    if Permission.RECEPTION_RUN not in actor.permissions:
        raise NotAllowed(permission=Permission.RECEPTION_RUN.value)


def register_page(actor: Actor, wanted: RegisterFilter, *, page: int) -> Page[EntryView]:
    """Return one page of the register, the newest first. Raises NotAllowed."""
    _must(actor)
    query = _filtered(actor, wanted).order_by(ReceptionEntry.year.desc(), ReceptionEntry.number.desc())
    rows = _read(query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1))
    return Page(items=rows[:PAGE_SIZE], number=page, size=PAGE_SIZE, has_next=len(rows) > PAGE_SIZE)


def register_rows(actor: Actor, wanted: RegisterFilter) -> list[EntryView]:
    """Return the rows for the export in the order of their numbers, at most EXPORT_MOST. Raises NotAllowed."""
    _must(actor)
    return _read(_filtered(actor, wanted).order_by(ReceptionEntry.year, ReceptionEntry.number).limit(EXPORT_MOST))


def entry(actor: Actor, entry_id: int) -> EntryView:
    """Return one row. Raises NotAllowed, NotFound."""
    _must(actor)
    rows = _read(_rows(actor).where(ReceptionEntry.id == entry_id))
    if not rows:
        raise NotFound()
    return rows[0]


def entries_of_day(actor: Actor, day_id: int) -> list[EntryView]:
    """Return the receptions of one day, in order. Raises NotAllowed."""
    _must(actor)
    return _read(_rows(actor).where(ReceptionEntry.day_id == day_id).order_by(ReceptionEntry.number))


def earlier_visits(actor: Actor, view: EntryView, *, limit: int = 5) -> list[EntryView]:
    """Return earlier receptions of the same person, the newest first; nothing where the person is not kept."""
    if not view.person_key:
        return []
    query = _rows(actor).where(ReceptionMatter.person_key == view.person_key, ReceptionEntry.id < view.id)
    return _read(query.order_by(ReceptionEntry.id.desc()).limit(limit))


def _filtered(actor: Actor, wanted: RegisterFilter) -> Select[Any]:
    query = _rows(actor)
    if wanted.first_on:
        query = query.where(ReceptionEntry.received_on >= wanted.first_on)
    if wanted.last_on:
        query = query.where(ReceptionEntry.received_on <= wanted.last_on)
    for column in ("kind", "handling", "by_kind"):
        if getattr(wanted, column):
            query = query.where(getattr(ReceptionEntry, column) == getattr(wanted, column))
    return query


def _rows(actor: Actor) -> Select[Any]:
    return (
        select(ReceptionEntry, ReceptionMatter, Official.full_name, Case.code)
        .join(Official, Official.id == ReceptionEntry.received_by)
        .outerjoin(ReceptionMatter, ReceptionMatter.entry_id == ReceptionEntry.id)
        .outerjoin(Case, Case.id == ReceptionMatter.case_id)
        .where(ReceptionEntry.unit_id == actor.unit_id)
    )


def _read(query: Select[Any]) -> list[EntryView]:
    return [_view(*row) for row in db.session.execute(query)]


MATTER_TEXTS = (
    "person_key", "name", "address", "identity", "content", "representatives", "settled_by", "guided_to", "accepted_ref",
    "follow_up", "note",
)  # fmt: skip


def _view(row: ReceptionEntry, matter: ReceptionMatter | None, receiver: str, code: str | None) -> EntryView:
    moment = received_moment(row.received_on, row.received_at)
    return EntryView(
        id=row.id, year=row.year, number=row.number, version=row.version, received_on=row.received_on,
        received_at=moment if moment.astimezone(HERE).time() != time(0) else None,
        by_kind=row.by_kind, receiver=receiver, kind=row.kind, people=row.people,
        competent=row.competent, handling=row.handling, ground=row.ground, notice_due_on=row.notice_due_on, day_id=row.day_id,
        whole=matter is not None, case_id=matter.case_id if matter else None, case_code=code or "",
        **{name: getattr(matter, name) if matter else "" for name in MATTER_TEXTS},
    )  # fmt: skip


# ------------------------------------------------------------------ papers and tasks


def papers_of_entry(actor: Actor, entry_id: int) -> list[PaperItem]:
    """Return the papers of one reception, the oldest first."""
    return _papers(actor, ReceptionPaper.entry_id == entry_id)


def conclusion_of(actor: Actor, day_id: int) -> PaperItem | None:
    """Return the conclusion of a day, or None."""
    return next(iter(_papers(actor, ReceptionPaper.day_id == day_id)), None)


def _papers(actor: Actor, condition: Any) -> list[PaperItem]:
    query = (
        select(ReceptionPaper.id, IssuedDocument.kind, IssuedDocument.number, IssuedDocument.symbol, IssuedDocument.issued_on)
        .join(IssuedDocument, IssuedDocument.id == ReceptionPaper.document_id)
        .where(ReceptionPaper.unit_id == actor.unit_id, condition)
        .order_by(ReceptionPaper.id)
    )
    return [
        PaperItem(id=row.id, kind=row.kind, number_text=f"{row.number:02d}/{row.symbol}", issued_on=row.issued_on)
        for row in db.session.execute(query)
    ]


def paper(actor: Actor, paper_id: int) -> tuple[PaperItem, Document, ReceptionPaper]:
    """Return a paper, whole. Raises NotAllowed, NotFound."""
    _must(actor)
    row = db.session.scalar(select(ReceptionPaper).where(ReceptionPaper.id == paper_id, ReceptionPaper.unit_id == actor.unit_id))
    if row is None:
        raise NotFound()
    (item,) = _papers(actor, ReceptionPaper.id == paper_id)
    return item, from_dict(json.loads(row.content)), row

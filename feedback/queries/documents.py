"""Reads papers: the forms in force, the papers that were issued for a case, one of them whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.models import Official
from accounts.permissions import Actor
from core.documents import Document, from_dict
from core.errors import NotAllowed, NotFound
from core.extensions import db
from feedback.complaint_models import Complaint
from feedback.complaint_rules import is_numbered, read_number
from feedback.document_forms import PaperForm, form_in_force
from feedback.document_kinds import DocumentKind, Signing
from feedback.document_models import DocumentFormRow, DocumentSeries, IssuedDocument
from feedback.models import Case
from feedback.permissions import may_read, may_see_identity
from feedback.queries.complaint_facts import complaint_row

COPIED = (
    "valid_from", "title", "summary", "body", "form_number", "basis", "authority", "addressees", "bases", "recipients", "version",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class IssuedItem:
    """A paper in the list of a case; nothing of what it says."""

    id: int
    kind: DocumentKind
    number_text: str
    issued_on: date
    issued_at: datetime
    issuer_name: str


@dataclass(frozen=True, kw_only=True)
class IssuedPaper:
    """A paper that was issued, whole, with the code of its case."""

    item: IssuedItem
    case_id: int
    case_code: str
    document: Document


@dataclass(frozen=True, kw_only=True)
class OwnNumber:
    """The number, symbol and day of a decision, which its paper bears. ``number`` None: as typed it cannot be read."""

    number: int | None
    symbol: str
    on: date

    @property
    def text(self) -> str:
        """Return "12/QĐ-UBND", an empty text when it cannot be read."""
        return f"{self.number:02d}/{self.symbol}" if self.number else ""


@dataclass(frozen=True, kw_only=True)
class SeriesItem:
    """Where a series of numbers stands this year; ``started`` once the product gave a number in it."""

    series: str
    year: int
    last_number: int
    started: bool


def own_forms(unit_id: int, kind: DocumentKind | None = None) -> list[PaperForm]:
    """Return the commune's own versions, the oldest first."""
    query = select(DocumentFormRow).where(DocumentFormRow.unit_id == unit_id).order_by(DocumentFormRow.id)
    if kind is not None:
        query = query.where(DocumentFormRow.kind == kind.value)
    return [_form(row) for row in db.session.scalars(query)]


def form_for(unit_id: int, kind: DocumentKind, *, on: date) -> PaperForm:
    """Return the form that the commune uses on a day. Raises NoFormInForce."""
    return form_in_force(kind, on, own=own_forms(unit_id, kind))


def issued_for(actor: Actor, case_id: int) -> tuple[IssuedItem, ...]:
    """Return the papers issued for a case of the actor's commune, the oldest first."""
    query = (
        select(IssuedDocument, Official.full_name)
        .join(Official, Official.id == IssuedDocument.issued_by)
        .where(IssuedDocument.unit_id == actor.unit_id, IssuedDocument.case_id == case_id)
        .order_by(IssuedDocument.id)
    )
    return tuple(_item(row, name) for row, name in db.session.execute(query))


def issued_paper(actor: Actor, case_id: int, document_id: int) -> IssuedPaper:
    """Return one issued paper. Raises NotFound (also for another case's or commune's), NotAllowed when names are not for him."""
    query = (
        select(IssuedDocument, Case, Official.full_name)
        .join(Case, Case.id == IssuedDocument.case_id)
        .join(Official, Official.id == IssuedDocument.issued_by)
        .where(IssuedDocument.id == document_id, Case.id == case_id, Case.unit_id == actor.unit_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None or not may_read(actor, found[1]):
        raise NotFound()
    row, case, name = found
    if not may_see_identity(actor, case):
        raise NotAllowed(document=document_id)
    document = from_dict(json.loads(row.content))
    return IssuedPaper(item=_item(row, name), case_id=case.id, case_code=case.code, document=document)


def paper_of_subject(unit_id: int, subject: str, document_id: int | None) -> tuple[IssuedItem, Document] | None:
    """Return a paper that belongs to a subject of the commune ("dialogue:7") and to no case, or None."""
    query = (
        select(IssuedDocument, Official.full_name)
        .join(Official, Official.id == IssuedDocument.issued_by)
        .where(IssuedDocument.unit_id == unit_id, IssuedDocument.subject == subject, IssuedDocument.id == document_id)
    )
    found = db.session.execute(query).one_or_none() if subject and document_id else None
    return (_item(found[0], found[1]), from_dict(json.loads(found[0].content))) if found else None


def number_of_decision(case_id: int, kind: DocumentKind) -> OwnNumber | None:
    """Return what the decision on a complaint was numbered with, for its paper (form 15); None: the paper takes a number."""
    row = complaint_row(case_id) if kind is DocumentKind.SETTLEMENT_DECISION else None
    if row is None or row.decided_on is None:
        return None
    number, symbol = read_number(row.decision_number) or (None, "")
    return OwnNumber(number=number, symbol=symbol, on=row.decided_on)


def number_is_issued(unit_id: int, *, series: str, year: int, number: int) -> bool:
    """True when a paper of this series bears the number in this year."""
    same = IssuedDocument.series == series, IssuedDocument.year == year, IssuedDocument.number == number
    return db.session.scalar(select(IssuedDocument.id).where(IssuedDocument.unit_id == unit_id, *same)) is not None


def number_is_decided(unit_id: int, *, year: int, number: int, symbol: str) -> bool:
    """True when another decision on a complaint bears this number and symbol in this year, whether its paper was made or not."""
    query = select(Complaint.decision_number).where(
        Complaint.unit_id == unit_id, Complaint.decided_on.between(date(year, 1, 1), date(year, 12, 31))
    )
    return any(is_numbered(text, number, symbol) for text in db.session.scalars(query))


def series_of_year(unit_id: int, year: int) -> dict[str, SeriesItem]:
    """Return the series of the commune in a year by their name."""
    rows = db.session.scalars(select(DocumentSeries).where(DocumentSeries.unit_id == unit_id, DocumentSeries.year == year))
    started = set(
        db.session.scalars(
            select(IssuedDocument.series).where(IssuedDocument.unit_id == unit_id, IssuedDocument.year == year).distinct()
        )
    )
    return {
        row.series: SeriesItem(series=row.series, year=year, last_number=row.last_number, started=row.series in started)
        for row in rows
    }


def _item(row: IssuedDocument, name: str) -> IssuedItem:
    return IssuedItem(
        id=row.id, kind=DocumentKind(row.kind), number_text=f"{row.number:02d}/{row.symbol}", issued_on=row.issued_on,
        issued_at=row.issued_at, issuer_name=name,
    )  # fmt: skip


def _form(row: DocumentFormRow) -> PaperForm:
    copied = {name: getattr(row, name) for name in COPIED}
    return PaperForm(kind=DocumentKind(row.kind), signing=Signing(row.signing), **copied)

"""What everybody reads: the published models of a year, and one of them with what came of it and who learned it.

Names, phones and addresses are masked in every word. The carrier of a model is told when it is a group, or a person who agreed;
of another person the name is read only to be masked, and does not leave this file. Hidden notes and the log are not selected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from accounts.models import Department, Village
from core.extensions import db
from core.paging import Page
from feedback.redaction import mask
from skilful.models import SkilfulModel, SkilfulNote, SkilfulRecognition, SkilfulYear
from skilful.queries.desk import YearView, years_of
from skilful.states import Carrier

SIZE = 20


@dataclass(frozen=True, kw_only=True)
class PublicLine:
    """A published model in a list. ``carrier`` "" is a person who did not agree to be named."""

    code: str
    name: str
    carrier: str
    sphere: str
    village: str
    result: str
    recognised: bool
    replicated: bool
    ended: bool


@dataclass(frozen=True, kw_only=True)
class Near:
    """A published model that it copies, or that copies it."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PublicModel:
    """A published model, whole; ``notes`` are day and words, the newest first."""

    line: PublicLine
    what: str
    goal: str
    keeper: str
    keeper_en: str
    starts_on: date | None
    ends_on: date | None
    ended_on: date | None
    years: tuple[YearView, ...]
    notes: tuple[tuple[date, str], ...]
    learned_from: Near | None
    copies: tuple[Near, ...]

    def kept_by(self, locale: str) -> str:
        """Return who looks after it."""
        return self.keeper_en if locale == "en" and self.keeper_en else self.keeper


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """What is left of one that was taken back."""

    code: str
    published_on: date
    taken_back_on: date
    reason: str


def public_list(unit_id: int, *, year: int, sphere: str = "", village_id: int | None = None, page: int = 1) -> Page[PublicLine]:
    """Return a page of the published models of a year, the newest first."""
    query = _lines(unit_id).where(SkilfulYear.year == year)
    if sphere:
        query = query.where(SkilfulModel.sphere == sphere)
    if village_id is not None:
        query = query.where(SkilfulModel.village_id == village_id)
    newest = query.order_by(SkilfulModel.published_on.desc(), SkilfulModel.id.desc())
    rows = db.session.execute(newest.offset((page - 1) * SIZE).limit(SIZE + 1)).all()
    return Page(items=[_line(row) for row in rows[:SIZE]], number=page, size=SIZE, has_next=len(rows) > SIZE)


def all_published(unit_id: int) -> list[tuple[str, date]]:
    """Return code and day of publication of everything that is before everybody, for the map of the site."""
    query = select(SkilfulModel.code, SkilfulModel.published_on).where(*_published(unit_id)).order_by(SkilfulModel.id)
    return [(row.code, row.published_on) for row in db.session.execute(query)]


def public_model(unit_id: int, code: str) -> PublicModel | None:
    """Return one published model, or None."""
    query = _lines(unit_id).where(SkilfulModel.code == code, SkilfulYear.year == SkilfulModel.year)
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    row: SkilfulModel = found.SkilfulModel
    known = _known(row)
    notes = select(SkilfulNote.noted_on, SkilfulNote.words).where(SkilfulNote.model_id == row.id, SkilfulNote.public)
    newest = notes.order_by(SkilfulNote.noted_on.desc(), SkilfulNote.id.desc())
    near = select(SkilfulModel).where(*_published(unit_id)).order_by(SkilfulModel.id)
    return PublicModel(
        line=_line(found), what=_masked(row.what, known), goal=_masked(row.goal, known),
        keeper=_masked(row.organisation) or found.department or "",
        keeper_en="" if row.organisation else found.department_en or "",
        starts_on=row.starts_on, ends_on=row.ends_on, ended_on=row.ended_on,
        years=tuple(
            replace(each, outcome=_masked(each.outcome, known), unit=_masked(each.unit, known)) for each in years_of(row.id)
        ),
        notes=tuple((on, _masked(words, known)) for on, words in db.session.execute(newest).tuples()),
        learned_from=next(iter(_near(near.where(SkilfulModel.id == row.learned_from_id))), None),
        copies=tuple(_near(near.where(SkilfulModel.learned_from_id == row.id))),
    )  # fmt: skip


def taken_back(unit_id: int, code: str) -> TakenBack | None:
    """Return what is left of a model that was taken back, or None."""
    gone = (SkilfulModel.unit_id == unit_id, SkilfulModel.code == code, SkilfulModel.taken_back_on.is_not(None))
    row = db.session.scalars(select(SkilfulModel).where(*gone)).one_or_none()
    if row is None or row.published_on is None or row.taken_back_on is None:
        return None
    return TakenBack(
        code=row.code, published_on=row.published_on, taken_back_on=row.taken_back_on,
        reason=_masked(row.take_back_reason, _known(row)),
    )  # fmt: skip


def _published(unit_id: int) -> list[ColumnElement[bool]]:
    return [
        SkilfulModel.unit_id == unit_id, SkilfulModel.published_on.is_not(None), SkilfulModel.taken_back_on.is_(None),
    ]  # fmt: skip


def _lines(unit_id: int) -> Select[Any]:
    recognised = exists().where(SkilfulRecognition.model_id == SkilfulYear.model_id, SkilfulRecognition.year == SkilfulYear.year)
    return (
        select(
            SkilfulModel, SkilfulYear.result.label("result"), recognised.label("recognised"), Village.name.label("village"),
            Department.name.label("department"), Department.name_en.label("department_en"),
        )
        .join(SkilfulYear, SkilfulYear.model_id == SkilfulModel.id)
        .outerjoin(Village, Village.id == SkilfulModel.village_id)
        .outerjoin(Department, Department.id == SkilfulModel.department_id)
        .where(*_published(unit_id))
    )  # fmt: skip


def _line(found: Any) -> PublicLine:
    row: SkilfulModel = found.SkilfulModel
    carrier = _masked(row.carrier) if row.kind == Carrier.COLLECTIVE else row.carrier if row.named else ""
    return PublicLine(
        code=row.code, name=_masked(row.name, _known(row)), carrier=carrier, sphere=row.sphere, village=found.village or "",
        result=found.result, recognised=bool(found.recognised), replicated=row.learned_from_id is not None,
        ended=row.ended_on is not None,
    )  # fmt: skip


def _near(query: Select[Any]) -> list[Near]:
    return [Near(code=row.code, name=_masked(row.name, _known(row))) for row in db.session.scalars(query)]


def _known(row: SkilfulModel) -> tuple[str, ...]:
    """Return the words that name a person who did not agree: as they were typed, and what stands before the first comma."""
    if row.kind == Carrier.COLLECTIVE or row.named:
        return ()
    return (row.carrier, row.carrier.split(",")[0].strip())


def _masked(text: str, known: tuple[str, ...] = ()) -> str:
    return mask(text, known=known).text

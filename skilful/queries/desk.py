"""What officials read: the models of a year, one model with its years, notes and log, and which model another may copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from accounts.models import Department, Village
from accounts.queries import official_names
from core.alphabet import alphabetical
from core.extensions import db
from core.paging import Page
from skilful.models import SkilfulEntry, SkilfulModel, SkilfulNote, SkilfulRecognition, SkilfulYear
from skilful.rules import Standing
from skilful.states import OPEN, State

SIZE = 25
OPEN_WORDS = [state.value for state in OPEN]


class Shelf(StrEnum):
    """How the list of a year is narrowed."""

    TO_ASSESS = "to_assess"
    ASSESSED = "assessed"
    RECOGNISED = "recognised"
    NOT_PUBLIC = "not_public"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class DeskLine:
    """A model in the list of a year. ``result``, ``recognised``: of that year."""

    id: int
    code: str
    state: str
    year: int
    name: str
    kind: str
    carrier: str
    sphere: str
    village: str
    keeper: str
    keeper_en: str
    result: str
    recognised: bool
    replicated: bool
    published_on: date | None
    taken_back_on: date | None

    def kept_by(self, locale: str) -> str:
        """Return who looks after it."""
        return self.keeper_en if locale == "en" and self.keeper_en else self.keeper


@dataclass(frozen=True, kw_only=True)
class RecognitionView:
    """A decision that recognises it."""

    level: str
    document: str
    decided_on: date


@dataclass(frozen=True, kw_only=True)
class YearView:
    """A year of a model with what came of it."""

    year: int
    registered_on: date
    result: str
    outcome: str
    amount: int | None
    unit: str
    assessed_on: date | None
    recognitions: tuple[RecognitionView, ...]


@dataclass(frozen=True, kw_only=True)
class NoteView:
    """A note."""

    id: int
    noted_on: date
    words: str
    public: bool


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """A line of the log."""

    at: datetime
    step: str
    who: str
    words: str
    facts: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Near:
    """A model that it copies, or that copies it."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class DeskModel:
    """One model, whole."""

    line: DeskLine
    version: int
    named: bool
    what: str
    goal: str
    starts_on: date | None
    ends_on: date | None
    registered_on: date
    village_id: int | None
    department_id: int | None
    organisation: str
    learned_from: Near | None
    copies: tuple[Near, ...]
    years: tuple[YearView, ...]
    notes: tuple[NoteView, ...]
    entries: tuple[EntryView, ...]
    created_by: int
    ended_on: date | None
    closing_reason: str
    take_back_reason: str

    @property
    def standing(self) -> Standing:
        """Where it stands, for the table of steps."""
        return Standing(
            state=State(self.line.state), result=self.line.result, recognised=self.line.recognised,
            public_notes=any(note.public for note in self.notes), first_year=len(self.years) == 1,
            published=self.line.published_on is not None, taken_back=self.line.taken_back_on is not None,
        )  # fmt: skip


def desk_list(unit_id: int, *, year: int, sphere: str = "", shelf: Shelf | None = None, page: int = 1) -> Page[DeskLine]:
    """Return a page of the models of a year, the newest first; withdrawn ones stand on their own shelf only."""
    query = _lines(unit_id).where(SkilfulYear.year == year, *_on(shelf))
    if sphere:
        query = query.where(SkilfulModel.sphere == sphere)
    query = query.order_by(SkilfulModel.id.desc()).offset((page - 1) * SIZE).limit(SIZE + 1)
    rows = db.session.execute(query).all()
    return Page(items=[_line(row) for row in rows[:SIZE]], number=page, size=SIZE, has_next=len(rows) > SIZE)


def years(unit_id: int) -> list[int]:
    """Return the years for which something is registered, the last one first."""
    query = select(SkilfulYear.year).where(SkilfulYear.unit_id == unit_id).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def waiting(unit_id: int, year: int) -> int:
    """Return how many models of a year nobody has assessed."""
    waits = (SkilfulModel.unit_id == unit_id, SkilfulModel.year == year, SkilfulModel.state == State.REGISTERED.value)
    return db.session.scalar(select(func.count()).select_from(SkilfulModel).where(*waits)) or 0


def models_to_copy(unit_id: int) -> list[Near]:
    """Return what another model may copy, by name."""
    query = select(SkilfulModel.id, SkilfulModel.name).where(
        SkilfulModel.unit_id == unit_id, SkilfulModel.state != State.WITHDRAWN.value
    )
    return _near(query)


def desk_model(unit_id: int, model_id: int) -> DeskModel | None:
    """Return one model of the commune, or None."""
    query = _lines(unit_id).where(SkilfulModel.id == model_id, SkilfulYear.year == SkilfulModel.year)
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    row: SkilfulModel = found.SkilfulModel
    notes = select(SkilfulNote).where(SkilfulNote.model_id == row.id)
    copies = select(SkilfulModel.id, SkilfulModel.name).where(
        SkilfulModel.learned_from_id == row.id, SkilfulModel.state != State.WITHDRAWN.value
    )
    learned = select(SkilfulModel.id, SkilfulModel.name).where(SkilfulModel.id == row.learned_from_id)
    return DeskModel(
        line=_line(found), version=row.version, named=row.named, what=row.what, goal=row.goal, starts_on=row.starts_on,
        ends_on=row.ends_on, registered_on=row.registered_on, village_id=row.village_id, department_id=row.department_id,
        organisation=row.organisation, learned_from=next(iter(_near(learned)), None), copies=tuple(_near(copies)),
        years=years_of(row.id),
        notes=tuple(
            NoteView(id=item.id, noted_on=item.noted_on, words=item.words, public=item.public)
            for item in db.session.scalars(notes.order_by(SkilfulNote.noted_on.desc(), SkilfulNote.id.desc()))
        ),
        entries=_entries(row), created_by=row.created_by, ended_on=row.ended_on, closing_reason=row.closing_reason,
        take_back_reason=row.take_back_reason,
    )  # fmt: skip


def years_of(model_id: int) -> tuple[YearView, ...]:
    """Return the years of a model with their recognitions, the last one first."""
    kept = list(
        db.session.scalars(
            select(SkilfulRecognition)
            .where(SkilfulRecognition.model_id == model_id)
            .order_by(SkilfulRecognition.decided_on, SkilfulRecognition.id)
        )
    )
    rows = db.session.scalars(select(SkilfulYear).where(SkilfulYear.model_id == model_id).order_by(SkilfulYear.year.desc()))
    return tuple(
        YearView(
            year=row.year, registered_on=row.registered_on, result=row.result, outcome=row.outcome, amount=row.amount,
            unit=row.unit, assessed_on=row.assessed_on,
            recognitions=tuple(
                RecognitionView(level=item.level, document=item.document, decided_on=item.decided_on)
                for item in kept if item.year == row.year
            ),
        )
        for row in rows
    )  # fmt: skip


def _near(query: Select[Any]) -> list[Near]:
    rows = [Near(id=row.id, name=row.name) for row in db.session.execute(query)]
    return sorted(rows, key=lambda near: (alphabetical(near.name), near.id))


def _recognised() -> ColumnElement[bool]:
    return exists().where(SkilfulRecognition.model_id == SkilfulYear.model_id, SkilfulRecognition.year == SkilfulYear.year)


def _lines(unit_id: int) -> Select[Any]:
    return (
        select(
            SkilfulModel, SkilfulYear.year.label("of_year"), SkilfulYear.result.label("result"), Village.name.label("village"),
            Department.name.label("department"), Department.name_en.label("department_en"), _recognised().label("recognised"),
        )
        .join(SkilfulYear, SkilfulYear.model_id == SkilfulModel.id)
        .outerjoin(Village, Village.id == SkilfulModel.village_id)
        .outerjoin(Department, Department.id == SkilfulModel.department_id)
        .where(SkilfulModel.unit_id == unit_id)
    )  # fmt: skip


def _on(shelf: Shelf | None) -> list[ColumnElement[bool]]:
    state = SkilfulModel.state
    there = state != State.WITHDRAWN.value
    conditions: dict[Shelf | None, ColumnElement[bool]] = {
        None: there, Shelf.TO_ASSESS: and_(state.in_(OPEN_WORDS), SkilfulYear.result == ""),
        Shelf.ASSESSED: and_(there, SkilfulYear.result != ""), Shelf.RECOGNISED: and_(there, _recognised()),
        Shelf.NOT_PUBLIC: and_(there, or_(SkilfulModel.published_on.is_(None), SkilfulModel.taken_back_on.is_not(None))),
        Shelf.ENDED: state == State.ENDED.value, Shelf.WITHDRAWN: state == State.WITHDRAWN.value,
    }  # fmt: skip
    return [conditions[shelf]]


def _line(found: Any) -> DeskLine:
    row: SkilfulModel = found.SkilfulModel
    return DeskLine(
        id=row.id, code=row.code, state=row.state, year=found.of_year, name=row.name, kind=row.kind, carrier=row.carrier,
        sphere=row.sphere, village=found.village or "", keeper=row.organisation or found.department or "",
        keeper_en="" if row.organisation else found.department_en or "", result=found.result, recognised=bool(found.recognised),
        replicated=row.learned_from_id is not None, published_on=row.published_on, taken_back_on=row.taken_back_on,
    )  # fmt: skip


def _entries(row: SkilfulModel) -> tuple[EntryView, ...]:
    query = select(SkilfulEntry).where(SkilfulEntry.model_id == row.id).order_by(SkilfulEntry.id.desc())
    entries = db.session.scalars(query).all()
    names = official_names(row.unit_id, [entry.actor_id for entry in entries])
    return tuple(
        EntryView(at=entry.at, step=entry.step, who=names.get(entry.actor_id, ""), words=entry.words, facts=entry.facts)
        for entry in entries
    )

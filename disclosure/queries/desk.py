"""What officials read: the list in the order of legal urgency, one item with its places and old editions, its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, func, literal, or_, select

from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import official_names, villages
from core.attachments import Attachment, Picture, find
from core.extensions import db
from core.paging import Page
from deadlines.explain import explain
from deadlines.proof import Proof
from deadlines.queries import term
from disclosure.models import EVIDENCE, TEXT_FILES, DisclosureEdition, DisclosureItem, DisclosureShowing
from disclosure.queries.places import Place, PlaceGroup, grouped, places_of
from disclosure.queries.public import files_by_id
from disclosure.rules import LOUDSPEAKER, POSTING, PUBLISH, Rank, days_late, rank_of
from disclosure.states import HUNG, ItemState

SIZE = 25
NEVER = date(9999, 12, 31)
HUNG_WORDS = [way.value for way in HUNG]


class Shelf(StrEnum):
    """How the list is narrowed; without one: everything that is not over."""

    WAITING = "waiting"
    MISSING = "missing"
    HANGING = "hanging"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class DeskLine:
    """An item in the list. ``missing``: places without evidence; ``up``: places where it hangs, until at least ``until``.

    ``late``: days after its last day on which it was published, or for which it waits already.
    """

    id: int
    code: str
    kind: str
    state: str
    title: str
    document: str
    decided_on: date
    due_on: date
    published_on: date | None
    official: str
    late: int
    missing: int
    up: int
    removable: int
    until: date | None
    rank: Rank


@dataclass(frozen=True, kw_only=True)
class EditionLine:
    """An old edition in the list of corrections."""

    number: int
    replaced_at: datetime
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class DeskItem:
    """One item, whole."""

    line: DeskLine
    version: int
    official_id: int
    created_by: int
    summary: str
    text: str
    files: tuple[Picture, ...]
    why: tuple[str, ...]
    places: tuple[Place, ...]
    groups: tuple[PlaceGroup, ...]
    photos: tuple[Picture, ...]
    editions: tuple[EditionLine, ...]
    withdrawn_on: date | None
    withdraw_reason: str

    @property
    def village_ids(self) -> tuple[int, ...]:
        """Return the villages where it hangs, or will."""
        return tuple(int(place.key.rpartition("-")[2]) for place in self.places if place.way == "village")


@dataclass(frozen=True, kw_only=True)
class TermDays:
    """How long the law gives and wants: working days to publish, days on the wall, days over the loudspeaker."""

    publish: int
    posting: int
    loudspeaker: int


@dataclass(frozen=True, kw_only=True)
class EditionView:
    """An item as it was before a correction."""

    number: int
    title: str
    document: str
    decided_on: date
    summary: str
    text: str
    files: tuple[Picture, ...]
    reason: str
    replaced_at: datetime
    by: str


def term_days(unit_id: int, *, on: date) -> TermDays:
    """Return the numbers of the terms in force on a day."""
    publish, posting, loudspeaker = (term(code, on, unit_id=unit_id).number for code in (PUBLISH, POSTING, LOUDSPEAKER))
    return TermDays(publish=publish, posting=posting, loudspeaker=loudspeaker)


def desk_list(actor: Actor, *, shelf: Shelf | None, mine: bool, page: int, today: date) -> Page[DeskLine]:
    """Return a page of the list: what has to be published first, then what lacks evidence, may come down, hangs."""
    query, sums = _lines(actor.unit_id, today=today)
    query = query.where(*_on(shelf, sums))
    if mine:
        query = query.where(or_(DisclosureItem.official_id == actor.id, DisclosureItem.created_by == actor.id))
    if shelf is Shelf.OVER:
        ordered = query.order_by(DisclosureItem.published_on.desc(), DisclosureItem.id.desc())
    else:
        first = case((_rank(sums) <= Rank.EVIDENCE, DisclosureItem.due_on), else_=func.coalesce(sums.until, literal(NEVER, Date)))
        ordered = query.order_by(_rank(sums), first, DisclosureItem.id)
    rows = db.session.execute(ordered.offset((page - 1) * SIZE).limit(SIZE + 1)).all()
    return Page(items=[_line(row, today=today) for row in rows[:SIZE]], number=page, size=SIZE, has_next=len(rows) > SIZE)


def counts(unit_id: int, *, today: date) -> dict[str, int]:
    """Return how many items stand on each shelf, and ``all`` that are not over."""
    _query, sums = _lines(unit_id, today=today)
    shelves: dict[str, Shelf | None] = {"all": None, **{shelf.value: shelf for shelf in Shelf}}
    columns = [func.sum(case((and_(*_on(shelf, sums)), 1), else_=0)).label(name) for name, shelf in shelves.items()]
    query = select(*columns).select_from(DisclosureItem).outerjoin(sums.table, sums.item_id == DisclosureItem.id)
    row = db.session.execute(query.where(DisclosureItem.unit_id == unit_id)).one()
    return {name: int(getattr(row, name) or 0) for name in shelves}


def desk_item(unit_id: int, item_id: int, *, today: date, locale: str) -> DeskItem | None:
    """Return one item of the commune, or None."""
    query, _sums = _lines(unit_id, today=today)
    found = db.session.execute(query.where(DisclosureItem.id == item_id)).one_or_none()
    if found is None:
        return None
    row: DisclosureItem = found.DisclosureItem
    places = places_of(unit_id, [row.id])[row.id]
    photos = list(dict.fromkeys(photo for place in places for photo in place.photos))
    return DeskItem(
        line=_line(found, today=today), version=row.version, official_id=row.official_id, created_by=row.created_by,
        summary=row.summary, text=row.text, files=tuple(files_by_id(unit_id, row.files)),
        why=tuple(explain(Proof.from_dict(row.proof), locale)), places=tuple(places),
        groups=grouped(places, villages_of_commune=len(villages(unit_id, on=today))), photos=tuple(files_by_id(unit_id, photos)),
        editions=_editions(row), withdrawn_on=row.withdrawn_on, withdraw_reason=row.withdraw_reason,
    )  # fmt: skip


def edition_of(unit_id: int, item_id: int, number: int) -> EditionView | None:
    """Return an item as it was before its correction ``number``, or None."""
    query = (
        select(DisclosureEdition, Official.full_name)
        .join(Official, Official.id == DisclosureEdition.replaced_by)
        .where(DisclosureEdition.unit_id == unit_id, DisclosureEdition.item_id == item_id, DisclosureEdition.number == number)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    row, name = found
    return EditionView(
        number=row.number, title=row.title, document=row.document, decided_on=row.decided_on, summary=row.summary, text=row.text,
        files=tuple(files_by_id(unit_id, row.files)), reason=row.reason, replaced_at=row.replaced_at, by=name,
    )  # fmt: skip


def replacements(unit_id: int, item: DeskItem) -> list[tuple[int, str]]:
    """Return id and title of the published items that may take the place of one: of its kind, decided on its day or later."""
    query = select(DisclosureItem.id, DisclosureItem.title).where(
        DisclosureItem.unit_id == unit_id, DisclosureItem.kind == item.line.kind, DisclosureItem.id != item.line.id,
        DisclosureItem.state == ItemState.PUBLISHED.value, DisclosureItem.decided_on >= item.line.decided_on,
    )  # fmt: skip
    return [(row.id, row.title) for row in db.session.execute(query.order_by(DisclosureItem.decided_on.desc()).limit(50))]


def desk_file(unit_id: int, item_id: int, public_id: str) -> Attachment | None:
    """Return a file of an item for officials: of its text, of an old edition, or a photo of the evidence."""
    row = find(unit_id=unit_id, public_id=public_id)
    return row if row is not None and row.subject in (f"{TEXT_FILES}:{item_id}", f"{EVIDENCE}:{item_id}") else None


@dataclass(frozen=True, kw_only=True)
class _Sums:
    """The columns of the places added up for each item."""

    table: Any
    item_id: Any
    missing: Any
    up: Any
    removable: Any
    until: Any


def _lines(unit_id: int, *, today: date) -> tuple[Select[Any], _Sums]:
    sums = _sums(unit_id, today=today)
    query = (
        select(
            DisclosureItem, Official.full_name, sums.missing.label("missing"), sums.up.label("up"),
            sums.removable.label("removable"), sums.until.label("until"),
        )
        .join(Official, Official.id == DisclosureItem.official_id)
        .outerjoin(sums.table, sums.item_id == DisclosureItem.id)
        .where(DisclosureItem.unit_id == unit_id)
    )  # fmt: skip
    return query, sums


def _sums(unit_id: int, *, today: date) -> _Sums:
    showing = DisclosureShowing
    up = and_(showing.way.in_(HUNG_WORDS), showing.from_on.is_not(None), showing.to_on.is_(None))
    table = (
        select(
            showing.item_id,
            func.sum(case((showing.from_on.is_(None), 1), else_=0)).label("missing"),
            func.sum(case((up, 1), else_=0)).label("up"),
            func.sum(case((and_(up, showing.least_on < today), 1), else_=0)).label("removable"),
            func.min(case((up, showing.least_on))).label("until"),
        )
        .where(showing.unit_id == unit_id)
        .group_by(showing.item_id)
        .subquery()
    )
    column = table.c
    return _Sums(
        table=table, item_id=column.item_id, until=column.until, missing=func.coalesce(column.missing, 0),
        up=func.coalesce(column.up, 0), removable=func.coalesce(column.removable, 0),
    )  # fmt: skip


def _rank(sums: _Sums) -> ColumnElement[int]:
    """Return rank_of as SQL; the same table of cases is tried on both."""
    return case(
        (DisclosureItem.state == ItemState.DRAFT.value, Rank.PUBLISH.value),
        (and_(DisclosureItem.state == ItemState.WITHDRAWN.value, sums.up > 0), Rank.REMOVABLE.value),
        (DisclosureItem.state == ItemState.WITHDRAWN.value, Rank.WITHDRAWN.value),
        (sums.missing > 0, Rank.EVIDENCE.value), (sums.removable > 0, Rank.REMOVABLE.value),
        (sums.up > 0, Rank.HANGING.value), else_=Rank.DONE.value,
    )  # fmt: skip


def _on(shelf: Shelf | None, sums: _Sums) -> list[ColumnElement[bool]]:
    if shelf is None:
        return [_rank(sums) <= Rank.HANGING.value]
    if shelf is Shelf.HANGING:
        return [sums.up > 0]
    if shelf is Shelf.OVER:
        return [_rank(sums) >= Rank.DONE.value]
    return [_rank(sums) == (Rank.PUBLISH if shelf is Shelf.WAITING else Rank.EVIDENCE).value]


def _line(found: Any, *, today: date) -> DeskLine:
    row: DisclosureItem = found.DisclosureItem
    sums = {"missing": int(found.missing), "up": int(found.up), "removable": int(found.removable)}
    return DeskLine(
        id=row.id, code=row.code, kind=row.kind, state=row.state, title=row.title, document=row.document,
        decided_on=row.decided_on, due_on=row.due_on, published_on=row.published_on, official=found.full_name,
        late=days_late(due_on=row.due_on, published_on=row.published_on, today=today), until=found.until,
        rank=rank_of(ItemState(row.state), **sums), **sums,
    )  # fmt: skip


def _editions(row: DisclosureItem) -> tuple[EditionLine, ...]:
    query = select(DisclosureEdition).where(DisclosureEdition.item_id == row.id).order_by(DisclosureEdition.number.desc())
    editions = db.session.scalars(query).all()
    names = official_names(row.unit_id, [edition.replaced_by for edition in editions]) if editions else {}
    return tuple(
        EditionLine(
            number=edition.number, replaced_at=edition.replaced_at, reason=edition.reason, by=names.get(edition.replaced_by, ""),
        )
        for edition in editions
    )  # fmt: skip

"""What everybody reads of what was disclosed: the list, one item, and what is left of one that was taken back.

Nothing of a draft or of an old edition is selected here, and of a withdrawn item no word but the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from accounts.queries import villages
from core.attachments import Attachment, Picture, as_picture, find
from core.extensions import db
from core.paging import Page
from core.text import words
from deadlines.explain import explain
from deadlines.proof import Proof
from disclosure.models import DisclosureEdition, DisclosureItem
from disclosure.queries.places import PlaceGroup, grouped, places_of
from disclosure.rules import days_late
from disclosure.states import ItemState

SIZE = 20
WORDS_MOST = 6


@dataclass(frozen=True, kw_only=True)
class PublicLine:
    """A published item in a list."""

    code: str
    kind: str
    title: str
    document: str
    decided_on: date
    published_on: date
    summary: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A correction as everybody reads it."""

    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class PublicItem:
    """One published item, whole. ``late``: days after its last day on which it came onto the portal, 0 in time."""

    item_id: int
    line: PublicLine
    text: str
    due_on: date
    late: int
    why: tuple[str, ...]
    files: tuple[Picture, ...]
    places: tuple[PlaceGroup, ...]
    corrections: tuple[Correction, ...]
    replaced_by: PublicLine | None


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """What is left of an item that was taken back."""

    code: str
    kind: str
    published_on: date
    withdrawn_on: date
    reason: str


def public_list(unit_id: int, *, kind: str = "", year: int | None = None, asked: str = "", page: int = 1) -> Page[PublicLine]:
    """Return a page of what is on the portal, the newest first; ``asked``: every word of it has to be there."""
    conditions = _published(unit_id)
    if kind:
        conditions.append(DisclosureItem.kind == kind)
    if year is not None:
        conditions.append(DisclosureItem.published_on.between(date(year, 1, 1), date(year, 12, 31)))
    conditions += [DisclosureItem.words_key.contains(word, autoescape=True) for word in words(asked)[:WORDS_MOST]]
    rows = db.session.execute(_newest(_lines().where(*conditions)).offset((page - 1) * SIZE).limit(SIZE + 1)).all()
    return Page(items=[PublicLine(**row._mapping) for row in rows[:SIZE]], number=page, size=SIZE, has_next=len(rows) > SIZE)


def latest_disclosed(unit_id: int, most: int) -> list[PublicLine]:
    """Return what came onto the portal last."""
    return [PublicLine(**row._mapping) for row in db.session.execute(_newest(_lines().where(*_published(unit_id))).limit(most))]


def all_disclosed(unit_id: int) -> list[tuple[str, date]]:
    """Return code and day of the last change of every published item, for the map of the site."""
    query = select(DisclosureItem.code, DisclosureItem.published_on, func.max(DisclosureEdition.replaced_on))
    query = query.outerjoin(DisclosureEdition, DisclosureEdition.item_id == DisclosureItem.id).where(*_published(unit_id))
    rows = db.session.execute(query.group_by(DisclosureItem.id, DisclosureItem.code, DisclosureItem.published_on))
    return [(code, max(published_on, corrected_on or published_on)) for code, published_on, corrected_on in rows]


def years(unit_id: int) -> list[int]:
    """Return the years in which something came onto the portal, the last one first."""
    query = select(func.min(DisclosureItem.published_on), func.max(DisclosureItem.published_on)).where(*_published(unit_id))
    first, last = db.session.execute(query).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def public_item(unit_id: int, code: str, *, today: date, locale: str) -> PublicItem | None:
    """Return one published item, or None."""
    row = db.session.scalars(select(DisclosureItem).where(*_published(unit_id), DisclosureItem.code == code)).one_or_none()
    if row is None or row.published_on is None:
        return None
    shown = [place for place in places_of(unit_id, [row.id])[row.id] if place.from_on is not None]
    return PublicItem(
        item_id=row.id, line=line_of(row), text=row.text, due_on=row.due_on,
        late=days_late(due_on=row.due_on, published_on=row.published_on, today=today),
        why=tuple(explain(Proof.from_dict(row.proof), locale)), files=tuple(files_by_id(unit_id, row.files)),
        places=grouped(shown, villages_of_commune=len(villages(unit_id, on=today))), corrections=_corrections(row),
        replaced_by=_replacement(row),
    )  # fmt: skip


def withdrawn(unit_id: int, code: str) -> Withdrawn | None:
    """Return what is left of an item that was taken back, or None."""
    query = select(
        DisclosureItem.code, DisclosureItem.kind, DisclosureItem.published_on, DisclosureItem.withdrawn_on,
        DisclosureItem.withdraw_reason.label("reason"),
    )  # fmt: skip
    gone = (DisclosureItem.unit_id == unit_id, DisclosureItem.code == code, DisclosureItem.state == ItemState.WITHDRAWN.value)
    row = db.session.execute(query.where(*gone)).one_or_none()
    return Withdrawn(**row._mapping) if row is not None else None


def public_file(unit_id: int, code: str, public_id: str) -> Attachment | None:
    """Return a file of the text as it is published now, or None; not one of an old edition."""
    query = select(DisclosureItem.files).where(*_published(unit_id), DisclosureItem.code == code)
    if public_id not in (db.session.scalar(query) or []):
        return None
    return find(unit_id=unit_id, public_id=public_id)


def files_by_id(unit_id: int, public_ids: list[str]) -> list[Picture]:
    """Return files in the order of their ids; what is gone is left out."""
    found = _attachments(unit_id, public_ids)
    return [as_picture(found[public_id]) for public_id in public_ids if public_id in found]


def line_of(row: DisclosureItem) -> PublicLine:
    """Return a row as it stands in a list."""
    return PublicLine(
        code=row.code, kind=row.kind, title=row.title, document=row.document, decided_on=row.decided_on,
        published_on=row.published_on or row.decided_on, summary=row.summary,
    )  # fmt: skip


def _attachments(unit_id: int, public_ids: list[str]) -> dict[str, Attachment]:
    if not public_ids:
        return {}
    query = select(Attachment).where(Attachment.unit_id == unit_id, Attachment.public_id.in_(public_ids))
    return {row.public_id: row for row in db.session.scalars(query)}


def _published(unit_id: int) -> list[ColumnElement[bool]]:
    return [DisclosureItem.unit_id == unit_id, DisclosureItem.state == ItemState.PUBLISHED.value]


def _lines() -> Select[Any]:
    return select(
        DisclosureItem.code, DisclosureItem.kind, DisclosureItem.title, DisclosureItem.document, DisclosureItem.decided_on,
        DisclosureItem.published_on, DisclosureItem.summary,
    )  # fmt: skip


def _newest(query: Select[Any]) -> Select[Any]:
    return query.order_by(DisclosureItem.published_on.desc(), DisclosureItem.id.desc())


def _corrections(row: DisclosureItem) -> tuple[Correction, ...]:
    query = select(DisclosureEdition.replaced_on, DisclosureEdition.reason).where(DisclosureEdition.item_id == row.id)
    return tuple(Correction(on=on, reason=reason) for on, reason in db.session.execute(query.order_by(DisclosureEdition.number)))


def _replacement(row: DisclosureItem) -> PublicLine | None:
    if row.replaced_by_id is None:
        return None
    found = db.session.scalars(
        select(DisclosureItem).where(*_published(row.unit_id), DisclosureItem.id == row.replaced_by_id)
    ).one_or_none()
    return line_of(found) if found is not None else None

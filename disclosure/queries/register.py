"""The list of what was disclosed in a quarter (Art. 13.2): what, in which form, from when, until when, where.

An item stands in the quarter in which a form of it began. Of what was taken back the list says that, and not its title.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from accounts.queries import villages
from core.extensions import db
from disclosure.catalogue import kind_of
from disclosure.models import DisclosureItem, DisclosureShowing
from disclosure.quarters import Quarter
from disclosure.queries.places import Place, PlaceGroup, grouped, places_of
from disclosure.states import PUBLIC, ItemState

PUBLIC_WORDS = [state.value for state in PUBLIC]


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """An item of the list: ``portal_on`` if it came onto the portal in this quarter, and the other forms that began in it.

    ``title`` is empty once it was taken back.
    """

    code: str
    kind: str
    title: str
    document: str
    decided_on: date
    portal_on: date | None
    withdrawn_on: date | None
    permanent: bool
    places: tuple[PlaceGroup, ...]


def register_of(unit_id: int, quarter: Quarter, *, today: date) -> list[RegisterRow]:
    """Return the list of a quarter in the order in which things came onto the portal."""
    begun = select(DisclosureShowing.item_id).where(
        DisclosureShowing.unit_id == unit_id, DisclosureShowing.from_on.between(quarter.first_on, quarter.last_on)
    )
    query = select(DisclosureItem).where(
        DisclosureItem.unit_id == unit_id, DisclosureItem.state.in_(PUBLIC_WORDS),
        DisclosureItem.published_on.between(quarter.first_on, quarter.last_on) | DisclosureItem.id.in_(begun),
    )  # fmt: skip
    rows = db.session.scalars(query.order_by(DisclosureItem.published_on, DisclosureItem.id)).all()
    places, number = places_of(unit_id, [row.id for row in rows]), len(villages(unit_id, on=today))
    return [_row(row, quarter, grouped(_in(places[row.id], quarter), villages_of_commune=number)) for row in rows]


def _in(places: list[Place], quarter: Quarter) -> list[Place]:
    return [place for place in places if place.from_on is not None and quarter.first_on <= place.from_on <= quarter.last_on]


def _row(row: DisclosureItem, quarter: Quarter, places: tuple[PlaceGroup, ...]) -> RegisterRow:
    here = row.published_on is not None and quarter.first_on <= row.published_on <= quarter.last_on
    kind, gone = kind_of(row.kind), row.state == ItemState.WITHDRAWN
    return RegisterRow(
        code=row.code, kind=row.kind, title="" if gone else row.title, document="" if gone else row.document,
        decided_on=row.decided_on, portal_on=row.published_on if here else None, withdrawn_on=row.withdrawn_on,
        permanent=kind is not None and kind.permanent, places=places,
    )  # fmt: skip


def number_disclosed(unit_id: int, *, first_on: date, last_on: date) -> int:
    """Return how many items came onto the portal in a period, those that were taken back later too."""
    query = select(func.count()).select_from(DisclosureItem).where(
        DisclosureItem.unit_id == unit_id, DisclosureItem.state.in_(PUBLIC_WORDS),
        DisclosureItem.published_on.between(first_on, last_on),
    )  # fmt: skip
    return int(db.session.execute(query).scalar_one())


def first_quarter(unit_id: int) -> date | None:
    """Return the first day on which anything came onto the portal, or None."""
    query = select(DisclosureItem.published_on).where(DisclosureItem.unit_id == unit_id, DisclosureItem.state.in_(PUBLIC_WORDS))
    return db.session.scalar(query.order_by(DisclosureItem.published_on).limit(1))

"""Reads of those who help neighbours: the villages of one helper today, and the list that the administrator keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts.helper_models import HelperPost, held_on
from accounts.models import Official, Village
from accounts.roles import HelperOffice
from core.extensions import db


@dataclass(frozen=True, kw_only=True)
class HelperPostItem:
    """A post with the names it shows; ``over`` is true when it has ended before the day that was asked for."""

    public_id: str
    official_id: int
    official_public_id: str
    full_name: str
    active: bool
    village_id: int
    village_name: str
    office: HelperOffice
    valid_from: date
    valid_to: date | None
    over: bool


def posts_of_helper(unit_id: int, official_id: int, *, on: date) -> list[HelperPostItem]:
    """Return the posts that an official holds as a helper on a day, in villages that exist then, by the villages' order."""
    exists_then = (Village.valid_from <= on) & (Village.valid_to.is_(None) | (Village.valid_to >= on))
    query = _query(unit_id).where(HelperPost.official_id == official_id, held_on(on), exists_then)
    return [_item(*row, on=on) for row in db.session.execute(query.order_by(Village.sort, Village.id, HelperPost.id))]


def helper_posts(unit_id: int, *, on: date) -> list[HelperPostItem]:
    """Return every post of a commune: those that hold or will hold first, then those that are over; each by name."""
    rows = db.session.execute(_query(unit_id).order_by(Official.full_name, Village.sort, HelperPost.id))
    return sorted((_item(*row, on=on) for row in rows), key=lambda item: item.over)


def _query(unit_id: int):
    return (
        select(HelperPost, Official, Village)
        .join(Official, Official.id == HelperPost.official_id)
        .join(Village, Village.id == HelperPost.village_id)
        .where(HelperPost.unit_id == unit_id)
    )


def _item(post: HelperPost, person: Official, village: Village, *, on: date) -> HelperPostItem:
    return HelperPostItem(
        public_id=post.public_id, official_id=person.id, official_public_id=person.public_id, full_name=person.full_name,
        active=person.active, village_id=village.id, village_name=village.name, office=HelperOffice(post.office),
        valid_from=post.valid_from, valid_to=post.valid_to, over=post.valid_to is not None and post.valid_to < on,
    )  # fmt: skip

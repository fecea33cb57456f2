"""Who helps neighbours of a village to write: a post with its time, apart from the posts of the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint, and_, exists, or_
from sqlalchemy.orm import Mapped, mapped_column

from accounts.models import ENDS_AFTER_START, Official
from core.database import Base, UnitScoped, new_public_id


class HelperPost(UnitScoped, Base):
    """A village head (trưởng thôn) or member of a village's Front committee who may write down letters of that village.

    The office is held for a term, so ``valid_to`` is often known from the beginning. Source: Law on Grassroots Democracy 2022,
    Art. 12.1 (via village heads), 33.
    """

    __tablename__ = "helper_posts"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "official_id"], ["officials.unit_id", "officials.id"], name="official_id_in_same_unit"),
        ForeignKeyConstraint(["unit_id", "village_id"], ["villages.unit_id", "villages.id"], name="village_id_in_same_unit"),
        UniqueConstraint("public_id"),
        Index("ix_helper_posts_official_id", "official_id"),
        CheckConstraint(ENDS_AFTER_START, name="ends_after_it_starts"),
        CheckConstraint("office in ('village_head', 'village_front')", name="office_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    official_id: Mapped[int]
    village_id: Mapped[int]
    office: Mapped[str] = mapped_column(String(16))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


def held_on(day: date) -> Any:
    """Return the SQL condition that a post is held on a day (accounts.rules.in_force)."""
    return and_(HelperPost.valid_from <= day, or_(HelperPost.valid_to.is_(None), HelperPost.valid_to >= day))


def helps_on(day: date) -> Any:
    """Return the SQL expression whether an official helps in some village on a day."""
    return exists().where(HelperPost.official_id == Official.id, held_on(day))

"""Tables of where things lie: boundaries of communes and of villages with their time, and the other names of villages."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped

ENDS_AFTER_START = "valid_to is null or valid_to >= valid_from"
HAS_A_BOX = "west <= east and south <= north"


class Bounded:
    """A boundary with its time: ``shape`` as a GeoJSON MultiPolygon, and the box around it."""

    shape: Mapped[list[Any]] = mapped_column(JsonDict)
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    source: Mapped[str] = mapped_column(String(300))
    licence: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class UnitBoundary(Bounded, Base):
    """The boundary of a commune from a day on."""

    __tablename__ = "unit_boundaries"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        Index("ix_unit_boundaries_box", "west", "east"),
        CheckConstraint(ENDS_AFTER_START, name="ends_after_it_starts"),
        CheckConstraint(HAS_A_BOX, name="has_a_box"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))


class VillageBoundary(Bounded, UnitScoped, Base):
    """The boundary of a village from a day on, as an administrator loaded it."""

    __tablename__ = "village_boundaries"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "village_id"], ["villages.unit_id", "villages.id"], name="village_id_in_same_unit"),
        UniqueConstraint("village_id", "valid_from"),
        CheckConstraint(ENDS_AFTER_START, name="ends_after_it_starts"),
        CheckConstraint(HAS_A_BOX, name="has_a_box"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int]


class VillageName(UnitScoped, Base):
    """Another name of a village: a ``former`` one (of a village that went into it), or one that people write."""

    __tablename__ = "village_names"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "village_id"], ["villages.unit_id", "villages.id"], name="village_id_in_same_unit"),
        UniqueConstraint("village_id", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120))
    former: Mapped[bool] = mapped_column(default=False)

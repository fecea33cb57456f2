"""Reads of second factors: since when one has it and how many codes are left, and who has one; never a secret or a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from accounts.factor_models import RecoveryCode, SecondFactor
from core.extensions import db


@dataclass(frozen=True, kw_only=True)
class FactorItem:
    """A second factor: since when, and the recovery codes that are left, and when they were made."""

    made_at: datetime
    codes_left: int
    codes_made_at: datetime | None


def factor(unit_id: int, official_id: int) -> FactorItem | None:
    """Return the second factor of an official, or None."""
    made_at = db.session.scalar(
        select(SecondFactor.made_at).where(SecondFactor.unit_id == unit_id, SecondFactor.official_id == official_id)
    )
    if made_at is None:
        return None
    unused = func.count(RecoveryCode.id).filter(RecoveryCode.used_at.is_(None))
    query = select(unused, func.max(RecoveryCode.made_at))
    left, codes_made_at = db.session.execute(
        query.where(RecoveryCode.unit_id == unit_id, RecoveryCode.official_id == official_id)
    ).one()
    return FactorItem(made_at=made_at, codes_left=left, codes_made_at=codes_made_at)


def officials_with_factor(unit_id: int) -> frozenset[int]:
    """Return the officials of a commune who have a second factor."""
    return frozenset(db.session.scalars(select(SecondFactor.official_id).where(SecondFactor.unit_id == unit_id)))

"""Reads of the ways in through the provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.identity_models import OfficialIdentity
from core.extensions import db


@dataclass(frozen=True, kw_only=True)
class IdentityItem:
    """Since when an account can be opened through the provider, by whose doing ("own", "email"), and when it last was."""

    how: str
    linked_at: datetime
    used_at: datetime | None


def identity_of(unit_id: int, official_id: int, *, issuer: str) -> IdentityItem | None:
    """Return the way into an account through this provider, or None."""
    query = select(OfficialIdentity).where(
        OfficialIdentity.unit_id == unit_id, OfficialIdentity.official_id == official_id, OfficialIdentity.issuer == issuer
    )
    row = db.session.scalar(query)
    return None if row is None else IdentityItem(how=row.how, linked_at=row.linked_at, used_at=row.used_at)

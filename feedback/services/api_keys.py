"""Commands on keys of other systems: make one, withdraw one, count that one was used."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from accounts.permissions import Actor
from core import audit
from core.errors import BadInput, NotAllowed, NotFound
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line
from feedback.machine_models import ApiKey, hash_of_key

MOST_KEYS = 50
SHOWN = 8
PREFIX = "gd_"


@dataclass(frozen=True, kw_only=True)
class MadeKey:
    """A new key; ``key`` is known to nobody afterwards."""

    public_id: str
    name: str
    key: str


def make_key(*, actor: Actor, at: datetime, name: str, per_hour: int) -> MadeKey:
    """Make a key. Raises NotAllowed, and BadInput (name: text_missing, key_name_taken, keys_many; per_hour: per_hour_range).

    Side effect: an audit entry with the name and the limit.
    """
    _check(actor)
    name = clean_line(name)[:80]
    faults = {} if name else {"name": "text_missing"}
    if not 1 <= per_hour <= 10_000:
        faults["per_hour"] = "per_hour_range"
    mine = select(ApiKey.id).where(ApiKey.unit_id == actor.unit_id, ApiKey.ended_at.is_(None))
    if name and db.session.scalar(mine.where(ApiKey.name == name).limit(1)) is not None:
        faults["name"] = "key_name_taken"
    if not faults and (db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST_KEYS:
        faults["name"] = "keys_many"
    if faults:
        raise BadInput(faults)
    key = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        unit_id=actor.unit_id,
        name=name,
        shown=key[:SHOWN],
        hash=hash_of_key(key),
        per_hour=per_hour,
        made_by=actor.id,
        made_at=at,
    )
    db.session.add(row)
    db.session.flush()
    _record("api_key:made", row, actor=actor, at=at)
    return MadeKey(public_id=row.public_id, name=name, key=key)


def withdraw_key(public_id: str, *, actor: Actor, at: datetime) -> None:
    """Take a key back for good; one that is back already is left. Raises NotAllowed and NotFound. Side effect: audit entry."""
    _check(actor)
    query = select(ApiKey).where(ApiKey.unit_id == actor.unit_id, ApiKey.public_id == public_id)
    row = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    if row.ended_at is None:
        row.ended_at = at
        _record("api_key:withdrawn", row, actor=actor, at=at)


def use_key(public_id: str, *, unit_id: int, at: datetime, case_id: int) -> bool:
    """Count that a letter came in with the key and write it down; False when the key was withdrawn meanwhile."""
    used = db.session.execute(
        update(ApiKey)
        .where(ApiKey.unit_id == unit_id, ApiKey.public_id == public_id, ApiKey.ended_at.is_(None))
        .values(used=ApiKey.used + 1, used_at=at)
        .execution_options(synchronize_session=False)
    )
    if not used.rowcount:
        return False
    audit.record(
        unit_id=unit_id, at=at, actor_id=None, action="feedback:api_key:used", subject=f"case:{case_id}", facts={"key": public_id}
    )
    return True


def _check(actor: Actor) -> None:
    if Permission.ADMIN_SETTINGS not in actor.permissions:
        raise NotAllowed(permission=Permission.ADMIN_SETTINGS.value)


def _record(action: str, row: ApiKey, *, actor: Actor, at: datetime) -> None:
    audit.record(
        unit_id=row.unit_id, at=at, actor_id=actor.id, action=f"feedback:{action}", subject=f"api_key:{row.public_id}",
        facts={"name": row.name, "per_hour": row.per_hour},
    )  # fmt: skip

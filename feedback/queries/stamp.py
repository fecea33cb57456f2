"""One number for everything that an official's page is made of: as long as it stays, the page would come out the same.

Every command writes a line of a timeline or an entry of the audit trail; what writes neither (photos, letters, own lists, words
that are being typed, a letter that leaves for the sealed register) is asked for itself. So is what another commune did with a
letter that was handed over. All of it is one query.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, union

from accounts.permissions import Actor
from core.attachments import Attachment
from core.audit import AuditHead
from core.extensions import db
from core.outbox import OutboxMessage
from core.page_cache import PublicVersion
from feedback.desk_models import DraftCopy, SavedView
from feedback.handover_models import CaseHandover
from feedback.models import CaseEntry
from feedback.stand_in_models import StandIn

Stamp = tuple[int | str | datetime | None, ...]
OF_COMMUNE = 7


def stamp_of(actor: Actor) -> tuple[Stamp, Stamp]:
    """Return the stamp of the commune (every official's) and that of this official alone."""
    row = tuple(db.session.connection().execute(_query(), {"unit": actor.unit_id, "official": actor.id}).one())
    return row[:OF_COMMUNE], row[OF_COMMUNE:]


@lru_cache(maxsize=1)
def _query() -> Select[Any]:
    unit, official = bindparam("unit"), bindparam("official")
    heads, entries, files, letters, views, copies, public, moved = (
        model.__table__.c
        for model in (AuditHead, CaseEntry, Attachment, OutboxMessage, SavedView, DraftCopy, PublicVersion, StandIn)
    )
    mine = (letters.unit_id == unit, letters.official_id == official)
    own_views = (views.unit_id == unit, views.official_id == official)
    own_copies = (copies.unit_id == unit, copies.official_id == official)
    parts = (
        select(heads.seq).where(heads.chain == unit), select(heads.seq).where(heads.chain == 0),
        select(func.max(entries.id)).where(entries.unit_id == unit), select(func.max(files.id)).where(files.unit_id == unit),
        select(public.number).where(public.unit_id == unit), select(func.count()).where(moved.unit_id == unit),
        select(func.sum(heads.seq)).where(heads.chain.in_(_partners(unit))),
        select(func.count()).where(*mine, letters.read_at.is_(None)), select(func.max(letters.id)).where(*mine),
        select(func.max(views.id)).where(*own_views), select(func.count()).where(*own_views),
        select(func.max(views.changed)).where(*own_views),
        select(func.max(copies.saved_at)).where(*own_copies), select(func.count()).where(*own_copies),
    )  # fmt: skip
    return select(*(part.scalar_subquery() for part in parts))


def _partners(unit: Any) -> Any:
    """Return the communes with which this one shares a letter: where it stands there is shown here."""
    shared = CaseHandover.__table__.c
    gone = select(shared.to_unit_id).where(shared.from_unit_id == unit)
    return union(gone, select(shared.from_unit_id).where(shared.to_unit_id == unit))

"""The list of those who may open the register; every change stands in the register's own trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete

from accounts.permissions import Actor
from core.errors import BadInput, NotAllowed, NotFound
from core.extensions import db
from core.permissions import Permission
from deadlines.clock import local_date
from denunciation import trail
from denunciation.models import RegisterReader
from denunciation.people import Circle


def name_readers(official_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """Write the list anew; empty: the chair and the vice-chairs again. Who is accused stays out of his case all the same.

    Raises NotAllowed without the permission, NotFound for whoever is not on the list himself, BadInput (official_unknown).
    """
    if Permission.DENUNCIATION_NAME not in actor.permissions:
        raise NotAllowed(permission=Permission.DENUNCIATION_NAME.value)
    circle = Circle(actor.unit_id, on=local_date(at))
    if actor.id not in circle.named:
        raise NotFound()
    wanted = set(official_ids)
    fit = {person.id for person in circle.people if Permission.DENUNCIATION_ENTER in person.permissions}
    if wanted - fit:
        raise BadInput({"readers": "official_unknown"})
    db.session.execute(delete(RegisterReader).where(RegisterReader.unit_id == actor.unit_id))
    db.session.add_all(
        RegisterReader(unit_id=actor.unit_id, official_id=official_id, named_by=actor.id, named_at=at) for official_id in wanted
    )
    said = ",".join(str(official_id) for official_id in sorted(wanted))
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action="readers:named", entry_id="", reason=said or "-")

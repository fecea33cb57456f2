"""An item before it is public: begun, changed, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import delete, select

from accounts.permissions import Actor
from core import attachments
from core.bus import publish
from core.codes import new_code
from core.errors import NotAllowed
from core.extensions import db
from core.permissions import Permission
from core.transaction import key_of, wait_for_twin
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from disclosure.events import DisclosureChanged, DisclosureDiscarded, DisclosureDrafted
from disclosure.models import DisclosureItem, DisclosureShowing
from disclosure.rules import NewItem
from disclosure.services.contents import checked, set_files, set_places
from disclosure.services.land_plans import forget_plan
from disclosure.services.steps import enter, event_of, load_for_step
from disclosure.states import ItemState, ItemStep


def draft(
    item: NewItem, files: Sequence[BinaryIO] = (), *, actor: Actor, at: datetime, calendar: WorkingCalendar, idempotency_key: str
) -> int:
    """Begin an item and return its id; the same key again returns the same item. Event: DisclosureDrafted.

    Its last day is counted from the day of the decision and kept with its proof; every place of its kind waits for evidence.
    Raises NotAllowed, BadInput, NotKept.
    """
    if Permission.DISCLOSURE_WRITE not in actor.permissions:
        raise NotAllowed(permission=Permission.DISCLOSURE_WRITE.value)
    key = key_of("disclosure", unit_id=actor.unit_id, key=idempotency_key)
    wait_for_twin(key)
    known = db.session.scalar(select(DisclosureItem.id).where(DisclosureItem.idempotency_key == key))
    if known is not None:
        return known
    values = checked(item, actor=actor, today=local_date(at), calendar=calendar)
    row = DisclosureItem(
        unit_id=actor.unit_id, code=new_code(), state=ItemState.DRAFT.value, version=1, idempotency_key=key, created_by=actor.id,
        created_at=at, touched_at=at, files=[], **values,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    set_files(row, files, dropped=(), actor=actor, at=at)
    set_places(row, item.village_ids)
    publish(event_of(DisclosureDrafted, row, actor=actor, at=at, official_id=row.official_id, due_on=row.due_on))
    return row.id


def change(
    item_id: int, item: NewItem, files: Sequence[BinaryIO] = (), *, dropped: Sequence[str] = (), actor: Actor, at: datetime,
    version: int, calendar: WorkingCalendar,
) -> None:  # fmt: skip
    """Write over a draft; its kind stays. Files that are ``dropped`` are deleted. Event: DisclosureChanged.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput, NotKept.
    """
    row = load_for_step(item_id, actor=actor, step=ItemStep.CHANGE, version=version)
    values = checked(item, actor=actor, today=local_date(at), calendar=calendar)
    for name, value in values.items():
        setattr(row, name, value)
    gone = [public_id for public_id in row.files if public_id in dropped]
    set_files(row, files, dropped=dropped, actor=actor, at=at)
    _forget(gone, unit_id=row.unit_id, at=at)
    set_places(row, item.village_ids)
    enter(row, ItemStep.CHANGE, at=at)
    publish(event_of(DisclosureChanged, row, actor=actor, at=at, official_id=row.official_id, due_on=row.due_on))


def discard(item_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Throw a draft away, with its files. Event: DisclosureDiscarded. Raises as ``change``."""
    row = load_for_step(item_id, actor=actor, step=ItemStep.DISCARD, version=version)
    gone = event_of(DisclosureDiscarded, row, actor=actor, at=at)
    _forget(row.files, unit_id=row.unit_id, at=at)
    db.session.execute(delete(DisclosureShowing).where(DisclosureShowing.item_id == row.id))
    forget_plan(row.id)
    db.session.delete(row)
    db.session.flush()
    publish(gone)


def _forget(public_ids: Sequence[str], *, unit_id: int, at: datetime) -> None:
    found = [attachments.find(unit_id=unit_id, public_id=public_id) for public_id in public_ids]
    attachments.forget([row for row in found if row is not None], at=at)

"""An item before everybody: put onto the portal, corrected with the old text kept, taken back with a page that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, select

from accounts.permissions import Actor
from core import bus, page_cache
from core.errors import BadInput
from core.extensions import db
from core.text import clean_text
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from disclosure.events import DisclosureCorrected, DisclosurePublished, DisclosureWithdrawn
from disclosure.models import DisclosureEdition, DisclosureItem
from disclosure.rules import REASON_MOST, NewItem, days_late, publishing_gaps
from disclosure.services.contents import checked, set_files
from disclosure.services.steps import enter, event_of, load_for_step
from disclosure.states import ItemStep

KEPT = ("title", "document", "decided_on", "summary", "text", "files")
"""What a correction may change, and what is kept of the text before."""


def publish(item_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Put a draft onto the portal; everybody reads it from now on. Event: DisclosurePublished.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (summary_missing, nothing_to_read).
    """
    row = load_for_step(item_id, actor=actor, step=ItemStep.PUBLISH, version=version)
    gaps = publishing_gaps(summary=row.summary, text=row.text, files=len(row.files))
    if gaps:
        raise BadInput(gaps)
    today = local_date(at)
    row.published_on, row.published_by = today, actor.id
    enter(row, ItemStep.PUBLISH, at=at)
    page_cache.raise_version(row.unit_id)
    late = days_late(due_on=row.due_on, published_on=today, today=today)
    bus.publish(event_of(DisclosurePublished, row, actor=actor, at=at, days_late=late))


def correct(
    item_id: int, item: NewItem, files: Sequence[BinaryIO] = (), *, dropped: Sequence[str] = (), reason: str, actor: Actor,
    at: datetime, version: int, calendar: WorkingCalendar,
) -> int:  # fmt: skip
    """Correct a published item; return the number of the edition that was kept. Event: DisclosureCorrected.

    Everybody reads that it was corrected, when and why; officials can read what stood there. Places and kind stay.
    Raises as ``publish``, and BadInput (reason_missing, nothing_changed, decided_after_publishing).
    """
    row = load_for_step(item_id, actor=actor, step=ItemStep.CORRECT, version=version)
    reason = reason_of(reason)
    values = checked(item, actor=actor, today=local_date(at), calendar=calendar)
    if row.published_on is not None and values["decided_on"] > row.published_on:
        raise BadInput({"decided_on": "decided_after_publishing"})
    before = {name: getattr(row, name) for name in KEPT}
    for name, value in values.items():
        setattr(row, name, value)
    set_files(row, files, dropped=dropped, actor=actor, at=at)
    gaps = publishing_gaps(summary=row.summary, text=row.text, files=len(row.files))
    if gaps or before == {name: getattr(row, name) for name in KEPT}:
        raise BadInput(gaps or {"reason": "nothing_changed"})
    number = _next_number(row)
    db.session.add(
        DisclosureEdition(
            unit_id=row.unit_id, item_id=row.id, number=number, reason=reason, replaced_on=local_date(at), replaced_at=at,
            replaced_by=actor.id, **before,
        )
    )  # fmt: skip
    enter(row, ItemStep.CORRECT, at=at)
    page_cache.raise_version(row.unit_id)
    bus.publish(event_of(DisclosureCorrected, row, actor=actor, at=at, edition=number))
    return number


def withdraw(item_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Take an item back; its page says that, when and why, and nothing else. Event: DisclosureWithdrawn.

    What hangs has to come down, at once; places without evidence wait for none any more.
    Raises as ``publish``, and BadInput (reason_missing).
    """
    row = load_for_step(item_id, actor=actor, step=ItemStep.WITHDRAW, version=version)
    row.withdraw_reason, row.withdrawn_on = reason_of(reason), local_date(at)
    enter(row, ItemStep.WITHDRAW, at=at)
    page_cache.raise_version(row.unit_id)
    bus.publish(event_of(DisclosureWithdrawn, row, actor=actor, at=at))


def reason_of(text: str) -> str:
    """Return a reason, clean. Raises BadInput (reason_missing, text_long)."""
    text = clean_text(text)
    if not text or len(text) > REASON_MOST:
        raise BadInput({"reason": "text_long" if text else "reason_missing"})
    return text


def _next_number(row: DisclosureItem) -> int:
    query = select(func.count(DisclosureEdition.id)).where(DisclosureEdition.item_id == row.id)
    return (db.session.scalar(query) or 0) + 1

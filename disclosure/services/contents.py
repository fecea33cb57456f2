"""What an item says, made ready to be stored: clean words, the last day with its proof, files, and the places where it hangs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, BinaryIO

from sqlalchemy import delete, select

from accounts.models import Official, Village
from accounts.permissions import Actor
from core import attachments
from core.errors import BadInput, NotKept
from core.extensions import db
from core.text import clean_line, clean_text, fold
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.engine import Due, due_on
from deadlines.queries import term
from deadlines.terms import NotInForce
from disclosure.catalogue import Kind, kind_of
from disclosure.models import TEXT_FILES, DisclosureItem, DisclosureShowing
from disclosure.rules import FILES_MOST, PUBLISH, NewItem, typed_faults
from disclosure.states import Way, place_key


def checked(item: NewItem, *, actor: Actor, today: date, calendar: WorkingCalendar) -> dict[str, Any]:
    """Return the columns of an item as it was typed, with its last day and proof.

    Raises BadInput: what typed_faults says, kind_unknown, owner_unknown, village_unknown, decided_old.
    """
    kind = kind_of(item.kind)
    if kind is None:
        raise BadInput({"kind": "kind_unknown"})
    item = replace(
        item, title=clean_line(item.title), document=clean_line(item.document), summary=clean_text(item.summary),
        text=clean_text(item.text),
    )  # fmt: skip
    faults = typed_faults(item, today=today, villages=Way.VILLAGE in kind.ways)
    if item.official_id is not None and not ours(Official, [item.official_id], actor):
        faults["official_id"] = "owner_unknown"
    if not ours(Village, item.village_ids, actor):
        faults["village_ids"] = "village_unknown"
    due = None if "decided_on" in faults or item.decided_on is None else _due(kind, item.decided_on, actor, calendar)
    if faults or due is None:
        raise BadInput(faults or {"decided_on": "decided_old"})
    return {
        "kind": kind.code, "title": item.title, "document": item.document, "decided_on": item.decided_on, "due_on": due.due_on,
        "proof": due.proof.to_dict(), "summary": item.summary, "text": item.text, "official_id": item.official_id,
        "words_key": fold(f"{item.title} {item.document} {item.summary}"),
    }  # fmt: skip


def _due(kind: Kind, decided_on: date, actor: Actor, calendar: WorkingCalendar) -> Due | None:
    """Return the last day, or None for a day before the law or before what the calendar knows."""
    if not kind.in_force(decided_on):
        return None
    try:
        return due_on(term(PUBLISH, decided_on, unit_id=actor.unit_id), decided_on, calendar)
    except (NotInForce, CalendarNotCovered):
        return None


def ours(model: Any, ids: Sequence[int], actor: Actor) -> bool:
    """Return whether all these rows belong to the actor's commune."""
    wanted = set(ids)
    found = db.session.scalars(select(model.id).where(model.unit_id == actor.unit_id, model.id.in_(wanted))) if wanted else ()
    return set(found) == wanted


def keep_files(
    streams: Sequence[BinaryIO], *, subject: str, purpose: str, field: str, actor: Actor, at: datetime, documents: bool
) -> list[str]:
    """Keep files of an item; return their public ids. Raises BadInput and NotKept under the name of the field."""
    kept = []
    try:
        for stream in streams:
            row = attachments.receive(
                stream, unit_id=actor.unit_id, subject=subject, purpose=purpose, at=at, documents=documents, published=True
            )
            kept.append(row.public_id)
    except NotKept as problem:
        raise NotKept({field: next(iter(problem.errors.values()))}) from None
    except BadInput as problem:
        raise BadInput({field: next(iter(problem.errors.values()))}) from None
    return kept


def set_files(row: DisclosureItem, streams: Sequence[BinaryIO], *, dropped: Sequence[str], actor: Actor, at: datetime) -> None:
    """Let an item have its files without the ``dropped`` ones, and new ones behind them. Raises BadInput (files_many)."""
    staying = [public_id for public_id in row.files if public_id not in dropped]
    if len(staying) + len(streams) > FILES_MOST:
        raise BadInput({"files": "files_many"})
    subject = f"{TEXT_FILES}:{row.id}"
    row.files = staying + keep_files(streams, subject=subject, purpose="text", field="files", actor=actor, at=at, documents=True)


def set_places(row: DisclosureItem, village_ids: Sequence[int]) -> None:
    """Let a draft have a row for every place in which its kind is to be shown; what is there already stays."""
    kind = kind_of(row.kind)
    wanted: dict[str, tuple[Way, int | None]] = {}
    for way in kind.ways if kind else ():
        for village_id in sorted(set(village_ids)) if way is Way.VILLAGE else [None]:
            wanted[place_key(way, village_id)] = (way, village_id)
    known = set(db.session.scalars(select(DisclosureShowing.place).where(DisclosureShowing.item_id == row.id)))
    gone = known - set(wanted)
    if gone:
        db.session.execute(
            delete(DisclosureShowing).where(DisclosureShowing.item_id == row.id, DisclosureShowing.place.in_(gone))
        )
    db.session.add_all(
        DisclosureShowing(unit_id=row.unit_id, item_id=row.id, place=place, way=way.value, village_id=village_id)
        for place, (way, village_id) in wanted.items()
        if place not in known
    )
    db.session.flush()

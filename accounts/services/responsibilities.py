"""Commands on the responsibility matrix: a row is never rewritten, it ends and a new one begins, so old cases stay explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from accounts.events import ResponsibilityChanged
from accounts.models import Department, Field, Official, Posting, Responsibility, Village, valid_on
from accounts.permissions import Actor
from core import audit, bus
from core.errors import BadInput, NotFound, StaleVersion
from core.extensions import db

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class RowFacts:
    """Who handles what; None for a field or a village means every one."""

    field_id: int | None
    village_id: int | None
    department_id: int
    officer_id: int | None
    substitute_id: int | None


def add_responsibility(*, unit_id: int, actor: Actor | None, facts: RowFacts, on: date, at: datetime) -> Responsibility:
    """Begin a row on ``on``. Raises BadInput by field, also when that field and village have a row. Audit entry, event."""
    _refuse_faults(unit_id, facts, on=on, besides=None)
    row = _begin(unit_id, facts, on=on)
    _tell("responsibility:added", row, before=None, actor=actor, on=on, at=at)
    return row


def change_responsibility(
    *, unit_id: int, actor: Actor | None, public_id: str, expected_version: int, facts: RowFacts, on: date, at: datetime
) -> Responsibility:
    """Let a row say something else from ``on``: the old one ends the day before.

    Raises BadInput, StaleVersion. Side effects: audit entry, ResponsibilityChanged.
    """
    old = _fresh(unit_id, public_id, expected_version)
    _refuse_faults(unit_id, facts, on=on, besides=old)
    before = _facts(old)
    if before == facts:
        return old
    if old.valid_from >= on:
        row = old
        for name in ("field_id", "village_id", "department_id", "officer_id", "substitute_id"):
            setattr(row, name, getattr(facts, name))
        row.version += 1
        db.session.flush()
    else:
        _end(old, on=on)
        row = _begin(unit_id, facts, on=on)
    _tell("responsibility:changed", row, before=before, actor=actor, on=on, at=at)
    return row


def end_responsibility(
    *, unit_id: int, actor: Actor | None, public_id: str, expected_version: int, on: date, at: datetime
) -> None:
    """End a row: from ``on`` the next less exact row decides. Raises StaleVersion, NotFound. Audit entry, event."""
    row = _fresh(unit_id, public_id, expected_version)
    before = _facts(row)
    _tell("responsibility:ended", row, before=before, actor=actor, on=on, at=at)
    if row.valid_from >= on:
        db.session.delete(row)
    else:
        _end(row, on=on)
    db.session.flush()


def _fresh(unit_id: int, public_id: str, expected_version: int) -> Responsibility:
    query = select(Responsibility).where(Responsibility.unit_id == unit_id, Responsibility.public_id == public_id)
    row = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    if row.version != expected_version or row.valid_to is not None:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def _begin(unit_id: int, facts: RowFacts, *, on: date) -> Responsibility:
    row = Responsibility(
        unit_id=unit_id, valid_from=on, field_id=facts.field_id, village_id=facts.village_id, department_id=facts.department_id,
        officer_id=facts.officer_id, substitute_id=facts.substitute_id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def _end(row: Responsibility, *, on: date) -> None:
    row.valid_to = on - ONE_DAY
    row.version += 1


def _facts(row: Responsibility) -> RowFacts:
    return RowFacts(
        field_id=row.field_id, village_id=row.village_id, department_id=row.department_id, officer_id=row.officer_id,
        substitute_id=row.substitute_id,
    )  # fmt: skip


def _refuse_faults(unit_id: int, facts: RowFacts, *, on: date, besides: Responsibility | None) -> None:
    errors = {}
    if not _exists(Department, unit_id, facts.department_id, on=on):
        errors["department_id"] = "department_unknown"
    if facts.field_id is not None and not _exists(Field, unit_id, facts.field_id, on=on):
        errors["field_id"] = "field_unknown"
    if facts.village_id is not None and not _exists(Village, unit_id, facts.village_id, on=on):
        errors["village_id"] = "village_unknown"
    errors.update(_person_faults(unit_id, facts, on=on))
    if not errors and _taken(unit_id, facts, on=on, besides=besides):
        errors["field_id"] = "row_exists"
    if errors:
        raise BadInput(errors)


def _exists(model: type[Department | Field | Village], unit_id: int, row_id: int, *, on: date) -> bool:
    query = select(model.id).where(model.unit_id == unit_id, model.id == row_id)
    return db.session.scalar(query.where(valid_on(model.valid_from, model.valid_to, on))) is not None


def _person_faults(unit_id: int, facts: RowFacts, *, on: date) -> dict[str, str]:
    errors = {}
    if facts.officer_id is not None and not _works(unit_id, facts.officer_id, on=on, department_id=facts.department_id):
        errors["officer_id"] = "officer_not_in_department"
    if facts.substitute_id is None:
        return errors
    if facts.officer_id is None:
        errors["substitute_id"] = "substitute_without_officer"
    elif facts.substitute_id == facts.officer_id:
        errors["substitute_id"] = "substitute_is_officer"
    elif not _works(unit_id, facts.substitute_id, on=on, department_id=None):
        errors["substitute_id"] = "official_unknown"
    return errors


def _works(unit_id: int, official_id: int, *, on: date, department_id: int | None) -> bool:
    query = (
        select(Posting.id)
        .join(Official, Official.id == Posting.official_id)
        .where(Posting.unit_id == unit_id, Posting.official_id == official_id, Official.active)
        .where(valid_on(Posting.valid_from, Posting.valid_to, on))
        .limit(1)
    )
    if department_id is not None:
        query = query.where(Posting.department_id == department_id)
    return db.session.scalar(query) is not None


def _taken(unit_id: int, facts: RowFacts, *, on: date, besides: Responsibility | None) -> bool:
    query = select(Responsibility.id).where(
        Responsibility.unit_id == unit_id,
        Responsibility.field_id.is_not_distinct_from(facts.field_id),
        Responsibility.village_id.is_not_distinct_from(facts.village_id),
        or_(Responsibility.valid_to.is_(None), Responsibility.valid_to >= on),
    )
    if besides is not None:
        query = query.where(Responsibility.id != besides.id)
    return db.session.scalar(query.limit(1)) is not None


def _tell(action: str, row: Responsibility, *, before: RowFacts | None, actor: Actor | None, on: date, at: datetime) -> None:
    actor_id = None if actor is None else actor.id
    facts = {"from_on": on, "before": vars(before) if before else None, "after": vars(_facts(row))}
    audit.record(
        unit_id=row.unit_id, at=at, actor_id=actor_id, action=action, subject=f"responsibility:{row.public_id}", facts=facts
    )
    bus.publish(
        ResponsibilityChanged(
            unit_id=row.unit_id, at=at, actor_id=actor_id, field_id=row.field_id, village_id=row.village_id,
            department_id=row.department_id, from_on=on,
        )
    )  # fmt: skip

"""Commands on answer templates: the beginnings of answers by subject, written by heads and leaders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.models import Field, Official
from accounts.permissions import Actor
from core import audit
from core.errors import BadInput, NotFound, StaleVersion
from core.extensions import db
from core.text import clean_line, clean_text
from feedback.desk_models import AnswerTemplate
from feedback.states import Outcome

NAME_MOST, TEXT_MOST = 80, 5000


@dataclass(frozen=True, kw_only=True)
class TemplateFacts:
    """What a template says; ``field_id`` None: for every field; ``outcome`` None: left open."""

    name: str
    field_id: int | None
    outcome: Outcome | None
    what_was_done: str
    next_step: str = ""
    active: bool = True


def add_template(*, actor: Actor, at: datetime, facts: TemplateFacts) -> AnswerTemplate:
    """Begin a template. Raises BadInput (template_name, template_name_taken, what_missing, field_unknown). Audit entry."""
    db.session.execute(select(Official.id).where(Official.unit_id == actor.unit_id, Official.id == actor.id).with_for_update())
    row = AnswerTemplate(unit_id=actor.unit_id)
    _write(row, facts, actor=actor, at=at)
    db.session.add(row)
    db.session.flush()
    _record("template:added", row, actor=actor, at=at)
    return row


def change_template(public_id: str, *, actor: Actor, at: datetime, version: int, facts: TemplateFacts) -> AnswerTemplate:
    """Let a template say something else, or put it away. Raises NotFound, StaleVersion, BadInput. Audit entry."""
    query = select(AnswerTemplate).where(AnswerTemplate.unit_id == actor.unit_id, AnswerTemplate.public_id == public_id)
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    _write(row, facts, actor=actor, at=at)
    row.version += 1
    db.session.flush()
    _record("template:changed", row, actor=actor, at=at)
    return row


def _write(row: AnswerTemplate, facts: TemplateFacts, *, actor: Actor, at: datetime) -> None:
    name, what = clean_line(facts.name), clean_text(facts.what_was_done)
    faults = {}
    if not 3 <= len(name) <= NAME_MOST:
        faults["name"] = "template_name"
    elif _taken(row, name, actor=actor):
        faults["name"] = "template_name_taken"
    if len(what) < 10:
        faults["what_was_done"] = "what_missing"
    if facts.field_id is not None and _field(facts.field_id, actor) is None:
        faults["field_id"] = "field_unknown"
    if faults:
        raise BadInput(faults)
    row.name, row.field_id, row.active = name, facts.field_id, facts.active
    row.outcome = facts.outcome.value if facts.outcome else ""
    row.what_was_done, row.next_step = what[:TEXT_MOST], clean_text(facts.next_step)[:TEXT_MOST]
    row.changed_by, row.changed_at = actor.id, at


def _taken(row: AnswerTemplate, name: str, *, actor: Actor) -> bool:
    query = select(AnswerTemplate.id).where(AnswerTemplate.unit_id == actor.unit_id, AnswerTemplate.name == name)
    with db.session.no_autoflush:
        found = db.session.scalar(query.limit(1))
    return found is not None and found != row.id


def _field(field_id: int, actor: Actor) -> int | None:
    return db.session.scalar(select(Field.id).where(Field.unit_id == actor.unit_id, Field.id == min(field_id, 2**31 - 1)))


def _record(action: str, row: AnswerTemplate, *, actor: Actor, at: datetime) -> None:
    facts = {"field_id": row.field_id, "active": row.active, "version": row.version}
    audit.record(unit_id=row.unit_id, at=at, actor_id=actor.id, action=action, subject=f"template:{row.public_id}", facts=facts)

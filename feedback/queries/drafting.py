"""What helps to write an answer: the templates that fit a case, and what the official typed there and did not save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from accounts.permissions import Actor
from core.alphabet import alphabetical
from core.extensions import db
from feedback.desk_models import AnswerTemplate, DraftCopy


@dataclass(frozen=True, kw_only=True)
class TemplateView:
    """A template as pages show it; ``field_id`` None: for every field."""

    public_id: str
    name: str
    field_id: int | None
    outcome: str
    what_was_done: str
    next_step: str
    active: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class CopyView:
    """What was typed and not saved; ``version`` is the case as it was seen then."""

    version: int
    words: Mapping[str, str]
    saved_at: datetime


def templates_for(unit_id: int, field_id: int | None) -> list[TemplateView]:
    """Return the templates in use for a field, its own before those for every field, by name."""
    query = select(AnswerTemplate).where(
        AnswerTemplate.unit_id == unit_id, AnswerTemplate.active,
        or_(AnswerTemplate.field_id.is_(None), AnswerTemplate.field_id == field_id),
    )  # fmt: skip
    found = db.session.scalars(query.order_by(AnswerTemplate.id))
    rows = sorted(found, key=lambda row: (row.field_id is None, alphabetical(row.name)))
    return [_view(row) for row in rows]


def all_templates(unit_id: int) -> list[TemplateView]:
    """Return every template of the commune by name, those in use first."""
    query = select(AnswerTemplate).where(AnswerTemplate.unit_id == unit_id)
    rows = sorted(db.session.scalars(query.order_by(AnswerTemplate.id)), key=lambda row: (not row.active, alphabetical(row.name)))
    return [_view(row) for row in rows]


def template(unit_id: int, public_id: str) -> TemplateView | None:
    """Return one template of the commune, or None."""
    query = select(AnswerTemplate).where(AnswerTemplate.unit_id == unit_id, AnswerTemplate.public_id == public_id)
    row = db.session.scalars(query).one_or_none()
    return _view(row) if row else None


def copy_of(actor: Actor, case_id: int) -> CopyView | None:
    """Return what this official typed into this case and did not save, or None."""
    query = select(DraftCopy).where(
        DraftCopy.unit_id == actor.unit_id, DraftCopy.case_id == case_id, DraftCopy.official_id == actor.id
    )
    row = db.session.scalars(query).one_or_none()
    return CopyView(version=row.version, words=dict(row.words), saved_at=row.saved_at) if row else None


def _view(row: AnswerTemplate) -> TemplateView:
    return TemplateView(
        public_id=row.public_id, name=row.name, field_id=row.field_id, outcome=row.outcome, what_was_done=row.what_was_done,
        next_step=row.next_step, active=row.active, version=row.version,
    )  # fmt: skip

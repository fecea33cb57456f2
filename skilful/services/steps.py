"""What every command begins and ends with: it is this commune's, the actor may, nobody was faster; then state, log, event."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select

from accounts.permissions import Actor
from core import bus, page_cache
from core.errors import NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from skilful.events import ModelEvent
from skilful.models import SkilfulEntry, SkilfulModel, SkilfulNote, SkilfulRecognition, SkilfulYear
from skilful.permissions import permitted
from skilful.rules import STEPS, Standing, may_take
from skilful.states import State, Step


def load(model_id: int, step: Step, *, actor: Actor, version: int) -> tuple[SkilfulModel, SkilfulYear]:
    """Return the model of the actor's commune, locked, fresh and ready for the step, with its latest year.

    Raises NotFound, NotAllowed, WrongState (skilful_wrong_state), StaleVersion.
    """
    query = select(SkilfulModel).where(SkilfulModel.id == model_id, SkilfulModel.unit_id == actor.unit_id)
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    known = {"created_by": row.created_by, "department_id": row.department_id, "published": row.published_on is not None}
    if not permitted(actor, step, **known):
        raise NotAllowed(step=step.value)
    years = _years(row)
    if not may_take(step, _standing(row, years)):
        raise WrongState("skilful_wrong_state", step=step.value, state=row.state)
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    return row, years[-1]


def _years(row: SkilfulModel) -> list[SkilfulYear]:
    query = select(SkilfulYear).where(SkilfulYear.model_id == row.id).order_by(SkilfulYear.year)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _standing(row: SkilfulModel, years: list[SkilfulYear]) -> Standing:
    """Return where a model stands, for the table of steps."""
    recognised = exists().where(
        SkilfulRecognition.unit_id == row.unit_id, SkilfulRecognition.model_id == row.id, SkilfulRecognition.year == row.year
    )
    public_notes = exists().where(SkilfulNote.unit_id == row.unit_id, SkilfulNote.model_id == row.id, SkilfulNote.public)
    return Standing(
        state=State(row.state), result=years[-1].result, recognised=bool(db.session.scalar(select(recognised))),
        public_notes=bool(db.session.scalar(select(public_notes))), first_year=len(years) == 1,
        published=row.published_on is not None, taken_back=row.taken_back_on is not None,
    )  # fmt: skip


def enter(row: SkilfulModel, step: Step, *, actor: Actor, at: datetime, words: str = "", **facts: Any) -> None:
    """Take the step: the state it leads to, one version more, and a line in the log. Every step may move a public number."""
    passage = STEPS.get(step)
    if passage is not None:
        row.state = row.state if passage.to is None else passage.to.value
        row.version += 1
    row.touched_at = at
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    db.session.add(
        SkilfulEntry(unit_id=row.unit_id, model_id=row.id, at=at, actor_id=actor.id, step=step.value, words=words, facts=plain)
    )
    page_cache.raise_version(row.unit_id)


def tell(kind: type[ModelEvent], row: SkilfulModel, *, actor: Actor, at: datetime, **facts: Any) -> None:
    """Publish an event of the model."""
    bus.publish(kind(unit_id=row.unit_id, at=at, actor_id=actor.id, model_id=row.id, year=row.year, **facts))

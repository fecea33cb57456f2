"""A model comes into the register, what was written of it is corrected, and it goes on, ends or is withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import departments, villages
from core.codes import new_code
from core.errors import BadInput, NotAllowed
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text
from core.transaction import key_of, wait_for_twin
from deadlines.clock import local_date
from skilful.events import ModelCarriedOn, ModelCorrected, ModelEnded, ModelRegistered, ModelWithdrawn
from skilful.models import SkilfulModel, SkilfulYear
from skilful.rules import NewModel, reason_faults, typed_faults, year_faults
from skilful.services.steps import enter, load, tell
from skilful.states import State, Step

WRITTEN = (
    "name", "kind", "carrier", "named", "sphere", "village_id", "department_id", "organisation", "what", "goal", "starts_on",
    "ends_on", "learned_from_id",
)  # fmt: skip
"""What a registration says and a correction may change; the year is said once."""


def register(new: NewModel, *, actor: Actor, at: datetime, idempotency_key: str) -> int:
    """Keep a model with its first year and return its id, the same for the same key. Event: ModelRegistered.

    Raises NotAllowed, BadInput (skilful.rules.typed_faults; village_unknown, department_unknown, model_unknown).
    """
    if Permission.SKILFUL_WRITE not in actor.permissions:
        raise NotAllowed(permission=Permission.SKILFUL_WRITE.value)
    key = key_of("skilful", unit_id=actor.unit_id, key=idempotency_key)
    wait_for_twin(key)
    known = db.session.scalar(select(SkilfulModel.id).where(SkilfulModel.idempotency_key == key))
    if known is not None:
        return known
    today = local_date(at)
    new = _checked(new, actor=actor, today=today)
    row = SkilfulModel(
        unit_id=actor.unit_id, code=new_code(), idempotency_key=key, state=State.REGISTERED.value, version=1, year=new.year,
        registered_on=today, created_by=actor.id, created_at=at, touched_at=at,
        **{name: getattr(new, name) for name in WRITTEN},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    db.session.add(SkilfulYear(unit_id=row.unit_id, model_id=row.id, year=row.year, registered_on=today))
    enter(row, Step.REGISTER, actor=actor, at=at, year=row.year)
    tell(
        ModelRegistered, row, actor=actor, at=at, sphere=row.sphere, carrier=row.kind, learned_from_id=row.learned_from_id
    )  # fmt: skip
    return row.id


def correct(model_id: int, new: NewModel, *, actor: Actor, at: datetime, version: int) -> None:
    """Write anew what was registered; its year stays. Event: ModelCorrected.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput as ``register``.
    """
    row, _year = load(model_id, Step.CORRECT, actor=actor, version=version)
    checked = _checked(replace(new, year=local_date(at).year), actor=actor, today=local_date(at), own_id=row.id)
    changed = [name for name in WRITTEN if getattr(row, name) != getattr(checked, name)]
    for name in changed:
        setattr(row, name, getattr(checked, name))
    enter(row, Step.CORRECT, actor=actor, at=at, changed=",".join(changed))
    tell(ModelCorrected, row, actor=actor, at=at, changed=",".join(changed), named=row.named)


def carry_on(model_id: int, *, year: int | None, actor: Actor, at: datetime, version: int) -> None:
    """Go on with the model in another year. Event: ModelCarriedOn.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (skilful.rules.year_faults).
    """
    row, last = load(model_id, Step.CARRY_ON, actor=actor, version=version)
    today = local_date(at)
    faults = year_faults(year, today=today, after=last.year)
    if faults or year is None:
        raise BadInput(faults)
    db.session.add(SkilfulYear(unit_id=row.unit_id, model_id=row.id, year=year, registered_on=today))
    row.year = year
    enter(row, Step.CARRY_ON, actor=actor, at=at, year=year)
    tell(ModelCarriedOn, row, actor=actor, at=at)


def end(model_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Say that nobody goes on with it, and why. Event: ModelEnded.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (reason_short).
    """
    row, _year = load(model_id, Step.END, actor=actor, version=version)
    row.closing_reason, row.ended_on = _reason(reason), local_date(at)
    enter(row, Step.END, actor=actor, at=at, words=row.closing_reason)
    tell(ModelEnded, row, actor=actor, at=at)


def withdraw(model_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Take from the register what nobody else has read. Event: ModelWithdrawn. Raises as ``end``."""
    row, _year = load(model_id, Step.WITHDRAW, actor=actor, version=version)
    row.closing_reason, row.withdrawn_on = _reason(reason), local_date(at)
    enter(row, Step.WITHDRAW, actor=actor, at=at, words=row.closing_reason)
    tell(ModelWithdrawn, row, actor=actor, at=at)


def _reason(typed: str) -> str:
    reason = clean_text(typed)
    faults = reason_faults(reason)
    if faults:
        raise BadInput(faults)
    return reason


def _checked(new: NewModel, *, actor: Actor, today: date, own_id: int | None = None) -> NewModel:
    """Return what was typed with clean words and rows that are the commune's. Raises BadInput."""
    new = replace(
        new, name=clean_line(new.name), carrier=clean_line(new.carrier), organisation=clean_line(new.organisation),
        what=clean_text(new.what), goal=clean_text(new.goal),
    )  # fmt: skip
    faults = typed_faults(new, today=today)
    if new.village_id is not None and all(item.id != new.village_id for item in villages(actor.unit_id)):
        faults["village_id"] = "village_unknown"
    if new.department_id is not None and all(item.id != new.department_id for item in departments(actor.unit_id)):
        faults["department_id"] = "department_unknown"
    if new.learned_from_id is not None and not _another(new.learned_from_id, actor=actor, own_id=own_id):
        faults["learned_from_id"] = "model_unknown"
    if faults:
        raise BadInput(faults)
    return new


def _another(model_id: int, *, actor: Actor, own_id: int | None) -> bool:
    query = select(SkilfulModel.id).where(
        SkilfulModel.unit_id == actor.unit_id, SkilfulModel.id == model_id, SkilfulModel.state != State.WITHDRAWN.value
    )
    return model_id != own_id and db.session.scalar(query) is not None

"""Brings skilful models to every state through the commands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import select

from accounts.queries import departments
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from skilful.models import SkilfulEntry, SkilfulModel, SkilfulNote, SkilfulRecognition, SkilfulYear
from skilful.queries.desk import DeskModel, desk_model
from skilful.rules import Assessment, NewModel, Recognition
from skilful.services import deciding, noting, registering
from tests.makers import NOW, Commune, inside

TODAY = date(2026, 11, 20)
NAME = "Đường hoa thay bãi rác"
CARRIER = "Chi hội Phụ nữ thôn Nà Pất"
WHAT = "Dọn bãi rác ven đường, trồng hoa, chia đoạn cho từng nhóm hộ chăm sóc."
GOAL = "Trồng 600 mét đường hoa, 40 hộ cùng chăm sóc."
OUTCOME = "Đường hoa dài 620 mét, bãi rác không xuất hiện lại."
REASON = "Ghi nhầm sang mô hình khác"
SAID = Assessment(result="achieved", outcome=OUTCOME, amount=45, unit="hộ")
DECIDED = Recognition(level="xa", document="112/QĐ-UBND", decided_on=date(2026, 11, 18))
_keys = count(1)


def new(**changes: Any) -> NewModel:
    """Return a registration that lacks nothing."""
    values: dict[str, Any] = {
        "name": NAME, "kind": "collective", "carrier": CARRIER, "sphere": "van-hoa-xa-hoi", "what": WHAT, "goal": GOAL,
        "year": 2026, "organisation": "Hội Liên hiệp Phụ nữ xã",
    }  # fmt: skip
    return NewModel(**{**values, **changes})


def register(commune: Commune, *, at: datetime = NOW, by: str = "supervisor", key: str = "", **changes: Any) -> int:
    """Keep a model; return its id."""
    with use_unit(commune.unit_id), transaction():
        return registering.register(
            new(**changes), actor=getattr(commune, by), at=at, idempotency_key=key or f"skilful-{next(_keys)}"
        )


def take(commune: Commune, command: Any, model_id: int, *args: Any, by: str, at: datetime = NOW, **facts: Any) -> None:
    """Take a step with the version that the row has now, unless another is named."""
    with use_unit(commune.unit_id), transaction():
        version = facts.pop("version", 0) or row(commune, model_id).version
        command(model_id, *args, actor=getattr(commune, by), at=at, version=version, **facts)


def correct(commune: Commune, model_id: int, *, by: str = "supervisor", **changes: Any) -> None:
    """Write anew what was registered."""
    take(commune, registering.correct, model_id, new(**changes), by=by)


def note(commune: Commune, model_id: int, *, by: str = "supervisor", public: bool = True, **more: Any) -> None:
    """Write how it goes."""
    facts = {"words": "Đã trồng 350 mét hoa dọc đường.", "on": TODAY, "public": public, **more}
    take(commune, noting.note, model_id, by=by, **facts)


def assess(
    commune: Commune, model_id: int, *, at: datetime = NOW, by: str = "leader", said: Assessment = SAID
) -> None:  # fmt: skip
    """Say what came of the year."""
    take(commune, deciding.assess, model_id, said, by=by, at=at)


def reassess(commune: Commune, model_id: int, *, by: str = "leader", reason: str = REASON) -> None:
    """Take that back."""
    take(commune, deciding.reassess, model_id, by=by, reason=reason)


def recognise(
    commune: Commune, model_id: int, *, at: datetime = NOW, by: str = "leader", decided: Recognition = DECIDED
) -> None:  # fmt: skip
    """Write down a decision."""
    take(commune, deciding.recognise, model_id, decided, by=by, at=at)


def strike(commune: Commune, model_id: int, *, by: str = "leader") -> None:
    """Strike the last decision."""
    take(commune, deciding.strike, model_id, by=by, reason=REASON)


def carry_on(commune: Commune, model_id: int, *, at: datetime = NOW, by: str = "supervisor", year: int = 2027) -> None:
    """Go on in another year."""
    take(commune, registering.carry_on, model_id, by=by, at=at, year=year)


def end(commune: Commune, model_id: int, *, at: datetime = NOW, by: str = "supervisor", reason: str = REASON) -> None:
    """Say that nobody goes on with it."""
    take(commune, registering.end, model_id, by=by, at=at, reason=reason)


def withdraw(commune: Commune, model_id: int, *, at: datetime = NOW, by: str = "supervisor") -> None:
    """Take it from the register."""
    take(commune, registering.withdraw, model_id, by=by, at=at, reason=REASON)


def publish(commune: Commune, model_id: int, *, by: str = "leader", read_over: bool = True) -> None:
    """Let everybody read it."""
    take(commune, deciding.publish, model_id, by=by, read_over=read_over)


def take_back(commune: Commune, model_id: int, *, by: str = "leader", reason: str = REASON) -> None:
    """Take it from the public page."""
    take(commune, deciding.take_back, model_id, by=by, reason=reason)


def assessed(commune: Commune, **changes: Any) -> int:
    """Bring a model to the result of its year; return its id."""
    model_id = register(commune, **changes)
    assess(commune, model_id)
    return model_id


def recognised(commune: Commune, **changes: Any) -> int:
    """Bring a model to a decision that recognises it; return its id."""
    model_id = assessed(commune, **changes)
    recognise(commune, model_id)
    return model_id


def published(commune: Commune, **changes: Any) -> int:
    """Bring a model with a public note, a result and a recognition before everybody; return its id."""
    model_id = register(commune, **changes)
    note(commune, model_id)
    assess(commune, model_id)
    recognise(commune, model_id)
    publish(commune, model_id)
    return model_id


def one_of_each(commune: Commune) -> None:
    """Make a model in every state."""
    register(commune, name="đang làm", sphere="kinh-te")
    assessed(commune, name="đã đánh giá")
    recognised(commune, name="được công nhận")
    published(commune, name="đã công khai")
    end(commune, register(commune, name="đã kết thúc"))
    withdraw(commune, register(commune, name="đã rút"))


def made(app: Flask, home: Commune, make: Any = register, **changes: Any) -> int:
    """Make a model from outside a request; return its id."""
    with inside(app, unit_id=home.unit_id):
        return make(home, **changes)


def code_of(app: Flask, home: Commune, model_id: int) -> str:
    """Return the public code of a model from outside a request."""
    with inside(app, unit_id=home.unit_id):
        return row(home, model_id).code


def morning(day: date) -> datetime:
    """Return nine o'clock of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def row(commune: Commune, model_id: int) -> SkilfulModel:
    """Return the model as the database has it now."""
    with use_unit(commune.unit_id):
        return db.session.get_one(SkilfulModel, model_id, populate_existing=True)


def year_of(commune: Commune, model_id: int, year: int = 2026) -> SkilfulYear:
    """Return a year of it as the database has it now."""
    with use_unit(commune.unit_id):
        query = select(SkilfulYear).where(SkilfulYear.model_id == model_id, SkilfulYear.year == year)
        return db.session.scalars(query.execution_options(populate_existing=True)).one()


def notes(commune: Commune, model_id: int) -> list[SkilfulNote]:
    """Return its notes."""
    with use_unit(commune.unit_id):
        return list(db.session.scalars(select(SkilfulNote).where(SkilfulNote.model_id == model_id).order_by(SkilfulNote.id)))


def decisions(commune: Commune, model_id: int) -> list[tuple[str, str]]:
    """Return level and number of the decisions that recognise it."""
    query = select(SkilfulRecognition.level, SkilfulRecognition.document).where(SkilfulRecognition.model_id == model_id)
    with use_unit(commune.unit_id):
        return list(db.session.execute(query.order_by(SkilfulRecognition.id)).tuples())


def seen(commune: Commune, model_id: int) -> DeskModel:
    """Return it as the desk sees it."""
    with use_unit(commune.unit_id):
        found = desk_model(commune.unit_id, model_id)
    assert found is not None
    return found


def department_of(commune: Commune, code: str) -> int:
    """Return a department of the commune."""
    with use_unit(commune.unit_id):
        return next(item.id for item in departments(commune.unit_id) if item.code == code)


def known_models(home: Commune) -> dict[str, str]:
    """Return good values for the parts of this room's addresses: a published model."""
    model_id = published(home)
    return {"model_id": str(model_id), "skilful.code": row(home, model_id).code}


def log(model_id: int) -> list[str]:
    """Return the steps that were taken."""
    query = select(SkilfulEntry.step).where(SkilfulEntry.model_id == model_id).order_by(SkilfulEntry.id)
    return list(db.session.scalars(query))


def audited(model_id: int) -> list[AuditEntry]:
    """Return the entries of the audit trail."""
    query = select(AuditEntry).where(AuditEntry.subject == f"skilful:{model_id}")
    return list(db.session.scalars(query.order_by(AuditEntry.id)))

"""A recommendation leaves the room because its words belong elsewhere: a denunciation goes into the sealed register."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select

from accounts.permissions import Actor
from accounts.services.returning import by, names
from core import bus, page_cache, shredding
from core.errors import NotAllowed
from core.extensions import db
from core.gone import line
from core.outbox import OutboxMessage
from core.permissions import Permission
from core.short_messages import ShortMessage
from denunciation.services import receive
from supervision.events import RecommendationEmptied
from supervision.models import Recommendation, RecommendationEntry, RecommendationRound
from supervision.rules import subject_of
from supervision.services.steps import locked
from supervision.states import Body, State

KIND, DENOUNCES = "recommendation", "denounces"
NO_REASON = "–"
OWN = Recommendation.__table__
PARTS = tuple(model.__table__ for model in (RecommendationRound, RecommendationEntry))
LETTERS = tuple(model.__table__ for model in (OutboxMessage, ShortMessage))


def empty(
    recommendation_id: int, *, denounces: bool, actor: Actor, at: datetime, accused_id: int | None = None,
    accused_text: str = "", paper_number: str = "",
) -> receive.Taken | None:  # fmt: skip
    """Take every word of a recommendation away, wherever it stands, with rounds, log and letters. Event: RecommendationEmptied.

    A denunciation goes into the sealed register in the same command, and what the register says of it is returned; for anything
    else that is no recommendation row, event and pages are the same, so that nobody can tell a denunciation by them. Nobody is
    told. Afterwards call core.shredding.run, outside the command. Raises NotAllowed, NotFound (also the second time).
    Source: Law on Denunciations 2018, Art. 8, 56.
    """
    for permission in (Permission.DENUNCIATION_SEAL, Permission.SUPERVISION_READ):
        if permission not in actor.permissions:
            raise NotAllowed(permission=permission.value)
    return take_out(
        recommendation_id, denounces=denounces, actor=actor, at=at, accused_id=accused_id, accused_text=accused_text,
        paper_number=paper_number,
    )  # fmt: skip


def take_out(
    recommendation_id: int, *, denounces: bool, actor: Actor, at: datetime, accused_id: int | None = None,
    accused_text: str = "", paper_number: str = "",
) -> receive.Taken | None:  # fmt: skip
    """Do what `empty` asks for, without asking whether the actor may. Raises NotFound."""
    row = locked(recommendation_id, actor=actor)
    taken = None
    if denounces:
        taken = receive.receive(
            _moved(row), actor=actor, at=at, accused_id=accused_id, accused_text=accused_text, paper_number=paper_number
        )
    body = row.body
    _forget(row, at=at)
    facts = [by(actor.id), *([DENOUNCES] if denounces else []), *([names(accused_id)] if denounces and accused_id else [])]
    mark = line(KIND, row.idempotency_key, *facts)
    shredding.ask(at=at, files=(), tables=[table.name for table in (OWN, *PARTS, *LETTERS)], indexed=False, marks=[mark])
    page_cache.raise_version(row.unit_id)
    bus.publish(
        RecommendationEmptied(unit_id=row.unit_id, at=at, actor_id=actor.id, recommendation_id=row.id, body=body)
    )  # fmt: skip
    return taken


def _moved(row: Recommendation) -> receive.MovedLetter:
    """Return the paper for the register: what was written, and beside it every row that hung on it."""
    rows = {OWN.name: _rows(OWN, OWN.c.id == row.id, unit_id=row.unit_id)}
    rows |= {table.name: _rows(table, table.c.recommendation_id == row.id, unit_id=row.unit_id) for table in PARTS}
    return receive.MovedLetter(
        code=row.code, received_on=row.received_on, rows={name: kept for name, kept in rows.items() if kept},
        content={"subject": row.title, "story": "\n\n".join(text for text in (row.subject, row.asked, row.about) if text)},
        identity={"name": row.organisation, "phone": "", "email": ""},
    )  # fmt: skip


def _rows(table: Table, condition: Any, *, unit_id: int) -> list[dict[str, Any]]:
    kept = db.session.execute(select(table).where(table.c.unit_id == unit_id, condition)).mappings()
    return [{name: value for name, value in row.items() if name not in ("organisation", "idempotency_key")} for row in kept]


def _forget(row: Recommendation, *, at: datetime) -> None:
    """Leave of the row its number and the key of its form, so that the same form sent again is not taken once more."""
    for table in PARTS:
        db.session.execute(delete(table).where(table.c.recommendation_id == row.id))
    for table in LETTERS:
        db.session.execute(delete(table).where(table.c.unit_id == row.unit_id, table.c.subject == subject_of(row.id)))
    row.state, row.withdraw_reason, row.body = State.WITHDRAWN.value, NO_REASON, Body.FATHERLAND_FRONT.value
    row.title = row.subject = row.asked = row.about = row.organisation = row.document = row.take_back_reason = ""
    row.document_on = row.official_id = row.department_id = row.answered_on = row.closed_on = None
    row.body_agreed_at = row.leader_agreed_at = row.published_on = row.taken_back_on = None
    row.round_number, row.version, row.touched_at, row.emptied_at = 1, row.version + 1, at, at
    db.session.flush()

"""What a page needs to name chosen cases: number, title and state, of this commune only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import departments, fields, villages
from core.errors import NotAllowed
from core.extensions import db
from core.permissions import Permission
from feedback.models import Case


@dataclass(frozen=True, kw_only=True)
class Named:
    """A case by its number and title; "" when field or village is not known. ``holder``: who has it in hand, and where."""

    id: int
    code: str
    subject: str
    state: str
    field_name: str
    village_name: str
    holder: str


def named(actor: Actor, case_ids: Sequence[int]) -> dict[int, Named]:
    """Return the cases that exist in the actor's commune. Raises NotAllowed without the permission to read letters."""
    if Permission.CASE_READ not in actor.permissions:
        raise NotAllowed(permission=Permission.CASE_READ.value)
    columns = (
        Case.id, Case.code, Case.subject, Case.state, Case.field_id, Case.village_id, Case.department_id, Official.full_name,
    )  # fmt: skip
    query = select(*columns).outerjoin(Official, Official.id == Case.officer_id)
    rows = db.session.execute(query.where(Case.unit_id == actor.unit_id, Case.id.in_(case_ids)))
    field_names, village_names, department_names = (
        {item.id: item.name for item in listed(actor.unit_id)} for listed in (fields, villages, departments)
    )
    return {
        row.id: Named(
            id=row.id, code=row.code, subject=row.subject, state=row.state, field_name=field_names.get(row.field_id, ""),
            village_name=village_names.get(row.village_id, ""),
            holder=", ".join(filter(None, (row.full_name, department_names.get(row.department_id)))),
        )
        for row in rows
    }  # fmt: skip

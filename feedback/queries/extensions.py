"""Requests for more time of one case, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.extensions import db
from feedback.late_reasons import is_late
from feedback.models import Case, ExtensionRequest
from feedback.queries.people import names_of


@dataclass(frozen=True, kw_only=True)
class ExtensionView:
    """A request for more time; ``approved`` None while it waits. ``late``: the term has passed, it can only be declined."""

    days: int
    reason: str
    requested_at: datetime
    requester_name: str
    approved: bool | None
    decision_note: str
    late: bool


def extensions_of(case: Case, *, today: date) -> tuple[ExtensionView, ...]:
    """Return the requests for more time of the present round, oldest first."""
    rows = db.session.scalars(
        select(ExtensionRequest)
        .where(ExtensionRequest.case_id == case.id, ExtensionRequest.round == case.round)
        .order_by(ExtensionRequest.id)
    ).all()
    people = names_of({row.requested_by for row in rows})
    return tuple(
        ExtensionView(
            days=row.days, reason=row.reason, requested_at=row.requested_at, requester_name=people.get(row.requested_by, ""),
            approved=row.approved, decision_note=row.decision_note, late=is_late(case.due_on, today),
        )
        for row in rows
    )  # fmt: skip

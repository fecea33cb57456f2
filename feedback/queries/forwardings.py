"""Reads of letters that another body forwarded: who did and what it still has to hear, of one case and of many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select

from core.extensions import db
from deadlines.explain import explain
from deadlines.proof import Proof
from feedback.forwarding import ReportRule, report_rule
from feedback.forwarding_models import CaseForwarding
from feedback.models import Case

OWED = (CaseForwarding.settled_on.is_not(None), CaseForwarding.reported_on.is_(None))


@dataclass(frozen=True, kw_only=True)
class ForwardingView:
    """Who forwarded a letter, and telling it the outcome; ``sentences`` explain ``due_on``, ``late`` as of today."""

    source: str
    body: str
    number: str
    sent_on: date
    settled_on: date | None
    due_on: date | None
    reported_on: date | None
    report_number: str
    rule: ReportRule
    sentences: tuple[str, ...]
    late: bool


def forwarding_of(case_id: int) -> CaseForwarding | None:
    """Return the row of a case that was forwarded, or None."""
    return db.session.scalars(select(CaseForwarding).where(CaseForwarding.case_id == case_id)).one_or_none()


def forwarding_view(case_id: int, *, kind: str, today: date, locale: str) -> ForwardingView | None:
    """Return who forwarded the letter of a case and what it hears by when, or None."""
    row = forwarding_of(case_id)
    if row is None:
        return None
    names = ("source", "body", "number", "sent_on", "settled_on", "due_on", "reported_on", "report_number")
    return ForwardingView(
        **{name: getattr(row, name) for name in names}, rule=report_rule(kind=kind, source=row.source),
        sentences=tuple(explain(Proof.from_dict(row.proof), locale)) if row.proof else (),
        late=row.due_on is not None and (row.reported_on or today) > row.due_on,
    )  # fmt: skip


def report_waits(case_id: int) -> bool:
    """Return whether somebody still has to be told how this case was settled."""
    return db.session.scalar(select(CaseForwarding.id).where(CaseForwarding.case_id == case_id, *OWED)) is not None


def with_waiting_report(unit_id: int) -> Select[tuple[int]]:
    """Return the cases of which somebody still has to be told how they were settled."""
    return select(CaseForwarding.case_id).where(CaseForwarding.unit_id == unit_id, *OWED)


def report_is_owed() -> ColumnElement[bool]:
    """Return the condition that somebody still has to be told how a case was settled."""
    return exists().where(CaseForwarding.case_id == Case.id, *OWED)


def report_due() -> ColumnElement[date | None]:
    """Return by when somebody is told how the case was settled, as a column; null where nobody is, or no law says when."""
    return select(CaseForwarding.due_on).where(CaseForwarding.case_id == Case.id, *OWED).correlate(Case).scalar_subquery()

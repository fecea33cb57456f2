"""Reads of what was published: what changed last, for feeds and followers; what stands, for the sitemap; what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from core.extensions import db
from feedback.models import PublicCase
from feedback.queries.public import PublicStop, overdue, stops_of
from feedback.trace_models import PublicTrace

PART = 10_000
EXCERPT = 280
traces = PublicTrace.__table__.c
cases = PublicCase.__table__.c


@dataclass(frozen=True, kw_only=True)
class Change:
    """A published case as it stands, with the moments of its trace. ``beginning`` are the first words of story and answer."""

    code: str
    title: str
    kind: str
    state: str
    overdue: bool
    field_id: int | None
    village_id: int | None
    beginning: str
    answered: str
    shown_at: datetime
    changed_at: datetime
    stops: tuple[PublicStop, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the sitemap: its number, how many pages, and when one of them changed last."""

    number: int
    pages: int
    changed_at: datetime


def latest_changes(
    unit_id: int, *, today: date, field_id: int | None = None, village_id: int | None = None, limit: int = 50,
    since: datetime | None = None,
) -> list[Change]:  # fmt: skip
    """Return what changed last among the published cases, newest first; ``since``: only what changed after that moment."""
    found = select(traces.case_id).where(traces.unit_id == unit_id, traces.gone_at.is_(None))
    for column, wanted in ((traces.field_id, field_id), (traces.village_id, village_id)):
        found = found if wanted is None else found.where(column == wanted)
    found = found if since is None else found.where(traces.changed_at > since)
    newest = found.order_by(traces.changed_at.desc(), traces.case_id.desc()).limit(limit).subquery("newest")
    query = _changes().join(newest, newest.c.case_id == traces.case_id)
    rows = db.session.execute(query.order_by(traces.changed_at.desc(), traces.case_id.desc()))
    return [_change(row, today=today) for row in rows]


def change_of(unit_id: int, code: str, *, today: date) -> Change | None:
    """Return one published case with its stations, or None."""
    query = _changes(*cases).where(traces.unit_id == unit_id, traces.code == code, traces.gone_at.is_(None))
    row = db.session.execute(query).one_or_none()
    return None if row is None else _change(row, today=today, stops=True)


def gone_at(unit_id: int, code: str) -> datetime | None:
    """Return when the published text of a case was taken back or went into another case; None: it can be read, or never could."""
    return db.session.scalar(select(traces.gone_at).where(traces.unit_id == unit_id, traces.code == code))


def parts(unit_id: int) -> list[Part]:
    """Return the parts of the sitemap: cases by their numbers, 10,000 at most in each; a new page changes one part only."""
    number = (traces.case_id // PART).label("number")
    query = (
        select(number, func.count(), func.max(traces.changed_at))
        .where(traces.unit_id == unit_id, traces.gone_at.is_(None))
        .group_by(number)
        .order_by(number)
    )
    return [Part(number=row[0], pages=row[1], changed_at=row[2]) for row in db.session.execute(query)]


def pages_of_part(unit_id: int, number: int) -> Sequence[tuple[str, datetime]]:
    """Return code and last change of the published cases of one part."""
    within = traces.case_id.between(number * PART, number * PART + PART - 1)
    query = select(traces.code, traces.changed_at).where(traces.unit_id == unit_id, traces.gone_at.is_(None), within)
    return [(row.code, row.changed_at) for row in db.session.execute(query.order_by(traces.case_id))]


def _changes(*more: Any) -> Select[Any]:
    columns = more or (
        cases.code, cases.title, cases.kind, cases.state, cases.due_on, cases.field_id, cases.village_id,
        func.substr(cases.story, 1, EXCERPT + 60).label("story"), func.substr(cases.answer, 1, EXCERPT + 60).label("answer"),
    )  # fmt: skip
    joined = select(*columns, traces.shown_at, traces.changed_at).join_from(
        PublicTrace.__table__, PublicCase.__table__, cases.id == traces.case_id
    )
    return joined.where(cases.published)


def _change(row: Row[Any], *, today: date, stops: bool = False) -> Change:
    late = overdue(row.state, row.due_on, today=today)
    return Change(
        code=row.code, title=row.title, kind=row.kind, state=row.state, overdue=late, field_id=row.field_id,
        village_id=row.village_id, beginning=row.story, answered=row.answer, shown_at=row.shown_at, changed_at=row.changed_at,
        stops=tuple(stops_of(row, late=late)) if stops else (),
    )  # fmt: skip

"""After the last day: what was said becomes points with an explanation, and the summary is published with what was decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from accounts.permissions import Actor
from consultation.events import PointDropped, PointWritten, SummaryPublished
from consultation.models import Consultation, ConsultationAnswer, ConsultationOpinion, ConsultationPoint
from consultation.rules import Point, point_faults
from consultation.services.steps import changed, load, phase_today
from consultation.states import Phase, State, Step
from core import page_cache
from core.bus import publish
from core.errors import BadInput, NotFound
from core.extensions import db
from core.text import clean_line, clean_text

RESULT_LEAST, RESULT_MOST, DOCUMENT_MOST, POINTS_MOST = 10, 5000, 120, 50


def write_point(
    consultation_id: int, point: Point, *, actor: Actor, at: datetime, version: int, point_id: int | None = None
) -> int:
    """Write a point of the summary, or write over one; return its id. Event: PointWritten.

    ``version`` makes a form that is sent twice one point. Raises NotAllowed, NotFound, WrongState, StaleVersion, BadInput.
    """
    row = load(consultation_id, Step.SUM_UP, actor=actor, at=at, version=version)
    point = Point(
        text=clean_text(point.text), people=point.people, verdict=point.verdict, explanation=clean_text(point.explanation)
    )
    faults = point_faults(point)
    if point_id is None and _points(row) >= POINTS_MOST:
        faults["text"] = "points_many"
    if faults or point.people is None:
        raise BadInput(faults)
    kept = _point(row, point_id) if point_id is not None else ConsultationPoint(unit_id=row.unit_id, consultation_id=row.id)
    kept.text, kept.people, kept.verdict, kept.explanation = point.text, point.people, point.verdict, point.explanation
    kept.written_by, kept.written_at = actor.id, at
    db.session.add(kept)
    changed(row, at=at)
    db.session.flush()
    publish(
        PointWritten(
            unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, point_id=kept.id, verdict=kept.verdict
        )
    )
    return kept.id


def drop_point(consultation_id: int, point_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Take a point out of the summary. Event: PointDropped. Raises NotAllowed, NotFound, WrongState, StaleVersion."""
    row = load(consultation_id, Step.SUM_UP, actor=actor, at=at, version=version)
    db.session.delete(_point(row, point_id))
    changed(row, at=at)
    publish(PointDropped(unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, point_id=point_id))


def publish_summary(consultation_id: int, *, actor: Actor, at: datetime, version: int, result: str, document: str = "") -> None:
    """Put summary and explanation before everybody, with what was decided; nothing changes afterwards. Event: SummaryPublished.

    Raises NotAllowed, NotFound, WrongState, StaleVersion, BadInput (result: result_short, text_long; points: points_missing,
    while somebody wrote words).
    Source: Law on Grassroots Democracy 2022, Art. 28.
    """
    row = load(consultation_id, Step.PUBLISH, actor=actor, at=at, version=version)
    words, points, faults = clean_text(result), _points(row), {}
    if not RESULT_LEAST <= len(words) <= RESULT_MOST:
        faults["result"] = "result_short" if len(words) < RESULT_LEAST else "text_long"
    if not points and _worded(row):
        faults["points"] = "points_missing"
    if faults:
        raise BadInput(faults)
    late = phase_today(row, at=at) is Phase.LATE
    row.state, row.published_at, row.result = State.PUBLISHED.value, at, words
    row.document = clean_line(document)[:DOCUMENT_MOST]
    changed(row, at=at)
    page_cache.raise_version(row.unit_id)
    publish(SummaryPublished(unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, points=points, late=late))


def _worded(row: Consultation) -> bool:
    query = (
        select(ConsultationAnswer.id)
        .join(ConsultationOpinion, ConsultationOpinion.id == ConsultationAnswer.opinion_id)
        .where(ConsultationOpinion.consultation_id == row.id, ConsultationAnswer.words != "")
    )
    return db.session.scalar(query.limit(1)) is not None


def _points(row: Consultation) -> int:
    query = select(func.count()).select_from(ConsultationPoint).where(ConsultationPoint.consultation_id == row.id)
    return db.session.scalar(query) or 0


def _point(row: Consultation, point_id: int) -> ConsultationPoint:
    query = select(ConsultationPoint).where(ConsultationPoint.id == point_id, ConsultationPoint.consultation_id == row.id)
    point = db.session.scalars(query).one_or_none()
    if point is None:
        raise NotFound()
    return point

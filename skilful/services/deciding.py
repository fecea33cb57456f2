"""What leaders decide: what came of a year, who recognised it, and whether everybody reads of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.errors import BadInput
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from skilful.events import (
    AssessmentTakenBack,
    ModelAssessed,
    ModelPublished,
    ModelRecognised,
    ModelTakenBack,
    RecognitionStruck,
)
from skilful.models import SkilfulRecognition
from skilful.rules import Assessment, Recognition, assessment_faults, reason_faults, recognition_faults
from skilful.services.steps import enter, load, tell
from skilful.states import Step


def assess(model_id: int, said: Assessment, *, actor: Actor, at: datetime, version: int) -> None:
    """Say what came of the model's year. Event: ModelAssessed.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (skilful.rules.assessment_faults).
    """
    row, year = load(model_id, Step.ASSESS, actor=actor, version=version)
    said = replace(said, outcome=clean_text(said.outcome), unit=clean_line(said.unit))
    _refuse(assessment_faults(said))
    year.result, year.outcome, year.amount, year.unit = said.result, said.outcome, said.amount, said.unit
    year.assessed_on = local_date(at)
    enter(row, Step.ASSESS, actor=actor, at=at, result=said.result, year=year.year)
    tell(ModelAssessed, row, actor=actor, at=at, result=said.result)


def reassess(model_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Take back what was said of the year, while nobody recognised it. Event: AssessmentTakenBack.

    What it said stays in the log. Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (reason_short).
    """
    row, year = load(model_id, Step.REASSESS, actor=actor, version=version)
    reason = _reason(reason)
    before, outcome = year.result, year.outcome
    year.result, year.outcome, year.amount, year.unit, year.assessed_on = "", "", None, "", None
    enter(row, Step.REASSESS, actor=actor, at=at, words=f"{reason}\n\n({outcome})", result=before, year=year.year)
    tell(AssessmentTakenBack, row, actor=actor, at=at, result=before)


def recognise(model_id: int, new: Recognition, *, actor: Actor, at: datetime, version: int) -> None:
    """Write down a decision that recognises the model in its year. Event: ModelRecognised.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (skilful.rules.recognition_faults, document_twice).
    """
    row, year = load(model_id, Step.RECOGNISE, actor=actor, version=version)
    new = replace(new, document=clean_line(new.document))
    faults = recognition_faults(new, today=local_date(at))
    twice = select(SkilfulRecognition.id).where(
        SkilfulRecognition.model_id == row.id, SkilfulRecognition.level == new.level, SkilfulRecognition.document == new.document
    )
    if not faults and db.session.scalar(twice) is not None:
        faults = {"document": "document_twice"}
    _refuse(faults)
    kept = SkilfulRecognition(
        unit_id=row.unit_id, model_id=row.id, year=year.year, level=new.level, document=new.document, decided_on=new.decided_on
    )
    db.session.add(kept)
    enter(row, Step.RECOGNISE, actor=actor, at=at, level=new.level, document=new.document, decided_on=new.decided_on)
    tell(ModelRecognised, row, actor=actor, at=at, level=new.level, decided_on=new.decided_on)


def strike(model_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Strike the recognition that was entered last in the year. Event: RecognitionStruck. Raises as ``reassess``."""
    row, year = load(model_id, Step.STRIKE, actor=actor, version=version)
    reason = _reason(reason)
    query = select(SkilfulRecognition).where(SkilfulRecognition.model_id == row.id, SkilfulRecognition.year == year.year)
    kept = db.session.scalars(query.order_by(SkilfulRecognition.id.desc()).limit(1)).one()
    enter(row, Step.STRIKE, actor=actor, at=at, words=reason, level=kept.level, document=kept.document)
    tell(RecognitionStruck, row, actor=actor, at=at, level=kept.level)
    db.session.delete(kept)


def publish(model_id: int, *, read_over: bool, actor: Actor, at: datetime, version: int) -> None:
    """Let everybody read it. Event: ModelPublished.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (read_over: nobody has looked for names).
    """
    row, _year = load(model_id, Step.PUBLISH, actor=actor, version=version)
    _refuse({} if read_over else {"read_over": "read_over"})
    row.published_on = local_date(at)
    enter(row, Step.PUBLISH, actor=actor, at=at)
    tell(ModelPublished, row, actor=actor, at=at)


def take_back(model_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Take back what everybody reads; its page answers 410 and says why. Event: ModelTakenBack. Raises as ``reassess``."""
    row, _year = load(model_id, Step.TAKE_BACK, actor=actor, version=version)
    row.take_back_reason, row.taken_back_on = _reason(reason), local_date(at)
    enter(row, Step.TAKE_BACK, actor=actor, at=at, words=row.take_back_reason)
    tell(ModelTakenBack, row, actor=actor, at=at)


def _reason(typed: str) -> str:
    reason = clean_text(typed)
    _refuse(reason_faults(reason))
    return reason


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise BadInput(faults)

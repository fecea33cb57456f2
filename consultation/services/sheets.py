"""Counts from paper: entered once for each form, corrected by a new row that leaves the old one to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.models import Village
from accounts.permissions import Actor
from consultation.events import SheetRecorded
from consultation.models import Consultation, ConsultationCount, ConsultationQuestion, ConsultationSheet
from consultation.rules import sheet_faults
from consultation.services.opening import reason_faults
from consultation.services.steps import load
from consultation.states import ON_PAPER, Step
from core import page_cache
from core.bus import publish
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.text import clean_line, clean_text
from core.transaction import key_of, wait_for_twin
from deadlines.clock import local_date

MINUTES_MOST = 80


@dataclass(frozen=True, kw_only=True)
class NewSheet:
    """What was counted: number of the question → agreed, disagreed, other; how and when it came, from which village."""

    way: str
    held_on: date
    counts: Mapping[int, tuple[int, int, int]]
    village_id: int | None = None
    minutes: str = ""


def record(
    consultation_id: int, new: NewSheet, *, actor: Actor, idempotency_key: str, at: datetime, replaces: int | None = None,
    reason: str = "",
) -> int:  # fmt: skip
    """Enter counts from paper; ``replaces`` is the row that they correct, then with a reason.

    Return the row's id, the same for the same key. Event: SheetRecorded. Raises NotAllowed, NotFound,
    WrongState (consultation_wrong_phase, sheet_replaced), BadInput (see consultation.rules.sheet_faults; way: way_unknown;
    village_id: village_unknown; reason: reason_short).
    """
    row = load(consultation_id, Step.COUNT, actor=actor, at=at)
    key = key_of("sheet", unit_id=actor.unit_id, key=idempotency_key)
    wait_for_twin(f"sheet:{key}")
    known = db.session.scalar(
        select(ConsultationSheet.id).where(ConsultationSheet.unit_id == actor.unit_id, ConsultationSheet.idempotency_key == key)
    )
    if known is not None:
        return known
    questions = _questions(row)
    old = _replaced(row, replaces) if replaces is not None else None
    _check(row, new, questions, reason=reason, corrects=old is not None, today=local_date(at))
    sheet = ConsultationSheet(
        unit_id=row.unit_id, consultation_id=row.id, idempotency_key=key, way=new.way, held_on=new.held_on,
        village_id=new.village_id, minutes=clean_line(new.minutes)[:MINUTES_MOST], reason=clean_text(reason) if old else "",
        recorded_by=actor.id, recorded_at=at,
    )  # fmt: skip
    db.session.add(sheet)
    db.session.flush()
    _count(sheet, new, questions)
    if old is not None:
        old.replaced_by_id = sheet.id
    page_cache.raise_version(row.unit_id)
    publish(
        SheetRecorded(
            unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, sheet_id=sheet.id, way=sheet.way,
            held_on=sheet.held_on, replaces=replaces,
        )
    )  # fmt: skip
    return sheet.id


def _count(sheet: ConsultationSheet, new: NewSheet, questions: Mapping[int, int]) -> None:
    for number, (agree, disagree, other) in new.counts.items():
        db.session.add(
            ConsultationCount(
                unit_id=sheet.unit_id,
                sheet_id=sheet.id,
                question_id=questions[number],
                agree=agree,
                disagree=disagree,
                other=other,
            )
        )


def _questions(row: Consultation) -> dict[int, int]:
    query = select(ConsultationQuestion).where(ConsultationQuestion.consultation_id == row.id)
    return {item.number: item.id for item in db.session.scalars(query.order_by(ConsultationQuestion.number))}


def _replaced(row: Consultation, sheet_id: int) -> ConsultationSheet:
    query = select(ConsultationSheet).where(ConsultationSheet.id == sheet_id, ConsultationSheet.consultation_id == row.id)
    old = db.session.scalars(query).one_or_none()
    if old is None:
        raise NotFound()
    if old.replaced_by_id is not None:
        raise WrongState("sheet_replaced", step=Step.COUNT.value, state="replaced")
    return old


def _check(
    row: Consultation, new: NewSheet, questions: Mapping[int, int], *, reason: str, corrects: bool, today: date
) -> None:  # fmt: skip
    faults = sheet_faults(new.counts, held_on=new.held_on, opens_on=row.opens_on, closes_on=row.closes_on, today=today)
    if set(new.counts) != set(questions):
        faults["agree_1"] = "counts_missing"
    if new.way not in ON_PAPER:
        faults["way"] = "way_unknown"
    village = select(Village.id).where(Village.unit_id == row.unit_id, Village.id == new.village_id)
    if new.village_id is not None and db.session.scalar(village) is None:
        faults["village_id"] = "village_unknown"
    if corrects:
        faults |= reason_faults(reason)
    if faults:
        raise BadInput(faults)

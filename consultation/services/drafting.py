"""A consultation is written: its words, its questions, its days by the law, and the files of the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import BinaryIO

from sqlalchemy import delete, func, select

from accounts.models import Official, Village
from accounts.permissions import Actor
from consultation.events import ConsultationChanged, ConsultationDrafted
from consultation.matters import matters_on
from consultation.models import Consultation, ConsultationQuestion
from consultation.rules import CONSULT, NewConsultation, draft_faults, length_gate, subject_of
from consultation.services.steps import changed, load, must
from consultation.states import State, Step, Way
from core import attachments
from core.bus import publish
from core.codes import new_code
from core.errors import BadInput, NotFound
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text
from core.transaction import key_of, wait_for_twin
from deadlines.calendar import CalendarNotCovered
from deadlines.clock import local_date
from deadlines.engine import Due, NotComputable, due_on
from deadlines.queries import calendar_for, term
from deadlines.terms import NotInForce

PURPOSE = "draft"


def cleaned(new: NewConsultation) -> NewConsultation:
    """Return what was typed with clean words, without empty questions, and only ways and villages once."""
    questions = tuple(line for line in (clean_line(text) for text in new.questions) if line)
    return replace(
        new, title=clean_line(new.title), about=clean_text(new.about), text=clean_text(new.text), questions=questions,
        ways=tuple(way.value for way in Way if way.value in new.ways), village_ids=tuple(sorted(set(new.village_ids))),
    )  # fmt: skip


def earliest_close(unit_id: int, opens_on: date) -> Due:
    """Return the first last day that the law allows for a first day, with its proof. Raises BadInput (opens_on)."""
    try:
        return due_on(term(CONSULT, opens_on, unit_id=unit_id), opens_on, calendar_for(unit_id))
    except (CalendarNotCovered, NotInForce, NotComputable, ValueError, OverflowError):
        raise BadInput({"opens_on": "calendar_not_covered"}) from None


def draft(new: NewConsultation, *, actor: Actor, idempotency_key: str, at: datetime) -> int:
    """Begin a consultation; return its id, the same for the same key. Event: ConsultationDrafted.

    Raises NotAllowed, BadInput (see consultation.rules.draft_faults; opens_past, too_short with its day, villages, official).
    """
    must(actor, Permission.CONSULTATION_PLAN)
    key = key_of("consultation", unit_id=actor.unit_id, key=idempotency_key)
    wait_for_twin(f"consultation:{key}")
    known = db.session.scalar(
        select(Consultation.id).where(Consultation.unit_id == actor.unit_id, Consultation.idempotency_key == key)
    )
    if known is not None:
        return known
    new = cleaned(new)
    due = _checked(new, actor=actor, at=at)
    row = Consultation(
        unit_id=actor.unit_id, code=new_code(), idempotency_key=key, state=State.DRAFT.value, created_by=actor.id, created_at=at,
    )  # fmt: skip
    _fill(row, new, due, at=at)
    db.session.add(row)
    db.session.flush()
    _ask(row, new.questions)
    publish(ConsultationDrafted(unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, matter=row.matter))
    return row.id


def change(consultation_id: int, new: NewConsultation, *, actor: Actor, at: datetime, version: int) -> None:
    """Write over a draft. Event: ConsultationChanged. Raises NotAllowed, NotFound, WrongState, StaleVersion, BadInput."""
    row = load(consultation_id, Step.CHANGE, actor=actor, at=at, version=version)
    new = cleaned(new)
    _fill(row, new, _checked(new, actor=actor, at=at), at=at)
    db.session.execute(delete(ConsultationQuestion).where(ConsultationQuestion.consultation_id == row.id))
    db.session.flush()
    _ask(row, new.questions)
    changed(row, at=at)
    publish(ConsultationChanged(unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id))


def _checked(new: NewConsultation, *, actor: Actor, at: datetime) -> Due:
    faults = draft_faults(new, matters=matters_on(local_date(at)))
    if new.opens_on < local_date(at):
        faults["opens_on"] = "opens_past"
    if _missing(Village, new.village_ids, unit_id=actor.unit_id):
        faults["village_ids"] = "village_unknown"
    if new.official_id and _missing(Official, (new.official_id,), unit_id=actor.unit_id):
        faults["official_id"] = "official_missing"
    if "opens_on" in faults:
        raise BadInput(faults)
    due = earliest_close(actor.unit_id, new.opens_on)
    gate = length_gate(opens_on=new.opens_on, closes_on=new.closes_on, earliest_on=due.due_on)
    facts = {}
    if not gate.open and gate.on is not None:
        faults.setdefault("closes_on", gate.code)
        facts = {"closes_on": gate.on}
    if faults:
        raise BadInput(faults, **facts)
    return due


def _missing(model: type[Official] | type[Village], ids: Sequence[int], *, unit_id: int) -> bool:
    query = select(func.count()).select_from(model).where(model.unit_id == unit_id, model.id.in_(ids))
    if model is Official:
        query = query.where(Official.active)
    return bool(ids) and db.session.scalar(query) != len(set(ids))


def _fill(row: Consultation, new: NewConsultation, due: Due, *, at: datetime) -> None:
    row.matter, row.title, row.about, row.text = new.matter, new.title, new.about, new.text
    row.ways, row.village_ids = list(new.ways), list(new.village_ids)
    row.opens_on, row.closes_on, row.official_id = new.opens_on, new.closes_on, new.official_id or 0
    row.earliest_on, row.proof, row.touched_at = due.due_on, due.proof.to_dict(), at


def _ask(row: Consultation, questions: Sequence[str]) -> None:
    for number, text in enumerate(questions, start=1):
        db.session.add(ConsultationQuestion(unit_id=row.unit_id, consultation_id=row.id, number=number, text=text))


# ------------------------------------------------------------------ files


def add_files(consultation_id: int, streams: Sequence[BinaryIO], *, actor: Actor, at: datetime) -> None:
    """Keep PDF files of the draft. Event: ConsultationChanged.

    Raises NotAllowed, NotFound, WrongState, NotKept, BadInput (files: photo_many, photo_large, file_not_pdf).
    """
    row = load(consultation_id, Step.CHANGE, actor=actor, at=at)
    kept = attachments.pictures(unit_id=row.unit_id, subject=subject_of(row.id))
    if len(kept) + len(streams) > attachments.MAX_FILES:
        raise BadInput({"files": "photo_many"})
    for stream in streams:
        head = stream.read(32)
        stream.seek(0)
        if attachments.sniff(head) not in attachments.DOCUMENT_TYPES.values():
            raise BadInput({"files": "file_not_pdf"})
        try:
            attachments.receive(
                stream, unit_id=row.unit_id, subject=subject_of(row.id), purpose=PURPOSE, at=at, documents=True, published=True
            )
        except BadInput as problem:
            raise BadInput({"files": next(iter(problem.errors.values()))}) from None
    changed(row, at=at)
    publish(ConsultationChanged(unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, files=True))


def drop_file(consultation_id: int, public_id: str, *, actor: Actor, at: datetime) -> None:
    """Take a file out of a draft. Event: ConsultationChanged. Raises NotAllowed, NotFound, WrongState."""
    row = load(consultation_id, Step.CHANGE, actor=actor, at=at)
    kept = attachments.find(unit_id=row.unit_id, public_id=public_id)
    if kept is None or kept.subject != subject_of(row.id):
        raise NotFound()
    attachments.forget([kept], at=at)
    changed(row, at=at)
    publish(ConsultationChanged(unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, files=True))

"""An opinion comes in, once, whatever is tapped or sent again; and its words are taken out when they belong elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.models import Village
from accounts.permissions import Actor
from accounts.services.returning import by
from consultation.events import OpinionEmptied, OpinionGiven
from consultation.models import Consultation, ConsultationAnswer, ConsultationOpinion, ConsultationQuestion
from consultation.rules import NAME_MOST, Said, opinion_faults
from consultation.services.steps import must, phase_today
from consultation.states import Phase
from core import page_cache, shredding
from core.bus import publish
from core.codes import clean_code, new_code
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.gone import line
from core.permissions import Permission
from core.text import clean_line, clean_text
from core.transaction import key_of, wait_for_twin
from deadlines.clock import local_date
from denunciation.services.receive import MovedLetter, receive
from feedback.signs import reads_as_denunciation

KIND, DENOUNCES = "opinion", "denounces"
"""What a mark calls an opinion, and what it says of one that went into the register (core.gone)."""


@dataclass(frozen=True, kw_only=True)
class NewOpinion:
    """An opinion as it was typed: number of the question → what is said; name and village may be missing."""

    said: Mapping[int, Said]
    name: str = ""
    village_id: int | None = None


def cleaned(new: NewOpinion) -> NewOpinion:
    """Return the opinion with clean words."""
    said = {number: Said(choice=item.choice, words=clean_text(item.words)) for number, item in new.said.items()}
    return NewOpinion(said=said, name=clean_line(new.name)[:NAME_MOST], village_id=new.village_id)


def give(code: str, new: NewOpinion, *, unit_id: int, idempotency_key: str, at: datetime) -> bool:
    """Take an opinion on a consultation that is open today; return False when this sending was taken before.

    Event: OpinionGiven. Raises NotFound, BadInput (window: not_open; the faults of consultation.rules.opinion_faults;
    words_<n>: reads_as_denunciation, then nothing of it is kept). Source: Law on Grassroots Democracy 2022, Art. 26.
    """
    key = key_of("opinion", unit_id=unit_id, key=idempotency_key)
    wait_for_twin(f"opinion:{key}")
    if db.session.scalar(select(ConsultationOpinion.id).where(ConsultationOpinion.idempotency_key == key)) is not None:
        return False
    row = _public(code, unit_id=unit_id)
    if phase_today(row, at=at) is not Phase.RUNNING:
        raise BadInput({"window": "not_open"})
    new = cleaned(new)
    questions = {item.number: item.id for item in _questions(row.id)}
    _check(new, questions, unit_id=unit_id)
    opinion = ConsultationOpinion(
        unit_id=unit_id,
        consultation_id=row.id,
        idempotency_key=key,
        name=new.name or None,
        village_id=new.village_id,
        given_at=at,
    )
    db.session.add(opinion)
    db.session.flush()
    for number, item in new.said.items():
        if item.choice:
            db.session.add(
                ConsultationAnswer(
                    unit_id=unit_id, opinion_id=opinion.id, question_id=questions[number], choice=item.choice, words=item.words
                )
            )
    page_cache.raise_version(unit_id)
    publish(OpinionGiven(unit_id=unit_id, at=at, actor_id=None, consultation_id=row.id))
    return True


def _public(code: str, *, unit_id: int) -> Consultation:
    query = select(Consultation).where(Consultation.unit_id == unit_id, Consultation.code == clean_code(code))
    row = db.session.scalars(query).one_or_none()
    if row is None or row.opened_at is None:
        raise NotFound()
    return row


def _questions(consultation_id: int) -> list[ConsultationQuestion]:
    query = select(ConsultationQuestion).where(ConsultationQuestion.consultation_id == consultation_id)
    return list(db.session.scalars(query.order_by(ConsultationQuestion.number)))


def _check(new: NewOpinion, questions: Mapping[int, int], *, unit_id: int) -> None:
    faults = opinion_faults(new.said)
    if not set(new.said) <= set(questions):
        faults["window"] = "not_open"
    for number, item in new.said.items():
        if reads_as_denunciation(item.words):
            faults[f"words_{number}"] = "reads_as_denunciation"
    village = select(Village.id).where(Village.unit_id == unit_id, Village.id == new.village_id)
    if new.village_id is not None and db.session.scalar(village) is None:
        faults["village_id"] = "village_unknown"
    if faults:
        raise BadInput(faults)


def empty(opinion_id: int, *, actor: Actor, at: datetime, denounces: bool) -> int:
    """Take words and name out of an opinion, the choices count on; return the consultation. Event: OpinionEmptied.

    A denunciation goes into the sealed register in the same command; for anything else that does not belong here the row, the
    event and the page are the same, so that nobody can tell a denunciation by them. Raises NotAllowed, NotFound, WrongState.
    Source: Law on Denunciation 2018, Art. 8, 56.
    """
    must(actor, Permission.DENUNCIATION_SEAL)
    return take_out(opinion_id, actor=actor, at=at, denounces=denounces)


def take_out(opinion_id: int, *, actor: Actor, at: datetime, denounces: bool) -> int:
    """Do what `empty` asks for, without asking whether the actor may. Raises NotFound, WrongState."""
    query = select(ConsultationOpinion).where(ConsultationOpinion.id == opinion_id, ConsultationOpinion.unit_id == actor.unit_id)
    opinion = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if opinion is None:
        raise NotFound()
    if opinion.emptied_at is not None:
        raise WrongState("opinion_emptied", step="empty", state="emptied")
    answers = list(db.session.scalars(select(ConsultationAnswer).where(ConsultationAnswer.opinion_id == opinion.id)))
    if denounces:
        story = "\n\n".join(answer.words for answer in answers if answer.words)
        moved = MovedLetter(
            code=new_code(), received_on=local_date(opinion.given_at), content={"subject": "", "story": story}, rows={},
            identity={"name": opinion.name or "", "phone": "", "email": ""},
        )  # fmt: skip
        receive(moved, actor=actor, at=at)
    for answer in answers:
        answer.words = ""
    opinion.name, opinion.village_id, opinion.emptied_at = None, None, at
    tables = [ConsultationOpinion.__tablename__, ConsultationAnswer.__tablename__]
    mark = line(KIND, opinion.idempotency_key, by(actor.id), *([DENOUNCES] if denounces else []))
    shredding.ask(at=at, files=(), tables=tables, indexed=False, marks=[mark])
    publish(
        OpinionEmptied(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, consultation_id=opinion.consultation_id, opinion_id=opinion.id
        )
    )
    return opinion.consultation_id

"""Who asked says whether a promise was kept: the state follows at once, their words only once the office has read them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.codes import clean_code
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_text
from dialogue.commitment_events import CommitmentConfirmed, CommitmentDisputed, VoiceDecided, VoiceRaised
from dialogue.commitment_models import Commitment, CommitmentEntry, CommitmentQuestion, CommitmentVoice
from dialogue.commitment_rules import voice_faults
from dialogue.commitment_states import VERDICTS, CommitmentState, CommitmentStep, Verdict, VoiceState, leads_to
from dialogue.question_models import DialogueQuestion
from dialogue.services.commitments import locked_commitment
from dialogue.services.steps import must


def speak(question_code: str, commitment_code: str, verdict: Verdict, *, unit_id: int, at: datetime, text: str = "") -> int:
    """Take what somebody who asked says of a promise that was reported as kept; return the voice's id.

    One says it once for each report. Without words there is nothing to read first. Events: CommitmentConfirmed or
    CommitmentDisputed (by nobody of the office), VoiceRaised when words wait. Raises NotFound (the promise answers another
    question), WrongState (commitment_wrong_state, voice_given), BadInput (text: reason_missing, text_long,
    reads_as_denunciation). Source: Law on Grassroots Democracy 2022, Art. 28, 32.
    """
    question, row = _tied(question_code, commitment_code, unit_id=unit_id)
    step = VERDICTS[verdict]
    after = leads_to(step, CommitmentState(row.state))
    if after is None:
        raise WrongState("commitment_wrong_state", step=step.value, state=row.state)
    if has_spoken(question.id, row):
        raise WrongState("voice_given")
    text = clean_text(text)
    faults = voice_faults(verdict, text)
    if faults:
        raise BadInput(faults)
    voice = CommitmentVoice(
        unit_id=unit_id, commitment_id=row.id, question_id=question.id, at=at, verdict=verdict.value, text=text,
        state=VoiceState.WAITING.value if text else VoiceState.SHOWN.value, decided_at=None if text else at,
    )  # fmt: skip
    db.session.add(voice)
    row.state, row.touched_at = after.value, at
    row.version += 1
    db.session.flush()
    page_cache.raise_version(unit_id)
    told = CommitmentDisputed if verdict is Verdict.DISPUTE else CommitmentConfirmed
    publish(told(unit_id=unit_id, at=at, actor_id=None, commitment_id=row.id))
    if text:
        publish(VoiceRaised(unit_id=unit_id, at=at, actor_id=None, commitment_id=row.id, voice_id=voice.id))
    return voice.id


def _tied(question_code: str, commitment_code: str, *, unit_id: int) -> tuple[DialogueQuestion, Commitment]:
    asked = select(DialogueQuestion).where(
        DialogueQuestion.unit_id == unit_id, DialogueQuestion.code == clean_code(question_code)
    )
    question = db.session.scalars(asked).one_or_none()
    promised = select(Commitment).where(Commitment.unit_id == unit_id, Commitment.code == clean_code(commitment_code))
    row = db.session.scalars(promised.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if question is None or row is None or row.state == CommitmentState.DRAFT:
        raise NotFound()
    tie = select(CommitmentQuestion.id).where(
        CommitmentQuestion.commitment_id == row.id, CommitmentQuestion.question_id == (question.leading_id or question.id)
    )
    if db.session.scalar(tie) is None:
        raise NotFound()
    return question, row


def has_spoken(question_id: int, row: Commitment) -> bool:
    """Return whether who asked this question has spoken since the promise was last reported as kept."""
    reported = db.session.scalar(
        select(func.max(CommitmentEntry.at)).where(
            CommitmentEntry.commitment_id == row.id, CommitmentEntry.kind == CommitmentStep.DONE.value
        )
    )
    said = select(CommitmentVoice.id).where(CommitmentVoice.commitment_id == row.id, CommitmentVoice.question_id == question_id)
    if reported is not None:
        said = said.where(CommitmentVoice.at >= reported)
    return db.session.scalar(said.limit(1)) is not None


def decide_voice(voice_id: int, *, actor: Actor, at: datetime, show: bool, public_text: str = "") -> int:
    """Let everybody read the words, private details hidden, or keep them back; return the commitment's id.

    What was said (confirmed, disputed) stays either way; the typed words are not kept. Event: VoiceDecided.
    Raises NotAllowed, NotFound, WrongState (voice_decided), BadInput (public_text: text_missing, text_long).
    """
    must(actor, Permission.DIALOGUE_PLAN)
    query = select(CommitmentVoice).where(CommitmentVoice.id == voice_id, CommitmentVoice.unit_id == actor.unit_id)
    voice = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if voice is None:
        raise NotFound()
    if voice.state != VoiceState.WAITING:
        raise WrongState("voice_decided")
    words = clean_text(public_text) if show else ""
    faults = voice_faults(Verdict.DISPUTE, words) if show else {}
    if faults:
        raise BadInput({"public_text": "text_missing" if not words else faults["text"]})
    row = locked_commitment(voice.commitment_id, actor=actor)
    voice.state = VoiceState.SHOWN.value if show else VoiceState.HIDDEN.value
    voice.text, voice.public_text, voice.decided_at, voice.decided_by = "", words, at, actor.id
    row.touched_at = at
    page_cache.raise_version(actor.unit_id)
    publish(
        VoiceDecided(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, commitment_id=row.id, voice_id=voice.id, shown=show
        )
    )  # fmt: skip
    return row.id

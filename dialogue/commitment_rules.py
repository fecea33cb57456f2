"""What makes a promise a commitment, who may work on it, and how late it is. Pure.

A commitment names what exactly, a department and a person, a date with its rule, and the evidence that will be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.permissions import Actor
from core.permissions import Permission
from dialogue.commitment_states import PUBLIC, RUNNING, CommitmentState, CommitmentStep, DueRule, Verdict, leads_to
from feedback.signs import reads_as_denunciation
from feedback.states import Evidence

FOLLOW_UP = "DLG.FOLLOWUP"
TEXT_MOST = 2000
WORKING = frozenset({CommitmentStep.PROGRESS, CommitmentStep.DONE})
DECIDING = frozenset({CommitmentStep.MOVE, CommitmentStep.WITHDRAW})
JUDGING = frozenset({CommitmentStep.CONFIRM, CommitmentStep.DISPUTE})
SOON_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A promise as it was typed; ``due_on`` None with the rule FOLLOW_UP: counted from the day of the conclusions."""

    text: str
    department_id: int | None = None
    official_id: int | None = None
    rule: DueRule = DueRule.TYPED
    due_on: date | None = None
    evidence_required: str = ""
    budget_note: str = ""
    question_ids: tuple[int, ...] = ()
    case_codes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fulfilment:
    """What was done, on which day, and the evidence: photos, a document's number and date, or why there is none."""

    text: str
    done_on: date | None = None
    evidence: Evidence | None = None
    document: str = ""
    no_evidence_reason: str = ""
    photos: int = 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a commitment stands today; ``days_late`` 0 while it is in time or no longer owed."""

    state: CommitmentState
    overdue: bool
    soon: bool
    days_late: int


def gaps_of(promise: Promise) -> dict[str, str]:
    """Return what a promise lacks to be a commitment: field → code. Nothing lacks: it may stand in the conclusions."""
    gaps = {}
    if not promise.text.strip():
        gaps["text"] = "commitment_text_missing"
    if promise.department_id is None or promise.official_id is None:
        gaps["official_id"] = "commitment_owner_missing"
    if promise.rule is DueRule.TYPED and promise.due_on is None:
        gaps["due_on"] = "commitment_date_missing"
    if not promise.evidence_required.strip():
        gaps["evidence_required"] = "commitment_evidence_missing"
    return gaps


def faults_of_fulfilment(done: Fulfilment, *, today: date, opened_on: date) -> dict[str, str]:
    """Return what a report of a kept promise lacks; it is not done without evidence, or the reason why there is none."""
    faults = {}
    if not done.text.strip():
        faults["text"] = "what_missing"
    if done.done_on is None or not opened_on <= done.done_on <= today:
        faults["done_on"] = "commitment_done_on"
    lacks = {
        Evidence.PHOTO: ("photos", "photo_missing", bool(done.photos)),
        Evidence.DOCUMENT: ("document", "commitment_document_missing", bool(done.document.strip())),
        Evidence.NONE: ("no_evidence_reason", "no_evidence_reason_missing", bool(done.no_evidence_reason.strip())),
    }
    if done.evidence is None:
        faults["evidence"] = "evidence_missing"
    elif not lacks[done.evidence][2]:
        faults[lacks[done.evidence][0]] = lacks[done.evidence][1]
    return faults


def voice_faults(verdict: Verdict, text: str) -> dict[str, str]:
    """Return what is wrong with the words of who asked: a dispute says why; a denunciation has a way of its own."""
    if verdict is Verdict.DISPUTE and not text:
        return {"text": "reason_missing"}
    if len(text) > TEXT_MOST:
        return {"text": "text_long"}
    return {"text": "reads_as_denunciation"} if reads_as_denunciation(text) else {}


def standing(state: CommitmentState, due_on: date | None, *, today: date) -> Standing:
    """Return how a commitment stands; late is the day after the last day or later (Civil Code 2015, Art. 148.6)."""
    owed = state in RUNNING and due_on is not None
    late = (today - due_on).days if owed and due_on is not None else 0
    return Standing(state=state, overdue=late > 0, soon=owed and -SOON_DAYS <= late <= 0, days_late=max(0, late))


def may_take(actor: Actor, step: CommitmentStep, *, department_id: int | None, official_id: int | None) -> bool:
    """Return whether the official may take the step.

    Work is reported by the responsible person, the department or the office; dates move and promises end only by who decides
    (DIALOGUE_DECIDE); what the people say is written down by the office or the Front.
    """
    has = actor.permissions.__contains__
    if step in DECIDING or step is CommitmentStep.OPEN:
        return has(Permission.DIALOGUE_DECIDE)
    if step in JUDGING:
        return has(Permission.DIALOGUE_PLAN) or has(Permission.DIALOGUE_SUPERVISE)
    own = official_id == actor.id or department_id in actor.department_ids
    return has(Permission.DIALOGUE_DECIDE) or has(Permission.DIALOGUE_PLAN) or (has(Permission.DIALOGUE_ANSWER) and own)


def open_steps(
    actor: Actor, state: CommitmentState, *, department_id: int | None, official_id: int | None
) -> tuple[CommitmentStep, ...]:
    """Return the steps that the official may take now, in the order in which they are offered."""
    return tuple(
        step
        for step in CommitmentStep
        if step is not CommitmentStep.OPEN
        and leads_to(step, state) is not None
        and may_take(actor, step, department_id=department_id, official_id=official_id)
    )


def may_remark(actor: Actor, state: CommitmentState) -> bool:
    """Return whether a supervision remark may be recorded: by the Front, on anything that is public."""
    return Permission.DIALOGUE_SUPERVISE in actor.permissions and state in PUBLIC

"""What the sender does after the receipt: look the case up, add something, say whether they are satisfied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select

from accounts.queries import setting
from core.bus import publish
from core.codes import clean_code, hash_secret, secret_matches
from core.errors import BadInput, WrongState
from core.extensions import db
from core.sealing import sealer
from core.text import clean_text, phone_digits
from deadlines.clock import local_date
from feedback.events import CaseClosed, CaseRated, CaseReopened, SenderAdded
from feedback.models import Answer, Case, CaseEntry, CaseQuestion, LookupLock, Rating, Sender
from feedback.queries import handovers
from feedback.queries.stand_ins import by_code
from feedback.rules import lookup_lock, may_reopen
from feedback.services import clocks
from feedback.services.steps import enter, load_for_sender
from feedback.states import OPEN_STATES, AnswerState, CaseKind, CaseState

TEXT_MOST = 5000


@dataclass(frozen=True, kw_only=True)
class LookUp:
    """The result of a look-up: ``level`` "full" (secret words), "dates" (phone: state and dates only), or "" (nothing found)."""

    case_id: int | None = None
    level: str = ""
    locked_until: datetime | None = None


def look_up(code: str, *, unit_id: int, at: datetime, secret: str = "", phone: str = "") -> LookUp:
    """Find a case by its code and the secret words, or the phone it was sent with.

    Wrong tries are counted under the typed code whether it exists or not; from the fifth on it is locked for a while.
    """
    code = clean_code(code)
    if not code:
        return LookUp()
    lock = db.session.scalars(
        select(LookupLock).where(LookupLock.unit_id == unit_id, LookupLock.code == code).with_for_update()
    ).one_or_none()
    if lock is not None and lock.locked_until is not None and lock.locked_until > at:
        return LookUp(locked_until=lock.locked_until)
    found = _match(code, unit_id=unit_id, secret=secret, phone=phone)
    if found.level:
        if lock is not None:
            db.session.delete(lock)
        return found
    if lock is None:
        lock = LookupLock(unit_id=unit_id, code=code, failed=0, touched_at=at)
        db.session.add(lock)
    lock.failed, lock.touched_at = lock.failed + 1, at
    pause = lookup_lock(lock.failed)
    lock.locked_until = at + pause if pause else None
    return LookUp(locked_until=lock.locked_until)


def _match(code: str, *, unit_id: int, secret: str, phone: str) -> LookUp:
    row = db.session.execute(
        select(Case.id, Sender.secret_hash, Sender.phone_fingerprint)
        .join(Sender, Sender.case_id == Case.id)
        .where(Case.unit_id == unit_id, Case.code == code)
    ).one_or_none()
    if row is None:
        row = by_code(unit_id, code)
    arrived = handovers.arrived_as(unit_id, code) if row is None else code
    if arrived != code:  # handed over from another commune: the code of there opens it here too
        return _match(arrived, unit_id=unit_id, secret=secret, phone=phone)
    if secret.strip():
        hashed = row.secret_hash if row else _nobody()
        return LookUp(case_id=row.id, level="full") if secret_matches(secret, hashed=hashed) and row else LookUp()
    digits = phone_digits(phone)
    known = {sealer.fingerprint("phone", digits), sealer.fingerprint(f"phone|{code}", digits)}
    if row and digits and row.phone_fingerprint in known:
        return LookUp(case_id=row.id, level="dates")
    return LookUp()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no words match, so that an unknown code takes as long as a wrong secret."""
    return hash_secret("không · ai · biết · được")


def add_more(case_id: int, *, unit_id: int, at: datetime, text: str, question_id: int | None = None) -> None:
    """The sender answers the officer's question, or adds something without a new letter. Event: SenderAdded.

    The same text twice in a row is taken once.
    Raises BadInput (text_missing, text_long) and WrongState when the case is no longer open or the question was answered.
    """
    case = load_for_sender(case_id, unit_id=unit_id)
    if CaseState(case.state) not in OPEN_STATES:
        raise WrongState(case_id=case.id, state=case.state)
    text = clean_text(text)
    if not 2 <= len(text) <= TEXT_MOST:
        raise BadInput({"text": "text_missing" if len(text) < 2 else "text_long"})
    if _said_already(case, text):
        return
    if question_id is not None:
        question = db.session.get(CaseQuestion, question_id) if 0 < question_id < 2**31 else None
        if question is None or question.case_id != case.id or question.reply is not None:
            raise WrongState(case_id=case.id, question_id=question_id)
        question.reply, question.replied_at = text, at
    enter(case, "added", at=at, actor=None, text=text, for_sender=True, changes=False)
    publish(SenderAdded(unit_id=case.unit_id, at=at, case_id=case.id, question_id=question_id))


def _said_already(case: Case, text: str) -> bool:
    """True when the last thing the sender added is the same text: a double tap, or a retry after a lost signal."""
    last = db.session.execute(
        select(CaseEntry.kind, CaseEntry.text).where(CaseEntry.case_id == case.id).order_by(CaseEntry.id.desc()).limit(1)
    ).one_or_none()
    return last is not None and (last.kind, last.text) == ("added", text)


def rate(case_id: int, *, unit_id: int, at: datetime, satisfied: bool, reason: str = "") -> None:
    """Take the sender's word on the answer of this round; a repeated word of the same round is refused.

    Satisfied: closed. Not satisfied: reopened once within the commune's days, with a new clock; the second time closed.
    Raises WrongState (not_answered, already_rated) and BadInput (reason_missing when not satisfied).
    Events: CaseRated, then CaseReopened or CaseClosed.
    """
    case = load_for_sender(case_id, unit_id=unit_id)
    reason = clean_text(reason)[:TEXT_MOST]
    if case.kind == CaseKind.COMPLAINT or case.state not in (CaseState.ANSWERED, CaseState.CLOSED):
        raise WrongState("not_answered", case_id=case.id)
    if db.session.scalar(select(Rating.id).where(Rating.case_id == case.id, Rating.round == case.round)) is not None:
        raise WrongState("already_rated", case_id=case.id)
    if not satisfied and len(reason) < 5:
        raise BadInput({"reason": "reason_missing"})
    db.session.add(Rating(unit_id=unit_id, case_id=case.id, round=case.round, satisfied=satisfied, reason=reason, rated_at=at))
    enter(case, "rated", at=at, actor=None, text=reason, for_sender=True, facts={"satisfied": satisfied})
    rated = CaseRated(unit_id=unit_id, at=at, case_id=case.id, satisfied=satisfied, round=case.round)
    moved = _after_rating(case, at=at, satisfied=satisfied)
    for event in (rated, moved):  # followers get one letter a step: it must find the case as it stands in the end
        if event is not None:
            publish(event)


def _after_rating(case: Case, *, at: datetime, satisfied: bool) -> CaseReopened | CaseClosed | None:
    issued_on = db.session.scalar(
        select(Answer.issued_on).where(
            Answer.case_id == case.id, Answer.round == case.round, Answer.state == AnswerState.ISSUED.value
        )
    )
    days = int(setting(case.unit_id, "reopen_days"))
    if not satisfied and may_reopen(round_number=case.round, issued_on=issued_on, today=local_date(at), reopen_days=days):
        return _reopen(case, at=at)
    if case.state != CaseState.CLOSED:
        return _close(case, at=at, why="satisfied" if satisfied else "rated_twice")
    return None


def _reopen(case: Case, *, at: datetime) -> CaseReopened:
    case.state, case.round = CaseState.REOPENED.value, 2
    case.answered_on = case.closed_on = None
    due = clocks.start_settlement(case, on=local_date(at))
    enter(case, "reopened", at=at, actor=None, for_sender=True, facts={"due_on": due.isoformat() if due else None})
    return CaseReopened(unit_id=case.unit_id, at=at, case_id=case.id, due_on=due)


def close(case: Case, *, at: datetime, why: str) -> None:
    """End the road. ``why``: satisfied, rated_twice, or time_passed. Event: CaseClosed."""
    publish(_close(case, at=at, why=why))


def _close(case: Case, *, at: datetime, why: str) -> CaseClosed:
    case.state, case.closed_on = CaseState.CLOSED.value, local_date(at)
    enter(case, "closed", at=at, actor=None, for_sender=True, facts={"why": why})
    return CaseClosed(unit_id=case.unit_id, at=at, case_id=case.id, why=why)

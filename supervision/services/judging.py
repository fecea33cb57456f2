"""The body's side: content with an answer or not, asking once more with a new clock, or taking its recommendation back."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from core.errors import BadInput
from core.extensions import db
from core.text import clean_text
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from supervision.events import RecommendationAskedAgain, RecommendationJudged, RecommendationWithdrawn
from supervision.models import RecommendationRound
from supervision.permissions import on_behalf
from supervision.rules import reason_faults, verdict_faults
from supervision.services.steps import enter, load, paper_of, reply_due, tell
from supervision.states import Body, Step


def judge(
    recommendation_id: int, *, verdict: str, words: str, paper: str = "", actor: Actor, at: datetime, version: int
) -> None:  # fmt: skip
    """Say whether the body is satisfied with the answer, and close. Event: RecommendationJudged.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (supervision.rules.verdict_faults, paper_missing).
    """
    row, rounds = load(recommendation_id, Step.JUDGE, actor=actor, version=version)
    words = clean_text(words)
    faults = verdict_faults(verdict, words)
    if faults:
        raise BadInput(faults)
    said, kept = paper_of(paper, actor=actor), rounds[-1]
    kept.verdict, kept.verdict_words, row.closed_on = verdict, words, local_date(at)
    enter(row, Step.JUDGE, actor=actor, at=at, words=words, round_number=kept.number, verdict=verdict, **said)
    tell(
        RecommendationJudged, row, actor=actor, at=at, round_number=kept.number, verdict=verdict, on_behalf=on_behalf(actor)
    )  # fmt: skip


def ask_again(
    recommendation_id: int, *, reason: str, paper: str = "", actor: Actor, at: datetime, version: int, calendar: WorkingCalendar
) -> None:  # fmt: skip
    """Ask once more; a new clock begins today, and who had it has it again. Event: RecommendationAskedAgain.

    Raises NotFound, NotAllowed, WrongState (also the third time), StaleVersion, BadInput (reason_short, paper_missing).
    """
    row, rounds = load(recommendation_id, Step.ASK_AGAIN, actor=actor, version=version)
    reason = clean_text(reason)
    faults = reason_faults(reason)
    if faults:
        raise BadInput(faults)
    said, today = paper_of(paper, actor=actor), local_date(at)
    due = reply_due(Body(row.body), today, unit_id=row.unit_id, calendar=calendar, field="reason")
    number = rounds[-1].number + 1
    db.session.add(
        RecommendationRound(
            unit_id=row.unit_id, recommendation_id=row.id, number=number, started_on=today, due_on=due.due_on,
            proof=due.proof.to_dict(), again_reason=reason,
        )
    )  # fmt: skip
    row.round_number, row.due_on, row.answered_on = number, due.due_on, None
    enter(row, Step.ASK_AGAIN, actor=actor, at=at, words=reason, round_number=number, due_on=due.due_on, **said)
    tell(RecommendationAskedAgain, row, actor=actor, at=at, due_on=due.due_on, on_behalf=on_behalf(actor))


def withdraw(
    recommendation_id: int, *, reason: str, paper: str = "", actor: Actor, at: datetime, version: int
) -> None:  # fmt: skip
    """Take the recommendation back before it is answered. Event: RecommendationWithdrawn.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (reason_short, paper_missing).
    """
    row, _rounds = load(recommendation_id, Step.WITHDRAW, actor=actor, version=version)
    reason = clean_text(reason)
    faults = reason_faults(reason)
    if faults:
        raise BadInput(faults)
    said = paper_of(paper, actor=actor)
    row.withdraw_reason = reason
    enter(row, Step.WITHDRAW, actor=actor, at=at, words=reason, **said)
    tell(RecommendationWithdrawn, row, actor=actor, at=at, on_behalf=on_behalf(actor))

"""The days of what happened to a case, as its public row keeps them: whatever is counted is counted by them.

They are read from the case, its clocks, answers, ratings and timeline, never carried on from what the row said before, so that
a day that is entered late comes out right. A case has one round, or two when its sender was not satisfied once.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import case as sql_case
from sqlalchemy import select

from core.extensions import db
from deadlines.clock import local_date
from feedback.models import Answer, Case, CaseClock, CaseEntry, PublicCase, Rating
from feedback.states import OPEN_STATES, SIDE_CLOCKS, AnswerState, ClockState

NEVER_OWED = (ClockState.PLANNED.value, ClockState.TRACKED.value)


def write_days(row: PublicCase, case: Case, *, fresh: bool = False) -> None:
    """Write the days of a case into its public row, which has state, dates and evidence already; a ``fresh`` case has no past."""
    row.department_id = case.department_id
    if fresh:
        row.notice_due_on = case.due_on
        return
    row.notice_due_on = _notice_due_on(case)
    row.first_due_on = row.first_due_before = row.first_extended_on = row.first_settled_on = row.first_in_time = None
    row.reopened_on, row.first_evidence, row.rated_on = None, "", None
    row.first_late_reason = ""
    row.extended_on = row.due_before = None
    if case.round == 2:
        _write_first_round(row, case)
    if case.extended:
        _write_extensions(row, case)
    rated_at = db.session.scalar(select(Rating.rated_at).where(Rating.case_id == case.id, Rating.round == case.round))
    row.rated_on = local_date(rated_at) if rated_at else None
    end_round(row)
    row.late_reason = "" if row.in_time is not False else _late_reason(case)


def _late_reason(case: Case) -> str:
    """Return why the round that ended last was late: as its answer says, or as was said when the case left without one."""
    issued = (Answer.case_id == case.id, Answer.round == case.round, Answer.state == AnswerState.ISSUED.value)
    said = db.session.scalar(select(Answer.late_reason).where(*issued))
    return case.late_reason if said is None else said


def end_round(row: PublicCase) -> None:
    """Write when the round that runs or ran last ended, and whether in time, from the row's state and dates.

    What waits to be taken on owes its first answer on the date of the case, which a declared day off may have moved.
    """
    if row.accepted_on is None and row.due_on is not None:
        row.notice_due_on = row.due_on
    if row.state in OPEN_STATES:
        row.settled_on = row.in_time = row.last_on = None
        return
    row.settled_on = row.answered_on or row.closed_on or row.received_on
    row.in_time = row.on_time
    if row.reopened and row.on_time is not None and row.due_on is not None:
        row.in_time = row.settled_on <= row.due_on  # on_time says whether both rounds were
    row.last_on = max(row.settled_on, row.rated_on or row.settled_on)


def _notice_due_on(case: Case) -> date | None:
    """Return when the first answer of a case that was taken on was due: the date of the clock that ended on that day.

    A case that came back from another commune has two clocks of the first answer; the last one counts.
    """
    query = select(CaseClock.due_on).where(
        CaseClock.case_id == case.id, CaseClock.round == 1, CaseClock.state.not_in(NEVER_OWED),
        CaseClock.term_code.not_in(SIDE_CLOCKS),
    )  # fmt: skip
    ended_then = sql_case((CaseClock.ended_on == case.accepted_on, 0), else_=1)
    return db.session.scalar(query.order_by(ended_then, CaseClock.id).limit(1))


def _write_first_round(row: PublicCase, case: Case) -> None:
    first = db.session.execute(
        select(Answer.issued_on, Answer.evidence, Answer.late_reason).where(
            Answer.case_id == case.id, Answer.round == 1, Answer.state == AnswerState.ISSUED.value
        )
    ).one_or_none()
    rated_at = db.session.scalar(select(Rating.rated_at).where(Rating.case_id == case.id, Rating.round == 1))
    if first is None or rated_at is None:
        return
    row.first_settled_on, row.first_evidence, row.reopened_on = first.issued_on, first.evidence, local_date(rated_at)
    ended = select(CaseClock.due_on).where(
        CaseClock.case_id == case.id, CaseClock.round == 1, CaseClock.state == ClockState.ENDED.value,
        CaseClock.ended_on == first.issued_on,
    )  # fmt: skip
    row.first_due_on = min(db.session.scalars(ended), default=None)
    row.first_in_time = None if row.first_due_on is None else first.issued_on <= row.first_due_on
    row.first_late_reason = first.late_reason if row.first_in_time is False else ""


def _write_extensions(row: PublicCase, case: Case) -> None:
    """Write when the due date was moved with approval, and what it was until then; once in each round at most."""
    query = select(CaseEntry.kind, CaseEntry.at, CaseEntry.facts).where(
        CaseEntry.case_id == case.id, CaseEntry.kind.in_(("extended", "reopened"))
    )
    for kind, at, facts in db.session.execute(query.order_by(CaseEntry.id)):
        if kind == "extended":
            before = facts.get("due_before")
            row.extended_on, row.due_before = local_date(at), date.fromisoformat(before) if before else None
        else:
            row.first_extended_on, row.first_due_before = row.extended_on, row.due_before
            row.extended_on = row.due_before = None

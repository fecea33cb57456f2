"""What services and clocks ask of a complaint: its row, its suspensions, and the day on which its first clock starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import ColumnElement, exists, select

from accounts.queries import setting
from core.extensions import db
from deadlines.proof import Suspension
from feedback.complaint_models import Complaint, ComplaintDialogue, ComplaintStop
from feedback.complaint_rules import Standing, above_from
from feedback.complaint_states import HigherOutcome, Result
from feedback.models import Case, CaseClock


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What chooses the row of the settlement's term: complex, remote."""

    is_complex: bool = False
    remote: bool = False


@dataclass(frozen=True, kw_only=True)
class ComplaintDays:
    """The days of a complaint that everybody with its code sees beside those of the case; None: it has not come to that.

    ``stopped_on`` and ``resumed_on`` are those of the last suspension.
    """

    stopped_on: date | None = None
    resumed_on: date | None = None
    decided_on: date | None = None
    sent_on: date | None = None
    appealed_on: date | None = None
    court_on: date | None = None
    in_force_on: date | None = None

    def to_dict(self) -> dict[str, str]:
        """Return the days there are, as JSON values."""
        found = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {name: on.isoformat() for name, on in found if on is not None}

    @classmethod
    def from_dict(cls, kept: Mapping[str, str]) -> ComplaintDays:
        """Read back what to_dict wrote."""
        return cls(**{name: date.fromisoformat(on) for name, on in kept.items()})


def ready_for_chair() -> ColumnElement[bool]:
    """Return the condition that a complaint is prepared: signature and time bar are on file, the chair can take it up or not."""
    return exists().where(Complaint.case_id == Case.id, Complaint.signed_on.is_not(None), Complaint.time_limit_on.is_not(None))


def days_of(case_id: int) -> ComplaintDays:
    """Return the days of a case's complaint."""
    row, stops = complaint_row(case_id) or Complaint(), stops_of(case_id)
    last = stops[-1] if stops else None
    return ComplaintDays(
        stopped_on=last.stopped_on if last else None, resumed_on=last.resumed_on if last else None, decided_on=row.decided_on,
        sent_on=row.sent_on, appealed_on=row.appealed_on, court_on=row.court_on, in_force_on=row.in_force_on,
    )  # fmt: skip


def complaint_row(case_id: int) -> Complaint | None:
    """Return what is on file of a complaint, fresh, or None for another letter."""
    query = select(Complaint).where(Complaint.case_id == case_id)
    return db.session.scalars(query).one_or_none()


def traits_of(case: Case) -> Traits:
    """Return the traits of the case's complaint."""
    row = complaint_row(case.id)
    return Traits(is_complex=row.is_complex, remote=row.remote) if row else Traits()


def suspensions_of(case_id: int) -> tuple[Suspension, ...]:
    """Return the times in which the clock of the settlement stood still, oldest first."""
    return tuple(Suspension(row.stopped_on, row.resumed_on) for row in stops_of(case_id))


def suspensions_of_cases(unit_id: int, case_ids: Collection[int]) -> Mapping[int, Sequence[Suspension]]:
    """Return the same for many cases of a commune, in one query or none; a case that never stood still is left out."""
    if not case_ids:
        return {}
    query = select(ComplaintStop.case_id, ComplaintStop.stopped_on, ComplaintStop.resumed_on)
    found: dict[int, list[Suspension]] = defaultdict(list)
    for case_id, stopped_on, resumed_on in db.session.execute(
        query.where(ComplaintStop.unit_id == unit_id, ComplaintStop.case_id.in_(case_ids)).order_by(ComplaintStop.id)
    ):
        found[case_id].append(Suspension(stopped_on, resumed_on))
    return found


def stops_of(case_id: int) -> Sequence[ComplaintStop]:
    """Return the suspensions as they are kept, oldest first."""
    return db.session.scalars(select(ComplaintStop).where(ComplaintStop.case_id == case_id).order_by(ComplaintStop.id)).all()


def dialogues_of(case_id: int) -> Sequence[ComplaintDialogue]:
    """Return the dialogues of the procedure, oldest first."""
    query = select(ComplaintDialogue).where(ComplaintDialogue.case_id == case_id).order_by(ComplaintDialogue.id)
    return db.session.scalars(query).all()


def clock_start(case: Case) -> date | None:
    """Return the day from which the acceptance is counted; None while the signature is awaited.

    Setting kn_clock_starts: ``submission`` (stricter for the office) or ``signature`` (LKN Art. 8: a complaint is signed).
    """
    if setting(case.unit_id, "kn_clock_starts") != "signature":
        return case.received_on
    row = complaint_row(case.id)
    if row is None or row.signed_on is None:
        return None
    return max(row.signed_on, case.received_on)


def continued_on(case_id: int) -> date | None:
    """Return the day on which a withdrawal was last set aside, or None: what is counted before acceptance begins with it."""
    return db.session.scalar(select(Complaint.continued_on).where(Complaint.case_id == case_id))


def may_go_above_from(case: Case, row: Complaint) -> date | None:
    """Return the first day on which the complaint could be taken above because its time had passed without a decision.

    None: it was decided in time, or its time has not begun.
    """
    query = select(CaseClock.due_on).where(CaseClock.case_id == case.id, CaseClock.term_code.startswith("KN.SETTLE1"))
    settle_by = db.session.scalar(query.order_by(CaseClock.id.desc()).limit(1)) if case.accepted_on else None
    return above_from(settle_by=settle_by, decided_on=row.decided_on)


def second_is_known(row: Complaint) -> bool:
    """True when it is on file that the province took up this second complaint."""
    query = select(CaseClock).where(CaseClock.case_id == row.case_id, CaseClock.term_code.startswith("KN.SETTLE2"))
    since = row.appealed_on or date.min
    return any(clock.started_on >= since for clock in db.session.scalars(query))


def _stands_as_wrong(row: Complaint) -> bool:
    """True when the complaint was found wrong and nobody above the commune found otherwise: nothing has to be carried out."""
    return row.result == Result.WRONG and row.higher_outcome in ("", HigherOutcome.UPHELD, HigherOutcome.ENDED)


def standing_of(case: Case, row: Complaint) -> Standing:
    """Return what the gates read, from what is on file."""
    lodged_on = clock_start(case) or case.received_on
    return Standing(
        signed_on=row.signed_on, barred=None if row.time_limit_on is None else lodged_on > row.time_limit_on,
        people=row.people, represented=bool(row.representatives), appointment_paper=row.appointment_paper,
        all_signed=row.all_signed, withdrawn=row.withdrawn_on is not None, reported=row.reported_on is not None,
        differs=row.differs, dialogue_held=any(item.held_on for item in dialogues_of(case.id)),
        enforced=row.enforced_on is not None, nothing_to_enforce=_stands_as_wrong(row),
    )  # fmt: skip

"""What the commune's numbers mean: each is defined once here, and the database adds up exactly this. Pure.

Everything is counted by the day on which it happened, never by how a case stands now: so the numbers of a period come out the
same whenever they are asked for, and the board can be shown as it stood on any past day. A case is a road of one round, or of
two when its sender was not satisfied once; what happens in a round belongs to the period that its day lies in. What a period
took over, what came in and what was opened again is, together, what was settled in it and what is open at its end.

A number is only as honest as what it leaves out. So a case whose due date passed in the period and that still waits at its end
weighs against punctuality as much as one that was answered late; what has been late for longer stands beside it as overdue. A
share of fewer than five cases is not shown, because it would say more about chance, or about one neighbour, than about the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from operator import attrgetter

from feedback.states import COMPLAINT_SETTLED, OPEN_STATES, CaseState

LEAST_CASES = 5
MONTHS_SHOWN = 12
OPEN = frozenset(state.value for state in OPEN_STATES)
ANSWERED = frozenset({"answered", "closed"} | {state.value for state in COMPLAINT_SETTLED - {CaseState.DISCONTINUED}})
SHOWN_EVIDENCE = frozenset({"photo", "document"})
AGES: tuple[int, ...] = (10, 30, 60)
"""How long open cases have waited is told in steps: to 10 days, to 30, to 60, longer. Calendar days."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is publicly known of one case, by the names of its public row. Days are local dates; see feedback.models.PublicCase.

    ``in_time`` was fixed when the round was settled (None: no legal time limit, or not settled); ``satisfied`` counts from
    ``rated_on`` on.
    """

    state: str
    received_on: date
    accepted_on: date | None = None
    notice_due_on: date | None = None
    due_on: date | None = None
    due_before: date | None = None
    extended_on: date | None = None
    settled_on: date | None = None
    in_time: bool | None = None
    evidence: str = ""
    late_reason: str = ""
    rated_on: date | None = None
    satisfied: bool | None = None
    reopened_on: date | None = None
    first_due_on: date | None = None
    first_due_before: date | None = None
    first_extended_on: date | None = None
    first_settled_on: date | None = None
    first_in_time: bool | None = None
    first_evidence: str = ""
    first_late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round of a case: ``number`` 1 from its receipt, 2 from the day it was opened again.

    Until ``accepted_on`` the first answer is due on ``notice_due_on``; until ``extended_on`` the answer was due on
    ``due_before``. ``undone_on``: the sender did not accept the answer, and the case was opened again.
    """

    number: int
    began_on: date
    accepted_on: date | None = None
    notice_due_on: date | None = None
    due_on: date | None = None
    due_before: date | None = None
    extended_on: date | None = None
    settled_on: date | None = None
    answered: bool = False
    in_time: bool | None = None
    evidence: str = ""
    rated_on: date | None = None
    satisfied: bool | None = None
    undone_on: date | None = None
    late_reason: str = ""

    def due_at(self, day: date) -> date | None:
        """Return the due date that was in force on a day."""
        if self.notice_due_on is not None and (self.accepted_on is None or day < self.accepted_on):
            return self.notice_due_on
        return self.due_before if self.extended_on is not None and day < self.extended_on else self.due_on

    def open_at(self, day: date) -> bool:
        """True from the day it began until the day before it was settled."""
        return self.began_on <= day and (self.settled_on is None or day < self.settled_on)

    def overdue_at(self, day: date) -> bool:
        """True from the day after the due date on, while it is open."""
        due = self.due_at(day)
        return self.open_at(day) and due is not None and due < day

    def became_late(self, *, first_on: date, last_on: date) -> bool:
        """True when it is overdue at the end of a period, and was not yet on the day before the period."""
        due = self.due_at(last_on)
        return self.overdue_at(last_on) and due is not None and due >= first_on - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts of a group of cases in a period. ``open`` and ``overdue`` are as of its last day; the others happened in it.

    ``waiting_late`` of the overdue became so in the period.

    ``received`` letters and ``reopened`` cases began; ``settled`` were answered or else ended by a letter (transferred, guided,
    returned, refused); ``timed`` of them had a legal time limit; ``answered_before`` of the answers were not accepted by the
    last day, so that the case was opened again; ``extended`` got a later due date with approval.
    """

    received: int = 0
    open: int = 0
    overdue: int = 0
    waiting_late: int = 0
    settled: int = 0
    timed: int = 0
    on_time: int = 0
    answered: int = 0
    answered_before: int = 0
    reopened: int = 0
    extended: int = 0
    with_evidence: int = 0
    rated: int = 0
    satisfied: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the counts of both groups together."""
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in COUNTS})

    @property
    def late(self) -> int:
        """Settled after the last day that the law gave."""
        return self.timed - self.on_time

    @property
    def carried(self) -> int:
        """Taken over from before the period."""
        return self.open + self.settled - self.received - self.reopened

    @property
    def handled(self) -> int:
        """All that the period had to deal with: taken over, received, opened again."""
        return self.open + self.settled

    @property
    def owed(self) -> int:
        """What punctuality is measured by: settled with a legal limit, or become late and still waiting."""
        return self.timed + self.waiting_late

    @property
    def on_time_share(self) -> float | None:
        """Settled in time, of all that were settled or became late in the period."""
        return share(self.on_time, self.owed)

    @property
    def reopened_share(self) -> float | None:
        """Answers that were not accepted, of all answers."""
        return share(self.answered_before, self.answered)

    @property
    def evidence_share(self) -> float | None:
        """Answered with a photo or a paper, of the answered ones."""
        return share(self.with_evidence, self.answered)

    @property
    def satisfied_share(self) -> float | None:
        """Satisfied senders, of those who said whether they are."""
        return share(self.satisfied, self.rated)


COUNTS = tuple(item.name for item in fields(Tally))
_counts: Callable[[Tally], tuple[int, ...]] = attrgetter(*COUNTS)
STOCK = ("open", "overdue", "waiting_late")
"""Counts as of a day; of months in a row only the last one's may be told."""


def rounds_of(case: Facts) -> tuple[Round, ...]:
    """Return the rounds of a case, the first one first."""
    answered = case.settled_on is not None and case.state in ANSWERED
    ended = {
        "due_on": case.due_on, "due_before": case.due_before, "extended_on": case.extended_on, "settled_on": case.settled_on,
        "answered": answered, "in_time": case.in_time, "evidence": case.evidence, "rated_on": case.rated_on,
        "satisfied": case.satisfied if case.rated_on is not None else None, "late_reason": case.late_reason,
    }  # fmt: skip
    if case.reopened_on is None:
        return (
            Round(
                number=1, began_on=case.received_on, accepted_on=case.accepted_on, notice_due_on=case.notice_due_on, **ended,
            ),
        )  # fmt: skip
    first = Round(
        number=1, began_on=case.received_on, accepted_on=case.accepted_on, notice_due_on=case.notice_due_on,
        due_on=case.first_due_on, due_before=case.first_due_before, extended_on=case.first_extended_on,
        settled_on=case.first_settled_on, answered=True, in_time=case.first_in_time, evidence=case.first_evidence,
        rated_on=case.reopened_on, satisfied=False, undone_on=case.reopened_on,
        late_reason=case.first_late_reason,
    )  # fmt: skip
    return (first, Round(number=2, began_on=case.reopened_on, **ended))


def counts_of_round(item: Round, *, first_on: date, last_on: date) -> Tally:
    """Return one round as a group of one, for the period from ``first_on`` to ``last_on``, both days included."""

    def within(day: date | None) -> bool:
        return day is not None and first_on <= day <= last_on

    began, settled, rated = within(item.began_on), within(item.settled_on), within(item.rated_on)
    answered = settled and item.answered
    return Tally(
        received=int(began and item.number == 1), reopened=int(began and item.number == 2), open=int(item.open_at(last_on)),
        overdue=int(item.overdue_at(last_on)), waiting_late=int(item.became_late(first_on=first_on, last_on=last_on)),
        settled=int(settled), timed=int(settled and item.in_time is not None),
        on_time=int(settled and item.in_time is True), answered=int(answered),
        answered_before=int(answered and item.undone_on is not None and item.undone_on <= last_on),
        extended=int(within(item.extended_on)), with_evidence=int(answered and item.evidence in SHOWN_EVIDENCE),
        rated=int(rated), satisfied=int(rated and item.satisfied is True),
    )  # fmt: skip


def counts_of(case: Facts, *, first_on: date, today: date) -> Tally:
    """Return the case as a group of one; ``first_on`` and ``today`` are the first and the last day of the period."""
    return total(counts_of_round(item, first_on=first_on, last_on=today) for item in rounds_of(case))


def percentile(days: Mapping[int, int], part: float) -> int | None:
    """Return the least number of days within which at least ``part`` of the answers came; ``days`` counts answers by days.

    0.5 is the median of an odd number of answers and the lower middle of an even one. None for fewer than LEAST_CASES answers.
    """
    whole = sum(days.values())
    if whole < LEAST_CASES:
        return None
    reached = 0
    for number in sorted(days):
        reached += days[number]
        if reached >= part * whole:
            return number
    return None


def share(part: int, whole: int, *, least: int = LEAST_CASES) -> float | None:
    """Return ``part`` of ``whole`` between 0 and 1, or None when there are fewer than ``least`` cases to speak of."""
    return None if whole < max(least, 1) else part / whole


def percent(part: float | None) -> int | None:
    """Return a share as a whole number of percent; 100 only when it is all of them, 0 only when it is none."""
    if part is None:
        return None
    rounded = int(part * 100 + 0.5)
    if rounded == 100 and part < 1:
        return 99
    return 1 if rounded == 0 and part > 0 else rounded


def is_open(state: str) -> bool:
    """True while the commune owes the next step."""
    return state in OPEN


def is_overdue(state: str, due_on: date | None, *, today: date) -> bool:
    """True from the day after the due date on, while the case is open; computed, never stored."""
    return state in OPEN and due_on is not None and due_on < today


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the counts of all groups together."""
    return Tally(**dict(zip(COUNTS, map(sum, zip(*(counts_in_order(tally) for tally in tallies), strict=True)), strict=False)))


def counts_in_order(tally: Tally) -> tuple[int, ...]:
    """Return the counts in the order of COUNTS."""
    return _counts(tally)


def months_until(today: date, *, number: int = MONTHS_SHOWN) -> tuple[date, ...]:
    """Return the first days of the last ``number`` months, oldest first, this month included."""
    last = today.year * 12 + today.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(last - number + 1, last + 1))


def months_of(first_on: date, last_on: date) -> tuple[date, ...]:
    """Return the first days of the months that a period touches, oldest first."""
    number = (last_on.year - first_on.year) * 12 + last_on.month - first_on.month + 1
    return months_until(last_on, number=number)


def month_end(month: date) -> date:
    """Return the last day of the month that begins on a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

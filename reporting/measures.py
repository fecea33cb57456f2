"""What the commune's numbers mean: each is defined once here, and the database adds up exactly this. Pure.

A number is only as honest as what it leaves out. So a case that waits past its day weighs against punctuality as much as
one that was answered late; open cases are counted however long ago they came; and a share of fewer than five cases is not
shown, because it would say more about chance, or about one neighbour, than about the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

LEAST_CASES = 5
MONTHS_SHOWN = 12
OPEN = frozenset({"received", "classified", "in_progress", "reopened"})
ANSWERED = frozenset({"answered", "closed"})
SHOWN_EVIDENCE = frozenset({"photo", "document"})


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is publicly known of one case. Days are local dates.

    ``on_time`` was fixed when the case was settled (None: no legal time limit, or not settled); ``satisfied`` is None while
    nobody rated.
    """

    state: str
    received_on: date
    due_on: date | None = None
    on_time: bool | None = None
    reopened: bool = False
    evidence: str = ""
    satisfied: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts of a group of cases. ``open`` and ``overdue`` are all that are open today; the others came in the period.

    ``settled`` were answered or else ended by a letter (transferred, guided, returned, refused); ``timed`` of them had a
    legal time limit; ``waiting_late`` came in the period and are open past their day; ``answered_before`` got an answer and
    are open again.
    """

    received: int = 0
    open: int = 0
    overdue: int = 0
    settled: int = 0
    timed: int = 0
    on_time: int = 0
    waiting_late: int = 0
    answered: int = 0
    answered_before: int = 0
    reopened: int = 0
    with_evidence: int = 0
    rated: int = 0
    satisfied: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the counts of both groups together."""
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in COUNTS})

    @property
    def on_time_share(self) -> float | None:
        """Settled in time, of all that should have been settled by today."""
        return share(self.on_time, self.timed + self.waiting_late)

    @property
    def reopened_share(self) -> float | None:
        """Opened again by the sender, of all that were answered at least once."""
        return share(self.reopened, self.answered + self.answered_before)

    @property
    def evidence_share(self) -> float | None:
        """Answered with a photo or a paper, of the answered ones."""
        return share(self.with_evidence, self.answered)

    @property
    def satisfied_share(self) -> float | None:
        """Satisfied senders, of those who said whether they are."""
        return share(self.satisfied, self.rated)


COUNTS = tuple(item.name for item in fields(Tally))


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


def counts_of(case: Facts, *, first_on: date, today: date) -> Tally:
    """Return the case as a group of one; ``first_on`` is the first day of the period."""
    came = case.received_on >= first_on
    waits, late = is_open(case.state), is_overdue(case.state, case.due_on, today=today)
    settled, answered = came and not waits, came and case.state in ANSWERED
    return Tally(
        received=int(came), open=int(waits), overdue=int(late), settled=int(settled),
        timed=int(settled and case.on_time is not None), on_time=int(settled and case.on_time is True),
        waiting_late=int(came and late), answered=int(answered), answered_before=int(came and case.state == "reopened"),
        reopened=int(came and case.reopened), with_evidence=int(answered and case.evidence in SHOWN_EVIDENCE),
        rated=int(came and case.satisfied is not None), satisfied=int(came and case.satisfied is True),
    )  # fmt: skip


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the counts of all groups together."""
    return Tally(**dict(zip(COUNTS, map(sum, zip(*(counts_in_order(tally) for tally in tallies), strict=True)), strict=False)))


def counts_in_order(tally: Tally) -> tuple[int, ...]:
    """Return the counts in the order of COUNTS."""
    return tuple(getattr(tally, name) for name in COUNTS)


def months_until(today: date, *, number: int = MONTHS_SHOWN) -> tuple[date, ...]:
    """Return the first days of the last ``number`` months, oldest first, this month included."""
    last = today.year * 12 + today.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(last - number + 1, last + 1))

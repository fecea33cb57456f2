"""One table of cases and what each counts for; Python and both databases are held against it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from reporting.measures import Facts, Tally

TODAY = date(2026, 11, 20)
FIRST_ON = date(2025, 12, 1)
THIS_MONTH = date(2026, 11, 3)
LONG_AGO = date(2025, 3, 10)


@dataclass(frozen=True, kw_only=True)
class Example:
    """A case and what it counts for."""

    name: str
    facts: Facts
    tally: Tally

    @property
    def row(self) -> dict[str, Any]:
        """The case as a public row."""
        last = self.facts.rated_on or self.facts.settled_on
        return {**asdict(self.facts), "last_on": last if self.facts.settled_on else None}


def example(name: str, counts: str, *, rated: int = 1, **facts: object) -> Example:
    """Return a row of the table; ``counts`` are names parted by spaces, each counted once (``rated`` may be twice)."""
    tally = Tally(**{count: rated if count == "rated" else 1 for count in counts.split()})
    return Example(name=name, tally=tally, facts=Facts(**{"received_on": THIS_MONTH, **facts}))


def on(month: int, day: int, year: int = 2026) -> date:
    """Return a day of this year."""
    return date(year, month, day)


TABLE: tuple[Example, ...] = (
    example("received, first answer not due yet", "received open", state="received", due_on=on(11, 30)),
    example("received, due today", "received open", state="received", due_on=TODAY),
    example(
        "received, due yesterday", "received open overdue waiting_late",
        state="received", notice_due_on=on(11, 19), due_on=on(11, 19),
    ),
    example("classified without a limit", "received open", state="classified"),
    example(
        "in progress and late", "received open overdue waiting_late",
        state="in_progress", accepted_on=on(11, 4), due_on=on(11, 5),
    ),
    example(
        "taken on too late, but not late now", "received open",
        state="in_progress", notice_due_on=on(11, 4), accepted_on=on(11, 9), due_on=on(12, 5),
    ),
    example("a complaint that is being verified", "received open overdue waiting_late", state="verifying", due_on=on(11, 19)),
    example("a complaint that stands still", "received open", state="suspended"),
    example("waits since long ago", "open overdue", state="in_progress", received_on=LONG_AGO, due_on=on(4, 1, 2025)),
    example(
        "in progress since long ago, extended in the period", "open extended",
        state="in_progress", received_on=LONG_AGO, due_before=on(1, 5), extended_on=on(1, 4), due_on=on(12, 1),
    ),
    example(
        "extended before the period", "open",
        state="in_progress", received_on=LONG_AGO, due_before=on(4, 5, 2025), extended_on=on(4, 4, 2025), due_on=on(12, 1),
    ),
    example(
        "answered in time with a photo", "received settled timed on_time answered with_evidence",
        state="answered", due_on=on(11, 19), settled_on=on(11, 19), in_time=True, evidence="photo",
    ),
    example(
        "answered late with a paper", "received settled timed answered with_evidence",
        state="answered", due_on=on(11, 10), settled_on=on(11, 11), in_time=False, evidence="document",
        late_reason="weather",
    ),
    example(
        "answered without evidence", "received settled timed on_time answered",
        state="answered", settled_on=on(11, 9), in_time=True, evidence="none",
    ),
    example(
        "answered, anonymous", "received settled answered with_evidence",
        state="answered", settled_on=on(11, 9), evidence="photo",
    ),
    example(
        "closed and satisfied", "received settled timed on_time answered with_evidence rated satisfied",
        state="closed", settled_on=on(11, 9), in_time=True, evidence="photo", rated_on=on(11, 12), satisfied=True,
    ),
    example(
        "closed and not satisfied", "received settled timed answered rated",
        state="closed", settled_on=on(11, 9), in_time=False, evidence="none", rated_on=TODAY, satisfied=False,
    ),
    example(
        "reopened and open", "received settled timed on_time answered answered_before with_evidence rated reopened open",
        state="reopened", reopened_on=on(11, 12), due_on=on(11, 27), satisfied=False, first_due_on=on(11, 19),
        first_settled_on=on(11, 9), first_in_time=True, first_evidence="photo",
    ),
    example(
        "reopened and late", "received settled timed answered answered_before rated reopened open overdue waiting_late",
        state="reopened", reopened_on=on(11, 12), due_on=on(11, 18), satisfied=False, first_due_on=on(11, 8),
        first_settled_on=on(11, 9), first_in_time=False, first_evidence="none",
        first_late_reason="slow_start",
    ),
    example(
        "answered long ago, reopened in the period and answered again",
        "rated reopened settled timed on_time answered with_evidence satisfied", rated=2,
        state="closed", received_on=LONG_AGO, reopened_on=on(12, 9, 2025), due_on=on(12, 30, 2025), settled_on=on(12, 20, 2025),
        in_time=True, evidence="document", rated_on=on(12, 22, 2025), satisfied=True, first_due_on=on(12, 1, 2025),
        first_settled_on=on(11, 28, 2025), first_in_time=True, first_evidence="photo",
    ),
    example("transferred in time", "received settled timed on_time", state="transferred", settled_on=on(11, 9), in_time=True),
    example("returned late", "received settled timed", state="returned", settled_on=on(11, 9), in_time=False),
    example("guided, anonymous", "received settled", state="guided", settled_on=on(11, 9)),
    example("a complaint discontinued", "received settled timed", state="discontinued", settled_on=on(11, 9), in_time=False),
    example(
        "a complaint whose decision was sent", "received settled timed on_time answered",
        state="sent", settled_on=on(11, 9), in_time=True,
    ),
    example(
        "answered before the period", "",
        state="closed", received_on=LONG_AGO, settled_on=on(11, 30, 2025), in_time=True, evidence="photo",
        rated_on=on(11, 30, 2025), satisfied=True,
    ),
    example(
        "answered before the period and rated in it", "rated satisfied",
        state="closed", received_on=LONG_AGO, settled_on=on(11, 30, 2025), in_time=True, evidence="photo",
        rated_on=FIRST_ON, satisfied=True,
    ),
    example(
        "received before the period and answered on its first day", "settled timed on_time answered",
        state="closed", received_on=LONG_AGO, settled_on=FIRST_ON, in_time=True, evidence="none",
    ),
    example("to be received tomorrow", "", state="received", received_on=on(11, 21), due_on=on(12, 1)),
    example(
        "to be answered tomorrow", "received open",
        state="answered", settled_on=on(11, 21), in_time=True, evidence="photo", due_on=on(11, 21),
    ),
    example(
        "late now, and extended tomorrow", "received open overdue waiting_late",
        state="in_progress", accepted_on=on(11, 4), due_before=on(11, 19), extended_on=on(11, 21), due_on=on(12, 1),
    ),
)  # fmt: skip


PAST = tuple(row for row in TABLE if "tomorrow" not in row.name)
"""The rows in which nothing lies ahead: what a database can hold on that day."""


def by_name(name: str) -> Example:
    """Return a row of the table."""
    return next(row for row in TABLE if row.name == name)

"""One table of cases and what each counts for; Python and both databases are held against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporting.measures import Facts

TODAY = date(2026, 11, 20)
FIRST_ON = date(2025, 12, 1)
THIS_MONTH = date(2026, 11, 3)
LONG_AGO = date(2025, 3, 10)


@dataclass(frozen=True, kw_only=True)
class Example:
    """A case and the names of the counts it is one of."""

    name: str
    facts: Facts
    counts: frozenset[str]


def example(name: str, counts: str, **facts: object) -> Example:
    """Return a row of the table; ``counts`` are names parted by spaces."""
    return Example(name=name, counts=frozenset(counts.split()), facts=Facts(**{"received_on": THIS_MONTH, **facts}))


TABLE: tuple[Example, ...] = (
    example("received, first answer not due yet", "received open", state="received", due_on=date(2026, 11, 30)),
    example("received, due today", "received open", state="received", due_on=TODAY),
    example("received, due yesterday", "received open overdue waiting_late", state="received", due_on=date(2026, 11, 19)),
    example("classified without a limit", "received open", state="classified"),
    example("in progress and late", "received open overdue waiting_late", state="in_progress", due_on=date(2026, 11, 5)),
    example(
        "in progress since long ago and late", "open overdue",
        state="in_progress", received_on=LONG_AGO, due_on=date(2025, 4, 1),
    ),
    example(
        "in progress since long ago, extended", "open",
        state="in_progress", received_on=LONG_AGO, due_on=date(2026, 12, 1),
    ),
    example(
        "answered in time with a photo", "received settled timed on_time answered with_evidence",
        state="answered", due_on=date(2026, 11, 19), on_time=True, evidence="photo",
    ),
    example(
        "answered late with a paper", "received settled timed answered with_evidence",
        state="answered", due_on=date(2026, 11, 10), on_time=False, evidence="document",
    ),
    example(
        "answered without evidence", "received settled timed on_time answered",
        state="answered", on_time=True, evidence="none",
    ),
    example("answered, anonymous", "received settled answered with_evidence", state="answered", on_time=None, evidence="photo"),
    example(
        "closed and satisfied", "received settled timed on_time answered with_evidence rated satisfied",
        state="closed", on_time=True, evidence="photo", satisfied=True,
    ),
    example(
        "closed and not satisfied", "received settled timed answered rated",
        state="closed", on_time=False, evidence="none", satisfied=False,
    ),
    example(
        "reopened and open", "received open answered_before reopened rated",
        state="reopened", reopened=True, due_on=date(2026, 11, 27), on_time=True, evidence="photo", satisfied=False,
    ),
    example(
        "reopened and late", "received open overdue waiting_late answered_before reopened rated",
        state="reopened", reopened=True, due_on=date(2026, 11, 18), on_time=True, evidence="photo", satisfied=False,
    ),
    example(
        "reopened, answered again, satisfied", "received settled timed on_time answered reopened with_evidence rated satisfied",
        state="closed", reopened=True, on_time=True, evidence="document", satisfied=True,
    ),
    example("transferred in time", "received settled timed on_time", state="transferred", on_time=True),
    example("returned late", "received settled timed", state="returned", on_time=False),
    example("guided, anonymous", "received settled", state="guided", on_time=None),
    example("refused in time", "received settled timed on_time", state="refused", on_time=True),
    example("answered long ago", "", state="closed", received_on=LONG_AGO, on_time=True, evidence="photo", satisfied=True),
    example(
        "received on the first day of the period", "received settled timed on_time answered",
        state="closed", received_on=FIRST_ON, on_time=True, evidence="none",
    ),
)  # fmt: skip


def by_name(name: str) -> Example:
    """Return a row of the table."""
    return next(row for row in TABLE if row.name == name)

"""What counts as a commitment kept, and as a duty to meet people held, on any day: by the days of what happened. Pure.

A commitment is kept while its last report stands: disputed by those who asked, it is owed again. It is kept in time by the day
that was promised first, so that a moved date does not make it better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

ENDS, OPENS = frozenset({"done"}), frozenset({"dispute"})


@dataclass(frozen=True, kw_only=True)
class PromiseEvent:
    """What happened to a commitment on a day: open, move (``due_on``: the new date), done (``done_on``), dispute, withdraw."""

    on: date
    kind: str
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseFacts:
    """A commitment: promised on ``opened_on`` until ``first_due_on``, and what happened since, in order."""

    opened_on: date
    first_due_on: date | None
    events: tuple[PromiseEvent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PromiseTally:
    """Commitments as of a day: ``kept`` of ``made``, ``in_time`` by the first date; ``overdue`` of those still owed."""

    made: int = 0
    kept: int = 0
    in_time: int = 0
    owed: int = 0
    overdue: int = 0
    withdrawn: int = 0

    def __add__(self, other: PromiseTally) -> PromiseTally:
        """Return the counts of both groups together."""
        return PromiseTally(**{item.name: getattr(self, item.name) + getattr(other, item.name) for item in fields(self)})


@dataclass(frozen=True, kw_only=True)
class Held:
    """A duty to meet people from ``first_on`` to ``last_on``: ``held`` of at least ``owed``; ``owed`` 0: no rule in force."""

    kind: str
    held: int
    owed: int
    first_on: date
    last_on: date

    @property
    def met(self) -> bool:
        """Whether as much was held as is owed."""
        return self.held >= self.owed


def promise_events(told: Iterable[tuple[date, str, Mapping[str, Any]]]) -> tuple[PromiseEvent, ...]:
    """Return what happened to a commitment from its history (day, kind, facts), in order.

    It was done on the day that the report names, which may be entered later, but not before somebody disputed an earlier report.
    """
    events: list[PromiseEvent] = []
    disputed = date.min
    for on, kind, facts in told:
        due_on, done_on = _day(facts.get("to_on")), _day(facts.get("done_on"))
        disputed = on if kind in OPENS else disputed
        counted_on = max(done_on or on, disputed) if kind in ENDS else on
        events.append(PromiseEvent(on=counted_on, kind=kind, due_on=due_on, done_on=done_on))
    return tuple(events)


def promise_counts(made: PromiseFacts, *, day: date) -> PromiseTally:
    """Return one commitment as a group of one, as it stood at the end of a day."""
    if made.opened_on > day:
        return PromiseTally()
    done_on, due_on, withdrawn = None, made.first_due_on, False
    for event in made.events:
        if event.on > day:
            continue
        if event.kind in ENDS:
            done_on = event.done_on or event.on
        elif event.kind in OPENS:
            done_on = None
        elif event.kind == "move":
            due_on = event.due_on or due_on
        elif event.kind == "withdraw":
            withdrawn = True
    owed = done_on is None and not withdrawn
    return PromiseTally(
        made=1, kept=int(done_on is not None), in_time=int(_in_time(done_on, made.first_due_on)), owed=int(owed),
        overdue=int(owed and due_on is not None and due_on < day), withdrawn=int(withdrawn),
    )  # fmt: skip


def promises(made: Iterable[PromiseFacts], *, day: date) -> PromiseTally:
    """Return all commitments as they stood at the end of a day."""
    return sum((promise_counts(item, day=day) for item in made), PromiseTally())


def held_until(days: Sequence[date], *, first_on: date, last_on: date) -> int:
    """Return on how many days of a period something was held; two on one day are one."""
    return len({day for day in days if first_on <= day <= last_on})


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _in_time(done_on: date | None, due_on: date | None) -> bool:
    return done_on is not None and due_on is not None and done_on <= due_on

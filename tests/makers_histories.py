"""Random histories of cases as lists of what happened on which day, their public rows, and a recount in plain Python.

The recount walks the lists and knows nothing of rounds, of the columns of the public model or of SQL; reporting must come to the
same numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

BEGIN = date(2025, 11, 1)
SPAN = 420
ENDINGS = {"answered": "answered", "passed_on": "transferred", "filed": "filed"}
FOUNDATIONS = ("photo", "document", "none")
REASONS = ("", "weather", "slow_start")


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What happened on a day: received, accepted, extended, reopened (with the due date from then on), an ending, rated.

    ``why`` says of an ending why it would be late, whether it is or not.
    """

    on: date
    what: str
    due: date | None = None
    evidence: str = ""
    satisfied: bool | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class History:
    """A case: what happened, in order, and the group that it belongs to."""

    happenings: tuple[Happening, ...]
    group: int | None


@dataclass(kw_only=True)
class Recount:
    """The numbers of a group of cases, counted one happening after the other."""

    counts: Counter[str] = field(default_factory=Counter)
    by_month: dict[str, Counter[str]] = field(default_factory=dict)
    ages: Counter[int] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def happened(self, name: str, on: date) -> None:
        """Count something that happened on a day."""
        self.counts[name] += 1
        self.by_month.setdefault(f"{on:%Y-%m}", Counter())[name] += 1


# ------------------------------------------------------------------ making them


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Return a random case."""
    limited = draw(st.booleans()) or draw(st.booleans())
    day = BEGIN + timedelta(days=draw(st.integers(0, SPAN)))
    told = [Happening(on=day, what="received", due=_due(draw, day, limited))]
    if draw(st.integers(0, 9)) < 8:
        day = _later(draw, day)
        told.append(Happening(on=day, what="accepted", due=_due(draw, day, limited)))
        told += _round(draw, day, limited=limited, again=False)
    elif draw(st.booleans()):
        told.append(Happening(on=_later(draw, day), what="passed_on", why=draw(st.sampled_from(REASONS))))
    return History(happenings=tuple(told), group=draw(st.sampled_from([None, 1, 2])))


def _round(draw: st.DrawFn, day: date, *, limited: bool, again: bool) -> list[Happening]:
    """Return how a round goes on from the day on which it was taken on or opened again."""
    told: list[Happening] = []
    if limited and draw(st.integers(0, 3)) == 0:
        day = _later(draw, day)
        told.append(Happening(on=day, what="extended", due=_due(draw, day, limited)))
    if draw(st.integers(0, 4)) == 0:
        return told
    day = _later(draw, day)
    ending = draw(st.sampled_from(["answered"] * 6 + ["filed"])) if again else "answered"
    shown = draw(st.sampled_from(FOUNDATIONS)) if ending == "answered" else ""
    told.append(Happening(on=day, what=ending, evidence=shown, why=draw(st.sampled_from(REASONS))))
    if ending == "answered" and draw(st.booleans()):
        day = _later(draw, day)
        satisfied = draw(st.booleans())
        told.append(Happening(on=day, what="rated", satisfied=satisfied))
        if not satisfied and not again and draw(st.booleans()):
            told.append(Happening(on=day, what="reopened", due=_due(draw, day, limited)))
            told += _round(draw, day, limited=limited, again=True)
    return told


def _later(draw: st.DrawFn, day: date) -> date:
    return day + timedelta(days=draw(st.sampled_from([0, 0, 1, 2, 5, 9, 14, 31, 62, 120])))


def _due(draw: st.DrawFn, day: date, limited: bool) -> date | None:
    return day + timedelta(days=draw(st.sampled_from([0, 1, 10, 15, 40]))) if limited else None


# ------------------------------------------------------------------ as the public model keeps them


def row_of(history: History) -> dict[str, Any]:
    """Return the public row of a case, as feedback.event_days would write it."""
    row: dict[str, Any] = {
        "field_id": history.group, "village_id": history.group, "department_id": history.group, "state": "received",
        "evidence": "", "late_reason": "",
    }  # fmt: skip
    for item in history.happenings:
        _write(row, item)
    row["last_on"] = None if row.get("settled_on") is None else max(row["settled_on"], row.get("rated_on") or row["settled_on"])
    return row


def _write(row: dict[str, Any], item: Happening) -> None:
    if item.what == "received":
        row |= {"received_on": item.on, "notice_due_on": item.due, "due_on": item.due}
    elif item.what == "accepted":
        row |= {"accepted_on": item.on, "due_on": item.due, "state": "in_progress"}
    elif item.what == "extended":
        row |= {"extended_on": item.on, "due_before": row["due_on"], "due_on": item.due}
    elif item.what == "rated":
        row |= {"rated_on": item.on, "satisfied": item.satisfied}
    elif item.what == "reopened":
        names = ("due_on", "due_before", "extended_on", "settled_on", "in_time", "evidence", "late_reason")
        row |= {f"first_{name}": row.get(name) for name in names}
        row |= dict.fromkeys(names) | {"evidence": "", "late_reason": "", "rated_on": None}
        row |= {"reopened_on": item.on, "due_on": item.due, "state": "reopened"}
    else:
        row |= {"settled_on": item.on, "state": ENDINGS[item.what], "evidence": item.evidence}
        row["in_time"] = None if row["due_on"] is None else item.on <= row["due_on"]
        row["late_reason"] = item.why if row["in_time"] is False else ""


# ------------------------------------------------------------------ counted again


def recounted(told: list[History], *, first_on: date, last_on: date) -> Recount:
    """Return the numbers of a period, counted from what happened until its last day."""
    found = Recount()
    for history in told:
        _recount_case(found, [item for item in history.happenings if item.on <= last_on], first_on, last_on)
    return found


def _recount_case(found: Recount, happened: list[Happening], first_on: date, last_on: date) -> None:
    began, due, waits, answered_on = last_on, None, False, None
    for item in happened:
        counted = item.on >= first_on
        if item.what in ("received", "reopened"):
            began, waits = item.on, True
            if item.what == "reopened" and answered_on is not None and answered_on >= first_on:
                found.counts["answered_before"] += 1
        if item.what in ENDINGS:
            waits = False
            if counted:
                _recount_ending(found, item, due, days=(item.on - began).days)
            answered_on = item.on
        else:
            due = item.due if item.what != "rated" else due
            if counted and item.what != "accepted":
                found.happened(item.what, item.on)
            if counted and item.satisfied:
                found.happened("satisfied", item.on)
    if waits:
        found.counts["open"] += 1
        found.counts["overdue"] += due is not None and due < last_on
        found.counts["waiting_late"] += due is not None and first_on - timedelta(days=1) <= due < last_on
        found.ages[sum((last_on - began).days > days for days in (10, 30, 60))] += 1


def _recount_ending(found: Recount, item: Happening, due: date | None, *, days: int) -> None:
    found.happened("settled", item.on)
    if due is not None:
        found.happened("timed", item.on)
        if item.on <= due:
            found.happened("on_time", item.on)
        else:
            found.reasons[item.why] += 1
    if item.what == "answered":
        found.happened("answered", item.on)
        found.days[days] += 1
        if item.evidence in ("photo", "document"):
            found.happened("with_evidence", item.on)

"""The rule of apologies for late answers: when one is owed, and what it must say. Pure.

An apology is never an extension: the term of the law stays what it was, and the case stays late in every number
(docs/adr/0043-an-apology-is-not-an-extension.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.text import clean_line, clean_text
from deadlines.calendar import WorkingCalendar
from deadlines.engine import is_overdue
from feedback.late_reasons import NOTE_LEAST, OTHER, is_late, late_reasons
from feedback.plain_words import marks_in

WHY_MOST, DONE_LEAST, DONE_MOST = 500, 10, 2000


class ApologyState(StrEnum):
    """An apology lies with the leader, came back to be changed, or was signed and sent."""

    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    SENT = "sent"


@dataclass(frozen=True, kw_only=True)
class Apology:
    """What the sender reads: the code of a reason (feedback.late_reasons), why in plain words, what was done, the new day."""

    reason: str = ""
    why: str = ""
    done: str = ""
    new_on: date | None = None


def cleaned(apology: Apology) -> Apology:
    """Return the apology with clean texts and no unknown reason."""
    reason = apology.reason if apology.reason in late_reasons("vi") else ""
    return Apology(
        reason=reason, why=clean_line(apology.why)[:WHY_MOST], done=clean_text(apology.done)[:DONE_MOST], new_on=apology.new_on
    )


def owed_for(due_on: date | None, promised: Iterable[date], today: date) -> date | None:
    """Return the missed day for which an apology is owed on a day, or None.

    It is the due date of the law until an apology was sent for it, and then the day that was promised last, once that has passed
    too: one apology for each missed day. All are local dates.
    """
    if due_on is None or not is_late(due_on, today):
        return None
    last = max([due_on, *promised])
    return last if is_overdue(last, today) else None


def faults_of(apology: Apology, *, today: date, calendar: WorkingCalendar, most_days: int) -> dict[str, str]:
    """Return what a cleaned apology still has to say: field → code (empty: it may go to the leader)."""
    faults = {name: "mark_left" for name in ("why", "done") if marks_in(getattr(apology, name))}
    if not apology.reason:
        faults["reason"] = "late_reason_missing"
    elif apology.reason == OTHER and len(apology.why) < NOTE_LEAST:
        faults["why"] = "late_note_missing"
    if len(apology.done) < DONE_LEAST:
        faults["done"] = "apology_done_missing"
    wrong = day_fault(apology.new_on, today=today, calendar=calendar, most_days=most_days)
    return {**faults, "new_on": wrong} if wrong else faults


def day_fault(new_on: date | None, *, today: date, calendar: WorkingCalendar, most_days: int) -> str:
    """Return why a day cannot be promised, "" when it can: a working day after today, at most ``most_days`` working days away."""
    if new_on is None:
        return "apology_day_missing"
    if new_on <= today:
        return "apology_day_past"
    if not (calendar.covers(today) and calendar.covers(new_on)) or calendar.working_days_between(today, new_on) > most_days:
        return "apology_day_far"
    return "" if calendar.is_working(new_on) else "apology_day_off"

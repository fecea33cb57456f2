"""What happened to legal time: past tense, frozen, known to whoever is entered in the handler table. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Event):
    """Days became working days or days off; open cases are counted anew.

    ``unit_id`` None: the national calendar changed, for every commune. ``change_id`` ties all audit entries of this change
    together: a handler records what moved under ``change_subject(change_id)``.
    """

    unit_id: int | None
    change_id: str
    days: tuple[date, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day that may have changed; of an event that names none, all days there are."""
        ends = [*self.days, *(date(year, month, day) for year in self.years for month, day in ((1, 1), (12, 31)))]
        return (min(ends), max(ends)) if ends else (date.min, date.max)


@dataclass(frozen=True, kw_only=True)
class TermChanged(Event):
    """Legal terms changed; open cases received while the new rows are in force are counted anew.

    ``unit_id`` None: for every commune. ``valid_from`` None: from the beginning.
    """

    unit_id: int | None
    change_id: str
    codes: tuple[str, ...]
    valid_from: date | None = None


def change_subject(change_id: str) -> str:
    """Return the audit subject under which everything about one change is recorded."""
    return f"change:{change_id}"

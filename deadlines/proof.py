"""The proof of a date: everything that is needed to say years later why it was this day. Pure, and JSON both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deadlines.calendar import DayOff, Why
from deadlines.terms import Direction, TermUnit

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock was stopped by a decision of ``stopped_on`` and ran on by a decision of ``resumed_on`` (None: still stopped).

    The day of an event is never counted (BLDS 2015 Art. 147.2): the stop begins on the day after ``stopped_on``, and counting
    goes on on the day after ``resumed_on``. Raises ValueError when it ends before it begins.
    """

    stopped_on: date
    resumed_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a suspension that ends before it begins."""
        if self.resumed_on is not None and self.resumed_on < self.stopped_on:
            raise ValueError("a suspension cannot end before it begins")

    def stops(self, day: date) -> bool:
        """True when ``day`` does not count because of this suspension."""
        return self.stopped_on < day and (self.resumed_on is None or day <= self.resumed_on)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Why the due date is this day. All days are local dates in Viet Nam.

    ``skipped`` days lie inside the count, ``rolled`` days were passed over because a period may not end on them,
    ``worked`` are weekend days that counted because they were worked in exchange. ``aim_on`` is the last working day on or
    before the raw one: the safe day. ``provisional`` are years, ``uncertain`` days, on which the date rests and whose
    official plan is not confirmed.
    """

    term: str
    number: int
    unit: TermUnit
    direction: Direction
    extension: int
    by_office: bool
    clock_vi: str
    clock_en: str
    article_vi: str
    article_en: str
    start_on: date
    calendar: str
    first_counted_on: date | None
    skipped: tuple[DayOff, ...]
    rolled: tuple[DayOff, ...]
    worked: tuple[date, ...]
    suspensions: tuple[Suspension, ...]
    raw_on: date
    due_on: date
    aim_on: date
    provisional: tuple[int, ...]
    uncertain: tuple[date, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the proof as plain JSON values; what is empty is left out."""
        full: dict[str, Any] = {
            "v": FORMAT,
            "term": self.term,
            "number": self.number,
            "unit": self.unit.value,
            "direction": self.direction.value,
            "extension": self.extension,
            "by_office": self.by_office,
            "clock": [self.clock_vi, self.clock_en],
            "article": [self.article_vi, self.article_en],
            "start_on": self.start_on.isoformat(),
            "calendar": self.calendar,
            "first_counted_on": _iso(self.first_counted_on),
            "skipped": [_day_out(day) for day in self.skipped],
            "rolled": [_day_out(day) for day in self.rolled],
            "worked": [day.isoformat() for day in self.worked],
            "suspensions": [[_iso(stop.stopped_on), _iso(stop.resumed_on)] for stop in self.suspensions],
            "raw_on": self.raw_on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "aim_on": self.aim_on.isoformat(),
            "provisional": list(self.provisional),
            "uncertain": [day.isoformat() for day in self.uncertain],
        }
        return {key: value for key, value in full.items() if value or key == "number"}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Proof:
        """Read back what to_dict wrote. Raises KeyError or ValueError for anything else."""
        if data.get("v") != FORMAT:
            raise ValueError("unknown form of a proof")
        return cls(
            term=data["term"],
            number=data["number"],
            unit=TermUnit(data["unit"]),
            direction=Direction(data["direction"]),
            extension=data.get("extension", 0),
            by_office=data.get("by_office", False),
            clock_vi=data["clock"][0],
            clock_en=data["clock"][1],
            article_vi=data["article"][0],
            article_en=data["article"][1],
            start_on=date.fromisoformat(data["start_on"]),
            calendar=data["calendar"],
            first_counted_on=_day_or_none(data.get("first_counted_on")),
            skipped=tuple(_day_in(row) for row in data.get("skipped", ())),
            rolled=tuple(_day_in(row) for row in data.get("rolled", ())),
            worked=tuple(date.fromisoformat(day) for day in data.get("worked", ())),
            suspensions=tuple(Suspension(date.fromisoformat(stop), _day_or_none(go)) for stop, go in data.get("suspensions", ())),
            raw_on=date.fromisoformat(data["raw_on"]),
            due_on=date.fromisoformat(data["due_on"]),
            aim_on=date.fromisoformat(data["aim_on"]),
            provisional=tuple(data.get("provisional", ())),
            uncertain=tuple(date.fromisoformat(day) for day in data.get("uncertain", ())),
        )

    @property
    def total(self) -> int:
        """The number of the term with the extension."""
        return self.number + self.extension


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day_or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _day_out(day: DayOff) -> list[str]:
    row = [day.on.isoformat(), day.why.value]
    return [*row, day.name_vi, day.name_en] if day.name_vi else row


def _day_in(row: list[str]) -> DayOff:
    return DayOff(date.fromisoformat(row[0]), Why(row[1]), *row[2:])

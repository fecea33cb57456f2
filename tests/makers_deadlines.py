"""Makers of legal time: days written with their weekday, terms, calendars, and the rows of the deadline tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from deadlines.calendar import DayKind, SpecialDay, WorkingCalendar
from deadlines.proof import Suspension
from deadlines.reference import YearPlan, assemble
from deadlines.terms import Direction, Term, TermUnit

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """One row of a deadline table. Days are written "Fri 20/11/2026"; ``raw`` is empty where it is the due day itself."""

    code: str
    start: str
    due: str
    why: str
    raw: str = ""
    complex_case: bool = False
    remote_area: bool = False
    extension: int = 0
    stops: tuple[tuple[str, str], ...] = ()

    @property
    def raw_day(self) -> date:
        """The last day by the number alone."""
        return day(self.raw or self.due)

    @property
    def suspensions(self) -> tuple[Suspension, ...]:
        """The suspensions of the row."""
        return tuple(Suspension(day(stopped), day(resumed)) for stopped, resumed in self.stops)


def day(text: str) -> date:
    """Return the date of "Fri 20/11/2026"; a weekday that does not belong to the date fails the test."""
    weekday, numbers = text.split(" ")
    number, month, year = (int(part) for part in numbers.split("/"))
    made = date(year, month, number)
    assert WEEKDAYS[made.weekday()] == weekday, f"{numbers} is a {WEEKDAYS[made.weekday()]}, not a {weekday}"
    return made


def written(made: date) -> str:
    """Return the date as the tables write it."""
    return f"{WEEKDAYS[made.weekday()]} {made:%d/%m/%Y}"


def make_term(number: int = 5, unit: str = "wd", direction: str = "after", **changes: object) -> Term:
    """Return a term that nothing else depends on."""
    values: dict[str, object] = {
        "code": "TEST.TERM",
        "family": changes.get("code", "TEST.TERM"),
        "case_kind": "KNPA",
        "number": number,
        "unit": TermUnit(unit),
        "direction": Direction(direction),
        "stage_vi": "Việc thử",
        "stage_en": "A test duty",
        "clock_vi": "ngày nhận đơn",
        "clock_en": "the day of receipt",
        "basis_vi": "Điều 1 Luật Thử",
        "basis_en": "Test Law, Art. 1",
    }
    return Term(**{**values, **changes})  # type: ignore[arg-type]


def special(on: str, kind: str = "statutory", name: str = "Ngày lễ thử", **changes: object) -> SpecialDay:
    """Return a special day; ``on`` as in the tables."""
    values: dict[str, object] = {"name_vi": name, "name_en": "A test holiday", "document": "Văn bản thử"}
    return SpecialDay(on=day(on), kind=DayKind(kind), **{**values, **changes})  # type: ignore[arg-type]


def make_calendar(
    *days: SpecialDay, years: Iterable[int] = (2026,), provisional: Iterable[int] = (), version: str = "test"
) -> WorkingCalendar:
    """Return a calendar of whole years with only the given special days."""
    plans = [
        YearPlan(
            year=year,
            provisional=year in set(provisional),
            document="Văn bản thử",
            days=tuple(item for item in days if item.on.year == year),
        )
        for year in years
    ]
    return assemble(version, plans)


def make_plan(year: int, *days: SpecialDay, provisional: bool = False, document: str = "Thông báo thử") -> YearPlan:
    """Return the plan of one year with the four holidays whose date never changes, and the given days."""
    fixed = [(1, 1, "Tết Dương lịch"), (4, 30, "Ngày Chiến thắng"), (5, 1, "Ngày Quốc tế Lao động"), (9, 2, "Quốc khánh")]
    known = {item.on for item in days}
    always = [
        SpecialDay(on=date(year, month, number), kind=DayKind.STATUTORY, name_vi=name, name_en=name, document="Điều 112")
        for month, number, name in fixed
        if date(year, month, number) not in known
    ]
    return YearPlan(
        year=year, provisional=provisional, document=document, days=tuple(sorted([*always, *days], key=lambda item: item.on))
    )

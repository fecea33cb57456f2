"""The reference data that ships with the product, and the reading of calendar files; no database.

``data/terms.csv`` holds the legal terms, ``data/calendar_<year>.csv`` the days of a year, ``data/calendar_years.csv`` whether a
year's plan is confirmed and by which document. A calendar file that an operator loads has the same columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.errors import DomainError
from core.text import fold
from deadlines.calendar import SATURDAY, DayKind, SpecialDay, WorkingCalendar
from deadlines.terms import Direction, Term, TermUnit, Trait, Transition

DATA = Path(__file__).resolve().parent / "data"
COLUMNS = ("date", "kind", "name_vi", "name_en", "document", "uncertain")
FIXED_HOLIDAYS = ((1, 1), (4, 30), (5, 1), (9, 2))
TET, FOREFATHERS, NATIONAL_DAY = "Tết Nguyên đán", "Giỗ Tổ Hùng Vương", "Quốc khánh"
NAMED_HOLIDAYS = ((TET, "tet", 5), (FOREFATHERS, "gio to", 1), (NATIONAL_DAY, "quoc khanh", 2))
"""Name, how it is known when folded, and how many days the Labour Code 2019 (Art. 112) gives."""
LUNAR_YEARS = ((351, 358), (380, 388))
"""How far the first days off of two Tết may lie apart: twelve months or thirteen, and up to three days of choice. Never 365."""
TET_TO_FOREFATHERS = ((66, 73), (95, 103))


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line of a file that cannot be taken: its number (the header is line 1) and the reason as a code."""

    line: int
    reason: str
    value: str = ""


class BadCalendarFile(DomainError):
    """A calendar file holds rows that cannot be taken; none of it is loaded. ``rows``: the bad ones."""

    code = "bad_calendar_file"

    def __init__(self, rows: Sequence[BadRow]) -> None:
        super().__init__(count=len(rows))
        self.rows = tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """The plan of one year: its days, whether it is provisional, and the document that announced it."""

    year: int
    provisional: bool
    document: str
    days: tuple[SpecialDay, ...]
    note_vi: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a holiday of a file cannot be right: ``number`` of days is not ``expected``, or ``on`` lies wrongly from ``since``."""

    name: str
    number: int = 0
    expected: int = 0
    on: date | None = None
    since: date | None = None


def shipped_terms() -> list[Term]:
    """Return the legal terms of ``data/terms.csv``, in the file's order."""
    with (DATA / "terms.csv").open(encoding="utf-8", newline="") as file:
        return [term_from_row(row) for row in csv.DictReader(file)]


def term_from_row(row: dict[str, str]) -> Term:
    """Make a term from a row of the file. Raises ValueError for a value outside its vocabulary."""
    words = {name: row[name] for name in row if name.endswith(("_vi", "_en"))}
    return Term(
        code=row["code"],
        family=row["family"],
        traits=frozenset(Trait(name) for name in row["traits"].split()),
        case_kind=row["case_kind"],
        number=int(row["number"]),
        unit=TermUnit(row["unit"]),
        direction=Direction(row["direction"]),
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        hard=row["hard"] == "Y",
        confidence=row["confidence"],
        transition=Transition(row["transition"]),
        **words,
    )


def shipped_years() -> list[YearPlan]:
    """Return the plans of the years that ship with the product, the earliest first."""
    with (DATA / "calendar_years.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        YearPlan(
            year=int(row["year"]),
            provisional=row["status"] == "provisional",
            document=row["document"],
            days=tuple(read_days(DATA / f"calendar_{row['year']}.csv", year=int(row["year"]))),
            note_vi=row["note_vi"],
            note_en=row["note_en"],
        )
        for row in rows
    ]


def shipped_calendar() -> WorkingCalendar:
    """Return the calendar of the shipped files, version ``shipped``."""
    return assemble("shipped", shipped_years())


def assemble(version: str, years: Iterable[YearPlan]) -> WorkingCalendar:
    """Make one calendar from year plans without a gap between them. Raises ValueError when years are missing."""
    plans = sorted(years, key=lambda plan: plan.year)
    numbers = [plan.year for plan in plans]
    if not plans or numbers != list(range(numbers[0], numbers[-1] + 1)):
        raise ValueError(f"a calendar needs years without a gap, not {numbers}")
    days = [day for plan in plans for day in plan.days]
    return WorkingCalendar(
        version=version,
        first=date(numbers[0], 1, 1),
        last=date(numbers[-1], 12, 31),
        off={day.on: day for day in days if day.is_off},
        working_saturdays={day.on: day for day in days if day.kind is DayKind.WORKING},
        provisional_years=frozenset(plan.year for plan in plans if plan.provisional),
    )


def read_days(path: Path, *, year: int) -> list[SpecialDay]:
    """Read a calendar file (CSV, UTF-8, columns as COLUMNS; dates 2026-11-24 or 24/11/2026).

    Raises BadCalendarFile with every bad row, OSError when there is no such file.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadCalendarFile([BadRow(1, "not_utf8")]) from None
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS[:5] if name not in (reader.fieldnames or ())]
    if missing:
        raise BadCalendarFile([BadRow(1, "missing_column", name) for name in missing])
    days: dict[date, SpecialDay] = {}
    bad: list[BadRow] = []
    for row in reader:
        day = _day(row, year=year)
        if isinstance(day, SpecialDay) and day.on in days:
            day = ("twice", row["date"])
        if isinstance(day, SpecialDay):
            days[day.on] = day
        else:
            bad.append(BadRow(reader.line_num, *day))
    if bad or not days:
        raise BadCalendarFile(bad or [BadRow(1, "empty")])
    return sorted(days.values(), key=lambda day: day.on)


def missing_holidays(days: Iterable[SpecialDay], *, year: int) -> Iterator[date]:
    """Yield the holidays with a fixed date that the rows of a year do not hold: a sign of a file cut short."""
    known = {day.on for day in days if day.is_off}
    fixed = (*FIXED_HOLIDAYS, (11, 24)) if year >= 2026 else FIXED_HOLIDAYS
    yield from (day for month, number in fixed if (day := date(year, month, number)) not in known)


def doubtful_holidays(days: Sequence[SpecialDay], *, year: int, known: Iterable[SpecialDay]) -> Iterator[Doubt]:
    """Yield what cannot be right about the holidays that the moon or the government sets; ``known``: the days of other years.

    Nothing is computed from the moon: the days are counted, and a Tết that lies a solar year from the last one is no Tết.
    """
    rows = list(known)
    found = {name: _named(days, year=year, mark=mark) for name, mark, _number in NAMED_HOLIDAYS}
    for name, _mark, number in NAMED_HOLIDAYS:
        if len(found[name]) != number:
            yield Doubt(name=name, number=len(found[name]), expected=number)
    tet, forefathers = found[TET], found[FOREFATHERS]
    for other in (year - 1, year + 1):
        neighbour = _named(rows, year=other, mark="tet")
        if tet and neighbour and not _lies(abs((tet[0] - neighbour[0]).days), LUNAR_YEARS):
            yield Doubt(name=TET, on=tet[0], since=neighbour[0])
    if tet and forefathers and not _lies((forefathers[0] - tet[0]).days, TET_TO_FOREFATHERS):
        yield Doubt(name=FOREFATHERS, on=forefathers[0], since=tet[0])


def _named(days: Iterable[SpecialDay], *, year: int, mark: str) -> list[date]:
    """Return the days of a year that the law gives under this name; the solar New Year is no Tết."""
    statutory = (day for day in days if day.kind is DayKind.STATUTORY and day.on.year == year)
    return sorted(day.on for day in statutory if mark in fold(day.name_vi) and "duong lich" not in fold(day.name_vi))


def _lies(number: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(least <= number <= most for least, most in spans)


def parse_day(text: str) -> date:
    """Read 2026-11-24 or 24/11/2026. Raises ValueError."""
    text = text.strip()
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII)
    if match:
        day, month, year = (int(part) for part in match.groups())
        return date(year, month, day)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError("not a date")
    return date.fromisoformat(text)


def fits(kind: DayKind, on: date) -> bool:
    """True when a day of this kind may fall on this weekday: only weekends are worked, only weekdays are given in lieu."""
    weekend = on.weekday() >= SATURDAY
    if kind is DayKind.WORKING:
        return weekend
    return not weekend or kind in (DayKind.STATUTORY, DayKind.ORDINARY)


def _day(row: dict[str, str | None], *, year: int) -> SpecialDay | tuple[str, str]:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    try:
        on = parse_day(cells["date"])
    except ValueError:
        return "bad_date", cells["date"]
    if on.year != year:
        return "other_year", cells["date"]
    if cells["kind"] not in set(DayKind) - {DayKind.ORDINARY, DayKind.LOCAL}:
        return "unknown_kind", cells["kind"]
    kind = DayKind(cells["kind"])
    if not fits(kind, on):
        return "wrong_weekday", cells["date"]
    for name in ("name_vi", "document"):
        if not cells[name]:
            return f"no_{name}", cells["date"]
    return SpecialDay(
        on=on, kind=kind, name_vi=cells["name_vi"], name_en=cells["name_en"] or cells["name_vi"],
        document=cells["document"], uncertain=cells["uncertain"].upper() == "Y",
    )  # fmt: skip

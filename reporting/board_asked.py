"""What an address of the board asks for: a period, a day, a group; and the addresses of the cases behind the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import request

from accounts.queries import departments, fields, villages
from core.i18n import current_locale
from reporting.measures import MONTHS_SHOWN, months_until
from reporting.periods import Asked, Period, asked, month, reports_until
from reporting.phrases import FAULTS, period_words

PERIOD_ARGUMENTS = ("ky", "tu", "den", "ngay")
GROUP_ARGUMENTS = ("linh-vuc", "thon", "phong")
CASE_ARGUMENTS = (*PERIOD_ARGUMENTS, *GROUP_ARGUMENTS, "so", "sau")
COLUMNS = {"linh-vuc": "field_id", "thon": "village_id", "phong": "department_id"}
LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A line of the list of periods."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class GroupAsked:
    """A group that the cases are narrowed to: ids by column, its name, and whether the address named one that is unknown."""

    ids: Mapping[str, int]
    names: tuple[str, ...] = ()
    unknown: bool = False


def typed(name: str) -> str:
    """Return an argument of the address, cut to what could mean something."""
    return request.args.get(name, "").strip()[:LONGEST]


def asked_period(today: date) -> Asked:
    """Return the period and the day that the address asks for."""
    return asked(name=typed("ky"), first=typed("tu"), last=typed("den"), as_of=typed("ngay"), today=today)


def sentences(found: Asked) -> dict[str, str]:
    """Return what is wrong with the address, by field."""
    return {name: str(FAULTS[code]) for name, code in found.faults}


def choices(today: date) -> list[tuple[str, list[Choice]]]:
    """Return the periods to choose from: months and reporting periods, the newest first."""
    chosen = "" if typed("tu") or typed("den") else typed("ky")
    months = [month(day.year, day.month) for day in reversed(months_until(today, number=MONTHS_SHOWN + 1))]
    return [("month", _lines(months, chosen)), ("report", _lines(reports_until(today), chosen))]


def _lines(periods: list[Period], chosen: str) -> list[Choice]:
    return [Choice(value=period.name, label=period_words(period), chosen=period.name == chosen) for period in periods]


def behind(number: str, **group: str) -> str:
    """Return the address of the cases behind a number, for the period of this address and a group (linh_vuc, thon, phong)."""
    named = {key.replace("_", "-"): value for key, value in group.items()}
    return "/cong-khai/ho-so?" + urlencode({"so": number, **named, **_kept(PERIOD_ARGUMENTS)})


def _kept(names: Iterable[str]) -> dict[str, str]:
    return {name: value for name in names if (value := typed(name))}


def kept_url(path: str, names: Iterable[str], **more: str) -> str:
    """Return a path with those arguments of this address that are named and typed, and with more."""
    kept = _kept(names) | more
    return path + (f"?{urlencode(kept)}" if kept else "")


def board_url(below: str = "") -> str:
    """Return the address of the board, or of a page below it, for the period of this address."""
    return kept_url(f"/cong-khai{below}", PERIOD_ARGUMENTS)


def next_url(code: str) -> str:
    """Return the address of the page of cases after a code."""
    return kept_url("/cong-khai/ho-so", CASE_ARGUMENTS, sau=code)


def asked_group(unit_id: int, arguments: Sequence[str] = GROUP_ARGUMENTS) -> GroupAsked:
    """Return the field, village and department that the address narrows the cases to, of those that the page knows."""
    locale = current_locale()
    known = {
        "linh-vuc": {item.code: (item.id, item.named(locale)) for item in fields(unit_id)},
        "thon": {item.code: (item.id, item.name) for item in villages(unit_id)},
        "phong": {item.code: (item.id, item.named(locale)) for item in departments(unit_id)},
    }
    wanted = {name: typed(name) for name in arguments if typed(name)}
    found = {name: known[name].get(code) for name, code in wanted.items()}
    return GroupAsked(
        ids={COLUMNS[name]: item[0] for name, item in found.items() if item}, unknown=None in found.values(),
        names=tuple(item[1] for item in found.values() if item),
    )  # fmt: skip

"""The criteria as data: lists with days of validity, read from a file and checked. Pure.

A list comes with the product; a commune may bring its own in the same shape, which then goes before it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from reporting.friendly.numbers import known_numbers

DATA = Path(__file__).parents[1] / "data" / "friendly_criteria.toml"
TOTAL = 100
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
WORDS_MOST = 300
TEXTS = ("source", "key", "title", "title_en", "name", "name_en", "measured", "measured_en", "hint", "hint_en", "number", "of")
MAY_BE_EMPTY = frozenset({"measured", "measured_en", "hint", "hint_en", "number", "of"})


class BadCriteria(ValueError):
    """A file of criteria that cannot be taken; its text is a sentence for who loads it."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Points that a number proposes: ``least`` from so much on, ``most`` up to so much; of a share in percent."""

    points: float
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion with its ``most`` points; ``number`` (a part ``of`` another, where ``share``) is its evidence."""

    key: str
    title: str
    title_en: str
    most: int
    half: bool = False
    hint: str = ""
    hint_en: str = ""
    number: str = ""
    of: str = ""
    share: bool = False
    measured: str = ""
    measured_en: str = ""
    rule: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """Criteria below one title."""

    key: str
    title: str
    title_en: str
    criterion: tuple[Criterion, ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A grade from ``least`` points on."""

    least: float
    name: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class CriteriaList:
    """Groups of criteria and steps of grades, in force from one day to another (None: still)."""

    source: str
    valid_from: date
    valid_to: date | None = None
    group: tuple[Group, ...]
    step: tuple[Step, ...]

    @property
    def criteria(self) -> Iterator[Criterion]:
        """All criteria in their order."""
        return (item for group in self.group for item in group.criterion)

    def grade(self, total: float) -> Step:
        """Return the step of a total."""
        return max((step for step in self.step if step.least <= total), key=lambda step: step.least)


def in_force(lists: Iterable[CriteriaList], day: date) -> CriteriaList | None:
    """Return the list that began last of those in force on a day, or None."""
    found = [item for item in lists if item.valid_from <= day and (item.valid_to is None or day <= item.valid_to)]
    return max(found, key=lambda item: item.valid_from, default=None)


@lru_cache(maxsize=1)
def shipped() -> tuple[CriteriaList, ...]:
    """Return the lists that come with the product."""
    return read(DATA.read_bytes())


def read(content: bytes) -> tuple[CriteriaList, ...]:
    """Return the lists of a file, checked. Raises BadCriteria."""
    try:
        rows = tomllib.loads(content.decode("utf-8")).get("list")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadCriteria(f"The file cannot be read as TOML: {fault}.") from None
    if not isinstance(rows, list) or not rows:
        raise BadCriteria("The file holds no [[list]].")
    lists = tuple(from_plain(row) for row in rows)
    if len({item.valid_from for item in lists}) < len(lists):
        raise BadCriteria("Two lists begin on the same day.")
    return lists


def from_plain(row: Mapping[str, Any]) -> CriteriaList:
    """Return a list out of plain values, checked. Raises BadCriteria."""
    try:
        made: CriteriaList = _made(CriteriaList, row)
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise BadCriteria(f"A list has a part that is missing, unknown or of the wrong kind: {fault}.") from None
    for sentence in _faults(made):
        raise BadCriteria(sentence)
    return made


def to_plain(item: CriteriaList) -> dict[str, Any]:
    """Return a list as plain values, days as texts."""
    days = {"valid_from": item.valid_from.isoformat(), "valid_to": item.valid_to.isoformat() if item.valid_to else None}
    return {**asdict(item), **days}


PARTS: Mapping[str, type] = {"group": Group, "criterion": Criterion, "step": Step, "rule": Rule}


def _made(kind: type, row: Mapping[str, Any]) -> Any:
    """Make one part of a list with the parts in it; a wrong kind of value is a TypeError, a bad day a ValueError."""
    known = {item.name for item in fields(kind)}
    if unknown := set(row) - known:
        raise TypeError(f"{', '.join(sorted(map(str, unknown)))} (unknown)")
    values = {name: _value(name, value) for name, value in row.items() if value is not None}
    return kind(**values)


def _value(name: str, value: Any) -> Any:
    if name in PARTS:
        return tuple(_made(PARTS[name], row) for row in value)
    if name in ("valid_from", "valid_to"):
        return value if type(value) is date else date.fromisoformat(value)
    wanted: Any = str if name in TEXTS else bool if name in ("half", "share") else (int, float)
    number = wanted == (int, float)
    if not isinstance(value, wanted) or (number and (isinstance(value, bool) or not isfinite(value))):
        raise TypeError(f"{name} = {value!r}")
    return " ".join(value.split()) if isinstance(value, str) else value


def _faults(made: CriteriaList) -> Iterator[str]:
    """Yield what is wrong with a list, in sentences."""
    keys = [group.key for group in made.group] + [item.key for item in made.criteria]
    if bad := [key for key in keys if not KEY.fullmatch(key)]:
        yield f"A key has small letters, digits and _ and begins with a letter: {bad[0]!r}."
    if len(set(keys)) < len(keys):
        yield "A key stands in the list twice."
    if made.valid_to is not None and made.valid_to < made.valid_from:
        yield "valid_to lies before valid_from."
    if not any(step.least == 0 for step in made.step) or len({step.least for step in made.step}) < len(made.step):
        yield "The steps need one from 0 points on, and each its own points."
    yield from _long_or_blank((made, *made.group, *made.step, *made.criteria))
    for item in made.criteria:
        yield from _criterion_faults(item)
    if (whole := sum(item.most for item in made.criteria)) != TOTAL:
        yield f"The points add up to {whole:g}, not to {TOTAL}."


def _long_or_blank(parts: Sequence[Any]) -> Iterator[str]:
    for part in parts:
        texts = {name: getattr(part, name) for name in TEXTS if hasattr(part, name)}
        for name, text in texts.items():
            if len(text) > WORDS_MOST or not (text or name in MAY_BE_EMPTY):
                yield f"{name} has 1 to {WORDS_MOST} letters: {text[:40]!r}."


def _criterion_faults(item: Criterion) -> Iterator[str]:
    if not isinstance(item.most, int) or item.most < 1:
        yield f"{item.key}: most is a whole number of points."
    if unknown := {item.number, item.of} - {""} - known_numbers():
        yield f"{item.key}: no number is called {', '.join(sorted(unknown))}."
    if (item.of and not item.number) or (item.share and not item.of) or (item.rule and not item.number):
        yield f"{item.key}: a rule needs a number, a share needs number and of."
    if item.number and not (item.measured and item.measured_en):
        yield f"{item.key}: measured and measured_en say what the number counts."
    for rule in item.rule:
        if not takes(item, rule.points):
            yield f"{item.key}: a rule proposes {rule.points:g} points, which cannot be given."
        if (rule.least is None) == (rule.most is None):
            yield f"{item.key}: a rule has either least or most."


def takes(item: Criterion, points: float) -> bool:
    """Return whether so many points may be given."""
    return 0 <= points <= item.most and points * (2 if item.half else 1) % 1 == 0

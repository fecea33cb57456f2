"""Where leaders should look: what comes more often than it used to, what is overdue, what did not satisfy. Pure.

A place is a village and a field together; then, for what no single place explains, a field in the whole commune and a village in
all its fields. Letters of the last days are held against the half year before them. That more came than usual is said when so
many would come by chance less than once in a hundred times (letters taken as a Poisson process), and never for a handful. When
letters became more everywhere (people came to know the site), a place stands out only if they became more there than elsewhere.

For officials only; it names places, nobody (plan of 2024, II.1: "nắm tình hình Nhân dân").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import exp

DAYS: tuple[int, ...] = (30, 90)
"""How many last days can be looked at, the first one unless told otherwise. Calendar days, today included."""
DAYS_BEFORE = 180
LEAST_DAYS_BEFORE = 60
RARE = 0.01
LEAST_LETTERS = "situation_least_letters"


class Signal(StrEnum):
    """Why a place is told."""

    MORE = "more"
    OVERDUE = "overdue"
    UNHAPPY = "unhappy"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is seen of a place: letters ``received`` in the last days and ``before`` them, cases ``overdue`` today.

    ``unhappy``: the cases whose sender said in the last days that the answer did not satisfy, opened again or not, each once.
    """

    received: int = 0
    before: int = 0
    overdue: int = 0
    unhappy: int = 0

    def __add__(self, other: Seen) -> Seen:
        """Return both places together."""
        return Seen(**{name: getattr(self, name) + getattr(other, name) for name in _COUNTS})

    def without(self, other: Seen) -> Seen:
        """Return this place without a part of it."""
        return Seen(**{name: getattr(self, name) - getattr(other, name) for name in _COUNTS})


_COUNTS = tuple(item.name for item in fields(Seen))


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A village and a field, each None when nobody knows, and what is seen there."""

    village_id: int | None
    field_id: int | None
    seen: Seen


NOWHERE = Cell(village_id=None, field_id=None, seen=Seen())


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place that is told: without village the whole commune, without field all of them. ``usual`` letters in as many days."""

    signal: Signal
    number: int
    village_id: int | None = None
    field_id: int | None = None
    usual: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Span:
    """``days`` that are looked at and ``days_before`` that they are compared with: fewer where the commune began later."""

    days: int
    days_before: int

    @property
    def compares(self) -> bool:
        """Whether there is enough before to say what is usual."""
        return self.days_before >= LEAST_DAYS_BEFORE

    def usual(self, before: int) -> float:
        """Return how many letters as many days brought on average."""
        return before * self.days / self.days_before if self.days_before else 0.0


def chance(number: int, expected: float) -> float:
    """Return how likely ``number`` or more letters are where ``expected`` come on average (Poisson), from 0 to 1."""
    term = fewer = exp(-expected)
    for count in range(1, number):
        term *= expected / count
        fewer += term
    return 1.0 if number <= 0 else max(0.0, 1.0 - fewer)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What makes a place stand out: the ``span``, the ``least`` number, and the ``whole`` commune that it is a part of."""

    span: Span
    least: int
    whole: Seen

    def growth(self, place: Seen) -> float:
        """Return how many times the usual came everywhere else; 1.0 where it was no more than usual."""
        elsewhere = self.whole.without(place)
        return max(1.0, elsewhere.received / self.span.usual(elsewhere.before + 1))


def is_more(seen: Seen, by: Measure) -> bool:
    """Say whether more letters came than usual. One is added to those before, so that a place without any is no surprise."""
    if not by.span.compares or seen.received < by.least:
        return False
    return chance(seen.received, by.span.usual(seen.before + 1) * by.growth(seen)) < RARE


def spots(cells: Iterable[Cell], span: Span, *, least: int) -> list[Spot]:
    """Return the places to look at, the most urgent signal first and in it the largest number.

    A field or a village as a whole, and the commune as a whole, is told only for what its own places have not told already. What
    has no village or no field counts for the whole and is never a place itself.
    """
    all_cells = list(cells)
    measure = Measure(span=span, least=least, whole=_sum(all_cells))
    found = [spot for cell in all_cells if _known(cell) for spot in _signals(cell.seen, measure, where=cell)]
    found += _wholes(all_cells, found, measure, key_name="field_id")
    found += _wholes(all_cells, found, measure, key_name="village_id")
    found += _beyond(all_cells, found, measure)
    order = list(Signal)
    return sorted(found, key=lambda spot: (order.index(spot.signal), -spot.number, spot.village_id or 0, spot.field_id or 0))


def _known(cell: Cell) -> bool:
    return cell.village_id is not None and cell.field_id is not None


def _signals(seen: Seen, by: Measure, *, where: Cell) -> list[Spot]:
    place = {"village_id": where.village_id, "field_id": where.field_id}
    found = []
    if is_more(seen, by):
        found.append(Spot(signal=Signal.MORE, number=seen.received, usual=by.span.usual(seen.before), **place))
    if seen.overdue >= by.least:
        found.append(Spot(signal=Signal.OVERDUE, number=seen.overdue, **place))
    if seen.unhappy >= by.least:
        found.append(Spot(signal=Signal.UNHAPPY, number=seen.unhappy, **place))
    return found


def _wholes(cells: Sequence[Cell], told: Sequence[Spot], by: Measure, *, key_name: str) -> list[Spot]:
    """Return the fields (or villages) that stand out by what their told places do not explain; shown with all their letters."""
    found = []
    for key in sorted({getattr(cell, key_name) for cell in cells} - {None}):
        spots_of_key = _beyond([cell for cell in cells if getattr(cell, key_name) == key], told, by)
        found += [replace(spot, **{key_name: key}) for spot in spots_of_key]
    return found


def _beyond(cells: Sequence[Cell], told: Sequence[Spot], by: Measure) -> list[Spot]:
    """Return the signals of cells together, of those that hold without the cells that are told already as well."""
    found = []
    place = replace(NOWHERE, seen=_sum(cells))
    for spot in _signals(place.seen, by, where=place):
        explained = _sum(cell for cell in cells if _is_told(cell, told, spot.signal))
        without = replace(by, whole=by.whole.without(explained))
        rest = _signals(place.seen.without(explained), without, where=place)
        found += [spot] if any(each.signal is spot.signal for each in rest) else []
    return found


def _is_told(cell: Cell, told: Sequence[Spot], signal: Signal) -> bool:
    return any(
        spot.signal is signal and (spot.village_id in (None, cell.village_id) and spot.field_id in (None, cell.field_id))
        for spot in told
    )


def _sum(cells: Iterable[Cell]) -> Seen:
    return sum((cell.seen for cell in cells), Seen())

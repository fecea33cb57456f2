"""Where the villages stand on the board's small map: circles that cover as much as was received, names where there is room.

Geometry alone. What was drawn on the ground is kept as it is as far as paper allows: circles that would cover each other are
moved apart until each can be seen, none leaves the drawing, and the same villages always give the same drawing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.map_drawing import FLATTEST, TALLEST, WIDTH, Frame
from core.geometry import Point

LEAST_PLACES = 3
LARGEST, SMALLEST = 46.0, 10.0
"""Radii of the largest circle and of the smallest that can still be told apart by its pattern, in drawing units."""
ONE = 14.0
"""A single case is drawn no larger than this."""
FILLED = 0.2
"""At most this part of the drawing is covered by circles, so that there is room to move them apart."""
GAP, EDGE = 4.0, 6.0
ROUNDS = 80
NARROWEST = 0.01
"""Villages that lie closer together than this (degrees, about a kilometre) are not drawn further apart than that makes them."""
MARGIN = 0.12
NAMED = 12
LETTER, ABOVE, BELOW = 17.0, 21, 8
"""What a letter takes across, and what a line takes up above and below the foot of its letters."""
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A village on the drawing."""

    x: float
    y: float
    r: float


@dataclass(frozen=True, kw_only=True)
class Name:
    """Where a village's name is written; ``anchor`` as in SVG. None of it stands on a circle, on another name or outside."""

    x: int
    y: int
    anchor: str


def frame_around(points: Sequence[Point]) -> Frame:
    """Return the frame of a commune whose boundary is not known: all villages, with a margin, true to scale."""
    west, east = min(lon for lon, _lat in points), max(lon for lon, _lat in points)
    south, north = min(lat for _lon, lat in points), max(lat for _lon, lat in points)
    wide = math.cos(math.radians((south + north) / 2))
    across = max((east - west) * wide, NARROWEST) * (1 + 2 * MARGIN)
    up = max(north - south, NARROWEST) * (1 + 2 * MARGIN)
    height = min(TALLEST, max(FLATTEST, round(WIDTH * up / across)))
    across, up = max(across, up * WIDTH / height), max(up, across * height / WIDTH)
    lon, lat = (west + east) / 2, (south + north) / 2
    box = (lon - across / wide / 2, lat - up / 2, lon + across / wide / 2, lat + up / 2)
    return Frame(box=box, width=WIDTH, height=height)


def radii(numbers: Sequence[int], frame: Frame) -> list[float]:
    """Return the radius of each circle: its area follows its number, down to SMALLEST; the more circles, the smaller all."""
    most = max(numbers, default=0)
    if not most:
        return [SMALLEST for _number in numbers]
    one = min(ONE, LARGEST / math.sqrt(most))
    covered = math.pi * sum(max(SMALLEST, one * math.sqrt(number)) ** 2 for number in numbers)
    one *= min(1.0, math.sqrt(FILLED * frame.width * frame.height / covered))
    return [round(max(SMALLEST, one * math.sqrt(number)), 1) for number in numbers]


def circles(points: Sequence[Point], numbers: Sequence[int], frame: Frame) -> list[Circle]:
    """Return a circle for each village (longitude, latitude) and its number, moved apart where they would cover each other."""
    sizes = radii(numbers, frame)
    places = [list(map(float, frame.at(lon=lon, lat=lat))) for lon, lat in points]
    for _round in range(ROUNDS):
        _kept_inside(places, sizes, frame)
        if not _moved_apart(places, sizes):
            break
    _kept_inside(places, sizes, frame)
    return [Circle(x=round(x, 1), y=round(y, 1), r=r) for (x, y), r in zip(places, sizes, strict=True)]


def _kept_inside(places: list[list[float]], sizes: Sequence[float], frame: Frame) -> None:
    for place, r in zip(places, sizes, strict=True):
        for axis, length in enumerate((frame.width, frame.height)):
            place[axis] = min(max(place[axis], r + EDGE), length - r - EDGE)


def _moved_apart(places: list[list[float]], sizes: Sequence[float]) -> bool:
    """Move each pair that is too near, the smaller one further; whether any was. From west to east, so that few are compared."""
    order = sorted(range(len(places)), key=lambda number: places[number][0])
    widest = 2 * max(sizes, default=0.0) + GAP
    moved = False
    for at, number in enumerate(order):
        for other in itertools.islice(order, at + 1, None):
            if places[other][0] - places[number][0] > widest:
                break
            moved |= _parted(places[number], places[other], sizes[number], sizes[other], turn=number + other)
    return moved


def _parted(a: list[float], b: list[float], size_a: float, size_b: float, *, turn: int) -> bool:
    """Move two circles apart along the line between their middles; equal places, along one that ``turn`` chooses."""
    across, up = b[0] - a[0], b[1] - a[1]
    distance = math.hypot(across, up)
    missing = size_a + size_b + GAP - distance
    if missing < 0.1:
        return False
    if distance < 0.01:
        across, up, distance = math.cos(turn * 2.4), math.sin(turn * 2.4), 1.0
    share = size_b**2 / (size_a**2 + size_b**2)
    for axis, step in enumerate((across / distance, up / distance)):
        a[axis] -= step * missing * share
        b[axis] += step * missing * (1 - share)
    return True


def names(lengths: Sequence[int], drawn: Sequence[Circle], frame: Frame, *, most: int = NAMED) -> dict[int, Name]:
    """Return where the names of the largest circles are written, by the circle's number; ``lengths`` in letters.

    Beside the circle if there is room, else above or below it, else the name is left to the table.
    """
    found: dict[int, Name] = {}
    taken: list[Rectangle] = []
    for number in sorted(range(len(drawn)), key=lambda number: (-drawn[number].r, number)):
        if len(found) == most:
            break
        others = [circle for place, circle in enumerate(drawn) if place != number]
        for name in _places_around(drawn[number]):
            field = field_of(name, lengths[number])
            if _inside(field, frame) and not any(_meet(field, other) for other in taken) and not _covers(field, others):
                found[number] = name
                taken.append(field)
                break
    return found


def field_of(name: Name, length: int) -> Rectangle:
    """Return the field (left, top, right, bottom) that a name of so many letters takes."""
    wide = length * LETTER
    left = name.x - {"start": 0.0, "middle": wide / 2, "end": wide}[name.anchor]
    return left, name.y - ABOVE, left + wide, name.y + BELOW


def _places_around(circle: Circle) -> list[Name]:
    beside, x, y = circle.r + GAP + 2, round(circle.x), round(circle.y)
    return [
        Name(x=round(circle.x + beside), y=y + 9, anchor="start"), Name(x=round(circle.x - beside), y=y + 9, anchor="end"),
        Name(x=x, y=round(circle.y - beside) - BELOW + 2, anchor="middle"),
        Name(x=x, y=round(circle.y + beside) + ABOVE - 2, anchor="middle"),
    ]  # fmt: skip


def _inside(field: Rectangle, frame: Frame) -> bool:
    left, top, right, bottom = field
    return left >= 0 and top >= 0 and right <= frame.width and bottom <= frame.height


def _meet(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _covers(field: Rectangle, drawn: Sequence[Circle]) -> bool:
    left, top, right, bottom = field
    return any(
        math.hypot(circle.x - min(max(circle.x, left), right), circle.y - min(max(circle.y, top), bottom)) < circle.r + 1
        for circle in drawn
    )

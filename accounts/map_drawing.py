"""A commune drawn as lines: what the small map is made of, in whole numbers, light enough for a slow phone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.place_queries import Ground
from core.geometry import METRES_OF_A_DEGREE, Box, Point, Shape, middle_of, rings_of, thinned

WIDTH = 640
TALLEST, FLATTEST = 800, 360
MARGIN = 0.06
EDGE = 8
TOLERANCE = 1.2
FAR_TOLERANCE = 3.0
LETTER, LINE = 11.5, 24
"""What a letter of a name takes across and a line takes up, in drawing units (letters are 22 units high)."""
GAP = 14
"""What is kept free between two names on a line, and around a dot that is not the name's own."""
NAME_BELOW = 28
BARS = (5_000, 2_000, 1_000, 500, 200, 100, 50)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A piece of ground and the drawing it fills: ``box`` in degrees, ``width`` and ``height`` in drawing units."""

    box: Box
    width: int
    height: int

    def at(self, *, lon: float, lat: float) -> tuple[int, int]:
        """Return where a point is drawn."""
        west, south, east, north = self.box
        return round((lon - west) / (east - west) * self.width), round((north - lat) / (north - south) * self.height)

    def on_paper(self, *, lon: float, lat: float) -> tuple[int, int]:
        """Return where a pin for a point stands: at the edge when the point itself is off the drawing."""
        x, y = self.at(lon=lon, lat=lat)
        return min(max(x, EDGE), self.width - EDGE), min(max(y, EDGE), self.height - EDGE)

    def spot(self, *, x: float, y: float) -> Point:
        """Return the point (longitude, latitude) that is drawn at a place."""
        west, south, east, north = self.box
        return west + x / self.width * (east - west), north - y / self.height * (north - south)

    def closer(self, *, x: float, y: float, times: int) -> Frame:
        """Return the frame of the same size around a place, so many times as close."""
        lon, lat = self.spot(x=x, y=y)
        west, south, east, north = self.box
        across, up = (east - west) / times / 2, (north - south) / times / 2
        return Frame(box=(lon - across, lat - up, lon + across, lat + up), width=self.width, height=self.height)

    @property
    def metres_of_a_unit(self) -> float:
        """How many metres of ground a drawing unit is wide."""
        west, south, east, north = self.box
        wide = math.cos(math.radians((south + north) / 2))
        return (east - west) * wide * METRES_OF_A_DEGREE / self.width

    def holds(self, *, lon: float, lat: float) -> bool:
        """Whether a point is on the drawing."""
        west, south, east, north = self.box
        return west <= lon <= east and south <= lat <= north


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name on the map; ``anchor`` is "start", "middle" or "end"."""

    text: str
    x: int
    y: int
    anchor: str = "middle"

    @property
    def wide(self) -> float:
        """About how wide the name is drawn."""
        return len(self.text) * LETTER

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - {"start": 0.0, "middle": self.wide / 2, "end": self.wide}[self.anchor]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The lines of a map: ``d`` of SVG paths, names, and a scale bar (``bar_metres`` of ground, ``bar`` units long)."""

    frame: Frame
    commune: str
    neighbours: tuple[str, ...]
    villages: tuple[str, ...]
    labels: tuple[Label, ...]
    dots: tuple[tuple[int, int], ...]
    around: tuple[Label, ...]
    bar: int
    bar_metres: int


def short_name(name: str) -> str:
    """Return a village's name as a map writes it, without the word that all of them bear.

    >>> short_name("Thôn Nà Lìa")
    'Nà Lìa'
    """
    return name.removeprefix("Thôn ")


def frame_of(ground: Ground) -> Frame:
    """Return the frame of a whole commune with a margin around it."""
    west, south, east, north = ground.box
    across, up = (east - west) * MARGIN, (north - south) * MARGIN
    west, south, east, north = west - across, south - up, east + across, north + up
    wide = math.cos(math.radians((south + north) / 2))
    height = round(WIDTH * (north - south) / ((east - west) * wide))
    return Frame(box=(west, south, east, north), width=WIDTH, height=min(TALLEST, max(FLATTEST, height)))


def drawing_of(ground: Ground, names: Mapping[int, str], *, frame: Frame | None = None, below: int = NAME_BELOW) -> Drawing:
    """Return the drawing of a commune; ``names`` of villages by id, ``frame``: a piece of it (None: all of it).

    ``below``: how far under a dot its name stands.
    """
    frame = frame or frame_of(ground)
    labels, dots = _labels(ground, names, frame, below=below)
    bar_metres = next((metres for metres in BARS if metres / frame.metres_of_a_unit <= frame.width / 4), BARS[-1])
    return Drawing(
        frame=frame, commune=outline(ground.shape, frame, TOLERANCE),
        neighbours=tuple(filter(None, (outline(shape, frame, FAR_TOLERANCE) for shape in ground.neighbours.values()))),
        villages=tuple(filter(None, (outline(shape, frame, TOLERANCE) for shape in ground.villages.values()))),
        labels=labels, dots=dots, around=_around(ground, frame, taken=labels, dots=dots),
        bar=round(bar_metres / frame.metres_of_a_unit), bar_metres=bar_metres,
    )  # fmt: skip


def clear_of(drawing: Drawing, pins: Sequence[tuple[int, int, int]]) -> Drawing:
    """Return the drawing without the villages' names that would be written over a pin (x, y, radius)."""

    def over(label: Label, pin: tuple[int, int, int]) -> bool:
        x, y, radius = pin
        return abs(label.y - LINE / 3 - y) < radius + LINE / 4 and label.left - radius < x < label.left + label.wide + radius

    kept = tuple(label for label in drawing.labels if not any(over(label, pin) for pin in pins))
    return replace(drawing, labels=kept)


def outline(shape: Shape, frame: Frame, tolerance: float) -> str:
    """Return the "d" of a path: relative steps in whole units; stretches far off the drawing are cut to its surroundings."""
    parts = []
    for ring in rings_of(shape):
        points = [_near(frame.at(lon=point[0], lat=point[1]), frame) for point in ring]
        kept = thinned(_unlike(points), tolerance=tolerance)
        if len(kept) < 3:
            continue
        steps = [f"M{kept[0][0]} {kept[0][1]}l"]
        steps.append(" ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in itertools.pairwise(kept)).replace(" -", "-"))
        parts.append("".join(steps) + "z")
    return "".join(parts)


def _near(point: tuple[int, int], frame: Frame) -> tuple[int, int]:
    """Return the point, or the nearest one a little beyond the drawing's edge."""
    over = 40
    return min(max(point[0], -over), frame.width + over), min(max(point[1], -over), frame.height + over)


def _unlike(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]


def _labels(
    ground: Ground, names: Mapping[int, str], frame: Frame, *, below: int
) -> tuple[tuple[Label, ...], tuple[tuple[int, int], ...]]:  # fmt: skip
    """Return the villages' names where there is room for them, and a dot for each whose middle is known but not its boundary."""
    labels: list[Label] = []
    dots = []
    for village_id, (lon, lat) in ground.centres.items():
        if village_id not in names or not frame.holds(lon=lon, lat=lat):
            continue
        x, y = frame.at(lon=lon, lat=lat)
        drawn = village_id in ground.villages
        if not drawn:
            dots.append((x, y))
        y += 8 if drawn and below == NAME_BELOW else below
        anchor = "start" if x < 90 else "end" if x > frame.width - 90 else "middle"
        label = Label(text=names[village_id], x=x, y=y, anchor=anchor)
        if not any(_collide(label, other) for other in labels):
            labels.append(label)
    return tuple(labels), tuple(dots)


def _collide(a: Label, b: Label) -> bool:
    return abs(a.y - b.y) < LINE and a.left < b.left + b.wide + GAP and b.left < a.left + a.wide + GAP


def _beside(label: Label, dot: tuple[int, int]) -> bool:
    """Return whether a dot would be read as part of a name that is not its own."""
    x, y = dot
    return label.y - LINE - GAP / 2 < y < label.y + GAP and label.left - GAP < x < label.left + label.wide + GAP


def _around(
    ground: Ground, frame: Frame, *, taken: Sequence[Label], dots: Sequence[tuple[int, int]]
) -> tuple[Label, ...]:  # fmt: skip
    """Return the neighbours' names where their middles, drawn to the edge, lie on the map."""
    found: list[Label] = []
    for name, shape in ground.neighbours.items():
        lon, lat = middle_of(shape)
        x, y = frame.at(lon=lon, lat=lat)
        if -frame.width < x < 2 * frame.width and -frame.height < y < 2 * frame.height:
            x, y = min(max(x, 12), frame.width - 12), min(max(y, 26), frame.height - 44)
            anchor = "start" if x < 120 else "end" if x > frame.width - 120 else "middle"
            label = Label(text=name, x=x, y=y, anchor=anchor)
            crowded = any(_collide(label, other) for other in (*found, *taken)) or any(_beside(label, dot) for dot in dots)
            if not crowded:
                found.append(label)
    return tuple(found)

"""Points and areas on the ground: inside or outside, how far, which square of a grid. Pure; degrees are WGS 84.

A shape is what GeoJSON calls a MultiPolygon: polygons of rings of (longitude, latitude). Nothing here is exact geodesy: within
a province a degree is taken as equally long everywhere, which errs by less than what a telephone knows of where it is.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]
Shape = Sequence[Sequence[Ring]]
Box = tuple[float, float, float, float]

METRES_OF_A_DEGREE = 111_320.0


def rings_of(shape: Shape) -> Iterator[Ring]:
    """Return every ring of a shape, outlines and holes."""
    return (ring for polygon in shape for ring in polygon)


def box_of(shape: Shape) -> Box:
    """Return (west, south, east, north) in degrees. Raises ValueError for a shape without points."""
    points = [point for ring in rings_of(shape) for point in ring]
    longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def contains(shape: Shape, *, lon: float, lat: float) -> bool:
    """Whether a point lies inside; what lies in a hole does not. Of two neighbours that share an edge exactly one has it."""
    inside = False
    for ring in rings_of(shape):
        before = ring[-1]
        for here in ring:
            if (here[1] > lat) != (before[1] > lat):
                crossing = (before[0] - here[0]) * (lat - here[1]) / (before[1] - here[1]) + here[0]
                inside ^= lon < crossing
            before = here
    return inside


def metres_between(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the distance of two points (longitude, latitude) in metres."""
    wide = math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot((a[0] - b[0]) * wide, a[1] - b[1]) * METRES_OF_A_DEGREE


def metres_to_edge(shape: Shape, *, lon: float, lat: float) -> float:
    """Return how far a point is from the nearest edge of a shape, in metres."""
    wide = math.cos(math.radians(lat))
    nearest = math.inf
    for ring in rings_of(shape):
        flat = [((point[0] - lon) * wide, point[1] - lat) for point in ring]
        for start, end in itertools.pairwise(flat):
            nearest = min(nearest, _from_origin(start, end))
    return nearest * METRES_OF_A_DEGREE


def _from_origin(start: Point, end: Point) -> float:
    """Return the distance of the origin from a stretch."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = across * across + up * up
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(start[0] * across + start[1] * up) / length))
    return math.hypot(start[0] + along * across, start[1] + along * up)


def middle_of(shape: Shape) -> Point:
    """Return a point in the middle of the largest outline (its centroid; the middle of its box where it has no area)."""
    ring = max((polygon[0] for polygon in shape), key=lambda outline: abs(signed_area(outline)))
    area = signed_area(ring)
    if area == 0:
        west, south, east, north = box_of([[ring]])
        return (west + east) / 2, (south + north) / 2
    first = ring[0]
    across = up = 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (a[0] - first[0]) * (b[1] - first[1]) - (b[0] - first[0]) * (a[1] - first[1])
        across += (a[0] + b[0] - 2 * first[0]) * cross
        up += (a[1] + b[1] - 2 * first[1]) * cross
    return first[0] + across / (6 * area), first[1] + up / (6 * area)


def signed_area(ring: Ring) -> float:
    """Return the area of a ring in square degrees, negative when it runs clockwise."""
    first = ring[0]
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return (
        sum((a[0] - first[0]) * (b[1] - first[1]) - (b[0] - first[0]) * (a[1] - first[1]) for a, b in pairs) / 2
    )  # fmt: skip


def on_grid(*, lat: float, lon: float, metres: int) -> tuple[float, float]:
    """Return the middle (latitude, longitude) of the square of a fixed grid that a point lies in.

    The grid is that of the earth, not of the point: everything within a square gives the same answer, so nothing finer than the
    square can be read from it, however often it is asked. ``metres`` is the side of a square.
    """
    step = metres / METRES_OF_A_DEGREE
    middle = (math.floor(lat / step) + 0.5) * step
    wide = step / math.cos(math.radians(middle))
    return round(middle, 5), round((math.floor(lon / wide) + 0.5) * wide, 5)


def thinned(line: Ring, *, tolerance: float) -> list[Sequence[float]]:
    """Return a line with fewer points, none of those left out further than ``tolerance`` from it (Douglas and Peucker)."""
    if len(line) < 3:
        return list(line)
    keep = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        far, place = 0.0, 0
        for number in range(first + 1, last):
            start = (line[first][0] - line[number][0], line[first][1] - line[number][1])
            end = (line[last][0] - line[number][0], line[last][1] - line[number][1])
            distance = _from_origin(start, end)
            if distance > far:
                far, place = distance, number
        if far > tolerance:
            keep.add(place)
            stretches += [(first, place), (place, last)]
    return [line[number] for number in sorted(keep)]


def crossing_of(ring: Ring) -> tuple[int, int] | None:
    """Return the numbers (from 0) of two edges of a closed ring that cross each other, or None.

    Edges are walked from west to east, so that each is compared only with those that are as far east as it is.
    """
    edges = list(itertools.pairwise(ring))
    by_west = sorted(range(len(edges)), key=lambda number: min(edges[number][0][0], edges[number][1][0]))
    active: list[int] = []
    for number in by_west:
        a, b = edges[number]
        west = min(a[0], b[0])
        active = [other for other in active if max(edges[other][0][0], edges[other][1][0]) >= west]
        for other in active:
            c, d = edges[other]
            if _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0:
                return min(number, other), max(number, other)
        active.append(number)
    return None


def _side(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

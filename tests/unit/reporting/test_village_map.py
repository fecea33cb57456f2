"""The small map of villages: true to scale, areas like numbers, nothing covers anything, nothing lies outside."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from accounts.map_drawing import FLATTEST, TALLEST, WIDTH, Frame
from core.geometry import METRES_OF_A_DEGREE, Point
from reporting.village_map import (
    FILLED,
    GAP,
    LARGEST,
    NAMED,
    ONE,
    SMALLEST,
    Circle,
    circles,
    field_of,
    frame_around,
    names,
    radii,
)

HERE = (106.56, 21.64)
FRAME = Frame(box=(106.40, 21.60, 106.50, 21.70), width=640, height=500)
MIDDLE = (106.45, 21.65)


def around(*steps: tuple[float, float]) -> list[Point]:
    """Return points some hundredths of a degree away from here."""
    return [(HERE[0] + lon / 100, HERE[1] + lat / 100) for lon, lat in steps]


def scattered(number: int, *, seed: int) -> tuple[list[Point], list[int]]:
    """Return villages anywhere on the frame with numbers as they are: a few large ones, many small ones."""
    draw = random.Random(seed)
    west, south, east, north = FRAME.box
    points = [(draw.uniform(west, east), draw.uniform(south, north)) for _place in range(number)]
    return points, [int(draw.paretovariate(1.0)) for _place in range(number)]


FRAMES: list[tuple[str, list[Point], int]] = [
    # which villages, how high the drawing is
    ("a wide commune is not flatter than it may be", around((-10, 0), (10, 1)), FLATTEST),
    ("a long one is not taller", around((0, -10), (1, 10)), TALLEST),
    ("a square of ground is a square of paper", around((-4, -4 * 0.93), (4, 4 * 0.93)), 640),
    ("one village has a kilometre around it", around((0, 0)), 640),
    ("villages in one place too", around((2, 1), (2, 1), (2, 1)), 640),
]


@pytest.mark.parametrize(("points", "height"), [row[1:] for row in FRAMES], ids=[row[0] for row in FRAMES])
def test_frame_holds_all_villages_and_is_true_to_scale(points: list[Point], height: int):
    frame = frame_around(points)
    assert (frame.width, frame.height) == (WIDTH, pytest.approx(height, abs=3))
    assert all(frame.holds(lon=lon, lat=lat) for lon, lat in points)
    assert (frame.box[3] - frame.box[1]) * METRES_OF_A_DEGREE / frame.height == pytest.approx(frame.metres_of_a_unit, rel=0.01)
    west, south, east, north = frame.box
    middle = sum(lon for lon, _lat in points) / len(points), sum(lat for _lon, lat in points) / len(points)
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx(middle, abs=1e-6)


def test_north_is_above_and_east_is_to_the_right():
    north, south, west, east = circles(around((0, 3), (0, -3), (-3, 0), (3, 0)), [1] * 4, frame_around(around((-4, -4), (4, 4))))
    assert (north.y < south.y, west.x < east.x) == (True, True)
    assert (north.x, west.y) == (pytest.approx(south.x, abs=1), pytest.approx(east.y, abs=1))


AREAS: list[tuple[list[int], list[float]]] = [
    # cases received, radii
    ([], []),
    ([0, 0], [SMALLEST, SMALLEST]),
    ([1], [ONE]),
    ([4, 1], [2 * ONE, ONE]),
    ([100, 25, 4, 1, 0], [LARGEST, LARGEST / 2, SMALLEST, SMALLEST, SMALLEST]),
    ([10_000, 2_500], [LARGEST, LARGEST / 2]),
]


@pytest.mark.parametrize(("numbers", "expected"), AREAS)
def test_area_follows_the_number_down_to_what_can_be_seen(numbers: list[int], expected: list[float]):
    assert radii(numbers, FRAME) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("number", [20, 60, 100])
def test_many_equal_villages_leave_room_on_the_paper(number: int):
    found = radii([50] * number, FRAME)
    assert math.pi * sum(r * r for r in found) <= max(FILLED * 640 * 500, math.pi * SMALLEST**2 * number) * 1.02


def test_villages_with_room_stay_where_they_are():
    drawn = circles([(106.42, 21.62), MIDDLE, (106.48, 21.68)], [9, 4, 1], FRAME)
    assert [(circle.x, circle.y) for circle in drawn] == [(128, 400), (320, 250), (512, 100)]


CROWDS: list[tuple[str, list[Point], list[int]]] = [
    ("two in one place", [MIDDLE, MIDDLE], [40, 3]),
    ("five in one place", [MIDDLE] * 5, [1, 1, 1, 1, 1]),
    ("all in one corner", [(106.40, 21.60)] * 6, [30, 20, 10, 5, 2, 0]),
    ("at every edge", [(106.40, 21.65), (106.50, 21.65), (106.45, 21.60), (106.45, 21.70)], [50, 50, 50, 50]),
    ("a large one beside small ones", [MIDDLE, *[(106.451, 21.65 + step / 5000) for step in range(8)]], [90, *[1] * 8]),
    *((f"{number} anywhere", *scattered(number, seed=number)) for number in (12, 33, 47, 61, 80)),
]


@pytest.mark.parametrize(("points", "numbers"), [row[1:] for row in CROWDS], ids=[row[0] for row in CROWDS])
def test_no_circle_covers_another_or_leaves_the_paper(points: list[Point], numbers: list[int]):
    drawn = circles(points, numbers, FRAME)
    assert [circle.r for circle in drawn] == radii(numbers, FRAME)
    for circle in drawn:
        assert circle.r <= circle.x <= FRAME.width - circle.r
        assert circle.r <= circle.y <= FRAME.height - circle.r
    for a, b in itertools.combinations(drawn, 2):
        assert math.dist((a.x, a.y), (b.x, b.y)) >= a.r + b.r + GAP / 2
    assert circles(points, numbers, FRAME) == drawn


def test_the_smaller_circle_makes_way():
    large, small = circles([MIDDLE, (106.455, 21.65)], [100, 1], FRAME)
    assert abs(large.x - 320) < 3 < small.x - 352
    assert (large.y, small.y) == (250, 250)


# ------------------------------------------------------------------ names

NAMES: list[tuple[str, list[Circle], list[int], dict[int, str]]] = [
    # circles, letters of each name, where each name starts, ends or has its middle
    ("to the right when there is room", [Circle(x=100, y=100, r=20)], [8], {0: "start"}),
    ("to the left at the right edge", [Circle(x=600, y=100, r=20)], [8], {0: "end"}),
    ("above or below when it is too long", [Circle(x=320, y=100, r=20)], [30], {0: "middle"}),
    ("nowhere when it is longer than the paper", [Circle(x=320, y=100, r=20)], [60], {}),
    ("to the left of a neighbour", [Circle(x=300, y=100, r=30), Circle(x=365, y=100, r=20)], [8, 8], {0: "end", 1: "start"}),
    (
        "not at all between neighbours",
        [Circle(x=300, y=250, r=10), *(Circle(x=300 + x, y=250 + y, r=30) for x, y in ((-45, 0), (45, 0), (0, -45), (0, 45)))],
        [6, 9, 9, 9, 9],
        {1: "end", 2: "start", 3: "middle", 4: "start"},
    ),
]


@pytest.mark.parametrize(("drawn", "lengths", "anchors"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_name_is_written_where_there_is_room(drawn: list[Circle], lengths: list[int], anchors: dict[int, str]):
    assert {number: name.anchor for number, name in names(lengths, drawn, FRAME).items()} == anchors


@pytest.mark.parametrize("seed", range(6))
def test_no_name_stands_on_a_name_on_a_circle_or_outside(seed: int):
    points, numbers = scattered(40, seed=seed)
    drawn = circles(points, numbers, FRAME)
    written = names([7 + place % 9 for place in range(40)], drawn, FRAME)
    assert 3 <= len(written) <= NAMED
    fields = [field_of(name, 7 + place % 9) for place, name in written.items()]
    for left, top, right, bottom in fields:
        assert 0 <= left < right <= FRAME.width
        assert 0 <= top < bottom <= FRAME.height
        for circle in drawn:
            nearest = min(max(circle.x, left), right), min(max(circle.y, top), bottom)
            assert math.dist((circle.x, circle.y), nearest) >= circle.r
    for a, b in itertools.combinations(fields, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_largest_villages_are_named_first():
    drawn = [Circle(x=60, y=40 + 40 * number, r=10 + number / 2) for number in range(10)]
    assert set(names([5] * 10, drawn, FRAME, most=3)) == {7, 8, 9}

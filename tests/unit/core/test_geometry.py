"""Inside, outside, how far and in which square: tables of small shapes whose answers can be seen with the eye."""

from __future__ import annotations

import math
import random

import pytest

from core.geometry import (
    box_of,
    contains,
    crossing_of,
    metres_between,
    metres_to_edge,
    middle_of,
    on_grid,
    signed_area,
    thinned,
)

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0)]
ISLAND = [(6.0, 0.0), (8.0, 0.0), (8.0, 2.0), (6.0, 2.0), (6.0, 0.0)]
HOOK = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (3.0, 4.0), (3.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
BOW = [(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0), (0.0, 0.0)]
RIGHT = [(4.0, 0.0), (8.0, 0.0), (8.0, 4.0), (4.0, 4.0), (4.0, 0.0)]


@pytest.mark.parametrize(
    ("shape", "lon", "lat", "inside"),
    [
        ([[SQUARE]], 2.0, 2.0, True),
        ([[SQUARE]], 5.0, 2.0, False),
        ([[SQUARE]], -0.001, 2.0, False),
        ([[SQUARE]], 2.0, 4.001, False),
        ([[SQUARE]], 1e300, -1e300, False),
        ([[SQUARE, HOLE]], 2.0, 2.0, False),
        ([[SQUARE, HOLE]], 0.5, 2.0, True),
        ([[SQUARE, HOLE], [ISLAND]], 7.0, 1.0, True),
        ([[SQUARE, HOLE], [ISLAND]], 5.0, 1.0, False),
        ([[HOOK]], 1.0, 2.0, False),  # in the bend of the hook
        ([[HOOK]], 3.5, 3.0, True),
        ([[HOOK]], 1.0, 0.5, True),
    ],
)
def test_point_lies_inside_or_outside(shape, lon: float, lat: float, inside: bool):
    assert contains(shape, lon=lon, lat=lat) is inside


@pytest.mark.parametrize("point", [(4.0, 2.0), (4.0, 0.0), (4.0, 4.0), (4.0, 1.5)])
def test_point_on_a_shared_edge_belongs_to_one_of_two_neighbours_at_most(point: tuple[float, float]):
    lon, lat = point
    assert sum(contains([[ring]], lon=lon, lat=lat) for ring in (SQUARE, RIGHT)) <= 1
    assert contains([[SQUARE]], lon=lon - 1e-9, lat=min(lat, 3.999)) or lat == 0.0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_lies_nowhere(value: float):
    assert (contains([[SQUARE]], lon=value, lat=2.0), contains([[SQUARE]], lon=2.0, lat=value)) in ((False, False), (True, False))
    assert contains([[SQUARE]], lon=value, lat=value) is False


def test_turning_a_ring_round_and_beginning_it_elsewhere_changes_nothing():
    dice = random.Random(5)  # the same points every time
    points = [(dice.uniform(-1, 5), dice.uniform(-1, 5)) for _ in range(300)]
    turned = list(reversed(HOOK))
    elsewhere = [*HOOK[3:-1], *HOOK[:3], HOOK[3]]
    for lon, lat in points:
        assert len({contains([[ring]], lon=lon, lat=lat) for ring in (HOOK, turned, elsewhere)}) == 1


def test_box_and_middle():
    assert box_of([[SQUARE], [ISLAND]]) == (0.0, 0.0, 8.0, 4.0)
    assert middle_of([[SQUARE], [ISLAND]]) == (2.0, 2.0)
    assert middle_of([[[(1.0, 1.0), (3.0, 1.0), (1.0, 1.0)]]]) == (2.0, 1.0)
    assert (signed_area(SQUARE), signed_area(list(reversed(SQUARE)))) == (16.0, -16.0)


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        ((106.485, 21.64), (106.485, 21.64), 0),
        ((106.485, 21.64), (106.485, 21.65), 1113),
        ((106.485, 21.64), (106.495, 21.64), 1035),
        ((106.4759, 21.6061), (106.5407, 21.6747), 10_162),  # Y Tịch to Hòa Bình
    ],
)
def test_distance_in_metres(a, b, metres: int):
    assert metres_between(a, b) == pytest.approx(metres, abs=2)


def test_distance_to_the_nearest_edge_from_inside_and_from_outside():
    small = [[[(106.0 + x / 100, 21.0 + y / 100) for x, y in SQUARE]]]
    assert metres_to_edge(small, lon=106.02, lat=20.99) == pytest.approx(1113, abs=1)
    assert metres_to_edge(small, lon=106.001, lat=21.02) == pytest.approx(104, abs=1)
    assert metres_to_edge(small, lon=106.0, lat=21.0) == 0


# ------------------------------------------------------------------ the public square


@pytest.mark.parametrize("metres", [100, 200, 500, 2000])
def test_square_tells_nothing_finer_than_itself(metres: int):
    dice = random.Random(metres)
    for _ in range(200):
        lat, lon = dice.uniform(8, 24), dice.uniform(102, 115)
        middle = on_grid(lat=lat, lon=lon, metres=metres)
        assert on_grid(lat=middle[0], lon=middle[1], metres=metres) == middle
        assert metres_between((lon, lat), (middle[1], middle[0])) <= metres * 0.75


def test_everything_within_a_square_gives_the_same_answer():
    lat, lon = on_grid(lat=21.6021, lon=106.4633, metres=100)
    step = 0.0004  # 44 metres
    around = {on_grid(lat=lat + up * step, lon=lon + across * step, metres=100) for up in (-1, 0, 1) for across in (-1, 0, 1)}
    assert around == {(lat, lon)}


def test_a_larger_square_made_of_the_middle_of_a_smaller_one_is_near_the_true_one():
    lat, lon = on_grid(lat=21.6021, lon=106.4633, metres=100)
    coarse = on_grid(lat=lat, lon=lon, metres=500)
    assert metres_between((106.4633, 21.6021), (coarse[1], coarse[0])) <= 450


# ------------------------------------------------------------------ lines


def test_thinning_keeps_the_ends_and_what_stands_out():
    line = [(0.0, 0.0), (1.0, 0.05), (2.0, 1.0), (3.0, 0.02), (4.0, 0.0)]
    assert thinned(line, tolerance=0.5) == [(0.0, 0.0), (2.0, 1.0), (4.0, 0.0)]
    assert thinned(line, tolerance=2) == [(0.0, 0.0), (4.0, 0.0)]
    assert thinned(line, tolerance=0.0) == line
    assert thinned(line[:2], tolerance=9) == line[:2]


@pytest.mark.parametrize(("ring", "edges"), [(SQUARE, None), (HOOK, None), (BOW, (0, 2)), (list(reversed(BOW)), (1, 3))])
def test_ring_that_crosses_itself_is_noticed(ring, edges):
    assert crossing_of(ring) == edges

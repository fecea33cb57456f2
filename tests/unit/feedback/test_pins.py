"""Published cases put together on the map, and places that may be shown; without a database."""

from __future__ import annotations

import random
from datetime import date
from types import SimpleNamespace

import pytest

from feedback.forms.resident import degrees, metres
from feedback.queries import pins
from feedback.queries.pins import Cluster, MappedCase, clusters_of
from feedback.views.case_map import CELL, CELLS

TODAY = date(2026, 11, 20)
NA_LIA, MO_CAY = (106.462, 21.601), (106.44, 21.667)


def case(code: str, point: tuple[float, float] = NA_LIA, **changes: object) -> MappedCase:
    values = {
        "code": code, "title": f"Việc {code}", "state": "answered", "overdue": False, "field_id": 1, "village_id": 3,
        "received_on": TODAY, "point": point, "in_village": True,
    }  # fmt: skip
    return MappedCase(**{**values, **changes})


def row(**changes: object) -> SimpleNamespace:
    values = {
        "code": "A", "title": "Việc", "state": "in_progress", "due_on": None, "field_id": 1, "village_id": 3,
        "received_on": TODAY, "square_lat": None, "square_lon": None,
    }  # fmt: skip
    return SimpleNamespace(**{**values, **changes})


def mapped(**changes: object) -> MappedCase | None:
    return pins._mapped(row(**changes), today=TODAY, centres={3: NA_LIA}, square=100)


# ------------------------------------------------------------------ a place that may be shown


def test_case_with_a_square_stands_in_it_and_one_without_in_the_middle_of_its_village():
    square = mapped(square_lat=21.60214, square_lon=106.46303)
    village = mapped()
    assert square is not None
    assert village is not None
    assert (square.point, square.in_village) == ((106.46303, 21.60214), False)
    assert (village.point, village.in_village) == (NA_LIA, True)


@pytest.mark.parametrize("village_id", [None, 99])
def test_case_without_either_is_not_on_the_map(village_id: int | None):
    assert mapped(village_id=village_id) is None


def test_square_grows_at_once_when_the_commune_takes_larger_ones():
    fine = mapped(square_lat=21.60214, square_lon=106.46303)
    coarse = pins._mapped(row(square_lat=21.60214, square_lon=106.46303), today=TODAY, centres={}, square=2000)
    assert fine is not None
    assert coarse is not None
    assert fine.point != coarse.point
    near = pins._mapped(row(square_lat=21.60304, square_lon=106.46303), today=TODAY, centres={}, square=2000)
    assert near is not None
    assert near.point == coarse.point


@pytest.mark.parametrize(
    ("due_on", "state", "late"),
    [
        (date(2026, 11, 19), "in_progress", True),
        (date(2026, 11, 20), "in_progress", False),
        (date(2026, 11, 19), "answered", False),
        (None, "in_progress", False),
    ],
)
def test_overdue_is_computed_as_in_the_list(due_on: date | None, state: str, late: bool):
    found = mapped(due_on=due_on, state=state)
    assert found is not None
    assert found.overdue is late


# ------------------------------------------------------------------ clusters


def test_cases_that_are_drawn_near_each_other_are_one_cluster_the_largest_first():
    items = [case("A"), case("B", MO_CAY, village_id=8), case("C"), case("D")]
    found = clusters_of(items, drawn={NA_LIA: (200, 560), MO_CAY: (120, 160)}, reach=64)
    assert [("".join(item.code for item in each.items), each.point) for each in found] == [("ACD", NA_LIA), ("B", MO_CAY)]
    assert [each.village_id for each in found] == [3, 8]


@pytest.mark.parametrize(("far", "number"), [(0, 1), (63, 1), (64, 2), (400, 2)])
def test_places_within_reach_are_put_together(far: int, number: int):
    items = [case("A"), case("B", MO_CAY)]
    assert len(clusters_of(items, drawn={NA_LIA: (100, 100), MO_CAY: (100 + far, 100)}, reach=64)) == number


def test_cluster_of_several_places_stands_in_their_middle_and_can_be_come_closer_to():
    items = [case("A"), case("B", (106.464, 21.603), village_id=4)]
    (cluster,) = clusters_of(items, drawn={NA_LIA: (200, 560), (106.464, 21.603): (210, 550)}, reach=64)
    assert (cluster.point, cluster.village_id, cluster.one_place) == ((106.463, 21.602), None, False)
    assert Cluster(point=NA_LIA, items=(case("A"), case("B"))).one_place


def test_place_off_the_drawing_is_in_no_cluster():
    assert clusters_of([case("A")], drawn={}, reach=64) == []
    assert clusters_of([], drawn={NA_LIA: (0, 0)}, reach=64) == []


def test_every_case_is_in_exactly_one_cluster_however_they_lie():
    dice = random.Random(9)
    points = [(round(dice.uniform(106.4, 106.5), 4), round(dice.uniform(21.6, 21.7), 4)) for _ in range(40)]
    items = [case(str(number), dice.choice(points)) for number in range(300)]
    drawn = {point: (int((point[0] - 106.4) * 6400), int((point[1] - 21.6) * 6400)) for point in points}
    found = clusters_of(items, drawn=drawn, reach=64)
    assert sorted(item.code for each in found for item in each.items) == sorted(item.code for item in items)
    assert [len(each.items) for each in found] == sorted((len(each.items) for each in found), reverse=True)
    assert 10 < len(found) < 40


# ------------------------------------------------------------------ what an address and a form may say


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("2-7", ("2", "7", None, None)),
        ("2-7-0-3", ("2", "7", "0", "3")),
        ("02-07", ("02", "07", None, None)),
    ],
)
def test_cells_of_an_address(typed: str, numbers: tuple[str | None, ...]):
    found = CELLS.fullmatch(typed)
    assert found is not None
    assert found.groups() == numbers
    assert CELL == 80


@pytest.mark.parametrize("typed", ["", "2", "2-", "-1-2", "2-7-3", "999-1", "2-7-0-3-1", "2 -7", "a-b", "2-7\n", "٢-٧x"])
def test_nonsense_in_an_address_is_the_whole_map(typed: str):
    assert CELLS.fullmatch(typed) is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("35", 35), (" 35 ", 35), ("0", 0), ("99999", 99_999), ("100000", None), ("-3", None), ("3.5", None), ("nan", None),
        ("", None), (None, None), ("٣٥", None), ("1e3", None), ("9" * 400, None),
    ],
)  # fmt: skip
def test_accuracy_in_whole_metres(typed: str | None, value: int | None):
    assert metres(typed) == value


@pytest.mark.parametrize("typed", ["nan", "inf", "-inf", "1e999", "181", "-181", "", None, "21,6", "0x15", "٢١.٦x", "1" * 400])
def test_what_is_no_coordinate_is_none(typed: str | None):
    assert degrees(typed) is None

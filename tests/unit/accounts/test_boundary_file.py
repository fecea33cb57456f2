"""Reading boundaries: good features come out clean, each bad one is named with its number, its place and the reason."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accounts.boundary_file import read_boundary_file
from core.geometry import box_of

RING = [[106.4, 21.6], [106.5, 21.6], [106.5, 21.7], [106.4, 21.7], [106.4, 21.6]]
HEAD = {"type": "FeatureCollection", "source": "UBND xã", "licence": "nội bộ"}


def feature(ring: Any = RING, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature", "properties": {"code": "06505", **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip


def read(folder: Path, content: Any):
    path = folder / "ranh.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_boundary_file(path)


def reasons(folder: Path, *features: Any) -> list[str]:
    return [str(problem) for problem in read(folder, {**HEAD, "features": list(features)}).problems]


def test_shipped_file_has_every_commune_of_the_list_and_no_fault():
    found = read_boundary_file(Path("accounts/data/boundaries_2025.geojson"))
    codes = {line.split(",")[0] for line in Path("accounts/data/units_2025.csv").read_text(encoding="utf-8").splitlines()[1:]}
    assert (found.problems, {row.code for row in found.rows}) == ([], codes)
    assert {row.licence for row in found.rows} == {"MIT"}


def test_good_feature_comes_out_with_its_dates_and_source(tmp_path: Path):
    found = read(tmp_path, {**HEAD, "features": [feature(village="na-lia", valid_from="2026-01-01", valid_to="2026-12-31")]})
    row = found.rows[0]
    assert found.problems == []
    assert (row.village, row.valid_from, row.valid_to, row.source) == (
        "na-lia", date(2026, 1, 1), date(2026, 12, 31), "UBND xã",
    )  # fmt: skip
    assert box_of(row.shape) == (106.4, 21.6, 106.5, 21.7)


def test_heights_are_left_out_and_several_parts_are_kept(tmp_path: Path):
    high = [[*point, 400.0] for point in RING]
    part = {**feature(), "geometry": {"type": "MultiPolygon", "coordinates": [[high], [[[x + 0.2, y] for x, y in RING]]]}}
    shape = read(tmp_path, {**HEAD, "features": [part]}).rows[0].shape
    assert (len(shape), {len(point) for ring in shape[0] for point in ring}) == (2, {2})


def moved(place: int, point: Any) -> list[Any]:
    return [point if number == place else position for number, position in enumerate(RING)]


FAULTS: dict[str, tuple[Any, str]] = {
    "not closed": ([*RING[:-1], [106.4, 21.65]], "ring 1 is not closed: its last position is not its first"),
    "a line": ([RING[0], RING[1], RING[0]], "ring 1 has no area"),
    "flat": ([RING[0], RING[1], RING[1], RING[0]], "ring 1 has no area"),
    "exchanged": (
        [[y, x] for x, y in RING],
        "ring 1, position 0: longitude and latitude are exchanged (GeoJSON writes longitude first)",
    ),
    "elsewhere": (moved(1, [2.35, 48.85]), "ring 1, position 1 lies outside Viet Nam"),
    "a word": (moved(2, ["106.5", 21.7]), "ring 1, position 2 is not a pair of numbers"),
    "truth": (moved(2, [True, 21.7]), "ring 1, position 2 is not a pair of numbers"),
    "one number": (moved(2, [106.5]), "ring 1, position 2 is not [longitude, latitude]"),
    "huge": (moved(2, [10**400, 21.7]), "ring 1, position 2 is not a pair of numbers"),
    "nothing": ([], "positions are missing"),
    "bow": ([RING[0], RING[2], RING[1], [106.4, 21.65], RING[0]], "ring 1: edges 1 and 3 cross each other"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_bad_ring_is_named_with_its_position(tmp_path: Path, what: str):
    ring, reason = FAULTS[what]
    assert reasons(tmp_path, feature(), feature(ring, village="na-lia")) == [f"ranh.geojson, feature 2 (na-lia): {reason}"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"type": "Feature"}, "feature 1: is not a feature with properties"),
        ("x", "feature 1: is not a feature with properties"),
        ({**feature(), "properties": {}}, 'feature 1: names neither a commune ("code") nor a village ("village")'),
        (feature(code=6505), "feature 1 (6505): code is not a code (text in quotation marks)"),
        (feature(valid_from="1/7/2025"), "feature 1 (06505): valid_from is not a date like 2025-07-01"),
        (feature(valid_from="2026-02-01", valid_to="2026-01-01"), "feature 1 (06505): valid_to is before valid_from"),
        ({**feature(), "geometry": None}, "feature 1 (06505): geometry is not a Polygon or MultiPolygon"),
        ({**feature(), "geometry": {"type": "Point", "coordinates": [106, 21]}},
         "feature 1 (06505): geometry is not a Polygon or MultiPolygon"),
        ({**feature(), "geometry": {"type": "Polygon"}}, "feature 1 (06505): coordinates are missing"),
    ],
)  # fmt: skip
def test_bad_feature_is_named_by_number_and_code(tmp_path: Path, bad: Any, reason: str):
    assert reasons(tmp_path, bad) == [f"ranh.geojson, {reason}"]


def test_same_boundary_twice_is_named_and_the_first_kept(tmp_path: Path):
    found = read(tmp_path, {**HEAD, "features": [feature(), feature(), feature(valid_from="2027-01-01")]})
    assert [str(problem) for problem in found.problems] == ["ranh.geojson, feature 2 (06505): stands in this file twice"]
    assert [row.valid_from for row in found.rows] == [None, date(2027, 1, 1)]


def test_ring_of_too_many_points_is_refused(tmp_path: Path):
    ring = [[106.4 + number / 100_000, 21.6] for number in range(3_001)] + [[106.45, 21.7], [106.4, 21.6]]
    assert reasons(tmp_path, feature(ring)) == ["ranh.geojson, feature 1 (06505): has more than 3000 points: simplify it first"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"type": "FeatureCollection",\n "features": [}', "is not JSON: line 2, column 15: Expecting value"),
        ('{"type": "FeatureCollection", "source": NaN}', "is not JSON: NaN is no number"),
        ("[1, 2]", "is not a FeatureCollection with features"),
        ('{"type": "Feature", "source": "a", "licence": "b"}', "is not a FeatureCollection with features"),
        ('{"type": "FeatureCollection", "features": []}',
         'has no "source": say where the boundaries come from and under what licence'),
        ("[" * 100_000, "cannot be read (RecursionError)"),
    ],
)  # fmt: skip
def test_file_that_is_none_is_named_by_line(tmp_path: Path, content: str, reason: str):
    found = read(tmp_path, content)
    assert ([str(problem) for problem in found.problems], found.rows) == ([f"ranh.geojson, file: {reason}"], [])


def test_missing_file_is_named(tmp_path: Path):
    found = read_boundary_file(tmp_path / "khong.geojson")
    assert [str(problem) for problem in found.problems] == ["khong.geojson, file: cannot be read (FileNotFoundError)"]

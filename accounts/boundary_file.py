"""Reads boundaries of communes and villages (GeoJSON) into clean shapes and a list of what is wrong with others.

Knows no database: it says what a feature means by itself, not whether the commune or village it names exists.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from accounts.commune_file import BadRow, Problem
from core.geometry import Shape, crossing_of, rings_of, signed_area
from core.text import clean_line

MOST_BYTES = 20_000_000
MOST_POINTS = 3_000
VIETNAM = (102.0, 8.0, 115.0, 24.0)
KINDS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, kw_only=True)
class BoundaryRow:
    """A clean boundary: of the commune with ``code``, or of the ``village`` (its code) of the commune being loaded."""

    file: str
    number: int
    code: str
    village: str
    shape: Shape
    source: str
    licence: str
    valid_from: date | None
    valid_to: date | None

    @property
    def name(self) -> str:
        """What it is the boundary of, as messages name it."""
        return self.village or self.code

    def problem(self, reason: str) -> Problem:
        """Return what to report about this feature."""
        return Problem(file=self.file, place=f"feature {self.number} ({self.name})", reason=reason)


@dataclass(kw_only=True)
class BoundaryFile:
    """A file as read."""

    name: str
    rows: list[BoundaryRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_boundary_file(path: Path) -> BoundaryFile:
    """Read a file of boundaries; whatever is wrong stands in ``problems`` by line or feature, nothing is raised for it."""
    read = BoundaryFile(name=path.name)
    try:
        content = _json_of(path)
        source, licence = (_named(content, key) for key in ("source", "licence"))
        features = content.get("features")
        if content.get("type") != "FeatureCollection" or not isinstance(features, list):
            raise BadRow("is not a FeatureCollection with features")
    except BadRow as error:
        read.problems.append(Problem(file=path.name, place="file", reason=str(error)))
        return read
    for number, feature in enumerate(features, start=1):
        try:
            read.rows.append(_row(feature, read=read, number=number, source=source, licence=licence))
        except BadRow as error:
            place = f"feature {number}" + (f" ({_name_of(feature)})" if _name_of(feature) else "")
            read.problems.append(Problem(file=path.name, place=place, reason=str(error)))
    return read


def _json_of(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadRow(f"is larger than {MOST_BYTES // 1_000_000} MB")
        content = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise BadRow(f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise BadRow(f"cannot be read ({type(error).__name__})") from None
    if not isinstance(content, Mapping):
        raise BadRow("is not a FeatureCollection with features")
    return content


def _no_number(word: str) -> NoReturn:
    raise BadRow(f"is not JSON: {word} is no number")


def _named(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not clean_line(value):
        raise BadRow(f'has no "{key}": say where the boundaries come from and under what licence')
    return clean_line(value)[:300]


def _name_of(feature: object) -> str:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        return ""
    return next((clean_line(str(properties[key]))[:60] for key in ("village", "code", "name") if properties.get(key)), "")


def _row(feature: object, *, read: BoundaryFile, number: int, source: str, licence: str) -> BoundaryRow:
    if not isinstance(feature, Mapping) or not isinstance(feature.get("properties"), Mapping):
        raise BadRow("is not a feature with properties")
    properties = feature["properties"]
    code, village = (_code(properties, key) for key in ("code", "village"))
    if not code and not village:
        raise BadRow('names neither a commune ("code") nor a village ("village")')
    first, last = (_day(properties, key) for key in ("valid_from", "valid_to"))
    if first and last and last < first:
        raise BadRow("valid_to is before valid_from")
    shape = shape_of(feature.get("geometry"))
    if any((row.code, row.village, row.valid_from) == (code, village, first) for row in read.rows):
        raise BadRow("stands in this file twice")
    return BoundaryRow(
        file=read.name, number=number, code=code, village=village, shape=shape, source=source, licence=licence,
        valid_from=first, valid_to=last,
    )  # fmt: skip


def _code(properties: Mapping[str, Any], key: str) -> str:
    value = properties.get(key, "")
    if not isinstance(value, str) or len(value) > 40 or value != clean_line(value):
        raise BadRow(f"{key} is not a code (text in quotation marks)")
    return value


def _day(properties: Mapping[str, Any], key: str) -> date | None:
    value = properties.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadRow(f"{key} is not a date like 2025-07-01") from None


# ------------------------------------------------------------------ the geometry


def shape_of(geometry: object) -> Shape:
    """Return the polygons of a GeoJSON geometry, to a metre. Raises BadRow with what is wrong and where in it."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(geometry, Mapping) or kind not in KINDS:
        raise BadRow("geometry is not a Polygon or MultiPolygon")
    coordinates = _list(geometry.get("coordinates"), "coordinates")
    shape = [list(_rings(polygon)) for polygon in ([coordinates] if kind == "Polygon" else coordinates)]
    if sum(len(ring) for ring in rings_of(shape)) > MOST_POINTS:
        raise BadRow(f"has more than {MOST_POINTS} points: simplify it first")
    for number, ring in enumerate(rings_of(shape), start=1):
        crossing = crossing_of(ring)
        if crossing is not None:
            raise BadRow(f"ring {number}: edges {crossing[0] + 1} and {crossing[1] + 1} cross each other")
    return shape


def _list(value: object, what: str) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise BadRow(f"{what} are missing")
    return value


def _rings(polygon: object) -> Iterator[list[tuple[float, float]]]:
    for number, ring in enumerate(_list(polygon, "rings"), start=1):
        points = [_point(position, f"ring {number}, position {place}") for place, position in enumerate(_list(ring, "positions"))]
        if points[0] != points[-1]:
            raise BadRow(f"ring {number} is not closed: its last position is not its first")
        if len(points) < 4 or signed_area(points) == 0:
            raise BadRow(f"ring {number} has no area")
        yield points


def _point(position: object, where: str) -> tuple[float, float]:
    if not isinstance(position, list) or len(position) not in (2, 3):
        raise BadRow(f"{where} is not [longitude, latitude]")
    numbers = position[:2]
    if any(isinstance(number, bool) or not isinstance(number, int | float) or not _finite(number) for number in numbers):
        raise BadRow(f"{where} is not a pair of numbers")
    lon, lat = (round(float(number), 5) for number in numbers)
    west, south, east, north = VIETNAM
    if west <= lat <= east and south <= lon <= north:
        raise BadRow(f"{where}: longitude and latitude are exchanged (GeoJSON writes longitude first)")
    if not (west <= lon <= east and south <= lat <= north):
        raise BadRow(f"{where} lies outside Viet Nam")
    return lon, lat


def _finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False

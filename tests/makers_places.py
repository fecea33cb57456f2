"""Boundaries of villages as an office would load them: squares of the demo commune, in a file or loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from accounts.boundary_file import read_boundary_file
from accounts.commune_file import LoadReport
from accounts.services.boundary_loading import load_boundaries
from core.transaction import transaction
from tests.makers import NOW

EXACT = {"lat": "21.602437", "lon": "106.463318", "accuracy": "35"}
"""A telephone in thôn Nà Lìa."""


def square(lon: float, lat: float, *, side: float = 0.01) -> list[list[float]]:
    """Return a closed ring around a point."""
    half = side / 2
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return [[round(lon + across, 5), round(lat + up, 5)] for across, up in corners]


def boundary_file(folder: Path, *features: tuple[dict[str, Any], list[list[float]]]) -> Path:
    """Write a file of boundaries from properties and rings; return its path."""
    path = folder / "thon.geojson"
    made = [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for properties, ring in features
    ]
    content = {"type": "FeatureCollection", "source": "UBND xã", "licence": "nội bộ", "features": made}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def loaded(path: Path, unit_id: int) -> LoadReport:
    """Load a file as the command does."""
    with transaction():
        return load_boundaries(read_boundary_file(path), unit_id=unit_id, at=NOW)

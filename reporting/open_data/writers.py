"""Files of data, written row by row: CSV, JSON Lines, one JSON array, GeoJSON. Each is packed and summed while it is written."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporting.open_data.cells import cells
from reporting.open_data.serving import dumped

Item = Mapping[str, Any]
PACKED = ".gz"
LEVEL = 5
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A finished file: size in bytes, SHA-256 of it, of its beginning with a BOM too, and how many rows are in it."""

    size: int
    sha256: str
    sha256_bom: str
    rows: int


class Writer:
    """Writes a file and its packed twin; ``head``, ``told`` and ``tail`` say how a format looks."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        self.names, self.rows, self.size = names, 0, 0
        self._sum, self._sum_bom = hashlib.sha256(), hashlib.sha256(BOM)
        self._plain = path.open("wb")
        self._packed = gzip.GzipFile(
            filename="", mode="wb", compresslevel=LEVEL, mtime=0, fileobj=path.with_name(path.name + PACKED).open("wb")
        )  # fmt: skip
        self._put(self.head())

    def add(self, item: Item) -> None:
        """Write one row."""
        text = self.told(item)
        if text:
            self._put(text)
            self.rows += 1

    def close(self) -> Written:
        """End the file; its bytes are on the disk afterwards."""
        self._put(self.tail())
        self._plain.close()
        raw = self._packed.fileobj
        self._packed.close()
        raw.close()
        return Written(
            size=self.size, sha256=self._sum.hexdigest(), sha256_bom=self._sum_bom.hexdigest(), rows=self.rows
        )  # fmt: skip

    def head(self) -> str:
        """Return what stands before the first row."""
        return ""

    def told(self, item: Item) -> str:
        """Return a row; nothing leaves it out."""
        return dumped(item) + "\n"

    def tail(self) -> str:
        """Return what stands after the last row."""
        return ""

    def _put(self, text: str) -> None:
        data = text.encode()
        self.size += len(data)
        self._plain.write(data)
        self._packed.write(data)
        self._sum.update(data)
        self._sum_bom.update(data)


class CsvWriter(Writer):
    """RFC 4180, UTF-8, a first line of names."""

    def head(self) -> str:
        """Return the names."""
        return _line(self.names)

    def told(self, item: Item) -> str:
        """Return the cells of a row."""
        return _line(cells(item, self.names))


def _line(row: Sequence[str]) -> str:
    place = io.StringIO()
    csv.writer(place).writerow(row)
    return place.getvalue()


class JsonWriter(Writer):
    """One array, a row on each line."""

    def head(self) -> str:
        """Open the array."""
        return "["

    def told(self, item: Item) -> str:
        """Return a row."""
        return ("," if self.rows else "") + "\n" + dumped(item)

    def tail(self) -> str:
        """Close the array."""
        return "\n]\n"


class GeoWriter(JsonWriter):
    """RFC 7946: the rows that have a place, as points."""

    def head(self) -> str:
        """Open the collection."""
        return '{"type":"FeatureCollection","features":['

    def told(self, item: Item) -> str:
        """Return a feature, or nothing for a row without a place."""
        if item["latitude"] is None:
            return ""
        facts = {name: value for name, value in item.items() if name not in ("latitude", "longitude")}
        point = {"type": "Point", "coordinates": [item["longitude"], item["latitude"]]}
        return super().told({"type": "Feature", "geometry": point, "properties": facts})

    def tail(self) -> str:
        """Close the collection."""
        return "\n]}\n"


WRITERS: Mapping[str, type[Writer]] = {"csv": CsvWriter, "jsonl": Writer, "json": JsonWriter, "geojson": GeoWriter}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present", "jsonl": "application/jsonl; charset=utf-8", "json": "application/json",
    "geojson": "application/geo+json",
}  # fmt: skip

"""Files of data, written row by row: CSV, JSON Lines, one JSON array, GeoJSON. Each is packed and summed while it is written.

Rows wait until they are a piece worth packing: at a million rows in seven files, calls cost more than letters.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
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
PIECE = 64 * 1024
"""Letters that wait for each other, about."""


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
        self._waiting, self._letters = [self.head()], 0

    def add(self, item: Item, line: str = "") -> None:
        """Write one row; ``line`` is the same as JSON, where somebody has told it already."""
        text = self.told(item, line)
        if text:
            self.rows += 1
            self._waiting.append(text)
            self._letters += len(text)
            if self._letters >= PIECE:
                self._put()

    def close(self) -> Written:
        """End the file; its bytes are on the disk afterwards."""
        self._waiting.append(self.tail())
        self._put()
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

    def told(self, item: Item, line: str) -> str:
        """Return a row; nothing leaves it out."""
        return (line or dumped(item)) + "\n"

    def tail(self) -> str:
        """Return what stands after the last row."""
        return ""

    def _put(self) -> None:
        data = "".join(self._waiting).encode()
        self._waiting, self._letters = [], 0
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

    def told(self, item: Item, line: str) -> str:
        """Return the cells of a row."""
        return _line(cells(item, self.names))


class _Echo:
    """A place to write to that gives back what is written."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


_line = csv.writer(_Echo()).writerow
"""Returns a row as a line of CSV."""


class JsonWriter(Writer):
    """One array, a row on each line."""

    def head(self) -> str:
        """Open the array."""
        return "["

    def told(self, item: Item, line: str) -> str:
        """Return a row."""
        return ("," if self.rows else "") + "\n" + (line or dumped(item))

    def tail(self) -> str:
        """Close the array."""
        return "\n]\n"


class GeoWriter(JsonWriter):
    """RFC 7946: the rows that have a place, as points."""

    def head(self) -> str:
        """Open the collection."""
        return '{"type":"FeatureCollection","features":['

    def told(self, item: Item, line: str) -> str:
        """Return a feature, or nothing for a row without a place; its properties are the row without the two degrees."""
        if item["latitude"] is None:
            return ""
        lat, lon = dumped(item["latitude"]), dumped(item["longitude"])
        facts = (line or dumped(item)).replace(f',"latitude":{lat},"longitude":{lon}', "", 1)
        point = f'{{"type":"Point","coordinates":[{lon},{lat}]}}'
        return super().told(item, f'{{"type":"Feature","geometry":{point},"properties":{facts}}}')

    def tail(self) -> str:
        """Close the collection."""
        return "\n]}\n"


WRITERS: Mapping[str, type[Writer]] = {"csv": CsvWriter, "jsonl": Writer, "json": JsonWriter, "geojson": GeoWriter}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present", "jsonl": "application/jsonl; charset=utf-8", "json": "application/json",
    "geojson": "application/geo+json",
}  # fmt: skip

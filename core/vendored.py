"""Browser libraries that come from a pinned package at set-up, not from this repository: which, and that it is the right one.

A file whose checksum is not the one written here is never given to a browser, whoever packed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from core.errors import Misconfigured

PACKAGE = "js_lib_leaflet"
FILES = {
    "vendor/leaflet.js": ("leaflet.js", "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"),
    "vendor/leaflet.css": ("leaflet.css", "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6"),
}
"""Leaflet 1.9.4 as its makers published it (BSD-2-Clause), from the wheel django-js-lib-leaflet, of which nothing is run."""


def leaflet() -> dict[str, Path]:
    """Return the files of Leaflet by their names below /static. Raises Misconfigured when one is missing or another one."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Misconfigured("The map library is missing. Type: make install (or pip install -r requirements.txt)")
    return checked(Path(spec.origin).parent / "static" / PACKAGE, FILES)


def checked(folder: Path, files: Mapping[str, tuple[str, str]]) -> dict[str, Path]:
    """Return the files of a folder by their names below /static, each with the bytes it must have. Raises Misconfigured."""
    found = {}
    for name, (file, digest) in files.items():
        path = folder / file
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise Misconfigured(f"{file} of the map library is missing or changed. Install requirements.txt anew.")
        found[name] = path
    return found

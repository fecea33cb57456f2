"""Static files under a name that holds the hash of their content, compressed once at the start and kept for a year."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import brotli
from flask import Flask
from whitenoise import WhiteNoise

COMPRESSED = (".css", ".js", ".svg", ".json", ".webmanifest")
YEAR_SECONDS = 365 * 24 * 3600
NONE: Mapping[str, Path] = MappingProxyType({})


def content_hash(folder: Path, also: Mapping[str, Path] = NONE) -> str:
    """Return twelve hex digits over the names and bytes of all files below ``folder``, and of files from elsewhere."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    for name in sorted(also):
        digest.update(name.encode())
        digest.update(also[name].read_bytes())
    return digest.hexdigest()[:12]


def build(source: Path, target: Path, also: Mapping[str, Path] = NONE) -> str:
    """Copy ``source`` to ``target/<hash>`` with .gz and .br beside each text file, unless it is there; return the hash.

    ``also``: files from elsewhere, by the name they are to have below it.
    """
    name = content_hash(source, also)
    if (target / name).is_dir():
        return name
    target.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=target, prefix=".build-"))
    shutil.copytree(source, work / name)
    for place, path in also.items():
        (work / name / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, work / name / place)
    for path in [item for item in (work / name).rglob("*") if item.suffix in COMPRESSED]:
        content = path.read_bytes()
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=11))
    try:
        os.rename(work / name, target / name)
    except OSError:
        if not (target / name).is_dir():
            raise
    shutil.rmtree(work, ignore_errors=True)
    return name


def install(app: Flask, *, source: Path, target: Path, also: Mapping[str, Path] = NONE) -> None:
    """Serve the built files at /static/<hash>/… and give the templates ``static_url(name)``."""
    name = build(source, target, also)
    noise = WhiteNoise(app.wsgi_app, max_age=YEAR_SECONDS, allow_all_origins=False, add_headers_function=_headers)
    noise.add_files(str(target / name), prefix=f"static/{name}/")
    app.wsgi_app = noise  # type: ignore[method-assign]
    prefix = f"/static/{name}/"
    app.jinja_env.globals["static_url"] = lambda path: prefix + path


def _headers(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"

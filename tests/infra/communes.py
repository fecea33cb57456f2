"""Databases with a commune in them, loaded once per run by the command that an operator uses."""

from __future__ import annotations

from pathlib import Path

from tests.infra import databases, run_folder
from tests.infra.databases import Database
from tests.infra.settings import settings_for

COMMUNE = "accounts/data/van_linh.toml"
NEIGHBOUR = "accounts/data/chien_thang.toml"


def small(backend: str) -> Database:
    """Return the database of this run that holds xã Vạn Linh with its officials and no case; copies are made of it."""
    return _loaded(backend, "commune", "commune", "load", COMMUNE)


def demo(backend: str) -> Database:
    """Return the database of this run that `flask demo load` filled; copies are made of it."""
    return _loaded(backend, "demo", "demo", "load")


def instance_of(kind: str, backend: str) -> Path:
    """Return the folder of files that belongs to a loaded database ("commune" or "demo")."""
    return run_folder.current() / f"instance_{kind}_{backend}"


def _loaded(backend: str, kind: str, *command: str) -> Database:
    name = f"{kind}_{backend}"
    url = run_folder.once(name, lambda: _load(backend, kind, *command))
    return Database(backend=backend, name=name, url=url)


def _load(backend: str, kind: str, *command: str) -> str:
    fresh = databases.migrated(backend, f"{kind}_{backend}")
    settings = settings_for(database_url=fresh.url, instance=instance_of(kind, backend))
    databases.flask(*command, settings=settings)
    databases.settle(fresh)
    return fresh.url

"""A commune with cases in several states, and everybody who may come to its doors: a stranger and one official of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.infra import communes, databases
from tests.infra.databases import Database
from tests.integration.hostile.scene import Scene, sit_down
from tests.integration.hostile.stage import stage
from tests.makers_desk import MORNING


@pytest.fixture
def database(backend: str, worker: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Return a fresh database in which the commune is loaded already, furnished for tests that take the scene in."""
    source = stage(backend).database if "scene" in request.fixturenames else communes.small(backend)
    fresh = databases.copy_of(source, f"test_{worker}")
    yield fresh
    databases.discard(fresh)


@pytest.fixture
def scene(app: Flask, at: Callable[[str], datetime], backend: str, settings: dict[str, object]) -> Scene:
    """Return the commune at work on a Friday morning; no application context is left open around requests."""
    furnished = stage(backend)
    furnished.copy_files(Path(str(settings["instance_dir"])))
    at(MORNING)
    return sit_down(app, furnished.facts)

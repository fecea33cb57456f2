"""A commune with cases in several states, and everybody who may come to its doors: a stranger and one official of each kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from tests.infra.databases import Database
from tests.integration.hostile.scene import Scene, set_scene
from tests.makers_desk import MORNING


@pytest.fixture
def database(commune_database: Database) -> Database:
    """Return a database in which the commune is loaded already."""
    return commune_database


@pytest.fixture
def scene(app: Flask, at: Callable[[str], datetime]) -> Scene:
    """Return the commune at work on a Friday morning; no application context is left open around requests."""
    at(MORNING)
    return set_scene(app)

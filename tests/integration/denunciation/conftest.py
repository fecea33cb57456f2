"""The commune of the register's tests: loaded already, on Friday 20 November 2026 at nine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from tests.infra.databases import Database
from tests.makers import Commune
from tests.makers_desk import MORNING, Desk, desks, loaded_commune


@pytest.fixture
def database(commune_database: Database) -> Database:
    """Return a database in which the commune is loaded already."""
    return commune_database


@pytest.fixture
def home(app: Flask) -> Commune:
    """Return the loaded commune; no application context is left open around requests."""
    with app.app_context():
        return loaded_commune()


@pytest.fixture
def desk(app: Flask, home: Commune, at: Callable[[str], datetime]) -> dict[str, Desk]:
    """Return a signed-in browser for one official of each kind."""
    at(MORNING)
    return desks(app, home)

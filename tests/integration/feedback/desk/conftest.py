"""A commune at work on Friday 20 November 2026 at nine, and a browser for one official of each kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from tests.infra.databases import Database
from tests.integration.inhabited import people_of_a_copy
from tests.makers import Commune
from tests.makers_desk import MORNING, Desk, desks


@pytest.fixture
def database(commune_database: Database) -> Database:
    """Return a database in which the commune is loaded already."""
    return commune_database


@pytest.fixture
def home(app: Flask, backend: str) -> Commune:
    """Return the loaded commune; no application context is left open around requests."""
    with app.app_context():
        return people_of_a_copy(backend)


@pytest.fixture
def desk(app: Flask, home: Commune, at: Callable[[str], datetime]) -> dict[str, Desk]:
    """Return a signed-in browser for one official of each kind."""
    at(MORNING)
    return desks(app, home)

"""The commune whose numbers are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask

from tests.infra import communes, databases
from tests.infra.databases import Database
from tests.makers import Commune, make_commune


@pytest.fixture
def database(backend: str, worker: str) -> Iterator[Database]:
    """Return a fresh database with the commune in it."""
    fresh = databases.copy_of(communes.small(backend), f"test_{worker}")
    yield fresh
    databases.discard(fresh)


@pytest.fixture
def home(app: Flask) -> Commune:
    """Return the commune at this address."""
    with app.app_context():
        return make_commune()


@pytest.fixture(autouse=True)
def friday(at: Callable[[str], datetime]) -> datetime:
    """It is the Friday of the worked example."""
    return at("2026-11-20 09:00")

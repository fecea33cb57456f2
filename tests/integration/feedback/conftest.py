"""A commune that residents write to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.infra import communes, databases
from tests.infra.databases import Database
from tests.makers import Commune, make_commune


@pytest.fixture
def database(backend: str, worker: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Return a fresh migrated database; with the commune in it for tests that begin with ``home``."""
    name = f"test_{worker}"
    inhabited = "home" in request.fixturenames
    fresh = databases.copy_of(communes.small(backend), name) if inhabited else databases.migrated(backend, name)
    yield fresh
    databases.discard(fresh)


@pytest.fixture
def home(app: Flask) -> Commune:
    """Return the commune at this address; unlike ``commune`` it leaves no application context open around requests."""
    with app.app_context():
        return make_commune()

"""Fixtures of the rooms in which a commune works; their conftest takes them in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from core.database import use_unit
from core.extensions import db
from tests.infra import communes, databases
from tests.infra.databases import Database
from tests.makers import Commune, make_commune
from tests.makers_desk import MORNING, Desk, desks


@pytest.fixture
def database(backend: str, worker: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Return a fresh migrated database; with the commune in it for tests that begin with ``home`` or ``commune``."""
    name = f"test_{worker}"
    inhabited = {"home", "commune"} & set(request.fixturenames)
    fresh = databases.copy_of(communes.small(backend), name) if inhabited else databases.migrated(backend, name)
    yield fresh
    databases.discard(fresh)


_known: dict[str, Commune] = {}


def people_of_a_copy(backend: str) -> Commune:
    """Return the people of a database that was copied just now; they are read once, since all copies are one and the same."""
    if backend not in _known:
        _known[backend] = make_commune()
    return _known[backend]


@pytest.fixture
def home(app: Flask, backend: str) -> Commune:
    """Return the commune at this address; unlike ``commune`` it leaves no application context open around requests."""
    with app.app_context():
        return people_of_a_copy(backend)


@pytest.fixture
def commune(app: Flask, backend: str) -> Iterator[Commune]:
    """Return the commune with the application entered, for tests that call commands and queries themselves."""
    with app.app_context():
        made = people_of_a_copy(backend)
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


@pytest.fixture
def people(app: Flask, home: Commune, at: Any) -> dict[str, Desk]:
    """Return the officials' browsers on the morning of Friday, 20 November 2026."""
    at(MORNING)
    return desks(app, home)

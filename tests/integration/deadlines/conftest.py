"""Two communes without cases, and an administrator of the first who is signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from accounts.roles import Role
from core.bus import Handler
from core.events import Event
from core.transaction import transaction
from deadlines.events import CalendarChanged, TermChanged
from deadlines.models import CalendarDay, CalendarYear, LegalTermRow, ReferenceVersion
from deadlines.services import load_reference_data
from tests.makers_accounts import SmallCommune, make_official, make_small_commune, sign_in
from tests.makers_deadlines import AT


@pytest.fixture
def emptied(app: Flask) -> Flask:
    """Return the application of an installation whose reference data were never loaded."""
    with app.app_context(), transaction() as session:
        for model in (LegalTermRow, CalendarDay, CalendarYear, ReferenceVersion):
            session.execute(delete(model))
    return app


@pytest.fixture
def loaded(app: Flask) -> Flask:
    """Return the application with the reference data in its tables."""
    with app.app_context(), transaction():
        load_reference_data(AT)
    return app


@pytest.fixture
def commune(loaded: Flask, at: Callable[[str], object]) -> SmallCommune:
    """Return the commune that answers to every address."""
    at("2026-11-20 09:00")
    with loaded.app_context():
        return make_small_commune()


@pytest.fixture
def neighbour(loaded: Flask, commune: SmallCommune) -> SmallCommune:
    """Return a second commune."""
    with loaded.app_context():
        return make_small_commune(code="06508", name="Xã Chiến Thắng", hosts=("chienthang.example",))


@pytest.fixture
def administrator(loaded: Flask, commune: SmallCommune, client: FlaskClient) -> FlaskClient:
    """Return the browser of the commune's administrator."""
    with loaded.app_context():
        make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri")
    assert sign_in(client, "quantri").status_code == 303
    return client


@pytest.fixture
def heard(app: Flask) -> list[Event]:
    """Return the list of events about legal time that are published from now on."""
    events: list[Event] = []
    table: dict[type[Event], tuple[Handler, ...]] = app.extensions["gandan.bus"]
    for kind in (CalendarChanged, TermChanged):
        table[kind] = (*table.get(kind, ()), events.append)
    return events

"""A commune that residents write to."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.makers import Commune, make_commune


@pytest.fixture
def home(app: Flask) -> Commune:
    """Return the commune at this address; unlike ``commune`` it leaves no application context open around requests."""
    with app.app_context():
        return make_commune()

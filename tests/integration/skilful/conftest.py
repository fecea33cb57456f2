"""A commune with skilful models."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.integration.inhabited import commune as commune
from tests.integration.inhabited import database as database
from tests.integration.inhabited import home as home
from tests.makers import Commune
from tests.makers_desk import Desk, desks


@pytest.fixture
def people(app: Flask, home: Commune, at: Any) -> dict[str, Desk]:
    """Return the officials' browsers on Friday, 20 November 2026."""
    at("2026-11-20 09:00")
    return desks(app, home)

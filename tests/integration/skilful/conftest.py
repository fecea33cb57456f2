"""A commune with skilful models."""

from __future__ import annotations

from tests.integration.inhabited import commune as commune
from tests.integration.inhabited import database as database
from tests.integration.inhabited import home as home
from tests.integration.inhabited import people as people

"""Hangs open data into the application."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask

from core.jobs import Job
from core.open_doors import open_door
from reporting.open_data import dataset_views  # noqa: F401 - the routes of the files
from reporting.open_data.api import pages
from reporting.open_data.building import anything_due, build_due
from reporting.open_data.views import doors

JOBS: Sequence[Job] = (Job(name="open_data", every=timedelta(days=1), run=build_due, pending=anything_due),)

PROGRAMS = r"/api(/|$)"
FILES = r"/du-lieu/[^/]+\."


def install(app: Flask) -> None:
    """Register pages, files and the API."""
    open_door(app, PROGRAMS, start="/api/v1/openapi.json")
    open_door(app, FILES, start="/du-lieu")
    app.register_blueprint(doors)
    app.register_blueprint(pages)

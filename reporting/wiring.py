"""How the roof rests on the house: pages only; it hears no events, changes nothing and has no work for later."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from core.bus import HandlerTable
from core.jobs import Job
from reporting.views import blueprint

HANDLERS: HandlerTable = {}
JOBS: Sequence[Job] = ()


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)

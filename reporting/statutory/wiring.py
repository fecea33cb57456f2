"""How the office's reports hang in the house: their pages, and the audit entry of every event."""

from __future__ import annotations

from flask import Flask

from core.bus import HandlerTable
from reporting.statutory.trail import ACTIONS, write_down
from reporting.statutory.views import report_pages

HANDLERS: HandlerTable = dict.fromkeys(ACTIONS, (write_down,))


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(report_pages)

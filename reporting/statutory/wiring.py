"""How the office's reports hang in the house: their pages and reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts import desk_doors
from accounts.desk_doors import DeskDoor, holds
from core.jobs import Job
from core.permissions import Permission
from reporting.statutory.reminders import remind_reports
from reporting.statutory.views import report_pages

JOBS: Sequence[Job] = (Job(name="report_reminders", every=timedelta(hours=1), run=remind_reports),)


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(report_pages)
    desk_doors.lead(app, "report", lambda _last_on: "/can-bo/bao-cao")
    desk_doors.hang(
        app, DeskDoor(place=50, url="/can-bo/bao-cao", label=_l("Báo cáo"), icon="board", opens=holds(Permission.REPORT_MAKE))
    )

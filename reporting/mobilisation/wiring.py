"""How the report on mass mobilisation hangs in the house: its pages and its reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask

from accounts import desk_doors
from core.jobs import Job
from core.late import add_commands
from reporting.mobilisation.models import MobilisationReport
from reporting.mobilisation.reminders import DESK_PATH, remind_mobilisation
from reporting.mobilisation.views import mobilisation_pages

JOBS: Sequence[Job] = (Job(name="mobilisation_reminders", every=timedelta(hours=1), run=remind_mobilisation),)

COMMANDS = (("demo", "reporting.mobilisation.cli:demo_group", "The demonstration commune."),)  # the letters' room begins it


def install(app: Flask) -> None:
    """Register the pages; the door to the reports is hung by the statutory ones."""
    app.register_blueprint(mobilisation_pages)
    add_commands(app, COMMANDS)
    desk_doors.lead(app, MobilisationReport.REPORT, lambda _last_on: DESK_PATH)

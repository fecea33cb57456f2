"""How the assessments hang in the house: their pages, their reminders, their commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask

from accounts import desk_doors
from core.jobs import Job
from core.late import add_commands
from reporting.friendly.models import FriendlyAssessment
from reporting.friendly.public_views import public_pages
from reporting.friendly.reminders import DESK_PATH, remind_friendly
from reporting.friendly.views import friendly_pages

JOBS: Sequence[Job] = (Job(name="friendly_reminders", every=timedelta(hours=1), run=remind_friendly),)

COMMANDS = (
    ("friendly", "reporting.friendly.cli:group", "Criteria of “Chính quyền thân thiện”."),
    ("demo", "reporting.friendly.cli:demo_group", "The demonstration commune."),  # the letters' room begins it
)


def install(app: Flask) -> None:
    """Register the pages; the door to the reports is hung by the statutory ones."""
    for blueprint in (friendly_pages, public_pages):
        app.register_blueprint(blueprint)
    add_commands(app, COMMANDS)
    desk_doors.lead(app, FriendlyAssessment.REPORT, lambda _last_on: DESK_PATH)

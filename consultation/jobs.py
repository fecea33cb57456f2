"""The table of the room's work for later."""

from __future__ import annotations

from datetime import timedelta

from consultation.reminders import remind_summaries
from core.jobs import Job

JOBS: tuple[Job, ...] = (Job(name="consultations", every=timedelta(hours=1), run=remind_summaries),)

"""The table of the room's work for later: what runs in the worker, and how often."""

from __future__ import annotations

from datetime import timedelta

from core.jobs import Job
from dialogue.check_reminders import remind_of_steps

JOBS: tuple[Job, ...] = (Job(name="dialogue_steps", every=timedelta(hours=1), run=remind_of_steps),)

"""The table of the room's work for later: what runs in the worker, and how often."""

from __future__ import annotations

from datetime import timedelta

from core.jobs import Job
from dialogue.commitment_reminders import remind_commitments

JOBS: tuple[Job, ...] = (Job(name="commitments", every=timedelta(hours=1), run=remind_commitments),)

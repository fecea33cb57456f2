"""The table of the room's work for later: what runs in the worker, and how often."""

from __future__ import annotations

from datetime import timedelta

from core.jobs import Job
from dialogue import registration_notices
from dialogue.check_reminders import remind_of_steps
from dialogue.commitment_reminders import remind_commitments
from dialogue.services import question_settling

JOBS: tuple[Job, ...] = (
    Job(name="dialogue_steps", every=timedelta(hours=1), run=remind_of_steps),
    Job(name="dialogue_reminders", every=timedelta(hours=1), run=registration_notices.remind),
    Job(name="dialogue_questions", every=timedelta(hours=1), run=question_settling.settle_due),
    Job(name="commitments", every=timedelta(hours=1), run=remind_commitments),
)

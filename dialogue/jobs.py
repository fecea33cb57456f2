"""The table of the room's work for later: what runs in the worker, and how often."""

from __future__ import annotations

from core.jobs import Job

JOBS: tuple[Job, ...] = ()

"""The room's work for later: stored boards are kept fresh, on every change and when a day begins."""

from __future__ import annotations

from datetime import timedelta

from core.jobs import Job
from reporting.snapshots import boards_wait, keep_boards

JOBS: tuple[Job, ...] = (Job(name="board_snapshots", every=timedelta(days=1), run=keep_boards, pending=boards_wait),)

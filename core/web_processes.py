"""How many processes and threads answer visitors, and whether one more does the jobs; read before the application is made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Misconfigured

MOST_PROCESSES, MOST_THREADS = 64, 1000


@dataclass(frozen=True, kw_only=True)
class WebProcesses:
    """``jobs``: one process more than ``processes`` does what `flask jobs run` does."""

    processes: int
    threads: int
    jobs: bool


def web_processes(environ: Mapping[str, str] | None = None) -> WebProcesses:
    """Read WEB_CONCURRENCY, WEB_THREADS and WEB_JOBS. Raises Misconfigured with a whole sentence."""
    source = os.environ if environ is None else environ
    jobs = source.get("WEB_JOBS", "").strip() or "off"
    if jobs not in ("on", "off"):
        raise Misconfigured(f'WEB_JOBS is "on" or, where `flask jobs run` runs elsewhere, "off", but it is {jobs!r}.')
    return WebProcesses(
        processes=_number(source, "WEB_CONCURRENCY", default=2, most=MOST_PROCESSES),
        threads=_number(source, "WEB_THREADS", default=120, most=MOST_THREADS),
        jobs=jobs == "on",
    )


def _number(source: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    raw = source.get(name, "").strip() or str(default)
    if not (raw.isascii() and raw.isdecimal() and 1 <= int(raw[:9]) <= most):
        raise Misconfigured(f"{name} is a number from 1 to {most}, but it is {raw!r}.")
    return int(raw)

"""How long the board is counted and read: `python -m benchmarks.board --cases 10000,100000 --database both` prints a table.

Each size is loaded into a database of its own; what is measured is the reading in this process, without HTTP.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from accounts.queries import only_tenant
from app import create_app
from benchmarks import servers
from core.database import use_unit
from core.extensions import db
from deadlines.clock import now_utc, today
from reporting import snapshots
from reporting.case_queries import cases_behind
from reporting.periods import Period, last_months
from reporting.queries import board

TIMES = 7


def main() -> None:
    """Measure every size on every database and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", default="10000,100000")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--here", action="store_true", help="measure the installation of this environment")
    options = parser.parse_args()
    if options.here:
        measure()
        return
    databases = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    for database in databases:
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            cluster = stack.enter_context(servers.Postgresql(Path(folder) / "cluster")) if database == "postgresql" else None
            for cases in options.cases.split(","):
                instance = Path(folder) / cases
                url = cluster.create(f"board_{cases}") if cluster else f"sqlite:///{instance / 'gandan.sqlite3'}"
                told = " | ".join(_row(servers.environment(instance, url), cases))
                print(f"| {int(cases):,} | {database} | {told} |", flush=True)


def _row(env: dict[str, str], cases: str) -> list[str]:
    Path(env["INSTANCE_DIR"]).mkdir(parents=True, exist_ok=True)
    servers.flask("db", "upgrade", env=env)
    servers.flask("commune", "load", "accounts/data/van_linh.toml", env=env)
    servers.flask("load", "generate", "--cases", cases, env=env)
    command = [sys.executable, "-m", "benchmarks.board", "--here"]
    done = subprocess.run(command, env=env, cwd=servers.ROOT, capture_output=True, text=True, check=True)
    return [f"{number:.1f} ms" for number in json.loads(done.stdout.splitlines()[-1])]


def measure() -> None:
    """Print the medians for this installation: twelve months, last month, a past day, five years, cases behind, stored."""
    with create_app().app_context():
        unit_id, on = only_tenant() or 0, today()
        year, month_ago = last_months(on), on.replace(day=1) - timedelta(days=1)
        month = Period(first_on=month_ago.replace(day=1), last_on=month_ago)
        years = Period(first_on=on - timedelta(days=5 * 365), last_on=on)
        past = replace(last_months(on - timedelta(days=500)), kind="days")
        with use_unit(unit_id):
            snapshots.keep_boards(now_utc())
            found = [
                middle(lambda: board(unit_id, year, on)), middle(lambda: board(unit_id, month, on)),
                middle(lambda: board(unit_id, past, on)), middle(lambda: board(unit_id, years, on)),
                middle(lambda: cases_behind(unit_id, "tre-han", year, on, narrowed={}, after="", today=on)),
                middle(lambda: snapshots.stored_board(unit_id, year, on)),
            ]  # fmt: skip
    print(json.dumps(found))


def middle(read: Callable[[], object]) -> float:
    """Return the median of some readings in milliseconds; the first one is not counted."""
    took = []
    for _ in range(TIMES + 1):
        began = time.perf_counter()
        read()
        took.append((time.perf_counter() - began) * 1000)
        db.session.rollback()
    return statistics.median(took[1:])


if __name__ == "__main__":
    main()

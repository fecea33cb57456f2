"""How long similar letters are looked for: for the clerk among all letters, for somebody who types among published cases.

Run in a process of its own, inside the application (python -m benchmarks.similar prints one line of JSON). What is measured is
the query with its scoring, without HTTP: both pages add the same few milliseconds to it as to everything else.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from sqlalchemy import select

from accounts.permissions import Actor, permissions_of
from accounts.queries import only_tenant
from accounts.roles import Role
from app import create_app
from benchmarks import servers
from benchmarks.measuring import Installation, Report
from core.database import use_unit
from core.extensions import db
from deadlines.clock import today
from feedback.models import Case
from feedback.queries.similar import similar_cases, similar_published

LOOKUPS, WARM = 300, 20
GOAL = 100.0


def lookups(report: Report, installation: Installation) -> None:
    """Add the two lines of the table."""
    command = [sys.executable, "-m", "benchmarks.similar"]
    done = subprocess.run(command, env=installation.env, cwd=servers.ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    for name, key in (("Similar letters, for the clerk", "clerk"), ("Similar published cases, while typing", "typing")):
        p95, middle = found[key]
        report.add(name, f"p95 ≤ {GOAL:.0f} ms", f"p95 **{p95:.0f} ms**, median {middle:.0f} ms", p95 <= GOAL)


def timed(each: Sequence[object], look: Callable[[object], object]) -> tuple[float, float]:
    """Return p95 and median in milliseconds; the first ones are not counted."""
    took = []
    for item in each:
        began = time.perf_counter()
        look(item)
        took.append((time.perf_counter() - began) * 1000)
        db.session.rollback()
    took = sorted(took[WARM:])
    return took[int(len(took) * 0.95)], statistics.median(took)


def main() -> None:
    """Measure in this process and print the figures."""
    unit_id = only_tenant()
    assert unit_id is not None
    clerk = Actor(id=0, unit_id=unit_id, name="", permissions=permissions_of([Role.RECEPTION_CLERK]), department_ids=frozenset())
    with use_unit(unit_id):
        query = select(Case.id, Case.story, Case.village_id, Case.field_id).where(Case.unit_id == unit_id)
        rows = db.session.execute(query.order_by(Case.id.desc()).limit(20_000)).all()
        chosen = random.Random(7).sample(rows, min(LOOKUPS + WARM, len(rows)))
        found = {
            "clerk": timed(chosen, lambda row: similar_cases(clerk, row.id)),
            "typing": timed(
                chosen,
                lambda row: similar_published(
                    unit_id, row.story, village_id=row.village_id, field_id=row.field_id, today=today()
                ),
            ),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    with create_app().app_context():
        main()

"""Brings land projects to every state through the commands."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

from accounts.queries import departments, villages
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from disclosure.land_models import LandProject
from disclosure.land_rules import NewProject, Opinions
from disclosure.queries.land import DeskProject, Plan, land_project
from disclosure.services import land_plans, land_projects
from tests import makers_disclosure as disclosures
from tests.makers import NOW, Commune
from tests.makers_dialogue import HELD_AT, new_dialogue
from tests.makers_disclosure import local_morning

NAME = "Mở rộng đường Nà Pất – Nà Tổng"
PLAN = "Phương án bồi thường đường Nà Pất"
REASON = "Ghi nhầm dự án của xã bên"
POSTED, UNTIL = date(2026, 11, 20), date(2026, 12, 21)
"""The draft hangs from Friday, 20 November; the thirtieth day is a Sunday, so it hangs until Monday, 21 December."""
COUNTED, OWED = date(2026, 12, 22), date(2027, 2, 22)
"""Sixty days after the minutes are Saturday, 20 February 2027; the next working day is a Monday."""
_keys = count(1)


def new_project(commune: Commune, **changes: Any) -> NewProject:
    """Return a project that lacks nothing."""
    with use_unit(commune.unit_id):
        values: dict[str, Any] = {
            "name": NAME, "document": "482/QĐ-UBND", "decided_on": date(2026, 11, 10), "official_id": commune.officer.id,
            "department_id": departments(commune.unit_id)[0].id, "summary": "Lấy 2.400 m² đất của 14 hộ.",
            "village_ids": tuple(item.id for item in villages(commune.unit_id)[:2]),
        }  # fmt: skip
    return NewProject(**{**values, **changes})


def begin_land(commune: Commune, *, at: datetime = NOW, key: str = "", by: str = "clerk", **changes: Any) -> int:
    """Enter a project; return its id."""
    project = new_project(commune, **changes)
    with use_unit(commune.unit_id), transaction():
        return land_projects.begin_project(
            project, actor=getattr(commune, by), at=at, idempotency_key=key or f"land-{next(_keys)}"
        )


def open_land(commune: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Enter a project and let everybody read it; return its id."""
    project_id = begin_land(commune, at=at, **changes)
    step(commune, land_projects.publish_project, project_id, at=at)
    return project_id


def posted_plan(commune: Commune, project_id: int, *, on: date = POSTED, hung: bool = True, **changes: Any) -> int:
    """Publish a draft plan of the project and hang it up on a day; return the item's id."""
    at = local_morning(on)
    item_id = disclosures.begin(commune, at=at, **{"kind": "3", "title": PLAN, **changes})
    with use_unit(commune.unit_id), transaction():
        land_plans.add_plan(project_id, item_id, actor=commune.clerk, at=at)
    disclosures.publish(commune, item_id, at=at)
    if hung:
        disclosures.show(commune, item_id, from_on=on, at=at)
    return item_id


def count_land(commune: Commune, project_id: int, item_id: int, *, on: date = COUNTED, by: str = "clerk", **changes: Any) -> None:
    """Write down who agrees, on the day of the minutes."""
    values = {"agree": 11, "disagree": 3, "minutes": "14/BB-UBND", "minutes_on": on, **changes}
    at, calendar = local_morning(on), calendar_for(commune.unit_id)
    step(commune, land_plans.count_opinions, project_id, item_id, Opinions(**values), by=by, at=at, calendar=calendar)


def step(
    commune: Commune, command: Any, project_id: int, *arguments: Any, by: str = "clerk", at: datetime = NOW, **facts: Any
) -> None:
    """Take a step with the project as it is now."""
    version = facts.pop("version", None) or land_row(commune, project_id).version
    with use_unit(commune.unit_id), transaction():
        command(project_id, *arguments, actor=getattr(commune, by), at=at, version=version, **facts)


def later() -> dict[str, Any]:
    """Return the hours of a dialogue after the minutes."""
    gap = local_morning(date(2027, 1, 12)) - HELD_AT
    new = new_dialogue()
    return {"starts_at": new.starts_at + gap, "ends_at": new.ends_at + gap}


def land_row(commune: Commune, project_id: int) -> LandProject:
    """Return the project as the database has it now."""
    with use_unit(commune.unit_id):
        return db.session.get_one(LandProject, project_id, populate_existing=True)


def seen_land(commune: Commune, project_id: int, *, today: date = COUNTED) -> DeskProject:
    """Return the project as the desk sees it."""
    with use_unit(commune.unit_id):
        found = land_project(commune.unit_id, project_id, today=today)
    assert found is not None
    return found


def only_plan(commune: Commune, project_id: int, *, today: date = COUNTED) -> Plan:
    """Return the project's only draft."""
    (plan,) = seen_land(commune, project_id, today=today).line.plans
    return plan


def known_lands(home: Commune) -> dict[str, str]:
    """Return good values for the parts of the addresses of land projects: one that everybody reads, with a draft that hangs."""
    project_id = open_land(home)
    posted_plan(home, project_id)
    return {"project_id": str(project_id), "land.code": land_row(home, project_id).code}

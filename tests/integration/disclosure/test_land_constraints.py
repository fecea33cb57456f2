"""What the database itself refuses of land projects: each constraint is a sentence."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.transaction import transaction
from tests.makers import Commune
from tests.makers_land import begin_land, count_land, open_land, posted_plan

PROJECTS = [
    ("version = 0", "version_counts_from_one"),
    ("state = 'gone'", "state_is_known"),
    ("state = 'open'", "published_on_if_everybody_reads_it"),
    ("published_on = '2026-11-20'", "nobody_reads_a_draft"),
    ("ended_on = '2026-11-20'", "ended_on_if_it_ended"),
    ("state = 'withdrawn', ended_on = '2026-11-20'", "withdrawing_has_its_reason"),
]
PLANS = [
    ("agree = null", "both_sides_are_counted"),
    ("minutes_on = null", "counted_by_minutes"),
    ("agree = -1", "nobody_is_less_than_none"),
    ("disagree = 0", "a_dialogue_is_owed_to_who_disagrees"),
]


def refused(change: str, table: str, row_id: int, column: str) -> str:
    with pytest.raises(IntegrityError) as problem, transaction() as session:
        session.execute(text(f"UPDATE {table} SET {change} WHERE {column} = :row"), {"row": row_id})
    return str(problem.value.orig)


@pytest.mark.parametrize(("change", "name"), PROJECTS)
def test_a_project_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    assert name in refused(change, "land_projects", begin_land(commune), "id")


@pytest.mark.parametrize(("change", "name"), PLANS)
def test_opinions_cannot_be_what_they_are_not(commune: Commune, change: str, name: str):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    count_land(commune, project_id, item_id)
    assert name in refused(change, "land_plans", item_id, "item_id")

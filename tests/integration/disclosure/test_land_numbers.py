"""The numbers of land projects in the report on mass mobilisation, walked by hand."""

from __future__ import annotations

from datetime import date

from disclosure.queries.land_numbers import LandNumbers, land_numbers
from disclosure.services import land_projects
from reporting.mobilisation.counting import counts
from reporting.periods import Period
from tests.makers import Commune
from tests.makers_land import COUNTED, POSTED, REASON, begin_land, count_land, open_land, posted_plan, step


def numbers(commune: Commune, first: date, last: date) -> tuple[int, int, int]:
    found: LandNumbers = land_numbers(commune.unit_id, first_on=first, last_on=last)
    return found.projects, found.plans, found.owed


def test_projects_drafts_and_dialogues_owed_are_counted_by_their_days(commune: Commune):
    begin_land(commune)
    first, gone = open_land(commune, name="A"), open_land(commune, name="B")
    begun = date(2026, 11, 20)
    item_id = posted_plan(commune, first, on=POSTED)
    posted_plan(commune, gone, on=POSTED)
    assert numbers(commune, begun, POSTED) == (2, 2, 0)
    count_land(commune, first, item_id)
    step(commune, land_projects.withdraw_project, gone, by="leader", reason=REASON)
    assert numbers(commune, date(2026, 1, 1), date(2026, 12, 31)) == (2, 2, 1)
    assert numbers(commune, date(2026, 1, 1), date(2026, 12, 21)) == (2, 2, 0)
    assert numbers(commune, date(2027, 1, 1), date(2027, 6, 30)) == (1, 0, 1)
    assert numbers(commune, date(2025, 1, 1), date(2025, 12, 31)) == (0, 0, 0)
    found = counts(commune.unit_id, Period(first_on=COUNTED, last_on=date(2026, 12, 31)))
    assert {key: found[key] for key in ("lands.projects", "lands.plans", "lands.owed")} == {
        "lands.projects": 1, "lands.plans": 0, "lands.owed": 1,
    }  # fmt: skip

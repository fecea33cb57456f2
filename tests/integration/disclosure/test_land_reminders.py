"""Whoever answers for a land project is reminded once when a posting is over, when a dialogue is owed, and when it is late."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.extensions import db
from core.outbox import OutboxMessage
from disclosure.land_reminders import remind_lands
from tests.makers import Commune
from tests.makers_disclosure import local_morning
from tests.makers_land import COUNTED, NAME, PLAN, UNTIL, begin_land, count_land, open_land, posted_plan


def laid(*days: date) -> list[int]:
    return [remind_lands(local_morning(day)) for day in days]


def letters() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.event.startswith("land_"))
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def test_the_day_after_the_posting_reminds_once(commune: Commune):
    posted_plan(commune, open_land(commune))
    assert laid(UNTIL, COUNTED, COUNTED, date(2026, 12, 23)) == [0, 1, 0, 0]
    (letter,) = letters()
    assert (letter.event, letter.official_id) == ("land_posted", commune.officer.id)


def test_a_dialogue_that_is_owed_reminds_a_month_before_and_when_it_is_late(commune: Commune):
    project_id = open_land(commune)
    count_land(commune, project_id, posted_plan(commune, project_id))
    days = (date(2027, 1, 22), date(2027, 1, 25), date(2027, 1, 26), date(2027, 2, 22), date(2027, 2, 23), date(2027, 2, 24))
    assert laid(*days) == [0, 1, 0, 0, 1, 0]
    soon, late = letters()
    assert (soon.event, late.event) == ("land_dialogue_soon", "land_dialogue_late")
    assert soon.title == "Phương án bồi thường: phải đối thoại"
    assert f"/can-bo/cong-khai/du-an/{project_id}" in soon.body
    assert "22/02/2027" in soon.body or "22/2/2027" in soon.body
    assert [word for word in (NAME, PLAN, "482/QĐ") if word in soon.body + late.body] == []


def test_nobody_is_reminded_of_a_project_that_is_nobodys_yet(commune: Commune):
    posted_plan(commune, begin_land(commune))
    assert laid(COUNTED) == [0]

"""Whoever answers for an item is reminded on the working day before its last day, and when it is late; each once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.extensions import db
from core.outbox import OutboxMessage
from disclosure.reminders import remind_disclosures
from tests.makers import Commune
from tests.makers_disclosure import TITLE, begin, publish

FRIDAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
"""The item was decided on 16 November: its last day is Monday, 23 November; Tuesday is a day off."""


def laid() -> list[tuple[str, int | None]]:
    query = select(OutboxMessage.event, OutboxMessage.official_id).where(OutboxMessage.event != "disclosure_assigned")
    return list(db.session.execute(query.order_by(OutboxMessage.id)).tuples())


def test_a_friday_reminds_of_monday_once_and_wednesday_of_what_is_late_once(commune: Commune):
    begin(commune)
    assert [remind_disclosures(FRIDAY), remind_disclosures(FRIDAY)] == [1, 0]
    assert [remind_disclosures(WEDNESDAY), remind_disclosures(WEDNESDAY)] == [1, 0]
    owner = commune.officer.id
    assert laid() == [("disclosure_soon", owner), ("disclosure_late", owner)]


def test_the_letter_says_the_day_and_the_way_and_nothing_of_the_item(commune: Commune):
    item_id = begin(commune)
    remind_disclosures(FRIDAY)
    letter = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == "disclosure_soon")).one()
    assert (letter.title, letter.subject) == ("Thông tin cần công khai: sắp đến hạn", f"disclosure:{item_id}")
    assert "23/11/2026" in letter.body or "23 tháng 11" in letter.body
    assert f"/can-bo/cong-khai/{item_id}" in letter.body
    assert TITLE not in letter.body


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 19, 1, 0, tzinfo=UTC),  # Thursday: Monday is not the next working day
        datetime(2026, 11, 19, 23, 30, tzinfo=UTC),  # Friday, 06:30
        datetime(2026, 11, 21, 1, 0, tzinfo=UTC),  # Saturday
    ],
)
def test_nobody_is_reminded_early_before_seven_or_on_a_day_off(commune: Commune, moment: datetime):
    begin(commune)
    assert (remind_disclosures(moment), laid()) == (0, [])


def test_what_is_published_reminds_nobody(commune: Commune):
    publish(commune, begin(commune))
    assert (remind_disclosures(WEDNESDAY), laid()) == (0, [])

"""The demonstration shows every side of the room, on whatever working day it is loaded."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from core.extensions import db
from core.transaction import transaction
from disclosure.demo import show_disclosures
from disclosure.models import DisclosureItem
from disclosure.quarters import quarter_of
from disclosure.queries.desk import desk_item, desk_list
from disclosure.queries.register import register_of
from disclosure.rules import Rank
from tests.makers import Commune


@pytest.mark.parametrize("moment", [datetime(2026, 11, 28, 2, tzinfo=UTC), datetime(2027, 2, 17, 2, tzinfo=UTC)])
def test_the_demonstration_has_something_of_every_kind(commune: Commune, moment: datetime):
    today = date(moment.year, moment.month, moment.day)
    with transaction():
        assert show_disclosures(commune.unit_id, at=moment) == 8
    ids = list(db.session.scalars(select(DisclosureItem.id).order_by(DisclosureItem.id)))
    items = [desk_item(commune.unit_id, item_id, today=today, locale="vi") for item_id in ids]
    lines = [item.line for item in items if item is not None]
    assert [line.kind for line in lines] == ["4", "3", "7", "2", "8", "13", "5", "12"]
    assert [line.published_on is not None and line.late > 0 for line in lines] == [False] * 3 + [True] + [False] * 4
    assert [line.state for line in lines].count("draft") == 1
    assert [len(item.editions) for item in items if item is not None] == [0, 0, 1, 0, 0, 0, 0, 0]
    open_lines = desk_list(commune.clerk, shelf=None, mine=False, page=1, today=today).items
    assert {line.rank for line in open_lines} >= {Rank.PUBLISH, Rank.EVIDENCE, Rank.HANGING}
    assert register_of(commune.unit_id, quarter_of(today), today=today) != []

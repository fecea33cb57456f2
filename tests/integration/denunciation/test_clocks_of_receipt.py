"""The two clocks that run from the receipt, seven days to examine and five to hand on; and what a withdrawal owes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask

from core.database import use_unit
from core.errors import BadInput
from deadlines.queries import calendar_for
from denunciation.queries.doors import has_door
from denunciation.queries.register import entry_page, register
from denunciation.services.clocks import running
from denunciation.states import Act
from tests.makers import Commune
from tests.makers_register import entry_row, make_entry, take

FRIDAY = date(2026, 11, 20)
FACTS: dict[Act, dict[str, object]] = {
    Act.ACCEPT: {"number": "1/QĐ", "conditions_met": True}, Act.DECLINE: {"text": "Không đủ điều kiện"},
    Act.TRANSFER: {"number": "2/PC", "receiver": "Thanh tra tỉnh"}, Act.SUSPEND: {"number": "4/QĐ", "text": "Chờ giám định"},
    Act.WITHDRAW: {"text": "Đơn xin rút mẫu 02", "number": "9/QĐ"},
}  # fmt: skip


@pytest.mark.parametrize("before", [(), (Act.SUSPEND,)], ids=["accepted", "standing still"])
def test_an_accepted_one_that_is_withdrawn_ends_by_a_decision_with_its_number(
    app: Flask, home: Commune, at: Callable[[str], datetime], before: tuple[Act, ...]
):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=moment).entry_id
        for act in (Act.ACCEPT, *before):
            take(entry_id, act, FRIDAY, home.leader, at=moment, **FACTS[act])
        with pytest.raises(BadInput) as without:
            take(entry_id, Act.WITHDRAW, FRIDAY, home.leader, at=moment, text="Đơn xin rút mẫu 02")
        ended = take(entry_id, Act.WITHDRAW, FRIDAY, home.leader, at=moment, **FACTS[Act.WITHDRAW])
        state, owed = ended.state, "TC.SUSPEND.SEND" in running(entry_row(entry_id))
    assert (without.value.errors, state, owed) == ({"number": "number_missing"}, "discontinued", True)


LISTED = [
    # the day on which a reader looks, the nearest duty of the list and its day, whether the page still shows the transfer, why
    ("2026-11-27", "TC.TRANSFER", date(2026, 11, 30), True, "five days first: is it the commune's at all?"),
    ("2026-11-30", "TC.TRANSFER", date(2026, 11, 30), True, "its last day"),
    ("2026-12-01", "TC.TRIAGE", date(2026, 12, 2), True, "an entry of the commune's own is not late because nobody handed it on"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "code", "due", "shown", "why"), LISTED, ids=[row[0] for row in LISTED])
def test_the_list_names_the_transfer_first_and_not_as_late_while_nothing_is_decided(
    app: Flask, home: Commune, at: Callable[[str], datetime], day: str, code: str, due: date, shown: bool, why: str
):
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=at("2026-11-20 09:00")).entry_id
        seen = {"today": date.fromisoformat(day), "calendar": calendar_for(home.unit_id), "locale": "vi"}
        (row,) = register(home.leader, **seen).page.items
        page = entry_page(home.leader, entry_id, **seen)
    label = next(line.label for line in page.clocks if line.term_code == code)
    assert (row.due_on, row.duty) == (due, label), why
    assert [line.perhaps for line in page.clocks if line.term_code == "TC.TRANSFER"] == [shown]


@pytest.mark.parametrize(("act", "kept"), [(Act.ACCEPT, False), (Act.DECLINE, False), (Act.TRANSFER, True)])
def test_only_what_was_handed_on_says_afterwards_by_when_it_was(
    app: Flask, home: Commune, at: Callable[[str], datetime], act: Act, kept: bool
):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=moment).entry_id
        take(entry_id, act, FRIDAY, home.leader, at=moment, **FACTS[act])
        page = entry_page(home.leader, entry_id, today=FRIDAY, calendar=calendar_for(home.unit_id), locale="vi")
    assert ("TC.TRANSFER" in [line.term_code for line in page.clocks]) is kept


def test_a_transfer_that_is_not_sure_opens_the_register_to_nobody(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        make_entry(home.leader, at=moment)
        doors = [has_door(person, roles=(), today=FRIDAY) for person in (home.clerk, home.officer)]
    assert doors == [False, False]

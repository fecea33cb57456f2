"""The only figures that leave the room: whole, late, and never below five."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask

from core.database import use_unit
from deadlines.queries import calendar_for
from denunciation.queries.register import register
from denunciation.queries.totals import totals
from denunciation.states import Act, Result
from tests.makers import Commune
from tests.makers_register import make_entry, take

PERIOD = {"first_on": date(2026, 11, 1), "last_on": date(2026, 11, 30)}
NOTHING = dict.fromkeys(("received", "accepted", "transferred", "concluded"))


def fill(home: Commune, moment: datetime, *, concluded: int, transferred: int) -> None:
    """Write entries of November: some concluded, some transferred."""
    day = date(2026, 11, 20)
    for number in range(concluded):
        entry_id = make_entry(home.leader, at=moment, paper_number=f"K-{number}").entry_id
        take(entry_id, Act.ACCEPT, day, home.leader, at=moment, number="1", conditions_met=True)
        take(entry_id, Act.CONCLUDE, day, home.leader, at=moment, number="2", text="Tố cáo sai", result=Result.WRONG)
    for number in range(transferred):
        entry_id = make_entry(home.leader, at=moment, paper_number=f"C-{number}").entry_id
        take(entry_id, Act.TRANSFER, day, home.leader, at=moment, number="3", receiver="Cơ quan khác")


def test_totals_leave_when_none_is_below_five_and_the_period_is_long_over(
    app: Flask, home: Commune, at: Callable[[str], datetime]
):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        fill(home, moment, concluded=5, transferred=4)
        hidden = totals(home.unit_id, **PERIOD, today=date(2027, 1, 10))
        fill(home, moment, concluded=0, transferred=1)
        shown = totals(home.unit_id, **PERIOD, today=date(2027, 1, 10))
        early = totals(home.unit_id, **PERIOD, today=date(2026, 12, 29))
        elsewhen = totals(home.unit_id, first_on=date(2026, 1, 1), last_on=date(2026, 10, 31), today=date(2027, 1, 10))
    assert shown == {"received": 10, "accepted": 5, "transferred": 5, "concluded": 5}
    assert [hidden, early, elsewhen] == [NOTHING, NOTHING, NOTHING]


def test_another_communes_entries_are_not_counted(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        fill(home, moment, concluded=5, transferred=5)
    with app.app_context(), use_unit(home.unit_id + 1):
        assert totals(home.unit_id + 1, **PERIOD, today=date(2027, 1, 10)) == NOTHING


def test_the_figures_on_the_page_count_what_its_reader_sees(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        make_entry(home.leader, at=moment)
        make_entry(home.leader, at=moment, accused_id=home.leader.id, accused_text="")
        found = register(home.leader, today=date(2026, 11, 20), calendar=calendar_for(home.unit_id), locale="vi")
        carried = [row.carried for row in found.page.items]
    assert (carried, found.counts["received"]) == ([False], 1)

"""The list of the register: by pages, with as many questions for three entries as for one, and no gap where one is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import pytest
from flask import Flask

from accounts.queries import officials
from core.database import use_unit
from deadlines.queries import calendar_for
from denunciation.queries import register as queries
from denunciation.queries.doors import exists_for, has_door
from denunciation.queries.register import register
from denunciation.states import Act
from tests.infra.plans import selects_of
from tests.integration.denunciation.test_register_pages import LIST
from tests.makers import Commune
from tests.makers_desk import Desk, words_of
from tests.makers_register import make_entry, take

FRIDAY = date(2026, 11, 20)


def asked(home: Commune, *, at: datetime, accused_id: int | None = None) -> list[list[int]]:
    """Return how many questions list, lock and door ask at one entry and at three, of the chair and of whoever hands on."""
    told = []
    for number in (1, 2):
        for _entry in range(number):
            make_entry(home.leader, at=at, accused_id=accused_id, accused_text="" if accused_id else "Ông K")
        reads: list[Callable[[], object]] = [
            partial(register, home.leader, today=FRIDAY, calendar=calendar_for(home.unit_id), locale="vi"),
            *(partial(exists_for, who, today=FRIDAY) for who in (home.leader, home.clerk)),
            partial(has_door, home.clerk, roles=(), today=FRIDAY),
        ]
        told.append([len(selects_of(read)) for read in reads])
    return told


@pytest.mark.parametrize("chair_accused", [False, True])
def test_three_entries_ask_no_more_than_one(app: Flask, home: Commune, at: Callable[[str], datetime], chair_accused: bool):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        # a vice-chair's entry is handed on by its receiver, so the chair finds his own list either way
        others = [item for item in officials(home.unit_id, role="leader") if item.id != home.leader.id]
        one, three = asked(home, at=moment, accused_id=others[0].id if chair_accused else None)
    assert (one, three) == (one, one)


def test_the_list_comes_by_pages_and_what_runs_comes_first(
    app: Flask, home: Commune, at: Callable[[str], datetime], monkeypatch: pytest.MonkeyPatch
):
    moment = at("2026-11-24 09:00")
    monkeypatch.setattr(queries, "SIZE", 2)
    with app.app_context(), use_unit(home.unit_id):
        days = (20, 21, 23, 24)
        ids = {day: make_entry(home.leader, at=moment, received_on=date(2026, 11, day)).entry_id for day in days}
        make_entry(home.leader, at=moment, accused_id=home.leader.id, accused_text="", received_on=date(2026, 11, 22))
        take(ids[24], Act.DECLINE, date(2026, 11, 24), home.leader, at=moment, text="Không đủ điều kiện")
        seen = {"today": date(2026, 11, 24), "calendar": calendar_for(home.unit_id), "locale": "vi"}
        found = [register(home.leader, page=number, **seen) for number in (1, 2, 3)]
    assert [[row.received_on.day for row in each.page.items] for each in found] == [[23, 21], [20, 24], []]
    assert [(each.page.number, each.page.has_next, each.counts["received"]) for each in found] == [
        (1, True, 4), (2, False, 4), (3, False, 4),
    ]  # fmt: skip


def test_pages_are_turned_and_a_page_that_is_not_there_says_so(
    app: Flask, home: Commune, desk: dict[str, Desk], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries, "SIZE", 1)
    with app.app_context(), use_unit(home.unit_id):
        for _entry in range(2):
            make_entry(home.leader)
    first, second, beyond, strange = (desk["leader"].open(f"{LIST}?trang={number}") for number in ("1", "2", "9", "x%00"))
    assert [page.status_code for page in (first, second, beyond, strange)] == [200] * 4
    assert [page.text.count('class="box"') for page in (first, second, strange)] == [1, 1, 1]
    assert ("?trang=2" in first.text, "Trang này không có tố cáo nào" in words_of(beyond.text)) == (True, True)

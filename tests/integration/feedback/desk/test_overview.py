"""The whole picture: what is late, where and why; every number leads to the list that it counts; few queries."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import event

from accounts.queries import officials
from core.database import use_unit
from core.errors import NotAllowed
from core.extensions import db
from deadlines.queries import calendar_for
from feedback.queries.desk import work_list
from feedback.queries.desk_filters import DeskFilters, DueWithin
from feedback.queries.desk_tabs import Tab
from feedback.queries.overview import overview
from feedback.queries.waiting import Waiting
from tests.makers import NOW, Commune, ask_for_time, make_case, submit
from tests.makers_desk import Desk, sit_down, words_of

PAGE = "/can-bo/toan-canh"
LATE_DAY = "2026-12-16 09:00"  # two working days after the cases in hand were due


def a_busy_commune(app: Flask, home: Commune) -> None:
    with app.app_context(), use_unit(home.unit_id):
        for state in ("received", "classified", "in_progress", "in_progress", "in_progress", "answered", "closed"):
            make_case(home, state=state)
        waiting = make_case(home, state="in_progress")
        submit(home, waiting.id)
        asked = make_case(home, state="in_progress")
        ask_for_time(home, asked.id)


def test_numbers_by_place_and_person_add_up(app: Flask, home: Commune, desk: dict[str, Desk], at):
    a_busy_commune(app, home)
    on = at(LATE_DAY).date()
    with app.app_context(), use_unit(home.unit_id):
        found = overview(home.leader, today=on, calendar=calendar_for(home.unit_id), locale="vi")
    assert (found.whole.open, found.whole.late, found.whole.soon) == (7, 7, 0)
    assert dict(found.whole.late_waits) == {
        "classify": 1, "accept": 1, "answer": 3, "approval": 1, "extension": 1,
    }  # fmt: skip
    assert [(place.id is None, place.load.open) for place in found.places] == [(False, 5), (True, 2)]
    first = found.carriers[0]
    assert (first.id, first.load.open, first.load.late, first.away) == (home.officer.id, 5, 5, False)
    assert sum(place.load.open for place in found.places) == found.whole.open
    assert {one.load.open for one in found.carriers[1:]} == {0}


def test_every_number_leads_to_as_many_cases(app: Flask, home: Commune, desk: dict[str, Desk], at):
    a_busy_commune(app, home)
    at(LATE_DAY)
    leader = sit_down(app, home.leader)
    page = leader.open(PAGE)
    for table in re.findall(r'<table class="table load stacked">.*?</table>', page.text, re.DOTALL):
        columns = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', table)[1:]
        rows = [re.findall(r'<td[^>]* data-head="([^"]+)"', row) for row in table.split("<tr>")[2:]]
        assert rows == [columns] * len(rows) != []
    links = set(re.findall(r'<a href="(/can-bo\?[^"]+)"[^>]*>(\d+)</a>', page.text))
    assert len(links) >= 6
    for address, number in links:
        shown = leader.open(address.replace("&amp;", "&")).text
        assert (address, shown.count('<td class="days">')) == (address, int(number))


def test_late_cases_are_named_with_what_they_wait_for(app: Flask, home: Commune, desk: dict[str, Desk], at):
    a_busy_commune(app, home)
    at(LATE_DAY)
    words = words_of(sit_down(app, home.leader).open(PAGE).text)
    for part in ("Quá hạn vì đang chờ gì", "Lãnh đạo duyệt trả lời 1", "Quá hạn 2 ngày làm việc", "Chưa giao phòng nào"):
        assert part in words
    assert "Không có hồ sơ quá hạn" not in words


def test_filters_agree_with_the_words_of_the_rows(app: Flask, home: Commune, desk: dict[str, Desk], at):
    a_busy_commune(app, home)
    on = at(LATE_DAY).date()
    with app.app_context(), use_unit(home.unit_id):
        calendar = calendar_for(home.unit_id)

        def listed(**filters: object):
            return work_list(home.leader, filters=DeskFilters(tab=Tab.ALL, **filters), page=1, today=on, calendar=calendar).items

        everything = listed()
        for waiting in Waiting:
            assert {row.id for row in listed(waiting=waiting)} == {row.id for row in everything if row.waiting is waiting}
        mine = listed(officer_id=home.officer.id)
        assert {row.officer_name for row in mine} == {
            next(one.full_name for one in officials(home.unit_id) if one.id == home.officer.id)
        }
        late = listed(due=DueWithin.OVERDUE)
        assert {row.mark.stage for row in late} == {100}


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 200), ("leader", 200), ("supervisor", 200), ("officer", 403), ("administrator", 403)]
)
def test_the_picture_is_for_who_directs_or_supervises(desk: dict[str, Desk], who: str, status: int):
    answer = desk[who].open(PAGE)
    assert answer.status_code == status
    assert (PAGE in desk[who].open("/can-bo/hop-thu").text) == (status == 200)


def test_an_empty_commune_is_calm(desk: dict[str, Desk]):
    assert "Không có hồ sơ quá hạn" in words_of(desk["leader"].open(PAGE).text)


def test_queries_do_not_grow_with_the_cases(app: Flask, home: Commune, desk: dict[str, Desk]):
    counts = []
    for _round in range(2):
        a_busy_commune(app, home)
        with app.app_context():
            engine = db.engine
        asked: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *facts, kept=asked: kept.append(facts[2]))
        assert desk["leader"].open(PAGE).status_code == 200
        counts.append(len(asked))
    assert counts[0] >= counts[1] / 2
    assert max(counts[:1]) <= 30


def test_only_readers_of_letters_are_given_numbers(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id), pytest.raises(NotAllowed):
        overview(home.administrator, today=NOW.date(), calendar=calendar_for(home.unit_id), locale="vi")

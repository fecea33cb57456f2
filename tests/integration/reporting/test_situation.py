"""The picture of the commune: counts held against the definitions of the board, who sees it, what it says, what it costs."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.queries import fields, villages
from accounts.services.unit_settings import change_setting
from core.transaction import transaction
from feedback.models import PublicCase
from reporting.measures import counts_of
from reporting.situation import Seen, Span
from reporting.situation_queries import situation
from tests.infra.plans import selects_of
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_case, make_commune
from tests.makers_board import TABLE, TODAY
from tests.makers_desk import desks, words_of
from tests.makers_public import make_public

PAGE = "/can-bo/tinh-hinh"
WINDOW = TODAY - timedelta(days=29)


def counted(unit_id: int, days: int = 30) -> tuple[Span, dict[tuple[int | None, int | None], Seen]]:
    span, cells = situation(unit_id, days=days, today=TODAY)
    return span, {(cell.village_id, cell.field_id): cell.seen for cell in cells}


def places(home: Commune) -> tuple[list[int], list[int]]:
    return [each.id for each in villages(home.unit_id)], [each.id for each in fields(home.unit_id)]


def letters(number: int, on: date, **place: int) -> list[dict[str, object]]:
    return [{"received_on": on, **place} for _ in range(number)]


def test_every_case_counts_as_the_board_counts_it(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *({**each.row, "field_id": number} for number, each in enumerate(TABLE, 1)))
        found = counted(home.unit_id)[1]
        begins = WINDOW - timedelta(days=180)
        for number, each in enumerate(TABLE, 1):
            tally = counts_of(each.facts, first_on=WINDOW, today=TODAY)
            expected = Seen(
                received=tally.received, overdue=tally.overdue, unhappy=min(1, tally.rated - tally.satisfied),
                before=int(begins <= each.facts.received_on < WINDOW),
            )  # fmt: skip
            assert found.get((None, number), Seen()) == expected, each.name


def test_the_days_before_reach_back_half_a_year_and_no_further_than_the_first_letter(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        assert counted(home.unit_id) == (Span(days=30, days_before=0), {})
        make_public(home.unit_id, *letters(1, WINDOW - timedelta(days=1)), *letters(1, WINDOW), *letters(1, TODAY))
        assert counted(home.unit_id) == (Span(days=30, days_before=1), {(None, None): Seen(received=2, before=1)})
        make_public(home.unit_id, *letters(1, WINDOW - timedelta(days=181)), *letters(1, WINDOW - timedelta(days=180)))
        assert counted(home.unit_id) == (Span(days=30, days_before=180), {(None, None): Seen(received=2, before=2)})
        assert counted(home.unit_id, 90)[1] == {(None, None): Seen(received=3, before=2)}


def test_a_neighbours_letters_are_not_seen(app: Flask, home: Commune):
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
    with inside(app, unit_id=neighbour.unit_id):
        make_public(neighbour.unit_id, *letters(9, TODAY))
    with inside(app, unit_id=home.unit_id):
        assert counted(home.unit_id)[1] == {}


def test_who_directs_or_supervises_sees_it_and_nobody_else(app: Flask, home: Commune):
    people = desks(app, home)
    answers = {name: desk.open(PAGE).status_code for name, desk in people.items()}
    allowed = {"clerk": 200, "leader": 200, "supervisor": 200}
    assert answers == allowed | dict.fromkeys(people.keys() - allowed.keys(), 403)
    assert app.test_client().get(PAGE).status_code in (302, 303)
    assert people["leader"].open(PAGE).headers["Cache-Control"] == "private, no-store"
    assert f'href="{PAGE}"' in people["leader"].open("/can-bo").text
    assert f'href="{PAGE}"' not in people["officer"].open("/can-bo").text


def test_the_page_says_where_to_go_and_each_number_leads_to_its_cases(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        (village, other, *_rest), (field, *_more) = places(home)
        make_public(
            home.unit_id, *letters(6, TODAY - timedelta(days=170), village_id=other, field_id=field),
            *letters(5, TODAY - timedelta(days=3), village_id=village, field_id=field), *letters(1, TODAY),
        )  # fmt: skip
        names = {each.id: each.name for each in villages(home.unit_id)}
        field_name = fields(home.unit_id)[0].name
    leader = desks(app, home)["leader"]
    page = leader.open(PAGE)
    assert f"{names[village]} · {field_name} 5 thư trong 30 ngày, thường lệ hầu như không có" in words_of(page.text)
    assert f"xem=tat-ca&amp;thon={village}&amp;linh-vuc={field}" in page.text
    assert f"{names[other]} ·" not in words_of(page.text)
    behind = f"/can-bo?xem=tat-ca&amp;thon={village}&amp;linh-vuc={field}&amp;nhan-tu=2026-10-22&amp;nhan-den=2026-11-20"
    assert f'data-head="{field_name}"><a href="{behind}">5</a>' in page.text  # what a phone reads instead of the column
    assert (f'<a href="{behind}">5</a>' in page.text, page.text.count(f'href="{behind}"')) == (True, 2)
    assert "/cong-khai/ho-so" not in page.text
    assert 'value="2026-10-22"' in leader.open(behind.replace("&amp;", "&")).text
    assert "Chưa rõ thôn" in words_of(page.text)
    assert "Chưa phân loại" in words_of(page.text)
    unknown = "/can-bo?xem=tat-ca&amp;chua-ro-thon=y&amp;chua-ro-linh-vuc=y&amp;nhan-tu=2026-10-22&amp;nhan-den=2026-11-20"
    assert f'<a href="{unknown}">1</a>' in page.text
    assert re.search(
        r'name="chua-ro-thon"[^>]*checked|checked[^>]*name="chua-ro-thon"', leader.open(unknown.replace("&amp;", "&")).text
    )


def test_the_number_of_who_is_not_satisfied_is_that_of_the_list_it_leads_to(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        (village, *_rest), (field, *_more) = places(home)
        for ago in (0, 1, 29, 30):
            make_case(home, state="reopened", at=NOW - timedelta(days=ago), village_id=village, field_id=field)
        make_case(home, state="closed", village_id=village, field_id=field)
        twice = PublicCase.reopened_on == TODAY
        with transaction() as session:  # a word on each of the two answers is one case all the same
            session.execute(update(PublicCase).where(twice).values(rated_on=TODAY, satisfied=False))
    with inside(app, unit_id=home.unit_id), transaction():
        change_setting(
            unit_id=home.unit_id, actor=home.administrator, key="situation_least_letters", value=2, expected_version=0, at=NOW
        )
    leader = desks(app, home)["leader"]
    for days, number in ((30, 3), (90, 4)):
        page = leader.open(f"{PAGE}?ngay={days}").text
        behind = f"/can-bo?xem=tat-ca&amp;thon={village}&amp;linh-vuc={field}&amp;chua-hai-long={days}"
        assert (f'href="{behind}"' in page, f"{number} hồ sơ có người gửi chưa hài lòng" in words_of(page)) == (True, True)
        assert leader.open(behind.replace("&amp;", "&")).text.count('<td class="title">') == number


def test_an_empty_commune_and_one_without_history_are_told_so(app: Flask, home: Commune):
    leader = desks(app, home)["leader"]
    text = words_of(leader.open(PAGE).text)
    assert "Chưa có nơi nào nổi lên" in text
    assert "Chưa đủ số liệu trước đó" in text
    assert "Chưa có số liệu." in text


@pytest.mark.parametrize(
    ("typed", "days"), [("", 30), ("90", 90), ("30", 30), ("31", 30), ("-1", 30), ("x\x00", 30), ("9" * 99, 30)]
)
def test_only_offered_days_are_looked_at(app: Flask, home: Commune, typed: str, days: int):
    page = desks(app, home)["leader"].client.get(PAGE, query_string={"ngay": typed}, base_url="http://localhost")
    assert page.status_code == 200
    assert f'<a href="?ngay={days}" aria-current="page">' in page.text


def test_the_least_number_is_a_setting(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        (village, *_rest), (field, *_more) = places(home)
        late = {"state": "in_progress", "due_on": TODAY - timedelta(days=2), "village_id": village, "field_id": field}
        make_public(home.unit_id, *letters(2, TODAY - timedelta(days=30), **late))
    leader = desks(app, home)["leader"]
    assert "2 hồ sơ đang quá hạn" not in words_of(leader.open(PAGE).text)
    with inside(app, unit_id=home.unit_id), transaction():
        change_setting(
            unit_id=home.unit_id, actor=home.administrator, key="situation_least_letters", value=2, expected_version=0, at=NOW
        )
    page = leader.open(PAGE)
    assert "2 hồ sơ đang quá hạn" in words_of(page.text)
    assert f"xem=qua-han&amp;thon={village}&amp;linh-vuc={field}" in page.text


def test_english_has_no_vietnamese_left(app: Flask, home: Commune):
    page = desks(app, home)["leader"].open(f"{PAGE}?lang=en")
    text = words_of(page.text)
    assert "Picture of the commune" in text
    assert not Counter(word for word in text.split() if word in {"Chưa", "thư", "ngày", "Nên"})


def test_many_letters_cost_as_many_statements_as_few(app: Flask, home: Commune):
    leader = desks(app, home)["leader"]

    def cost() -> int:
        with app.app_context():
            return len(selects_of(lambda: leader.open(PAGE)))

    leader.open(PAGE)
    few = cost()
    with inside(app, unit_id=home.unit_id):
        known, subjects = places(home)
        everywhere = [{"village_id": village, "field_id": field} for village in known for field in subjects[:4]]
        make_public(home.unit_id, *(row for place in everywhere for row in letters(3, TODAY, **place)))
    assert cost() == few

"""The board's figures, bars and tables: parts that add up, shares only of enough cases, every count with its address."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from reporting import pictures
from reporting.case_queries import BEHIND
from reporting.measures import AGES, LEAST_CASES, Tally
from reporting.pictures import BARS, LABEL, Group
from reporting.queries import Board
from tests.makers_core import bare_app

OCTOBER, NOVEMBER, TODAY = date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 20)
BUSY = Tally(
    received=40, open=12, overdue=4, waiting_late=2, settled=30, timed=24, on_time=20, answered=25, answered_before=3, reopened=2,
    extended=1, with_evidence=19, rated=8, satisfied=7,
)  # fmt: skip
QUIET = Tally(received=2, open=1, settled=1, timed=1, on_time=1, answered=1, rated=1, satisfied=1)


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_app()


@pytest.fixture(autouse=True)
def asked(site: Flask) -> Iterator[None]:
    with site.test_request_context("/"):
        yield


def behind(number: str) -> str:
    return f"/cong-khai/ho-so?so={number}"


def group(name: str, tally: Tally, key: int = 1) -> Group:
    return Group(key=key, name=name, behind=lambda number: f"{behind(number)}&thon={key}", tally=tally)


def board(whole: Tally, *, ages: tuple[int, ...] = (), days: dict[int, int] | None = None) -> Board:
    return Board(
        first_on=OCTOBER, today=TODAY, whole=whole, by_field={}, by_village={}, by_month={OCTOBER: QUIET, NOVEMBER: BUSY},
        ages=ages or (0,) * (len(AGES) + 1), days=days or {},
    )  # fmt: skip


def test_nine_figures_lead_to_their_cases():
    figures = pictures.all_figures(board(BUSY, days={3: 13, 20: 12}), behind)
    assert [(figure.value + figure.unit, figure.url.partition("so=")[2]) for figure in figures] == [
        ("77%", "dung-han"), ("12", "dang-lam"), ("4", "qua-han"), ("2", "mo-lai"), ("1", "gia-han"), ("76%", "bang-chung"),
        ("88%", "hai-long"), ("3ngày", "tra-loi"), ("20ngày", "tra-loi"),
    ]  # fmt: skip
    assert (figures[0].note, figures[5].note) == ("20 trong 26 hồ sơ", "19 trong 25 trả lời")


def test_figures_of_too_few_cases_are_dashes_that_say_why():
    figures = pictures.all_figures(board(QUIET, days={2: LEAST_CASES - 1}), behind)
    dashes = [figure for figure in figures if figure.value == "–"]
    assert [figure.note for figure in dashes] == [pictures.too_few()] * 5
    assert [figure.value for figure in figures if figure not in dashes] == ["1", "0", "0", "0"]
    assert [figure.value for figure in pictures.first_figures(QUIET)] == ["–", "1", "0"]


@pytest.mark.parametrize("whole", [Tally(), QUIET, BUSY, QUIET + BUSY, Tally(open=3, overdue=3), Tally(settled=1000, timed=999)])
def test_parts_of_the_whole_add_up_and_follow_each_other(whole: Tally):
    parts = pictures.standing_parts(whole)
    assert sum(int(part.value.replace(".", "")) for part in parts) == whole.handled
    assert sum(part.share for part in parts) == pytest.approx(100 if whole.handled else 0, abs=0.05)
    for before, part in itertools.pairwise(parts):
        assert part.start == pytest.approx(before.start + before.share, abs=0.02)
    assert len({part.label for part in parts}) == 5


def test_ages_are_steps_of_days_without_gap():
    parts = pictures.age_parts(board(BUSY, ages=(6, 3, 2, 1)))
    assert [(part.label, part.value, part.share) for part in parts] == [
        ("Đến 10 ngày", "6", 50.0), ("11 đến 30 ngày", "3", 25.0), ("31 đến 60 ngày", "2", 16.67), ("Hơn 60 ngày", "1", 8.33),
    ]  # fmt: skip


def test_bars_are_of_the_groups_with_enough_cases_and_no_more_than_fit():
    long = "Thôn Nà Lìa giáp ranh xã Vân An và xã Chiến Thắng"
    bars = pictures.punctuality_bars([group(long, BUSY), group("Kép", QUIET), *(group(f"Thôn {n}", BUSY) for n in range(9))])
    assert len(bars) == BARS
    assert (bars[0].label.endswith("…"), len(bars[0].label) <= LABEL, bars[0].value) == (True, True, "77% (20/26)")
    assert "Kép" not in {bar.label for bar in bars}
    assert (bars[0].share, bars[0].tone) == (77.0, "wait")


SHARES = [(None, "–"), (0.0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1.0, "100%"), (0.125, "13%")]


@pytest.mark.parametrize(("part", "text"), SHARES)
def test_share_is_whole_only_when_it_is_all(part: float | None, text: str):
    assert pictures.share_text(part) == text


def test_row_of_a_group_links_every_count_that_is_not_nought():
    busy, quiet = pictures.group_rows([group("Nà Lìa", BUSY, key=7), group("Kép", QUIET)])
    assert len(busy) == len(quiet) == len(pictures.group_heads("Thôn")) == 9
    assert busy[0] == {"text": "Nà Lìa", "url": "/cong-khai/ho-so?so=nhan&thon=7"}
    told = {cell["url"].partition("so=")[2]: cell["text"] for cell in busy if isinstance(cell, dict)}
    assert told == {
        "nhan&thon=7": "Nà Lìa", "da-xong&thon=7": "30", "dang-lam&thon=7": "12", "qua-han&thon=7": "4", "mo-lai&thon=7": "2",
    }  # fmt: skip
    assert [cell for cell in quiet if isinstance(cell, str)] == ["2", "–", "0", "0", "–", "–"]


def test_months_stand_newest_first_and_lead_to_their_own_board():
    rows = pictures.month_rows(board(BUSY).by_month)
    assert [row[0] for row in rows] == [
        {"text": "Tháng 11/2026", "url": "/cong-khai?ky=2026-11"}, {"text": "Tháng 10/2026", "url": "/cong-khai?ky=2026-10"},
    ]  # fmt: skip
    assert {len(row) for row in rows} == {len(pictures.month_heads())}


def test_columns_of_months_are_measured_by_the_highest_and_shares_by_a_hundred():
    columns = {name: points for name, _title, points in pictures.month_columns(board(BUSY))}
    assert [(point.share, point.value) for point in columns["thang-nhan"]] == [(5.0, "2"), (100.0, "40")]
    assert [(point.share, point.value) for point in columns["thang-dung-han"]] == [(0.0, "–"), (77.0, "77%")]
    empty = Board(first_on=OCTOBER, today=TODAY, whole=Tally(), by_field={}, by_village={}, by_month={OCTOBER: Tally()})
    drawn = {name: [point.share for point in points] for name, _title, points in pictures.month_columns(empty)}
    assert drawn == {"thang-nhan": [0.0], "thang-dung-han": [], "thang-con": [0.0], "thang-mo-lai": [0.0], "thang-hai-long": []}


def test_share_says_of_how_many_it_is_a_part():
    notes = [figure.note for figure in pictures.all_figures(board(BUSY), lambda word: word) if figure.unit == "%"]
    assert notes == ["20 trong 26 hồ sơ", "19 trong 25 trả lời", "7 trong 8 lần cho ý kiến"]


def test_table_adds_up_to_the_board_with_what_belongs_to_no_group():
    groups = [group("Nà Lìa", QUIET), group("Nà Pất", QUIET)]
    row = pictures.rest_row("Không ghi thôn", groups, BUSY + QUIET + QUIET)
    assert row == ["Không ghi thôn", "40", "30", "77%", "12", "4", "2", "76%", "88%"]
    assert pictures.rest_row("Không ghi thôn", groups, QUIET + QUIET) == []


def test_list_repeats_the_number_that_it_is_behind():
    assert pictures.COUNTED.keys() == BEHIND.keys()
    told = [pictures.told_behind(number, BUSY) for number in ("dung-han", "bang-chung", "hai-long", "nhan", "tra-loi", "tre-han")]
    assert told == ["20 trong 26 hồ sơ", "19 trong 25 trả lời", "7 trong 8 lần cho ý kiến", "40 hồ sơ", "25 lần", "4 lần"]

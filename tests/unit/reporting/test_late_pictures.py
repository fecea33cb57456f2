"""The reasons for lateness in rows and bars: ordered by number, nobody's reason last, shares only of enough cases."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from reporting.late_pictures import late_bars, late_counts, late_rows
from reporting.measures import Tally
from reporting.periods import Period
from reporting.queries import Board
from reporting.snapshots import from_numbers, is_complete, to_numbers
from tests.makers_core import bare_app

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_app()


def board_of(**reasons: int) -> Board:
    """Return a board whose late ones have these reasons; "unsaid" is none."""
    late = {"" if name == "unsaid" else name: number for name, number in reasons.items()}
    whole = Tally(settled=20, timed=20, on_time=20 - sum(late.values()))
    return Board(first_on=FIRST, today=LAST, whole=whole, by_field={}, by_village={}, by_month={}, late_by_reason=late)


SHOWN: list[tuple[dict[str, int], list[tuple[str, int]], list[str]]] = [
    ({}, [], []),
    ({"unsaid": 2}, [("Chưa ghi lý do", 2)], ["–"]),
    (
        {"slow_start": 1, "weather": 3, "unsaid": 2},
        [("Thời tiết hoặc thiên tai", 3), ("Nhận xử lý chậm", 1), ("Chưa ghi lý do", 2)],
        ["50%", "17%", "33%"],
    ),
    (  # equal numbers in the order of the list
        {"other": 1, "means": 1, "site_checks": 1},
        [("Phải kiểm tra thực địa nhiều lần", 1), ("Chưa có kinh phí hoặc người làm", 1), ("Lý do khác", 1)],
        ["–", "–", "–"],
    ),
    (  # a code that went out of the list is not lost from the sum
        {"unsaid": 1, "sick_leave": 4, "weather": 5},
        [("Thời tiết hoặc thiên tai", 5), ("Chưa ghi lý do", 5)],
        ["50%", "50%"],
    ),
]


@pytest.mark.parametrize(("reasons", "counts", "shares"), SHOWN)
def test_rows_and_bars_of_the_reasons(site: Flask, reasons: dict[str, int], counts: list[tuple[str, int]], shares: list[str]):
    board = board_of(**reasons)
    with site.test_request_context("/"):
        site.preprocess_request()
        assert late_counts(board) == counts
        assert late_rows(board) == [[words, str(number), part] for (words, number), part in zip(counts, shares, strict=True)]
        bars = late_bars(board)
    assert [(bar.label, bar.value) for bar in bars] == [(words, str(number)) for words, number in counts]
    assert [bar.tone for bar in bars] == ["mute" if words == "Chưa ghi lý do" else "wait" for words, _ in counts]
    assert [bar.share > 0 for bar in bars] == [True] * len(bars)
    assert sum(number for _, number in counts) == board.whole.late


def test_a_stored_board_keeps_the_reasons_and_an_older_form_is_unusable():
    board = board_of(weather=3, unsaid=2)
    values = to_numbers(board)
    assert is_complete(values) is True
    assert from_numbers(values, Period(first_on=FIRST, last_on=LAST)) == board
    older = {name: value for name, value in values.items() if name != "late"}
    assert [is_complete(item) for item in (older, {**values, "counts": ["received"]}, {})] == [False, False, False]

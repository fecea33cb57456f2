"""The order of communes beside each other, and the periods that are offered first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accounts.doors import Door
from reporting.communes import ORDERS, CommuneBoard, in_order
from reporting.measures import Tally
from reporting.periods import last_months, offered_first, reports_until
from reporting.phrases import ORDER_WORDS

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def row(name: str, **counts: int) -> CommuneBoard:
    return CommuneBoard(door=Door(unit_id=1, name=name, host=f"{name}.example"), tally=Tally(**counts), made_at=NOW)


BOARDS = [
    row("bắc", received=9, overdue=1, timed=8, on_time=8),
    row("đông", received=40, overdue=0, timed=30, on_time=12),
    row("nam", received=2, overdue=5),
    row("tây", received=9, overdue=1, timed=4, on_time=0),
]


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("", ["bắc", "đông", "nam", "tây"]),
        ("khác", ["bắc", "đông", "nam", "tây"]),
        ("nhan", ["đông", "bắc", "tây", "nam"]),
        ("qua-han", ["nam", "bắc", "tây", "đông"]),
        ("dung-han", ["đông", "bắc", "nam", "tây"]),
    ],
)
def test_rows_are_ordered_and_those_alike_stay_by_name(word: str, names: list[str]):
    assert [each.door.name for each in in_order(BOARDS, word)] == names


def test_share_of_too_few_is_no_place_in_the_order():
    few, known = row("ít", timed=4, on_time=0), row("đủ", timed=5, on_time=5)
    assert in_order([few, known], "dung-han") == [known, few]


def test_every_order_has_a_word():
    assert set(ORDER_WORDS) == {"", *ORDERS}


def test_offered_periods_are_the_year_two_months_and_the_reports():
    today = date(2026, 1, 3)
    offered = offered_first(today)
    assert offered[0] == last_months(today)
    assert [each.name for each in offered[1:3]] == ["2026-01", "2025-12"]
    assert offered[3:] == reports_until(today)

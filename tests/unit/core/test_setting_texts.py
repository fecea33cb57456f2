"""Rules written as a line of text: every usual writing is read and kept in one way, everything else is refused."""

from __future__ import annotations

import pytest

from core.setting_texts import Shape

NONSENSE = ("", " ", "x", "\x00", "-", "/", ",", "٣/٣", "1e1", "9" * 400, "<b>", "10-")


@pytest.mark.parametrize(
    ("shape", "text", "kept"),
    [
        (Shape.DAY_OF_YEAR, "30/11", "30/11"),
        (Shape.DAY_OF_YEAR, "5/9", "05/09"),
        (Shape.DAY_OF_YEAR, "Ngày 15 tháng 12", "15/12"),
        (Shape.DAY_OF_YEAR, "31.12", "31/12"),
        (Shape.DAY_OF_YEAR, "31/02", None),
        (Shape.DAY_OF_YEAR, "29/02", None),
        (Shape.DAY_OF_YEAR, "15/13", None),
        (Shape.DAY_OF_YEAR, "12-15", None),
        (Shape.DAY_OF_YEAR, "30/11/2026", None),
        (Shape.DAYS_OF_MONTH, "10,25", "10,25"),
        (Shape.DAYS_OF_MONTH, "ngày 25 và 10", "10,25"),
        (Shape.DAYS_OF_MONTH, "5; 5", "5"),
        (Shape.DAYS_OF_MONTH, "31", "31"),
        (Shape.DAYS_OF_MONTH, "0,10", None),
        (Shape.DAYS_OF_MONTH, "10,32", None),
        (Shape.DAYS_OF_MONTH, "10, mười", None),
        (Shape.HOURS, "08:00-11:00", "08:00-11:00"),
        (Shape.HOURS, "8h đến 11h", "08:00-11:00"),
        (Shape.HOURS, "8g30 – 11.30", "08:30-11:30"),
        (Shape.HOURS, "11:00-08:00", None),
        (Shape.HOURS, "8:00-8:00", None),
        (Shape.HOURS, "25h-26h", None),
        (Shape.HOURS, "8:00-9:00-10:00", None),
    ],
)
def test_a_text_is_read_and_kept_in_one_way(shape: Shape, text: str, kept: str | None):
    assert shape.kept(text) == kept


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("text", NONSENSE, ids=ascii)
def test_nonsense_is_none_of_them(shape: Shape, text: str):
    assert shape.kept(text) is None

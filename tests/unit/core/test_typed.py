"""Dates and telephone numbers in the ways people write them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import phone_digits
from core.typed import typed_date

NEAR = date(2026, 5, 20)
APRIL = date(2026, 4, 3)
DATES = [
    ("3/4", APRIL, "the nearest third of April"),
    ("03/04", APRIL, ""),
    ("3-4", APRIL, ""),
    ("3.4", APRIL, ""),
    ("03.04.2026", APRIL, ""),
    ("3/4/2026", APRIL, ""),
    ("3/4/26", APRIL, "two digits of the year"),
    ("3 - 4 - 2026", APRIL, "spaces around"),
    ("2026-04-03", APRIL, "as a browser sends it"),
    ("2026/4/3", APRIL, ""),
    ("ngày 3 tháng 4", APRIL, ""),
    ("Ngày 03 tháng 04 năm 2026", APRIL, "as papers write it"),
    ("ngay 3 thang 4", APRIL, "without marks"),
    ("ngày 3/4", APRIL, ""),
    ("3 tháng 4 2026", APRIL, ""),
    ("3 tháng 4, năm 2026", APRIL, ""),
    ("3th4", APRIL, ""),
    ("3 t4", APRIL, ""),
    ("mùng 3 tháng 4", APRIL, "the first ten days"),
    (unicodedata.normalize("NFD", "ngày 3 tháng 4"), APRIL, "marks apart"),
    ("ngày\u00a03 tháng\u200b 4", APRIL, "spaces that are none"),
    ("15/12", date(2025, 12, 15), "nearer in the year before"),
    ("20/5", NEAR, "today"),
    ("29/2", None, "no leap year is near"),
    ("29/2/2028", date(2028, 2, 29), "but that year is one"),
    ("31/4", None, "no such day"),
    ("4/13", None, "no such month: never month before day"),
    ("3/4/1826", None, "outside what the product knows"),
    ("3", None, "not a date"),
    ("3/4/5/6", None, ""),
    ("cầu 3/4", None, "words"),
    ("0912 345 678", None, "a telephone"),
    ("", None, ""),
]
PHONES = [
    ("0912345678", "0912345678"),
    ("0912 345 678", "0912345678"),
    ("0912.345.678", "0912345678"),
    ("0912-345-678", "0912345678"),
    ("(0912) 345 678", "0912345678"),
    ("+84 912 345 678", "0912345678"),
    ("+84 (0) 912 345 678", "0912345678"),
    ("84912345678", "0912345678"),
    ("0084 912345678", "0912345678"),
    ("912345678", ""),
    ("O912 345 678", "0912345678"),
    ("o912.345.67o", "0912345670"),
    ("ĐT: 0912 345 678", "0912345678"),
    ("０９１２３４５６７８", "0912345678"),
    ("0912\u200b345\u00a0678", "0912345678"),
    ("0205 3 812 345", "02053812345"),
    ("0912 345", ""),
    ("0912 345 678 hoặc 0987 654 321", ""),
    ("212345678", ""),
    ("3/4/2026", ""),
    ("không có", ""),
]


@pytest.mark.parametrize(("text", "expected", "why"), DATES)
def test_typed_date_reads_what_people_write(text: str, expected: date | None, why: str):
    assert typed_date(text, near=NEAR) == expected, why


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0:%d.%m.%Y}"]),
)
def test_typed_date_reads_every_day_with_its_year(day: date, pattern: str):
    assert typed_date(pattern.format(day), near=NEAR) == day


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_typed_date_without_a_year_is_within_half_a_year(near: date):
    found = typed_date("3/4", near=near)
    assert found is not None
    assert abs((found - near).days) <= 183


@given(st.text(max_size=40))
def test_typed_date_never_fails(text: str):
    assert typed_date(text, near=NEAR) is None or isinstance(typed_date(text, near=NEAR), date)


@pytest.mark.parametrize(("text", "expected"), PHONES)
def test_phone_digits_reads_what_people_write(text: str, expected: str):
    assert phone_digits(text) == expected

"""Numbers, dates and hours in Vietnamese words: a table of what a listener in the mountains expects to hear."""

from __future__ import annotations

from datetime import date

import pytest

from core.number_words import (
    WEEKDAYS,
    date_words,
    day_words,
    decimal_words,
    digits_words,
    hour_words,
    month_words,
    number_words,
    phone_words,
)  # fmt: skip

NUMBERS = (
    (0, "không"), (1, "một"), (4, "bốn"), (5, "năm"), (7, "bảy"), (10, "mười"), (11, "mười một"), (14, "mười bốn"),
    (15, "mười lăm"), (19, "mười chín"), (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"),
    (31, "ba mươi mốt"), (40, "bốn mươi"), (44, "bốn mươi tư"), (55, "năm mươi lăm"), (71, "bảy mươi mốt"),
    (99, "chín mươi chín"),
    (100, "một trăm"), (101, "một trăm linh một"), (104, "một trăm linh bốn"), (105, "một trăm linh năm"), (110, "một trăm mười"),
    (111, "một trăm mười một"), (115, "một trăm mười lăm"), (121, "một trăm hai mươi mốt"), (200, "hai trăm"),
    (999, "chín trăm chín mươi chín"), (1000, "một nghìn"), (1001, "một nghìn không trăm linh một"),
    (1010, "một nghìn không trăm mười"), (1100, "một nghìn một trăm"), (2026, "hai nghìn không trăm hai mươi sáu"),
    (10_000, "mười nghìn"), (10_005, "mười nghìn không trăm linh năm"), (21_000, "hai mươi mốt nghìn"),
    (100_000, "một trăm nghìn"), (105_024, "một trăm linh năm nghìn không trăm hai mươi tư"), (1_000_000, "một triệu"),
    (1_500_000, "một triệu năm trăm nghìn"), (2_000_005, "hai triệu không trăm linh năm"),
    (15_000_000, "mười lăm triệu"), (1_000_000_000, "một tỷ"), (1_005_000_000, "một tỷ không trăm linh năm triệu"),
    (2_000_000_001, "hai tỷ không trăm linh một"), (1_000_000_000_000, "một nghìn tỷ"), (-5, "âm năm"),
)  # fmt: skip


@pytest.mark.parametrize(("number", "words"), NUMBERS)
def test_a_number_is_said_as_people_say_it(number: int, words: str):
    assert number_words(number) == words


def test_numbers_below_a_million_have_words_of_their_own_and_no_stray_space():
    sample = [*range(1200), *range(9_990, 10_120), *range(99_990, 100_120), 999_999]
    said = [number_words(number) for number in sample]
    assert len(set(said)) == len(sample)
    assert [words for words in said if words != " ".join(words.split())] == []


def test_a_number_that_nobody_can_say_is_refused():
    with pytest.raises(ValueError, match="18 digits"):
        number_words(10**18)


@pytest.mark.parametrize(("day", "words"), [
    (date(2026, 11, 30), "thứ Hai, ngày ba mươi tháng Mười một"), (date(2026, 12, 1), "thứ Ba, ngày mùng một tháng Mười hai"),
    (date(2026, 12, 2), "thứ Tư, ngày mùng hai tháng Mười hai"), (date(2026, 4, 30), "thứ Năm, ngày ba mươi tháng Tư"),
    (date(2026, 1, 9), "thứ Sáu, ngày mùng chín tháng Một"), (date(2026, 10, 10), "thứ Bảy, ngày mùng mười tháng Mười"),
    (date(2026, 5, 24), "Chủ nhật, ngày hai mươi tư tháng Năm"), (date(2027, 3, 15), "thứ Hai, ngày mười lăm tháng Ba"),
    (date(2028, 2, 29), "thứ Ba, ngày hai mươi chín tháng Hai"), (date(2026, 8, 11), "thứ Ba, ngày mười một tháng Tám"),
])  # fmt: skip
def test_a_date_is_said_with_its_weekday(day: date, words: str):
    assert date_words(day) == words
    assert WEEKDAYS[day.weekday()] == words.split(",")[0]


def test_a_date_may_be_said_without_weekday_and_with_year():
    day = date(2026, 9, 2)
    assert date_words(day, weekday=False) == "ngày mùng hai tháng Chín"
    assert date_words(day, weekday=False, year=True) == "ngày mùng hai tháng Chín năm hai nghìn không trăm hai mươi sáu"


def test_days_and_months_have_their_own_words():
    assert [day_words(day) for day in (1, 4, 5, 10, 11, 14, 15, 21, 24, 31)] == [
        "mùng một", "mùng bốn", "mùng năm", "mùng mười", "mười một", "mười bốn", "mười lăm", "hai mươi mốt", "hai mươi tư",
        "ba mươi mốt",
    ]  # fmt: skip
    assert [month_words(month) for month in range(1, 13)] == [
        "Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười một", "Mười hai"
    ]  # fmt: skip


@pytest.mark.parametrize(("hour", "minute", "words"), [
    (0, 0, "không giờ đêm"), (1, 0, "một giờ sáng"), (7, 5, "bảy giờ năm phút sáng"), (8, 0, "tám giờ sáng"),
    (10, 30, "mười giờ ba mươi phút sáng"), (11, 0, "mười một giờ trưa"), (12, 15, "mười hai giờ mười lăm phút trưa"),
    (13, 30, "một giờ ba mươi phút chiều"), (17, 0, "năm giờ chiều"), (18, 0, "sáu giờ tối"),
    (19, 45, "bảy giờ bốn mươi lăm phút tối"),
    (22, 0, "mười giờ đêm"), (23, 59, "mười một giờ năm mươi chín phút đêm"),
])  # fmt: skip
def test_an_hour_is_said_with_its_part_of_the_day(hour: int, minute: int, words: str):
    assert hour_words(hour, minute) == words


@pytest.mark.parametrize(("number", "words"), [
    ("0205 3000 111", "không hai không năm, ba không không không, một một một"),
    ("0912345678", "không chín một hai, ba bốn năm, sáu bảy tám"),
    ("0912.345.678", "không chín một hai, ba bốn năm, sáu bảy tám"),
    ("113", "một một ba"), ("", ""), ("gọi", ""),
])  # fmt: skip
def test_a_telephone_number_is_said_digit_by_digit(number: str, words: str):
    assert phone_words(number) == words


def test_decimals_are_said_with_their_comma():
    assert [decimal_words(1, "5"), decimal_words(2, "25"), decimal_words(0, "05"), decimal_words(3, "1415")] == [
        "một phẩy năm", "hai phẩy hai mươi lăm", "không phẩy không năm", "ba phẩy một bốn một năm"
    ]  # fmt: skip
    assert digits_words("1a2") == "một hai"

"""Numbers, dates and hours as Vietnamese people say them, for reading aloud and for the loudspeaker. Pure."""

from __future__ import annotations

import re
from datetime import date

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")
BILLION = "tỷ"
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
FIRST_DAYS = 10
"""Up to this day of the month people say "mùng"."""
MOST = 10**18


def number_words(number: int) -> str:
    """Return a whole number in words.

    >>> number_words(2026)
    'hai nghìn không trăm hai mươi sáu'
    >>> number_words(105), number_words(21), number_words(24), number_words(15)
    ('một trăm linh năm', 'hai mươi mốt', 'hai mươi tư', 'mười lăm')

    Raises ValueError from 10**18 on.
    """
    if number < 0:
        return f"âm {number_words(-number)}"
    if number >= MOST:
        raise ValueError("a number of more than 18 digits is not said in words")
    if number < 1_000_000_000:
        return _below_billion(number, led=False)
    billions, rest = divmod(number, 1_000_000_000)
    words = f"{number_words(billions)} {BILLION}"
    return f"{words} {_below_billion(rest, led=True)}" if rest else words


def _below_billion(number: int, *, led: bool) -> str:
    """Return a number below 10**9; ``led``: something stands before it, so empty hundreds are said ("không trăm linh năm")."""
    words: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group or (number == 0 and place == 0 and not led):
            words += [_below_thousand(group, led=led or bool(words)), SCALES[place]]
    return " ".join(word for word in words if word)


def _below_thousand(number: int, *, led: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds and not led:
        return _below_hundred(rest)
    words = f"{DIGITS[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} linh {DIGITS[rest]}" if rest < 10 else f"{words} {_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    words = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if not ones:
        return words
    if ones == 5:
        return f"{words} lăm"
    if tens > 1 and ones in (1, 4):
        return f"{words} {'mốt' if ones == 1 else 'tư'}"
    return f"{words} {DIGITS[ones]}"


def decimal_words(whole: int, fraction: str) -> str:
    """Return a decimal number in words: (2, "5") → "hai phẩy năm"; a fraction that begins with 0 is said digit by digit."""
    said = digits_words(fraction) if fraction.startswith("0") or len(fraction) > 3 else number_words(int(fraction))
    return f"{number_words(whole)} phẩy {said}"


def digits_words(text: str) -> str:
    """Return the digits of a text one by one, as a telephone number is said; everything else is left out."""
    return " ".join(DIGITS[int(char)] for char in text if char in "0123456789")


def phone_words(text: str) -> str:
    """Return a telephone number digit by digit with a breath between its groups: 0205 3000 111 → "không hai không năm, ba …"."""
    groups = re.findall(r"[0-9]+", text)
    if len(groups) == 1:
        groups = [groups[0][:4], groups[0][4:7], groups[0][7:]]
    return ", ".join(digits_words(group) for group in groups if group)


def day_words(day: int) -> str:
    """Return a day of a month: 5 → "mùng năm", 30 → "ba mươi", 24 → "hai mươi tư"."""
    return f"mùng {number_words(day)}" if day <= FIRST_DAYS else number_words(day)


def month_words(month: int) -> str:
    """Return a month with a capital letter: 4 → "Tư", 11 → "Mười một"; the fourth is "Tư" as in print."""
    words = "tư" if month == 4 else number_words(month)
    return words[:1].upper() + words[1:]


def date_words(day: date, *, weekday: bool = True, year: bool = False) -> str:
    """Return a date: "thứ Hai, ngày ba mươi tháng Mười một"; with ``year`` also "năm hai nghìn không trăm hai mươi sáu"."""
    words = f"ngày {day_words(day.day)} tháng {month_words(day.month)}"
    if weekday:
        words = f"{WEEKDAYS[day.weekday()]}, {words}"
    return f"{words} năm {number_words(day.year)}" if year else words


def hour_words(hour: int, minute: int = 0) -> str:
    """Return an hour of the day as people say it: 8:00 → "tám giờ sáng", 13:30 → "một giờ ba mươi phút chiều"."""
    shown = hour - 12 if hour > 12 else hour
    words = f"{number_words(shown)} giờ" + (f" {number_words(minute)} phút" if minute else "")
    return f"{words} {_part_of_day(hour)}"


def _part_of_day(hour: int) -> str:
    for before, name in ((1, "đêm"), (11, "sáng"), (13, "trưa"), (18, "chiều"), (22, "tối")):
        if hour < before:
            return name
    return "đêm"

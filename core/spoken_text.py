"""Written Vietnamese turned into what is said: abbreviations in full; dates, hours and numbers in words. Pure."""

from __future__ import annotations

import re
from datetime import date

from core.number_words import date_words, day_words, decimal_words, hour_words, month_words, number_words, phone_words
from core.text import clean_text

ABBREVIATIONS = {
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc", "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "MTTQ": "Mặt trận Tổ quốc",
    "TTHC": "thủ tục hành chính", "GCNQSDĐ": "giấy chứng nhận quyền sử dụng đất", "QSDĐ": "quyền sử dụng đất",
    "BHYT": "bảo hiểm y tế", "BHXH": "bảo hiểm xã hội", "NTM": "nông thôn mới", "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông", "NVH": "nhà văn hóa", "SĐT": "số điện thoại", "QL": "quốc lộ", "TL": "tỉnh lộ",
    "KT-XH": "kinh tế xã hội", "ANTT": "an ninh trật tự", "VSMT": "vệ sinh môi trường", "PCCC": "phòng cháy, chữa cháy",
    "CCCD": "căn cước công dân", "NĐ-CP": "nghị định của Chính phủ",
}  # fmt: skip
UNITS = {
    "km": "ki-lô-mét", "m²": "mét vuông", "m2": "mét vuông", "m³": "mét khối", "m3": "mét khối", "cm": "xen-ti-mét", "m": "mét",
    "kg": "ki-lô-gam", "ha": "héc-ta", "kV": "ki-lô-vôn", "%": "phần trăm", "đ": "đồng", "tr": "triệu",
}  # fmt: skip
SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|\n+")
_DOCUMENT = re.compile(r"(?<![\w/])(\d{1,5})/(?:(\d{4})/)?[A-ZĐ]{2,}\d*(?:-[A-ZĐ]+)*(?!\w)")
_DATE = re.compile(r"(?:\b([Nn]gày)\s+)?(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/])")
_DAY = re.compile(r"\b([Nn]gày|[Tt]ừ|[Đđ]ến|hết)\s+(\d{1,2})/(\d{1,2})(?![\d/])")
_MONTH = re.compile(r"\b([Tt]háng)\s+(\d{1,2})(?:/(\d{4})|\s+năm\s+(\d{4}))?(?![\d/])")
_WRITTEN = re.compile(r"\b([Nn]gày)\s+(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4}))?(?!\d)")
_HOUR = re.compile(r"(?<![\d:])([01]?\d|2[0-3])\s?(?:[hg:]\s?([0-5]\d)|[hg])(?![\w:])")
_SAID_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s+giờ(?:\s+([0-5]?\d)(?:\s+phút)?)?(?!\s*\d)(?![\w])")
_PHONE = re.compile(r"(?<![\d.])(?:\+84[ .]?|\(?0)\d{2,4}\)?[ .]?\d{3,4}[ .]?\d{3,4}(?!\d)")
_COUNTRY = re.compile(r"\+84[ .]?")
_RANGE = re.compile(r"(?<![\d.,])(\d{1,6})\s?[-–]\s?(\d{1,6})(?![\d.,]*\d)")
_FRACTION = re.compile(r"(?<![\w/.,])(\d{1,4})/(\d{1,4})(?![\w/])")
_NUMBER = re.compile(r"(?<![\w.,/])(?<!\d-)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+)|\.(\d{1,2}))?(?![\w/]|[.,-]\d)")
_UNIT = re.compile(r"(?<=\d)\s?(km|m²|m2|m³|m3|cm|m|kg|ha|kV|%|đ|tr)(?!\w)")
_SHORT = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(ABBREVIATIONS, key=len, reverse=True)))
_SPACES = re.compile(r"[ \t]+")


def spoken(text: str) -> str:
    """Return a text as somebody reads it out.

    >>> spoken("UBND xã họp lúc 8h30 ngày 30/11/2026.")
    'Ủy ban nhân dân xã họp lúc tám giờ ba mươi phút sáng ngày ba mươi tháng Mười một năm hai nghìn không trăm hai mươi sáu.'

    What is no date (31/02) stays as it is written, so that nobody reads out something that was not meant.
    """
    text = _DOCUMENT.sub(_document, clean_text(text))
    text = _PHONE.sub(lambda found: phone_words(_COUNTRY.sub("0", found[0])), text)
    text = _DATE.sub(lambda found: _date(found, year=int(found[4])), text)
    text = _WRITTEN.sub(lambda found: _date(found, year=int(found[4]) if found[4] else None), text)
    text = _DAY.sub(_day, text)
    text = _MONTH.sub(_month, text)
    text = _HOUR.sub(lambda found: hour_words(int(found[1]), int(found[2] or 0)), text)
    text = _SAID_HOUR.sub(_said_hour, text)
    text = _UNIT.sub(lambda found: f" {UNITS[found[1]]}", text)
    text = _RANGE.sub(_range, text)
    text = _FRACTION.sub(lambda found: f"{number_words(int(found[1]))} trên {number_words(int(found[2]))}", text)
    text = _NUMBER.sub(_number, text)
    text = _SHORT.sub(lambda found: ABBREVIATIONS[found[0]], text).replace("&", "và")
    return _SPACES.sub(" ", text).strip()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its end; a line that has none gets a full stop, list signs fall away."""
    parts = (part.strip(" \t-–•*+") for part in SENTENCE_END.split(clean_text(text)))
    return [part if part[-1] in ".!?…" else f"{part.rstrip(';,:')}." for part in parts if part]


def syllables(text: str) -> int:
    """Return how many syllables are said: Vietnamese writes each of them apart."""
    return len(re.findall(r"[^\W_]+", text))


def _date(found: re.Match[str], *, year: int | None) -> str:
    day, month = int(found[2]), int(found[3])
    try:
        known = date(year or 2024, month, day)  # 2024 has 29 February
    except ValueError:
        return found[0]
    words = date_words(known, weekday=False, year=year is not None)
    return found[1] + words.removeprefix("ngày") if found[1] else words


def _day(found: re.Match[str]) -> str:
    """Return a day without a year after a word that shows that it is one: "đến 5/12" → "đến ngày mùng năm tháng Mười hai"."""
    words = _date(found, year=None)
    return words if found[1] in ("Ngày", "ngày") or words == found[0] else words.replace(found[1], f"{found[1]} ngày", 1)


def _document(found: re.Match[str]) -> str:
    """Return the number of a paper or law without its signs, which nobody says."""
    return number_words(int(found[1])) + (f" năm {number_words(int(found[2]))}" if found[2] else "")


def _range(found: re.Match[str]) -> str:
    """Return "ba đến năm"; what does not rise (19-11) is perhaps a day, and stays for whoever reads it."""
    first, last = int(found[1]), int(found[2])
    return f"{number_words(first)} đến {number_words(last)}" if first < last else found[0]


def _month(found: re.Match[str]) -> str:
    number, year = int(found[2]), found[3] or found[4]
    if not 1 <= number <= 12:
        return found[0]
    return f"{found[1]} {month_words(number)}" + (f" năm {number_words(int(year))}" if year else "")


def _said_hour(found: re.Match[str]) -> str:
    minutes = f" {number_words(int(found[2]))} phút" if found[2] and int(found[2]) else ""
    return f"{number_words(int(found[1]))} giờ{minutes}"


def _number(found: re.Match[str]) -> str:
    digits = found[1].replace(".", "")
    if len(digits) > 15:
        return found[0]
    if found[2] or found[3]:
        return decimal_words(int(digits), found[2] or found[3])
    return number_words(int(digits)) if not digits.startswith("0") or digits == "0" else phone_words(digits)


def day_range_words(first: date, last: date) -> str:
    """Return "từ ngày mùng một đến hết ngày mười lăm tháng Mười hai" (the month once where it is the same)."""
    until = f"đến hết {date_words(last, weekday=False)}"
    if (first.month, first.year) == (last.month, last.year):
        return f"từ ngày {day_words(first.day)} {until}"
    return f"từ {date_words(first, weekday=False)} {until}"

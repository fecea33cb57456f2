"""Dates and numbers as Vietnamese and English readers write them; the only place where screens meet Babel's formats."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal, format_percent
from flask import Flask
from markupsafe import Markup, escape

from core.codes import ALPHABET
from core.i18n import current_locale
from core.snippets import CLOSES, OPENS
from core.spelling import spelled_groups

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
MARK, MARK_END = "<mark>", "</mark>"
LONG = {"vi": "EEEE, dd/MM/y", "en": "EEEE, d MMM y"}
SHORT = {"vi": "dd/MM/y", "en": "d MMM y"}
CALL = Markup('<a href="tel:{}">{}</a>')
CODE = re.compile(rf"\b([{ALPHABET}]{{5}}-[{ALPHABET}]{{5}})\b")
TIME = Markup('<time datetime="{}">{}</time>')
MONTH = {"vi": "'tháng' M/y", "en": "MMM y"}
OFFICIAL = "'ngày' dd 'tháng' MM 'năm' y"


@lru_cache(maxsize=8192)
def _formatted(day: date, pattern: str, locale: str) -> str:
    text = babel_date(day, format=pattern, locale=locale)
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=8192)
def _grouped(number: float, locale: str) -> str:
    return format_decimal(number, locale=locale)


def local(moment: datetime) -> datetime:
    """Return the moment in Vietnam's time."""
    return moment.astimezone(HERE)


def date_text(day: date | datetime | None) -> str:
    """20/11/2026 · 20 Nov 2026 (a moment is taken as its day in Vietnam; None gives an empty text)."""
    return _dated(day, SHORT)


def long_date_text(day: date | datetime | None) -> str:
    """Thứ Sáu, 20/11/2026 · Friday, 20 Nov 2026."""
    return _dated(day, LONG)


def said_date_text(day: date | datetime | None) -> str:
    """thứ Sáu, 20/11/2026 (Sunday: Chủ nhật) · Friday, 20 Nov 2026: the long form inside a sentence."""
    text = long_date_text(day)
    return f"t{text[1:]}" if text.startswith("Thứ ") else text.replace("Chủ Nhật", "Chủ nhật")


def month_text(day: date | datetime | None) -> str:
    """Tháng 11/2026 · Nov 2026."""
    return _dated(day, MONTH)


def official_date_text(day: date) -> str:
    """Return "ngày 03 tháng 12 năm 2026", the form of official papers (Decree 30/2020)."""
    return babel_date(day, format=OFFICIAL, locale="vi")


def moment_text(moment: datetime | None) -> str:
    """14:05, 20/11/2026 · 14:05, 20 Nov 2026."""
    return "" if moment is None else f"{local(moment):%H:%M}, {date_text(moment)}"


def hour_text(moment: datetime) -> str:
    """14:05, in Vietnam's time."""
    return f"{local(moment):%H:%M}"


def number_text(number: float | None) -> str:
    """12.345 · 12,345 (None gives a dash)."""
    return "–" if number is None else _grouped(number, current_locale())


def percent_text(share: float | None) -> str:
    """87% (share between 0 and 1; None gives a dash)."""
    return "–" if share is None else format_percent(share, format="#,##0%", locale=current_locale())


def _dated(day: date | datetime | None, patterns: dict[str, str]) -> str:
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = local(day).date()
    locale = current_locale()
    return _formatted(day, patterns[locale], locale)


def time_tag(day: date | datetime | None) -> Markup:
    """Return a <time> element with the machine-readable date in it."""
    if day is None:
        return Markup("")
    if isinstance(day, datetime):
        return TIME.format(local(day).isoformat(timespec="minutes"), moment_text(day))
    return _day_tag(day, current_locale())


@lru_cache(maxsize=8192)
def _day_tag(day: date, locale: str) -> Markup:
    return TIME.format(day.isoformat(), _formatted(day, SHORT[locale], locale))


def phone_link(number: str) -> Markup:
    """Return a telephone number that is called by a tap; nothing for none.

    >>> phone_link("0205 3000 000")
    Markup('<a href="tel:02053000000">0205 3000 000</a>')
    """
    dialled = "".join(char for char in number if char.isdigit() or char == "+")
    return CALL.format(dialled, number) if dialled else escape(number)


def whole_codes(text: object) -> Markup:
    """Return a text whose codes of letters stay on one line; every other letter is escaped.

    >>> whole_codes("ví dụ 7K3MP-9QXTR.")
    Markup('ví dụ <span class="nowrap">7K3MP-9QXTR</span>.')
    """
    return Markup(CODE.sub(r'<span class="nowrap">\1</span>', str(escape(text))))  # noqa: S704 - escaped before


def marks(drawn: Markup) -> Markup:
    """Return what was drawn with <mark> around the words that core.snippets set apart; they are put into text that is escaped."""
    return Markup(str(escape(drawn)).replace(OPENS, MARK).replace(CLOSES, MARK_END))  # noqa: S704 - escaped, or drawn by a template


def install(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(
        date=date_text, longdate=long_date_text, saiddate=said_date_text, month=month_text, moment=moment_text,
        number=number_text, hour=hour_text, percent=percent_text, officialdate=official_date_text, timetag=time_tag,
        calls=phone_link, spelled=spelled_groups, wholecodes=whole_codes, marks=marks,
    )  # fmt: skip

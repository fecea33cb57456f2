"""Dates and numbers as Vietnamese and English readers write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from flask import Flask, render_template_string

from core import formats
from core.i18n import use_locale
from tests.makers_core import bare_app

DATES = [
    # a day, short vi, short en, long vi, long en
    (date(2026, 11, 20), "20/11/2026", "20 Nov 2026", "Thứ Sáu, 20/11/2026", "Friday, 20 Nov 2026"),
    (date(2026, 11, 22), "22/11/2026", "22 Nov 2026", "Chủ Nhật, 22/11/2026", "Sunday, 22 Nov 2026"),
    (date(2026, 11, 23), "23/11/2026", "23 Nov 2026", "Thứ Hai, 23/11/2026", "Monday, 23 Nov 2026"),
    (date(2026, 1, 1), "01/01/2026", "1 Jan 2026", "Thứ Năm, 01/01/2026", "Thursday, 1 Jan 2026"),
    (date(2026, 2, 17), "17/02/2026", "17 Feb 2026", "Thứ Ba, 17/02/2026", "Tuesday, 17 Feb 2026"),
    (date(2026, 9, 2), "02/09/2026", "2 Sep 2026", "Thứ Tư, 02/09/2026", "Wednesday, 2 Sep 2026"),
    (date(2028, 2, 29), "29/02/2028", "29 Feb 2028", "Thứ Ba, 29/02/2028", "Tuesday, 29 Feb 2028"),
    (date(2026, 12, 26), "26/12/2026", "26 Dec 2026", "Thứ Bảy, 26/12/2026", "Saturday, 26 Dec 2026"),
    (date(2026, 12, 31), "31/12/2026", "31 Dec 2026", "Thứ Năm, 31/12/2026", "Thursday, 31 Dec 2026"),
]
MOMENTS = [
    # UTC, how it stands on the screen in Viet Nam (seven hours ahead, no summer time)
    (datetime(2026, 11, 20, 7, 5, tzinfo=UTC), "14:05, 20/11/2026", "14:05, 20 Nov 2026"),
    (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), "23:59, 20/11/2026", "23:59, 20 Nov 2026"),
    (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "00:00, 21/11/2026", "00:00, 21 Nov 2026"),
    (datetime(2026, 12, 31, 17, 30, tzinfo=UTC), "00:30, 01/01/2027", "00:30, 1 Jan 2027"),
    (datetime(2028, 2, 28, 18, 0, tzinfo=UTC), "01:00, 29/02/2028", "01:00, 29 Feb 2028"),
    (datetime(2026, 7, 1, 0, 0, tzinfo=UTC), "07:00, 01/07/2026", "07:00, 1 Jul 2026"),
    (datetime(2026, 11, 20, 23, 30, tzinfo=timezone(timedelta(hours=9))), "21:30, 20/11/2026", "21:30, 20 Nov 2026"),
    (datetime(2026, 11, 20, 20, 0, tzinfo=timezone(timedelta(hours=-5))), "08:00, 21/11/2026", "08:00, 21 Nov 2026"),
]
NUMBERS = [
    (None, "–", "–"), (0, "0", "0"), (7, "7", "7"), (999, "999", "999"), (1000, "1.000", "1,000"),
    (12345, "12.345", "12,345"), (1234567, "1.234.567", "1,234,567"), (-1500, "-1.500", "-1,500"), (2.5, "2,5", "2.5"),
    (1234.5, "1.234,5", "1,234.5"), (0.125, "0,125", "0.125"),
]  # fmt: skip
SHARES = [
    (None, "–"), (0, "0%"), (0.004, "0%"), (0.01, "1%"), (0.5, "50%"), (0.874, "87%"), (0.876, "88%"), (0.999, "100%"),
    (1, "100%"), (1.5, "150%"), (-0.25, "-25%"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def inside() -> Iterator[Flask]:
    app = bare_app()
    with app.app_context():
        yield app


@pytest.mark.parametrize(("day", "vi", "en", "long_vi", "long_en"), DATES)
def test_days_in_both_languages(day: date, vi: str, en: str, long_vi: str, long_en: str):
    with use_locale("vi"):
        assert (formats.date_text(day), formats.long_date_text(day)) == (vi, long_vi)
        assert formats.said_date_text(day) == long_vi.replace("Thứ", "thứ").replace("Chủ Nhật", "Chủ nhật")
    with use_locale("en"):
        assert (formats.date_text(day), formats.long_date_text(day), formats.said_date_text(day)) == (en, long_en, long_en)


@pytest.mark.parametrize(("moment", "vi", "en"), MOMENTS)
def test_moments_are_told_in_the_time_of_viet_nam(moment: datetime, vi: str, en: str):
    with use_locale("vi"):
        assert formats.moment_text(moment) == vi
        assert formats.date_text(moment) == vi.partition(", ")[2]
    with use_locale("en"):
        assert formats.moment_text(moment) == en
        assert formats.date_text(moment) == en.partition(", ")[2]


@pytest.mark.parametrize(("number", "vi", "en"), NUMBERS)
def test_numbers_are_grouped_as_the_reader_expects(number: float | None, vi: str, en: str):
    with use_locale("vi"):
        assert formats.number_text(number) == vi
    with use_locale("en"):
        assert formats.number_text(number) == en


@pytest.mark.parametrize(("share", "text"), SHARES)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_shares_are_whole_percents(share: float | None, text: str, locale: str):
    with use_locale(locale):
        assert formats.percent_text(share) == text


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [(date(2026, 11, 20), "Tháng 11/2026", "Nov 2026"), (date(2026, 1, 31), "Tháng 1/2026", "Jan 2026")],
)
def test_months(day: date, vi: str, en: str):
    with use_locale("vi"):
        assert formats.month_text(day) == vi
    with use_locale("en"):
        assert formats.month_text(day) == en


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 12, 3), "ngày 03 tháng 12 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2027, 10, 10), "ngày 10 tháng 10 năm 2027"),
    ],
)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_official_papers_are_dated_in_vietnamese_whoever_reads(day: date, text: str, locale: str):
    with use_locale(locale):
        assert formats.official_date_text(day) == text


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_nothing_gives_an_empty_text(locale: str):
    with use_locale(locale):
        texts = [formats.date_text(None), formats.long_date_text(None), formats.month_text(None), formats.moment_text(None)]
        assert (texts, str(formats.time_tag(None))) == ([""] * 4, "")


@pytest.mark.parametrize(
    ("day", "tag"),
    [
        (date(2026, 11, 20), '<time datetime="2026-11-20">20/11/2026</time>'),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), '<time datetime="2026-11-21T00:00+07:00">00:00, 21/11/2026</time>'),
    ],
)
def test_a_time_tag_tells_machines_the_same_moment(day: date, tag: str):
    with use_locale("vi"):
        assert str(formats.time_tag(day)) == tag


def test_templates_have_every_format():
    page = "{{ d|date }}|{{ d|longdate }}|{{ d|month }}|{{ m|moment }}|{{ 1200|number }}|{{ 0.5|percent }}|{{ d|officialdate }}"
    with use_locale("vi"):
        shown = render_template_string(page, d=date(2026, 11, 20), m=MOMENTS[0][0])
    assert shown.split("|") == [
        "20/11/2026", "Thứ Sáu, 20/11/2026", "Tháng 11/2026", "14:05, 20/11/2026", "1.200", "50%", "ngày 20 tháng 11 năm 2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("0205 3000 000", '<a href="tel:02053000000">0205 3000 000</a>'),
        ("+84 205.3000.000", '<a href="tel:+842053000000">+84 205.3000.000</a>'),
        ("hỏi <b>trưởng thôn</b>", "hỏi &lt;b&gt;trưởng thôn&lt;/b&gt;"), ("", ""),
    ],
)  # fmt: skip
def test_a_telephone_number_is_called_by_a_tap(number: str, link: str):
    assert render_template_string("{{ n|calls }}", n=number) == link


def test_a_time_tag_is_not_escaped_in_a_template():
    assert render_template_string("{{ d|timetag }}", d=date(2026, 11, 20)) == '<time datetime="2026-11-20">20/11/2026</time>'

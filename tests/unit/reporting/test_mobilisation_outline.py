"""The outline of the report on mass mobilisation as data, what a draft makes of it, and its paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from accounts.read_models import CommuneProfile
from reporting.editions.heads import Paper, symbol_for
from reporting.editions.papers import paper_name
from reporting.mobilisation.filling import (
    FilledSection,
    blank_sections,
    filled_in,
    fingerprint,
    from_frozen,
    to_frozen,
    values_of,
)
from reporting.mobilisation.papers import FILE, paper
from reporting.mobilisation.queries import MobilisationView
from reporting.mobilisation.sections import counted_words, hint_words, number_of, numbers, sections_on
from reporting.periods import Period, calendar, named, named_for_report, report, same_period_last_year
from tests.makers_papers import as_text

DAY = date(2026, 12, 31)
YEAR = calendar(2026, "namdl")
REASONS = {"weather": "thời tiết", "unsaid": "chưa ghi lý do"}
KEYS = ["leading", "government", "democracy", "ethnic_religious", "front", "models", "limits", "tasks"]
WORDS = {key: f"Lời {key}." for key in KEYS}


def draft(now: dict[str, int] | None = None, before: dict[str, int] | None = None, **words: str) -> tuple[FilledSection, ...]:
    return filled_in(sections_on(DAY), now or {}, before or {}, words, REASONS)


def test_the_outline_has_its_sections_in_order_each_with_a_hint_in_both_languages():
    outline = sections_on(DAY)
    assert [section.key for section in outline] == KEYS
    assert [section.number for section in outline] == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    assert all(hint_words(section, locale) for section in outline for locale in ("vi", "en"))
    assert {section.key for section in outline if not section.parts} == {"leading", "ethnic_religious"}
    assert "Không nêu tên người" in hint_words(outline[3], "vi")


def test_every_number_has_its_words_and_how_it_is_counted():
    shown = {name for section in sections_on(DAY) for part in section.parts for name in part.numbers}
    assert shown == set(numbers())
    assert all(counted_words(name, locale) for name in shown for locale in ("vi", "en"))
    assert number_of("letters.late_by.weather") == numbers()["letters.late_by.*"]
    assert (number_of("unknown.number"), counted_words("unknown.number", "vi")) == (None, "")


def test_only_a_number_with_a_page_of_cases_is_narrowed_by_days():
    linked = {key: number for key, number in numbers().items() if number.link}
    days = "tu=2026-01-01&den=2026-12-31"
    assert all(number.link.startswith("/") and number.url(YEAR).endswith(days) for number in linked.values())
    assert {number.url(YEAR) for key, number in numbers().items() if key not in linked} == {""}
    boards = {key for key, number in linked.items() if number.link.startswith("/cong-khai/ho-so?so=")}
    assert all(key.startswith("letters.") for key in boards)


def test_a_section_is_in_force_from_one_day_to_another(monkeypatch: pytest.MonkeyPatch):
    old, *others = sections_on(DAY)
    ended, new = replace(old, valid_to=date(2026, 6, 30)), replace(old, title="Mới", valid_from=date(2026, 7, 1))
    monkeypatch.setattr("reporting.mobilisation.sections._sections", lambda: (ended, new, *others))
    assert [sections_on(day)[0].title == "Mới" for day in (date(2026, 6, 30), date(2026, 7, 1))] == [False, True]
    assert len(sections_on(DAY)) == len(KEYS)


def test_reasons_are_shown_one_by_one_when_they_occur_now_or_did_before():
    filled = draft({"letters.late_by.weather": 2, "letters.late_by.unsaid": 0}, {"letters.late_by.unsaid": 1})
    figures = [figure for part in filled[1].parts for figure in part.figures if figure.key.startswith("letters.late_by.")]
    assert [(figure.words, figure.value, figure.before) for figure in figures] == [
        ("Trong đó trễ hạn vì thời tiết", 2, 0), ("Trong đó trễ hạn vì chưa ghi lý do", 0, 1),
    ]  # fmt: skip
    assert values_of(filled)["letters.late_by.weather"] == 2


def test_nothing_known_of_a_year_before_is_no_nought():
    filled = filled_in(sections_on(DAY), {"letters.received": 3, "letters.late_by.weather": 2}, None, {}, REASONS)
    assert {figure.before for section in filled for part in section.parts for figure in part.figures} == {None}
    assert from_frozen(to_frozen(filled)) == filled
    assert "- Hồ sơ tiếp nhận trong kỳ: 3 (chưa có số liệu);" in as_text(paper(view(filled), PROFILE, recipients=(), today=DAY))


def test_what_is_frozen_comes_back_and_every_number_and_word_marks_it():
    filled = draft({"letters.received": 3}, leading="Lời.")
    assert from_frozen(to_frozen(filled)) == filled
    marks = {
        fingerprint(filled),
        fingerprint(draft({"letters.received": 4}, leading="Lời.")),
        fingerprint(draft({"letters.received": 3})),
    }
    assert len(marks) == 3


def test_a_section_is_blank_without_words_and_printed_numbers():
    assert blank_sections(draft()) == ["I", "IV", "VII", "VIII"]  # numbers that only help are not printed
    assert blank_sections(draft(**WORDS)) == []


PROFILE = CommuneProfile(
    **{
        **dict.fromkeys(CommuneProfile.__dataclass_fields__, ""),
        "name": "Xã Vạn Linh", "short_name": "Vạn Linh", "authority": "Ủy ban nhân dân xã Vạn Linh", "symbol": "UBND",
    }
)  # fmt: skip


def view(filled: tuple[FilledSection, ...], issued: Paper | None = None) -> MobilisationView:
    return MobilisationView(
        id=1, version=1, period=YEAR, edition=1, filled=filled, made_by="Vi Thị Hạnh", issued_by="Vi Văn Thành" if issued else "",
        issued_on=issued.day if issued else None, issued_at=datetime(2027, 1, 5) if issued else None, due_on=None, paper=issued,
        replaces=None, replaced_by=None,
    )  # fmt: skip


def test_the_paper_has_every_section_with_its_printed_numbers_and_words():
    filled = draft({"letters.received": 12, "letters.open": 3}, {"letters.received": 9}, **WORDS)
    issued = Paper(
        number=45, symbol="BC-UBND", day=date(2027, 1, 5), signing="body_deputy", unit="Ủy ban nhân dân xã Vạn Linh",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ VẠN LINH"), place="Vạn Linh", recipients=("Thường trực Đảng ủy (báo cáo)", "Lưu: VP"),
    )  # fmt: skip
    text = as_text(paper(view(filled, issued), PROFILE, recipients=("Nơi khác",), today=DAY))
    for words in (
        "Số: 45/BC-UBND", "Vạn Linh, ngày 05 tháng 01 năm 2027", "Kết quả công tác dân vận chính quyền năm 2026",
        "- Hồ sơ tiếp nhận trong kỳ: 12 (9);", "Lời ethnic_religious.", "KT. CHỦ TỊCH", "Vi Văn Thành", "Thường trực Đảng ủy",
    ):  # fmt: skip
        assert words in text, words
    assert ("DỰ THẢO" in text, "+ Trong đó nhân rộng từ mô hình khác: 0 (0);" in text) == (False, True)
    assert text.count("Hồ sơ đang giải quyết đến hết kỳ") == 1  # beside the tasks it is a help, and not printed
    assert "Nơi khác" not in text


def test_a_draft_has_dots_for_number_and_day():
    early = date(2026, 11, 28)
    text, later = (
        as_text(paper(view(draft()), PROFILE, recipients=("Lưu: VP",), today=day)) for day in (early, date(2027, 1, 3))
    )
    assert ("DỰ THẢO" in text, "đến ngày 28/11/2026, kỳ chưa hết;" in text) == (True, True)
    assert ("DỰ THẢO" in later, "đến ngày 31/12/2026;" in later, "kỳ chưa hết" in later) == (True, True, False)
    assert "Số: ……/BC-UBND" in text
    assert "ngày …… tháng …… năm ……" in text
    assert symbol_for(None) == "BC-UBND"


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (YEAR, "bao-cao-dan-van-2026-namdl-lan-2"),
        (Period(first_on=date(2026, 3, 1), last_on=DAY), "bao-cao-dan-van-20260301-20261231-lan-2"),
    ],
)
def test_the_file_is_named_by_its_period_and_edition(period: Period, name: str):
    assert paper_name(FILE, period, 2, issued=True, today=DAY) == name
    assert paper_name(FILE, period, 2, issued=False, today=DAY).endswith("-du-thao-20261231")


def test_calendar_periods_have_their_days_names_and_years_before():
    half = calendar(2024, "6tdl")
    assert (half.first_on, half.last_on) == (date(2024, 1, 1), date(2024, 6, 30))
    assert (YEAR.first_on, YEAR.last_on) == (date(2026, 1, 1), DAY)
    assert (named_for_report("2026-namdl"), named("2026-namdl")) == (YEAR, None)  # the public board does not offer them
    assert named_for_report("2026-q1") == report(2026, "q1")
    assert same_period_last_year(half) == calendar(2023, "6tdl")
    assert same_period_last_year(report(2026, "6t")) == report(2025, "6t")
    leap = Period(first_on=date(2024, 2, 29), last_on=date(2024, 3, 1))
    assert same_period_last_year(leap) == Period(first_on=date(2023, 2, 28), last_on=date(2023, 3, 1))

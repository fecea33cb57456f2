"""The sentences that residents read and inspectors check, word for word."""

import re

import pytest

from deadlines.engine import due_on
from deadlines.explain import SAY, UNITS, day_text, explain, length_text
from deadlines.proof import Suspension
from deadlines.terms import TermUnit, choose_term
from tests.makers_deadlines import day, make_calendar, make_term, special

PLACEHOLDER = re.compile(r"{(\w+)}")


def said(terms, calendar, code, start, locale="vi", **changes):
    traits = {name: changes.pop(name) for name in ("complex_case", "remote_area") if name in changes}
    term = choose_term(terms, code, received_on=day(start), **traits)
    return explain(due_on(term, day(start), calendar, **changes).proof, locale)


def test_worked_example_in_working_days(terms, calendar):
    assert said(terms, calendar, "KN.ACCEPT", "Fri 20/11/2026") == [
        "Hạn chót là hết thứ Tư, 02/12/2026.",
        "Luật cho 7 ngày làm việc, tính từ ngày nhận được khiếu nại: thứ Sáu, 20/11/2026.",
        "Ngày đó không tính (khoản 2 Điều 147 Bộ luật Dân sự 2015); ngày thứ nhất là thứ Hai, 23/11/2026.",
        "Không tính 4 ngày thứ Bảy, Chủ nhật nằm giữa.",
        "Không tính thứ Ba, 24/11/2026: Ngày Văn hóa Việt Nam.",
        "Căn cứ: khoản 1 Điều 16 Nghị định 124/2020/NĐ-CP, sửa đổi bởi Điều 10 Nghị định 155/2026/NĐ-CP.",
    ]


def test_worked_example_in_working_days_in_english(terms, calendar):
    assert said(terms, calendar, "KN.ACCEPT", "Fri 20/11/2026", "en") == [
        "The last day is Wednesday 2 December 2026, until midnight.",
        "The law gives 7 working days, counted from the day the complaint was received: Friday 20 November 2026.",
        "That day itself is not counted (Civil Code 2015, Art. 147(2)); day one is Monday 23 November 2026.",
        "4 weekend days in between are not counted.",
        "Not counted: Tuesday 24 November 2026 (Vietnam Culture Day).",
        "Legal basis: Decree 124/2020/NĐ-CP, Art. 16(1), as amended by Decree 155/2026/NĐ-CP, Art. 10.",
    ]


def test_worked_example_that_rolls(terms, calendar):
    assert said(terms, calendar, "KN.SETTLE1", "Wed 02/12/2026") == [
        "Hạn chót là hết thứ Hai, 04/01/2027.",
        "Luật cho 30 ngày, tính từ ngày thụ lý: thứ Tư, 02/12/2026.",
        "Ngày đó không tính (khoản 2 Điều 147 Bộ luật Dân sự 2015); ngày thứ nhất là thứ Năm, 03/12/2026.",
        "Đếm cả thứ Bảy, Chủ nhật và ngày lễ.",
        (
            "Đếm đủ thì ngày cuối là thứ Sáu, 01/01/2027, trùng ngày nghỉ (Tết Dương lịch), "
            "nên hạn dời sang ngày làm việc kế tiếp: thứ Hai, 04/01/2027 (khoản 5 Điều 148 Bộ luật Dân sự 2015)."
        ),
        "Để chắc chắn, nên xong trong thứ Năm, 31/12/2026.",
        "Căn cứ: Điều 28 Luật Khiếu nại 2011.",
        "Lịch nghỉ năm 2027 mới là tạm tính; khi có lịch chính thức, ngày này có thể thay đổi.",
    ]


def test_worked_example_that_rolls_in_english(terms, calendar):
    assert said(terms, calendar, "KN.SETTLE1", "Wed 02/12/2026", "en") == [
        "The last day is Monday 4 January 2027, until midnight.",
        "The law gives 30 calendar days, counted from the day of acceptance: Wednesday 2 December 2026.",
        "That day itself is not counted (Civil Code 2015, Art. 147(2)); day one is Thursday 3 December 2026.",
        "Saturdays, Sundays and holidays are counted too.",
        (
            "By the number alone the last day is Friday 1 January 2027, a day off (New Year's Day), "
            "so the time ends on the next working day: Monday 4 January 2027 (Civil Code 2015, Art. 148(5))."
        ),
        "To be safe, be done by Thursday 31 December 2026.",
        "Legal basis: Law on Complaints 2011, Art. 28.",
        "The holiday plan for 2027 is provisional; this date may change when the official one is issued.",
    ]


def test_time_that_the_office_set_says_so(terms, calendar):
    sentences = said(terms, calendar, "KNPA.SETTLE", "Mon 02/03/2026")
    assert (
        sentences[1] == "Luật không ghi số ngày; cơ quan đặt 15 ngày làm việc, tính từ ngày nhận giải quyết: thứ Hai, 02/03/2026."
    )
    assert sentences[-1] == (
        "Căn cứ để cơ quan đặt thời hạn: khoản 2 Điều 26 Luật Tiếp công dân 2013; "
        "khoản 3 Điều 25 Nghị định 154/2026/NĐ-CP (lãnh đạo phải nêu thời hạn)."
    )


def test_tet_is_one_sentence_and_not_five(terms, calendar):
    sentences = said(terms, calendar, "KNPA.SETTLE", "Tue 10/02/2026")
    assert sentences[3:5] == [
        "Không tính 8 ngày thứ Bảy, Chủ nhật nằm giữa.",
        "Không tính từ thứ Hai, 16/02/2026 đến thứ Sáu, 20/02/2026: Tết Nguyên đán.",
    ]


def test_swapped_day_and_worked_saturday_are_named(terms, calendar):
    sentences = said(terms, calendar, "KNPA.SETTLE", "Mon 17/08/2026")
    assert sentences[4:8] == [
        "Không tính thứ Hai, 31/08/2026: Nghỉ hoán đổi (làm bù thứ Bảy 22/08).",
        "Không tính từ thứ Ba, 01/09/2026 đến thứ Tư, 02/09/2026: Quốc khánh.",
        "Vẫn tính thứ Bảy, 22/08/2026 vì là ngày làm bù.",
        sentences[-1],
    ]


def test_extension_is_told_with_the_total(terms, calendar):
    assert (
        said(terms, calendar, "KNPA.SETTLE", "Mon 02/11/2026", extension=10)[2]
        == "Đã gia hạn thêm 10 ngày làm việc, tổng cộng 25 ngày làm việc."
    )
    assert said(terms, calendar, "TC.SETTLE", "Mon 02/11/2026", "en", extension=30)[2] == (
        "The time was extended by 30 calendar days, to 60 calendar days in all."
    )


def test_suspension_is_told_with_both_decisions(terms, calendar):
    stop = Suspension(day("Thu 10/12/2026"), day("Sun 20/12/2026"))
    assert said(terms, calendar, "KN.SETTLE1", "Wed 02/12/2026", suspensions=[stop])[4] == (
        "Hồ sơ tạm dừng theo quyết định thứ Năm, 10/12/2026, chạy tiếp theo quyết định Chủ nhật, 20/12/2026: "
        "không tính 10 ngày ở giữa."
    )
    assert said(terms, calendar, "KN.SETTLE1", "Wed 02/12/2026", "en", suspensions=[stop])[4] == (
        "The case was stopped by a decision of Thursday 10 December 2026 and went on by a decision of "
        "Sunday 20 December 2026: 10 days in between are not counted."
    )


def test_suspension_that_cost_no_day_is_not_told(terms, calendar):
    stop = Suspension(day("Tue 15/12/2026"), day("Tue 15/12/2026"))
    assert not any(
        "tạm dừng" in sentence for sentence in said(terms, calendar, "KN.SETTLE1", "Wed 02/12/2026", suspensions=[stop])
    )


def test_counting_back_reads_backwards(terms, calendar):
    assert said(terms, calendar, "KN.DIALOGUE.NOTICE", "Thu 10/12/2026") == [
        "Chậm nhất là hết thứ Sáu, 04/12/2026.",
        "Phải làm trước ngày đối thoại (thứ Năm, 10/12/2026) ít nhất 5 ngày.",
        "Ngày đó không tính; đếm ngược, ngày thứ nhất là thứ Tư, 09/12/2026.",
        "Đếm cả thứ Bảy, Chủ nhật và ngày lễ.",
        (
            "Đếm ngược thì đến thứ Bảy, 05/12/2026, trùng ngày nghỉ (thứ Bảy), "
            "nên lấy ngày làm việc liền trước: thứ Sáu, 04/12/2026."
        ),
        "Căn cứ: khoản 1 Điều 28 Nghị định 124/2020/NĐ-CP, sửa đổi bởi Điều 11 Nghị định 155/2026/NĐ-CP.",
    ]


def test_minimum_reads_as_a_minimum(terms, calendar):
    sentences = said(terms, calendar, "DC.POSTING", "Mon 16/11/2026")
    assert sentences[:2] == [
        "Phải kéo dài ít nhất đến hết thứ Tư, 16/12/2026.",
        "Luật đòi hỏi ít nhất 30 ngày, tính từ ngày bắt đầu niêm yết: thứ Hai, 16/11/2026.",
    ]


def test_minimum_that_rolls_gives_no_earlier_safe_day(terms, calendar):
    assert not any("nên xong" in sentence for sentence in said(terms, calendar, "DC.POSTING", "Fri 20/11/2026"))


def test_at_once_is_two_sentences(terms, calendar):
    assert said(terms, calendar, "TC.CRIME", "Fri 20/11/2026", "en") == [
        "It must be done at once, on Friday 20 November 2026.",
        "Legal basis: Law on Denunciations 2018, Art. 27(1) and 36(2).",
    ]


def test_year_is_told_without_day_one(terms, calendar):
    assert said(terms, calendar, "KN.COURT", "Wed 25/11/2026", "en")[:2] == [
        "The last day is Thursday 25 November 2027, until midnight.",
        "The law gives 1 year, counted from the day you received or learned of the decision: Wednesday 25 November 2026.",
    ]


def test_name_in_brackets_does_not_nest(terms, calendar):
    sentence = said(terms, calendar, "TC.SETTLE", "Fri 12/01/2024")[4]
    assert "trùng ngày nghỉ (Tết Nguyên đán, mùng 2), nên" in sentence


def test_uncertain_day_of_a_confirmed_year_is_told():
    calendar = make_calendar(special("Tue 10/03/2026", uncertain=True))
    sentences = explain(due_on(make_term(3), day("Mon 09/03/2026"), calendar).proof, "vi")
    assert sentences[-1] == "Ngày nghỉ thứ Ba, 10/03/2026 còn chờ kiểm tra lại văn bản."


def test_uncertain_days_of_a_provisional_year_are_covered_by_its_warning(terms, calendar):
    assert (
        sum("2027" in sentence and "tạm tính" in sentence for sentence in said(terms, calendar, "TC.TRANSFER", "Mon 01/02/2027"))
        == 1
    )
    assert not any("kiểm tra lại" in sentence for sentence in said(terms, calendar, "TC.TRANSFER", "Mon 01/02/2027"))


def test_unknown_language_is_answered_in_vietnamese(terms, calendar):
    assert said(terms, calendar, "KN.ACCEPT", "Fri 20/11/2026", "fr") == said(
        terms, calendar, "KN.ACCEPT", "Fri 20/11/2026", "vi"
    )


@pytest.mark.parametrize(
    ("on", "vi", "en"),
    [
        ("Mon 23/11/2026", "thứ Hai, 23/11/2026", "Monday 23 November 2026"),
        ("Tue 24/11/2026", "thứ Ba, 24/11/2026", "Tuesday 24 November 2026"),
        ("Wed 02/12/2026", "thứ Tư, 02/12/2026", "Wednesday 2 December 2026"),
        ("Thu 31/12/2026", "thứ Năm, 31/12/2026", "Thursday 31 December 2026"),
        ("Fri 01/01/2027", "thứ Sáu, 01/01/2027", "Friday 1 January 2027"),
        ("Sat 10/01/2026", "thứ Bảy, 10/01/2026", "Saturday 10 January 2026"),
        ("Sun 26/04/2026", "Chủ nhật, 26/04/2026", "Sunday 26 April 2026"),
    ],
)
def test_days_are_written_with_their_weekday(on, vi, en):
    assert (day_text(day(on)), day_text(day(on), "en")) == (vi, en)


@pytest.mark.parametrize(
    ("number", "unit", "vi", "en"),
    [
        (1, TermUnit.WORKING_DAY, "1 ngày làm việc", "1 working day"),
        (7, TermUnit.WORKING_DAY, "7 ngày làm việc", "7 working days"),
        (1, TermUnit.CALENDAR_DAY, "1 ngày", "1 calendar day"),
        (30, TermUnit.CALENDAR_DAY, "30 ngày", "30 calendar days"),
        (1, TermUnit.MONTH, "1 tháng", "1 month"),
        (2, TermUnit.MONTH, "2 tháng", "2 months"),
        (1, TermUnit.YEAR, "1 năm", "1 year"),
        (2, TermUnit.YEAR, "2 năm", "2 years"),
    ],
)
def test_lengths_are_written_with_their_unit(number, unit, vi, en):
    assert (length_text(number, unit), length_text(number, unit, "en")) == (vi, en)


def test_both_languages_know_the_same_sentences_with_the_same_names():
    names = {locale: {key: sorted(PLACEHOLDER.findall(text)) for key, text in words.items()} for locale, words in SAY.items()}
    assert names["vi"] == names["en"]
    assert set(UNITS["vi"]) == set(UNITS["en"])


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_computable_term_can_be_explained_without_a_gap(terms, calendar, locale):
    for term in terms:
        if term.computable and term.in_force(day("Mon 23/11/2026")):
            sentences = explain(due_on(term, day("Mon 23/11/2026"), calendar).proof, locale)
            assert [sentence for sentence in sentences if "{" in sentence or "  " in sentence or not sentence.endswith(".")] == []

"""Forty sentences as offices write them and what is said to each; marks of templates at their borders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.plain_words import HEAVY_WORDS, Advice, advice_on, filled, marks_in

D, C, L, H = "no_date", "no_contact", "long_sentence", "heavy_words"
LONG = "Sau khi kiểm tra " + "và xem lại hồ sơ " * 6 + "thì xã thấy đúng."  # 4 + 30 + 4 words

SENTENCES: list[tuple[str, list[str], str]] = [
    # dates
    ("Đã hàn lan can ngày 19/11/2026, hỏi 0205 3825 999.", [], "a day and a telephone"),
    ("Đã hàn lan can ngày 19, hỏi 0205 3825 999.", [], "a day of this month"),
    ("Sẽ rải đá trong tháng 12, hỏi 0205 3825 999.", [], "a month is checkable"),
    ("Sẽ rải đá trong tháng 12 năm 2026, hỏi 0205 3825 999.", [], "a month with its year"),
    ("Sẽ rải đá trong quý I năm 2027, hỏi 0205 3825 999.", [], "a quarter in Roman numerals"),
    ("Sẽ rải đá trong Quý 2 năm 2027, hỏi 0205 3825 999.", [], "a quarter in digits"),
    ("Sẽ rải đá trong quý V, hỏi 0205 3825 999.", [D], "there is no fifth quarter"),
    ("Sẽ rải đá trong quý 5, hỏi 0205 3825 999.", [D], "nor in digits"),
    ("Sẽ rải đá 19-11, hỏi 0205 3825 999.", [], "written with a hyphen"),
    ("Sẽ rải đá 19.11.2026, hỏi 0205 3825 999.", [], "written with dots"),
    ("Sẽ rải đá vào ngày mai, hỏi 0205 3825 999.", [D], "tomorrow of which day?"),
    ("Sẽ rải đá vào tháng sau, hỏi 0205 3825 999.", [D], "next month of which?"),
    ("Sẽ rải đá năm 2027, hỏi 0205 3825 999.", [D], "a year alone cannot be checked"),
    ("Sẽ rải đá trước mùa mưa, hỏi 0205 3825 999.", [D], "a season is no date"),
    ("NGÀY 19 đã hàn xong, hỏi 0205 3825 999.", [], "capitals"),
    ("Xã có 120 hộ, hỏi 0205 3825 999.", [D], "a number is no date"),
    # who may be asked
    ("Ngày 19/11 đã hàn xong.", [C], "nobody to ask"),
    ("Ngày 19/11 đã hàn xong, hỏi 0912345678.", [], "a mobile telephone"),
    ("Ngày 19/11 đã hàn xong, hỏi 0912.345.678.", [], "with dots"),
    ("Ngày 19/11 đã hàn xong, hỏi +84 912 345 678.", [], "with the country"),
    ("Ngày 19/11 đã hàn xong, hỏi (0205) 3825 999.", [], "with brackets"),
    ("Ngày 19/11 đã hàn xong, hỏi 113.", [C], "the police are not the office"),
    ("Ngày 19/11 đã chi 500.000.000 đồng.", [C], "a sum of money is no telephone"),
    ("Ngày 19/11 đã chi 1.200.000.000 đồng.", [C], "nor is a bigger one"),
    ("Ngày 19/11 đã chi 10 000 000 000 đồng.", [C], "nor one with spaces"),
    ("Ngày 19/11 đã chi 2000000000 đồng.", [C], "nor one without any"),
    ("Ngày 19/11 đã chi 500.000.000 đồng, hỏi 0205 3825 999.", [], "a sum and a telephone"),
    ("Số căn cước 020087654321 cấp ngày 05/06/2021.", [C], "an identity number begins like one and is longer"),
    ("Ngày 02.05.2026 đã hàn xong.", [C], "a day with dots has eight digits"),
    ("Ngày 19/11 đã hàn xong, hỏi 0912 345 67.", [C], "nine digits are one too few"),
    # office words
    ("Ngày 19/11 đã tiến hành sửa, hỏi 0205 3825 999.", [H], "say: làm"),
    ("Ngày 19/11 ĐÃ TIẾN HÀNH SỬA, hỏi 0205 3825 999.", [H], "capitals do not hide it"),
    ("Ngày 19/11 đã tiến\nhành sửa, hỏi 0205 3825 999.", [H], "nor does a line end"),
    ("Ngày 19/11 sẽ sửa trong thời gian tới, hỏi 0205 3825 999.", [H], "when?"),
    ("Trên địa bàn xã ngày 19/11, hỏi 0205 3825 999.", [H], "say: ở xã"),
    ("Ngày 19/11 khẩn trương, quyết liệt, hỏi 0205 3825 999.", [H, H], "two of them"),
    ("Ngày 19/11 khẩn trương, rồi khẩn trương, hỏi 0205 3825 999.", [H], "twice the same is said once"),
    ("Ngày 19/11 triển khai thực hiện, hỏi 0205 3825 999.", [H], "one phrase, not two"),
    ("Ngày 19/11 nghiêm túc tiếp thu ý kiến, hỏi 0205 3825 999.", [H], "what was mended?"),
    # lengths and several at once
    (f"{LONG} Ngày 19/11 hỏi 0205 3825 999.", [L], "38 words in one sentence"),
    (f"{LONG} {LONG} Ngày 19/11 hỏi 0205 3825 999.", [L, L], "each long sentence is named"),
    (LONG.replace(" và", "; và") + " Ngày 19/11 hỏi 0205 3825 999.", [], "semicolons let the reader breathe"),
    ("Sẽ khẩn trương làm.", [H, D, C], "all at once, in the order of the text"),
    (f"{LONG} Sẽ tiến hành.", [L, H, D, C], "long first"),
    ("Vâng.", [D, C], "one word"),
    ("…", [D, C], "dots only"),
]


def test_there_are_forty_sentences_and_none_twice():
    assert (len(SENTENCES) >= 40, len({row[0] for row in SENTENCES})) == (True, len(SENTENCES))


@pytest.mark.parametrize(("text", "expected", "why"), SENTENCES, ids=[row[2] for row in SENTENCES])
def test_sentence_gets_its_advice_and_no_other(text: str, expected: list[str], why: str):
    assert [item.code for item in advice_on(text, contact="", dated=False)] == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), SENTENCES, ids=[row[2] for row in SENTENCES])
def test_fields_of_their_own_take_date_and_contact_off_the_list(text: str, expected: list[str], why: str):
    found = [item.code for item in advice_on(text, contact="Phòng Kinh tế", dated=True)]
    assert found == [code for code in expected if code in (L, H)], why


def test_contact_of_spaces_is_no_contact():
    assert advice_on("Ngày 19/11 xong.", contact=" \t ", dated=False) == [Advice(code="no_contact")]


def test_long_sentence_is_named_by_its_first_six_words():
    [found] = [item for item in advice_on(LONG, contact="x", dated=True) if item.code == "long_sentence"]
    assert (found.words, found.better) == ("Sau khi kiểm tra và xem …", "")


@pytest.mark.parametrize("words", HEAVY_WORDS)
def test_better_words_are_not_heavy_themselves(words: str):
    assert [item.words for item in advice_on(f"{HEAVY_WORDS[words]}.", contact="x", dated=True)] == []


def test_phrase_that_holds_another_stands_before_it():
    order = list(HEAVY_WORDS)
    inside = [(longer, shorter) for longer in order for shorter in order if shorter != longer and shorter in longer]
    assert [pair for pair in inside if order.index(pair[0]) > order.index(pair[1])] == []


@given(st.text(st.characters(), max_size=300), st.booleans())
def test_any_text_gets_at_most_eight_pieces_and_only_known_ones(text: str, dated: bool):
    found = advice_on(text, contact="", dated=dated)
    assert (len(found) <= 8, {item.code for item in found} - {D, C, L, H}) == (True, set())
    assert (D in [item.code for item in found]) <= (not dated)


MARKS: list[tuple[str, list[str], str]] = [
    ("[[a]]", ["a"], "one letter"),
    (f"[[{'a' * 80}]]", ["a" * 80], "as long as the name of a template"),
    (f"[[{'a' * 81}]]", [], "longer is text"),
    ("[[ a b ]]", ["a b"], "spaces around"),
    ("[[\ta\t]]", ["a"], "tabs around"),
    ("[[a]][[b]]", ["a", "b"], "side by side"),
    ("[[a]] [[a]]", ["a"], "each once"),
    ("[[a]] [[A]]", ["a", "A"], "written otherwise it is asked twice"),
    ("[[a [[b]] c]]", ["b"], "nested: the inner one"),
    ("[[[[a]]]]", ["a"], "double double brackets"),
    ("[[a]", [], "unclosed"),
    ("[[a] ]", [], "closed apart"),
    ("[a]]", [], "not opened"),
    ("[ [a]]", [], "opened apart"),
    ("[[a\nb]]", [], "over two lines"),
    ("[[]]", [], "empty"),
    ("[[ \t ]]", [], "spaces only"),
    ("[[a]]]]", ["a"], "closed twice"),
    ("[[a [b] c]]", [], "single brackets inside"),
    ("[[{x}]]", ["{x}"], "braces"),
    ("[[<b>]]", ["<b>"], "markup is text"),
    ("{{a}} ((b)) <<c>>", [], "other brackets"),
    ("［［a］］", [], "full-width brackets"),
]


@pytest.mark.parametrize(("text", "marks", "why"), MARKS, ids=[row[2] for row in MARKS])
def test_mark_is_found_where_there_is_one(text: str, marks: list[str], why: str):
    assert marks_in(text) == marks, why


@pytest.mark.parametrize(
    ("text", "result", "left"),
    [
        ("[[a]][[b]]", "một[[b]]", ["b"]),
        ("[[a]] [[A]]", "một một", []),  # capitals and marks of tone do not matter for filling
        ("[[ a ]]", "một", []),
        ("[[[[a]]]]", "[[một]]", ["một"]),  # the outer pair is a mark again: the gate stays shut
        ("[[x [[a]] y]]", "[[x một y]]", ["x một y"]),
        ("[[a]", "[[a]", []),
        ("[[á]]", "một", []),
    ],
)
def test_filling_takes_one_pair_of_brackets_away(text: str, result: str, left: list[str]):
    assert (filled(text, {"a": "một"}), marks_in(result)) == (result, left)


def test_two_hundred_marks_are_found_in_order_and_filled():
    text = " ".join(f"[[việc {number}]]" for number in range(200))
    assert marks_in(text) == [f"việc {number}" for number in range(200)]
    assert filled(text, {f"việc {number}": str(number) for number in range(200)}) == " ".join(
        str(number) for number in range(200)
    )


def test_brackets_without_an_end_are_read_at_once():
    """A text of opened brackets only must not make the machine think for long: work grows with the text, not its square."""
    assert marks_in("[[" * 4000, "[[a" * 3000, "[[a " + " " * 8000) == []


@given(st.text(alphabet="[] ab\n", max_size=200))
def test_marks_hold_no_bracket_and_no_line_end(text: str):
    for name in marks_in(text):
        assert (set(name) & set("[]\n"), name.strip(), 1 <= len(name) <= 80) == (set(), name, True)
        assert name in text


@given(st.text(alphabet="[] ab", max_size=80), st.text(alphabet="xyz", min_size=1, max_size=5))
def test_filling_what_is_not_named_changes_nothing(text: str, value: str):
    assert filled(text, {"không có": value}) == text
    assert filled(text, dict.fromkeys(marks_in(text), "")) == text

"""Plain answers: marks of templates, facts filled in, and advice that names what a resident would stumble over."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.plain_words import HEAVY_WORDS, LONGEST_SENTENCE, Advice, advice_on, filled, marks_in
from feedback.rules import AnswerDraft, missing_for_answer
from feedback.states import Evidence, Outcome

GOOD = "Ngày 19/11 Phòng Kinh tế đã hàn lại lan can cầu tràn. Bà con gọi 0205 3 825 999 khi cần."


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (("",), []),
        (("Đã xong.",), []),
        (("Xong ngày [[ngày hoàn thành]].",), ["ngày hoàn thành"]),
        (("[[ ngày hoàn thành ]] và [[ai làm]]", "[[ai làm]]"), ["ngày hoàn thành", "ai làm"]),
        (("[một ngoặc] [[]] [[  ]]",), []),
        (("[[chưa đóng]",), []),
        (("[[hai\ndòng]]",), []),
        (("[[[ba ngoặc]]]",), ["ba ngoặc"]),
        ((f"[[{'x' * 81}]]",), []),
    ],
)
def test_marks_are_found_once_and_in_order(texts: tuple[str, ...], marks: list[str]):
    assert marks_in(*texts) == marks


@pytest.mark.parametrize(
    ("text", "facts", "result"),
    [
        ("Hồ sơ [[mã hồ sơ]] ở [[thôn]].", {"mã hồ sơ": "AB", "thôn": "Thôn Nà Tổng"}, "Hồ sơ AB ở Thôn Nà Tổng."),
        ("Gọi [[Điện Thoại]] hoặc [[dien thoai]].", {"điện thoại": "0205"}, "Gọi 0205 hoặc 0205."),
        ("Ở [[thôn]].", {"thôn": ""}, "Ở [[thôn]]."),
        ("Xong ngày [[ngày hoàn thành]].", {"thôn": "Nà Tổng"}, "Xong ngày [[ngày hoàn thành]]."),
        ("[[thôn]]", {"thôn": "[[ai làm]]"}, "[[ai làm]]"),
        (r"[[thôn]]", {"thôn": r"\1 \g<0>"}, r"\1 \g<0>"),
        ("Không có gì.", {}, "Không có gì."),
    ],
)
def test_known_facts_are_filled_in_and_the_rest_stays_marked(text: str, facts: dict[str, str], result: str):
    assert filled(text, facts) == result


def codes(text: str, *, contact: str = "", dated: bool = False) -> list[str]:
    return [item.code for item in advice_on(text, contact=contact, dated=dated)]


@pytest.mark.parametrize(
    ("text", "contact", "dated", "expected"),
    [
        ("", "", False, []),
        ("   \n ", "", False, []),
        (GOOD, "", False, []),
        ("Đã hàn lan can.", "", False, ["no_date", "no_contact"]),
        ("Đã hàn lan can.", "Phòng Kinh tế", False, ["no_date"]),
        ("Đã hàn lan can.", "Phòng Kinh tế", True, []),
        ("Xong trong tháng 12.", "Phòng Kinh tế", False, []),
        ("Xong trong quý IV.", "Phòng Kinh tế", False, []),
        ("Xong ngày 5.", "Phòng Kinh tế", False, []),
        ("Xin gọi +84 912 345 678.", "", True, []),
        ("Số nhà 12, ngõ 5.", "", True, ["no_contact"]),
        ("Đã xong 3 việc.", "Phòng Kinh tế", False, ["no_date"]),
    ],
)
def test_date_and_contact_are_missed_only_where_they_are_missing(text: str, contact: str, dated: bool, expected: list[str]):
    assert codes(text, contact=contact, dated=dated) == expected


@pytest.mark.parametrize("words", HEAVY_WORDS)
def test_every_heavy_word_is_found_whatever_its_capitals(words: str):
    found = advice_on(f"Xã {words.capitalize()} việc này.", contact="Phòng Kinh tế", dated=True)
    assert Advice(code="heavy_words", words=words, better=HEAVY_WORDS[words]) in found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xã đã tiến hành thực hiện.", ["tiến hành thực hiện"]),
        ("Xã đã tiến   hành kiểm tra.", ["tiến hành"]),
        ("Xã sẽ làm trong thời gian tới và trong thời gian sớm nhất.", ["trong thời gian tới", "trong thời gian sớm nhất"]),
        ("Máy quyết liệtt.", []),
        ("Việc ở xã đã xong.", []),
    ],
)
def test_longer_heavy_words_hide_the_shorter_ones_in_them(text: str, found: list[str]):
    advice = advice_on(text, contact="Phòng Kinh tế", dated=True)
    assert [item.words for item in advice] == found


@pytest.mark.parametrize(
    ("words", "long"), [(LONGEST_SENTENCE - 1, 0), (LONGEST_SENTENCE, 0), (LONGEST_SENTENCE + 1, 1), (LONGEST_SENTENCE * 3, 1)]
)
def test_a_sentence_of_more_than_thirty_words_is_long(words: int, long: int):
    text = f"{' '.join(['chữ'] * words)}. Câu ngắn."
    assert codes(text, contact="Phòng Kinh tế", dated=True).count("long_sentence") == long


def test_line_breaks_and_semicolons_end_a_sentence():
    part = " ".join(["chữ"] * 20)
    assert codes(f"{part}; {part}\n{part}! {part}", contact="x", dated=True) == []
    assert codes(f"{part}, {part}", contact="x", dated=True) == ["long_sentence"]


def test_advice_is_never_more_than_eight_pieces():
    text = " ".join(f"{words}." for words in HEAVY_WORDS)
    assert len(advice_on(text, contact="", dated=False)) == 8


@pytest.mark.parametrize("field", ["what_was_done", "done_by", "no_evidence_reason", "next_step", "contact"])
def test_gate_stays_shut_while_a_mark_is_left(field: str):
    values = {
        "outcome": Outcome.DONE, "what_was_done": "Đã hàn lại lan can.", "done_on": date(2026, 11, 19),
        "done_by": "Phòng Kinh tế", "evidence": Evidence.NONE,
        "no_evidence_reason": "Ảnh gửi sau", "next_step": "", "contact": "",
    }  # fmt: skip
    assert missing_for_answer(AnswerDraft(**values), photos=0, documents=0) == {}
    marked = AnswerDraft(**{**values, field: "Việc này do [[ai làm]] làm."})
    assert missing_for_answer(marked, photos=0, documents=0) == {field: "mark_left"}

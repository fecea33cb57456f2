"""What is written becomes what is said: codes letter by letter, abbreviations in full, numbers in words, nothing invented."""

from __future__ import annotations

from datetime import date

import pytest

from core.codes import ALPHABET, new_code
from core.spelling import WORDS, spelled, spelled_groups
from core.spoken_text import ABBREVIATIONS, day_range_words, sentences, spoken, syllables
from core.text import fold


def test_a_code_is_spelled_with_words_that_everybody_knows():
    assert spelled_groups("V27KM-9QXTR") == (
        "V như Việt, hai, bảy, K như Kẹo, M như Mẹ", "chín, Q như Quê, X như Xe, T như Tre, R như Rừng"
    )  # fmt: skip
    assert spelled_groups("v2 7k") == ("V như Việt, hai", "bảy, K như Kẹo")
    assert (spelled_groups(""), spelled_groups("--"), spelled("?")) == ((), (), "?")


def test_every_sign_of_our_codes_has_a_word_of_its_own_that_begins_with_it():
    said = [spelled(char) for char in ALPHABET]
    assert len(set(said)) == len(ALPHABET)
    assert [letter for letter, word in WORDS.items() if fold(word)[0] != letter.lower()] == []
    assert len(spelled_groups(new_code())) == 2


@pytest.mark.parametrize(("written", "said"), [
    ("UBND xã họp", "Ủy ban nhân dân xã họp"), ("HĐND và MTTQ xã", "Hội đồng nhân dân và Mặt trận Tổ quốc xã"),
    ("THCS & THPT", "trung học cơ sở và trung học phổ thông"), ("UBNDX", "UBNDX"), ("QL1A", "QL1A"),
    ("8h30", "tám giờ ba mươi phút sáng"), ("lúc 08:00", "lúc tám giờ sáng"), ("14g", "hai giờ chiều"),
    ("từ 8 giờ đến 16 giờ 30", "từ tám giờ đến mười sáu giờ ba mươi phút"),
    ("ngày 30/11/2026", "ngày ba mươi tháng Mười một năm hai nghìn không trăm hai mươi sáu"),
    ("đến 5/12", "đến ngày mùng năm tháng Mười hai"), ("Ngày 4/4", "Ngày mùng bốn tháng Tư"),
    ("ngày 3 tháng 2 năm 2026", "ngày mùng ba tháng Hai năm hai nghìn không trăm hai mươi sáu"),
    ("trong tháng 12", "trong tháng Mười hai"), ("tháng 1/2027", "tháng Một năm hai nghìn không trăm hai mươi bảy"),
    ("31/02/2026", "31/02/2026"), ("tháng 13", "tháng mười ba"), ("3/5 thôn", "ba trên năm thôn"),
    ("Thông báo số 45/TB-UBND", "Thông báo số bốn mươi lăm"),
    ("Luật 72/2025/QH15", "Luật bảy mươi hai năm hai nghìn không trăm hai mươi lăm"),
    ("gọi 0205 3000 111", "gọi không hai không năm, ba không không không, một một một"),
    ("hỏi +84 912 345 678", "hỏi không chín một hai, ba bốn năm, sáu bảy tám"),
    ("hỏi (0205) 3825 999.", "hỏi không hai không năm, ba tám hai năm, chín chín chín."),
    ("số 020087654321", "số không hai không không, tám bảy sáu, năm bốn ba hai một"),
    ("1.200.000.000 đồng", "một tỷ hai trăm triệu đồng"), ("ngày 19-11", "ngày 19-11"),
    ("dài 1,5 km", "dài một phẩy năm ki-lô-mét"), ("rộng 3-5 m", "rộng ba đến năm mét"), ("200m2", "hai trăm mét vuông"),
    ("85%", "tám mươi lăm phần trăm"), ("1.500.000 đ", "một triệu năm trăm nghìn đồng"), ("2.5 triệu", "hai phẩy năm triệu"),
    ("nhà số 12B", "nhà số 12B"), ("mã 007", "mã không không bảy"), ("", ""), ("Không có số.", "Không có số."),
    ("1234567890123456", "1234567890123456"), ("  hai   dòng ", "hai dòng"),
])  # fmt: skip
def test_written_text_is_said(written: str, said: str):
    assert spoken(written) == said


def test_what_was_said_once_is_said_the_same_again():
    line = "UBND xã mời họp 8h ngày 1/12/2026, gọi 0912345678, kinh phí 1,5 tỷ, 85% xong."
    assert spoken(spoken(line)) == spoken(line)


def test_no_abbreviation_hides_in_its_own_words():
    assert [short for short, words in ABBREVIATIONS.items() if spoken(words) != words] == []


def test_sentences_have_their_ends_and_lists_become_sentences():
    assert sentences("Một việc. Hai việc!\n- ba việc;\n• bốn việc\n\n") == ["Một việc.", "Hai việc!", "ba việc.", "bốn việc."]
    assert sentences(" \n ") == []


def test_syllables_are_counted_not_signs():
    assert [syllables("Kính thưa bà con!"), syllables("ki-lô-mét"), syllables(" – … ")] == [4, 3, 0]


@pytest.mark.parametrize(("first", "last", "words"), [
    (date(2026, 12, 1), date(2026, 12, 15), "từ ngày mùng một đến hết ngày mười lăm tháng Mười hai"),
    (date(2026, 11, 25), date(2026, 12, 4), "từ ngày hai mươi lăm tháng Mười một đến hết ngày mùng bốn tháng Mười hai"),
    (date(2026, 12, 5), date(2026, 12, 5), "từ ngày mùng năm đến hết ngày mùng năm tháng Mười hai"),
])  # fmt: skip
def test_a_window_of_days_is_said(first: date, last: date, words: str):
    assert day_range_words(first, last) == words

"""Vietnamese text: folding, cleaning, phone numbers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean_line, clean_text, fold, phone_digits, shorten, words

FOLDED = [
    ("Đường làng", "duong lang"),
    ("ĐƯỜNG  LÀNG", "duong lang"),
    ("Ðường", "duong"),  # Icelandic eth, as old keyboards give it
    ("Hòa Bình", "hoa binh"),
    ("Hoà Bình", "hoa binh"),
    ("Thụy · Thuỵ", "thuy · thuy"),
    ("nước\u200b sạch", "nuoc sach"),
    ("a\u00a0b", "a b"),
    (unicodedata.normalize("NFD", "Vạn Linh"), "van linh"),
    ("", ""),
    ("   ", ""),
    ("Số 15/TB-UBND", "so 15/tb-ubnd"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_fold_gives_one_key(text: str, expected: str):
    assert fold(text) == expected


@given(st.text())
def test_fold_is_idempotent(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_does_not_care_how_marks_are_composed(text: str):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_words_are_letters_and_digits_only():
    assert words("Rác thải, mùi hôi (thôn 3)!") == ["rac", "thai", "mui", "hoi", "thon", "3"]


def test_clean_text_keeps_paragraphs_and_drops_what_cannot_be_seen():
    assert clean_text("Một\r\n\r\n\r\n\r\nhai\x00\u202e  ba \n") == "Một\n\nhai ba"


def test_clean_line_is_one_line():
    assert clean_line(" Nguyễn\n Văn\tA ") == "Nguyễn Văn A"


@given(st.text())
def test_clean_text_leaves_nothing_a_database_refuses(text: str):
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode() == cleaned


PHONES = [
    ("0912345678", "0912345678"),
    ("0912 345 678", "0912345678"),
    ("0912.345.678", "0912345678"),
    ("+84 912 345 678", "0912345678"),
    ("84912345678", "0912345678"),
    ("0084912345678", "0912345678"),
    ("(0205) 3820 114", "02053820114"),
    ("０９１２３４５６７８", "0912345678"),
    ("912345678", ""),
    ("12345", ""),
    ("", ""),
    ("không có", ""),
]


@pytest.mark.parametrize(("typed", "digits"), PHONES)
def test_phone_digits(typed: str, digits: str):
    assert phone_digits(typed) == digits


def test_shorten_cuts_at_a_word():
    assert shorten("Cầu tràn Nà Pất hỏng lan can", length=18) == "Cầu tràn Nà Pất…"


def test_shorten_leaves_short_text_alone():
    assert shorten("Cầu hỏng", length=18) == "Cầu hỏng"

"""More of what people type: decomposed letters, invisible characters, odd spaces, odd phones."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean_line, clean_text, fold, phone_digits, shorten, words

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậđeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
BARE = "a" * 18 + "d" + "e" * 12 + "i" * 6 + "o" * 18 + "u" * 12 + "y" * 6
VIETNAMESE = st.text(alphabet=LETTERS + LETTERS.upper() + " .,-0123456789")
INVISIBLE = [
    "\u00ad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202e",
    "\u2060",
    "\u2066",
    "\ufeff",
    "\ufffb",
]
SPACES = [" ", "\t", "\u00a0", "\u2002", "\u2003", "\u2009", "\u202f", "\u3000"]


def test_every_vietnamese_letter_folds_to_its_bare_one():
    assert (fold(LETTERS), fold(LETTERS.upper())) == (BARE, BARE)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_form_of_a_letter_folds_the_same(form: str):
    assert fold(unicodedata.normalize(form, LETTERS)) == BARE


@pytest.mark.parametrize("char", INVISIBLE, ids=[f"U+{ord(char):04X}" for char in INVISIBLE])
def test_an_invisible_character_changes_nothing(char: str):
    hidden = f"Lê{char} Thị{char} Lan"
    assert (fold(hidden), clean_line(hidden), clean_text(hidden)) == ("le thi lan", "Lê Thị Lan", "Lê Thị Lan")


@pytest.mark.parametrize("space", SPACES, ids=[f"U+{ord(space):04X}" for space in SPACES])
def test_every_space_is_one_space(space: str):
    wide = f"{space}Lê{space}{space}Lan{space}"
    assert (fold(wide), clean_line(wide), clean_text(wide)) == ("le lan", "Lê Lan", "Lê Lan")


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\ud800"])
def test_control_characters_and_halves_of_characters_go(control: str):
    assert clean_text(f"Cầu{control} hỏng") == "Cầu hỏng"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("một\r\nhai", "một\nhai"),
        ("một\rhai", "một\nhai"),
        ("một\n\nhai", "một\n\nhai"),
        ("một\n\n\n\n\nhai", "một\n\nhai"),
        ("một\n \n \n \nhai", "một\n\nhai"),
        ("  một  \n  hai  ", "một\nhai"),
        ("\n\nmột\n\n", "một"),
        ("một\thai", "một hai"),
        ("", ""),
        (" \n\t\u200b\n ", ""),
        ("🙂 vui", "🙂 vui"),
        ("<b>đậm</b>", "<b>đậm</b>"),
        (unicodedata.normalize("NFD", "Đường hỏng"), "Đường hỏng"),
    ],
)
def test_running_text_is_cleaned(typed: str, cleaned: str):
    assert clean_text(typed) == cleaned


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("!!! ???", []),
        ("Thôn 3, xã Vạn Linh", ["thon", "3", "xa", "van", "linh"]),
        ("15/TB-UBND", ["15", "tb", "ubnd"]),
        ("a.b@c.vn", ["a", "b", "c", "vn"]),
        ("中文 và tiếng Việt", ["va", "tieng", "viet"]),
        ("nước\u200bsạch", ["nuocsach"]),
        ('"rác" OR *', ["rac", "or"]),
    ],
)
def test_words_hold_nothing_that_a_search_would_obey(text: str, found: list[str]):
    assert words(text) == found


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("+84-912-345-678", "0912345678"),
        ("(+84) 912 345 678", "0912345678"),
        ("+840912345678", "0912345678"),
        ("+84 (0)912 345 678", "0912345678"),
        ("+84 0205 3820 114", "02053820114"),
        ("09123456789", "09123456789"),
        ("091234567", ""),
        ("091234567890", ""),
        ("1912345678", ""),
        ("+1 202 555 0100", ""),
        ("0912345678 hoặc 0987654321", ""),
        ("đt: 0912 345 678", "0912345678"),
        ("\u200b0912345678\u202e", "0912345678"),
        ("84912345678", "0912345678"),
        ("8491234567", ""),
        ("+", ""),
        ("0912+345678", ""),
    ],
)
def test_odd_phones(typed: str, digits: str):
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("", 10, ""),
        ("một hai ba", 10, "một hai ba"),
        ("một hai ba bốn", 10, "một hai…"),
        ("một, hai ba bốn", 6, "một…"),
        ("mộthaibabốnnăm", 6, "mộtha…"),
        ("một\nhai", 20, "một hai"),
        (unicodedata.normalize("NFD", "một hai ba"), 10, "một hai ba"),
    ],
)
def test_shortening(text: str, length: int, short: str):
    assert shorten(text, length=length) == short


@given(st.text(), st.integers(min_value=5, max_value=60))
def test_shortened_text_is_never_longer_than_asked(text: str, length: int):
    assert len(shorten(text, length=length)) <= length


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text())
def test_a_clean_line_has_no_line_end(text: str):
    assert clean_line(text).splitlines() == ([clean_line(text)] if clean_line(text) else [])


@given(VIETNAMESE)
def test_vietnamese_folds_to_plain_letters(text: str):
    assert fold(text).isascii()


@given(VIETNAMESE)
def test_cleaning_keeps_what_is_found(text: str):
    assert fold(clean_text(text)) == fold(text)


@given(st.text())
def test_words_are_plain(text: str):
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words(text))


@given(st.text())
def test_a_phone_is_digits_beginning_with_zero_or_nothing(text: str):
    digits = phone_digits(text)
    assert digits == "" or (digits.isdigit() and digits[0] == "0" and len(digits) in (10, 11))
    assert phone_digits(digits) == digits

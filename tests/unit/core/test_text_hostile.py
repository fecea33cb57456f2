"""Text that wants to do harm or was pasted from anywhere: what folding, cleaning and cutting make of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import clean_line, clean_text, fold, phone_digits, shorten, words

ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from("aàâđĐeêuưoơ ̛̣̀́̃̂̆\u200b\u200d\u00ad\ufeff\u2028\u2029\x00\x0b\x85\r\n\t .,"),
        st.characters(categories=("Lu", "Ll", "Mn", "Cf", "Zs", "Zl", "Zp", "Cc", "Cs")),
    ),
    max_size=40,
)

FOLDED = (
    ("CẦU TRÀN", "cau tran", "capitals with marks"),
    ("Cầu\u0323", "cau", "one mark more than the letter has"),
    ("a" + "\u0301" * 500, "a", "five hundred marks on one letter"),
    ("c\u200bầ\u200bu", "cau", "invisible characters between the letters of a name"),
    ("\u202eưuầc", "uuac", "a turned line is read as it was typed"),
    ("đ\u0335", "d", "a stroke over a stroke"),
    ("ÐÌNH ðình", "dinh dinh", "the eth of old keyboards"),
    ("İstanbul", "istanbul", "a Turkish capital leaves no mark behind"),
    ("Straße", "straße", "a foreign letter stays: nothing is guessed"),
    ("ﬁ", "ﬁ", "a ligature stays"),
    ("cầu\u00a0tràn\u3000hỏng", "cau tran hong", "wide and fixed spaces"),
    ("cầu\r\n\r\ntràn", "cau tran", "lines are one line"),
    ("cầu\u2028tràn\u2029hỏng", "cau tran hong", "line ends of word processors"),
    ("\u0301\u0323", "", "marks without a letter"),
    ("\u200b\ufeff", "", "nothing that can be seen"),
    ("100% _bê tông_", "100% _be tong_", "wildcards are letters like others"),
    ("'; DROP TABLE cases; --", "'; drop table cases; --", "a command is words"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>", "folding does not judge"),
    ("🚧 cầu 🚧", "🚧 cau 🚧", "pictures stay"),
)


@pytest.mark.parametrize(("text", "expected", "_why"), FOLDED, ids=[row[2] for row in FOLDED])
def test_a_hostile_text_folds_to_what_is_read(text: str, expected: str, _why: str):
    assert fold(text) == expected


CLEANED = (
    ("a\u200b\u0301", "á", "a mark behind an invisible character joins its letter"),
    ("e\u00ad\u0302\u0301", "ế", "a soft hyphen inside a letter"),
    ("u\x00\u031b", "ư", "a zero inside a letter"),
    ("d\u0300", "d\u0300", "a mark that has no letter of its own stays"),
    ("một\u2028hai", "một\nhai", "the line end of a word processor is a line end"),
    ("một\u2029\u2029\u2029hai", "một\n\nhai", "paragraph ends: one empty line at most"),
    ("một\u2028\u2028hai", "một\n\nhai", "an empty line stays"),
    ("\u2028một\u2029", "một", "line ends around a text go"),
    ("một\u200b \u200bhai", "một hai", "invisible characters around a space"),
    ("\ufeffmột", "một", "the mark at the beginning of a file"),
    ("một\u202egnợưl\u202c", "mộtgnợưl", "a turned line is shown as it was typed"),
    ("một\x1b[31mhai", "một[31mhai", "colours of a terminal"),
    ("một\ud800hai", "mộthai", "half a character"),
    ("\t\t một \t hai \t", "một hai", "tabulators"),
)


@pytest.mark.parametrize(("typed", "expected", "_why"), CLEANED, ids=[row[2] for row in CLEANED])
def test_a_hostile_text_is_cleaned(typed: str, expected: str, _why: str):
    assert clean_text(typed) == expected


@pytest.mark.parametrize(("typed", "expected", "_why"), CLEANED, ids=[row[2] for row in CLEANED])
def test_a_clean_line_is_the_clean_text_on_one_line(typed: str, expected: str, _why: str):
    assert clean_line(typed) == " ".join(expected.split())


@settings(max_examples=150)
@given(ODD)
def test_a_clean_text_is_composed_whatever_came_in(text: str):
    cleaned = clean_text(text)
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert clean_text(cleaned) == cleaned


@settings(max_examples=150)
@given(ODD)
def test_a_clean_text_has_no_line_end_but_its_own(text: str):
    assert clean_text(text).splitlines() == (clean_text(text).split("\n") if clean_text(text) else [])


@settings(max_examples=100)
@given(ODD)
def test_cleaning_never_changes_what_a_search_finds(text: str):
    assert words(clean_line(text)) == words(clean_line(clean_text(text)))
    assert "\x00" not in clean_line(text)


@settings(max_examples=100)
@given(ODD)
def test_folding_is_done_once(text: str):
    assert fold(fold(text)) == fold(text)
    assert "  " not in fold(text)


@settings(max_examples=100)
@given(ODD, st.integers(min_value=2, max_value=30))
def test_a_cut_text_is_the_beginning_of_the_line_with_an_ellipsis(text: str, length: int):
    line, cut = clean_line(text), shorten(text, length=length)
    assert cut == line if len(line) <= length else cut.endswith("…")
    assert line.startswith(cut.removesuffix("…"))


PHONES = (
    ("٠٩١٢٣٤٥٦٧٨", "", "Arabic digits are no phone of ours"),
    ("०९१२३४५६७८", "", "Indian digits neither"),
    ("⓪⑨①②③④⑤⑥⑦⑧", "0912345678", "digits in circles are digits"),
    ("0912345678\u202e", "0912345678", "an invisible character behind it"),
    ("0912345678\x00", "0912345678", "a zero behind it"),
    ("0912345678;0912345679", "", "two numbers are none"),
    ("++84912345678", "", "a plus too many"),
    ("+84+84912345678", "", "the country twice"),
    ("84 84912345678", "", "the country twice, without a plus"),
    ("+84912345678 ext 2", "09123456782", "an extension cannot be told from a digit of the number"),
    ("0912345678" * 3, "", "thirty digits"),
    ("00912345678", "00912345678", "eleven digits that begin with 0"),
    ("-0912345678", "0912345678", "a minus"),
    ("1800 1234", "", "a service number is nobody's phone"),
    ("113", "", "the police neither"),
)


@pytest.mark.parametrize(("typed", "digits", "_why"), PHONES, ids=[row[2] for row in PHONES])
def test_a_hostile_phone_is_ten_or_eleven_digits_or_nothing(typed: str, digits: str, _why: str):
    assert phone_digits(typed) == digits


CUT = (
    ("cầu tràn", 8, "cầu tràn", "as long as allowed"),
    ("cầu tràn x", 9, "cầu…", "the word that does not fit goes as a whole"),
    ("cầu tràn", 7, "cầu…", "one letter too many"),
    ("cầu, tràn", 6, "cầu…", "no comma before the ellipsis"),
    ("a" * 50, 10, "a" * 9 + "…", "one long word is cut inside"),
    ("…" * 20, 5, "…" * 5, "a text of ellipses"),
    ("cầu\n\ntràn hỏng", 9, "cầu…", "lines are joined before the cut"),
    ("🚧" * 20, 4, "🚧🚧🚧…", "pictures are one character each"),
)


@pytest.mark.parametrize(("text", "length", "expected", "_why"), CUT, ids=[row[3] for row in CUT])
def test_a_text_is_cut_at_a_word(text: str, length: int, expected: str, _why: str):
    assert shorten(text, length=length) == expected


def test_a_long_hostile_text_is_cleaned_and_folded_in_no_time():
    text = ("a" + "\u0301" * 50 + " \u200b\n") * 2000
    assert (len(fold(text)), clean_text(text).count("\n\n\n")) == (3999, 0)

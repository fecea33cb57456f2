"""Words as search knows them: every way of writing a word has one plain key, and only its own marks its exact key."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search_words import LONGEST_WORD, exact_text, keys, meant, plain_text
from core.syllables import spelled, split_number, syllables

WRITTEN = {
    "đường": "dduwowngf dduowngf dduongwf đuowngf d9u7o7ng2 d9uong72 ÐƯỜNG ĐƯỜNG Ɖường đừơng",
    "nước": "nuwowcs nuocws nuoc71 nu7o7c1 nuwo71c Nước NƯỚC",
    "sửa": "suwar suawr sua73 su7a3 Sửa",
    "điện": "ddieenj ddieejn d9ie65n",
    "thủy": "thuỷ thuyr thuy3",
    "hòa": "hoà hoaf hoa2 Hoà",
    "nghĩa": "nghixa nghiax nghi4a",
    "rác": "racs rasc rac1",
    "quý": "quí quys quis",
    "mỹ": "mĩ myx mix",
    "lần": "laanf lafan la62n",
    "bê": "bee be6",
    "dũng": "dungx dung4",
    "ươm": "uwowm u7o7m",
    "khoẻ": "khỏe khoer khoe3",
}
PLAIN = [
    ("Đường Hoà Mỹ, thôn2!", "duong hoa mi thon 2", "a number that is glued to a word"),
    ("xóm6 tổ7 khu3", "xom 6 to 7 khu 3", "the same where the word has marks, or is one that is counted"),
    ("karaoke UBND 17h15 b52", "karaoke ubnd 17h15 b52", "no Vietnamese words: as they are"),
    ("Ký giấy ở Quỳnh Sơn", "ki giay o quinh son", "i for y only where both are written"),
    ("thủy thúi", "thuy thui", "and not where they are two words"),
    ("sông Kỳ Cùng", "song ki cung", ""),
    ("a\u0301\u200b b", "a b", "marks that stand apart, and what cannot be seen"),
    ("汉字 дом", "", "letters that are not ours"),
    ("", "", ""),
]
MEANT = [
    ("chạm", "trạm", "ch for tr"), ("sử", "xử", "s for x"), ("giàn", "dàn", "gi for d"), ("lước", "nước", "l for n"),
    ("dunog", "đường", "two letters changed places"), ("duogn", "đường", "the same at the end"),
    ("truongg", "trường", "a letter twice"),
    ("khng", "không", "a letter missing"), ("ngỉ", "nghỉ", "ng for ngh"), ("kầu", "cầu", "k for c"),
]  # fmt: skip


@pytest.mark.parametrize("word", WRITTEN)
def test_every_way_of_writing_a_word_has_its_keys(word: str):
    right = keys(word)
    ways = [unicodedata.normalize("NFD", word), f"\u200b{word}\u00ad", *WRITTEN[word].split()]
    assert {way: [key.plain for key in keys(way)] for way in ways} == {way: [key.plain for key in right] for way in ways}
    same = [way for way in ways if not way.startswith(("dduowng", "dduongw", "đuowng"))]
    assert {way: keys(way) for way in same} == dict.fromkeys(same, right)


@pytest.mark.parametrize(("text", "expected", "why"), PLAIN)
def test_plain_text_is_one_key_for_each_word(text: str, expected: str, why: str):
    assert plain_text(text) == expected, why


@pytest.mark.parametrize(("one", "other"), [("sửa", "sữa"), ("đèn", "đen"), ("đèn", "đến"), ("con", "còn"), ("bò", "bơ")])
def test_words_that_differ_in_marks_share_the_plain_key_only(one: str, other: str):
    assert plain_text(one) == plain_text(other)
    assert exact_text(one) != exact_text(other)


def test_exact_text_holds_each_word_once_and_nothing_that_is_plain_already():
    assert exact_text("Đường 17 hoà hòa con UBND") == "d9u7o7ng2 hoa2 con0"


@pytest.mark.parametrize(("typed", "right", "why"), MEANT)
def test_meant_holds_the_word_that_slipped(typed: str, right: str, why: str):
    assert plain_text(right) in meant(plain_text(typed)), why


@pytest.mark.parametrize("word", ["duong", "nuoc", "thon", "xa", "be", "tong"])
def test_meant_of_a_real_word_is_only_what_is_heard_alike(word: str):
    assert (meant(word)[0], len(meant(word)) <= 6) == (word, True)


@pytest.mark.parametrize("word", ["karaoke", "ubnd", "17h15", "2026"])
def test_meant_of_a_foreign_word_keeps_it_first(word: str):
    assert meant(word)[0] == word


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("thôn2", ("thôn", "2")),
        ("xom6", ("xom", "6")),
        ("nuoc1", ("nuoc1",)),
        ("to63", ("to63",)),
        ("17", ("17",)),
        ("h5n1", ("h5n1",)),
    ],
)
def test_split_number_knows_vni_from_a_number(word: str, parts: tuple[str, ...]):
    assert split_number(word) == parts


@pytest.mark.parametrize("word", ["duong", "nghieng", "quynh", "gi", "y", "oai", "khuya", "truong", "thuy", "xoong"])
def test_syllables_has_what_is_spelled_so(word: str):
    assert word in syllables()


@pytest.mark.parametrize("word", ["duowng", "nuocs", "ngi", "ca1", "led", "wifi", "bhyt", "kua", "nghu", "x", ""])
def test_syllables_has_nothing_else(word: str):
    assert word not in syllables()


@given(st.text(max_size=60))
def test_keys_do_not_care_how_marks_are_composed(text: str):
    assert keys(unicodedata.normalize("NFD", text)) == keys(unicodedata.normalize("NFC", text))


@given(st.lists(st.sampled_from(sorted(syllables())), max_size=12).map(" ".join))
def test_plain_text_of_plain_text_is_itself(text: str):
    assert plain_text(plain_text(text)) == plain_text(text)


@given(st.text(max_size=200))
def test_keys_hold_only_what_both_databases_take_for_a_word(text: str):
    for key in keys(text):
        assert key.plain.isascii()
        assert key.plain.isalnum()
        assert len(key.plain) <= LONGEST_WORD
        assert key.exact.isascii()
        assert key.exact.isalnum()
        assert len(key.exact) <= 3 * LONGEST_WORD


@given(st.sampled_from(sorted(syllables())))
def test_spelled_leaves_a_syllable_as_it_is(word: str):
    assert (spelled(word).bases, spelled(word).marked) == (word, False)

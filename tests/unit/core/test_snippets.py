"""Passages with the words that were looked for: the original letters, never markup, cut at words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import marks
from core.search_words import keys
from core.snippets import CLOSES, OPENS, highlighted, snippet

STORY = (
    "Từ sau trận mưa đầu tháng, đoạn đường qua cầu tràn thôn Nà Pất bị sạt một nửa, xe máy đi qua rất nguy hiểm, bà con đã "
    "báo trưởng thôn nhiều lần mà chưa thấy ai xuống xem. Đề nghị xã cho kiểm tra lan can, thay bóng đèn đã cháy trước mùa mưa."
)


def wanted(typed: str) -> frozenset[str]:
    return frozenset(key.plain for key in keys(typed))


def drawn(shown: str) -> str:
    return shown.replace(OPENS, "[").replace(CLOSES, "]")


def plain(shown: str) -> str:
    return shown.replace(OPENS, "").replace(CLOSES, "")


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Đường hỏng", "duong", "[Đường] hỏng"),
        ("ĐƯỜNG hỏng, đường lầy", "đường", "[ĐƯỜNG] hỏng, [đường] lầy"),
        ("Nhà văn hoá thôn2", "van hóa", "Nhà [văn hoá] thôn2"),
        ("Nhà văn hoá thôn2", "thôn", "Nhà văn hoá [thôn]2"),
        ("Kỹ thuật", "kĩ", "[Kỹ] thuật"),
        ("<b>đường</b> & cầu", "duong cau", "<b>[đường]</b> & [cầu]"),
        ("không có gì", "duong", "không có gì"),
        ("", "duong", ""),
    ],
)
def test_highlighted_words_keep_their_letters(text: str, typed: str, expected: str):
    assert drawn(highlighted(text, wanted(typed))) == expected


@pytest.mark.parametrize(
    ("typed", "begins", "has"),
    [
        ("tran mua", "Từ sau [trận mưa]", "…"),
        ("lan can", "… ", "[lan can]"),
        ("bóng đèn", "… ", "[bóng đèn]"),
        ("không có chữ này", "Từ sau trận mưa", " …"),
    ],
)
def test_snippet_shows_where_the_words_stand_together(typed: str, begins: str, has: str):
    shown = drawn(snippet((STORY,), wanted(typed), length=90))
    assert (shown.startswith(begins), has in shown) == (True, True), shown


def test_snippet_takes_the_text_that_has_more_of_the_words():
    shown = drawn(snippet((STORY, "Xã đã thay hai bóng đèn LED."), wanted("đèn led"), length=90))
    assert shown == "Xã đã thay hai bóng [đèn LED]."


def test_snippet_of_a_short_text_is_the_text_on_one_line():
    assert drawn(snippet(("Đường\nhỏng  nặng",), wanted("hong"), length=90)) == "Đường [hỏng] nặng"


def test_snippet_of_nothing_is_nothing():
    assert snippet(("", ""), wanted("hong"), length=90) == ""


@given(st.lists(st.sampled_from(STORY.split()), max_size=60).map(" ".join), st.sampled_from(STORY.split()), st.integers(20, 200))
def test_snippet_is_a_piece_of_the_text_no_longer_than_asked(text: str, word: str, length: int):
    shown = plain(snippet((text,), wanted(word), length=length)).removeprefix("… ").removesuffix(" …")
    assert shown in text
    assert len(shown) <= length + 30


CLEAN = st.characters(exclude_characters=[OPENS, CLOSES], exclude_categories=["Cs"])


@given(st.text(CLEAN, max_size=80), st.text(max_size=20))
def test_highlighting_never_changes_a_text(text: str, typed: str):
    assert plain(highlighted(text, wanted(typed))) == text


@given(st.text(CLEAN, max_size=80), st.text(max_size=20))
def test_what_is_set_apart_is_closed_before_the_next_opens(text: str, typed: str):
    shown = highlighted(text, wanted(typed))
    assert [sign for sign in shown if sign in (OPENS, CLOSES)] == [OPENS, CLOSES] * shown.count(OPENS)


def test_marks_escape_every_letter_and_add_only_marks():
    shown = highlighted('<b>đường</b> & "cầu"', wanted("duong cau"))
    assert str(marks(shown)) == "&lt;b&gt;<mark>đường</mark>&lt;/b&gt; &amp; &#34;<mark>cầu</mark>&#34;"

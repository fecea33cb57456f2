"""Laws of the measure for any text: both ways the same, between 0 and 100, hardly moved by the order of words."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import fold
from feedback.likeness import COMMON, LONGEST, nearest, ready, score, scored, trigram_share
from tests.unit.feedback.rows_likeness import ALL, Triple

WORD = st.sampled_from(sorted({word for row in ALL for word in fold(row.told).split()}))
SENTENCE = st.lists(WORD, min_size=1, max_size=25).map(" ".join)
ANYTHING = st.text(max_size=300).map(fold)


@settings(max_examples=60)
@given(ANYTHING, ANYTHING)
def test_any_two_texts_score_the_same_both_ways_between_zero_and_a_hundred(one: str, other: str):
    there, back = score(ready(one), ready(other)), score(ready(other), ready(one))
    assert there == back
    assert 0 <= there <= 100


@settings(max_examples=40)
@given(SENTENCE, SENTENCE)
def test_no_text_is_more_like_another_than_like_itself(one: str, other: str):
    own = ready(one)
    assert score(own, ready(other)) <= score(own, own)


@settings(max_examples=40)
@given(SENTENCE)
def test_a_text_is_like_itself_at_least_half(text: str):
    assert 50 <= score(ready(text), ready(text)) <= 100


@settings(max_examples=40)
@given(ANYTHING, ANYTHING)
def test_the_share_of_trigrams_is_a_share(one: str, other: str):
    share = trigram_share(one, other)
    assert 0.0 <= share <= 1.0
    assert share == trigram_share(other, one)


@given(st.text(min_size=1, max_size=60).map(fold).filter(bool))
def test_a_text_shares_all_trigrams_with_itself(text: str):
    assert trigram_share(text, text) == 1.0


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("row", ALL[::3], ids=lambda row: row.why)
def test_the_order_of_words_moves_the_score_by_fifteen_at_most(row: Triple, seed: int):
    words = fold(row.again).replace(",", "").replace(".", "").split()
    turned = Random(seed).sample(words, len(words))
    own = ready(fold(row.told))
    assert abs(score(own, ready(" ".join(words))) - score(own, ready(" ".join(turned)))) <= 15


@pytest.mark.parametrize("row", ALL[::2], ids=lambda row: row.why)
def test_sentences_in_another_order_are_the_same_letter(row: Triple):
    one, two = fold(row.told), fold(row.other)
    assert score(ready(f"{one} {two}"), ready(f"{two} {one}")) >= 95


@settings(max_examples=50)
@given(SENTENCE, st.lists(SENTENCE, max_size=12), st.integers(min_value=0, max_value=100), st.integers(min_value=1, max_value=12))
def test_what_is_chosen_is_bounded_sorted_and_above_the_line(text: str, others: list[str], least: int, most: int):
    own, texts = ready(text), [ready(other, key=number) for number, other in enumerate(others)]
    chosen = nearest(own, texts, most=most)
    found = scored(own, chosen, least=least)
    assert len(chosen) <= most
    assert all(own.words & other.words for other in chosen)
    assert [points for points, _text in found] == sorted((points for points, _text in found), reverse=True)
    assert all(points >= least for points, _text in found)
    assert {item.key for _points, item in found} <= {item.key for item in chosen}


@settings(max_examples=50)
@given(SENTENCE, st.lists(SENTENCE, min_size=1, max_size=12))
def test_the_order_in_which_candidates_come_changes_nothing(text: str, others: list[str]):
    own, texts = ready(text), [ready(other, key=number) for number, other in enumerate(others)]
    there, back = nearest(own, texts, most=5), nearest(own, texts[::-1], most=5)
    assert there == back
    assert scored(own, there, least=0) == scored(own, back[::-1], least=0)


def test_common_words_are_written_as_texts_are_folded():
    assert [word for word in sorted(COMMON) if fold(word) != word or " " in word] == []


def test_common_words_leave_the_words_of_things_alone_but_for_a_lamp_and_a_dog():
    things = "duong dien nuoc rac cau cong cho truong tram dat rung suoi den loa mua bao lu chay lon trau tien"
    assert COMMON & set(things.split()) == {"den", "cho"}  # without marks "đèn" is "đến" and "chó" is "cho"


@pytest.mark.parametrize("length", [LONGEST - 1, LONGEST, LONGEST + 1, 5000])
def test_no_more_than_the_beginning_is_compared(length: int):
    text = ready("x" * length)
    assert len(text.folded) == min(length, LONGEST)


def test_what_comes_after_the_beginning_does_not_count():
    start = ("duong thon hong " * 100)[:LONGEST]
    assert score(ready(start + "cau tran"), ready(start + "rac thai")) == score(ready(start), ready(start))


@pytest.mark.parametrize(
    "hostile",
    ["(" * 1200, "\\" * 1200, "%_" * 600, "kinh mong " * 120, "xin " * 300, "toi xin " * 150, "0" * 1200, "doc lap " * 150],
    ids=["brackets", "backslashes", "wildcards", "polite beginnings", "xin", "toi xin", "zeros", "doc lap"],
)
def test_a_hostile_text_is_scored_like_any_other(hostile: str):
    assert 0 <= score(ready(hostile), ready("duong thon na pe hong")) < 40

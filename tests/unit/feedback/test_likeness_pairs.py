"""Whether the measure puts the same thing told differently above another thing of the same village."""

from __future__ import annotations

import unicodedata

import pytest

from core.text import fold
from feedback.likeness import Text, nearest, ready, score, scored
from feedback.queries.similar import LEAST, REPEAT, SHOWN, WORTH_SCORING
from tests.unit.feedback.rows_likeness import ALL, BEYOND_WORDS, WORDY, Triple

HELLO = "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc. Kính gửi: Ủy ban nhân dân xã. "
THANKS = " Kính mong các cấp lãnh đạo quan tâm, xem xét, giải quyết. Tôi xin trân trọng cảm ơn."


def of(one: str, other: str) -> int:
    return score(ready(fold(one)), ready(fold(other)))


def why(row: Triple) -> str:
    return row.why


def village() -> list[Text]:
    letters = [text for row in ALL for text in (row.told, row.other)]
    return [ready(fold(text), key=number) for number, text in enumerate(letters)]


def test_the_rows_are_at_least_sixty_pairs_of_texts_that_differ():
    texts = [text for row in ALL for text in (row.told, row.again, row.other)]
    assert (len(ALL) * 2 >= 60, len(set(texts))) == (True, len(ALL) * 3)


@pytest.mark.parametrize("row", ALL, ids=why)
def test_the_same_thing_told_again_scores_above_another_thing(row: Triple):
    assert of(row.told, row.again) > of(row.told, row.other)
    assert of(row.told, row.again) > of(row.again, row.other)


@pytest.mark.parametrize("row", ALL, ids=why)
def test_the_same_thing_told_again_by_the_same_phone_is_called_a_repetition(row: Triple):
    assert of(row.told, row.again) >= REPEAT


@pytest.mark.parametrize("row", ALL, ids=why)
def test_among_all_letters_of_the_villages_the_right_one_comes_first(row: Triple):
    own, texts = ready(fold(row.again)), village()
    best = scored(own, nearest(own, texts, most=WORTH_SCORING), least=LEAST)
    assert best[0][1].folded == ready(fold(row.told)).folded


@pytest.mark.parametrize("row", ALL, ids=why)
def test_marks_capitals_and_composition_make_no_difference(row: Triple):
    typed = (fold(row.again), row.again.upper(), unicodedata.normalize("NFD", row.again))
    assert [of(row.told, text) for text in typed] == [of(row.told, row.again)] * 3


@pytest.mark.parametrize("row", ALL, ids=why)
def test_polite_words_around_a_letter_change_nothing(row: Triple):
    dressed = HELLO + row.again + THANKS
    assert abs(of(row.told, dressed) - of(row.told, row.again)) <= 2


def test_two_letters_that_share_the_polite_words_only_are_not_alike():
    assert of(HELLO + "Đèn đường hỏng." + THANKS, HELLO + "Chó thả rông cắn người." + THANKS) < LEAST
    assert ready(fold(HELLO + THANKS)).words == frozenset()


def test_what_a_letter_asks_for_stays_when_the_polite_words_go():
    kept = ready(fold("Kính mong xã sửa cầu. Xin cấp gạo, xin cảm ơn. Độc lập một hộ riêng.")).folded
    assert kept == "sua cau. xin cap gao, doc lap mot ho rieng."
    kept = ready(fold("Loa hỏng, mong xã cho người sửa giúp. Mong cho người già ghế ngồi. Mong xã sớm cho cán bộ xuống."))
    assert kept.folded == "loa hong, sua giup. mong cho nguoi gia ghe ngoi. xuong."


def test_a_letter_whose_words_are_those_of_another_thing_is_shown_beside_it_for_the_official_to_decide():
    same, other = of(BEYOND_WORDS.told, BEYOND_WORDS.again), of(BEYOND_WORDS.told, BEYOND_WORDS.other)
    assert (same >= LEAST, other >= LEAST) == (True, True)
    own = ready(fold(BEYOND_WORDS.told))
    texts = [ready(fold(BEYOND_WORDS.again), key=1), ready(fold(BEYOND_WORDS.other), key=2)]
    assert {text.key for _score, text in scored(own, texts, least=LEAST)[:SHOWN]} == {1, 2}


def test_letters_from_different_villages_about_different_things_stay_below_the_line_of_repetition():
    far = [(one, other) for one in ALL[:12] for other in WORDY]
    assert [(one.why, other.why) for one, other in far if of(one.other, other.told) >= REPEAT] == []


SHORT = (
    ("đèn hỏng", "đèn hỏng", 50, 80, "two words, the same: shown, yet far from certain"),
    ("đường hỏng", "đèn hỏng", 0, 59, "one of two words"),
    ("cầu", "cầu", 50, 60, "one word"),
    ("rác", "điện", 0, 10, "one word each, nothing in common"),
    ("a", "a", 50, 50, "a word that says nothing"),
    ("xin xã cho", "xin xã cho", 50, 50, "only words that say nothing"),
    ("?!", "?!", 0, 60, "no letters at all"),
    ("", "đèn hỏng", 0, 0, "nothing against something"),
    ("", "", 0, LEAST - 1, "nothing against nothing is never shown"),
    ("   ", "\n\t", 0, LEAST - 1, "blanks are nothing"),
    ("1", "2", 0, 20, "two digits"),
)


@pytest.mark.parametrize(("one", "other", "least", "most", "_why"), SHORT, ids=[row[4] for row in SHORT])
def test_short_texts_are_scored_with_care(one: str, other: str, least: int, most: int, _why: str):
    assert least <= of(one, other) <= most


@pytest.mark.parametrize("words", range(1, 9), ids=lambda number: f"{number} words")
def test_identical_texts_are_the_surer_the_more_words_they_have(words: int):
    text = " ".join(["cau", "tran", "hong", "lan", "can", "mua", "lu", "nguy"][:words])
    sure = {1: 56, 2: 62, 3: 69, 4: 75, 5: 75, 6: 81, 7: 88, 8: 94}
    assert of(text, text) == sure[words]


@pytest.mark.parametrize("times", [2, 3, 10, 200])
def test_words_said_again_and_again_add_nothing(times: int):
    said = "Đường thôn Nà Pe sụt lún, xe máy hay ngã, đề nghị xã sửa. "
    assert of(said, said * times) >= 95
    assert (
        of(said * times, "Chuồng lợn đầu thôn Nà Cưởm bốc mùi hôi.") <= of(said, "Chuồng lợn đầu thôn Nà Cưởm bốc mùi hôi.") + 2
    )

"""How alike two letters are: the same matter in other words above the line, other matters below it."""

from __future__ import annotations

import pytest

from core.text import fold
from feedback.likeness import LONGEST, nearest, ready, score, scored, trigram_share
from feedback.queries.similar import LEAST, REPEAT

BRIDGE = "Cầu tràn hỏng lan can từ sau trận mưa đầu tháng, trẻ đi học rất nguy hiểm."
ROAD = "Đường bê tông thôn bị sụt lún, xe máy hay ngã"
RUBBISH = "Rác thải đổ ra suối gây ô nhiễm, mùi hôi thối, đề nghị xã xử lý"


def of(one: str, other: str) -> int:
    return score(ready(fold(one)), ready(fold(other)))


SAME = [
    (BRIDGE, "Lan can cầu tràn bị hỏng sau mưa lũ, học sinh đi qua rất nguy hiểm, đề nghị xã sửa", "other words, other order"),
    (BRIDGE, "Cầu tràn gãy lan can, các cháu đi học sợ ngã xuống suối", "half the words"),
    (BRIDGE, "cau tran hong lan can tu sau tran mua dau thang tre di hoc rat nguy hiem", "typed without marks"),
    (BRIDGE, "CẦU TRÀN HỎNG LAN CAN", "a title only"),
    (ROAD, "Đường bê tông xóm trên nứt, xe hay bị ngã", "the neighbour's view"),
    (RUBBISH, "Đề nghị xã xử lý rác thải đổ ra suối, mùi hôi thối gây ô nhiễm", "the same sentence turned round"),
]
OTHERS = [
    (BRIDGE, ROAD, "both dangerous, both on the road"),
    (BRIDGE, RUBBISH, "another field"),
    (ROAD, "Đường điện bị võng, cột nghiêng", "one word in common"),
    (RUBBISH, "Đề nghị xã xử lý việc lấn chiếm vỉa hè", "only the polite words in common"),
    (BRIDGE, "Xin cấp giấy chứng nhận quyền sử dụng đất cho gia đình tôi", "nothing in common"),
]


@pytest.mark.parametrize(("one", "other", "_why"), SAME, ids=[row[2] for row in SAME])
def test_the_same_matter_reaches_the_line(one: str, other: str, _why: str):
    assert of(one, other) >= LEAST


@pytest.mark.parametrize(("one", "other", "_why"), OTHERS, ids=[row[2] for row in OTHERS])
def test_another_matter_stays_below_the_line(one: str, other: str, _why: str):
    assert of(one, other) < LEAST


def test_the_same_words_score_a_hundred_and_an_addition_stays_a_repetition():
    assert of(BRIDGE, BRIDGE) == 100
    assert of(BRIDGE, BRIDGE + " Xin xã sửa sớm cho dân nhờ.") >= REPEAT
    assert of(BRIDGE, BRIDGE) > of(BRIDGE, BRIDGE + " Xin xã sửa sớm.") > of(BRIDGE, ROAD)


def test_the_score_is_the_same_both_ways():
    assert all(of(one, other) == of(other, one) for one, other, _why in SAME + OTHERS)


def test_few_words_count_less():
    assert of("đường hỏng", "đường hỏng") < of(BRIDGE, BRIDGE)


@pytest.mark.parametrize(
    ("one", "other", "share"), [("abc", "abc", 1.0), ("abc", "xyz", 0.0), ("", "abc", 0.0), ("", "", 0.0), ("ab", "ab", 1.0)]
)
def test_the_share_of_trigrams(one: str, other: str, share: float):
    assert trigram_share(one, other) == share or (not one and share == 0.0)


def test_only_the_beginning_of_a_long_letter_is_compared():
    text = ready("duong " * 1000)
    assert (len(text.folded), text.words) == (LONGEST, {"duong"})


def test_words_that_say_nothing_do_not_choose_what_is_scored():
    mine = ready(fold("Xin xã cho biết vì sao đèn đường hỏng"))
    texts = [ready(fold("Xin xã cho biết vì sao chưa trả"), key=1), ready(fold("Đèn hỏng"), key=2), ready("xyz", key=3)]
    assert [text.key for text in nearest(mine, texts, most=9)] == [2, 1]
    assert [text.key for text in nearest(mine, texts, most=1)] == [2]
    assert nearest(ready(""), texts, most=9) == []


def test_scored_leaves_out_what_is_below_the_line_and_puts_the_newest_first_among_equals():
    mine = ready(fold(BRIDGE))
    texts = [ready(fold(BRIDGE), key=1), ready(fold(ROAD), key=2), ready(fold(BRIDGE), key=3)]
    assert scored(mine, texts, least=LEAST) == [(100, texts[2]), (100, texts[0])]

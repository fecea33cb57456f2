"""What people read for each code of questions and seats, in both languages: changed words are changed here on purpose."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from core.i18n import use_locale
from dialogue import question_phrases, registration_phrases


@dataclass(frozen=True, kw_only=True)
class Word:
    """A code of a table and what is shown for it."""

    table: str
    code: str
    vi: str
    en: str


WORDS = (
    Word(
        table="STATES",
        code="waiting",
        vi="Đang chờ xem",
        en="Waiting to be read",
    ),
    Word(
        table="STATES",
        code="accepted",
        vi="Được đưa ra đối thoại",
        en="Is put to the dialogue",
    ),
    Word(
        table="STATES",
        code="merged",
        vi="Đã gộp vào câu hỏi tương tự",
        en="Merged into a similar question",
    ),
    Word(
        table="STATES",
        code="led_elsewhere",
        vi="Chuyển sang thủ tục riêng",
        en="Lead to its own procedure",
    ),
    Word(
        table="STATES",
        code="refused",
        vi="Không đưa ra đối thoại",
        en="Not put to the dialogue",
    ),
    Word(
        table="CHANNELS",
        code="web",
        vi="Gửi trên mạng",
        en="On the web",
    ),
    Word(
        table="CHANNELS",
        code="village_head",
        vi="Qua trưởng thôn",
        en="Through the village head",
    ),
    Word(
        table="CHANNELS",
        code="front",
        vi="Qua Mặt trận Tổ quốc",
        en="Through the Fatherland Front",
    ),
    Word(
        table="CHANNELS",
        code="paper",
        vi="Phiếu giấy",
        en="Paper slip",
    ),
    Word(
        table="CHANNELS",
        code="hall",
        vi="Hỏi tại hội trường",
        en="Asked in the hall",
    ),
    Word(
        table="OUTCOMES",
        code="open",
        vi="Chưa trả lời",
        en="Not answered yet",
    ),
    Word(
        table="OUTCOMES",
        code="answered",
        vi="Đã trả lời",
        en="Answered",
    ),
    Word(
        table="OUTCOMES",
        code="promised",
        vi="Đã có cam kết",
        en="There is a commitment",
    ),
    Word(
        table="OUTCOMES",
        code="follow_up",
        vi="Sẽ trả lời sau",
        en="To be answered later",
    ),
    Word(
        table="REASONS",
        code="out_of_competence",
        vi="Không thuộc thẩm quyền của xã",
        en="Outside the commune's competence",
    ),
    Word(
        table="REASONS",
        code="out_of_topic",
        vi="Không thuộc nội dung buổi đối thoại",
        en="Not a topic of this dialogue",
    ),
    Word(
        table="REASONS",
        code="settled",
        vi="Đã được giải quyết xong theo quy định",
        en="Already settled under the rules",
    ),
    Word(
        table="REASONS",
        code="no_content",
        vi="Chưa rõ hỏi điều gì",
        en="It is not clear what is asked",
    ),
    Word(
        table="REASONS",
        code="offensive",
        vi="Có lời xúc phạm hoặc xuyên tạc",
        en="Insulting or distorting words",
    ),
    Word(
        table="REASONS",
        code="confidential",
        vi="Liên quan bí mật nhà nước",
        en="Touches a state secret",
    ),
    Word(
        table="PROCEDURES",
        code="complaint",
        vi="Khiếu nại",
        en="Complaint",
    ),
    Word(
        table="PROCEDURES",
        code="denunciation",
        vi="Tố cáo",
        en="Denunciation",
    ),
    Word(
        table="SEAT_STATES",
        code="confirmed",
        vi="Đã có chỗ",
        en="Has a seat",
    ),
    Word(
        table="SEAT_STATES",
        code="waiting",
        vi="Trong danh sách chờ",
        en="On the wait list",
    ),
    Word(
        table="SEAT_STATES",
        code="cancelled",
        vi="Đã hủy",
        en="Cancelled",
    ),
)


def tables() -> dict[str, dict[str, object]]:
    """Return the tables of words by their names."""
    modules = (question_phrases, registration_phrases)
    names = {word.table for word in WORDS}
    return {name: getattr(module, name) for module in modules for name in names if hasattr(module, name)}


def test_every_code_says_what_was_agreed_in_both_languages(sqlite_app: Flask):
    found = []
    with sqlite_app.app_context():
        for locale in ("vi", "en"):
            with use_locale(locale):
                found += [
                    (word.table, word.code, locale)
                    for word in WORDS
                    if str(tables()[word.table][word.code]) != getattr(word, locale)
                ]
    assert found == []


def test_no_code_is_without_words():
    known = {(word.table, word.code) for word in WORDS}
    assert {(name, str(code)) for name, words in tables().items() for code in words} == known


@pytest.mark.parametrize("looks", ["STATE_LOOKS", "OUTCOME_LOOKS"])
def test_every_state_has_a_look(looks: str):
    words = getattr(question_phrases, looks.replace("STATE_LOOKS", "STATES").replace("OUTCOME_LOOKS", "OUTCOMES"))
    assert set(getattr(question_phrases, looks)) == set(words)


def test_every_seat_has_a_look():
    assert set(registration_phrases.SEAT_LOOKS) == set(registration_phrases.SEAT_STATES)


def test_an_unknown_value_has_no_word():
    assert question_phrases.label(question_phrases.STATES, "gi-do") == ""

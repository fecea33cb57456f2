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
    Word(
        table="FAULTS",
        code="question_short",
        vi="Câu hỏi còn quá ngắn. Hãy ghi rõ hỏi về việc gì, ở đâu.",
        en="The question is too short. Write what it is about, and where.",
    ),
    Word(
        table="FAULTS",
        code="question_long",
        vi="Câu hỏi dài quá 2.000 chữ. Hãy rút gọn.",
        en="The question is longer than 2,000 characters. Shorten it.",
    ),
    Word(
        table="FAULTS",
        code="reads_as_denunciation",
        vi="Lời này giống một đơn tố cáo nên không nhận ở đây. Tố cáo có cách gửi riêng để giữ bí mật.",
        en="This reads like a denunciation, so it is not taken here. A denunciation has its own way, which keeps it secret.",
    ),
    Word(
        table="FAULTS",
        code="name_missing",
        vi="Hãy ghi họ và tên.",
        en="Write your full name.",
    ),
    Word(
        table="FAULTS",
        code="phone_missing",
        vi="Hãy ghi số điện thoại để xã báo lại.",
        en="Write a phone number so that the commune can tell you.",
    ),
    Word(
        table="FAULTS",
        code="phone_bad",
        vi="Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0.",
        en="The phone number is not right. It has 10 digits and begins with 0.",
    ),
    Word(
        table="FAULTS",
        code="email_bad",
        vi="Địa chỉ thư điện tử chưa đúng.",
        en="The email address is not right.",
    ),
    Word(
        table="FAULTS",
        code="field_unknown",
        vi="Hãy chọn một lĩnh vực trong danh sách.",
        en="Choose a field from the list.",
    ),
    Word(
        table="FAULTS",
        code="village_unknown",
        vi="Hãy chọn một thôn trong danh sách.",
        en="Choose a village from the list.",
    ),
    Word(
        table="FAULTS",
        code="lines_missing",
        vi="Chưa có câu hỏi nào. Hãy ghi ít nhất một câu.",
        en="There is no question yet. Write at least one.",
    ),
    Word(
        table="FAULTS",
        code="lines_many",
        vi="Mỗi lần nhập nhiều nhất 40 câu hỏi.",
        en="At most 40 questions can be keyed in at a time.",
    ),
    Word(
        table="FAULTS",
        code="channel_unknown",
        vi="Hãy chọn câu hỏi đến bằng cách nào.",
        en="Choose how the questions came.",
    ),
    Word(
        table="FAULTS",
        code="dialogue_over",
        vi="Buổi đối thoại đã kết thúc hoặc bị hủy nên không nhập thêm câu hỏi.",
        en="The dialogue is over or was cancelled, so no more questions can be keyed in.",
    ),
    Word(
        table="FAULTS",
        code="public_text_short",
        vi="Hãy ghi lời câu hỏi sẽ hiện công khai, ít nhất 10 chữ.",
        en="Write the public words of the question, at least 10 characters.",
    ),
    Word(
        table="FAULTS",
        code="public_text_long",
        vi="Lời công khai dài quá 2.000 chữ. Hãy rút gọn.",
        en="The public words are longer than 2,000 characters. Shorten them.",
    ),
    Word(
        table="FAULTS",
        code="reason_unknown",
        vi="Hãy chọn lý do trong danh sách.",
        en="Choose a reason from the list.",
    ),
    Word(
        table="FAULTS",
        code="reason_short",
        vi="Hãy ghi rõ lý do, ít nhất 10 chữ. Mọi người đọc được lý do này.",
        en="Write the reason, at least 10 characters. Everybody can read it.",
    ),
    Word(
        table="FAULTS",
        code="procedure_unknown",
        vi="Hãy chọn thủ tục.",
        en="Choose a procedure.",
    ),
    Word(
        table="FAULTS",
        code="picks_missing",
        vi="Hãy chọn ít nhất một câu hỏi khác để gộp.",
        en="Choose at least one other question to merge.",
    ),
    Word(
        table="FAULTS",
        code="picks_many",
        vi="Mỗi lần gộp nhiều nhất 30 câu hỏi.",
        en="At most 30 questions can be merged at a time.",
    ),
    Word(
        table="FAULTS",
        code="leading_state",
        vi="Câu hỏi chính phải là câu đã được đưa ra đối thoại.",
        en="The leading question must be one that is put to the dialogue.",
    ),
    Word(
        table="FAULTS",
        code="leading_elsewhere",
        vi="Hai câu hỏi không cùng một buổi đối thoại.",
        en="The two questions do not belong to the same dialogue.",
    ),
    Word(
        table="FAULTS",
        code="department_unknown",
        vi="Hãy chọn một phòng, ban trong danh sách.",
        en="Choose a department from the list.",
    ),
    Word(
        table="FAULTS",
        code="officer_unknown",
        vi="Hãy chọn một người đang làm việc ở phòng đó.",
        en="Choose somebody who works in that department.",
    ),
    Word(
        table="FAULTS",
        code="due_missing",
        vi="Hãy ghi ngày cần có dự thảo.",
        en="Write the day by which the draft is needed.",
    ),
    Word(
        table="FAULTS",
        code="due_past",
        vi="Ngày cần có dự thảo phải từ hôm nay trở đi.",
        en="The draft must be due today or later.",
    ),
    Word(
        table="FAULTS",
        code="draft_missing",
        vi="Chưa có chữ nào để lưu.",
        en="There is nothing to save yet.",
    ),
    Word(
        table="FAULTS",
        code="draft_long",
        vi="Dự thảo dài quá 5.000 chữ. Hãy rút gọn.",
        en="The draft is longer than 5,000 characters. Shorten it.",
    ),
    Word(
        table="FAULTS",
        code="answer_missing",
        vi="Hãy ghi lời trả lời.",
        en="Write the answer.",
    ),
    Word(
        table="FAULTS",
        code="place_missing",
        vi="Hãy chọn nơi dự.",
        en="Choose a place.",
    ),
    Word(
        table="FAULTS",
        code="place_unknown",
        vi="Hãy chọn một nơi trong danh sách.",
        en="Choose a place from the list.",
    ),
    Word(
        table="FAULTS",
        code="wishes_long",
        vi="Yêu cầu hỗ trợ dài quá 500 chữ. Hãy rút gọn.",
        en="The wishes are longer than 500 characters. Shorten them.",
    ),
    Word(
        table="FAULTS",
        code="registration_closed",
        vi="Buổi đối thoại này không còn nhận đăng ký. Vẫn có thể đến dự mà không cần đăng ký.",
        en="Registration for this dialogue has ended. You can still come without registering.",
    ),
    Word(
        table="FAULTS",
        code="people_range",
        vi="Số người phải từ 1 đến 200.",
        en="The number of people must be from 1 to 200.",
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


def test_an_unknown_fault_gets_a_sentence_that_fits(sqlite_app: Flask):
    with sqlite_app.app_context(), use_locale("vi"):
        assert question_phrases.fault("gi-do") == "Chỗ này chưa đúng. Hãy xem lại."
        assert question_phrases.label(question_phrases.STATES, "gi-do") == ""

"""The sentence for every fault around questions and seats, in both languages: what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from core.i18n import use_locale
from dialogue.question_phrases import FAULTS, fault


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A code with which a command refuses, and what is shown for it."""

    code: str
    vi: str
    en: str


SENTENCES = (
    Sentence(
        code="question_short",
        vi="Câu hỏi còn quá ngắn. Hãy ghi rõ hỏi về việc gì, ở đâu.",
        en="The question is too short. Write what it is about, and where.",
    ),
    Sentence(
        code="question_long",
        vi="Câu hỏi dài quá 2.000 chữ. Hãy rút gọn.",
        en="The question is longer than 2,000 characters. Shorten it.",
    ),
    Sentence(
        code="reads_as_denunciation",
        vi="Lời này giống một đơn tố cáo nên không nhận ở đây. Tố cáo có cách gửi riêng để giữ bí mật.",
        en="This reads like a denunciation, so it is not taken here. A denunciation has its own way, which keeps it secret.",
    ),
    Sentence(
        code="name_missing",
        vi="Hãy ghi họ và tên.",
        en="Write your full name.",
    ),
    Sentence(
        code="phone_missing",
        vi="Hãy ghi số điện thoại để xã báo lại.",
        en="Write a phone number so that the commune can tell you.",
    ),
    Sentence(
        code="phone_bad",
        vi="Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0.",
        en="The phone number is not right. It has 10 digits and begins with 0.",
    ),
    Sentence(
        code="phone_registered",
        vi="Số này đã đăng ký dự buổi đối thoại này. Chỗ ấy xem hoặc hủy ở phiếu đăng ký, bằng bốn từ bí mật trên phiếu.",
        en=(
            "This number is registered for this dialogue already. Look at that seat or cancel it on its slip, with the four "
            "secret words."
        ),
    ),
    Sentence(
        code="email_bad",
        vi="Địa chỉ thư điện tử chưa đúng.",
        en="The email address is not right.",
    ),
    Sentence(
        code="field_unknown",
        vi="Hãy chọn một lĩnh vực trong danh sách.",
        en="Choose a field from the list.",
    ),
    Sentence(
        code="village_unknown",
        vi="Hãy chọn một thôn trong danh sách.",
        en="Choose a village from the list.",
    ),
    Sentence(
        code="lines_missing",
        vi="Chưa có câu hỏi nào. Hãy ghi ít nhất một câu.",
        en="There is no question yet. Write at least one.",
    ),
    Sentence(
        code="lines_many",
        vi="Mỗi lần nhập nhiều nhất 40 câu hỏi.",
        en="At most 40 questions can be keyed in at a time.",
    ),
    Sentence(
        code="channel_unknown",
        vi="Hãy chọn câu hỏi đến bằng cách nào.",
        en="Choose how the questions came.",
    ),
    Sentence(
        code="dialogue_over",
        vi="Buổi đối thoại đã kết thúc hoặc bị hủy nên không nhập thêm câu hỏi.",
        en="The dialogue is over or was cancelled, so no more questions can be keyed in.",
    ),
    Sentence(
        code="public_text_short",
        vi="Hãy ghi lời câu hỏi sẽ hiện công khai, ít nhất 10 chữ.",
        en="Write the public words of the question, at least 10 characters.",
    ),
    Sentence(
        code="public_text_long",
        vi="Lời công khai dài quá 2.000 chữ. Hãy rút gọn.",
        en="The public words are longer than 2,000 characters. Shorten them.",
    ),
    Sentence(
        code="reason_unknown",
        vi="Hãy chọn lý do trong danh sách.",
        en="Choose a reason from the list.",
    ),
    Sentence(
        code="reason_short",
        vi="Hãy ghi rõ lý do, ít nhất 10 chữ. Mọi người đọc được lý do này.",
        en="Write the reason, at least 10 characters. Everybody can read it.",
    ),
    Sentence(
        code="procedure_unknown",
        vi="Hãy chọn thủ tục.",
        en="Choose a procedure.",
    ),
    Sentence(
        code="picks_missing",
        vi="Hãy chọn ít nhất một câu hỏi khác để gộp.",
        en="Choose at least one other question to merge.",
    ),
    Sentence(
        code="picks_many",
        vi="Mỗi lần gộp nhiều nhất 30 câu hỏi.",
        en="At most 30 questions can be merged at a time.",
    ),
    Sentence(
        code="leading_state",
        vi="Câu hỏi chính phải là câu đã được đưa ra đối thoại.",
        en="The leading question must be one that is put to the dialogue.",
    ),
    Sentence(
        code="leading_elsewhere",
        vi="Hai câu hỏi không cùng một buổi đối thoại.",
        en="The two questions do not belong to the same dialogue.",
    ),
    Sentence(
        code="department_unknown",
        vi="Hãy chọn một phòng, ban trong danh sách.",
        en="Choose a department from the list.",
    ),
    Sentence(
        code="officer_unknown",
        vi="Hãy chọn một người đang làm việc ở phòng đó.",
        en="Choose somebody who works in that department.",
    ),
    Sentence(
        code="due_missing",
        vi="Hãy ghi ngày cần có dự thảo.",
        en="Write the day by which the draft is needed.",
    ),
    Sentence(
        code="due_past",
        vi="Ngày cần có dự thảo phải từ hôm nay trở đi.",
        en="The draft must be due today or later.",
    ),
    Sentence(
        code="draft_missing",
        vi="Chưa có chữ nào để lưu.",
        en="There is nothing to save yet.",
    ),
    Sentence(
        code="draft_long",
        vi="Dự thảo dài quá 5.000 chữ. Hãy rút gọn.",
        en="The draft is longer than 5,000 characters. Shorten it.",
    ),
    Sentence(
        code="answer_missing",
        vi="Hãy ghi lời trả lời.",
        en="Write the answer.",
    ),
    Sentence(
        code="place_missing",
        vi="Hãy chọn nơi dự.",
        en="Choose a place.",
    ),
    Sentence(
        code="place_unknown",
        vi="Hãy chọn một nơi trong danh sách.",
        en="Choose a place from the list.",
    ),
    Sentence(
        code="wishes_long",
        vi="Yêu cầu hỗ trợ dài quá 500 chữ. Hãy rút gọn.",
        en="The wishes are longer than 500 characters. Shorten them.",
    ),
    Sentence(
        code="registration_closed",
        vi="Buổi đối thoại này không còn nhận đăng ký. Vẫn có thể đến dự mà không cần đăng ký.",
        en="Registration for this dialogue has ended. You can still come without registering.",
    ),
    Sentence(
        code="people_range",
        vi="Số người phải từ 1 đến 200.",
        en="The number of people must be from 1 to 200.",
    ),
)


def test_every_fault_says_what_was_agreed_in_both_languages(sqlite_app: Flask):
    found = []
    with sqlite_app.app_context():
        for locale in ("vi", "en"):
            with use_locale(locale):
                found += [(item.code, locale) for item in SENTENCES if fault(item.code) != getattr(item, locale)]
    assert found == []


def test_no_fault_is_without_a_sentence():
    assert {item.code for item in SENTENCES} == set(FAULTS)


def test_an_unknown_fault_gets_a_sentence_that_fits(sqlite_app: Flask):
    with sqlite_app.app_context(), use_locale("vi"):
        assert fault("gi-do") == "Chỗ này chưa đúng. Hãy xem lại."

"""The words of citizen reception: vocabularies in both languages, grounds of the law, and what reads as a denunciation."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from core.config import ROOT
from dialogue.reception_phrases import (
    BOOKINGS,
    FAULTS,
    GROUNDS,
    HANDLINGS,
    KINDS,
    MATTERS,
    STATES,
    STEPS_DONE,
    WRONG_STATES,
    fault_sentence,
    wrong_state_sentence,
)
from dialogue.reception_states import BookingState, DayState, Ground, Handling, MatterKind, ReceptionKind
from feedback.signs import reads_as_denunciation
from tests.unit.dialogue.rows_reception_english import CANNOT_NOW, DONE, GROUNDS_OF_THE_LAW, REFUSALS

LABELS = (
    (KINDS, ReceptionKind.CHAIR, "Chủ tịch xã tiếp định kỳ", "Regular day of the chair"),
    (KINDS, ReceptionKind.SECRETARY, "Bí thư Đảng ủy tiếp định kỳ", "Regular day of the Party secretary"),
    (KINDS, ReceptionKind.REGULAR, "Tiếp thường xuyên", "Regular reception"),
    (KINDS, ReceptionKind.AD_HOC, "Chủ tịch xã tiếp đột xuất", "The chair outside the plan"),
    (STATES, DayState.SCHEDULED, "chưa công bố", "not published"),
    (STATES, DayState.PUBLISHED, "đã công bố", "published"),
    (STATES, DayState.POSTPONED, "đã hoãn", "postponed"),
    (STATES, DayState.HELD, "đã tiếp", "held"),
    (STATES, DayState.NOT_HELD, "không tiếp", "not held"),
    (STATES, DayState.CANCELLED, "đã bỏ", "taken off"),
    (BOOKINGS, BookingState.BOOKED, "đã hẹn", "booked"),
    (BOOKINGS, BookingState.CAME, "đã đến", "came"),
    (BOOKINGS, BookingState.CANCELLED, "đã hủy", "cancelled"),
    (MATTERS, MatterKind.PETITION, "Kiến nghị", "Petition"),
    (MATTERS, MatterKind.REFLECTION, "Phản ánh", "Reflection"),
    (MATTERS, MatterKind.COMPLAINT, "Khiếu nại", "Complaint"),
    (MATTERS, MatterKind.DENUNCIATION, "Tố cáo", "Denunciation"),
    (HANDLINGS, Handling.EXPLAINED, "Giải thích, trả lời ngay", "Explained or answered at once"),
    (HANDLINGS, Handling.TAKEN, "Nhận đơn, tài liệu để giải quyết", "Letter or papers taken to be settled"),
    (HANDLINGS, Handling.GUIDED, "Hướng dẫn đến cơ quan khác", "Guided to another body"),
    (HANDLINGS, Handling.TRANSFERRED, "Chuyển cơ quan có thẩm quyền", "Transferred to the competent body"),
    (HANDLINGS, Handling.REFUSED, "Từ chối tiếp", "Reception refused"),
    (GROUNDS, Ground.WEAPON, "Mang vũ khí, chất nguy hiểm", "Carries a weapon or dangerous substance"),
    (GROUNDS, Ground.SECURITY, "Không chấp hành kiểm tra an ninh", "Refuses the security check"),
    (GROUNDS, Ground.INCITES, "Kích động, lôi kéo người khác", "Incites or draws in others"),
    (GROUNDS, Ground.ELSEWHERE, "Cơ quan khác đang thụ lý, giải quyết", "Another body is dealing with it"),
    (GROUNDS, Ground.NO_MANDATE, "Đại diện, ủy quyền không có giấy tờ chứng minh", "Represents somebody without proof"),
    (GROUNDS, Ground.JUDGED, "Đã có bản án, quyết định có hiệu lực của Tòa án", "A final court judgment exists"),
)
MATTERS_OF_BOOKINGS = (
    ("Đường vào thôn Nà Pất bị sạt lở", False),
    ("Hỏi về sổ đỏ của gia đình", False),
    ("Xin hỏi thủ tục tố cáo", False),
    ("Giải quyết tố cáo của bà con lâu quá", False),
    ("Khiếu nại quyết định thu hồi đất", False),
    ("Hỏi về luật tố cáo", False),
    ("Đề nghị xem lại tiền hỗ trợ hộ nghèo", False),
    ("Tôi tố cáo ông Chủ tịch xã nhận tiền", True),
    ("Tôi xin tố cáo cán bộ địa chính", True),
    ("Gia đình tôi tố cáo bà kế toán", True),
    ("Tôi làm đơn tố cáo công an viên", True),
    ("toi muon to cao chu tich xa", True),
    ("tố cáo hành vi nhận hối lộ", True),
    ("Đơn tố cáo: cán bộ nhận tiền", True),
)


@pytest.fixture
def words() -> Flask:
    """Return an application that knows both languages and nothing else."""
    app = Flask("words")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale="vi")
    return app


@pytest.mark.parametrize(("labels", "word", "vietnamese", "english"), LABELS)
def test_word_has_its_legal_label_in_both_languages(words: Flask, labels: dict, word: str, vietnamese: str, english: str):
    with words.test_request_context("/"):
        assert str(labels[word]) == vietnamese
        with force_locale("en"):
            assert str(labels[word]) == english


@pytest.mark.parametrize("code", FAULTS)
def test_every_refusal_is_a_whole_sentence_in_both_languages(words: Flask, code: str):
    with words.test_request_context("/"):
        vietnamese = fault_sentence(code, {}, unit_id=1)
        with force_locale("en"):
            english = fault_sentence(code, {}, unit_id=1)
    assert vietnamese != english
    for sentence in (vietnamese, english):
        assert (sentence[0].isupper(), sentence[-1], "%(" in sentence, "None" in sentence) == (True, ".", False, False)


def test_unknown_refusal_still_says_what_to_do(words: Flask):
    with words.test_request_context("/"):
        assert fault_sentence("something_new", {}, unit_id=1) == "Chỗ này chưa đúng. Hãy xem lại."
        assert fault_sentence("phone_bad", {}, unit_id=1).startswith("Số điện thoại chưa đúng.")


@pytest.mark.parametrize("code", [*WRONG_STATES, "reception_wrong_state"])
def test_step_that_cannot_be_taken_says_why(words: Flask, code: str):
    with words.test_request_context("/"):
        sentence = wrong_state_sentence(code)
        with force_locale("en"):
            english = wrong_state_sentence(code)
    assert (sentence[-1], english[-1], sentence != english) == (".", ".", True)


def test_every_step_of_a_day_says_what_was_done(words: Flask):
    with words.test_request_context("/"):
        assert set(STEPS_DONE) == {"cong-bo", "hoan", "bo", "ket-qua", "truc-tuyen", "ket-luan"}
        assert all(str(text).endswith(".") for text in STEPS_DONE.values())


@pytest.mark.parametrize(("matter", "denounces"), MATTERS_OF_BOOKINGS)
def test_line_of_a_booking_is_told_from_a_denunciation(matter: str, denounces: bool):
    assert reads_as_denunciation(matter) is denounces


@pytest.mark.parametrize(
    ("table", "english"),
    [(FAULTS, REFUSALS), (GROUNDS, GROUNDS_OF_THE_LAW), (WRONG_STATES, CANNOT_NOW), (STEPS_DONE, DONE)],
    ids=["refusals", "grounds", "cannot now", "done"],
)
def test_english_is_what_was_read_and_found_good(words: Flask, table: dict, english: dict[str, str]):
    with words.test_request_context("/"), force_locale("en"):
        assert {str(code): str(text) for code, text in table.items()} == english

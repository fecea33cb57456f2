"""What the events of questions and seats say: about what, which facts, and never a word or a name of who asked."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from core.config import ROOT
from core.events import Event
from dialogue.events import DialogueEvent, RoomEvent
from dialogue.forms import question_desk, questions, registrations
from dialogue.question_events import (
    QUESTION_EVENTS,
    QuestionAccepted,
    QuestionAsked,
    QuestionAssigned,
    QuestionBecameCase,
    QuestionDrafted,
    QuestionEvent,
    QuestionLed,
    QuestionMerged,
    QuestionRefused,
    QuestionSettled,
    QuestionUnmerged,
)
from dialogue.registration_events import (
    REGISTRATION_EVENTS,
    AttendanceMarked,
    SeatCancelled,
    SeatPromoted,
    SeatRegistered,
)

AT = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)
OF_A_QUESTION = {"question_id": 41, "dialogue_id": 7}
OF_A_SEAT = {"registration_id": 90, "dialogue_id": 7}
TOLD = (
    (QuestionAsked, {"channel": "web"}),
    (QuestionAccepted, {"again": True}),
    (QuestionRefused, {"reason": "settled"}),
    (QuestionLed, {}),
    (QuestionMerged, {"leading_id": 40}),
    (QuestionUnmerged, {"leading_id": 40}),
    (QuestionAssigned, {"department_id": 3, "officer_id": None, "due_on": date(2026, 12, 1)}),
    (QuestionAssigned, {"department_id": 3, "officer_id": 5, "due_on": date(2026, 12, 31)}),
    (QuestionDrafted, {"number": 2}),
    (QuestionSettled, {"outcome": "answered", "again": False}),
    (QuestionBecameCase, {"case_id": 300}),
)
SEATS = ((SeatRegistered, {"state": "waiting"}), (SeatPromoted, {}), (SeatCancelled, {}))
PRIVATE = {
    "text",
    "public_text",
    "name",
    "phone",
    "email",
    "secret",
    "code",
    "wishes",
    "answer",
    "procedure",
    "village_id",
    "draft",
}
LABELS = (
    (questions.QuestionForm, "text", "Câu hỏi", "Question"),
    (questions.QuestionForm, "field_id", "Thuộc việc gì?", "What is it about?"),
    (questions.QuestionForm, "village_id", "Ở thôn nào?", "In which village?"),
    (questions.QuestionForm, "own_right", "Tôi khiếu nại một giấy tờ hay việc làm của cơ quan ảnh hưởng đến quyền của chính tôi",
     "I complain about a paper or an act of an authority that affects my own rights"),
    (questions.QuestionForm, "accuses", "Tôi nói một người cụ thể đã vi phạm pháp luật và cần bị xử lý",
     "I say that a certain person broke the law and should be dealt with"),
    (questions.QuestionForm, "name", "Họ và tên", "Full name"),
    (questions.QuestionForm, "phone", "Số điện thoại", "Phone number"),
    (questions.QuestionForm, "email", "Thư điện tử", "Email"),
    (questions.QuestionForm, "hide_name", "Không công khai tên tôi", "Do not publish my name"),
    (questions.QuestionForm, "website", "Xin để trống ô này", "Please leave this empty"),
    (questions.SecretForm, "secret", "Từ bí mật", "Secret words"),
    (registrations.RegistrationForm, "place_id", "Dự ở đâu?", "Where will you take part?"),
    (registrations.RegistrationForm, "wishes", "Cần hỗ trợ gì để dự được?", "What do you need to be able to take part?"),
    (registrations.DoorForm, "people", "Số người", "People"),
    (registrations.DoorForm, "village_id", "Thôn", "Village"),
    (question_desk.AcceptForm, "public_text", "Lời mọi người đọc được", "Words that everybody reads"),
    (question_desk.AcceptForm, "field_id", "Lĩnh vực", "Field"),
    (question_desk.RefuseForm, "reason_code", "Lý do", "Reason"),
    (question_desk.RefuseForm, "reason", "Lời giải thích công khai", "Public explanation"),
    (question_desk.LeadForm, "procedure", "Thủ tục", "Procedure"),
    (question_desk.MergeForm, "picks", "Câu hỏi tương tự", "Similar questions"),
    (question_desk.AssignForm, "department_id", "Phòng, ban", "Department"),
    (question_desk.AssignForm, "officer_id", "Người dự thảo", "Drafted by"),
    (question_desk.AssignForm, "due_on", "Hạn dự thảo", "Draft due"),
    (question_desk.DraftForm, "text", "Dự thảo trả lời", "Draft answer"),
    (question_desk.SheetForm, "channel", "Câu hỏi đến", "The questions came"),
    (question_desk.LineForm, "name", "Người hỏi", "Asked by"),
)  # fmt: skip
HINTS = (
    (questions.QuestionForm, "text", "Một câu hỏi về một việc. Ghi rõ việc gì, ở đâu.",
     "One question about one matter. Write what it is about, and where."),
    (questions.QuestionForm, "own_right", "Khiếu nại có thời hạn và người giải quyết riêng, không hỏi ở buổi đối thoại.",
     "A complaint has its own time limit and its own official; it is not asked at a dialogue."),
    (questions.QuestionForm, "accuses", "Đó là tố cáo. Tố cáo không gửi qua trang này, để giữ bí mật cho người tố cáo.",
     "That is a denunciation. It is not sent through this page, to protect whoever denounces."),
    (questions.QuestionForm, "phone", "10 số, ví dụ 0912 345 678. Chỉ dùng để báo về câu hỏi này.",
     "10 digits, for example 0912 345 678. Used only to tell you about this question."),
    (questions.QuestionForm, "email", "Nếu ghi, thư báo tin sẽ gửi tới đây.", "If given, news will be sent here."),
    (questions.SecretForm, "secret", "Bốn từ ghi dưới mã; không dấu cũng được.",
     "Four words below the code; marks may be left out."),
    (registrations.RegistrationForm, "phone", "10 số, ví dụ 0912 345 678. Chỉ dùng để báo về buổi đối thoại.",
     "10 digits, for example 0912 345 678. Used only to tell you about the dialogue."),
    (registrations.RegistrationForm, "email", "Nếu ghi, thư nhắc sẽ gửi tới đây.", "If you write it, reminders go there."),
    (registrations.RegistrationForm, "wishes",
     "Ví dụ: phiên dịch tiếng Tày, tiếng Nùng; lối đi cho xe lăn; chỗ ngồi gần. Chỉ cán bộ tổ chức thấy.",
     "For example: an interpreter for Tay or Nung; access for a wheelchair; a seat in front. Only the organisers see this."),
)  # fmt: skip


@pytest.fixture
def speaking() -> Flask:
    """Return an application that knows both languages and nothing else."""
    app = Flask("words")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale="vi")
    return app


@pytest.mark.parametrize(("kind", "facts"), TOLD)
def test_an_event_names_its_question_and_says_its_facts_in_plain_values(kind: type[QuestionEvent], facts: dict[str, Any]):
    event = kind(unit_id=1, at=AT, actor_id=9, **OF_A_QUESTION, **facts)
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    assert (event.subject(), event.facts()) == ("question:41", OF_A_QUESTION | plain)


@pytest.mark.parametrize(("kind", "facts"), SEATS)
def test_an_event_of_a_seat_names_the_registration(kind: type[RoomEvent], facts: dict[str, Any]):
    event = kind(unit_id=1, at=AT, **OF_A_SEAT, **facts)
    assert (event.subject(), event.facts(), event.actor_id) == ("registration:90", OF_A_SEAT | facts, None)


def test_taps_at_the_door_are_the_dialogues():
    event = AttendanceMarked(unit_id=1, at=AT, actor_id=9, dialogue_id=7, place_id=None, taps=12)
    assert (event.subject(), event.facts()) == ("dialogue:7", {"dialogue_id": 7, "place_id": None, "taps": 12})


def test_every_event_is_listed_once():
    assert {kind for kind, _facts in TOLD} == set(QUESTION_EVENTS) == set(QuestionEvent.__subclasses__())
    assert len(QUESTION_EVENTS) == 10
    assert {kind for kind, _facts in SEATS} | {AttendanceMarked} == set(REGISTRATION_EVENTS)
    assert len(REGISTRATION_EVENTS) == 4


@pytest.mark.parametrize("kind", [*QUESTION_EVENTS, *REGISTRATION_EVENTS])
def test_no_event_carries_words_or_names(kind: type[RoomEvent]):
    assert {item.name for item in fields(kind)} & PRIVATE == set()
    assert {item.name for item in fields(Event)} == Event.NOT_FACTS
    assert issubclass(kind, DialogueEvent) is (kind in REGISTRATION_EVENTS)


def test_which_procedure_a_question_was_led_to_is_not_said():
    assert QuestionLed(unit_id=1, at=AT, actor_id=9, **OF_A_QUESTION).facts() == OF_A_QUESTION


@pytest.mark.parametrize(("kind", "facts"), TOLD)
def test_what_happened_cannot_be_changed_and_is_the_same_when_told_twice(kind: type[QuestionEvent], facts: dict[str, Any]):
    one, two = (kind(unit_id=1, at=AT, actor_id=9, **OF_A_QUESTION, **facts) for _time in range(2))
    assert (one == two, hash(one) == hash(two)) == (True, True)
    with pytest.raises(FrozenInstanceError):
        one.question_id = 42


@pytest.mark.parametrize("missing", ["unit_id", "at", "question_id", "dialogue_id", "channel"])
def test_an_event_without_its_facts_is_none(missing: str):
    given = {"unit_id": 1, "at": AT, "channel": "web", **OF_A_QUESTION}
    given.pop(missing)
    with pytest.raises(TypeError, match=missing):
        QuestionAsked(**given)


@pytest.mark.parametrize(("form", "name", "vietnamese", "english"), LABELS)
def test_a_field_is_labelled_in_both_languages(speaking: Flask, form: type, name: str, vietnamese: str, english: str):
    label = getattr(form, name).args[0]
    with speaking.test_request_context("/"):
        assert str(label) == vietnamese
        with force_locale("en"):
            assert str(label) == english


@pytest.mark.parametrize(("form", "name", "vietnamese", "english"), HINTS)
def test_a_field_says_how_to_fill_it_in_in_both_languages(speaking: Flask, form: type, name: str, vietnamese: str, english: str):
    hint = getattr(form, name).kwargs["description"]
    with speaking.test_request_context("/"):
        assert str(hint) == vietnamese
        with force_locale("en"):
            assert str(hint) == english

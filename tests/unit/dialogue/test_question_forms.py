"""The form with which a resident asks: what it refuses with which sentence, what it passes on, where it leads; no database."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from accounts.read_models import FieldItem, VillageItem
from core.config import ROOT
from dialogue.forms.questions import PublicForm, QuestionForm, SecretForm
from dialogue.question_rules import NewQuestion
from dialogue.question_states import QuestionChannel

ROADS = FieldItem(id=3, code="roads", name="Đường sá", name_en="Roads", stat_group="infrastructure", answer_days=None)
WATER = FieldItem(id=5, code="water", name="Nước sạch", name_en="", stat_group="infrastructure", answer_days=None)


def village(number: int, name: str, old_commune: str = "") -> VillageItem:
    """Return a village of the commune before the merger."""
    return VillageItem(
        id=number, code=f"v{number}", name=name, old_commune=old_commune, sample=False, remote=False,
        latitude=None, longitude=None,
    )  # fmt: skip


VILLAGES = [village(8, "Nà Pất", "Xã Y Tịch"), village(9, "Khau Lùng", "Xã Bằng Mạc"), village(12, "Bản Thí", "Xã Y Tịch")]
TYPED = {
    "text": "Bao giờ xã sửa đường vào thôn Nà Pất?",
    "field_id": "3",
    "village_id": "8",
    "name": "Hoàng Thị Mẩy",
    "phone": "0912 345 678",
    "email": "",
    "hide_name": "y",
    "website": "",
}
NAME = "Hãy ghi họ và tên."
NO_PHONE = "Hãy ghi số điện thoại để xã báo lại."
BAD_PHONE = "Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0."
EMAIL = "Địa chỉ thư điện tử chưa đúng."
SHORT = "Câu hỏi còn quá ngắn. Hãy ghi rõ hỏi về việc gì, ở đâu."
LONG = "Câu hỏi dài quá 2.000 chữ. Hãy rút gọn."
FIELD = "Hãy chọn một lĩnh vực trong danh sách."
VILLAGE = "Hãy chọn một thôn trong danh sách."


@pytest.fixture
def forms() -> Flask:
    """Return an application that reads forms in both languages and knows nothing else."""
    app = Flask("forms")
    app.config.update(
        SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False, BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations")
    )  # fmt: skip
    Babel(app, default_locale="vi")
    return app


def sent(forms: Flask, *, locale: str = "vi", without: tuple[str, ...] = (), **changes: str) -> tuple[bool, QuestionForm]:
    """Return whether a form as it was sent is good, and the form."""
    typed = {name: value for name, value in {**TYPED, **changes}.items() if name not in without}
    with forms.test_request_context("/", method="POST", data=typed), force_locale(locale):
        form = QuestionForm(field_items=[ROADS, WATER], village_items=VILLAGES, locale=locale)
        return form.validate(), form


def told(form: PublicForm) -> dict[str, list[str]]:
    """Return the sentences at each field that has some."""
    return {field.short_name: [str(word) for word in field.errors] for field in form if field.errors}


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({}, {}),
        ({"field_id": "", "village_id": ""}, {}),
        ({"email": "may@xa.example.vn"}, {}),
        ({"text": ""}, {"text": [SHORT]}),
        ({"text": "Hỏi đường"}, {"text": [SHORT]}),
        ({"text": "Hỏi đường?"}, {}),
        ({"text": "   Hỏi   đường   "}, {"text": [SHORT]}),
        ({"text": "\u200b\u200bHỏi đường\u200b\u200b"}, {"text": [SHORT]}),
        ({"text": "ă" * 2000}, {}),
        ({"text": "ă" * 2001}, {"text": [LONG]}),
        ({"text": "a\u0306" * 2000}, {}),
        ({"text": " " * 900 + "đ" * 1999 + " " * 900}, {}),
        ({"name": ""}, {"name": [NAME]}),
        ({"name": "Ý"}, {"name": [NAME]}),
        ({"name": "Ý A"}, {}),
        ({"name": " \u00a0\t "}, {"name": [NAME]}),
        ({"phone": ""}, {"phone": [NO_PHONE]}),
        ({"phone": "  "}, {"phone": [NO_PHONE]}),
        ({"phone": "không có"}, {"phone": [BAD_PHONE]}),
        ({"phone": "912345678"}, {"phone": [BAD_PHONE]}),
        ({"phone": "091234567"}, {"phone": [BAD_PHONE]}),
        ({"phone": "0205 3825 123"}, {}),
        ({"phone": "091234567890"}, {"phone": [BAD_PHONE]}),
        ({"email": "may"}, {"email": [EMAIL]}),
        ({"field_id": "4"}, {"field_id": [FIELD]}),
        ({"field_id": "ba"}, {"field_id": [FIELD]}),
        ({"field_id": "3 "}, {"field_id": [FIELD]}),
        ({"village_id": "1"}, {"village_id": [VILLAGE]}),
        ({"village_id": "-8"}, {"village_id": [VILLAGE]}),
        ({"text": "", "name": "", "phone": ""}, {"text": [SHORT], "name": [NAME], "phone": [NO_PHONE]}),
        ({"phone": "1", "email": "@", "field_id": "x"}, {"field_id": [FIELD], "phone": [BAD_PHONE], "email": [EMAIL]}),
    ],
)
def test_every_fault_is_told_at_its_field_at_once(forms: Flask, changes: dict[str, str], sentences: dict[str, list[str]]):
    good, form = sent(forms, **changes)
    assert (good, told(form), form.form_errors) == (not sentences, sentences, [])


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"text": "Ask"}, {"text": ["The question is too short. Write what it is about, and where."]}),
        ({"text": "x" * 2001}, {"text": ["The question is longer than 2,000 characters. Shorten it."]}),
    ],
)
def test_faults_are_told_in_english_to_who_reads_english(forms: Flask, changes: dict[str, str], sentences: dict[str, list[str]]):
    with forms.test_request_context("/", method="POST", data={**TYPED, **changes}), force_locale("en"):
        form = QuestionForm(field_items=[ROADS], village_items=VILLAGES, locale="en")
        assert form.validate() is False
        assert told(form) == sentences


def test_an_empty_form_names_all_that_is_missing(forms: Flask):
    good, form = sent(forms, without=tuple(TYPED))
    assert good is False
    assert told(form) == {"text": [SHORT], "name": [NAME], "phone": [NO_PHONE]}


def test_what_was_typed_is_passed_on_as_it_stands(forms: Flask):
    _good, form = sent(forms, email="May@Xa.vn")
    assert form.question() == NewQuestion(
        text="Bao giờ xã sửa đường vào thôn Nà Pất?", name="Hoàng Thị Mẩy", phone="0912 345 678", email="May@Xa.vn",
        hide_name=True, field_id=3, village_id=8, channel=QuestionChannel.WEB, locale="vi",
    )  # fmt: skip


def test_nobody_slips_in_a_channel_or_a_language_of_their_own(forms: Flask):
    good, form = sent(forms, locale="en", channel="hall", unit_id="2")
    assert good is True
    assert (form.question().channel, form.question().locale) == (QuestionChannel.WEB, "en")


@pytest.mark.parametrize(("without", "hidden"), [((), True), (("hide_name",), False)])
def test_a_name_is_hidden_until_the_box_is_emptied(forms: Flask, without: tuple[str, ...], hidden: bool):
    assert sent(forms, without=without)[1].question().hide_name is hidden


def test_the_box_that_hides_the_name_is_ticked_on_an_empty_page(forms: Flask):
    with forms.test_request_context("/"):
        form = QuestionForm(field_items=[], village_items=[], locale="vi")
        assert (form.hide_name.data, form.own_right.data, form.accuses.data) == (True, False, False)
        assert (form.text.data, form.field_id.data, form.village_id.data) == (None, "", "")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3), ("", None), ("0003", 3), ("999999999", 999999999), ("1000000000", None), ("-3", None), ("3.0", None),
        ("٣", None), ("３", None), ("3; DROP TABLE", None), (" 3", None),
    ],
)  # fmt: skip
def test_a_choice_is_a_number_or_none(forms: Flask, typed: str, number: int | None):
    question = sent(forms, field_id=typed, village_id=typed)[1].question()
    assert (question.field_id, question.village_id) == (number, number)


@pytest.mark.parametrize(
    ("text", "boxes", "way"),
    [
        ("Bao giờ xã sửa đường vào thôn?", (), ""),
        ("Bao giờ xã sửa đường vào thôn?", ("own_right",), "complaint"),
        ("Bao giờ xã sửa đường vào thôn?", ("accuses",), "denunciation"),
        ("Bao giờ xã sửa đường vào thôn?", ("own_right", "accuses"), "denunciation"),
        ("Tôi tố cáo ông trưởng thôn lấy tiền cứu trợ", (), "denunciation"),
        ("Tôi tố cáo ông trưởng thôn lấy tiền cứu trợ", ("own_right",), "denunciation"),
        ("toi to cao can bo dia chinh", (), "denunciation"),
        ("TÔI TỐ CÁO CHỦ TỊCH XÃ", (), "denunciation"),
        ("Xin hỏi thủ tục tố cáo làm thế nào?", (), ""),
        ("Xin hỏi quyền khiếu nại, tố cáo của dân?", ("own_right",), "complaint"),
        ("", (), ""),
        ("", ("accuses",), "denunciation"),
    ],
)
def test_what_has_a_procedure_of_its_own_is_led_there(forms: Flask, text: str, boxes: tuple[str, ...], way: str):
    _good, form = sent(forms, text=text, **dict.fromkeys(boxes, "y"))
    assert (form.led, form.denounces) == (way, way == "denunciation")


@pytest.mark.parametrize(("typed", "trapped"), [("", False), ("http://mua.vn", True), ("0", True), (" ", True)])
def test_a_machine_that_fills_every_field_is_seen(forms: Flask, typed: str, trapped: bool):
    assert sent(forms, website=typed)[1].trapped is trapped


def test_a_form_without_the_hidden_field_is_no_trap(forms: Flask):
    assert sent(forms, without=("website",))[1].trapped is False


@pytest.mark.parametrize(
    ("locale", "empty", "fields"),
    [
        ("vi", "Chưa rõ, cán bộ chọn giúp", ["Đường sá", "Nước sạch"]),
        ("en", "Not sure, let an official choose", ["Roads", "Nước sạch"]),
    ],
)
def test_fields_are_named_in_the_language_of_the_page(forms: Flask, locale: str, empty: str, fields: list[str]):
    _good, form = sent(forms, locale=locale)
    assert [(choice.value, choice.label) for choice in form.field_id.choices] == list(
        zip(["", "3", "5"], [empty, *fields], strict=True)
    )


def test_villages_stand_under_the_commune_they_came_from(forms: Flask):
    _good, form = sent(forms)
    assert [(choice.value, choice.label, choice.optgroup) for choice in form.village_id.choices] == [
        ("", "Chọn thôn", None),
        ("9", "Khau Lùng", "Xã Bằng Mạc"),
        ("8", "Nà Pất", "Xã Y Tịch"),
        ("12", "Bản Thí", "Xã Y Tịch"),
    ]


@pytest.mark.parametrize(
    ("code", "where", "sentence"),
    [
        ("reads_as_denunciation", "text", "Lời này giống một đơn tố cáo nên không nhận ở đây."),
        ("village_unknown", "village_id", "Hãy chọn một thôn trong danh sách."),
        ("không có mã này", "email", "Chỗ này chưa đúng. Hãy xem lại."),
        ("registration_closed", "", "Buổi đối thoại này không còn nhận đăng ký."),
        ("dialogue_over", "window", "Buổi đối thoại đã kết thúc hoặc bị hủy nên không nhập thêm câu hỏi."),
    ],
)
def test_a_refusal_of_the_command_stands_at_its_field_or_on_top(forms: Flask, code: str, where: str, sentence: str):
    with forms.test_request_context("/", method="POST", data=TYPED):
        form = QuestionForm(field_items=[ROADS], village_items=VILLAGES, locale="vi")
        form.blame({where: code})
        placed = form._fields[where].errors if where in form._fields else form.form_errors
        assert [line.startswith(sentence) for line in placed] == [True]
        assert sum(len(field.errors) for field in form) + len(form.form_errors) == 1


def test_sentences_gather_and_none_is_lost(forms: Flask):
    with forms.test_request_context("/", method="POST", data={**TYPED, "phone": "1"}):
        form = QuestionForm(field_items=[ROADS], village_items=VILLAGES, locale="vi")
        form.validate()
        form.blame({"phone": "phone_missing", "text": "question_long"})
        form.blame({"text": "reads_as_denunciation"})
        assert told(form)["phone"] == [BAD_PHONE, NO_PHONE]
        assert [line.split(".")[0] for line in told(form)["text"]] == [
            "Câu hỏi dài quá 2",
            "Lời này giống một đơn tố cáo nên không nhận ở đây",
        ]


@pytest.mark.parametrize("name", [*TYPED, "own_right", "accuses", "form_token"])
@pytest.mark.parametrize("value", ["\x00", "<script>alert(1)</script>", "٣" * 12, "\u202e\u200b", "x" * 9000, "%s %(code)s {0}"])
def test_no_nonsense_breaks_the_form(forms: Flask, name: str, value: str):
    good, form = sent(forms, **{name: value})
    question = form.question()
    assert (question.channel, question.locale) == (QuestionChannel.WEB, "vi")
    assert good is (not told(form))


def test_several_forms_on_a_page_have_ids_of_their_own(forms: Flask):
    with forms.test_request_context("/"):
        one, two = SecretForm().standing_at("a"), SecretForm().standing_at("b")
    assert (one.secret.id, two.secret.id, one.secret.name, two.secret.name) == ("secret-a", "secret-b", "secret", "secret")

"""The forms of the desk around questions: what a step takes, with which sentence it refuses, a sheet of lines; no database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from werkzeug.datastructures import MultiDict

from core.config import ROOT
from dialogue.forms import question_desk as desk
from dialogue.forms.question_desk import LINES, RoomForm, SheetForm
from dialogue.question_phrases import FAULTS
from dialogue.question_rules import NewQuestion
from dialogue.question_states import QuestionChannel

STRANGE = "Biểu mẫu có ô lạ nên không được nhận. Hãy tải lại trang rồi làm lại."
LONG = "Nội dung dài quá. Hãy rút gọn."
NUMBER = "Hãy ghi một số, ví dụ 5."
DATE = "Ngày này chưa đúng. Viết theo mẫu 20/11/2026."
DEPARTMENT = "Hãy chọn một phòng, ban trong danh sách."
OFFICER = "Hãy chọn một người đang làm việc ở phòng đó."
CHOICES = {
    "field_id": [("", "Chưa rõ"), ("3", "Đường sá")],
    "village_id": [("", "Không rõ thôn"), ("8", "Nà Pất")],
    "reason_code": [("", "Chọn lý do"), ("settled", "Đã được giải quyết xong theo quy định")],
    "procedure": [("", "Chọn thủ tục"), ("complaint", "Khiếu nại"), ("denunciation", "Tố cáo")],
    "department_id": [("2", "Phòng Kinh tế"), ("4", "Văn phòng")],
    "officer_id": [("", "Phòng, ban tự phân công"), ("11", "Nông Văn Sơn")],
    "picks": [(21, "câu hai"), (22, "câu ba")],
}


@pytest.fixture
def forms() -> Flask:
    """Return an application that reads forms in both languages and knows nothing else."""
    app = Flask("forms")
    app.config.update(
        SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False, BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations")
    )  # fmt: skip
    Babel(app, default_locale="vi")
    return app


def sent(forms: Flask, kind: str, typed: dict[str, Any], *, locale: str = "vi") -> tuple[bool, Any, dict[str, list[str]]]:
    """Return whether the form of a step is good, the form, and its sentences by field ("" for those on top)."""
    with forms.test_request_context("/", method="POST", data=MultiDict(typed)), force_locale(locale):
        form = getattr(desk, kind)()
        for name, choices in CHOICES.items():
            if name in form._fields:
                form._fields[name].choices = choices
        good = form.validate()
        told = {field.short_name: [str(word) for word in field.errors] for field in form if field.errors}
        return good, form, told | ({"": form.form_errors} if form.form_errors else {})


@pytest.mark.parametrize(
    ("kind", "typed", "sentences"),
    [
        ("AcceptForm", {"public_text": "Bao giờ sửa đường?", "field_id": "3", "village_id": "8", "version": "2"}, {}),
        ("AcceptForm", {"public_text": "x" * 2000, "field_id": "", "village_id": ""}, {}),
        ("AcceptForm", {"public_text": "x" * 2001, "field_id": "", "village_id": ""}, {"public_text": [LONG]}),
        ("AcceptForm", {"public_text": " " * 900 + "x" * 2000, "field_id": "", "village_id": ""}, {}),
        ("AcceptForm", {"public_text": "", "field_id": "4", "village_id": ""},
         {"field_id": ["Hãy chọn một lĩnh vực trong danh sách."]}),
        ("AcceptForm", {"public_text": "", "field_id": "", "village_id": "1"},
         {"village_id": ["Hãy chọn một thôn trong danh sách."]}),
        ("AcceptForm", {"public_text": "a", "field_id": "", "village_id": "", "text": "b"}, {"": [STRANGE]}),
        ("AcceptForm", {"public_text": "a", "field_id": "", "village_id": "", "version": "hai"}, {"version": [NUMBER]}),
        ("AcceptForm", {"public_text": "a", "field_id": "", "village_id": "", "version": "-1"}, {"version": [NUMBER]}),
        ("RefuseForm", {"reason_code": "settled", "reason": "Đã trả lời tháng trước."}, {}),
        ("RefuseForm", {"reason_code": "", "reason": ""}, {}),
        ("RefuseForm", {"reason_code": "lười", "reason": "x"}, {"reason_code": ["Hãy chọn một mục trong danh sách."]}),
        ("RefuseForm", {"reason_code": "settled", "reason": "x" * 1000}, {}),
        ("RefuseForm", {"reason_code": "settled", "reason": "x" * 1001}, {"reason": [LONG]}),
        ("LeadForm", {"procedure": "complaint"}, {}),
        ("LeadForm", {"procedure": "petition"}, {"procedure": ["Hãy chọn một mục trong danh sách."]}),
        ("LeadForm", {"procedure": "denunciation", "name": "x"}, {"": [STRANGE]}),
        ("MergeForm", {"picks": ["21", "22"]}, {}),
        ("MergeForm", {"picks": ["99"]}, {}),
        ("MergeForm", {}, {}),
        ("AssignForm", {"department_id": "4", "officer_id": "11", "due_on": "2026-12-01"}, {}),
        ("AssignForm", {"department_id": "4", "officer_id": "", "due_on": "01/12/2026"}, {}),
        ("AssignForm", {"department_id": "5", "officer_id": "12", "due_on": "2026-12-01"},
         {"department_id": [DEPARTMENT], "officer_id": [OFFICER]}),
        ("AssignForm", {"department_id": "", "officer_id": "", "due_on": "2026-12-01"}, {"department_id": [DEPARTMENT]}),
        ("AssignForm", {"department_id": "4", "officer_id": "", "due_on": "31/11/2026"}, {"due_on": [DATE]}),
        ("AssignForm", {"department_id": "4", "officer_id": "", "due_on": "thứ sáu"}, {"due_on": [DATE]}),
        ("DraftForm", {"text": "x" * 5000, "based_on": "3"}, {}),
        ("DraftForm", {"text": "x" * 5001, "based_on": "3"}, {"text": [LONG]}),
        ("DraftForm", {"text": "x", "based_on": "ba"}, {"based_on": [NUMBER]}),
        ("PlainStepForm", {"version": "1"}, {}),
        ("PlainStepForm", {"version": "1", "reason": "x"}, {"": [STRANGE]}),
    ],
)  # fmt: skip
def test_a_step_takes_what_it_names_and_says_what_is_wrong(
    forms: Flask, kind: str, typed: dict[str, Any], sentences: dict[str, list[str]]
):
    good, _form, told = sent(forms, kind, typed)
    assert (good, told) == (not sentences, sentences)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)), ("01/12/2026", date(2026, 12, 1)), ("1/12/2026", date(2026, 12, 1)),
        ("01-12-2026", date(2026, 12, 1)), ("01.12.2026", date(2026, 12, 1)), (" 01/12/2026 ", date(2026, 12, 1)),
        ("2024-02-29", date(2024, 2, 29)), ("2026-02-29", None), ("12/31/2026", None), ("", None),
        ("2100-12-31", date(2100, 12, 31)), ("2101-01-01", None), ("1899-12-31", None), ("1900-01-01", date(1900, 1, 1)),
        ("01/12/26", date(2026, 12, 1)),
    ],
)  # fmt: skip
def test_the_day_of_a_draft_is_read_as_people_write_it(forms: Flask, typed: str, day: date | None):
    good, form, _told = sent(forms, "AssignForm", {"department_id": "4", "officer_id": "", "due_on": typed})
    assert (form.due_on.data, good) == (day, day is not None or typed == "")


def test_what_was_chosen_is_numbers_and_nothing_is_none(forms: Flask):
    _good, form, _told = sent(forms, "AssignForm", {"department_id": "4", "officer_id": "", "due_on": "", "version": "6"})
    assert (form.department_id.data, form.officer_id.data, form.due_on.data, form.opened_at) == (4, None, None, 6)
    assert sent(forms, "MergeForm", {"picks": ["22", "21"]})[1].picks.data == [22, 21]


def test_public_words_are_cleaned_as_they_come_in(forms: Flask):
    typed = {"public_text": "  Bao giờ\r\n\r\n\r\n\r\nsửa\u200b đường?  ", "field_id": "", "village_id": ""}
    assert sent(forms, "AcceptForm", typed)[1].public_text.data == "Bao giờ\n\nsửa đường?"


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [("vi", "Hãy ghi ngày cần có dự thảo."), ("en", "Write the day by which the draft is needed.")],
)
def test_a_refusal_of_the_command_stands_at_its_field_or_on_top(forms: Flask, locale: str, sentence: str):
    with forms.test_request_context("/"), force_locale(locale):
        form = desk.AssignForm(formdata=None)
        form.blame({"due_on": "due_missing", "nowhere": "due_missing"})
    assert (form.due_on.errors, form.form_errors) == ([sentence], [sentence])


@pytest.mark.parametrize("kind", ["AcceptForm", "RefuseForm", "LeadForm", "MergeForm", "AssignForm", "DraftForm", "SheetForm"])
def test_every_form_of_the_desk_speaks_with_the_sentences_of_the_room(kind: str):
    assert issubclass(getattr(desk, kind), RoomForm)


# ------------------------------------------------------------------ a sheet


def sheet(**typed: str) -> dict[str, str]:
    """Return a whole sheet from a village head; ``text_2`` is what stands as text in the line with number 2."""
    empty = {
        f"lines-{number}-{name}": "" for number in range(LINES) for name in ("text", "field_id", "village_id", "name", "phone")
    }
    lines = {f"lines-{name.rpartition('_')[2]}-{name.rpartition('_')[0]}": value for name, value in typed.items()}
    return {"channel": "village_head", "token": "t"} | empty | lines


def read(forms: Flask, typed: dict[str, str]) -> SheetForm:
    """Return the sheet as it was sent, not checked yet."""
    with forms.test_request_context("/", method="POST", data=typed):
        form = SheetForm()
        form.channel.choices = [(value, value) for value in ("village_head", "front", "paper")]
        return form


def test_only_lines_with_something_in_them_are_sent_on_with_their_numbers(forms: Flask):
    typed = read(
        forms,
        sheet(
            text_0="Bao giờ có nước sạch?", field_id_0="3", village_id_0="8", text_1="   ", field_id_1="3", village_id_1="8",
            name_2="Mã Thị Hoa", text_3="Cầu Nà Pất bao giờ xong?", phone_3="0912345678", field_id_3="x",
        ),
    ).typed()  # fmt: skip
    head = QuestionChannel.VILLAGE_HEAD
    assert typed == [
        (0, NewQuestion(text="Bao giờ có nước sạch?", field_id=3, village_id=8, channel=head)),
        (2, NewQuestion(text="", name="Mã Thị Hoa", channel=head)),
        (3, NewQuestion(text="Cầu Nà Pất bao giờ xong?", phone="0912345678", channel=head)),
    ]


@pytest.mark.parametrize(
    ("sent_as", "channel"),
    [
        ("village_head", QuestionChannel.VILLAGE_HEAD),
        ("front", QuestionChannel.FRONT),
        ("paper", QuestionChannel.PAPER),
    ],
)
def test_a_sheet_came_in_one_of_three_ways(forms: Flask, sent_as: str, channel: QuestionChannel):
    form = read(forms, sheet(text_0="Bao giờ có nước sạch?") | {"channel": sent_as})
    with forms.test_request_context("/"):
        assert (form.says_how_they_came(), form.channel.errors) == (True, [])
    assert [line.channel for _number, line in form.typed()] == [channel]


@pytest.mark.parametrize("sent_as", ["hall", "web", "", "PAPER", "paper "])
def test_a_sheet_never_passes_for_the_web_or_for_the_hall_and_another_way_is_a_fault_in_place(forms: Flask, sent_as: str):
    form = read(forms, sheet(text_0="Bao giờ có nước sạch?") | {"channel": sent_as})
    with forms.test_request_context("/"):
        assert (form.says_how_they_came(), list(map(str, form.channel.errors))) == (False, [str(FAULTS["channel_unknown"])])
    assert form.lines[0].form.text.data == "Bao giờ có nước sạch?"


def test_who_asked_on_a_sheet_stays_hidden(forms: Flask):
    assert [line.hide_name for _number, line in read(forms, sheet(text_0="Hỏi gì?", name_0="Mã Thị Hoa")).typed()] == [True]


def test_an_empty_sheet_has_eight_lines_and_no_question(forms: Flask):
    with forms.test_request_context("/"):
        form = SheetForm(formdata=None)
        assert (len(form.lines), LINES, form.typed()) == (8, 8, [])


def test_a_sheet_reads_forty_lines_at_most(forms: Flask):
    typed = sheet(**{f"text_{number}": f"Câu hỏi số {number}" for number in range(40)})
    assert [number for number, _line in read(forms, typed).typed()] == list(range(40))


def test_a_fault_stands_at_the_line_on_the_page_and_on_top_with_its_number(forms: Flask):
    form = read(forms, sheet(text_1="ngắn", text_4="Cầu bao giờ xong?", phone_4="12"))
    numbers = [number for number, _line in form.typed()]
    with forms.test_request_context("/"):
        form.blame_lines({"0-text": "question_short", "1-phone": "phone_bad"}, numbers)
    short = "Câu hỏi còn quá ngắn. Hãy ghi rõ hỏi về việc gì, ở đâu."
    phone = "Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0."
    assert numbers == [1, 4]
    assert (form.lines[1].form.text.errors, form.lines[4].form.phone.errors) == ([short], [phone])
    assert (list(form.lines[0].form.text.errors), list(form.lines[4].form.text.errors)) == ([], [])
    assert form.form_errors == [f"Dòng 2: {short}", f"Dòng 5: {phone}"]


def test_a_fault_of_the_whole_sheet_stands_at_its_field_or_on_top(forms: Flask):
    form = read(forms, sheet())
    with forms.test_request_context("/"), force_locale("en"):
        form.blame_lines({"lines": "lines_missing", "channel": "channel_unknown", "window": "dialogue_over"}, [])
    assert [len(form.lines.errors), len(form.channel.errors), len(form.form_errors)] == [1, 1, 1]
    assert form.lines.errors != form.channel.errors

"""Forms of minutes, conclusions and commitments: what is typed arrives clean or is named as wrong; no database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from flask_babel import Babel

from dialogue.commitment_rules import Fulfilment, Promise
from dialogue.commitment_states import DueRule
from dialogue.forms.commitments import ConclusionForm, DialogueForm, DoneForm, MoveForm, PromiseForm, TextForm, bound
from dialogue.forms.minutes import HeadForm, ItemForm, TurnForm, new_client_id
from dialogue.minute_rules import CLIENT_ID, Head, Item
from feedback.states import Evidence

HELD = date(2026, 12, 15)
NUMBER, CLOCK, DAY = (
    "Hãy ghi một số, ví dụ 5.",
    "Giờ này chưa đúng. Viết theo mẫu 14:05.",
    "Ngày này chưa đúng. Viết theo mẫu 20/11/2026.",
)
LONG = "Nội dung dài quá. Hãy rút gọn."
NUMBERS = [
    ("120", 120), ("0", 0), (" 12 ", 12), ("007", 7), ("999999999", 999_999_999), ("", None), ("   ", None),
    ("1000000000", NUMBER), ("-1", NUMBER), ("+1", NUMBER), ("1.000", NUMBER), ("1,5", NUMBER), ("1 2", NUMBER),
    ("một trăm", NUMBER), ("１２", NUMBER), ("²", NUMBER), ("0x1f", NUMBER),
]  # fmt: skip
HOURS = [
    ("08:00", (8, 0)), ("8:00", (8, 0)), ("8h30", (8, 30)), ("08h05", (8, 5)), ("14g15", (14, 15)), ("00:00", (0, 0)),
    ("23:59", (23, 59)), ("", None), ("  ", None), ("24:00", CLOCK), ("12:60", CLOCK), ("-1:00", CLOCK),
    ("8.30", (8, 30)), ("14.05", (14, 5)), ("8H30", (8, 30)), ("8,30", CLOCK), ("08:30Z", CLOCK),
    ("08:30:15", CLOCK),
    ("8h", CLOCK), ("8h5", CLOCK), ("008:00", CLOCK),
    ("sáng", CLOCK), ("25", CLOCK), ("08:00; 09:00", CLOCK), ("٠٨:٠٠", CLOCK),
]  # fmt: skip
DAYS = [
    ("2027-01-15", date(2027, 1, 15)), ("15/01/2027", date(2027, 1, 15)), ("15-1-2027", date(2027, 1, 15)),
    ("15.01.2027", date(2027, 1, 15)), ("29/02/2028", date(2028, 2, 29)), ("", None), ("29/02/2027", DAY), ("31/04/2027", DAY),
    ("15/01/27", date(2027, 1, 15)), ("01/15/2027", DAY), ("tuần sau", DAY), ("31/12/1899", DAY), ("01/01/2101", DAY),
]  # fmt: skip
QUESTIONS = [
    ("", None), ("17", 17), ("999999999", 999_999_999), ("1000000000", None), ("-1", None), ("1.5", None), ("٣", None),
    ("³", None), ("17 OR 1=1", None), ("None", None),
]  # fmt: skip
CODES = [
    ("", ()), ("VL26-0007Q", ("VL26-0007Q",)), ("VL26-0007Q, VL26-0008A", ("VL26-0007Q", "VL26-0008A")),
    ("VL26-0007Q,VL26-0008A,", ("VL26-0007Q", "VL26-0008A")), ("  VL26-0007Q   VL26-0008A ", ("VL26-0007Q", "VL26-0008A")),
    (" , ,, ", ()),
]  # fmt: skip


@pytest.fixture(autouse=True)
def forms() -> Iterator[Flask]:
    """Be inside an application that reads forms and knows nothing else."""
    app = Flask("forms")
    app.config.update(SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="vi")
    with app.app_context():
        yield app


def sent(forms: Flask, kind: type[DialogueForm], **typed: str) -> DialogueForm:
    """Return the form as it was sent; a commune with one village, two departments and two people."""
    with forms.test_request_context("/", method="POST", data=typed):
        form = kind()
        if kind in {ConclusionForm, DoneForm}:
            form.offer(None)
        offered = (
            ("village_id", "3"), ("department_id", "7 8"), ("official_id", "70 71"), ("rule", "typed follow_up"),
            ("question_id", "17 999999999"), ("outcome", "answered promised follow_up"),
        )  # fmt: skip
        if "question_ids" in form:
            form.question_ids.choices = [(5, "năm"), (6, "sáu")]
        for name, known in offered:
            if name in form:
                form[name].choices = [("", "chưa rõ"), *((value, value) for value in known.split())]
        form.good = form.validate()
        return form


@pytest.mark.parametrize("name", ["attended", "women", "minority"])
@pytest.mark.parametrize(("typed", "found"), NUMBERS)
def test_people_are_counted_in_plain_digits(forms: Flask, name: str, typed: str, found: int | str | None):
    form = sent(forms, HeadForm, **{name: typed})
    if found == NUMBER:
        assert (form.good, [str(text) for text in form[name].errors]) == (False, [NUMBER])
    else:
        assert (form.good, getattr(form.typed(HELD), name)) == (True, found)


@pytest.mark.parametrize(("typed", "found"), HOURS)
def test_hours_are_read_as_people_write_them(forms: Flask, typed: str, found: tuple[int, int] | str | None):
    form = sent(forms, HeadForm, started=typed)
    if found == CLOCK:
        assert (form.good, [str(text) for text in form.started.errors]) == (False, [CLOCK])
    else:
        assert (form.good, form.started.data) == (True, time(*found) if found else None)


@pytest.mark.parametrize(
    ("started", "ended", "moments"),
    [
        ("08:00", "11:15", (datetime(2026, 12, 15, 1, 0, tzinfo=UTC), datetime(2026, 12, 15, 4, 15, tzinfo=UTC))),
        ("06:59", "07:00", (datetime(2026, 12, 14, 23, 59, tzinfo=UTC), datetime(2026, 12, 15, 0, 0, tzinfo=UTC))),
        ("00:00", "", (datetime(2026, 12, 14, 17, 0, tzinfo=UTC), None)),
        ("", "", (None, None)),
    ],
)
def test_hours_are_those_of_vietnam_on_the_day_of_the_dialogue(forms: Flask, started: str, ended: str, moments: tuple):
    head = sent(forms, HeadForm, started=started, ended=ended).typed(HELD)
    assert (head.started_at, head.ended_at) == moments


def test_head_comes_back_from_the_fields_as_it_was_known(forms: Flask):
    head = Head(
        place="Hội trường", chairs="Chủ tịch", secretary="Vi Thị Hạnh", attended=120, women=0, minority=None, bodies="Mặt trận",
        by_village="Nà Lìa: 4\nKhuổi Mươi: 5", started_at=datetime(2026, 12, 15, 1, 0, tzinfo=UTC), ended_at=None,
    )  # fmt: skip
    known = HeadForm.known_of(head, version=4)
    assert (known["started"], known["ended"], known["version"]) == (time(8, 0), None, 4)
    with forms.test_request_context("/"):
        form = bound(HeadForm, sent=False, **known)
        assert (form.typed(HELD), form.opened_at) == (head, 4)


def test_seconds_of_a_moment_do_not_come_into_the_fields():
    known = HeadForm.known_of(Head(ended_at=datetime(2026, 12, 15, 4, 15, 59, 999, tzinfo=UTC)), version=1)
    assert known["ended"] == time(11, 15)


@pytest.mark.parametrize(
    ("kind", "name", "most"),
    [
        (HeadForm, "place", 200), (HeadForm, "chairs", 300), (HeadForm, "secretary", 120), (HeadForm, "bodies", 500),
        (HeadForm, "by_village", 2000), (ItemForm, "opinion", 5000), (ItemForm, "answer", 5000), (ItemForm, "promise", 2000),
        (ItemForm, "answered_by", 120), (TurnForm, "topic", 300), (PromiseForm, "text", 2000),
        (PromiseForm, "evidence_required", 1000), (PromiseForm, "budget_note", 300), (PromiseForm, "case_codes", 200),
        (TextForm, "text", 2000), (MoveForm, "text", 2000), (DoneForm, "document", 200), (DoneForm, "no_evidence_reason", 1000),
        (ConclusionForm, "text", 20_000), (ConclusionForm, "signer", 120),
    ],
)  # fmt: skip
def test_words_are_as_long_as_they_may_be_and_no_longer(forms: Flask, kind: type[DialogueForm], name: str, most: int):
    assert sent(forms, kind, **{name: "ế" * most})[name].errors in ((), [])
    assert [str(text) for text in sent(forms, kind, **{name: "ế" * (most + 1)})[name].errors] == [LONG]


@pytest.mark.parametrize(("typed", "question"), QUESTIONS)
def test_question_of_an_item_is_a_number_or_none(forms: Flask, typed: str, question: int | None):
    form = sent(forms, ItemForm, question_id=typed, client_id="may-01234567", opinion="x")
    assert (form.good, form.typed().question_id) == (True, question)


def test_item_is_what_was_typed(forms: Flask):
    form = sent(
        forms, ItemForm, version="2", client_id="may-01234567", question_id="17", speaker_number="4", village_id="3",
        opinion=" Chợ không có\r\n\r\n\r\nthùng  rác ", answer="Sẽ đặt\u202e 04 thùng", answered_by="Phòng\nKinh tế",
        promised="y", promise="Đặt 04 thùng", department_id="7", outcome="promised", promise_due_on="15/01/2027",
    )  # fmt: skip
    assert (form.good, form.opened_at) == (True, 2)
    assert form.typed() == Item(
        client_id="may-01234567", question_id=17, speaker_number=4, village_id=3, opinion="Chợ không có\n\nthùng rác",
        answer="Sẽ đặt 04 thùng", answered_by="Phòng Kinh tế", outcome="promised", promised=True,
        promise="Đặt 04 thùng", department_id=7, promise_due_on=date(2027, 1, 15), dropped=False,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [("village_id", "4"), ("department_id", "9"), ("village_id", "x")])
def test_a_village_or_department_of_elsewhere_is_not_taken(forms: Flask, name: str, value: str):
    form = sent(forms, ItemForm, client_id="may-01234567", opinion="x", **{name: value})
    assert form.good is (value == "x")  # what is no number is nobody, as the empty choice
    assert form[name].data == (None if value == "x" else int(value))


@pytest.mark.parametrize(("typed", "found"), DAYS)
def test_a_new_date_is_read_in_four_writings(forms: Flask, typed: str, found: date | str | None):
    form = sent(forms, MoveForm, to_on=typed, text="Mưa lũ")
    if found == DAY:
        assert (form.good, [str(text) for text in form.to_on.errors]) == (False, [DAY])
    else:
        assert (form.good, form.to_on.data) == (True, found)


@pytest.mark.parametrize(("typed", "codes"), CODES)
def test_codes_of_letters_are_told_apart_by_commas_and_blanks(forms: Flask, typed: str, codes: tuple[str, ...]):
    assert sent(forms, PromiseForm, text="x", rule="typed", case_codes=typed).typed().case_codes == codes


def test_promise_is_what_was_typed(forms: Flask):
    form = sent(
        forms, PromiseForm, text="Đặt 04 thùng rác", department_id="7", official_id="70", rule="follow_up", due_on="",
        evidence_required="Ảnh tại chợ", budget_note="12 triệu đồng", question_ids=["5", "6"],
    )  # fmt: skip
    assert form.typed() == Promise(
        text="Đặt 04 thùng rác", department_id=7, official_id=70, rule=DueRule.FOLLOW_UP, due_on=None,
        evidence_required="Ảnh tại chợ", budget_note="12 triệu đồng", question_ids=(5, 6), case_codes=(),
    )  # fmt: skip
    assert sent(forms, PromiseForm, text="x", rule="someday").good is False
    assert sent(forms, PromiseForm, text="x", rule="typed", official_id="72").good is False
    assert sent(forms, PromiseForm, text="x", rule="typed", question_ids=["5", "7"]).good is False


@pytest.mark.parametrize(("typed", "good"), [("photo", True), ("document", True), ("none", True), ("", False), ("word", False)])
def test_a_report_names_one_of_three_kinds_of_evidence(forms: Flask, typed: str, good: bool):
    form = sent(forms, DoneForm, text="Đã đặt", done_on="09/01/2027", evidence=typed, document="BB 12")
    assert form.good is good
    if good:
        assert form.typed() == Fulfilment(text="Đã đặt", done_on=date(2027, 1, 9), evidence=Evidence(typed), document="BB 12")
    else:
        assert [str(text) for text in form.evidence.errors] == ["Hãy chọn minh chứng: ảnh, văn bản, hoặc ghi lý do không có."]


@pytest.mark.parametrize(
    ("ticked", "channels"),
    [
        ("", ()), ("media", ("media",)), ("village_heads posted", ("posted", "village_heads")),
        ("village_heads media posted", ("media", "posted", "village_heads")),
    ],
)  # fmt: skip
def test_channels_are_those_of_the_law_in_its_order(forms: Flask, ticked: str, channels: tuple[str, ...]):
    form = sent(forms, ConclusionForm, text="x", signing="body_chair", **dict.fromkeys(ticked.split(), "y"))
    assert (form.good, form.channels) == (True, channels)


@pytest.mark.parametrize(
    ("signing", "good"),
    [("body_chair", True), ("body_deputy", True), ("body_acting", True), ("by_order", True), ("by_authority", True),
     ("chair", False), ("secretary_chair", False), ("minutes", False), ("", False)],
)  # fmt: skip
def test_conclusions_are_signed_in_the_ways_of_their_paper(forms: Flask, signing: str, good: bool):
    assert sent(forms, ConclusionForm, text="x", signing=signing).good is good


@pytest.mark.parametrize("kind", [HeadForm, ItemForm, TurnForm, TextForm, MoveForm, ConclusionForm])
def test_a_field_that_nobody_named_is_refused(forms: Flask, kind: type[DialogueForm]):
    form = sent(forms, kind, finished_by="1")
    assert form.good is False
    assert [str(text) for text in form.form_errors] == ["Biểu mẫu có ô lạ nên không được nhận. Hãy tải lại trang rồi làm lại."]


def test_complaints_stand_at_their_fields_in_the_words_of_the_room(forms: Flask):
    form = sent(forms, PromiseForm, text="x", rule="typed")
    form.blame({"due_on": "commitment_date_past", "text": "text_long", "commitments": "commitment_gaps"})
    assert [str(text) for text in form.due_on.errors] == ["Hạn này đã qua. Hãy chọn ngày từ hôm nay trở đi."]
    assert [str(text) for text in form.text.errors] == [LONG]
    assert [str(text) for text in form.form_errors] == [
        "Có cam kết còn thiếu người chịu trách nhiệm, hạn hoặc minh chứng nên chưa công bố được."
    ]


def test_two_forms_of_one_page_do_not_share_what_was_typed(forms: Flask):
    typed = {"move-text": "Mưa lũ", "text": "của biểu mẫu khác", "move-to_on": "2027-02-28"}
    with forms.test_request_context("/", method="POST", data=typed):
        move, progress = bound(MoveForm, sent=True, name="move"), bound(TextForm, sent=True, name="progress")
        assert (move.text.data, move.to_on.data, progress.text.data) == ("Mưa lũ", date(2027, 2, 28), "")
        assert bound(TextForm, sent=False, text="đã biết").text.data == "đã biết"
        assert (move.button, progress.button) == ("move-do", "progress-do")


def test_marks_of_new_items_are_good_and_never_alike():
    marks = {new_client_id() for _ in range(200)}
    assert len(marks) == 200
    assert all(CLIENT_ID.fullmatch(mark) and re.fullmatch(r"may-[0-9a-f]{24}", mark) for mark in marks)

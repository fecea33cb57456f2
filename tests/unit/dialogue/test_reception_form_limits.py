"""The forms of citizen reception at their limits: the longest that is taken, what stands beside a field, words people read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from core.config import ROOT
from dialogue.forms.reception import (
    PLAN_KINDS,
    PLAN_ROWS,
    AdHocForm,
    BookingForm,
    CorrectForm,
    EntryForm,
    FilterForm,
    FindBookingForm,
    HeldForm,
    OnlineForm,
    PaperForm,
    PlanForm,
    PostponeForm,
    PublishForm,
    conclusion_form,
    entry_ids,
    plan_form,
    put_faults,
)
from dialogue.reception_rules import slots
from dialogue.reception_states import Ground, Handling, MatterKind

LIMITS = (
    # form, field, longest text that is taken
    (AdHocForm, "hours", 20), (AdHocForm, "receiver", 160), (AdHocForm, "place", 160), (AdHocForm, "content", 300),
    (AdHocForm, "ad_hoc_reason", 1000), (PlanForm, "chair", 160), (PlanForm, "secretary", 160), (PlanForm, "place", 160),
    (PostponeForm, "reason", 500), (HeldForm, "attendees", 500), (HeldForm, "reason", 500), (OnlineForm, "ref", 80),
    (CorrectForm, "settled_by", 200), (CorrectForm, "guided_to", 200), (CorrectForm, "accepted_ref", 200),
    (CorrectForm, "follow_up", 2000), (CorrectForm, "note", 2000), (PaperForm, "sender_address", 200),
    (PaperForm, "sender_id", 120), (PaperForm, "papers", 2000), (PaperForm, "copies", 10), (PaperForm, "ground", 2000),
    (EntryForm, "name", 120), (EntryForm, "address", 200), (EntryForm, "identity", 80), (EntryForm, "content", 5000),
    (EntryForm, "representatives", 600), (EntryForm, "settled_by", 200), (EntryForm, "guided_to", 200),
    (EntryForm, "follow_up", 300), (EntryForm, "note", 300),
)  # fmt: skip
DAYS = (
    # typed, read, whether it is taken
    ("2026-12-10", date(2026, 12, 10), True), ("10/12/2026", date(2026, 12, 10), True), ("10-12-2026", date(2026, 12, 10), True),
    ("10.12.2026", date(2026, 12, 10), True), ("1/2/2027", date(2027, 2, 1), True), (" 2026-12-10 ", date(2026, 12, 10), True),
    ("29/02/2028", date(2028, 2, 29), True), ("1900-01-01", date(1900, 1, 1), True), ("2100-12-31", date(2100, 12, 31), True),
    ("", None, True), ("29/02/2027", None, False), ("1899-12-31", None, False), ("2101-01-01", None, False),
    ("12/31/2026", None, False), ("10/13", None, False), ("mai", None, False), ("10/12/26", date(2026, 12, 10), True),
    ("ngày 10 tháng 12 năm 2026", date(2026, 12, 10), True), ("10 thang 12, 2026", date(2026, 12, 10), True),
)  # fmt: skip
PEOPLE = (
    ("1", 1, True), ("5", 5, True), (" 7 ", 7, True), ("999999999", 999_999_999, True), ("0", 0, True), ("", None, True),
    ("1000000000", None, False), ("-1", None, False), ("1.5", None, False), ("+5", None, False), ("５", None, False),
    ("năm", None, False),
)  # fmt: skip
LABELS = (
    # form, field, Vietnamese, English
    (BookingForm, "slot", "Giờ nào?", "At what time?"), (BookingForm, "matter", "Việc cần nói", "What it is about"),
    (BookingForm, "name", "Họ và tên", "Full name"), (BookingForm, "phone", "Số điện thoại", "Phone number"),
    (BookingForm, "accuses", "Tôi muốn tố cáo một người cụ thể", "I want to denounce a particular person"),
    (BookingForm, "website", "Xin để trống ô này", "Please leave this empty"),
    (FindBookingForm, "code", "Mã hẹn", "Booking code"), (FindBookingForm, "secret", "Từ bí mật", "Secret words"),
    (PlanForm, "chair", "Chủ tịch", "Chair"), (PlanForm, "secretary", "Bí thư", "Party secretary"),
    (AdHocForm, "place", "Nơi tiếp", "Place"), (AdHocForm, "hours", "Giờ tiếp", "Hours"),
    (AdHocForm, "ad_hoc_reason", "Vì sao tiếp đột xuất", "Why outside the plan"),
    (PostponeForm, "new_on", "Ngày tiếp thay", "New date"),
    (HeldForm, "held", "Buổi tiếp có diễn ra không?", "Did the reception take place?"),
    (HeldForm, "in_person", "Đúng người có tên trong lịch trực tiếp tiếp", "The person named in the schedule received in person"),
    (HeldForm, "reason", "Lý do không tiếp", "Why it was not held"),
    (EntryForm, "content", "Nội dung trình bày", "What was said"),
    (EntryForm, "representatives", "Người đại diện, mỗi dòng một người", "Representatives, one a line"),
    (EntryForm, "competent", "Thuộc thẩm quyền của xã", "Within the commune’s competence"),
    (EntryForm, "ground", "Căn cứ từ chối", "Ground of refusal"), (EntryForm, "handling", "Xử lý tại chỗ", "Handled at once"),
    (EntryForm, "not_denunciation", "Đã hỏi lại: không phải tố cáo", "Asked again: not a denunciation"),
    (PaperForm, "papers", "Giấy tờ đã nhận, mỗi dòng một loại", "Papers received, one a line"),
    (PaperForm, "copies", "Số bản", "Number of copies"), (FilterForm, "tu", "Từ ngày", "From"),
    (FilterForm, "den", "Đến ngày", "Until"),
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """A row of a list: a field, a department, an official."""

    id: int
    name: str
    full_name: str = ""


@pytest.fixture(scope="module")
def forms() -> Flask:
    """Return an application that reads forms in both languages and knows nothing else."""
    app = Flask("forms")
    app.config.update(SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale="vi")
    return app


def sent(forms: Flask, form_class: type, **typed: str) -> tuple[Any, bool]:
    """Return the form as it was sent, and whether it was taken."""
    with forms.test_request_context("/", method="POST", data={"version": "1", **typed}):
        form = form_class()
        if isinstance(form, EntryForm):
            fields, officials = [Named(3, "Đất đai")], [Named(5, "", "Vi Thị Hạnh")]
            form.offer_lists(fields=fields, officials=officials, locale="vi", unsorted="Phân loại sau", none="không")
        return form, form.validate()


def entered(forms: Flask, **typed: str) -> tuple[Any, bool]:
    """Return a row of the register as it was sent, with what every row needs."""
    known = {
        "received_on": "2026-11-20",
        "kind": "petition",
        "handling": "taken",
        "field_id": "",
        "ground": "",
        "received_by": "",
    }
    return sent(forms, EntryForm, **(known | typed))


@pytest.mark.parametrize(("form_class", "name", "most"), LIMITS)
def test_text_is_taken_up_to_its_limit_and_refused_one_beyond(forms: Flask, form_class: type, name: str, most: int):
    send = entered if form_class is EntryForm else lambda forms, **typed: sent(forms, form_class, **typed)
    fits, beyond = send(forms, **{name: "ờ" * most}), send(forms, **{name: "ờ" * (most + 1)})
    assert ([*fits[0][name].errors], len(fits[0][name].data), fits[1]) == ([], most, True)
    assert ([str(text) for text in beyond[0][name].errors], beyond[1]) == (["Nội dung dài quá. Hãy rút gọn."], False)
    assert fits[0][name].render_kw == {"maxlength": most}


@pytest.mark.parametrize(("typed", "day", "taken"), DAYS)
def test_new_date_of_a_postponed_day_is_read_in_every_writing(forms: Flask, typed: str, day: date | None, taken: bool):
    form, good = sent(forms, PostponeForm, new_on=typed, reason="Chủ tịch họp tỉnh")
    assert (form.new_on.data, good) == (day, taken)
    assert [*form.new_on.errors] == ([] if taken else ["Ngày này chưa đúng. Viết theo mẫu 20/11/2026."])


@pytest.mark.parametrize(("typed", "people", "taken"), PEOPLE)
def test_number_of_people_is_whole_and_short(forms: Flask, typed: str, people: int | None, taken: bool):
    form, good = entered(forms, people=typed)
    assert (form.people.data, good) == (people, taken)
    assert list(form.people.errors) == ([] if taken else ["Hãy ghi một số, ví dụ 5."])
    if taken:
        assert form.entry().people == (people or 0)


@pytest.mark.parametrize("kind", MatterKind)
@pytest.mark.parametrize("handling", Handling)
def test_every_kind_and_every_handling_is_offered_and_becomes_its_word(forms: Flask, kind: MatterKind, handling: Handling):
    form, good = entered(forms, kind=kind.value, handling=handling.value)
    assert good
    assert (form.entry().kind, form.entry().handling, form.entry().ground) == (kind, handling, None)


@pytest.mark.parametrize("ground", Ground)
def test_every_ground_of_the_law_can_be_chosen(forms: Flask, ground: Ground):
    form, good = entered(forms, handling="refused", ground=ground.value)
    assert (good, form.entry().ground) == (True, ground)
    assert next(str(choice.label) for choice in form.ground.iter_choices()) == "không"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("kind", "to-cao", "Hãy chọn một mục trong danh sách."),
        ("handling", "", "Hãy chọn một mục trong danh sách."),
        ("ground", "mood", "Hãy chọn một mục trong danh sách."),
        ("field_id", "4", "Hãy chọn một lĩnh vực trong danh sách."),
        ("received_by", "6", "Hãy chọn một người đang làm việc ở phòng đó."),
        ("received_on", "20/13/2026", "Ngày này chưa đúng. Viết theo mẫu 20/11/2026."),
    ],
)
def test_choice_that_was_not_offered_has_its_sentence(forms: Flask, name: str, typed: str, sentence: str):
    form, good = entered(forms, **{name: typed})
    assert ([str(text) for text in form[name].errors], good) == ([sentence], False)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("7", 7), ("0", 0), ("", None), ("-7", None), ("7 ", None), ("x", None), ("1234567890", None), ("７", None)],
)
def test_hidden_ids_of_day_and_booking_are_numbers_or_nothing(forms: Flask, typed: str, read: int | None):
    entry = entered(forms, day_id=typed, booking_id=typed)[0].entry()
    assert (entry.day_id, entry.booking_id) == (read, read)


def test_row_names_its_field_and_who_received(forms: Flask):
    form, good = entered(forms, field_id="3", received_by="5", not_denunciation="y", guided_to=" Công  an xã ")
    entry = form.entry()
    assert (good, entry.field_id, entry.received_by, entry.not_denunciation) == (True, 3, 5, True)
    assert (entry.guided_to, entry.competent) == ("Công an xã", False)  # a box that is not sent is not ticked


@pytest.mark.parametrize("form_class", [AdHocForm, PublishForm, PostponeForm, HeldForm, OnlineForm, CorrectForm, PaperForm])
def test_desk_form_with_an_unknown_field_is_refused_whole(forms: Flask, form_class: type):
    form, good = sent(forms, form_class, unit_id="1")
    assert (good, form.form_errors) == (False, ["Biểu mẫu có ô lạ nên không được nhận. Hãy tải lại trang rồi làm lại."])
    assert sent(forms, form_class, do="cong-bo")[1]


@pytest.mark.parametrize(("form_class", "name", "vietnamese", "english"), LABELS)
def test_label_is_read_in_both_languages(forms: Flask, form_class: type, name: str, vietnamese: str, english: str):
    with forms.test_request_context("/"):
        label = form_class()[name].label
        assert str(label.text) == vietnamese
        with force_locale("en"):
            assert str(label.text) == english


def test_slots_are_offered_in_the_hour_of_vietnam_and_sent_back_as_moments(forms: Flask):
    begin = datetime(2027, 2, 11, 1, 0, tzinfo=UTC)
    offered = slots(begin, begin + timedelta(minutes=105), minutes=30)
    with forms.test_request_context("/", method="POST", data={"slot": "20270211T0200", "field_id": "3"}):
        form = BookingForm()
        form.offer(slots=offered, field_items=[Named(3, "Đất đai")], locale="vi", empty="Chưa rõ")
        shown = [(choice.value, str(choice.label)) for choice in form.slot.iter_choices()]
        new = form.booking(offered, locale="en")
    assert shown == [("20270211T0100", "08:00"), ("20270211T0130", "08:30"), ("20270211T0200", "09:00")]
    assert (new.slot_at, new.field_id, new.locale) == (datetime(2027, 2, 11, 2, 0, tzinfo=UTC), 3, "en")
    assert (new.name, new.phone, new.matter) == ("", "", "")


def test_ad_hoc_day_reads_its_hours_and_the_plan_knows_two_kinds(forms: Flask):
    form, good = sent(forms, AdHocForm, hours="13:30 – 16:00", on="11/02/2027")
    assert (form.times, form.on.data, good) == ((time(13, 30), time(16)), date(2027, 2, 11), True)
    assert ([kind.value for kind in PLAN_KINDS], PLAN_ROWS) == (["chair", "secretary"], 8)
    assert sent(forms, AdHocForm, hours="08:00Z-11:00")[0].times is None


@pytest.mark.parametrize(("rows", "made"), [(0, 0), (1, 1), (4, 4), (8, 8), (9, 8), (100, 8)])
def test_month_has_as_many_rows_as_suggestions_up_to_eight(forms: Flask, rows: int, made: int):
    with forms.test_request_context("/"):
        form = plan_form({"month": "2027-02"}, rows=rows, typed=False)
    assert (len(form.rows), form.month.data) == (made, "2027-02")
    assert all(set(row) == {"use", "kind", "on", "hours", "content"} for row in form.rows)


def test_row_of_a_month_that_was_not_shown_is_an_unknown_field(forms: Flask):
    with forms.test_request_context("/", method="POST", data={"kind_0": "chair", "kind_1": "chair"}):
        assert not plan_form({}, rows=1, typed=True).validate()
        assert plan_form({}, rows=2, typed=True).validate()


def test_paper_names_only_what_was_typed(forms: Flask):
    form, good = sent(forms, PaperForm, sender_address=" Thôn  Nà Pất ", papers="Đơn\r\nGiấy chứng nhận", copies="", ground=" ")
    assert (form.facts, good) == ({"sender_address": "Thôn Nà Pất", "papers": "Đơn\nGiấy chứng nhận"}, True)


def test_conclusion_keeps_what_was_typed_for_each_reception(forms: Flask):
    typed = {
        "ket-luan-direction_9": " Sửa  cống ",
        "ket-luan-department_id_9": "2",
        "ket-luan-due_on_9": "11/02/2027",
        "ket-luan-signer": "Dền",
    }
    lists = {"departments": [Named(2, "Phòng Kinh tế")], "locale": "vi", "empty": "không giao"}
    with forms.test_request_context("/", method="POST", data=typed):
        form = conclusion_form([3, 9], {}, typed=True, **lists)
        assert (form.validate(), entry_ids(form)) == (True, [3, 9])
    assert (form.direction_3.data, form.department_id_3.data, form.due_on_3.data) == ("", None, None)  # nothing given: no task
    assert (form.direction_9.data, form.department_id_9.data, form.due_on_9.data) == ("Sửa cống", 2, date(2027, 2, 11))
    assert [str(choice.label) for choice in form.department_id_9.iter_choices()] == ["không giao", "Phòng Kinh tế"]


def test_sentence_of_a_fault_joins_those_that_stand_at_the_field(forms: Flask):
    with forms.test_request_context("/", method="POST", data={"new_on": "mai"}):
        form = PostponeForm()
        form.validate()
        put_faults(form, {"new_on": "date_missing"}, {}, unit_id=1)
        assert form.new_on.errors == [
            "Ngày này chưa đúng. Viết theo mẫu 20/11/2026.",
            "Hãy ghi ngày tiếp thay: hoãn thì phải báo lý do và ngày mới (Luật Tiếp công dân 2013, Điều 24).",
        ]
        with force_locale("en"):
            put_faults(form, {"reason": "reason_missing"}, {}, unit_id=1)
        assert form.reason.errors == ["Give the reason, at least a short sentence."]

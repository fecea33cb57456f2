"""The forms of citizen reception: what is typed is cleaned or named as wrong, whatever it is; no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from dialogue.forms.reception import (
    AdHocForm,
    BookingForm,
    EntryForm,
    HeldForm,
    PostponeForm,
    conclusion_form,
    entry_ids,
    plan_form,
    put_faults,
)
from dialogue.reception_rules import slots
from dialogue.reception_sheet import guarded
from dialogue.reception_states import Ground, Handling, MatterKind
from dialogue.services.reception_register import person_key

EIGHT = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
SLOTS = slots(EIGHT, EIGHT + timedelta(hours=3), minutes=30)
BOOKING = {
    "slot": "20261210T0130",
    "matter": "Đường vào thôn bị sạt",
    "name": "Lương Thị Sen",
    "phone": "0912 345 678",
    "field_id": "",
    "website": "",
}
ENTRY = {
    "version": "0",
    "token": "t",
    "day_id": "",
    "booking_id": "",
    "received_on": "2026-11-20",
    "name": "Nông Văn Páo",
    "address": "Thôn Nà Pất",
    "identity": "020081001234",
    "content": "Đề nghị sửa cống thoát nước",
    "kind": "petition",
    "field_id": "",
    "people": "1",
    "representatives": "",
    "settled_by": "",
    "competent": "y",
    "handling": "taken",
    "ground": "",
    "guided_to": "",
    "follow_up": "",
    "note": "",
    "received_by": "",
}


@pytest.fixture
def forms() -> Flask:
    """Return an application that reads forms and knows nothing else."""
    app = Flask("forms")
    app.config.update(SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="vi")
    return app


def booked(forms: Flask, **changes: str) -> BookingForm:
    """Return the booking form as it was sent."""
    with forms.test_request_context("/", method="POST", data={**BOOKING, **changes}):
        form = BookingForm()
        form.offer(slots=SLOTS, field_items=[], locale="vi", empty="Chưa rõ")
        form.validate()
        return form


def written(forms: Flask, **changes: str) -> EntryForm:
    """Return the form of the register as it was sent."""
    with forms.test_request_context("/", method="POST", data={**ENTRY, **changes}):
        form = EntryForm()
        form.offer_lists(fields=[], officials=[], locale="vi", unsorted="Sau", none="không")
        form.good = form.validate()
        return form


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("20261210T0100", 0),
        ("20261210T0130", 30),
        ("20261210T0200", 60),
        ("20261210T0230", 90),
        ("20261210T0300", 120),
        ("20261210T0330", 150),
        ("20261210T0400", None),
        ("20261210T0045", None),
        ("20261211T0100", None),
        ("0", None),
        ("", None),
        ("' OR 1=1 --", None),
        ("\u202e20261210T0100", None),
    ],
)
def test_slot_is_one_of_the_day_or_none(forms: Flask, typed: str, minutes: int | None):
    new = booked(forms, slot=typed).booking(SLOTS, locale="vi")
    assert new.slot_at == (None if minutes is None else EIGHT + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("changes", "denounces"),
    [
        ({}, False),
        ({"accuses": "y"}, True),
        ({"matter": "Tôi tố cáo ông trưởng thôn"}, True),
        ({"matter": "Xin hỏi thủ tục tố cáo"}, False),
        ({"matter": "toi to cao chu tich xa"}, True),
        ({"matter": ""}, False),
    ],
)
def test_booking_that_denounces_is_seen(forms: Flask, changes: dict[str, str], denounces: bool):
    assert booked(forms, **changes).denounces is denounces


@pytest.mark.parametrize("name", ["matter", "name", "phone", "field_id", "slot", "website"])
@pytest.mark.parametrize("value", ["", "\x00", "<script>", "x" * 5000, "９９９", "-1", "\ud7ff"])
def test_no_nonsense_breaks_the_booking(forms: Flask, name: str, value: str):
    new = booked(forms, **{name: value}).booking(SLOTS, locale="vi")
    assert new.field_id is None
    assert new.locale == "vi"


@pytest.mark.parametrize(
    ("changes", "good"),
    [
        ({}, True),
        ({"kind": "denunciation"}, True),
        ({"kind": "to_cao"}, False),
        ({"handling": ""}, False),
        ({"handling": "refused", "ground": "weapon"}, True),
        ({"ground": "because"}, False),
        ({"people": "năm"}, False),
        ({"people": "9999999999"}, False),
        ({"people": "-1"}, False),
        ({"received_on": "20/11/2026"}, True),
        ({"received_on": "hôm nay"}, False),
        ({"received_on": "2026-02-30"}, False),
        ({"name": "x" * 121}, False),
        ({"content": "x" * 5001}, False),
        ({"unknown": "x"}, False),
        ({"field_id": "7"}, False),
        ({"received_by": "7"}, False),
    ],
)
def test_row_of_the_register_is_taken_or_named_as_wrong(forms: Flask, changes: dict[str, str], good: bool):
    assert written(forms, **changes).good is good


def test_row_of_the_register_is_what_was_typed(forms: Flask):
    new = written(
        forms, name="  Nông   Văn Páo ", people="6", representatives="An\r\nBa", handling="refused", ground="weapon"
    ).entry()
    assert (new.name, new.people, new.representatives, new.competent) == ("Nông Văn Páo", 6, "An\nBa", True)
    assert (new.kind, new.handling, new.ground) == (MatterKind.PETITION, Handling.REFUSED, Ground.WEAPON)
    assert (new.received_on, new.day_id, new.booking_id, new.received_by) == (date(2026, 11, 20), None, None, None)


def test_month_form_has_a_row_for_each_suggestion_and_keeps_what_was_typed(forms: Flask):
    known = {"month": "2026-12", "kind_0": "chair", "kind_1": "secretary", "hours_0": "08:00-11:00", "use_0": True}
    with forms.test_request_context("/"):
        form = plan_form(known, rows=2, typed=False)
        assert [(row["kind"].data, row["hours"].data, row["use"].data) for row in form.rows] == [
            ("chair", "08:00-11:00", True),
            ("secretary", "", False),
        ]
        assert plan_form(known, rows=0, typed=False).rows == []
        assert len(plan_form(known, rows=50, typed=False).rows) == 8
    with forms.test_request_context("/", method="POST", data={"hours_0": "sáng", "kind_0": "chair", "on_0": "x"}):
        assert [row["hours"].data for row in plan_form(known, rows=1, typed=True).rows] == ["sáng"]


def test_conclusion_form_has_a_row_for_each_reception(forms: Flask):
    with forms.test_request_context("/"):
        form = conclusion_form([3, 9], {"version": 2}, departments=[], locale="vi", empty="không giao", typed=False)
        assert (entry_ids(form), form.version.data) == ([3, 9], 2)
        assert entry_ids(conclusion_form([], {}, departments=[], locale="vi", empty="", typed=False)) == []


def test_faults_stand_at_their_fields_or_on_top(forms: Flask):
    with forms.test_request_context("/", method="POST", data={}):
        form = PostponeForm()
        put_faults(form, {"new_on": "day_off", "": "not_yet", "hours": "hour_taken"}, {}, unit_id=1)
        assert form.new_on.errors == ["Ngày này là ngày nghỉ. Hãy chọn ngày làm việc."]
        assert form.form_errors == [
            "Buổi tiếp chưa bắt đầu nên chưa ghi kết quả được.",
            "Nơi này, hoặc người này, đã có buổi tiếp khác vào giờ đó.",
        ]


@pytest.mark.parametrize(
    ("typed", "good"), [("08:00-11:00", True), ("8h-11h30", False), ("8:00-11:30", True), ("", False), ("11:00-08:00", False)]
)
def test_hours_of_an_ad_hoc_day_are_read_or_not(forms: Flask, typed: str, good: bool):
    with forms.test_request_context("/", method="POST", data={"hours": typed}):
        assert (AdHocForm().times is not None) is good


def test_result_of_a_day_is_held_unless_said_otherwise(forms: Flask):
    with forms.test_request_context("/"):
        assert [(option.data, option.checked) for option in HeldForm().held] == [("yes", True), ("no", False)]


SAME_PERSON = (
    (("Nông Văn Páo", "Nà Pất", "020081001234"), ("Páo", "Nơi khác", "CC 020081001234")),
    (("Nông Văn Páo", "Nà Pất", ""), ("nông văn páo", "NÀ PẤT", "")),
    (("Nong Van Pao", "Na Pat", ""), ("Nông Văn Páo", "Nà Pất", "")),
    (("Nông  Văn Páo", "Nà Pất ", "12"), ("Nông Văn Páo", "Nà Pất", "")),
    (("A", "", "020081001234, cấp 2021"), ("B", "", "020081001234")),
)
OTHER_PERSON = (
    (("Nông Văn Páo", "Nà Pất", "020081001234"), ("Nông Văn Páo", "Nà Pất", "020081009999")),
    (("Nông Văn Páo", "Nà Pất", ""), ("Nông Văn Páo", "Nà Lìa", "")),
    (("Nông Văn Páo", "", ""), ("Nông Văn Sáo", "", "")),
    (("Nông Văn Páo", "Nà Pất", "020081001234"), ("Nông Văn Páo", "Nà Pất", "")),
)


@pytest.mark.parametrize(("first", "second"), SAME_PERSON)
def test_same_person_is_known_again(first: tuple[str, str, str], second: tuple[str, str, str]):
    assert person_key(*first) == person_key(*second)


@pytest.mark.parametrize(("first", "second"), OTHER_PERSON)
def test_other_people_are_not_taken_for_one(first: tuple[str, str, str], second: tuple[str, str, str]):
    assert person_key(*first) != person_key(*second)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ""),
        ("Nông Văn Páo", "Nông Văn Páo"),
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+84912345678", "'+84912345678"),
        ("-5", "'-5"),
        ("- gạch đầu dòng", "'- gạch đầu dòng"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tthụt dòng", "'\tthụt dòng"),
        ("\rxuống dòng", "'\rxuống dòng"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        (" =1", " =1"),
        ("'=1", "'=1"),
        ("x" * 32_001, "x" * 32_000),
    ],
)
def test_cell_is_text_whatever_it_begins_with(text: str, cell: str):
    assert guarded(text) == cell

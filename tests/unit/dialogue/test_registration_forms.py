"""The forms with which a resident asks for a seat and the door taps without scripts; no database."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from accounts.read_models import VillageItem
from core.config import ROOT
from dialogue.forms.registrations import DoorForm, RegistrationForm
from dialogue.queries.registrations import PlaceSeats
from dialogue.registration_rules import NewRegistration

HALL = PlaceSeats(id=4, name="Hội trường xã", address="Trung tâm xã", seats=120, taken=0, waiting=0)
SCHOOL = PlaceSeats(id=6, name="Điểm trường Nà Pất", address="Thôn Nà Pất", seats=30, taken=30, waiting=2)
NOWHERE = PlaceSeats(id=None, name="", address="", seats=None, taken=0, waiting=0)
VILLAGE = VillageItem(
    id=8, code="na-pat", name="Nà Pất", old_commune="Xã Y Tịch", sample=False, remote=False, latitude=None, longitude=None
)
TYPED = {
    "place_id": "6",
    "name": "Vi Văn Tài",
    "phone": "0912 345 678",
    "email": "",
    "village_id": "8",
    "wishes": "",
    "website": "",
}
NAME = "Hãy ghi họ và tên."
NO_PHONE = "Hãy ghi số điện thoại để xã báo lại."
BAD_PHONE = "Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0."
EMAIL = "Địa chỉ thư điện tử chưa đúng."
PLACE = "Hãy chọn một nơi trong danh sách."
UNKNOWN_VILLAGE = "Hãy chọn một thôn trong danh sách."
STRANGE = "Biểu mẫu có ô lạ nên không được nhận. Hãy tải lại trang rồi làm lại."


@pytest.fixture
def forms() -> Flask:
    """Return an application that reads forms in both languages and knows nothing else."""
    app = Flask("forms")
    app.config.update(
        SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False, BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations")
    )  # fmt: skip
    Babel(app, default_locale="vi")
    return app


def sent(
    forms: Flask, *, places: tuple[PlaceSeats, ...] = (HALL, SCHOOL), locale: str = "vi", **changes: str
) -> tuple[bool, RegistrationForm]:
    """Return whether a form as it was sent is good, and the form."""
    with forms.test_request_context("/", method="POST", data={**TYPED, **changes}), force_locale(locale):
        form = RegistrationForm(places=places, village_items=[VILLAGE], locale=locale)
        return form.validate(), form


def tapped(forms: Flask, **typed: str) -> tuple[bool, DoorForm]:
    """Return whether a tap is good, and its form."""
    with forms.test_request_context("/", method="POST", data=typed):
        form = DoorForm()
        form.village_id.choices = [("", "Chọn thôn"), ("8", "Nà Pất")]
        return form.validate(), form


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({}, {}),
        ({"village_id": ""}, {}),
        ({"email": "tai@xa.example.vn", "wishes": "Xe lăn"}, {}),
        ({"name": ""}, {"name": [NAME]}),
        ({"name": " V "}, {"name": [NAME]}),
        ({"name": "\u200bV\u200b"}, {"name": [NAME]}),
        ({"name": "Vi"}, {}),
        ({"phone": ""}, {"phone": [NO_PHONE]}),
        ({"phone": "\u200b"}, {"phone": [NO_PHONE]}),
        ({"phone": "112"}, {"phone": [BAD_PHONE]}),
        ({"phone": "+84 912 345 678"}, {}),
        ({"phone": "0084912345678"}, {}),
        ({"phone": "84912345678"}, {}),
        ({"phone": "+1 202 555 0100"}, {"phone": [BAD_PHONE]}),
        ({"phone": "０９１２３４５６７８"}, {}),
        ({"email": "tai@xa"}, {"email": [EMAIL]}),
        ({"email": "tai@xa.vn, vi@xa.vn"}, {"email": [EMAIL]}),
        ({"place_id": "5"}, {"place_id": [PLACE]}),
        ({"place_id": "hội trường"}, {"place_id": [PLACE]}),
        ({"village_id": "9"}, {"village_id": [UNKNOWN_VILLAGE]}),
        (
            {"name": "", "phone": "", "email": "x", "village_id": "0", "place_id": "0"},
            {"name": [NAME], "phone": [NO_PHONE], "email": [EMAIL], "village_id": [UNKNOWN_VILLAGE], "place_id": [PLACE]},
        ),
    ],
)
def test_every_fault_is_told_at_its_field_at_once(forms: Flask, changes: dict[str, str], sentences: dict[str, list[str]]):
    good, form = sent(forms, **changes)
    assert {field.short_name: [str(word) for word in field.errors] for field in form if field.errors} == sentences
    assert good is (not sentences)


@pytest.mark.parametrize(
    ("places", "typed", "place", "several"),
    [
        ((HALL, SCHOOL), "4", 4, True),
        ((HALL, SCHOOL), "6", 6, True),
        ((HALL, SCHOOL), "", None, True),
        ((HALL,), "", 4, False),
        ((HALL,), "4", 4, False),
        ((HALL,), "6", 4, False),
        ((HALL,), "nonsense", 4, False),
        ((NOWHERE,), "", None, False),
        ((NOWHERE,), "4", None, False),
        ((), "4", None, False),
    ],
)
def test_a_place_is_chosen_only_where_there_are_several(
    forms: Flask, places: tuple[PlaceSeats, ...], typed: str, place: int | None, several: bool
):
    good, form = sent(forms, places=places, place_id=typed)
    assert (good, form.wish().place_id, form.several) == (True, place, several)


@pytest.mark.parametrize(
    ("places", "locale", "choices"),
    [
        ((HALL, SCHOOL), "vi", [("", "Chọn nơi dự"), ("4", "Hội trường xã"), ("6", "Điểm trường Nà Pất")]),
        ((HALL, SCHOOL), "en", [("", "Choose a place"), ("4", "Hội trường xã"), ("6", "Điểm trường Nà Pất")]),
        ((HALL,), "vi", [("4", "Hội trường xã")]),
        ((NOWHERE,), "vi", []),
    ],
)
def test_every_place_is_offered_even_a_full_one(
    forms: Flask, places: tuple[PlaceSeats, ...], locale: str, choices: list[tuple[str, str]]
):
    _good, form = sent(forms, places=places, locale=locale)
    assert [(choice.value, choice.label) for choice in form.place_id.choices] == choices


def test_a_wish_is_passed_on_as_it_was_typed(forms: Flask):
    _good, form = sent(forms, locale="en", email="Tai@Xa.vn", wishes="Phiên dịch tiếng Nùng\r\nNgồi gần", state="confirmed")
    assert form.wish() == NewRegistration(
        name="Vi Văn Tài", phone="0912 345 678", email="Tai@Xa.vn", village_id=8, place_id=6,
        wishes="Phiên dịch tiếng Nùng\r\nNgồi gần", locale="en",
    )  # fmt: skip


def test_an_empty_sending_is_told_what_is_missing(forms: Flask):
    with forms.test_request_context("/", method="POST", data={}):
        form = RegistrationForm(places=[HALL], village_items=[], locale="vi")
        assert form.validate() is False
        assert (form.name.errors, form.phone.errors, form.wish()) == (
            [NAME],
            [NO_PHONE],
            NewRegistration(name="", place_id=4),
        )


@pytest.mark.parametrize(
    ("where", "code", "sentence"),
    [
        ("wishes", "wishes_long", "Yêu cầu hỗ trợ dài quá 500 chữ. Hãy rút gọn."),
        ("place_id", "place_missing", "Hãy chọn nơi dự."),
        (
            "registration",
            "registration_closed",
            "Buổi đối thoại này không còn nhận đăng ký. Vẫn có thể đến dự mà không cần đăng ký.",
        ),
    ],
)
def test_a_refusal_of_the_command_stands_at_its_field_or_on_top(forms: Flask, where: str, code: str, sentence: str):
    _good, form = sent(forms)
    with forms.test_request_context("/"):
        form.blame({where: code})
    assert list(form._fields[where].errors if where in form._fields else form.form_errors) == [sentence]
    assert bool(form.form_errors) is (where not in form._fields)


@pytest.mark.parametrize(
    ("typed", "good", "people"),
    [
        ({"people": "12", "village_id": "8"}, True, 12),
        ({"people": " 7 ", "village_id": ""}, True, 7),
        ({"people": "0", "village_id": ""}, True, 0),
        ({"people": "", "village_id": ""}, True, None),
        ({"people": "999999999", "village_id": ""}, True, 999999999),
        ({"people": "1000000000", "village_id": ""}, False, None),
        ({"people": "-1", "village_id": ""}, False, None),
        ({"people": "mười", "village_id": ""}, False, None),
        ({"people": "1.5", "village_id": ""}, False, None),
        ({"people": "٧", "village_id": ""}, False, None),
    ],
)
def test_people_at_the_door_are_a_whole_number(forms: Flask, typed: dict[str, str], good: bool, people: int | None):
    answer, form = tapped(forms, **typed)
    assert (answer, form.people.data) == (good, people)
    assert list(form.people.errors) == ([] if good else ["Hãy ghi một số, ví dụ 5."])


@pytest.mark.parametrize(
    ("typed", "good", "village"), [("8", True, 8), ("", True, None), ("9", False, 9), ("tám", True, None), ("08", True, 8)]
)
def test_who_walks_in_comes_from_a_village_of_the_list_or_from_none(forms: Flask, typed: str, good: bool, village: int | None):
    answer, form = tapped(forms, people="1", village_id=typed)
    assert (answer, form.village_id.data) == (good, village)
    assert list(form.village_id.errors) == ([] if good else [UNKNOWN_VILLAGE])


def test_a_tap_takes_the_fields_it_names_and_its_button(forms: Flask):
    good, form = tapped(
        forms, client_id="a1", registration_id="5", voids="a0", people="1", village_id="8", version="0", do="present"
    )
    assert (good, form.client_id.data, form.registration_id.data, form.voids.data) == (True, "a1", "5", "a0")
    good, form = tapped(forms, people="1", village_id="8", unit_id="2")
    assert (good, form.form_errors) == (False, [STRANGE])


def test_an_untouched_door_counts_one(forms: Flask):
    with forms.test_request_context("/"):
        form = DoorForm()
        assert (form.people.data, form.opened_at, form.client_id.data) == (1, 0, None)

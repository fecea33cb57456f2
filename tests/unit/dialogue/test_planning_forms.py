"""The forms of the plan: what each typed value becomes, or the sentence beside its field; whatever it is, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from accounts.read_models import VillageItem
from dialogue.duty_rules import CallSource
from dialogue.forms.planning import (
    AnswerForm,
    CallForm,
    MoveForm,
    ParticularsForm,
    PlanForm,
    ReasonForm,
    StepForm,
    TickForm,
    typed_of,
)
from dialogue.services.planning import NewDialogue, NewPlace
from dialogue.states import DialogueForm, DialogueKind
from tests.unit.dialogue.test_calendar_file import HALL, HOUSE, VIEW

BAD_DAY, NO_DAY = "Ngày này chưa đúng. Viết theo mẫu 20/11/2026.", "Hãy ghi ngày, ví dụ 20/12/2026."
BAD_HOUR, BAD_NUMBER = "Giờ này chưa đúng. Viết theo mẫu 14:05.", "Hãy ghi một số, ví dụ 5."
LONG, CHOOSE = "Nội dung dài quá. Hãy rút gọn.", "Hãy chọn một mục trong danh sách."
SMALL, NO_PLACE = "Số chỗ phải từ 1 đến 100.000.", "Hãy ghi tên địa điểm."
STRANGE = "Biểu mẫu có ô lạ nên không được nhận. Hãy tải lại trang rồi làm lại."
TYPED: dict[str, Any] = {
    "version": "3", "kind": "commune_conference", "satisfies": ["leader_dialogue"], "form": "in_person",
    "title": "Đối thoại cuối năm", "content": "Đường liên thôn.", "how_to_join": "Đến dự.", "chair_ids": ["4", "9"],
    "chairs": "Ông Bế Văn Sỹ", "held_on": "2026-12-15", "from_time": "08:00", "to_time": "11:00", "seats": "120",
    "questions_from": "20/11/2026", "questions_to": "10/12/2026", "ad_hoc_reason": "", "place_1_name": "Hội trường xã",
    "place_1_address": "Trung tâm xã", "place_1_seats": "100", "place_1_villages": ["1", "3"], "do": "plan",
}  # fmt: skip
VILLAGES = [
    VillageItem(
        id=number, code=f"T{number}", name=f"Thôn {number}", old_commune="", sample=False, remote=False, latitude=None,
        longitude=None,
    )
    for number in (1, 2, 3)
]  # fmt: skip
NUMBERS = ("seats", "place_1_seats", "place_2_seats", "place_3_seats", "place_4_seats")
DAYS = ("held_on", "questions_from", "questions_to")
TEXTS = (
    ("title", 160), ("content", 5000), ("how_to_join", 2000), ("chairs", 300), ("ad_hoc_reason", 2000), ("place_1_name", 160),
    ("place_4_name", 160), ("place_1_address", 200),
)  # fmt: skip


class Person:
    """What the form reads of an official."""

    def __init__(self, number: int, full_name: str, title: str) -> None:
        self.id, self.full_name, self.title = number, full_name, title


OFFICIALS: list[Any] = [Person(4, "Nông Thị Sim", "Chủ tịch"), Person(9, "Hứa Văn Páo", "")]


@pytest.fixture
def forms() -> Flask:
    """Return an application that reads forms and knows nothing else."""
    app = Flask("forms")
    app.config.update(SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="vi")
    return app


def sent(app: Flask, kind: type[PlanForm], values: dict[str, Any]) -> tuple[Any, bool, dict[str, list[str]]]:
    """Return a form as it was sent, whether it is good, and the sentences of its fields ("": on top)."""
    with app.test_request_context("/", method="POST", data=MultiDict(values)):
        form: Any = kind()
        if isinstance(form, ParticularsForm):
            form.offer_lists(officials=OFFICIALS, villages=VILLAGES)
        for offer in ("offer_sources", "offer_answers"):
            getattr(form, offer, lambda: None)()
        good = form.validate()
        told = {name: [str(text) for text in field.errors] for name, field in form._fields.items() if field.errors}
        return form, good, {**told, **({"": [str(text) for text in form.form_errors]} if form.form_errors else {})}


def planned(app: Flask, **changes: Any) -> tuple[Any, bool, dict[str, list[str]]]:
    """Return the form of a dialogue as it was sent with changes; None takes a field away."""
    values = {**TYPED, **changes}
    return sent(app, ParticularsForm, {name: value for name, value in values.items() if value is not None})


def test_what_was_typed_becomes_the_dialogue_with_its_moments_in_utc(forms: Flask):
    form, good, told = planned(forms)
    assert (good, told, form.opened_at) == (True, {}, 3)
    assert form.dialogue() == NewDialogue(
        kind=DialogueKind.COMMUNE_CONFERENCE, satisfies=(DialogueKind.LEADER_DIALOGUE,), form=DialogueForm.IN_PERSON,
        title="Đối thoại cuối năm", content="Đường liên thôn.", how_to_join="Đến dự.", chairs="Ông Bế Văn Sỹ", chair_ids=(4, 9),
        starts_at=datetime(2026, 12, 15, 1, tzinfo=UTC), ends_at=datetime(2026, 12, 15, 4, tzinfo=UTC), seats=120,
        questions_from=date(2026, 11, 20), questions_to=date(2026, 12, 10),
        places=(NewPlace(name="Hội trường xã", address="Trung tâm xã", village_ids=(1, 3), seats=100),),
    )  # fmt: skip


def test_a_bare_form_says_the_day_the_hours_and_both_choices_and_nothing_else(forms: Flask):
    _, good, told = sent(forms, ParticularsForm, {"do": "plan"})
    assert not good
    assert told == {
        "held_on": [NO_DAY], "from_time": [BAD_HOUR], "to_time": [BAD_HOUR], "kind": [CHOOSE], "form": [CHOOSE],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("08:00", time(8)), ("8:00", time(8)), ("8h00", time(8)), ("8g05", time(8, 5)), (" 14:05 ", time(14, 5)),
        ("14h30", time(14, 30)), ("00:00", time(0)), ("0:00", time(0)), ("23:59", time(23, 59)), ("08:00:00", None),
        ("24:00", None), ("23:60", None), ("8", None), ("8h", None), ("0830", None), ("14,05", None), ("14.05", time(14, 5)),
        ("14:5", None), ("T08:00", None), ("08:00Z", None), ("08:00+00:00", None), ("08:00:00.5", None), ("-8:00", None),
        ("123456", None), ("sáng", None), ("", None), ("٠٨:٠٠", None), ("08:00-11:00", None), ("08:00\x00", None),
    ],
)  # fmt: skip
def test_an_hour_is_read_whole_or_refused_and_never_taken_for_another(forms: Flask, typed: str, hour: time | None):
    form, good, told = planned(forms, from_time=typed)
    assert (form.from_time.data, good, told) == (hour, hour is not None, {} if hour else {"from_time": [BAD_HOUR]})


@pytest.mark.parametrize(
    ("from_time", "to_time", "starts_at", "ends_at"),
    [
        ("00:00", "06:59", datetime(2026, 12, 14, 17, tzinfo=UTC), datetime(2026, 12, 14, 23, 59, tzinfo=UTC)),
        ("07:00", "19:00", datetime(2026, 12, 15, 0, tzinfo=UTC), datetime(2026, 12, 15, 12, tzinfo=UTC)),
        ("23:00", "23:59", datetime(2026, 12, 15, 16, tzinfo=UTC), datetime(2026, 12, 15, 16, 59, tzinfo=UTC)),
        ("11:00", "08:00", datetime(2026, 12, 15, 4, tzinfo=UTC), datetime(2026, 12, 15, 1, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_vietnam_on_the_typed_day(
    forms: Flask, from_time: str, to_time: str, starts_at: datetime, ends_at: datetime
):
    new = planned(forms, from_time=from_time, to_time=to_time)[0].dialogue()
    assert (new.starts_at, new.ends_at) == (starts_at, ends_at)


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-15", date(2026, 12, 15)), ("15/12/2026", date(2026, 12, 15)), ("15-12-2026", date(2026, 12, 15)),
        ("15.12.2026", date(2026, 12, 15)), (" 5/1/2027 ", date(2027, 1, 5)), ("29/02/2028", date(2028, 2, 29)),
        ("01/01/1900", date(1900, 1, 1)), ("31/12/2100", date(2100, 12, 31)), ("31/12/1899", None), ("01/01/2101", None),
        ("29/02/2027", None), ("31/11/2026", None), ("12/15/2026", None), ("15/13", None), ("mai", None),
        ("15/12/26", date(2026, 12, 15)),
    ],
)  # fmt: skip
def test_a_day_is_read_in_any_writing_or_said_to_be_wrong(forms: Flask, name: str, typed: str, day: date | None):
    form, good, told = planned(forms, **{name: typed})
    assert (form[name].data, good, told) == (day, day is not None, {} if day else {name: [BAD_DAY]})


@pytest.mark.parametrize("name", DAYS[1:])
def test_days_for_questions_may_stay_empty(forms: Flask, name: str):
    form, good, told = planned(forms, **{name: "  "})
    assert (form[name].data, good, told) == (None, True, {})


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    ("typed", "number", "sentence"),
    [
        ("", None, ""), ("1", 1, ""), ("0007", 7, ""), ("100000", 100_000, ""), ("100001", 100_001, SMALL), ("0", 0, SMALL),
        ("-1", None, BAD_NUMBER),
        ("12,5", None, BAD_NUMBER), ("1.000", None, BAD_NUMBER), ("9999999999", None, BAD_NUMBER), ("trăm", None, BAD_NUMBER),
        ("٧", None, BAD_NUMBER), ("1e3", None, BAD_NUMBER),
    ],
)  # fmt: skip
def test_seats_are_some_or_without_limit(forms: Flask, name: str, typed: str, number: int | None, sentence: str):
    place = f"{name.removesuffix('_seats')}_name"
    form, good, told = planned(forms, **{name: typed}, **({place: "Nhà văn hóa"} if name != "seats" else {}))
    assert (form[name].data, good, told) == (number, not sentence, {name: [sentence]} if sentence else {})


@pytest.mark.parametrize(("name", "most"), TEXTS)
def test_a_text_may_be_as_long_as_its_column_and_not_a_letter_longer(forms: Flask, name: str, most: int):
    place = {} if name != "place_1_address" else {"place_1_name": "Hội trường"}
    full, good, told = planned(forms, **place, **{name: "ế" * most})
    assert (good, told, len(full[name].data)) == (True, {}, most)
    assert planned(forms, **place, **{name: "ế" * most + "  "})[1]
    assert planned(forms, **place, **{name: "e\u0302\u0301" * most})[1], "the same letters as a Mac types them"
    assert planned(forms, **place, **{name: "ế" * (most + 1)})[1:] == (False, {name: [LONG]})


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", "  Đối \t thoại\r\n cuối  năm ", "Đối thoại cuối năm"),
        ("title", "Đo\u0302\u0301i thoại\u200b", "Đối thoại"),
        ("title", "\x00\x07", ""),
        ("chairs", "Ông A,\nBà B", "Ông A, Bà B"),
        ("content", "Một.\r\n\r\n\r\n\r\nHai.  ", "Một.\n\nHai."),
        ("how_to_join", "\ufeffĐến dự.", "Đến dự."),
        ("ad_hoc_reason", " \n ", ""),
    ],
)
def test_texts_are_cleaned_before_anybody_reads_them(forms: Flask, name: str, typed: str, kept: str):
    form, good, _ = planned(forms, **{name: typed})
    assert (good, getattr(form.dialogue(), name)) == (True, kept)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "party"}, {"kind": [CHOOSE]}),
        ({"kind": None}, {"kind": [CHOOSE]}),
        ({"kind": "COMMUNE_CONFERENCE"}, {"kind": [CHOOSE]}),
        ({"form": ""}, {"form": [CHOOSE]}),
        ({"satisfies": ["leader_dialogue", "party"]}, {"satisfies": [CHOOSE]}),
        ({"chair_ids": ["4", "5"]}, {"chair_ids": [CHOOSE]}),
        ({"chair_ids": ["4 or 1=1"]}, {"chair_ids": [CHOOSE]}),
        ({"place_1_villages": ["77"]}, {"place_1_villages": [CHOOSE]}),
        ({"place_2_name": "Nhà văn hóa", "place_2_villages": ["", "1"]}, {"place_2_villages": [CHOOSE]}),
        ({"unit_id": "2"}, {"": [STRANGE]}),
        ({"place_5_name": "Nơi thứ năm"}, {"": [STRANGE]}),
        ({"state": "announced"}, {"": [STRANGE]}),
        ({"version": "mới"}, {"version": [BAD_NUMBER]}),
    ],
)
def test_what_no_list_offers_is_refused_in_vietnamese(forms: Flask, changes: dict[str, Any], told: dict[str, list[str]]):
    assert planned(forms, **changes)[1:] == (False, told)


def test_every_fault_of_a_form_is_told_at_once(forms: Flask):
    wrong = {"held_on": "mai", "from_time": "sáng", "seats": "0", "title": "x" * 161, "kind": "x", "place_3_address": "Nà Lìa"}
    _, good, told = planned(forms, **wrong)
    assert not good
    assert told == {
        "held_on": [BAD_DAY], "from_time": [BAD_HOUR], "seats": [SMALL], "title": [LONG], "kind": [CHOOSE],
        "place_3_name": [NO_PLACE],
    }  # fmt: skip


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize(("word", "typed"), [("address", "Bản Nà Lìa"), ("seats", "30"), ("villages", ["2"])])
def test_a_place_that_has_something_needs_a_name(forms: Flask, number: int, word: str, typed: Any):
    place = {f"place_{number}_name": " ", f"place_{number}_{word}": typed}
    assert planned(forms, **place)[1:] == (False, {f"place_{number}_name": [NO_PLACE]})


def test_places_keep_their_order_and_empty_ones_fall_out(forms: Flask):
    form, good, _ = planned(
        forms, place_1_name="", place_1_address="", place_1_seats="", place_1_villages=None, place_2_name="Nhà văn hóa Nà Pất",
        place_4_name="Sân trường", place_4_seats="40",
    )  # fmt: skip
    assert good
    assert form.dialogue().places == (NewPlace(name="Nhà văn hóa Nà Pất"), NewPlace(name="Sân trường", seats=40))
    assert [number for number, _ in form.places()] == [1, 2, 3, 4]
    assert [field.short_name for field in form.places()[3][1]] == [
        "place_4_name", "place_4_address", "place_4_seats", "place_4_villages",
    ]  # fmt: skip


def test_lists_are_named_for_people(forms: Flask):
    form = planned(forms)[0]
    assert form.chair_ids.choices == [("4", "Nông Thị Sim, Chủ tịch"), ("9", "Hứa Văn Páo")]
    assert [value for value, _ in form.kind.choices] == ["commune_conference", "leader_dialogue", "pre_decision_hearing"]
    assert [label for _, label in form.form.choices] == ["Gặp trực tiếp", "Trực tuyến", "Qua mạng xã hội"]
    assert form.place_4_villages.choices == [("1", "Thôn 1"), ("2", "Thôn 2"), ("3", "Thôn 3")]


@pytest.mark.parametrize(
    "view",
    [
        VIEW,
        replace(VIEW, kind="leader_dialogue", satisfies=("commune_conference", "leader_dialogue"), form="online", places=()),
        replace(VIEW, chair_ids=(9,), chair_words="Bà Mông Thị Lả", places=(HALL, HOUSE), seats=140),
        replace(VIEW, questions_from=date(2026, 11, 20), questions_to=date(2026, 12, 10), ad_hoc_reason="Sập cầu\n\nNước lũ"),
        replace(VIEW, starts_at=datetime(2026, 12, 14, 17, tzinfo=UTC), ends_at=datetime(2026, 12, 15, 5, tzinfo=UTC)),
    ],
    ids=["plain", "two kinds", "chairs and clusters", "questions", "from midnight on"],
)
def test_a_dialogue_that_is_opened_and_sent_again_unchanged_is_the_same(forms: Flask, view: Any):
    known = typed_of(view)
    written = {name: value.strftime("%H:%M") if isinstance(value, time) else value for name, value in known.items()}
    form, good, told = sent(forms, ParticularsForm, {name: value for name, value in written.items() if value is not None})
    assert (good, told, form.opened_at) == (True, {}, view.version)
    new = form.dialogue()
    assert (new.kind, {new.kind, *new.satisfies}, new.form) == (view.kind, set(view.satisfies), view.form)
    assert (new.title, new.content, new.how_to_join, new.chairs) == (view.title, view.content, view.how_to_join, view.chair_words)
    assert (new.starts_at, new.ends_at, new.seats, new.chair_ids) == (view.starts_at, view.ends_at, view.seats, view.chair_ids)
    assert (new.questions_from, new.questions_to, new.ad_hoc_reason) == (
        view.questions_from, view.questions_to, view.ad_hoc_reason,
    )  # fmt: skip
    assert [(place.name, place.address, place.village_ids, place.seats) for place in new.places] == [
        (place.name, place.address, place.village_ids, place.seats) for place in view.places
    ]


@pytest.mark.parametrize(
    ("kind", "faults", "told"),
    [
        (ParticularsForm, {"starts_at": "in_the_past"}, {"held_on": "Thời điểm này đã qua. Hãy chọn ngày giờ sắp tới."}),
        (ParticularsForm, {"ends_at": "too_long"}, {"to_time": "Một buổi đối thoại kéo dài tối đa 12 giờ."}),
        (ParticularsForm, {"places": "place_twice"}, {"place_1_name": "Một địa điểm được ghi hai lần."}),
        (MoveForm, {"starts_at": "same_time"}, {"held_on": "Ngày giờ mới giống ngày giờ cũ."}),
        (MoveForm, {"places": "place_taken"}, {"": "Địa điểm này đã có buổi đối thoại khác trùng giờ."}),
        (ReasonForm, {"reason": "reason_missing"}, {"reason": "Hãy ghi lý do."}),
        (StepForm, {"starts_at": "before_its_day"}, {"": "Chưa đến ngày đối thoại nên chưa bắt đầu được."}),
        (TickForm, {"done_on": "done_later"}, {"done_on": "Ngày này chưa đến. Hãy ghi ngày đã qua hoặc hôm nay."}),
        (CallForm, {"number": "number_missing"}, {"number": "Hãy ghi số người."}),
        (AnswerForm, {"x": "no_such_code"}, {"": "Chỗ này chưa đúng. Hãy xem lại."}),
    ],
)
def test_what_a_command_refuses_stands_at_its_field_or_on_top(
    forms: Flask, kind: type[PlanForm], faults: dict[str, str], told: dict[str, str]
):
    with forms.test_request_context("/", method="POST", data={}):
        form = kind()
        form.blame(faults)
        found = {name: str(field.errors[-1]) for name, field in form._fields.items() if field.errors and name in told}
        assert {**found, **({"": str(form.form_errors[0])} if form.form_errors else {})} == told


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        (MoveForm, {"held_on": "22/12/2026", "from_time": "8h00", "to_time": "11h00", "reason": "Bão"}, {}),
        (MoveForm, {"from_time": "08:00", "to_time": "11:00"}, {"held_on": [NO_DAY]}),
        (MoveForm, {"held_on": "22/12/2026", "from_time": "08:00"}, {"to_time": [BAD_HOUR]}),
        (ReasonForm, {"reason": "x" * 1000}, {}),
        (ReasonForm, {"reason": "x" * 1001}, {"reason": [LONG]}),
        (StepForm, {"do": "announce", "version": "2"}, {}),
        (StepForm, {"do": "announce", "reason": "x"}, {"": [STRANGE]}),
        (TickForm, {"done_on": "20/11/2026", "note": "x" * 300}, {}),
        (TickForm, {"note": "xong"}, {"done_on": [NO_DAY]}),
        (TickForm, {"done_on": "hôm qua", "note": "x" * 301}, {"done_on": [BAD_DAY], "note": [LONG]}),
        (CallForm, {"source": "front", "called_on": "20/11/2026"}, {}),
        (CallForm, {"source": "letters", "called_on": "20/11/2026"}, {"source": [CHOOSE]}),
        (CallForm, {"source": "", "number": "nhiều"}, {"source": [CHOOSE], "number": [BAD_NUMBER], "called_on": [NO_DAY]}),
        (CallForm, {"source": "group", "subject": "x" * 201, "called_on": "1899"}, {"subject": [LONG], "called_on": [BAD_DAY]}),
        (AnswerForm, {"answer": "plan"}, {}),
        (AnswerForm, {"answer": "no", "topic": "village:3", "reason": "x" * 1001}, {"reason": [LONG]}),
        (AnswerForm, {"answer": "maybe"}, {"answer": [CHOOSE]}),
        (AnswerForm, {}, {"answer": [CHOOSE]}),
    ],
)  # fmt: skip
def test_small_forms_say_what_is_wrong_with_them(
    forms: Flask, kind: type[PlanForm], values: dict[str, str], told: dict[str, list[str]]
):
    assert sent(forms, kind, values)[1:] == (not told, told)


@pytest.mark.parametrize("source", [item for item in CallSource if item != "letters"])
def test_every_caller_that_is_written_down_can_be_chosen(forms: Flask, source: CallSource):
    form, good, _ = sent(forms, CallForm, {"source": source.value, "called_on": "20/11/2026", "number": "412"})
    assert (good, form.chosen_source(), form.number.data, form.called_on.data) == (True, source, 412, date(2026, 11, 20))


def test_a_new_day_becomes_two_moments(forms: Flask):
    form = sent(forms, MoveForm, {"held_on": "01/01/2027", "from_time": "06:30", "to_time": "18:30"})[0]
    assert (form.starts_at(), form.ends_at() - form.starts_at()) == (
        datetime(2026, 12, 31, 23, 30, tzinfo=UTC), timedelta(hours=12),
    )  # fmt: skip

"""What is typed reaches the command as it was typed, what is stored stands in the fields, and every step says what it did."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from skilful import phrases
from skilful.forms import FORMS, AssessForm, ModelForm, RecogniseForm, known_of, written_of
from skilful.queries.desk import DeskLine, DeskModel, Near, NoteView, RecognitionView, YearView
from skilful.queries.public import PublicModel
from skilful.rules import Assessment, NewModel, Recognition
from skilful.states import State, Step
from skilful.views.desk import year_of
from tests.makers_core import speaking_app

LINE = DeskLine(
    id=7,
    code="7K3MP-9QXTR",
    state="assessed",
    year=2025,
    name="Đường hoa thay bãi rác",
    kind="individual",
    carrier="Nông Thị Hoa",
    sphere="kinh-te",
    village="Thôn Nà Pất",
    keeper="Phòng Kinh tế",
    keeper_en="Economic Division",
    result="achieved",
    recognised=True,
    replicated=True,
    published_on=date(2026, 1, 5),
    taken_back_on=None,
)
DECISION = RecognitionView(level="xa", document="9/QĐ", decided_on=date(2026, 1, 4))
YEAR = YearView(
    year=2025,
    registered_on=date(2025, 3, 1),
    result="achieved",
    outcome="Đủ 600 mét đường hoa.",
    amount=45,
    unit="hộ",
    assessed_on=date(2026, 1, 3),
    recognitions=(DECISION,),
)
MODEL = DeskModel(
    line=LINE,
    version=4,
    named=True,
    what="Trồng hoa ven đường.",
    goal="600 mét đường hoa.",
    starts_on=date(2025, 3, 1),
    ends_on=None,
    registered_on=date(2025, 3, 1),
    village_id=3,
    department_id=5,
    organisation="",
    learned_from=Near(id=2, name="Đường hoa Kép I"),
    copies=(),
    years=(YEAR,),
    notes=(NoteView(id=1, noted_on=date(2025, 5, 1), words="Đã trồng 100 mét.", public=True),),
    entries=(),
    created_by=9,
    ended_on=None,
    closing_reason="",
    take_back_reason="",
)
TYPED = {
    "name": "  Đường hoa   thay bãi rác ",
    "kind": "individual",
    "carrier": "Nông Thị Hoa",
    "named": "y",
    "sphere": "kinh-te",
    "village_id": "3",
    "department_id": "",
    "organisation": "Hội Nông dân xã",
    "year": "2026",
    "what": "Trồng hoa ven đường.",
    "goal": "600 mét đường hoa.",
    "starts_on": "1/3/2026",
    "ends_on": "2026-12-31",
    "learned_from_id": "2",
}
VILLAGES = [SimpleNamespace(id=3, name="Thôn Nà Pất", old_commune="Xã Y Tịch")]


@pytest.fixture(scope="module")
def web() -> Flask:
    return speaking_app()


def model_form() -> ModelForm:
    form = ModelForm()
    form.offer_lists(villages=VILLAGES, departments=[], models=[Near(id=2, name="Đường hoa Kép I")])  # type: ignore[arg-type]
    return form


# ------------------------------------------------------------------ what is typed


def test_a_registration_reaches_the_command_as_it_was_typed(web: Flask):
    with web.test_request_context("/", method="POST", data=MultiDict(TYPED)):
        form = model_form()
        assert form.validate(), form.errors
        assert asdict(form.model()) == {
            "name": "Đường hoa thay bãi rác",
            "kind": "individual",
            "carrier": "Nông Thị Hoa",
            "named": True,
            "sphere": "kinh-te",
            "village_id": 3,
            "department_id": None,
            "organisation": "Hội Nông dân xã",
            "year": 2026,
            "what": "Trồng hoa ven đường.",
            "goal": "600 mét đường hoa.",
            "starts_on": date(2026, 3, 1),
            "ends_on": date(2026, 12, 31),
            "learned_from_id": 2,
        }


def test_an_empty_form_is_an_empty_registration(web: Flask):
    with web.test_request_context("/", method="POST", data=MultiDict({"village_id": "", "learned_from_id": ""})):
        empty = NewModel(name="", kind="", carrier="", sphere="", what="", goal="", year=None)
        assert model_form().model() == empty


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ({"result": "partly", "outcome": "Được một nửa."}, Assessment(result="partly", outcome="Được một nửa.")),
        (
            {"result": "achieved", "outcome": "Đủ cả.", "amount": "45", "unit": " hộ "},
            Assessment(result="achieved", outcome="Đủ cả.", amount=45, unit="hộ"),
        ),
        ({}, Assessment(result="", outcome="")),
    ],
)
def test_a_result_reaches_the_command_as_it_was_typed(web: Flask, sent: dict, wanted: Assessment):
    with web.test_request_context("/", method="POST", data=MultiDict(sent)):
        assert AssessForm().assessment() == wanted


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        (
            {"level": "tinh", "document": " 9/QĐ-UBND", "decided_on": "18/11/2026"},
            Recognition(level="tinh", document="9/QĐ-UBND", decided_on=date(2026, 11, 18)),
        ),
        ({"level": "tinh", "decided_on": "31/02/2026"}, Recognition(level="tinh", document="", decided_on=None)),
        ({}, Recognition(level="", document="", decided_on=None)),
    ],
)
def test_a_decision_reaches_the_command_as_it_was_typed(web: Flask, sent: dict, wanted: Recognition):
    with web.test_request_context("/", method="POST", data=MultiDict(sent)):
        assert RecogniseForm().recognition() == wanted


# ------------------------------------------------------------------ what is stored


def test_what_is_stored_stands_in_the_form_of_a_correction():
    assert written_of(MODEL) == {
        "version": 4,
        "name": "Đường hoa thay bãi rác",
        "kind": "individual",
        "carrier": "Nông Thị Hoa",
        "named": True,
        "sphere": "kinh-te",
        "village_id": 3,
        "department_id": 5,
        "organisation": "",
        "year": 2025,
        "what": "Trồng hoa ven đường.",
        "goal": "600 mét đường hoa.",
        "starts_on": date(2025, 3, 1),
        "ends_on": None,
        "learned_from_id": 2,
    }
    assert written_of(replace(MODEL, learned_from=None))["learned_from_id"] is None


@pytest.mark.parametrize("step", FORMS)
def test_a_step_begins_with_the_version_that_was_read(step: Step):
    assert known_of(step, MODEL, today=date(2026, 11, 20))["version"] == 4


@pytest.mark.parametrize(
    ("year", "today", "wanted"),
    [
        (2025, date(2025, 12, 20), 2026),  # in the last weeks of its year
        (2025, date(2026, 2, 1), 2026),
        (2025, date(2028, 2, 1), 2028),  # long forgotten: it goes on now
        (2027, date(2026, 11, 20), 2028),
    ],
)
def test_it_is_offered_to_go_on_in_the_next_year_or_in_this_one(year: int, today: date, wanted: int):
    item = replace(MODEL, line=replace(LINE, year=year))
    assert known_of(Step.CARRY_ON, item, today=today)["year"] == wanted


def test_a_note_begins_with_today():
    assert known_of(Step.NOTE, MODEL, today=date(2026, 11, 20))["on"] == date(2026, 11, 20)


def test_the_standing_of_a_model_is_read_from_what_the_desk_sees():
    standing = MODEL.standing
    assert (standing.state, standing.result, standing.recognised) == (State.ASSESSED, "achieved", True)
    assert (standing.public_notes, standing.first_year, standing.published, standing.taken_back) == (True, True, True, False)
    hidden = replace(MODEL, notes=(replace(MODEL.notes[0], public=False),), years=(YEAR, YEAR))
    assert (hidden.standing.public_notes, hidden.standing.first_year) == (False, False)


@pytest.mark.parametrize(
    ("keeper", "keeper_en", "locale", "wanted"),
    [
        ("Phòng Kinh tế", "Economic Division", "vi", "Phòng Kinh tế"),
        ("Phòng Kinh tế", "Economic Division", "en", "Economic Division"),
        ("Hội Nông dân xã", "", "en", "Hội Nông dân xã"),
    ],
)
def test_who_looks_after_it_is_called_in_the_readers_language(keeper: str, keeper_en: str, locale: str, wanted: str):
    assert replace(LINE, keeper=keeper, keeper_en=keeper_en).kept_by(locale) == wanted
    known: dict[str, Any] = dict.fromkeys(PublicModel.__dataclass_fields__)
    assert PublicModel(**{**known, "keeper": keeper, "keeper_en": keeper_en}).kept_by(locale) == wanted


@pytest.mark.parametrize(
    ("raw", "known", "wanted"),
    [
        (None, [], 2026),
        (None, [2026, 2025], 2026),
        (None, [2025, 2024], 2025),  # nothing this year
        (None, [2027, 2026], 2026),
        ("2019", [2026], 2019),
        ("2999", [], 2999),
        ("1999", [2026], 2026),
        ("٢٠٢٥", [2026], 2026),
        ("20255", [2026], 2026),
        ("-202", [2026], 2026),
        ("\x00", [2026], 2026),
        ("", [2026], 2026),
    ],
)
def test_the_year_of_a_list(raw: str | None, known: list[int], wanted: int):
    app = Flask("years")
    app.config["TODAY"] = lambda: date(2026, 11, 20)
    app.config["NOW"] = None
    with app.app_context():
        assert year_of(raw, known) == wanted


# ------------------------------------------------------------------ what was done, in words


TITLES = [
    # step, facts, Vietnamese, English
    ("register", {}, "Đăng ký mô hình", "Register a model"),
    ("correct", {}, "Sửa nội dung đăng ký", "Correct what was registered"),
    ("note", {}, "Ghi tiến độ", "Note the progress"),
    ("hide_note", {}, "Ẩn một ghi chép", "Hide a note"),
    ("assess", {"result": "achieved"}, "Đánh giá: Đạt mục tiêu", "Assessed: Goal reached"),
    ("assess", {"result": "not_achieved"}, "Đánh giá: Không đạt", "Assessed: Not reached"),
    ("reassess", {}, "Bỏ đánh giá", "Assessment taken back"),
    ("recognise", {}, "Được công nhận", "Recognised"),
    ("strike", {}, "Bỏ công nhận ghi nhầm", "Strike a recognition entered by mistake"),
    ("carry_on", {}, "Đăng ký tiếp", "Registered for another year"),
    ("end", {}, "Kết thúc mô hình", "End the model"),
    ("withdraw", {}, "Rút đăng ký", "Withdraw the registration"),
    ("publish", {}, "Đưa ra công khai", "Publish"),
]


@pytest.mark.parametrize(("step", "facts", "vi", "en"), TITLES)
def test_a_line_of_the_log_in_both_languages(web: Flask, step: str, facts: dict, vi: str, en: str):
    said = []
    for locale in ("vi", "en"):
        with web.test_request_context(), force_locale(locale):
            said.append(phrases.entry_title(step, facts))
    assert said == [vi, en]


@pytest.mark.parametrize(
    ("facts", "vi", "en"),
    [
        ({"year": 2027}, "cho năm 2027", "for 2027"),
        ({"level": "tinh", "document": "9/QĐ"}, "Cấp tỉnh, quyết định 9/QĐ", "province level, decision 9/QĐ"),
        ({"level": "huyen", "document": "9/QĐ"}, "huyen, quyết định 9/QĐ", "huyen, decision 9/QĐ"),
        ({"note_id": 3, "on": "2026-12-07"}, "ngày 07/12/2026", "on 7 Dec 2026"),
        ({"changed": "name"}, "", ""),
    ],
)
def test_what_stands_beside_a_line_of_the_log_in_both_languages(web: Flask, facts: dict, vi: str, en: str):
    said = []
    for locale in ("vi", "en"):
        with web.test_request_context(), force_locale(locale):
            said.append(phrases.entry_note(facts))
    assert said == [vi, en]


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("kinh-te", "Kinh tế", "Economy"),
        ("van-hoa-xa-hoi", "Văn hóa – xã hội", "Culture and society"),
        ("quoc-phong-an-ninh", "Quốc phòng – an ninh", "Defence and security"),
        ("he-thong-chinh-tri", "Xây dựng hệ thống chính trị", "Building the political system"),
        ("the-thao", "the-thao", "the-thao"),
    ],
)
def test_the_fields_of_the_movement_in_both_languages(web: Flask, code: str, vi: str, en: str):
    said = []
    for locale in ("vi", "en"):
        with web.test_request_context(), force_locale(locale):
            said.append(phrases.sphere_name(code))
    assert said == [vi, en]


@pytest.mark.parametrize(("carrier", "vi", "en"), [("", "một cá nhân", "a person"), ("Tổ hợp tác", "Tổ hợp tác", "Tổ hợp tác")])
def test_who_did_not_agree_is_a_person_in_both_languages(web: Flask, carrier: str, vi: str, en: str):
    said = []
    for locale in ("vi", "en"):
        with web.test_request_context(), force_locale(locale):
            said.append(phrases.carrier_name(carrier))
    assert said == [vi, en]

"""Rows as programs read them: every fact under its name, a place never finer than it may be, numbers as the board counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from accounts.read_models import DepartmentItem, FieldItem, VillageItem
from core.geometry import on_grid
from dialogue.dialogue_phrases import KINDS as DIALOGUE_NAMES
from dialogue.queries.commitments import CommitmentLine
from dialogue.queries.dialogues import DialogueView, Place, Record
from dialogue.queries.open_questions import OpenQuestion
from dialogue.reception_phrases import KINDS as RECEPTION_NAMES
from feedback.late_reasons import late_words
from reporting.duties import Duties
from reporting.duty_measures import Held, PromiseTally
from reporting.measures import COUNTS, Tally
from reporting.open_data import items, number_items, shapes, spec
from reporting.open_data.items import Surroundings
from reporting.open_data.number_shapes import SHARES, Duty, LateReason, Measures, NumberRow, Promises, definitions
from reporting.open_data.serving import dumped
from reporting.queries import Board
from reporting.snapshots import StoredBoard
from tests.makers_core import bare_app

TODAY = date(2026, 11, 20)
ROAD = FieldItem(id=3, code="duong", name="Đường", name_en="Roads", stat_group="ha_tang", answer_days=None)
WATER = FieldItem(id=4, code="nuoc", name="Nước sạch", name_en="", stat_group="ha_tang", answer_days=5)
HERE = VillageItem(
    id=8, code="na-lia", name="Nà Lìa", old_commune="Xã Vân An", sample=False, remote=True, latitude=21.6, longitude=106.5
)
THERE = replace(HERE, id=9, code="na-pat", name="Nà Pất", latitude=None, longitude=None)
OFFICE = DepartmentItem(id=5, code="dia-chinh", name="Địa chính", name_en="", phone="", partner=False)
AROUND = Surroundings(
    today=TODAY,
    locale="vi",
    fields={3: ROAD, 4: WATER},
    villages={8: HERE, 9: THERE},
    departments=[OFFICE],
    centres={8: (106.5, 21.6)},
    square=200,
)
CASE: dict[str, Any] = {
    "code": "7K3MP-9QXTR",
    "kind": "PHAN_ANH",
    "state": "in_progress",
    "field_id": 3,
    "village_id": 8,
    "received_on": date(2026, 11, 2),
    "accepted_on": None,
    "due_on": None,
    "answered_on": None,
    "closed_on": None,
    "on_time": None,
    "extended": False,
    "reopened": False,
    "first_settled_on": None,
    "outcome": "",
    "evidence": "",
    "satisfied": None,
    "published": False,
    "title": "",
    "story": "",
    "answer": "",
    "photos": [],
    "square_lat": None,
    "square_lon": None,
}


@pytest.fixture(scope="module")
def site() -> Flask:
    app = bare_app()
    app.config["SETTINGS"] = SimpleNamespace(public_url="https://vanlinh.example/")
    return app


@pytest.fixture(autouse=True)
def asked(site: Flask) -> Iterator[None]:
    with site.test_request_context("/"):
        site.preprocess_request()
        yield


def case(**changes: Any) -> items.Item:
    """Return a case's item."""
    return items.case_item(SimpleNamespace(**{**CASE, **changes}), AROUND)  # type: ignore[arg-type]


def keeps_to(site: Flask, shape: Any, item: items.Item) -> None:
    """Fail when an item is not as its schema says, fact by fact and in its order."""
    schema = json.loads(dumped(spec.schema_of(shape)))
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(json.loads(dumped(item)))
    assert list(item) == list(shape().fields)


CASES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    # what the row holds, what the item says
    ({}, {"overdue": False, "field": "duong", "field_name": "Đường", "village": "na-lia", "village_name": "Nà Lìa"}),
    ({"field_id": None, "village_id": None}, {"field": None, "field_name": "", "village": None, "village_name": ""}),
    ({"field_id": 99, "village_id": 99}, {"field": None, "field_name": "", "village": None, "village_name": ""}),
    ({"due_on": date(2026, 11, 19)}, {"due_on": "2026-11-19", "overdue": True}),
    ({"due_on": TODAY}, {"due_on": "2026-11-20", "overdue": False}),
    ({"due_on": date(2026, 11, 19), "state": "answered"}, {"overdue": False}),
    ({"due_on": date(2026, 11, 19), "state": "reopened"}, {"overdue": True}),
    ({"answered_on": date(2026, 11, 12), "on_time": True}, {"answered_on": "2026-11-12", "on_time": True}),
    ({"on_time": False, "extended": True, "reopened": True}, {"on_time": False, "extended": True, "reopened": True}),
    (
        {"state": "reopened", "reopened": True, "on_time": True, "first_settled_on": date(2026, 11, 9)},
        {"answered_on": None, "on_time": True, "first_answered_on": "2026-11-09"},
    ),
    ({"outcome": "done", "evidence": "photo"}, {"outcome": "done", "evidence": "photo"}),
    ({"outcome": "", "evidence": ""}, {"outcome": None, "evidence": None}),
    ({"satisfied": True}, {"satisfied": True}),
    ({"satisfied": False}, {"satisfied": False}),
    (
        {"accepted_on": date(2026, 11, 4), "closed_on": date(2026, 11, 18)},
        {"accepted_on": "2026-11-04", "closed_on": "2026-11-18"},
    ),
    ({"published": True, "title": "Cầu", "story": "Đứt", "answer": "Xong"}, {"title": "Cầu", "story": "Đứt", "answer": "Xong"}),
    ({"published": True, "photos": ["a", "b"]}, {"photos": [f"https://vanlinh.example/tep/{name}/large" for name in "ab"]}),
    ({"published": True, "photos": None}, {"photos": []}),
    ({"published": True}, {"latitude": 21.6, "longitude": 106.5, "place": "village"}),
    ({"published": False}, {"latitude": None, "longitude": None, "place": None}),
    ({"published": True, "village_id": 9}, {"latitude": None, "longitude": None, "place": None}),
    ({"published": True, "village_id": None}, {"latitude": None, "longitude": None, "place": None}),
    ({"published": False, "square_lat": 21.65, "square_lon": 106.51}, {"latitude": None, "longitude": None, "place": None}),
    ({"kind": "KHIEU_NAI", "state": "in_court", "village_id": None}, {"kind": "KHIEU_NAI", "state": "in_court", "village": None}),
]


@pytest.mark.parametrize(("row", "expected"), CASES)
def test_a_case_is_told_as_it_is_public(site: Flask, row: dict[str, Any], expected: dict[str, Any]):
    item = case(**row)
    assert {name: item[name] for name in expected} == expected
    assert item["url"] == "https://vanlinh.example/ho-so/7K3MP-9QXTR"
    keeps_to(site, shapes.CaseShape, item)


def test_a_square_is_moved_to_the_middle_of_the_one_that_holds_now():
    lat, lon = on_grid(lat=21.65, lon=106.51, metres=200)
    around = [step / 1e5 for step in range(-60, 60, 5)]  # degrees: some sixty metres to every side
    found = [case(published=True, square_lat=lat + step, square_lon=lon - step) for step in around]
    assert {(item["latitude"], item["longitude"], item["place"]) for item in found} == {(lat, lon, "square")}


@pytest.mark.parametrize(("locale", "names"), [("vi", ["Đường", "Nước sạch"]), ("en", ["Roads", "Nước sạch"])])
def test_names_are_in_the_language_where_they_have_one(locale: str, names: list[str]):
    around = replace(AROUND, locale=locale)
    told = [items.case_item(SimpleNamespace(**{**CASE, "field_id": number}), around) for number in (3, 4)]  # type: ignore[arg-type]
    assert [item["field_name"] for item in told] == names


def test_fields_and_villages_keep_to_their_shapes(site: Flask):
    for field in (ROAD, WATER):
        keeps_to(site, shapes.FieldShape, items.field_item(field))
    for village in (HERE, THERE):
        keeps_to(site, shapes.VillageShape, items.village_item(village))
    assert items.field_item(ROAD)["url"] == "https://vanlinh.example/ho-so?linh-vuc=duong"
    assert items.village_item(THERE)["latitude"] is None


# ------------------------------------------------------------------ dialogues

MOMENT = datetime(2026, 12, 5, 1, 30, tzinfo=UTC)
VIEW = DialogueView(
    id=1, code="7K3MP-9QXTR", version=1, sequence=0, kind="leader_dialogue", satisfies=("leader_dialogue",), form="in_person",
    state="announced", title="Đối thoại", content="Đường và nước", how_to_join="", chairs=("Bế Văn Bình, Chủ tịch",),
    chair_ids=(1,), chair_words="", held_on=date(2026, 12, 5), starts_at=MOMENT, ends_at=MOMENT,
    places=(Place(name="Nhà văn hóa", address="Nà Lìa", villages=(), village_ids=(), seats=None),), seats=None,
    questions_from=None, questions_to=None, ad_hoc_reason="", cancel_reason="", announced_on=TODAY, concluded_on=None,
    created_at=MOMENT, touched_at=MOMENT, moves=(), record=None,
)  # fmt: skip
DIALOGUES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"places": ["Nhà văn hóa, Nà Lìa"], "seats": None, "starts_at": "2026-12-05T01:30:00+00:00"}),
    ({"record": Record(attended=86, conclusion="Đã kết luận")}, {"starts_at": None, "ends_at": None, "held_on": "2026-12-05"}),
    ({"places": ()}, {"places": []}),
    ({"places": (Place(name="Đình", address="", villages=(), village_ids=(), seats=9),)}, {"places": ["Đình"]}),
    ({"seats": 80, "form": "online"}, {"seats": 80, "form": "online"}),
    ({"questions_from": TODAY, "questions_to": TODAY}, {"questions_from": "2026-11-20", "questions_to": "2026-11-20"}),
    ({"state": "cancelled", "cancel_reason": "Bão"}, {"state": "cancelled", "cancel_reason": "Bão"}),
    ({"state": "concluded", "concluded_on": TODAY}, {"concluded_on": "2026-11-20"}),
]


@pytest.mark.parametrize(("changes", "expected"), DIALOGUES)
def test_a_dialogue_is_told_without_its_people(site: Flask, changes: dict[str, Any], expected: dict[str, Any]):
    item = items.dialogue_item(replace(VIEW, **changes))
    assert {name: item[name] for name in expected} == expected
    assert "Bế Văn Bình" not in dumped(item)
    keeps_to(site, shapes.DialogueShape, item)


QUESTION = OpenQuestion(
    id=5,
    code="7K3MP-9QXTC",
    dialogue_code="7K3MP-9QXTR",
    held_on=TODAY,
    text="Bao giờ sửa?",
    field_id=3,
    village_id=9,
    supports=2,
    together=1,
    outcome="open",
    answer="",
    case_code="",
    promises=(),
)
QUESTIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"field": "duong", "village_name": "Nà Pất", "case": None, "outcome": "open", "supports": 2, "together": 1}),
    ({"field_id": None, "village_id": None}, {"field": None, "field_name": "", "village": None, "village_name": ""}),
    ({"case_code": "7K3MP-9QXTD"}, {"case": "7K3MP-9QXTD"}),
    ({"outcome": "promised", "promises": ("7K3MP-9QXTF",)}, {"outcome": "promised", "promises": ["7K3MP-9QXTF"]}),
    ({"outcome": "answered", "answer": "Quý I"}, {"answer": "Quý I"}),
]


@pytest.mark.parametrize(("changes", "expected"), QUESTIONS)
def test_a_question_is_told_with_what_became_of_it(site: Flask, changes: dict[str, Any], expected: dict[str, Any]):
    item = items.question_item(replace(QUESTION, **changes), AROUND)
    assert {name: item[name] for name in expected} == expected
    assert item["url"].endswith("/doi-thoai/7K3MP-9QXTR/cau-hoi/7K3MP-9QXTC")
    keeps_to(site, shapes.QuestionShape, item)


LINE = CommitmentLine(
    id=6,
    code="7K3MP-9QXTG",
    dialogue_id=1,
    dialogue_title="Đối thoại",
    held_on=TODAY,
    state="open",
    text="Sửa cầu",
    department="Phòng Kinh tế",
    post="Trưởng phòng",
    due_on=TODAY,
    first_due_on=TODAY,
    overdue=False,
    soon=True,
    days_late=0,
    done_on=None,
    official_id=4,
)
COMMITMENTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"due_on": "2026-11-20", "overdue": False, "days_late": 0, "done_on": None, "reason": ""}),
    ({"overdue": True, "days_late": 12}, {"overdue": True, "days_late": 12}),
    ({"days_late": -3}, {"days_late": 0}),
    ({"state": "done", "done_on": TODAY}, {"state": "done", "done_on": "2026-11-20"}),
    ({"state": "withdrawn", "reason": "Hết vốn"}, {"state": "withdrawn", "reason": "Hết vốn"}),
    ({"due_on": None, "first_due_on": None}, {"due_on": None, "first_due_on": None}),
    ({"department": None, "post": None}, {"department": "", "post": ""}),
]


@pytest.mark.parametrize(("changes", "expected"), COMMITMENTS)
def test_a_promise_is_told_by_post_not_by_name(site: Flask, changes: dict[str, Any], expected: dict[str, Any]):
    item = items.commitment_item(replace(LINE, **changes), "7K3MP-9QXTR")
    assert {name: item[name] for name in expected} == expected
    keeps_to(site, shapes.CommitmentShape, item)


# ------------------------------------------------------------------ numbers

SEVEN = Tally(received=7, open=2, overdue=1, settled=5, timed=5, on_time=4, answered=5, rated=3, satisfied=3)
ONE = Tally(received=1, open=1)
BOARD = Board(
    first_on=date(2025, 12, 1),
    today=TODAY,
    whole=SEVEN + ONE,
    by_field={3: SEVEN, None: ONE},
    by_village={8: SEVEN, 9: ONE},
    by_department={5: SEVEN, 6: ONE},
    by_month={date(2026, 11, 1): Tally(received=8, open=3)},
    days={2: 4, 9: 1},
    days_by_field={3: {2: 4, 9: 1}},
)
MADE = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
HELD = Held(kind="commune_conference", held=1, owed=2, first_on=date(2026, 1, 1), last_on=TODAY)
RECEIVED = Held(kind="chair", held=5, owed=4, first_on=date(2026, 10, 1), last_on=date(2026, 10, 31))
DUTIES = Duties(
    dialogues=(HELD, replace(HELD, kind="leader_dialogue", held=0, owed=0)), reception=(RECEIVED,),
    promises=PromiseTally(made=3, kept=2, in_time=1, owed=1, overdue=1),
)  # fmt: skip


def test_numbers_are_counts_and_shares_of_enough_cases():
    told = number_items.numbers_of(SEVEN)
    assert {name: told[name] for name in COUNTS} == asdict(SEVEN)
    assert (told["on_time_share"], told["satisfied_share"], told["evidence_share"]) == (0.8, None, 0.0)
    assert set(told) == {*COUNTS, *SHARES}


def test_a_share_has_four_digits():
    assert number_items.numbers_of(Tally(timed=7, on_time=2))["on_time_share"] == 0.2857


def test_the_board_is_told_whole_with_every_definition(site: Flask):
    told = number_items.measures_item(StoredBoard(board=BOARD, made_at=MADE), DUTIES, AROUND)
    assert [(group["field"], group["field_name"], group["received"]) for group in told["by_field"]] == [
        ("duong", "Đường", 7),
        (None, "", 1),
    ]
    assert [group["village"] for group in told["by_village"]] == ["na-lia", "na-pat"]
    assert [(group["department"], group["department_name"]) for group in told["by_department"]] == [("dia-chinh", "Địa chính")]
    assert (told["total"]["median_days"], told["total"]["p90_days"]) == (2, 9)
    assert [(group["median_days"], group["p90_days"]) for group in told["by_field"]] == [(2, 9), (None, None)]
    assert (told["as_of"], told["counted_at"]) == ("2026-11-20", "2026-11-20T01:30:00+00:00")
    assert number_items.measures_item(StoredBoard(board=BOARD), DUTIES, AROUND)["counted_at"] is None
    assert [item["name"] for item in told["definitions"]] == list(definitions())
    assert (told["first_on"], told["last_on"], told["by_month"][0]["month"]) == ("2025-12-01", "2026-11-20", "2026-11-01")
    assert list(told) == list(Measures().fields)


TOLD: list[tuple[Duties, dict[str, int], list[tuple[Any, ...]]]] = [
    # what is known, promises that are not nought, duties: kind, held, required, met, from, to
    (
        DUTIES,
        {"made": 3, "kept": 2, "in_time": 1, "owed": 1, "overdue": 1},
        [
            ("commune_conference", 1, 2, False, "2026-01-01", "2026-11-20"),
            ("chair", 5, 4, True, "2026-10-01", "2026-10-31"),
        ],
    ),
    (Duties(dialogues=(), reception=(), promises=PromiseTally(made=1, withdrawn=1)), {"made": 1, "withdrawn": 1}, []),
    (
        Duties(dialogues=(replace(HELD, kind="leader_dialogue", owed=0),), reception=(), promises=PromiseTally()),
        {},
        [("leader_dialogue", 1, 0, True, "2026-01-01", "2026-11-20")],
    ),
    (Duties(dialogues=(replace(HELD, held=0, owed=0),), reception=(), promises=PromiseTally()), {}, []),
]


@pytest.mark.parametrize(("known", "promises", "duties"), TOLD)
def test_promises_and_duties_are_told_with_their_time(
    site: Flask, known: Duties, promises: dict[str, int], duties: list[tuple[Any, ...]]
):  # fmt: skip
    told = json.loads(dumped(number_items.measures_item(StoredBoard(board=BOARD), known, AROUND)))
    assert {name: number for name, number in told["promises"].items() if number} == promises
    facts = ("kind", "held", "required", "met", "first_on", "last_on")
    assert [tuple(item[name] for name in facts) for item in told["duties"]] == duties
    for item in told["duties"]:
        keeps_to(site, Duty, item)
        assert item["name"] == {**DIALOGUE_NAMES, **RECEPTION_NAMES}[item["kind"]]
    keeps_to(site, Promises, told["promises"])


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        ({}, []),
        ({"": 2}, [(None, 2)]),
        ({"weather": 1, "": 1, "means": 3}, [("means", 3), ("weather", 1), (None, 1)]),
        ({"a_code_of_another_day": 2, "": 1}, [(None, 3)]),
    ],
)
def test_reasons_of_lateness_are_told_by_code_the_most_frequent_first(
    site: Flask, counted: dict[str, int], told: list[tuple[Any, ...]]
):  # fmt: skip
    item = number_items.measures_item(StoredBoard(board=replace(BOARD, late_by_reason=counted)), DUTIES, AROUND)
    assert [(row["reason"], row["late"]) for row in item["late_reasons"]] == [(row[0], row[-1]) for row in told]
    assert all(row["name"] == late_words(row["reason"] or "", "vi") for row in item["late_reasons"])
    for row in item["late_reasons"]:
        keeps_to(site, LateReason, row)


def test_the_board_as_a_table_has_a_row_for_each_group(site: Flask):
    rows = number_items.number_rows(replace(BOARD, late_by_reason={"": 1, "site_checks": 2}), AROUND)
    assert [(row["group"], row["key"]) for row in rows] == [
        ("total", None),
        ("field", "duong"),
        ("field", None),
        ("village", "na-lia"),
        ("village", "na-pat"),
        ("department", "dia-chinh"),
        ("month", "2026-11-01"),
        ("late_reason", "site_checks"),
        ("late_reason", None),
    ]
    schema = jsonschema_rs.validator_for(json.loads(dumped(spec.schema_of(NumberRow))))
    for row in rows:
        schema.validate(json.loads(dumped(row)))
        assert set(row) == set(NumberRow().fields)
    assert (rows[0]["received"], rows[-3]["open"]) == (8, 3)
    told = ("name", "settled", "timed", "on_time", "received", "on_time_share")
    late = [tuple(row[name] for name in told) for row in rows[-2:]]
    assert late == [(late_words("site_checks", "vi"), 2, 2, 0, None, None), (late_words("", "vi"), 1, 1, 0, None, None)]
    assert [row["median_days"] for row in rows[:3]] == [2, 2, None]

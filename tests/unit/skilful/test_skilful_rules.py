"""The table of steps, and what a registration, a year's result, a note and a recognition must hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.permissions import Permission
from core.settings_registry import setting_def
from skilful.catalogue import levels, named, spheres
from skilful.rules import (
    AMOUNT_MOST,
    ASSESS_BY,
    ASSESS_BY_DEFAULT,
    STEPS,
    Assessment,
    NewModel,
    Recognition,
    Standing,
    assess_by,
    assessment_faults,
    may_take,
    note_faults,
    reason_faults,
    recognition_faults,
    subject_of,
    typed_faults,
    year_faults,
)
from skilful.states import State, Step

TODAY = date(2026, 11, 20)
GOOD: dict[str, Any] = {
    "name": "Đường hoa", "kind": "collective", "carrier": "Chi hội Phụ nữ", "sphere": "kinh-te", "what": "Trồng hoa ven đường.",
    "goal": "600 mét đường hoa.", "year": 2026, "organisation": "Hội Phụ nữ",
}  # fmt: skip


# ------------------------------------------------------------------ the table


TABLE = [
    # step, standing, allowed
    (Step.ASSESS, {"state": State.REGISTERED}, True),
    (Step.ASSESS, {"state": State.ASSESSED}, False),
    (Step.ASSESS, {"state": State.ENDED}, False),
    (Step.REASSESS, {"state": State.ASSESSED}, True),
    (Step.REASSESS, {"state": State.ASSESSED, "recognised": True}, False),  # who recognised it relied on it
    (Step.REASSESS, {"state": State.REGISTERED}, False),
    (Step.RECOGNISE, {"state": State.ASSESSED, "result": "achieved"}, True),
    (Step.RECOGNISE, {"state": State.ASSESSED, "result": "partly"}, True),
    (Step.RECOGNISE, {"state": State.ASSESSED, "result": "not_achieved"}, False),
    (Step.RECOGNISE, {"state": State.REGISTERED}, False),
    (Step.STRIKE, {"state": State.ASSESSED, "recognised": True}, True),
    (Step.STRIKE, {"state": State.ASSESSED}, False),
    (Step.STRIKE, {"state": State.REGISTERED, "recognised": True}, False),
    (Step.CARRY_ON, {"state": State.ASSESSED}, True),
    (Step.CARRY_ON, {"state": State.REGISTERED}, False),
    (Step.NOTE, {"state": State.ASSESSED}, True),
    (Step.NOTE, {"state": State.ENDED}, False),
    (Step.HIDE_NOTE, {"state": State.REGISTERED}, False),
    (Step.HIDE_NOTE, {"state": State.ENDED, "public_notes": True}, True),
    (Step.END, {"state": State.REGISTERED}, True),
    (Step.END, {"state": State.ENDED}, False),
    (Step.WITHDRAW, {"state": State.REGISTERED}, True),
    (Step.WITHDRAW, {"state": State.REGISTERED, "published": True}, False),
    (Step.WITHDRAW, {"state": State.REGISTERED, "first_year": False}, False),  # it has a year behind it
    (Step.WITHDRAW, {"state": State.ASSESSED}, False),
    (Step.CORRECT, {"state": State.ENDED}, True),
    (Step.CORRECT, {"state": State.WITHDRAWN}, False),
    (Step.PUBLISH, {"state": State.ENDED}, True),
    (Step.PUBLISH, {"state": State.WITHDRAWN}, False),
    (Step.PUBLISH, {"state": State.ASSESSED, "published": True}, False),
    (Step.PUBLISH, {"state": State.ASSESSED, "published": True, "taken_back": True}, False),  # for good
    (Step.TAKE_BACK, {"state": State.ASSESSED, "published": True}, True),
    (Step.TAKE_BACK, {"state": State.ASSESSED}, False),
    (Step.TAKE_BACK, {"state": State.ASSESSED, "published": True, "taken_back": True}, False),
]


@pytest.mark.parametrize(("step", "standing", "allowed"), TABLE)
def test_a_step_is_taken_where_the_table_allows_it(step: Step, standing: dict, allowed: bool):
    assert may_take(step, Standing(**standing)) is allowed


def test_every_step_but_the_first_is_in_the_table_and_leads_somewhere_known():
    assert set(STEPS) == set(Step) - {Step.REGISTER}
    assert {passage.permission for passage in STEPS.values()} == {Permission.SKILFUL_WRITE, Permission.SKILFUL_DECIDE}
    leads = {step: passage.to for step, passage in STEPS.items() if passage.to is not None}
    assert leads == {
        Step.ASSESS: State.ASSESSED, Step.REASSESS: State.REGISTERED, Step.CARRY_ON: State.REGISTERED, Step.END: State.ENDED,
        Step.WITHDRAW: State.WITHDRAWN,
    }  # fmt: skip


def test_nothing_is_done_with_what_was_withdrawn():
    everything = {"recognised": True, "public_notes": True, "published": True, "result": "achieved"}
    assert [step for step in STEPS if may_take(step, Standing(state=State.WITHDRAWN, **everything))] == []


# ------------------------------------------------------------------ what is typed


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"kind": "individual", "named": True}, {}),
        ({"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 1)}, {}),
        ({"organisation": "", "department_id": 3}, {}),
        ({"name": "Hoa"}, {"name": "name_missing"}),
        ({"name": "x" * 201}, {"name": "text_long"}),
        ({"carrier": ""}, {"carrier": "carrier_missing"}),
        ({"what": "x" * 3001}, {"what": "text_long"}),
        ({"goal": "ít"}, {"goal": "goal_missing"}),
        ({"kind": ""}, {"kind": "kind_unknown"}),
        ({"named": True}, {"named": "named_collective"}),
        ({"sphere": "the-thao"}, {"sphere": "sphere_unknown"}),
        ({"organisation": ""}, {"department_id": "keeper_missing"}),
        ({"organisation": "x" * 161}, {"organisation": "text_long"}),
        ({"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)}, {"ends_on": "ends_before"}),
        ({"year": None}, {"year": "year_bad"}),
    ],
)
def test_a_registration_is_whole(changes: dict, faults: dict):
    assert typed_faults(NewModel(**{**GOOD, **changes}), today=TODAY) == faults


@pytest.mark.parametrize(
    ("year", "after", "faults"),
    [
        (2015, None, {"year": "year_bad"}),
        (2016, None, {}),
        (2027, None, {}),
        (2028, None, {"year": "year_bad"}),
        (2027, 2026, {}),
        (2026, 2026, {"year": "year_before"}),
        (2025, 2026, {"year": "year_before"}),
    ],
)
def test_a_year_is_near_and_after_the_last_one(year: int, after: int | None, faults: dict):
    assert year_faults(year, today=TODAY, after=after) == faults


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({}, {}),
        ({"amount": 45, "unit": "hộ"}, {}),
        ({"amount": 0, "unit": "hộ"}, {}),
        ({"result": "great"}, {"result": "choice_unknown"}),
        ({"outcome": "tốt"}, {"outcome": "outcome_missing"}),
        ({"outcome": "x" * 3001}, {"outcome": "text_long"}),
        ({"amount": 45}, {"unit": "unit_missing"}),
        ({"unit": "hộ"}, {"amount": "amount_missing"}),
        ({"amount": -1, "unit": "hộ"}, {"amount": "number_bad"}),
        ({"amount": AMOUNT_MOST + 1, "unit": "hộ"}, {"amount": "number_bad"}),
        ({"amount": 1, "unit": "x" * 41}, {"unit": "text_long"}),
    ],
)
def test_a_result_says_what_came_of_it(said: dict, faults: dict):
    assert assessment_faults(Assessment(**{"result": "partly", "outcome": "Được 300 mét.", **said})) == faults


@pytest.mark.parametrize(
    ("decided", "faults"),
    [
        ({}, {}),
        ({"decided_on": TODAY}, {}),
        ({"level": "huyen"}, {"level": "choice_unknown"}),
        ({"document": ""}, {"document": "document_missing"}),
        ({"document": "x" * 81}, {"document": "text_long"}),
        ({"decided_on": None}, {"decided_on": "date_bad"}),
        ({"decided_on": date(2026, 11, 21)}, {"decided_on": "decided_later"}),
    ],
)
def test_a_recognition_names_its_decision(decided: dict, faults: dict):
    known = {"level": "tinh", "document": "9/QĐ", "decided_on": date(2026, 11, 1), **decided}
    assert recognition_faults(Recognition(**known), today=TODAY) == faults


@pytest.mark.parametrize(
    ("words", "on", "faults"),
    [
        ("Đã trồng 100 mét.", TODAY, {}),
        ("xong", TODAY, {"words": "words_missing"}),
        ("x" * 3001, TODAY, {"words": "text_long"}),
        ("Đã trồng 100 mét.", None, {"on": "date_bad"}),
        ("Đã trồng 100 mét.", date(1926, 11, 20), {"on": "date_bad"}),
        ("Đã trồng 100 mét.", date(2026, 11, 21), {"on": "note_later"}),
        ("Đã trồng 100 mét.", date(2026, 1, 1), {}),
        ("Đã trồng 100 mét.", date(2025, 12, 31), {"on": "note_early"}),
    ],
)
def test_a_note_has_words_and_a_day_that_was(words: str, on: date | None, faults: dict):
    assert note_faults(words, on, today=TODAY, year=2026) == faults


@pytest.mark.parametrize(
    ("starts_on", "on", "faults"),
    [
        (date(2026, 12, 10), date(2025, 1, 20), {"on": "note_early"}),
        (date(2026, 12, 10), date(2026, 11, 1), {}),  # what prepares it
        (date(2025, 3, 1), date(2025, 3, 1), {}),
        (date(2025, 3, 1), date(2025, 2, 28), {"on": "note_early"}),
    ],
)
def test_a_note_is_not_older_than_its_model(starts_on: date, on: date, faults: dict):
    assert note_faults("Đã trồng 100 mét.", on, today=TODAY, year=2026, starts_on=starts_on) == faults


@pytest.mark.parametrize(("reason", "faults"), [("x" * 9, "reason_short"), ("x" * 10, ""), ("x" * 2001, "text_long")])
def test_a_reason_is_one(reason: str, faults: str):
    assert reason_faults(reason) == ({"reason": faults} if faults else {})


# ------------------------------------------------------------------ data and settings


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("11-30", date(2026, 11, 30)),
        (" 12-15 ", date(2026, 12, 15)),
        ("1-5", date(2026, 1, 5)),
        ("02-29", date(2026, 11, 30)),  # no such day in 2026
        ("30-11", date(2026, 11, 30)),
        ("30/11", date(2026, 11, 30)),
        ("15/12", date(2026, 12, 15)),
        ("29/02", date(2026, 11, 30)),
        ("/", date(2026, 11, 30)),
        ("", date(2026, 11, 30)),
        ("-", date(2026, 11, 30)),
        ("9" * 30, date(2026, 11, 30)),
        ("99999999999-99999999999999", date(2026, 11, 30)),
    ],
)
def test_the_day_by_which_models_are_assessed(text: str, wanted: date):
    assert assess_by(text, 2026) == wanted


def test_the_setting_and_the_rule_know_the_same_day():
    assert assess_by(str(setting_def(ASSESS_BY).default), 2026) == date(2026, *ASSESS_BY_DEFAULT)
    assert setting_def(ASSESS_BY).uncertain


def test_the_lists_of_the_movement_are_data_in_two_languages():
    assert list(spheres()) == ["kinh-te", "van-hoa-xa-hoi", "quoc-phong-an-ninh", "he-thong-chinh-tri"]
    assert list(levels()) == ["xa", "tinh", "khac"]
    for word in (*spheres().values(), *levels().values()):
        assert word.named("vi") != word.named("en")
        assert len(word.code) <= 40


def test_a_code_that_left_the_list_stands_for_itself():
    assert (named(levels(), "huyen", "vi"), named(levels(), "tinh", "vi")) == ("huyen", "Cấp tỉnh")


def test_a_model_is_called_by_its_number():
    assert subject_of(7) == "skilful:7"

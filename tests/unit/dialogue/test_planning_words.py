"""Nothing of the plan is without words: kinds, states, steps, callers, and every code with which a command refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

import dialogue
from core.settings_registry import SETTINGS, setting_def
from deadlines.reference import shipped_terms
from dialogue import dialogue_phrases as phrases
from dialogue.checklist import RULES, CheckStep
from dialogue.duty_rules import FREQUENCY, CallSource
from dialogue.queries.dialogues import Record
from dialogue.states import STEPS, DialogueForm, DialogueKind, DialogueState, Step
from tests.unit.dialogue.test_calendar_file import VIEW

ROOM = Path(dialogue.__file__).parent
OWN_SERVICES = ("planning", "conflicts", "rescheduling", "sessions", "checks", "calls")
SAID_APART = {"notice_too_late", "notice_too_late_for_office"}
"""Their sentences carry the last day (phrases.too_late, too_late_for_office)."""


@pytest.fixture
def speaking() -> Flask:
    """Return a bare application in whose context words are words."""
    app = Flask("words")
    Babel(app, default_locale="vi")
    return app


def refusals(service: str) -> set[str]:
    """Return the codes that stand as the value of a field in a service: ``faults["x"] = "code"``, ``{"x": "code"}``."""
    text = (ROOM / "services" / f"{service}.py").read_text(encoding="utf-8")
    text = re.sub(r'"""[\s\S]*?"""', "", text)
    written = re.findall(r'faults\["\w+"\] = "([a-z_]+)"', text)
    named = re.findall(r'"[a-z_]+": "([a-z_]+)"', text)
    return {code for code in (*written, *named) if "_" in code}


@pytest.mark.parametrize("service", OWN_SERVICES)
def test_every_refusal_of_a_command_has_its_sentence(service: str):
    codes = refusals(service)
    assert codes - set(phrases.FAULTS) - SAID_APART == set()


def test_refusals_are_found_where_they_are_written():
    assert refusals("conflicts") == {"place_twice", "place_taken", "chair_taken"}
    assert {"in_the_past", "calendar_not_covered", "title_missing"} <= refusals("planning")


@pytest.mark.parametrize(
    ("words", "vocabulary"),
    [
        (phrases.KINDS, DialogueKind), (phrases.FORMS, DialogueForm), (phrases.STATES, DialogueState),
        (phrases.LOOKS, DialogueState), (phrases.CHECKS, CheckStep), (phrases.SOURCES, CallSource),
    ],
)  # fmt: skip
def test_every_word_of_a_vocabulary_is_said(words: Mapping[StrEnum, object], vocabulary: type[StrEnum]):
    assert set(words) == set(vocabulary)


def test_every_step_at_the_desk_says_what_it_did():
    assert set(phrases.DONE) == set(STEPS) - {Step.CONCLUDE}
    assert set(phrases.STEPS) == set(phrases.DONE) - {Step.CHANGE, Step.AMEND}


def test_an_unknown_code_and_the_gate_have_a_sentence_too(speaking: Flask):
    with speaking.test_request_context():
        assert phrases.fault("no_such_code") == "Chỗ này chưa đúng. Hãy xem lại."
        assert phrases.fault("reason_missing") == "Hãy ghi lý do."
        sentence = phrases.too_late("08/12/2026")
    assert "chậm nhất là 08/12/2026" in sentence
    assert "Điều 43" in sentence


@pytest.mark.parametrize("kinds", [("leader_dialogue",), ("pre_decision_hearing",)])
def test_the_days_of_article_43_are_said_of_the_conference_alone(speaking: Flask, kinds: tuple[str, ...]):
    with speaking.test_request_context():
        bound = [str(phrases.step_words(step, VIEW)[1]) for step in (Step.POSTPONE, Step.CLOSE)]
        free = [str(phrases.step_words(step, replace(VIEW, satisfies=kinds))[1]) for step in (Step.POSTPONE, Step.CLOSE)]
        office = phrases.too_late_for_office("08/12/2026")
        wanted = [phrases.fault(code) for code in ("how_to_join_wanted", "place_wanted")]
    assert [re.findall(r"\d+ ngày", said) for said in bound] == [["7 ngày"], ["10 ngày"]]
    assert [said for said in [*free, office, *wanted] if re.search(r"\d+ ngày|Điều|Luật", said)] == []
    assert "chậm nhất là 08/12/2026" in office


def test_hours_are_vietnam_s_and_unknown_for_what_was_entered_afterwards(speaking: Flask):
    with speaking.test_request_context():
        assert phrases.hours(VIEW) == "08:00–11:00"
        assert phrases.hours(replace(VIEW, starts_at=VIEW.starts_at + timedelta(minutes=30))) == "08:30–11:00"
        assert phrases.hours(replace(VIEW, record=Record(attended=None, conclusion=""))) == ""


def test_the_kind_it_is_called_by_comes_first(speaking: Flask):
    both = replace(VIEW, kind="leader_dialogue", satisfies=("commune_conference", "leader_dialogue"))
    with speaking.test_request_context():
        assert phrases.kind_words(both) == [
            "Bí thư, Chủ tịch đối thoại với Nhân dân", "Hội nghị đối thoại của Ủy ban nhân dân xã",
        ]  # fmt: skip
        assert phrases.words_of(VIEW)["kinds"] == ["Hội nghị đối thoại của Ủy ban nhân dân xã"]


def test_every_term_and_setting_of_the_room_exists():
    terms = {item.code for item in shipped_terms()}
    assert {rule.term for rule in RULES.values() if rule.term} | set(FREQUENCY.values()) <= terms
    known = {item.key for item in SETTINGS}
    assert {rule.setting for rule in RULES.values() if rule.setting} | {"commune_voters", "similar_letters_alert"} <= known


@pytest.mark.parametrize(
    ("key", "default"),
    [
        ("commune_voters", 0), ("similar_letters_alert", 5), ("dialogue_plan_days", 30), ("dialogue_draft_days", 10),
        ("dialogue_invite_days", 7), ("dialogue_notice_days", 7), ("dialogue_material_days", 3), ("dialogue_report_days", 30),
    ],
)  # fmt: skip
def test_settings_of_dialogues_are_uncertain_and_within_their_bounds(key: str, default: int):
    item = setting_def(key)
    assert (item.default, item.uncertain, item.least <= default <= item.most) == (default, True, True)

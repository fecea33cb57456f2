"""The window, the words and the steps of a question, against tables written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.permissions import Actor
from core.permissions import Permission
from dialogue.question_rules import NewQuestion, cleaned_question, may_draft, may_key_in, question_faults, question_window
from dialogue.question_states import (
    KEYED,
    STEPS,
    UNANSWERED,
    QuestionChannel,
    QuestionOutcome,
    QuestionState,
    QuestionStep,
    question_leads_to,
)

FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)
ROADS = {
    ("accept", "waiting"): "accepted", ("accept", "accepted"): "accepted", ("accept", "refused"): "accepted",
    ("refuse", "waiting"): "refused", ("refuse", "accepted"): "refused",
    ("lead", "waiting"): "led_elsewhere", ("lead", "accepted"): "led_elsewhere",
    ("merge", "waiting"): "merged", ("merge", "accepted"): "merged", ("unmerge", "merged"): "merged",
    ("assign", "accepted"): "accepted", ("draft", "accepted"): "accepted", ("settle", "accepted"): "accepted",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Day:
    state: str = "announced"
    questions_from: date | None = FIRST
    questions_to: date | None = LAST


@dataclass(frozen=True, kw_only=True)
class Given:
    unit_id: int = 1
    department_id: int | None = 4
    officer_id: int | None = None


def actor(*permissions: Permission, unit_id: int = 1, actor_id: int = 7, departments: tuple[int, ...] = ()) -> Actor:
    return Actor(
        id=actor_id, unit_id=unit_id, name="Cán bộ", permissions=frozenset(permissions), department_ids=frozenset(departments)
    )


@pytest.mark.parametrize(
    ("day", "dialogue", "code"),
    [
        (date(2026, 11, 19), Day(), "early"),
        (date(2026, 11, 20), Day(), ""),
        (date(2026, 12, 10), Day(), ""),
        (date(2026, 12, 11), Day(), "late"),
        (date(2026, 12, 1), Day(state="planned"), "late"),
        (date(2026, 12, 1), Day(state="in_session"), "late"),
        (date(2026, 12, 1), Day(state="held"), "late"),
        (date(2026, 12, 1), Day(state="cancelled"), "cancelled"),
        (date(2026, 12, 1), Day(questions_from=None, questions_to=None), "none"),
        (date(2026, 12, 1), Day(questions_to=None), "none"),
    ],
)
def test_questions_are_taken_on_the_days_of_the_window_only(day: date, dialogue: Day, code: str):
    window = question_window(dialogue, today=day)
    assert (window.open, window.code) == (code == "", code)


def test_a_closed_window_names_its_days():
    window = question_window(Day(), today=date(2027, 1, 1))
    assert (window.first_on, window.last_on) == (FIRST, LAST)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"text": "Ngắn quá"}, {"text": "question_short"}),
        ({"text": "x" * 2001}, {"text": "question_long"}),
        ({"name": ""}, {"name": "name_missing"}),
        ({"phone": ""}, {"phone": "phone_missing"}),
        ({"phone": "12"}, {"phone": "phone_bad"}),
        ({"email": "ai@"}, {"email": "email_bad"}),
        ({"email": "a b@c.vn"}, {"email": "email_bad"}),
        ({"email": ""}, {}),
        ({"name": "", "phone": "", "channel": QuestionChannel.PAPER}, {}),
        ({"name": "", "phone": "77", "channel": QuestionChannel.FRONT}, {"phone": "phone_bad"}),
    ],
)
def test_a_question_holds_what_it_must(changes: dict[str, object], faults: dict[str, str]):
    typed = {
        "text": "Bao giờ xã sửa đường vào thôn?",
        "name": "Lý Văn Sáu",
        "phone": "+84 912 345 678",
        "email": "sau@example.vn",
    }
    assert question_faults(cleaned_question(NewQuestion(**{**typed, **changes}))) == faults


def test_what_was_typed_is_cleaned():
    new = cleaned_question(
        NewQuestion(text=" Bao giờ\r\nsửa?\u200b ", name=" Lý  Sáu ", phone="+84 912.345.678", email=" A@B.VN ", locale="fr")
    )
    assert (new.text, new.name, new.phone, new.email, new.locale) == ("Bao giờ\nsửa?", "Lý Sáu", "0912345678", "a@b.vn", "vi")


@pytest.mark.parametrize("step", QuestionStep)
@pytest.mark.parametrize("state", QuestionState)
def test_a_step_leads_where_the_table_says_and_nowhere_else(step: QuestionStep, state: QuestionState):
    after = question_leads_to(step, state)
    assert (after.value if after else None) == ROADS.get((step.value, state.value))


def test_every_step_has_a_line_and_a_permission():
    assert set(STEPS) == set(QuestionStep)
    assert {permission for _from, _to, permission in STEPS.values()} == {Permission.DIALOGUE_PLAN, Permission.DIALOGUE_ANSWER}


def test_only_what_nobody_answered_becomes_a_case():
    assert set(QuestionOutcome) - UNANSWERED == {QuestionOutcome.ANSWERED, QuestionOutcome.PROMISED}


@pytest.mark.parametrize(
    ("who", "question", "may"),
    [
        (actor(Permission.DIALOGUE_ANSWER, departments=(4,)), Given(), True),
        (actor(Permission.DIALOGUE_ANSWER, departments=(5,)), Given(), False),
        (actor(Permission.DIALOGUE_ANSWER), Given(officer_id=7), True),
        (actor(Permission.DIALOGUE_PLAN, departments=(4,)), Given(), False),
        (actor(Permission.DIALOGUE_ANSWER, departments=(4,), unit_id=2), Given(), False),
        (actor(Permission.DIALOGUE_ANSWER), Given(department_id=None), False),
    ],
)
def test_the_department_that_was_asked_writes_the_draft(who: Actor, question: Given, may: bool):
    assert may_draft(who, question) is may


@pytest.mark.parametrize("channel", KEYED)
def test_the_office_and_the_front_key_questions_in(channel: QuestionChannel):
    assert may_key_in(actor(Permission.DIALOGUE_PLAN), channel) is True
    assert may_key_in(actor(Permission.DIALOGUE_SUPERVISE), channel) is True
    assert may_key_in(actor(Permission.DIALOGUE_READ), channel) is False


def test_questions_from_the_hall_are_the_offices():
    assert may_key_in(actor(Permission.DIALOGUE_SUPERVISE), QuestionChannel.HALL) is False

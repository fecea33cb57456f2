"""The small rules between a question, its outcome, its promise and who asked it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogue.commitment_rules import voice_faults
from dialogue.commitment_states import VERDICTS, CommitmentState, Verdict, leads_to
from dialogue.minute_rules import OUTCOMES, Item, faults_of_item
from dialogue.question_events import QuestionSettled
from dialogue.remark_reminders import remark_reminder
from dialogue.states import STEPS, DialogueState, Step
from tests.makers import NOW

ITEM = Item(client_id="may-0123456789ab", opinion="Chợ không có thùng rác", question_id=7)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"question_id": None}, {}),
        ({"outcome": "follow_up"}, {}),
        ({"outcome": "answered", "answer": "Có."}, {}),
        ({"outcome": "answered"}, {"answer": "answer_missing"}),
        ({"outcome": "promised", "promised": True, "promise": "Đặt thùng"}, {}),
        ({"outcome": "promised", "promise": "Đặt thùng"}, {"promise": "commitment_text_missing"}),
        ({"outcome": "promised", "promised": True}, {"promise": "commitment_text_missing"}),
        ({"outcome": "follow_up", "question_id": None}, {"question_id": "outcome_without_question"}),
        ({"outcome": "open"}, {"outcome": "choice_unknown"}),
        ({"outcome": "<script>"}, {"outcome": "choice_unknown"}),
        ({"outcome": "answered", "dropped": True}, {}),  # what is taken out says nothing
    ],
)
def test_an_outcome_belongs_to_a_question_and_has_its_words(changes: dict[str, object], faults: dict[str, str]):
    assert faults_of_item(replace(ITEM, **changes), held_on=date(2026, 12, 15)) == faults


@pytest.mark.parametrize(
    ("verdict", "text", "faults"),
    [
        (Verdict.CONFIRM, "", {}),
        (Verdict.CONFIRM, "Cảm ơn xã.", {}),
        (Verdict.DISPUTE, "", {"text": "reason_missing"}),
        (Verdict.DISPUTE, "ế" * 2000, {}),
        (Verdict.DISPUTE, "ế" * 2001, {"text": "text_long"}),
        (Verdict.CONFIRM, "Tôi tố cáo ông Nguyễn Văn A nhận hối lộ của dân.", {"text": "reads_as_denunciation"}),
    ],
)
def test_who_disputes_says_why_and_nobody_denounces_here(verdict: Verdict, text: str, faults: dict[str, str]):
    assert voice_faults(verdict, text) == faults


def test_a_verdict_is_given_on_a_report_only():
    may = {
        state: [verdict for verdict, step in VERDICTS.items() if leads_to(step, state) is not None] for state in CommitmentState
    }
    assert {state: verdicts for state, verdicts in may.items() if verdicts} == {
        CommitmentState.DONE: [Verdict.CONFIRM, Verdict.DISPUTE], CommitmentState.CONFIRMED: [Verdict.DISPUTE],
    }  # fmt: skip


DUE = date(2027, 1, 6)  # Wednesday
REMINDED = [
    (date(2027, 1, 5), None, 0),
    (date(2027, 1, 6), "commitment_remark_due", 0),
    (date(2027, 1, 7), "commitment_remark_overdue", 1),
    (date(2027, 1, 13), "commitment_remark_overdue", 7),
    (date(2027, 1, 14), "commitment_remark_overdue", 8),
]


def test_a_remark_is_reminded_of_on_its_last_day_and_once_a_week_afterwards():
    found = [remark_reminder(DUE, today=day) for day, _template, _days in REMINDED]
    assert [(item.template, item.days) if item else (None, 0) for item in found] == [
        (template, days) for _day, template, days in REMINDED
    ]
    marks = [item.mark for item in found if item is not None]
    assert (len(set(marks)), marks[1] == marks[2], marks[2] == marks[3]) == (3, True, False)


def test_an_announcement_is_changed_only_while_it_stands():
    assert STEPS[Step.AMEND] == (frozenset({DialogueState.ANNOUNCED}), None)
    assert {outcome.value for outcome in OUTCOMES} == {"answered", "promised", "follow_up"}


def test_an_outcome_is_told_with_whether_only_its_words_are_new():
    event = QuestionSettled(unit_id=1, at=NOW, actor_id=2, question_id=3, dialogue_id=4, outcome="answered", again=True)
    assert (event.facts()["outcome"], event.facts()["again"]) == ("answered", True)

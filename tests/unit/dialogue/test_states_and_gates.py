"""The steps of a dialogue and its gates, every combination against a table written by hand."""

from __future__ import annotations

from datetime import date

import pytest

from dialogue.rules import NoticeRule, by_law, notice_gate, notice_rules, result_terms
from dialogue.states import PUBLIC_STATES, STEPS, DialogueKind, DialogueState, Step, leads_to

ROADS = {
    ("change", "planned"): "planned", ("announce", "planned"): "announced", ("postpone", "announced"): "announced",
    ("cancel", "planned"): "cancelled", ("cancel", "announced"): "cancelled", ("open", "announced"): "in_session",
    ("amend", "announced"): "announced", ("close", "in_session"): "held", ("conclude", "held"): "concluded",
}  # fmt: skip
LAST_DAY = date(2026, 12, 8)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", DialogueState)
def test_a_step_leads_where_the_table_says_and_nowhere_else(step: Step, state: DialogueState):
    after = leads_to(step, state)
    assert (after.value if after else None) == ROADS.get((step.value, state.value))


def test_every_step_has_a_line_and_only_a_planned_dialogue_is_not_public():
    assert set(STEPS) == set(Step)
    assert set(DialogueState) - PUBLIC_STATES == {DialogueState.PLANNED}


@pytest.mark.parametrize(
    ("today", "reason", "code"),
    [
        (date(2026, 11, 20), "", ""),
        (date(2026, 12, 8), "", ""),
        (date(2026, 12, 9), "", "notice_too_late"),
        (date(2026, 12, 9), "   ", "notice_too_late"),
        (date(2026, 12, 15), "", "notice_too_late"),
        (date(2026, 12, 9), "Nước lũ làm sập cầu", ""),
    ],
)
def test_a_late_announcement_needs_its_reason(today: date, reason: str, code: str):
    gate = notice_gate(today=today, latest_on=LAST_DAY, ad_hoc_reason=reason)
    named = ("DLG.CQDP.NOTICE", LAST_DAY) if code else ("", None)
    assert (gate.open, gate.code, gate.term, gate.on) == (not code, code, *named)


@pytest.mark.parametrize(
    ("kinds", "rules"),
    [
        ({DialogueKind.COMMUNE_CONFERENCE}, ("DLG.CQDP.NOTICE",)),
        ({DialogueKind.LEADER_DIALOGUE}, ("dialogue_notice_days",)),
        ({DialogueKind.PRE_DECISION_HEARING}, ()),
        ({DialogueKind.PRE_DECISION_HEARING, DialogueKind.LEADER_DIALOGUE}, ("dialogue_notice_days",)),
        (set(DialogueKind), ("DLG.CQDP.NOTICE", "dialogue_notice_days")),
        (set(), ()),
    ],
)
def test_the_law_binds_the_notice_of_the_conference_alone(kinds: set[DialogueKind], rules: tuple[str, ...]):
    assert tuple(rule.value for rule in notice_rules(kinds)) == rules
    assert by_law(kinds) is ("DLG.CQDP.NOTICE" in rules)


@pytest.mark.parametrize(
    ("rule", "code"), [(NoticeRule.LAW, "notice_too_late"), (NoticeRule.OFFICE, "notice_too_late_for_office")]
)
def test_a_refusal_names_who_made_the_rule(rule: NoticeRule, code: str):
    gate = notice_gate(today=date(2026, 12, 9), latest_on=LAST_DAY, ad_hoc_reason="", rule=rule)
    assert (gate.open, gate.code, gate.term) == (False, code, rule.value)


@pytest.mark.parametrize(
    ("kinds", "terms"),
    [
        ({DialogueKind.COMMUNE_CONFERENCE}, ("DLG.CQDP.RESULT",)),
        ({DialogueKind.LEADER_DIALOGUE}, ("DLG.PARTY.CONCLUSION",)),
        ({DialogueKind.PRE_DECISION_HEARING}, ()),
        ({DialogueKind.COMMUNE_CONFERENCE, DialogueKind.PRE_DECISION_HEARING}, ("DLG.CQDP.RESULT",)),
        ({DialogueKind.COMMUNE_CONFERENCE, DialogueKind.LEADER_DIALOGUE}, ("DLG.CQDP.RESULT", "DLG.PARTY.CONCLUSION")),
    ],
)
def test_one_event_for_several_duties_keeps_the_terms_of_each(kinds: set[DialogueKind], terms: tuple[str, ...]):
    assert result_terms(kinds) == terms

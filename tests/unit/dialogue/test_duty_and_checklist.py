"""What a year owes, what obliges, and which steps there are: tables written by hand."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.reference import shipped_terms
from deadlines.terms import NotInForce, choose_term
from dialogue.checklist import RULES, Anchor, CheckStep, may_be_ticked
from dialogue.duty_rules import (
    FREQUENCY,
    RECORDED,
    VOTERS_SHARE,
    CallSource,
    Duty,
    PlacedDialogue,
    duties,
    is_duty,
    needed_signatures,
)
from dialogue.states import DialogueKind, DialogueState

TODAY = date(2026, 11, 23)
CONFERENCE, LEADER, HEARING = DialogueKind.COMMUNE_CONFERENCE, DialogueKind.LEADER_DIALOGUE, DialogueKind.PRE_DECISION_HEARING
BOTH = (CONFERENCE.value, LEADER.value)
OWED = {CONFERENCE: 1, LEADER: 1}
SHARE = 10


def placed(day: date, state: DialogueState, *kinds: str) -> PlacedDialogue:
    return PlacedDialogue(held_on=day, state=state, satisfies=kinds)


def line(found: list[Duty], kind: DialogueKind) -> tuple[int, date | None, bool, bool]:
    duty = next(item for item in found if item.kind is kind)
    return duty.held, duty.next_on, duty.met, duty.planned


@pytest.mark.parametrize(
    ("dialogues", "conference", "leader"),
    [
        ([], (0, None, False, False), (0, None, False, False)),
        # one event satisfies both
        ([placed(date(2026, 11, 20), DialogueState.HELD, *BOTH)], (1, None, True, False), (1, None, True, False)),
        ([placed(date(2026, 3, 2), DialogueState.CONCLUDED, LEADER.value)], (0, None, False, False), (1, None, True, False)),
        # a hearing meets neither
        ([placed(date(2026, 3, 2), DialogueState.HELD, HEARING.value)], (0, None, False, False), (0, None, False, False)),
        # last year and next year do not count for this one
        ([placed(date(2025, 12, 31), DialogueState.HELD, *BOTH)], (0, None, False, False), (0, None, False, False)),
        ([placed(date(2027, 1, 4), DialogueState.PLANNED, *BOTH)], (0, None, False, False), (0, None, False, False)),
        # on the plan, today and on the last day of the year
        ([placed(TODAY, DialogueState.ANNOUNCED, *BOTH)], (0, TODAY, False, True), (0, TODAY, False, True)),
        (
            [placed(date(2026, 12, 31), DialogueState.PLANNED, CONFERENCE.value)],
            (0, date(2026, 12, 31), False, True), (0, None, False, False),
        ),
        # the nearest of two; what was called off or should be over is none
        (
            [
                placed(date(2026, 12, 20), DialogueState.PLANNED, *BOTH),
                placed(date(2026, 12, 8), DialogueState.ANNOUNCED, *BOTH),
                placed(date(2026, 12, 1), DialogueState.CANCELLED, *BOTH),
                placed(date(2026, 11, 2), DialogueState.ANNOUNCED, *BOTH),
            ],
            (0, date(2026, 12, 8), False, True), (0, date(2026, 12, 8), False, True),
        ),
        # two held: more than owed
        (
            [placed(date(2026, 2, 2), DialogueState.HELD, *BOTH), placed(date(2026, 8, 3), DialogueState.HELD, CONFERENCE.value)],
            (2, None, True, False), (1, None, True, False),
        ),
    ],
)  # fmt: skip
def test_the_duty_of_a_year_counts_what_was_held_and_sees_what_is_planned(dialogues, conference, leader):
    found = duties(dialogues, owed=OWED, today=TODAY)
    assert (line(found, CONFERENCE), line(found, LEADER)) == (conference, leader)


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2026, 11, 23), 38), (date(2026, 1, 1), 364), (date(2028, 1, 1), 365), (date(2026, 12, 31), 0)],
)
def test_the_days_left_of_a_year_end_on_its_last_day(today: date, left: int):
    assert [duty.days_left for duty in duties([], owed=OWED, today=today)] == [left, left]


def test_a_term_that_says_another_number_is_what_is_owed():
    two = duties([placed(date(2026, 2, 2), DialogueState.HELD, *BOTH)], owed={CONFERENCE: 2}, today=TODAY)
    assert [(duty.kind, duty.held, duty.owed, duty.met) for duty in two] == [(CONFERENCE, 1, 2, False)]
    assert {CONFERENCE: "DLG.CQDP.FREQ", LEADER: "DLG.PARTY.FREQ"} == FREQUENCY


@pytest.mark.parametrize(
    ("source", "number", "voters", "obliges"),
    [
        (CallSource.VOTERS, 412, 4120, True),
        (CallSource.VOTERS, 411, 4120, False),
        (CallSource.VOTERS, 413, 4121, True),  # 412.1: a tenth is reached with 413
        (CallSource.VOTERS, 412, 4121, False),
        (CallSource.VOTERS, 5000, 0, False),  # nobody knows how many voters there are
        (CallSource.VOTERS, None, 4120, False),
        (CallSource.GROUP, 4120, 4120, False),
        (CallSource.FRONT, None, 4120, False),
        (CallSource.LETTERS, 999, 4120, False),
    ],
)
def test_only_a_tenth_of_the_voters_obliges(source: CallSource, number: int | None, voters: int, obliges: bool):
    assert is_duty(source, number=number, voters=voters, share=SHARE) is obliges


@pytest.mark.parametrize(
    ("share", "number", "obliges", "needed"),
    [(10, 412, True, 412), (5, 206, True, 206), (5, 205, False, 206), (33, 1360, True, 1360), (0, 4120, False, 0)],
    ids=["the law's", "another law's", "one short", "rounded up", "a day before the law"],
)
def test_the_share_is_that_of_the_term(share: int, number: int, obliges: bool, needed: int):
    assert is_duty(CallSource.VOTERS, number=number, voters=4120, share=share) is obliges
    assert needed_signatures(4120, share=share) == needed


def test_the_share_is_a_row_with_its_article_since_the_law_is_in_force():
    rule = choose_term(shipped_terms(), VOTERS_SHARE, received_on=date(2025, 7, 1))
    assert (rule.number, rule.unit.value, rule.hard) == (10, "percent", True)
    assert rule.basis_vi == "Điều 43 Luật Tổ chức chính quyền địa phương 2025"
    with pytest.raises(NotInForce):
        choose_term(shipped_terms(), VOTERS_SHARE, received_on=date(2025, 6, 30))


@pytest.mark.parametrize(("voters", "needed"), [(0, 0), (1, 1), (10, 1), (11, 2), (4120, 412), (4121, 413), (4129, 413)])
def test_the_signatures_needed_are_a_tenth_rounded_up(voters: int, needed: int):
    assert needed_signatures(voters, share=SHARE) == needed
    assert is_duty(CallSource.VOTERS, number=needed, voters=voters, share=SHARE) is (voters > 0)
    assert is_duty(CallSource.VOTERS, number=needed - 1, voters=voters, share=SHARE) is False


def test_letters_are_counted_by_the_product_and_every_other_caller_is_written_down():
    assert set(CallSource) - set(RECORDED) == {CallSource.LETTERS}


def test_every_step_has_its_rule_and_exactly_one_source_of_its_day():
    assert set(RULES) == set(CheckStep)
    named = {step: bool(rule.term) + bool(rule.setting) for step, rule in RULES.items()}
    assert {step for step, sources in named.items() if sources == 0} == {CheckStep.MINUTES, CheckStep.RESULTS}
    assert max(named.values()) == 1


def test_what_the_law_makes_hard_is_hard_and_what_the_product_knows_is_not_ticked():
    assert {step for step, rule in RULES.items() if rule.hard} == {CheckStep.NOTICE, CheckStep.MINUTES, CheckStep.RESULTS}
    assert {step for step in CheckStep if not may_be_ticked(step)} == {CheckStep.NOTICE, CheckStep.RESULTS}
    assert {step for step, rule in RULES.items() if rule.anchor is Anchor.CONCLUDED} == {CheckStep.FOLLOW_UP}

"""Laws of the plan for any dialogue, call and day: the road through the states, the duty of a year, the tenth of the voters."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.checklist import RULES, Anchor, CheckStep, may_be_ticked
from dialogue.duty_rules import CallSource, PlacedDialogue, duties, is_duty, needed_signatures
from dialogue.rules import notice_gate, result_terms
from dialogue.states import PUBLIC_STATES, STEPS, DialogueKind, DialogueState, Step, leads_to

LAW = settings(max_examples=50, deadline=None)
KINDS = st.sets(st.sampled_from(DialogueKind), min_size=1)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
PLACED = st.builds(
    PlacedDialogue, held_on=DAYS, state=st.sampled_from(DialogueState),
    satisfies=KINDS.map(lambda kinds: tuple(sorted(kind.value for kind in kinds))),
)  # fmt: skip
OWED = {DialogueKind.COMMUNE_CONFERENCE: 1, DialogueKind.LEADER_DIALOGUE: 2}
VOTERS = st.integers(min_value=1, max_value=200_000)
SHARE = 10
ORDER = ["planned", "announced", "in_session", "held", "concluded"]
"""The road of a dialogue that takes place; whoever leaves it is cancelled."""
WALKS = (
    (("announce", "open", "close", "conclude"), "concluded"),
    (("change", "change", "announce", "postpone", "postpone", "open", "close"), "held"),
    (("change", "cancel"), "cancelled"),
    (("announce", "postpone", "cancel"), "cancelled"),
    (("announce", "open"), "in_session"),
    (("postpone",), None),
    (("open",), None),
    (("announce", "announce"), None),
    (("announce", "change"), None),
    (("announce", "open", "cancel"), None),
    (("announce", "open", "postpone"), None),
    (("announce", "open", "close", "open"), None),
    (("announce", "open", "close", "close"), None),
    (("announce", "conclude"), None),
    (("announce", "open", "close", "conclude", "conclude"), None),
    (("cancel", "cancel"), None),
    (("cancel", "announce"), None),
    (("cancel", "change"), None),
)


def walked(steps: tuple[str, ...]) -> DialogueState | None:
    """Return where steps lead from the plan, or None when one of them may not be taken."""
    state: DialogueState | None = DialogueState.PLANNED
    for step in steps:
        state = leads_to(Step(step), state) if state else None
    return state


@pytest.mark.parametrize(("steps", "end"), WALKS)
def test_a_dialogue_walks_its_road_or_is_stopped(steps: tuple[str, ...], end: str | None):
    assert walked(steps) == end


@LAW
@given(st.lists(st.sampled_from(Step), max_size=12))
def test_no_walk_goes_back_and_none_leaves_an_end(steps: list[Step]):
    state = DialogueState.PLANNED
    for step in steps:
        after = leads_to(step, state)
        if after is None:
            continue
        assert state not in {DialogueState.CONCLUDED, DialogueState.CANCELLED}
        if after is DialogueState.CANCELLED:
            assert state in {DialogueState.PLANNED, DialogueState.ANNOUNCED}
        else:
            assert ORDER.index(after) - ORDER.index(state) in {0, 1}, "no state is jumped over"
        state = after


@LAW
@given(st.lists(st.sampled_from(Step), max_size=12))
def test_what_everybody_may_see_stays_to_be_seen(steps: list[Step]):
    state, seen = DialogueState.PLANNED, False
    for step in steps:
        state = leads_to(step, state) or state
        assert not seen or state in PUBLIC_STATES
        seen = state in PUBLIC_STATES


def test_every_state_is_reached_and_every_step_is_taken_from_somewhere():
    assert {walked(steps) for steps, _ in WALKS if walked(steps)} | {DialogueState.PLANNED, DialogueState.ANNOUNCED} == set(
        DialogueState
    )
    assert all(allowed for allowed, _ in STEPS.values())


@LAW
@given(today=DAYS, latest_on=DAYS, reason=st.text(max_size=30))
def test_the_gate_is_open_until_the_last_day_and_afterwards_only_for_a_reason(today: date, latest_on: date, reason: str):
    gate = notice_gate(today=today, latest_on=latest_on, ad_hoc_reason=reason)
    assert gate.open is (today <= latest_on or any(not char.isspace() for char in reason))
    assert (bool(gate.code), bool(gate.term), gate.on is not None) == (not gate.open,) * 3


@LAW
@given(KINDS, KINDS)
def test_one_more_duty_never_takes_a_term_away(one: set[DialogueKind], other: set[DialogueKind]):
    assert set(result_terms(one | other)) == {*result_terms(one), *result_terms(other)}
    assert list(result_terms(one)) == sorted(set(result_terms(one)))


def test_no_duty_has_no_term():
    assert result_terms(()) == ()


@LAW
@given(st.lists(PLACED, max_size=8), DAYS)
def test_the_duty_of_a_year_is_what_a_plain_count_says(dialogues: list[PlacedDialogue], today: date):
    for duty in duties(dialogues, owed=OWED, today=today):
        own = [item for item in dialogues if duty.kind in item.satisfies and item.held_on.year == today.year]
        assert duty.held == len([item for item in own if item.state in {"held", "concluded"}])
        assert duty.met is (duty.held >= OWED[duty.kind])
        assert duty.planned is any(item.state in ORDER[:3] and item.held_on >= today for item in own)
        assert duty.next_on is None or today <= duty.next_on <= date(today.year, 12, 31)
        assert today + timedelta(days=duty.days_left) == date(today.year, 12, 31)


@LAW
@given(st.lists(PLACED, max_size=6), DAYS, st.randoms())
def test_the_order_of_dialogues_changes_no_duty(dialogues: list[PlacedDialogue], today: date, shuffled):
    turned = list(dialogues)
    shuffled.shuffle(turned)
    assert duties(turned, owed=OWED, today=today) == duties(dialogues, owed=OWED, today=today)


@LAW
@given(st.lists(PLACED, max_size=6), DAYS, KINDS)
def test_one_more_dialogue_held_this_year_meets_one_more_of_each_of_its_duties(
    dialogues: list[PlacedDialogue], today: date, kinds: set[DialogueKind]
):
    more = PlacedDialogue(held_on=today, state=DialogueState.HELD, satisfies=[kind.value for kind in kinds])
    before, after = (duties(items, owed=OWED, today=today) for items in (dialogues, [*dialogues, more]))
    assert [new.held - old.held for old, new in zip(before, after, strict=True)] == [int(kind in kinds) for kind in OWED]


def test_a_hearing_is_owed_only_where_a_term_says_so_and_nothing_owed_is_met():
    assert duties([], owed={}, today=date(2026, 6, 1)) == []
    (line,) = duties([], owed={DialogueKind.PRE_DECISION_HEARING: 0}, today=date(2026, 6, 1))
    assert (line.met, line.planned, line.days_left) == (True, False, 213)


@LAW
@given(VOTERS, st.integers(min_value=0, max_value=250_000))
def test_a_call_obliges_from_a_tenth_of_the_voters_on_and_not_one_signature_before(voters: int, number: int):
    assert is_duty(CallSource.VOTERS, number=number, voters=voters, share=SHARE) is (Fraction(number, voters) >= Fraction(1, 10))
    assert is_duty(CallSource.VOTERS, number=number, voters=voters, share=SHARE) is (
        number >= needed_signatures(voters, share=SHARE)
    )


@LAW
@given(VOTERS)
def test_the_signatures_needed_are_the_least_that_are_a_tenth(voters: int):
    needed = needed_signatures(voters, share=SHARE)
    assert Fraction(needed - 1) < Fraction(voters, 10) <= needed


@LAW
@given(st.sampled_from(CallSource), st.none() | st.integers(min_value=0, max_value=10**9), st.integers(0, 200_000))
def test_nobody_but_counted_voters_obliges(source: CallSource, number: int | None, voters: int):
    if is_duty(source, number=number, voters=voters, share=SHARE):
        assert (source, voters > 0, bool(number)) == (CallSource.VOTERS, True, True)


CHECKLIST = [
    # step, counted from, legal term, setting, hard, ticked by hand
    ("plan", "before", "", "dialogue_plan_days", False, True),
    ("questions", "before", "DLG.PARTY.COLLECT", "", False, True),
    ("drafts", "before", "", "dialogue_draft_days", False, True),
    ("invitations", "before", "", "dialogue_invite_days", False, True),
    ("notice", "before", "DLG.CQDP.NOTICE", "", True, False),
    ("materials", "before", "", "dialogue_material_days", False, True),
    ("minutes", "after", "", "", True, True),
    ("conclusion", "after", "DLG.PARTY.CONCLUSION", "", False, True),
    ("results", "after", "", "", True, False),
    ("follow_up", "concluded", "DLG.FOLLOWUP", "", False, True),
    ("report", "after", "", "dialogue_report_days", False, True),
]


@pytest.mark.parametrize(("step", "anchor", "term", "key", "hard", "ticked"), CHECKLIST)
def test_a_step_of_the_checklist_is_dated_by_its_rule(step: str, anchor: str, term: str, key: str, hard: bool, ticked: bool):
    rule = RULES[CheckStep(step)]
    assert (rule.anchor, rule.term, rule.setting, rule.hard, rule.ticked) == (anchor, term, key, hard, ticked)
    assert may_be_ticked(CheckStep(step)) is ticked


def test_steps_stand_in_the_order_of_the_day_before_it_then_after_it():
    assert [step.value for step in RULES] == [step for step, *_ in CHECKLIST] == [step.value for step in CheckStep]
    anchors = [rule.anchor is Anchor.BEFORE for rule in RULES.values()]
    assert anchors == sorted(anchors, reverse=True)

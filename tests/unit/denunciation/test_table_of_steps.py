"""The table of steps line by line with its article and its clocks; borders of each condition; what no input can do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denunciation.rules import CRITERIA_NEEDED, Deed, Standing, faults_of, next_settle
from denunciation.states import (
    DUTIES,
    STEPS,
    Act,
    Criterion,
    EndGround,
    EntryState,
    Result,
    Scope,
    Source,
    StillGround,
    Superior,
    step_of,
)

FRIDAY = date(2026, 11, 20)
TODAY = date(2026, 12, 11)
TRIAGE, LONG, HAND_ON = "TC.TRIAGE", "TC.TRIAGE.EXT", "TC.TRANSFER"
SETTLING = ("TC.SETTLE", "TC.SETTLE.COMPLEX", "TC.SETTLE.VERY_COMPLEX")
AFTER = ("TC.CONCLUSION.SEND", "TC.CONCLUSION.ACT", "TC.CONCLUSION.PUBLISH")
LAW, AGAIN, DEMAND = "Luật Tố cáo 2018", "TC.AGAIN", "TC.AGAIN.OVERDUE"

LINES = [
    # act, article, clocks it starts, clocks it ends, why
    (Act.NAME_ACCUSED, "Nghị định 31/2019/NĐ-CP, khoản 2 Điều 5", (), (), "who is accused keeps out"),
    (Act.LENGTHEN, f"{LAW}, khoản 1 Điều 24", (LONG,), (TRIAGE,), "ten in the place of seven"),
    (Act.ACCEPT, f"{LAW}, Điều 29", ("TC.ACCEPT.NOTIFY", "TC.SETTLE"), (TRIAGE, LONG, HAND_ON), "triage is over"),
    (Act.DECLINE, f"{LAW}, khoản 1 Điều 24, Điều 25, Điều 29", (), (TRIAGE, LONG, HAND_ON), "triage is over"),
    (Act.TRANSFER, f"{LAW}, khoản 2 Điều 24", (), (TRIAGE, LONG, HAND_ON), "triage is over"),
    (Act.CRIME, f"{LAW}, khoản 1 Điều 27 và khoản 2 Điều 36", (), (), "beside the road, at once"),
    (Act.FULFIL, f"{LAW}, Điều 26, 29, 34, 35, 36, 38, 40", (), (), "ends the duty that is named"),
    (Act.EXTEND, f"{LAW}, Điều 30; Nghị định 31/2019/NĐ-CP, Điều 3", (), (), "the next period takes the place"),
    (Act.SUSPEND, f"{LAW}, Điều 34", ("TC.SUSPEND.SEND",), (), "the decision is sent in five days"),
    (Act.RESUME, f"{LAW}, khoản 2 Điều 34", (), (), "the same clock goes on"),
    (Act.WITHDRAW, f"{LAW}, Điều 33; Nghị định 156/2026/NĐ-CP, khoản 4 Điều 1", ("TC.SUSPEND.SEND",),
     (TRIAGE, LONG, HAND_ON, *SETTLING), "discontinued, and the decision is sent"),
    (Act.DISCONTINUE, f"{LAW}, khoản 3 và khoản 4 Điều 34", ("TC.SUSPEND.SEND",), SETTLING, "ended, and the decision is sent"),
    (Act.CONCLUDE, f"{LAW}, Điều 35", AFTER, SETTLING, "three duties follow"),
    (Act.CLOSE, f"{LAW}, Điều 36, 40", (), (), "when they are done"),
    (Act.REPORT_DEMANDED, f"{LAW}, khoản 2 và khoản 3 Điều 38", (DEMAND,), (), "reported in five days"),
    (Act.AGAIN, f"{LAW}, khoản 1 và khoản 2 Điều 37", (AGAIN,), (), "the superior examines it in twenty days"),
    (Act.AGAIN_DECIDED, f"{LAW}, Điều 37", (), (AGAIN,), "what the superior decided"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "article", "starts", "ends", "why"), LINES, ids=[line[0].value for line in LINES])
def test_a_step_stands_on_its_article_and_turns_its_clocks(
    act: Act, article: str, starts: tuple[str, ...], ends: tuple[str, ...], why: str
):
    step = step_of(act)
    assert (step.legal_basis, step.starts, step.ends) == (article, starts, ends), why


@pytest.mark.parametrize("state", EntryState)
def test_a_withdrawal_owes_the_sending_of_a_decision_only_where_one_ends_it(state: EntryState):
    owed = step_of(Act.WITHDRAW).clocks_from(state)
    assert owed == (("TC.SUSPEND.SEND",) if state in {EntryState.ACCEPTED, EntryState.SUSPENDED} else ())


def test_every_other_step_starts_its_clocks_from_each_of_its_states():
    others = [step for step in STEPS if step.act is not Act.WITHDRAW]
    assert [step.act for step in others if any(step.clocks_from(state) != step.starts for state in step.states)] == []


def test_only_handing_on_is_possible_from_more_states_where_only_the_province_may_settle():
    more = {step.act: step.beyond - step.states for step in STEPS if step.beyond - step.states}
    assert more == {Act.TRANSFER: {EntryState.ACCEPTED, EntryState.SUSPENDED}}
    named = step_of(Act.NAME_ACCUSED).states
    hand_on = step_of(Act.TRANSFER)
    assert all(hand_on.can_be_done(state, beyond_commune=True) for state in named)
    plain = {state for state in EntryState if hand_on.can_be_done(state, beyond_commune=False)}
    assert plain == {EntryState.RECEIVED}
    ended = {state for state in EntryState if hand_on.can_be_done(state, beyond_commune=True)} - named
    assert ended == set()


def test_every_act_has_one_line_and_no_line_is_left_over():
    assert ([step.act for step in STEPS], [line[0] for line in LINES]) == (list(Act), list(Act))


def test_no_clock_that_a_step_starts_is_without_an_end():
    started = {code for step in STEPS for code in step.starts} | {TRIAGE, HAND_ON} | set(SETTLING)
    ended = {code for step in STEPS for code in step.ends} | set(DUTIES)
    assert started - ended == set()


def test_every_state_is_reached_and_only_what_waits_for_somebody_can_be_left():
    reached = {EntryState.RECEIVED} | {step.leads_to for step in STEPS if step.leads_to}
    left = {state for step in STEPS if step.leads_to for state in step.states}
    assert (reached, left) == (
        set(EntryState), {EntryState.RECEIVED, EntryState.ACCEPTED, EntryState.SUSPENDED, EntryState.CONCLUDED},
    )  # fmt: skip


def test_words_of_the_database_do_not_change():
    assert [[item.value for item in kind] for kind in (Source, Result, StillGround, Superior, Scope, EndGround)] == [
        ["letter", "oral", "unsigned", "passed_on", "moved"], ["right", "partly", "wrong"], ["breach", "coerced", "slander"],
        ["stands", "anew"], ["whole", "part", "some_people"], ["died", "settled"],
    ]  # fmt: skip
    assert max(len(state.value) for state in EntryState) <= 12
    assert max(len(act.value) for act in Act) <= 16


# ------------------------------------------------------------------ borders


def stands(
    *running: str, beyond: bool = False, last_on: date = FRIDAY, since: date = FRIDAY, concluded_on: date | None = None,
    being_settled: bool = False,
) -> Standing:  # fmt: skip
    return Standing(
        posted_least=15,
        received_on=FRIDAY, last_on=last_on, running=dict.fromkeys(running, since), beyond_commune=beyond, extensions=0,
        concluded_on=concluded_on, being_settled=being_settled,
    )  # fmt: skip


def whole(act: Act, **changes: object) -> Deed:
    values = {
        "on": TODAY,
        "text": "đủ lý do",
        "number": "1",
        "receiver": "Nơi nhận",
        "result": Result.WRONG,
        "conditions_met": True,
        "superior": Superior.STANDS,
        "ground": EndGround.DIED,
    }
    return Deed(act=act, **{**values, "criteria": frozenset(Criterion), "duty": "TC.ACCEPT.NOTIFY", **changes})


FOUR, FIVE = "bốnn", "nămmm"
BORDERS = [
    (whole(Act.DECLINE, text=FOUR), stands(TRIAGE), {"text": "text_missing"}, "four characters say nothing"),
    (whole(Act.DECLINE, text=FIVE), stands(TRIAGE), {}, "five are enough"),
    (whole(Act.ACCEPT, on=TODAY), stands(TRIAGE), {}, "today is a day on which it was done"),
    (whole(Act.ACCEPT, on=TODAY + timedelta(1)), stands(TRIAGE), {"on": "day_ahead"}, "tomorrow is not"),
    (whole(Act.ACCEPT, on=date(2026, 12, 1)), stands(TRIAGE, last_on=date(2026, 12, 1)), {}, "on the day of the step before"),
    (whole(Act.ACCEPT, on=date(2026, 11, 30)), stands(TRIAGE, last_on=date(2026, 12, 1)), {"on": "day_before_last"}, "before"),
    (whole(Act.FULFIL, on=FRIDAY), stands("TC.ACCEPT.NOTIFY", last_on=TODAY), {}, "a duty may be told later than other steps"),
    (whole(Act.FULFIL, on=date(2026, 11, 24)), stands("TC.ACCEPT.NOTIFY", since=date(2026, 11, 25)), {"on": "day_before_last"},
     "but not done before it began"),
    (whole(Act.FULFIL, duty=""), stands("TC.ACCEPT.NOTIFY"), {"duty": "duty_unknown"}, "no duty named"),
    (whole(Act.FULFIL, duty=TRIAGE), stands(TRIAGE), {"duty": "duty_unknown"}, "triage ends by a step"),
    (whole(Act.FULFIL, duty="TC.CRIME"), stands("TC.CRIME"), {"duty": "duty_unknown"}, "a crime is handed on by a step"),
    (whole(Act.EXTEND, criteria=frozenset()), stands("TC.SETTLE"), {"criteria": "criterion_missing"}, "none: ordinary"),
    (whole(Act.EXTEND, criteria=frozenset({Criterion.BODIES})), stands("TC.SETTLE"), {}, "one of seven: complex"),
    (whole(Act.EXTEND, criteria=frozenset({Criterion.BODIES})), stands("TC.SETTLE.COMPLEX"),
     {"criteria": "second_criterion_missing"}, "one is not specially complex"),
    (whole(Act.EXTEND, criteria=frozenset({Criterion.BODIES, Criterion.PEOPLE})), stands("TC.SETTLE.COMPLEX"), {}, "two are"),
    (whole(Act.EXTEND), stands("TC.SETTLE.VERY_COMPLEX"), {"": "extended_twice"}, "seven do not make a third extension"),
    (whole(Act.EXTEND), stands(), {"": "extended_twice"}, "nothing runs that could be extended"),
    (whole(Act.WITHDRAW, number=""), stands(TRIAGE, HAND_ON), {}, "nothing was accepted, so there is no decision to number"),
    (whole(Act.WITHDRAW, number=""), stands("TC.SETTLE", being_settled=True), {"number": "number_missing"}, "ended by paper"),
    (whole(Act.WITHDRAW), stands("TC.SETTLE", being_settled=True), {}, "with its number"),
    (whole(Act.WITHDRAW, number="", scope=Scope.PART), stands("TC.SETTLE", being_settled=True), {}, "the rest goes on: no end"),
    (whole(Act.WITHDRAW, number="", still=StillGround.COERCED), stands("TC.SETTLE", being_settled=True), {}, "nor under threat"),
    (whole(Act.CONCLUDE, result=None), stands("TC.SETTLE"), {"result": "result_missing"}, "Art. 35.2"),
    (whole(Act.CLOSE), stands("TC.CONCLUSION.ACT"), {"": "duties_open"}, "one duty is left"),
    (whole(Act.CLOSE), stands("TC.SUSPEND.SEND"), {"": "duties_open"}, "also one of an earlier suspension"),
    (whole(Act.CLOSE), stands(), {}, "all done"),
    (whole(Act.CLOSE), stands(DEMAND), {"": "duties_open"}, "the report that was demanded is owed too"),
    (whole(Act.CLOSE), stands(AGAIN), {}, "what the superior examines does not hold the file open"),
    (whole(Act.REPORT_DEMANDED, text=""), stands("TC.SETTLE"), {}, "a demand has a number; more need not be said"),
    (whole(Act.REPORT_DEMANDED, number=""), stands("TC.SETTLE"), {"number": "number_missing"}, "which paper demands it"),
    (whole(Act.REPORT_DEMANDED), stands("TC.SETTLE", DEMAND), {"": "report_owed"}, "the first is reported first (Art. 38.3)"),
    (whole(Act.FULFIL, duty=DEMAND), stands(DEMAND), {}, "reported"),
    (whole(Act.AGAIN, number="", text=""), stands(), {}, "the day on which it came is enough"),
    (whole(Act.AGAIN), stands(AGAIN), {"": "again_running"}, "one at a time"),
    (whole(Act.AGAIN, on=date(2026, 12, 1)), stands(last_on=TODAY, concluded_on=date(2026, 12, 1)), {}, "heard of later"),
    (whole(Act.AGAIN, on=date(2026, 11, 30)), stands(last_on=TODAY, concluded_on=date(2026, 12, 1)), {"on": "day_before_last"},
     "nothing is denounced again before it was concluded"),
    (whole(Act.AGAIN_DECIDED), stands(), {"": "again_unknown"}, "nothing lies there to be decided"),
    (whole(Act.AGAIN_DECIDED, superior=None), stands(AGAIN), {"superior": "superior_missing"}, "how was it decided?"),
    (whole(Act.AGAIN_DECIDED, number=""), stands(AGAIN), {"number": "number_missing"}, "by which paper"),
    (whole(Act.AGAIN_DECIDED, on=date(2026, 12, 2)), stands(AGAIN, since=date(2026, 12, 3)), {"on": "day_before_last"},
     "decided before it came"),
    (whole(Act.AGAIN_DECIDED, superior=Superior.ANEW), stands(AGAIN), {}, "he settles it anew; the entry stays as it is"),
    (whole(Act.ACCEPT, conditions_met=False), stands(TRIAGE, beyond=True), {"": "beyond_commune"}, "the graver fault is named"),
]  # fmt: skip


@pytest.mark.parametrize(("deed", "standing", "faults", "why"), BORDERS, ids=[row[3] for row in BORDERS])
def test_each_condition_begins_and_ends_where_the_law_says(deed: Deed, standing: Standing, faults: dict[str, str], why: str):
    assert faults_of(deed, standing, today=TODAY) == faults, why


@pytest.mark.parametrize(
    ("until", "faults"),
    [
        (None, {"until": "posted_too_short"}),
        (TODAY - timedelta(1), {"until": "posted_too_short"}),
        (TODAY, {"until": "posted_too_short"}),
        (TODAY + timedelta(13), {"until": "posted_too_short"}),
        (TODAY + timedelta(14), {}),
        (TODAY + timedelta(60), {}),
    ],
    ids=["no end", "an end before it began", "one day", "14 days", "15 days", "two months"],
)
def test_a_conclusion_is_posted_fifteen_days_in_a_row(until: date | None, faults: dict[str, str]):
    deed = whole(Act.FULFIL, duty="TC.CONCLUSION.PUBLISH", until=until)
    assert faults_of(deed, stands("TC.CONCLUSION.PUBLISH"), today=TODAY) == faults


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.ACCEPT}))
def test_only_acceptance_is_closed_to_the_commune_when_its_chair_is_accused(act: Act):
    running = {Act.CLOSE: (), Act.AGAIN_DECIDED: (AGAIN,)}.get(act, ("TC.ACCEPT.NOTIFY", "TC.SETTLE"))
    assert faults_of(whole(act), stands(*running, beyond=True), today=TODAY) == {}


def test_a_period_is_lengthened_twice_and_no_more():
    road, running = [], {"TC.SETTLE": FRIDAY}
    while (code := next_settle(running)) is not None:
        road.append((code, CRITERIA_NEEDED[code]))
        running = {code: FRIDAY}
    assert road == [("TC.SETTLE.COMPLEX", 1), ("TC.SETTLE.VERY_COMPLEX", 2)]


ACTS, DAYS = st.sampled_from(Act), st.dates(date(2026, 11, 1), date(2027, 1, 31))
CLOCKS = st.sets(st.sampled_from([TRIAGE, HAND_ON, *SETTLING, *DUTIES])).map(lambda codes: dict.fromkeys(codes, FRIDAY))


@given(act=ACTS, on=DAYS, running=CLOCKS, beyond=st.booleans(), text=st.text(max_size=8), number=st.text(max_size=3))
def test_saying_more_never_adds_a_fault(
    act: Act, on: date, running: dict[str, date], beyond: bool, text: str, number: str
):  # fmt: skip
    standing = Standing(received_on=FRIDAY, last_on=FRIDAY, running=running, beyond_commune=beyond, extensions=0, posted_least=15)
    little = Deed(act=act, on=on, text=text, number=number, duty="TC.ACCEPT.NOTIFY")
    much = whole(act, on=on, text=text + "đủ lý do", number=number + "1")
    assert set(faults_of(much, standing, today=TODAY)) - set(faults_of(little, standing, today=TODAY)) == set()


@given(act=ACTS, on=DAYS, running=CLOCKS)
def test_no_step_is_ever_dated_tomorrow_or_before_the_receipt(act: Act, on: date, running: dict[str, date]):
    standing = Standing(received_on=FRIDAY, last_on=FRIDAY, running=running, beyond_commune=False, extensions=0, posted_least=15)
    assert ("on" in faults_of(whole(act, on=on), standing, today=TODAY)) is not (FRIDAY <= on <= TODAY)


@given(running=CLOCKS)
def test_nothing_is_closed_over_an_open_duty(running: dict[str, date]):
    standing = Standing(received_on=FRIDAY, last_on=FRIDAY, running=running, beyond_commune=False, extensions=0, posted_least=15)
    assert (faults_of(whole(Act.CLOSE), standing, today=TODAY) == {}) is not bool(set(running) & set(DUTIES))

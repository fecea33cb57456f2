"""Each step and its conditions, the table of states row by row, and the totals that may leave the room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from denunciation import phrases
from denunciation.forms import FIELDS
from denunciation.rules import Deed, Standing, faults_of, goes_on, next_settle, shown_totals
from denunciation.states import (
    DUTIES,
    FOLLOWS,
    OPEN_STATES,
    PRESS,
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

FRIDAY, TODAY = date(2026, 11, 20), date(2026, 11, 27)
ONE, TWO = frozenset({Criterion.PLACES}), frozenset({Criterion.PLACES, Criterion.FOREIGN})


def standing(**changes: object) -> Standing:
    values = {
        "received_on": FRIDAY,
        "last_on": FRIDAY,
        "running": {"TC.TRIAGE": FRIDAY},
        "beyond_commune": False,
        "extensions": 0,
        "posted_least": 15,
    }
    return Standing(**{**values, **changes})


def deed(act: Act, **changes: object) -> Deed:
    """Return a step that lacks nothing."""
    values = {
        "on": TODAY,
        "text": "Lý do đầy đủ",
        "number": "1/QĐ",
        "receiver": "Công an xã",
        "conditions_met": True,
        "criteria": TWO,
    }
    return Deed(act=act, **{**values, "result": Result.RIGHT, "duty": "TC.ACCEPT.NOTIFY", **changes})


SETTLING = {"TC.SETTLE": FRIDAY, "TC.ACCEPT.NOTIFY": FRIDAY}
LONGER = {"TC.SETTLE.COMPLEX": FRIDAY}
LONGEST = {"TC.SETTLE.VERY_COMPLEX": FRIDAY}
PUBLISHING = {"TC.CONCLUSION.PUBLISH": FRIDAY}

ROWS = [
    # what is done, on what, what is wrong with it
    (deed(Act.ACCEPT), standing(), {}),
    (deed(Act.ACCEPT, number=""), standing(), {"number": "number_missing"}),
    (deed(Act.ACCEPT, conditions_met=False), standing(), {"conditions_met": "conditions_missing"}),
    (deed(Act.ACCEPT), standing(beyond_commune=True), {"": "beyond_commune"}),
    (deed(Act.ACCEPT), standing(unsigned=True), {"": "unsigned"}),
    (deed(Act.DECLINE), standing(unsigned=True), {}),
    (deed(Act.TRANSFER), standing(unsigned=True), {}),
    (deed(Act.DECLINE), standing(), {}),
    (deed(Act.DECLINE, text="vì"), standing(), {"text": "text_missing"}),
    (deed(Act.DECLINE), standing(beyond_commune=True), {}),
    (deed(Act.TRANSFER), standing(beyond_commune=True), {}),
    (deed(Act.TRANSFER, receiver=""), standing(), {"receiver": "receiver_missing"}),
    (deed(Act.TRANSFER, number=""), standing(), {"number": "number_missing"}),
    (deed(Act.CRIME), standing(), {}),
    (deed(Act.CRIME, receiver="", text=""), standing(), {"receiver": "receiver_missing", "text": "text_missing"}),
    (deed(Act.LENGTHEN), standing(), {}),
    (deed(Act.LENGTHEN, text=""), standing(), {"text": "text_missing"}),
    (deed(Act.EXTEND, criteria=ONE), standing(running=SETTLING), {}),
    (deed(Act.EXTEND, criteria=frozenset()), standing(running=SETTLING), {"criteria": "criterion_missing"}),
    (deed(Act.EXTEND, criteria=ONE), standing(running=LONGER), {"criteria": "second_criterion_missing"}),
    (deed(Act.EXTEND, criteria=TWO), standing(running=LONGER), {}),
    (deed(Act.EXTEND, criteria=TWO), standing(running=LONGEST), {"": "extended_twice"}),
    (deed(Act.SUSPEND), standing(running=SETTLING), {}),
    (deed(Act.SUSPEND, number="", text=""), standing(), {"number": "number_missing", "text": "text_missing"}),
    (deed(Act.RESUME), standing(), {}),
    (deed(Act.DISCONTINUE), standing(running=SETTLING), {"ground": "ground_missing"}),
    *((deed(Act.DISCONTINUE, ground=ground), standing(running=SETTLING), {}) for ground in EndGround),
    (
        deed(Act.DISCONTINUE, ground=EndGround.DIED, text="", number=""),
        standing(running=SETTLING),
        {"text": "text_missing", "number": "number_missing"},
    ),
    (deed(Act.WITHDRAW), standing(), {}),
    (deed(Act.WITHDRAW, text=""), standing(), {"text": "text_missing"}),
    (deed(Act.CONCLUDE), standing(running=SETTLING), {}),
    (deed(Act.CONCLUDE, result=None), standing(running=SETTLING), {"result": "result_missing"}),
    (deed(Act.FULFIL), standing(running=SETTLING), {}),
    (deed(Act.FULFIL, duty="TC.SETTLE"), standing(running=SETTLING), {"duty": "duty_unknown"}),
    (deed(Act.FULFIL, duty="TC.CONCLUSION.SEND"), standing(running=SETTLING), {"duty": "duty_unknown"}),
    (deed(Act.FULFIL, on=FRIDAY - timedelta(days=1)), standing(running=SETTLING), {"on": "day_before_last"}),
    (deed(Act.FULFIL, duty="TC.CONCLUSION.PUBLISH"), standing(running=PUBLISHING), {"until": "posted_too_short"}),
    (
        deed(Act.FULFIL, duty="TC.CONCLUSION.PUBLISH", until=TODAY + timedelta(days=13)),
        standing(running=PUBLISHING),
        {"until": "posted_too_short"},
    ),
    (deed(Act.FULFIL, duty="TC.CONCLUSION.PUBLISH", until=TODAY + timedelta(days=14)), standing(running=PUBLISHING), {}),
    (deed(Act.CLOSE), standing(running={}), {}),
    (deed(Act.CLOSE), standing(running=PUBLISHING), {"": "duties_open"}),
    (deed(Act.ACCEPT, on=TODAY + timedelta(days=1)), standing(), {"on": "day_ahead"}),
    (deed(Act.ACCEPT, on=FRIDAY - timedelta(days=1)), standing(), {"on": "day_before_last"}),
    (deed(Act.ACCEPT, on=FRIDAY), standing(), {}),
    (deed(Act.REPORT_DEMANDED), standing(running={"TC.AGAIN.OVERDUE": FRIDAY}), {"": "report_owed"}),
    (deed(Act.AGAIN), standing(running={"TC.AGAIN": FRIDAY}), {"": "again_running"}),
    (deed(Act.AGAIN_DECIDED), standing(running={}), {"": "again_unknown"}),
    (deed(Act.AGAIN_DECIDED), standing(running={"TC.AGAIN": FRIDAY}), {"superior": "superior_missing"}),
]


@pytest.mark.parametrize(("done", "stands", "wrong"), ROWS)
def test_a_step_is_refused_with_its_reason(done: Deed, stands: Standing, wrong: dict[str, str]):
    assert faults_of(done, stands, today=TODAY) == wrong


LEADS = {
    Act.ACCEPT: ({"received"}, "accepted"), Act.DECLINE: ({"received"}, "not_accepted"),
    Act.TRANSFER: ({"received"}, "transferred"), Act.LENGTHEN: ({"received"}, None),
    Act.NAME_ACCUSED: ({"received", "accepted", "suspended"}, None),
    Act.CRIME: ({"received", "accepted", "suspended", "concluded"}, None), Act.EXTEND: ({"accepted"}, None),
    Act.FULFIL: ({"received", "accepted", "suspended", "concluded", "discontinued", "transferred", "not_accepted"}, None),
    Act.SUSPEND: ({"accepted"}, "suspended"), Act.RESUME: ({"suspended"}, "accepted"),
    Act.WITHDRAW: ({"received", "accepted", "suspended"}, "discontinued"), Act.CONCLUDE: ({"accepted"}, "concluded"),
    Act.DISCONTINUE: ({"accepted", "suspended"}, "discontinued"),
    Act.CLOSE: ({"concluded"}, "closed"), Act.REPORT_DEMANDED: ({"accepted", "suspended"}, None),
    Act.AGAIN: ({"concluded", "closed"}, None), Act.AGAIN_DECIDED: ({"concluded", "closed"}, None),
}  # fmt: skip


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", EntryState)
def test_every_state_and_act_stands_as_the_law_has_it(state: EntryState, act: Act):
    allowed, target = LEADS[act]
    step = step_of(act)
    assert (state in step.states, step.leads_to) == (state.value in allowed, target)


@pytest.mark.parametrize("act", Act)
def test_every_act_has_its_article_words_address_and_fields(act: Act):
    assert "Điều" in step_of(act).legal_basis
    assert (str(phrases.ACTS[act].label) != "", phrases.SLUGS[act] != "", "on" in FIELDS[act]) == (True, True, True)


def test_every_fault_of_the_rules_has_a_sentence():
    codes = {code for _done, _stands, wrong in ROWS for code in wrong.values()}
    assert codes - set(phrases.FAULTS) == set()


def test_every_duty_is_started_by_a_step():
    started = {code for step in STEPS for code in step.starts} | set(FOLLOWS.values()) | {PRESS}
    assert (set(DUTIES) - started, set(FOLLOWS) - set(DUTIES)) == (set(), set())


def test_no_final_state_has_a_way_out_but_a_duty():
    finals = set(EntryState) - OPEN_STATES
    beside = {step for step in STEPS for state in finals if state in step.states}
    assert {step.act for step in beside} == {Act.FULFIL, Act.AGAIN, Act.AGAIN_DECIDED}
    assert {step.leads_to for step in beside} == {None}


@pytest.mark.parametrize("ground", [*StillGround, None])
def test_a_withdrawn_denunciation_goes_on_only_on_the_three_grounds(ground: StillGround | None):
    assert goes_on(deed(Act.WITHDRAW, still=ground)) is (ground is not None)


def test_the_three_grounds_mean_nothing_for_another_step():
    assert goes_on(deed(Act.SUSPEND, still=StillGround.BREACH)) is False


@pytest.mark.parametrize(("scope", "wanted"), [(Scope.WHOLE, False), (Scope.PART, True), (Scope.SOME_PEOPLE, True)])
def test_what_was_not_withdrawn_is_settled_on(scope: Scope, wanted: bool):
    assert goes_on(deed(Act.WITHDRAW, scope=scope)) is wanted
    assert goes_on(deed(Act.RESUME, scope=scope)) is False


@pytest.mark.parametrize(
    ("running", "following"),
    [(SETTLING, "TC.SETTLE.COMPLEX"), (LONGER, "TC.SETTLE.VERY_COMPLEX"), (LONGEST, None), ({}, None)],
)
def test_an_extension_leads_to_the_next_period(running: dict[str, date], following: str | None):
    assert next_settle(running) == following


@pytest.mark.parametrize(
    ("counts", "today", "shown"),
    [
        ({"received": 7, "accepted": 5}, date(2027, 1, 30), {"received": 7, "accepted": 5}),
        ({"received": 7, "accepted": 4}, date(2027, 1, 30), {"received": None, "accepted": None}),
        ({"received": 7, "accepted": 0}, date(2027, 1, 30), {"received": None, "accepted": None}),
        ({"received": 0, "accepted": 0}, date(2027, 6, 30), {"received": None, "accepted": None}),
        ({"received": 50, "accepted": 20}, date(2027, 1, 29), {"received": None, "accepted": None}),
        ({"received": 50, "accepted": 20}, date(2026, 12, 31), {"received": None, "accepted": None}),
    ],
    ids=["all five or more", "one is four", "a nought tells too", "nothing at all", "a day too early", "on the last day"],
)
def test_totals_leave_only_whole_late_and_never_below_five(counts: dict[str, int], today: date, shown: dict[str, int | None]):
    assert shown_totals(counts, last_on=date(2026, 12, 31), today=today) == shown


def test_every_source_state_and_ground_has_its_words():
    kinds = {Source: phrases.SOURCES, EntryState: phrases.STATES, StillGround: phrases.STILL_GROUNDS, Superior: phrases.SUPERIOR}
    for kind, words in kinds.items():
        assert (set(words), all(map(str, words.values()))) == (set(kind), True)

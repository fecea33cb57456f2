"""Whole roads through the register by the table of steps: where each ends, which clocks run then, and which roads are closed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denunciation.states import BEFORE_CONCLUSION, COMMUNES_OWN, DUTIES, FOLLOWS, STEPS, Act, EntryState, step_of

BEGUN = frozenset({"TC.TRIAGE", "TC.TRANSFER"})
EXAMINED = set(BEGUN)
NOTIFY, SETTLE, SENT = "TC.ACCEPT.NOTIFY", "TC.SETTLE", "TC.SUSPEND.SEND"
AGAIN, DEMAND = "TC.AGAIN", "TC.AGAIN.OVERDUE"
CONCLUDED = {"TC.CONCLUSION.SEND", "TC.CONCLUSION.ACT", "TC.CONCLUSION.PUBLISH"}
FINAL = {EntryState.CLOSED, EntryState.TRANSFERRED, EntryState.NOT_ACCEPTED, EntryState.DISCONTINUED}


def walk(road: str, *, beyond: bool = False) -> tuple[str, set[str]] | None:
    """Return state and running clocks at the end of a road, or None where the table stops it."""
    state, running = EntryState.RECEIVED, set(BEGUN)
    for word in road.split():
        step = step_of(Act(word))
        if not step.can_be_done(state, beyond_commune=beyond):
            return None
        running = (running - set(step.ends)) | set(step.clocks_from(state))
        state = step.leads_to or state
    return state.value, running


OPEN_ROADS = [
    # the road, where it ends, which clocks run there, why
    ("", "received", EXAMINED, "seven working days of triage, five to hand on (Art. 24.1, 24.2)"),
    ("lengthen", "received", {"TC.TRIAGE.EXT", "TC.TRANSFER"}, "ten instead of seven; handing on stays five"),
    ("name_accused", "received", EXAMINED, "naming the accused moves nothing"),
    ("crime", "received", EXAMINED, "a crime is handed on, the rest goes on"),
    ("accept", "accepted", {NOTIFY, SETTLE}, "triage is over, two clocks begin (Art. 29, 30)"),
    ("lengthen accept", "accepted", {NOTIFY, SETTLE}, "also after a longer triage"),
    ("name_accused crime accept", "accepted", {NOTIFY, SETTLE}, "with everything before it"),
    ("decline", "not_accepted", set(), "nothing is owed any more but the telling"),
    ("lengthen decline", "not_accepted", set(), "the longer triage ends too"),
    ("transfer", "transferred", set(), "it belongs elsewhere (Art. 24.2)"),
    ("lengthen transfer", "transferred", set(), "found out late"),
    ("withdraw", "discontinued", set(), "withdrawn before acceptance: no decision was to be made"),
    ("lengthen withdraw", "discontinued", set(), "withdrawn in the longer triage"),
    ("accept extend", "accepted", {NOTIFY, SETTLE}, "which period follows is the rule's matter, not the table's"),
    ("accept suspend", "suspended", {NOTIFY, SETTLE, SENT}, "the clock is kept, its days stand still (Art. 34)"),
    ("accept suspend resume", "accepted", {NOTIFY, SETTLE, SENT}, "the same clock goes on"),
    ("accept suspend resume suspend resume", "accepted", {NOTIFY, SETTLE, SENT}, "twice"),
    ("accept withdraw", "discontinued", {NOTIFY, SENT}, "settlement ends, what was owed to people stays (Art. 33)"),
    ("accept discontinue", "discontinued", {NOTIFY, SENT}, "the accused died, or a court settled it (Art. 34.3)"),
    ("accept suspend discontinue", "discontinued", {NOTIFY, SENT}, "found out while it stood still"),
    ("accept suspend withdraw", "discontinued", {NOTIFY, SENT}, "withdrawn while it stood still"),
    ("accept conclude", "concluded", {NOTIFY, *CONCLUDED}, "three duties follow the conclusion (Art. 35, 36, 40)"),
    ("accept suspend resume conclude", "concluded", {NOTIFY, SENT, *CONCLUDED}, "the sent decision is still owed"),
    ("accept conclude crime", "concluded", {NOTIFY, *CONCLUDED}, "a crime found by the conclusion (Art. 36.2)"),
    ("accept conclude close", "closed", {NOTIFY, *CONCLUDED}, "by the table; the rules wait until no duty is open"),
    ("accept withdraw fulfil", "discontinued", {NOTIFY, SENT}, "a duty after the end; which one ends is said in the step"),
    ("decline fulfil", "not_accepted", set(), "the press may have to be answered after a no (Art. 26)"),
    ("transfer fulfil", "transferred", set(), "and after a transfer"),
    ("accept report_demanded", "accepted", {NOTIFY, SETTLE, DEMAND}, "late, and the superior asks why (Art. 38)"),
    ("accept suspend report_demanded", "suspended", {NOTIFY, SETTLE, SENT, DEMAND}, "also of what stands still"),
    ("accept report_demanded conclude", "concluded", {NOTIFY, DEMAND, *CONCLUDED}, "the report is owed after the conclusion too"),
    ("accept conclude again", "concluded", {NOTIFY, AGAIN, *CONCLUDED}, "denounced again, examined above (Art. 37)"),
    ("accept conclude again close", "closed", {NOTIFY, AGAIN, *CONCLUDED}, "the file does not wait for the superior"),
    ("accept conclude close again again_decided", "closed", {NOTIFY, *CONCLUDED}, "known after the file was closed"),
]  # fmt: skip


@pytest.mark.parametrize(("road", "state", "running", "why"), OPEN_ROADS, ids=[row[0] or "nothing done" for row in OPEN_ROADS])
@pytest.mark.parametrize("beyond", [False, True])
def test_an_open_road_ends_in_its_state_with_its_clocks(beyond: bool, road: str, state: str, running: set[str], why: str):
    assert walk(road, beyond=beyond) == (state, running), why


CLOSED_ROADS = [
    ("suspend", "nothing is settled yet that could stand still"),
    ("conclude", "no conclusion without acceptance"),
    ("close", "no end without a conclusion"),
    ("extend", "no longer period of what has not begun"),
    ("resume", "nothing stands still"),
    ("accept accept", "once"),
    ("accept decline", "what was accepted is settled"),
    ("accept lengthen", "triage is over"),
    ("accept close", "a conclusion first"),
    ("accept suspend suspend", "it stands still already"),
    ("accept suspend conclude", "go on first"),
    ("accept suspend extend", "what stands still is not lengthened"),
    ("accept resume", "nothing stands still"),
    ("discontinue", "nothing is settled yet that could end"),
    ("accept conclude discontinue", "too late: it is concluded"),
    ("accept conclude withdraw", "too late (Art. 33.1: before the conclusion)"),
    ("accept conclude suspend", "settled"),
    ("accept conclude name_accused", "named before it is concluded"),
    ("accept conclude conclude", "once"),
    ("accept conclude close crime", "the file is closed"),
    ("accept conclude close fulfil", "no duty is open in a closed file"),
    ("decline accept", "a no is a no; a new letter is a new entry"),
    ("withdraw accept", "discontinued"),
    ("accept withdraw resume", "discontinued, not suspended"),
    ("transfer accept", "gone"),
    ("transfer transfer", "gone once"),
    ("withdraw withdraw", "once"),
    ("report_demanded", "the time of settlement has not begun (Art. 38.1)"),
    ("accept conclude report_demanded", "it is settled"),
    ("again", "nothing was settled that could be denounced again (Art. 37.1)"),
    ("decline again", "what was not accepted was not settled"),
    ("transfer again", "another office settles it"),
    ("accept withdraw again_decided", "discontinued"),
]


@pytest.mark.parametrize(("road", "why"), CLOSED_ROADS, ids=[row[0] for row in CLOSED_ROADS])
@pytest.mark.parametrize("beyond", [False, True])
def test_a_closed_road_stays_closed_whoever_is_accused(beyond: bool, road: str, why: str):
    assert walk(road, beyond=beyond) is None, why
    assert walk(" ".join(road.split()[:-1]), beyond=beyond) is not None


ONLY_BEYOND = [
    ("accept transfer", "accepted before anybody saw that the chair is accused"),
    ("accept suspend transfer", "also while it stands still"),
    ("accept suspend resume transfer", "also after it went on"),
    ("lengthen accept extend transfer", "also in a longer period"),
    ("accept report_demanded transfer", "also when the superior has asked already"),
]


@pytest.mark.parametrize(("road", "why"), ONLY_BEYOND, ids=[row[0] for row in ONLY_BEYOND])
def test_what_the_commune_may_not_settle_can_be_handed_on_later(road: str, why: str):
    assert walk(road) is None, why
    state, running = walk(road, beyond=True) or ("", set())
    assert state == "transferred"
    assert running <= set(COMMUNES_OWN), "what still runs is the commune's own and ends with the naming"


def test_after_the_conclusion_nothing_is_handed_on_even_beyond_the_commune():
    assert walk("accept conclude transfer", beyond=True) is None
    assert step_of(Act.TRANSFER).beyond == BEFORE_CONCLUSION


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("word", ["", "RECEIVED", "received ", "sent", "in_progress", "nhan"])
def test_a_word_that_is_no_state_allows_nothing(act: Act, word: str):
    step = step_of(act)
    assert [step.can_be_done(word, beyond_commune=beyond) for beyond in (False, True)] == [False, False]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", EntryState)
def test_being_beyond_the_commune_never_takes_a_step_away(act: Act, state: EntryState):
    step = step_of(act)
    assert step.can_be_done(state, beyond_commune=True) >= step.can_be_done(state, beyond_commune=False)
    assert step.can_be_done(state.value, beyond_commune=True) == step.can_be_done(state, beyond_commune=True)


ROADS = st.lists(st.sampled_from(Act), max_size=12)


@given(ROADS, st.booleans())
def test_no_road_leaves_an_end_and_no_clock_of_triage_outlives_triage(road: list[Act], beyond: bool):
    state, running = EntryState.RECEIVED, set(BEGUN)
    for act in road:
        step = step_of(act)
        if not step.can_be_done(state, beyond_commune=beyond):
            continue
        running = (running - set(step.ends)) | set(step.clocks_from(state))
        before, state = state, step.leads_to or state
        assert before not in FINAL or state == before
        triage = running & {"TC.TRIAGE", "TC.TRIAGE.EXT"}
        assert (len(triage) == 1) is (state is EntryState.RECEIVED)
        assert ("TC.TRANSFER" in running) is (state is EntryState.RECEIVED), "five days until it is accepted, or gone"
        settling = {code for code in running if code.startswith("TC.SETTLE")}
        assert bool(settling) is (state in {EntryState.ACCEPTED, EntryState.SUSPENDED}) or beyond


def test_what_follows_a_duty_is_a_duty_itself():
    assert FOLLOWS == {"TC.CONCLUSION.ACT": "TC.RESULT.REPORT"}
    assert set(FOLLOWS) | set(FOLLOWS.values()) <= set(DUTIES)
    assert not set(FOLLOWS.values()) & {code for step in STEPS for code in step.starts}

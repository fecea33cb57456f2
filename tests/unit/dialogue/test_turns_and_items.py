"""The hall for all orders of steps, and every border of an item and of the head of the minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.minute_rules import (
    CLIENT_ID,
    WRITABLE,
    Head,
    Item,
    faults_of_head,
    faults_of_item,
    gaps_of_minutes,
    published_late,
    stricter,
)
from dialogue.rules import result_terms
from dialogue.states import DialogueKind, DialogueState
from dialogue.turn_states import ENDED, WAITING_ONES, TurnState, TurnStep, leads_to, open_steps

FEW = settings(max_examples=40, deadline=None)
START = datetime(2026, 12, 15, 1, 0, tzinfo=UTC)
WHOLE = Head(
    place="Hội trường", chairs="Chủ tịch", secretary="Vi Thị Hạnh", attended=120, started_at=START,
    ended_at=START + timedelta(hours=3),
)  # fmt: skip
OFFERED = [
    # state, offered while nobody speaks, offered while somebody speaks
    ("waiting", "choose start leave", "choose leave"),
    ("shortlist", "back start leave", "back leave"),
    ("speaking", "answer later", "answer later"),
    ("answered", "", ""),
    ("follow_up", "", ""),
    ("left", "back", "back"),
]
CLIENT_IDS = [
    ("a" * 7, False), ("a" * 8, True), ("a" * 40, True), ("a" * 41, False),
    ("may-0123456789abcdef01234567", True), ("3F2504E0-4F89-11D3-9A0C-0305E82C3301", True), ("--------", True),
    ("", False), ("may 01234567", False), ("may_01234567", False), ("máy-01234567", False), ("may-01234567\n", False),
    ("../../etc/passwd", False), ("١٢٣٤٥٦٧٨", False), ("12345678", True),
]  # fmt: skip
LENGTHS = [
    # field, length, fault
    ("opinion", 1, None), ("opinion", 4999, None), ("opinion", 5000, None), ("opinion", 5001, "text_long"),
    ("answer", 5000, None), ("answer", 5001, "text_long"), ("promise", 5000, None), ("promise", 5001, "text_long"),
]  # fmt: skip
TIMES = [
    # start, end: what is missing
    (START, START + timedelta(microseconds=1), {}),
    (START, START + timedelta(days=1), {}),
    (START, START - timedelta(minutes=1), {"ended_at": "minutes_gap_end"}),
    (None, START, {"started_at": "minutes_gap"}),
    (START, None, {"ended_at": "minutes_gap_end"}),
    (None, None, {"started_at": "minutes_gap", "ended_at": "minutes_gap_end"}),
    # 08:00 in Vietnam and 01:00 in Greenwich are one moment, so nothing lies between
    (START, START.astimezone(timezone(timedelta(hours=7))), {"ended_at": "minutes_gap_end"}),
]  # fmt: skip
PEOPLE = [
    # all, women, minority: fields that cannot be
    (120, 120, 120, ""), (120, 121, 0, "women"), (120, 0, 121, "minority"), (120, 121, 121, "women minority"),
    (0, 0, 0, ""), (0, 1, 0, "women"), (0, None, 1, "minority"), (None, None, None, ""), (None, 0, None, "women"),
    (None, None, 0, "minority"), (1, None, None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("state", "quiet", "busy"), OFFERED)
def test_moderator_is_offered_what_the_table_says(state: str, quiet: str, busy: str):
    for somebody_speaks, expected in ((False, quiet), (True, busy)):
        offered = open_steps(TurnState(state), somebody_speaks=somebody_speaks)
        assert " ".join(step.value for step in offered) == expected


def test_a_turn_waits_speaks_or_has_ended():
    assert WAITING_ONES | ENDED | {TurnState.SPEAKING} == set(TurnState)
    assert not WAITING_ONES & ENDED


STEP = st.tuples(st.integers(min_value=0, max_value=4), st.sampled_from(list(TurnStep)))


@FEW
@given(st.lists(STEP, max_size=40))
def test_in_a_hall_led_by_its_buttons_one_at_most_speaks(pressed: list[tuple[int, TurnStep]]):
    hall = [TurnState.WAITING] * 5
    for number, step in pressed:
        if step in open_steps(hall[number], somebody_speaks=TurnState.SPEAKING in hall):
            hall[number] = leads_to(step, hall[number])
        assert hall.count(TurnState.SPEAKING) <= 1


@FEW
@given(st.lists(st.sampled_from(list(TurnStep)), max_size=20))
def test_nobody_is_answered_without_having_spoken_and_an_answer_stays(steps: list[TurnStep]):
    seen = [TurnState.WAITING]
    for step in steps:
        seen.append(leads_to(step, seen[-1]) or seen[-1])
    for end in (TurnState.ANSWERED, TurnState.FOLLOW_UP):
        if end in seen:
            at = seen.index(end)
            assert seen[at - 1] is TurnState.SPEAKING
            assert set(seen[at:]) == {end}


@pytest.mark.parametrize("state", TurnState)
def test_whoever_has_not_spoken_can_still_come_to_speak(state: TurnState):
    reached, new = set(), {state}
    while new:
        reached |= new
        new = {after for item in new for step in TurnStep if (after := leads_to(step, item))} - reached
    spoken = state in {TurnState.ANSWERED, TurnState.FOLLOW_UP}
    assert (TurnState.SPEAKING in reached) == (not spoken)


@pytest.mark.parametrize(("client_id", "good"), CLIENT_IDS)
def test_the_mark_of_an_item_is_short_and_plain(client_id: str, good: bool):
    assert item_faults(Item(client_id=client_id, opinion="x")) == ({} if good else {"client_id": "form_old"})


@pytest.mark.parametrize(("field", "length", "fault"), LENGTHS)
def test_words_of_an_item_end_at_five_thousand(field: str, length: int, fault: str | None):
    item = Item(client_id="a" * 8, **{field: "x" * length})
    assert item_faults(item) == ({field: fault} if fault else {})


def item_faults(item: Item) -> dict[str, str]:
    """Return the faults of an item of the dialogue of these tests."""
    return faults_of_item(item, held_on=START.date())


ANY_ITEM = st.builds(
    Item, client_id=st.sampled_from(["", "a" * 8, "a" * 41]), opinion=st.sampled_from(["", "x"]),
    answer=st.sampled_from(["", "x"]), promised=st.booleans(), promise=st.sampled_from(["", "x"]), dropped=st.booleans(),
    speaker_number=st.one_of(st.none(), st.integers(min_value=1, max_value=99)),
)  # fmt: skip


@FEW
@given(ANY_ITEM)
def test_an_item_is_taken_with_words_or_taken_out(item: Item):
    faults = item_faults(item)
    assert ("client_id" in faults) == (len(item.client_id) != 8)
    assert ("opinion" in faults) == (not item.dropped and not (item.opinion + item.answer + item.promise))
    assert ("promise" in faults) == (item.promised and not item.dropped and not item.promise)


@FEW
@given(ANY_ITEM)
def test_what_was_taken_out_never_keeps_the_minutes_open(item: Item):
    gone = replace(item, dropped=True, client_id="a" * 8)
    assert item_faults(gone) == {}


@FEW
@given(ANY_ITEM, st.integers(min_value=1, max_value=99), st.text(max_size=30))
def test_who_spoke_and_who_answered_is_never_a_fault(item: Item, number: int, name: str):
    assert item_faults(replace(item, speaker_number=number, answered_by=name)) == item_faults(item)


@pytest.mark.parametrize(("start", "end", "gaps"), TIMES)
def test_minutes_end_after_they_began(start: datetime | None, end: datetime | None, gaps: dict[str, str]):
    assert gaps_of_minutes(replace(WHOLE, started_at=start, ended_at=end), items=1) == gaps


@pytest.mark.parametrize("name", ["place", "chairs", "secretary"])
@pytest.mark.parametrize("value", ["", " ", "\n", "\t \n"])
def test_blanks_are_no_place_no_chair_and_no_writer(name: str, value: str):
    assert gaps_of_minutes(replace(WHOLE, **{name: value}), items=3) == {name: "minutes_gap"}


@pytest.mark.parametrize("name", ["bodies", "by_village"])
def test_bodies_and_villages_may_stay_empty(name: str):
    assert gaps_of_minutes(replace(WHOLE, **{name: ""}), items=1) == {}
    assert gaps_of_minutes(replace(WHOLE, women=None, minority=None), items=1) == {}


def test_empty_minutes_lack_seven_things():
    assert gaps_of_minutes(Head(), items=0) == {
        "place": "minutes_gap", "chairs": "minutes_gap", "secretary": "minutes_gap", "attended": "minutes_gap",
        "started_at": "minutes_gap", "ended_at": "minutes_gap_end", "items": "minutes_empty",
    }  # fmt: skip


@pytest.mark.parametrize(("attended", "women", "minority", "fields"), PEOPLE)
def test_parts_are_measured_by_the_whole(attended: int | None, women: int | None, minority: int | None, fields: str):
    found = faults_of_head(Head(attended=attended, women=women, minority=minority))
    assert found == dict.fromkeys(fields.split(), "part_too_large")


def test_minutes_are_written_from_the_opening_to_the_conclusions():
    assert {state.value for state in WRITABLE} == {"in_session", "held"}
    assert set(DialogueState) - WRITABLE >= {DialogueState.ANNOUNCED, DialogueState.CONCLUDED, DialogueState.CANCELLED}


@pytest.mark.parametrize(
    ("kinds", "terms"),
    [
        ("", ()),
        ("commune_conference", ("DLG.CQDP.RESULT",)),
        ("leader_dialogue", ("DLG.PARTY.CONCLUSION",)),
        ("pre_decision_hearing", ()),
        ("commune_conference pre_decision_hearing", ("DLG.CQDP.RESULT",)),
        ("leader_dialogue commune_conference", ("DLG.CQDP.RESULT", "DLG.PARTY.CONCLUSION")),
        ("leader_dialogue commune_conference pre_decision_hearing", ("DLG.CQDP.RESULT", "DLG.PARTY.CONCLUSION")),
    ],
)
def test_one_event_for_several_duties_keeps_every_term(kinds: str, terms: tuple[str, ...]):
    assert result_terms([DialogueKind(kind) for kind in kinds.split()]) == terms


DAY = st.dates(min_value=date(2025, 7, 1), max_value=date(2035, 12, 31))


@FEW
@given(st.lists(DAY, min_size=1, max_size=4), DAY)
def test_by_the_stricter_term_the_results_are_never_less_late(days: list[date], published: date):
    by_each = [published_late(day, published) for day in days]
    assert published_late(stricter(days), published) == max(by_each)
    assert stricter(days) in days
    assert min(by_each) >= 0


@FEW
@given(st.text(alphabet="abcXYZ0189-_ é\n", max_size=45))
def test_a_mark_is_good_by_its_letters_and_its_length_only(text: str):
    plain = all(char.isascii() and (char.isalnum() or char == "-") for char in text)
    assert bool(CLIENT_ID.fullmatch(text)) == (plain and 8 <= len(text) <= 40)

"""Minutes, conclusions and turns: what must be there before the end, what an item may hold, who speaks after whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogue.commitment_reminders import reminders_of
from dialogue.day_phrases import STEPS as STEP_WORDS
from dialogue.day_phrases import TURNS
from dialogue.minute_rules import (
    CONTENT,
    Head,
    Item,
    faults_of_head,
    faults_of_item,
    gaps_of_minutes,
    published_late,
    stricter,
)
from dialogue.turn_states import STEPS, TurnState, TurnStep, leads_to, open_steps

START = datetime(2026, 12, 15, 1, 0, tzinfo=UTC)
HEAD = Head(
    place="Hội trường", chairs="Chủ tịch", secretary="Vi Thị Hạnh", attended=120, women=52, started_at=START,
    ended_at=START + timedelta(hours=3),
)  # fmt: skip
HELD_ON = date(2026, 12, 15)
ITEM = Item(client_id="may-0123456789ab", opinion="Chợ không có thùng rác")


@pytest.mark.parametrize(
    ("changes", "items", "gaps"),
    [
        ({}, 1, {}),
        ({}, 0, {"items": "minutes_empty"}),
        ({"place": " "}, 1, {"place": "minutes_gap"}),
        ({"chairs": "", "secretary": ""}, 1, {"chairs": "minutes_gap", "secretary": "minutes_gap"}),
        ({"attended": None}, 1, {"attended": "minutes_gap"}),
        ({"attended": 0}, 1, {}),
        ({"started_at": None}, 1, {"started_at": "minutes_gap"}),
        ({"ended_at": None}, 1, {"ended_at": "minutes_gap_end"}),
        ({"ended_at": START}, 1, {"ended_at": "minutes_gap_end"}),
    ],
)
def test_minutes_end_only_when_nothing_is_missing(changes: dict[str, object], items: int, gaps: dict[str, str]):
    assert gaps_of_minutes(replace(HEAD, **changes), items=items) == gaps


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"women": 121}, {"women": "part_too_large"}),
        ({"minority": 120}, {}),
        ({"attended": None}, {"women": "part_too_large"}),
    ],
)
def test_a_part_of_the_people_is_not_larger_than_all(changes: dict[str, object], faults: dict[str, str]):
    assert faults_of_head(replace(HEAD, **changes)) == faults


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"client_id": "short"}, {"client_id": "form_old"}),
        ({"client_id": "<script>alert(1)</script>"}, {"client_id": "form_old"}),
        ({"opinion": ""}, {"opinion": "text_missing"}),
        ({"opinion": "", "answer": "Đã trả lời"}, {}),
        ({"opinion": "", "dropped": True}, {}),
        ({"opinion": "x" * 5001}, {"opinion": "text_long"}),
        ({"promised": True}, {"promise": "commitment_text_missing"}),
        ({"promised": True, "promise": "Đặt thùng rác"}, {}),
        ({"promised": True, "dropped": True}, {}),
        ({"promised": True, "promise": "Đặt thùng rác", "promise_due_on": date(2026, 12, 15)}, {}),
        (
            {"promised": True, "promise": "Đặt thùng rác", "promise_due_on": date(2026, 12, 14)},
            {"promise_due_on": "promise_before_dialogue"},
        ),
        ({"promised": True, "promise": "Đặt thùng rác", "promise_due_on": date(2026, 12, 14), "dropped": True}, {}),
    ],
)
def test_an_item_holds_words_and_a_promise_says_what(changes: dict[str, object], faults: dict[str, str]):
    assert faults_of_item(replace(ITEM, **changes), held_on=HELD_ON) == faults


def test_what_two_writers_may_write_differently_is_everything_but_the_id():
    assert set(CONTENT) == set(Item.__dataclass_fields__) - {"client_id"}


@pytest.mark.parametrize(
    ("due", "on", "late"),
    [
        (date(2026, 12, 25), date(2026, 12, 25), 0),
        (date(2026, 12, 25), date(2026, 12, 26), 1),
        (date(2026, 12, 25), date(2026, 12, 1), 0),
    ],
)
def test_late_conclusions_are_counted_in_days(due: date, on: date, late: int):
    assert published_late(due, on) == late


def test_of_several_last_days_the_first_counts():
    assert stricter([date(2026, 12, 25), date(2026, 12, 23)]) == date(2026, 12, 23)


TURN_ROADS = {
    ("choose", "waiting"): "shortlist", ("back", "shortlist"): "waiting", ("back", "left"): "waiting",
    ("start", "waiting"): "speaking", ("start", "shortlist"): "speaking", ("answer", "speaking"): "answered",
    ("later", "speaking"): "follow_up", ("leave", "waiting"): "left", ("leave", "shortlist"): "left",
}  # fmt: skip


@pytest.mark.parametrize("step", TurnStep)
@pytest.mark.parametrize("state", TurnState)
def test_a_turn_goes_where_the_table_says(step: TurnStep, state: TurnState):
    after = leads_to(step, state)
    assert (after.value if after else None) == TURN_ROADS.get((step.value, state.value))


@pytest.mark.parametrize(
    ("state", "busy", "steps"),
    [
        ("waiting", False, ["choose", "start", "leave"]), ("waiting", True, ["choose", "leave"]),
        ("shortlist", True, ["back", "leave"]), ("speaking", True, ["answer", "later"]), ("answered", False, []),
        ("left", False, ["back"]),
    ],
)  # fmt: skip
def test_nobody_is_called_up_while_somebody_speaks(state: str, busy: bool, steps: list[str]):
    assert [step.value for step in open_steps(TurnState(state), somebody_speaks=busy)] == steps


def test_every_turn_and_step_has_words():
    assert (set(TURNS), set(STEP_WORDS), set(STEPS)) == (set(TurnState), set(TurnStep), set(TurnStep))


DUE = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("today", "letter"),
    [
        (date(2027, 1, 7), None),
        (date(2027, 1, 8), ("commitment_soon", "2027-01-15", 7, False)),
        (date(2027, 1, 14), ("commitment_soon", "2027-01-15", 1, False)),
        (date(2027, 1, 15), ("commitment_due", "2027-01-15", 0, False)),
        (date(2027, 1, 16), ("commitment_overdue", "2027-01-15/0", 1, True)),
        (date(2027, 1, 22), ("commitment_overdue", "2027-01-15/0", 7, True)),
        (date(2027, 1, 23), ("commitment_overdue", "2027-01-15/1", 8, True)),
    ],
)
def test_reminders_come_before_on_and_every_week_after_the_day(today: date, letter: tuple[str, str, int, bool] | None):
    found = [(item.template, item.mark, item.days, item.leaders) for item in reminders_of(DUE, today=today)]
    assert found == ([letter] if letter else [])

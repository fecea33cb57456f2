"""What an item needs, when what hangs may come down, and how urgent it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from disclosure.rules import (
    OPEN,
    POSTING,
    Gate,
    NewItem,
    Rank,
    Showing,
    days_late,
    publishing_gaps,
    rank_of,
    showing_faults,
    taking_down,
    typed_faults,
)
from disclosure.states import STEPS, ItemState, ItemStep, Way, leads_to, place_key

TODAY = date(2026, 11, 20)
GOOD = NewItem(kind="2", title="Dự toán", decided_on=date(2026, 11, 16), official_id=1, village_ids=(1,))


# ------------------------------------------------------------------ what was typed


def test_an_item_that_lacks_nothing_has_no_faults():
    assert typed_faults(GOOD, today=TODAY, villages=True) == {}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"title": ""}, {"title": "title_missing"}),
        ({"title": "x" * 201}, {"title": "text_long"}),
        ({"title": "x" * 200}, {}),
        ({"document": "x" * 81}, {"document": "text_long"}),
        ({"summary": "x" * 2001}, {"summary": "text_long"}),
        ({"text": "x" * 20_001}, {"text": "text_long"}),
        ({"decided_on": None}, {"decided_on": "date_bad"}),
        ({"decided_on": TODAY}, {}),
        ({"decided_on": TODAY + timedelta(days=1)}, {"decided_on": "decided_later"}),
        ({"official_id": None}, {"official_id": "owner_missing"}),
        ({"village_ids": ()}, {"village_ids": "villages_missing"}),
        ({"title": "", "official_id": None}, {"title": "title_missing", "official_id": "owner_missing"}),
    ],
)
def test_what_is_wrong_with_an_item_is_said_field_by_field(changes: dict, faults: dict):
    assert typed_faults(replace(GOOD, **changes), today=TODAY, villages=True) == faults


def test_a_kind_that_does_not_hang_needs_no_village():
    assert typed_faults(replace(GOOD, village_ids=()), today=TODAY, villages=False) == {}


@pytest.mark.parametrize(
    ("summary", "text", "files", "gaps"),
    [
        ("Tóm tắt", "Nội dung", 0, {}),
        ("Tóm tắt", "", 1, {}),
        ("Tóm tắt", "", 0, {"text": "nothing_to_read"}),
        ("", "Nội dung", 0, {"summary": "summary_missing"}),
        ("", "", 0, {"summary": "summary_missing", "text": "nothing_to_read"}),
    ],
)
def test_nothing_is_published_without_a_summary_and_something_to_read(summary: str, text: str, files: int, gaps: dict):
    assert publishing_gaps(summary=summary, text=text, files=files) == gaps


# ------------------------------------------------------------------ evidence

FROM = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("way", "from_on", "to_on", "faults"),
    [
        (Way.HEADQUARTERS, FROM, None, {}),
        (Way.VILLAGE, TODAY, None, {}),
        (Way.VILLAGE_HEADS, FROM, None, {}),
        (Way.HEADQUARTERS, None, None, {"from_on": "date_bad"}),
        (Way.HEADQUARTERS, TODAY + timedelta(days=1), None, {"from_on": "from_later"}),
        (Way.HEADQUARTERS, date(2026, 11, 15), None, {"from_on": "from_before_decision"}),
        (Way.LOUDSPEAKER, FROM, None, {"to_on": "date_bad"}),
        (Way.LOUDSPEAKER, FROM, FROM - timedelta(days=1), {"to_on": "to_range"}),
        (Way.LOUDSPEAKER, FROM, TODAY + timedelta(days=1), {"to_on": "to_range"}),
        (Way.LOUDSPEAKER, FROM, FROM, {"to_on": "broadcast_short"}),
        (Way.LOUDSPEAKER, FROM, FROM + timedelta(days=1), {"to_on": "broadcast_short"}),
        (Way.LOUDSPEAKER, FROM, FROM + timedelta(days=2), {}),
    ],
)
def test_evidence_says_days_that_can_be(way: Way, from_on: date | None, to_on: date | None, faults: dict):
    shown = Showing(places=("x",), from_on=from_on, to_on=to_on)
    assert showing_faults(way, shown, today=TODAY, decided_on=date(2026, 11, 16), least_days=3) == faults


LEAST = date(2026, 12, 21)


@pytest.mark.parametrize(
    ("to_on", "permanent", "withdrawn", "replaced", "gate"),
    [
        (LEAST - timedelta(days=1), False, False, False, Gate(open=False, code="posting_short", term=POSTING, on=LEAST)),
        (LEAST, False, False, False, OPEN),
        (LEAST + timedelta(days=9), False, False, False, OPEN),
        (LEAST - timedelta(days=9), False, True, False, OPEN),
        (FROM - timedelta(days=1), False, False, False, Gate(open=False, code="to_before_from", on=FROM)),
        (FROM - timedelta(days=1), False, True, False, Gate(open=False, code="to_before_from", on=FROM)),
        (LEAST, True, False, False, Gate(open=False, code="posting_permanent", term=POSTING)),
        (LEAST, True, False, True, OPEN),
        (FROM, True, True, False, OPEN),
    ],
)
def test_what_hangs_comes_down_when_the_law_lets_it(to_on: date, permanent: bool, withdrawn: bool, replaced: bool, gate: Gate):
    least_on = None if permanent else LEAST
    facts = {"permanent": permanent, "withdrawn": withdrawn, "replaced": replaced}
    assert taking_down(Way.VILLAGE, from_on=FROM, least_on=least_on, to_on=to_on, **facts) == gate


@pytest.mark.parametrize(("way", "from_on"), [(Way.LOUDSPEAKER, FROM), (Way.VILLAGE_HEADS, FROM), (Way.VILLAGE, None)])
def test_what_does_not_hang_does_not_come_down(way: Way, from_on: date | None):
    gate = taking_down(way, from_on=from_on, least_on=None, to_on=TODAY, permanent=False, withdrawn=False, replaced=False)
    assert gate == Gate(open=False, code="not_hanging")


# ------------------------------------------------------------------ urgency


@pytest.mark.parametrize(
    ("state", "missing", "up", "removable", "rank"),
    [
        ("draft", 16, 0, 0, Rank.PUBLISH),
        ("published", 1, 15, 15, Rank.EVIDENCE),
        ("published", 0, 16, 1, Rank.REMOVABLE),
        ("published", 0, 16, 0, Rank.HANGING),
        ("published", 0, 0, 0, Rank.DONE),
        ("withdrawn", 3, 0, 0, Rank.WITHDRAWN),
        ("withdrawn", 3, 1, 0, Rank.REMOVABLE),
    ],
)
def test_the_rank_says_what_is_to_be_done_first(state: str, missing: int, up: int, removable: int, rank: Rank):
    assert rank_of(ItemState(state), missing=missing, up=up, removable=removable) is rank


@pytest.mark.parametrize(
    ("published_on", "today", "late"),
    [
        (date(2026, 11, 23), TODAY, 0),
        (date(2026, 11, 24), TODAY, 1),
        (None, date(2026, 11, 23), 0),
        (None, date(2026, 11, 30), 7),
        (date(2026, 11, 20), date(2027, 1, 1), 0),
    ],
)
def test_late_begins_on_the_day_after_the_last_day(published_on: date | None, today: date, late: int):
    assert days_late(due_on=date(2026, 11, 23), published_on=published_on, today=today) == late


# ------------------------------------------------------------------ states


def test_every_step_leads_where_the_table_says_and_nowhere_else():
    table = {(step, state): leads_to(step, state) for step, state in product(ItemStep, ItemState)}
    assert {pair: after for pair, after in table.items() if after is not None} == {
        (ItemStep.CHANGE, ItemState.DRAFT): ItemState.DRAFT,
        (ItemStep.DISCARD, ItemState.DRAFT): ItemState.DRAFT,
        (ItemStep.PUBLISH, ItemState.DRAFT): ItemState.PUBLISHED,
        (ItemStep.CORRECT, ItemState.PUBLISHED): ItemState.PUBLISHED,
        (ItemStep.WITHDRAW, ItemState.PUBLISHED): ItemState.WITHDRAWN,
        (ItemStep.SHOW, ItemState.PUBLISHED): ItemState.PUBLISHED,
        (ItemStep.TAKE_DOWN, ItemState.PUBLISHED): ItemState.PUBLISHED,
        (ItemStep.TAKE_DOWN, ItemState.WITHDRAWN): ItemState.WITHDRAWN,
    }
    assert set(STEPS) == set(ItemStep)


def test_a_place_has_a_name_of_its_own():
    assert [place_key(Way.HEADQUARTERS), place_key(Way.VILLAGE, 7)] == ["headquarters", "village-7"]

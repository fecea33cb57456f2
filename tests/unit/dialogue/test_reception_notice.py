"""Notice periods of citizen reception on every working day, across the year's end, Tết 2027 and the spring holidays."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.engine import count_back, due_on, remaining
from deadlines.reference import assemble, shipped_terms, shipped_years
from deadlines.terms import choose_term
from dialogue.reception_rules import ONLINE, POST, REFUSE, post_gate
from dialogue.reception_states import ReceptionKind
from tests.unit.dialogue.rows_reception_notice import PUBLISHED, REFUSED

CALENDAR = assemble("test", shipped_years())
TERMS = {code: choose_term(shipped_terms(), code, received_on=date(2026, 12, 1)) for code in (POST, ONLINE, REFUSE)}


def on_of(text: str) -> date:
    """Return the date of "Mon 2026-07-06"; the weekday must be its own."""
    day = date.fromisoformat(text[4:])
    assert f"{day:%a}" == text[:3]
    return day


@pytest.mark.parametrize(("received", "latest"), PUBLISHED)
def test_reception_is_published_and_online_announced_by_its_last_day(received: str, latest: str):
    day, last = on_of(received), on_of(latest)
    assert [count_back(TERMS[code], day, CALENDAR).due_on for code in (POST, ONLINE)] == [last, last]
    assert CALENDAR.working_days_between(last, day) == 5
    next_day = CALENDAR.next_working(last)
    gates = [post_gate(today=on, latest_on=last, kind=ReceptionKind.CHAIR, reason="Gấp").open for on in (last, next_day)]
    assert gates == [True, False]


@pytest.mark.parametrize(("refused", "latest"), REFUSED)
def test_refusal_is_told_in_writing_by_its_last_day(refused: str, latest: str):
    day, last = on_of(refused), on_of(latest)
    assert due_on(TERMS[REFUSE], day, CALENDAR).due_on == last
    assert remaining(last, day, CALENDAR) == 3


def test_rows_hold_every_working_day_of_their_months_once():
    for rows in (PUBLISHED, REFUSED):
        days = [on_of(first) for first, _last in rows]
        assert days == sorted(set(days))
        assert len(days) == CALENDAR.working_days_between(CALENDAR.previous_working(days[0]), days[-1])

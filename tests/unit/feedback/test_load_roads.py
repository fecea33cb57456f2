"""The roads of invented cases are roads that the commands could have taken."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from feedback.load.roads import REOPEN_DAYS, Road, road
from feedback.states import COMPLAINT_ONLY, LIVES_IN_OTHERS, OPEN_STATES, TURNED_AWAY, CaseKind, CaseState

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def roads() -> list[Road]:
    """Return four thousand roads, received on every day of two years."""
    rng = random.Random(11)
    return [road(rng, received=NOW - timedelta(days=730 * number / 4000), now=NOW) for number in range(4000)]


def moments(case: Road) -> list[datetime]:
    """Return the moments of the road in the order in which they must lie."""
    inner = (case.accepted, case.settled, case.rated, case.reopened, case.settled_again, case.rated_again)
    return [case.received, *(each for each in inner if each is not None)]


def test_road_runs_forward_and_not_beyond_now(roads: list[Road]):
    assert [case for case in roads if moments(case) != sorted(moments(case)) or moments(case)[-1] > NOW] == []


def test_every_state_occurs(roads: list[Road]):
    elsewhere = LIVES_IN_OTHERS | COMPLAINT_ONLY | {CaseState.FILED}
    assert set(Counter(case.state for case in roads)) == {state.value for state in set(CaseState) - elsewhere}


def test_open_cases_have_no_end(roads: list[Road]):
    assert [case for case in roads if case.state in OPEN_STATES and case.closed is not None] == []


def test_waiting_cases_were_not_taken_on(roads: list[Road]):
    waiting = [case for case in roads if case.state in (CaseState.RECEIVED, CaseState.CLASSIFIED)]
    assert [case for case in waiting if case.accepted or case.settled] == []


def test_answered_cases_have_an_outcome_and_evidence(roads: list[Road]):
    answered = [case for case in roads if case.accepted and case.settled]
    assert [case for case in answered if not (case.outcome and case.evidence)] == []


def test_turned_away_cases_end_with_their_letter(roads: list[Road]):
    turned = [case for case in roads if case.state in TURNED_AWAY]
    assert [case for case in turned if case.accepted or case.settled is None or case.closed != case.settled] == []


def test_reopened_cases_were_rated_unsatisfied_within_the_days(roads: list[Road]):
    again = [case for case in roads if case.reopened]
    assert again != []
    limit = timedelta(days=REOPEN_DAYS)
    assert [case for case in again if case.satisfied is not False or case.reopened - case.settled > limit] == []


def test_a_case_is_answered_at_most_twice(roads: list[Road]):
    assert [case for case in roads if case.settled_again and not case.reopened] == []


def test_answered_cases_close_when_the_days_for_reopening_are_over(roads: list[Road]):
    answered = [case for case in roads if case.state == CaseState.ANSWERED and not case.reopened]
    assert [case for case in answered if case.settled + timedelta(days=REOPEN_DAYS + 1) <= NOW] == []


def test_only_reflections_are_anonymous(roads: list[Road]):
    assert {case.kind for case in roads if case.anonymous} == {CaseKind.REFLECTION.value}


def test_most_answered_cases_are_published_and_none_that_wait(roads: list[Road]):
    answered = [case for case in roads if case.accepted and case.settled]
    assert 0.8 < sum(case.published is not None for case in answered) / len(answered) < 0.9
    assert [case for case in roads if case.accepted is None and case.published] == []

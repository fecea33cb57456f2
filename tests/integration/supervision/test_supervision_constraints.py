"""What the database itself refuses, whatever a command would do: each constraint is a sentence."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.transaction import transaction
from tests.makers import Commune
from tests.makers_supervision import answered, published, record

PAPERS = [
    ("version = 0", "version_counts_from_one"),
    ("body = 'police'", "body_is_known"),
    ("body = 'member_organisation'", "member_organisation_is_named"),
    ("state = 'gone', official_id = created_by", "state_is_known"),
    ("state = 'assigned'", "somebody_has_it_if_assigned"),
    ("document_on = '2026-11-21'", "written_before_it_came"),
    ("round_number = 3", "asked_at_most_twice"),
    ("answered_on = '2026-11-21'", "answered_on_if_answered"),
    ("closed_on = '2026-11-21'", "closed_on_if_closed"),
    ("state = 'withdrawn'", "withdrawing_has_its_reason"),
    ("withdraw_reason = 'x'", "withdrawing_has_its_reason"),
    ("published_on = '2026-11-21'", "published_when_both_agreed"),
    ("taken_back_on = '2026-11-21', take_back_reason = 'x'", "taken_back_after_it_was_public"),
    ("state = 'withdrawn', withdraw_reason = '–', emptied_at = touched_at", "emptied_holds_no_words"),
]
ROUNDS = [
    ("number = 3, again_reason = 'x'", "at_most_two"),
    ("again_reason = 'x'", "asking_again_has_its_reason"),
    ("why = ''", "refusing_has_its_reason"),
    ("promise_on = null", "a_promise_has_its_day"),
    ("answered_by = null", "somebody_answered"),
    ("accepted = '', refused = '', why = ''", "an_answer_says_something"),
    ("verdict = 'so-so'", "verdict_is_known"),
    ("verdict = 'satisfied', answered_on = null, answered_by = null", "judged_after_the_answer"),
    ("promise_state = 'soon', settled_on = '2026-11-21'", "promise_state_is_known"),
    ("settled_on = '2026-11-21'", "settled_on_if_settled"),
    ("promised = '', promise_on = null, promise_state = 'done', settled_on = '2026-11-21'", "only_a_promise_ends"),
    ("promise_state = 'not_done', settled_on = '2026-11-21'", "a_broken_promise_says_why"),
]


def update(table: str, change: str, number: int, column: str) -> None:
    with transaction() as session:
        session.execute(text(f"UPDATE {table} SET {change} WHERE {column} = :number"), {"number": number})


@pytest.mark.parametrize(("change", "name"), PAPERS)
def test_a_recommendation_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    recommendation_id = record(commune)
    with pytest.raises(IntegrityError) as problem:
        update("recommendations", change, recommendation_id, "id")
    assert name in str(problem.value)


def test_what_was_taken_back_says_why(commune: Commune):
    recommendation_id = published(commune)
    with pytest.raises(IntegrityError) as problem:
        update("recommendations", "taken_back_on = '2026-11-21'", recommendation_id, "id")
    assert "taking_back_has_its_reason" in str(problem.value)


@pytest.mark.parametrize(("change", "name"), ROUNDS)
def test_a_round_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    recommendation_id = answered(commune)
    with pytest.raises(IntegrityError) as problem:
        update("supervision_rounds", change, recommendation_id, "recommendation_id")
    assert name in str(problem.value)


def test_a_number_is_one_round_of_a_recommendation(commune: Commune):
    recommendation_id = record(commune)
    columns = "unit_id, recommendation_id, number, started_on, due_on, proof, again_reason, accepted, refused, why, promised"
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(
            text(
                f"INSERT INTO supervision_rounds ({columns}, verdict, verdict_words, promise_state, promise_words)"
                f" SELECT {columns}, verdict, verdict_words, promise_state, promise_words FROM supervision_rounds"
                " WHERE recommendation_id = :number"
            ),
            {"number": recommendation_id},
        )

"""What the database itself refuses, whatever a command would do: each constraint is a sentence."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.transaction import transaction
from tests.makers import NEIGHBOUR, Commune, make_commune
from tests.makers_consultation import WORDS, draft, give, opened, opinion, record, summed_up

DRAFTS = [
    ("version = 0", "version_counts_from_one"),
    ("state = 'closed'", "state_is_known"),
    ("state = 'open'", "opened_at_if_opened"),
    ("closes_on = '2026-11-19'", "closes_after_it_opens"),
    ("state = 'cancelled'", "cancelled_says_why"),
    ("cancel_reason = 'Mưa nhiều ngày'", "cancelled_says_why"),
    ("published_at = created_at", "published_at_if_published"),
]
OPENED = [
    ("opened_at = null", "opened_at_if_opened"),
    ("state = 'published', result = 'Xã làm.'", "published_at_if_published"),
    ("state = 'published', published_at = created_at", "published_says_what_was_decided"),
]
SUMMARIES = [
    ("result = ''", "published_says_what_was_decided"),
    ("published_at = null", "published_at_if_published"),
    ("state = 'open'", "published_at_if_published"),
]
POINTS = [
    ("people = 0", "somebody_said_it"),
    ("people = -3", "somebody_said_it"),
    ("verdict = 'maybe', explanation = 'Vì chưa rõ'", "verdict_is_known"),
    ("verdict = 'partly', explanation = ''", "not_accepted_says_why"),
    ("verdict = 'not_accepted', explanation = ''", "not_accepted_says_why"),
]
SHEETS = [
    ("way = 'portal'", "way_is_on_paper"),
    ("way = 'letter'", "way_is_on_paper"),
    ("replaced_by_id = id", "nothing_replaces_itself"),
]


def write(table: str, change: str, *, where: str = "consultation_id", row_id: int) -> None:
    with transaction() as session:
        session.execute(text(f"UPDATE {table} SET {change} WHERE {where} = :row"), {"row": row_id})


def refusal(table: str, change: str, *, where: str = "consultation_id", row_id: int) -> str:
    with pytest.raises(IntegrityError) as problem:
        write(table, change, where=where, row_id=row_id)
    return str(problem.value.orig)


@pytest.mark.parametrize(("change", "name"), DRAFTS)
def test_a_draft_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    said = refusal("consultations", change, where="id", row_id=draft(commune))
    assert name in said or "ck_consultations" in said


@pytest.mark.parametrize(("change", "name"), OPENED)
def test_an_open_one_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    assert name in refusal("consultations", change, where="id", row_id=opened(commune))


@pytest.mark.parametrize(("change", "name"), SUMMARIES)
def test_a_published_summary_keeps_its_day_and_its_decision(commune: Commune, change: str, name: str):
    assert name in refusal("consultations", change, where="id", row_id=summed_up(commune))


@pytest.mark.parametrize(("change", "name"), POINTS)
def test_a_point_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    assert name in refusal("consultation_points", change, row_id=summed_up(commune))


@pytest.mark.parametrize("change", ["verdict = 'accepted', explanation = ''", "people = 1"])
def test_what_is_taken_up_needs_no_explanation(commune: Commune, change: str):
    write("consultation_points", change, row_id=summed_up(commune))


@pytest.mark.parametrize(("change", "name"), SHEETS)
def test_a_sheet_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    consultation_id = opened(commune)
    record(commune, consultation_id)
    assert name in refusal("consultation_sheets", change, row_id=consultation_id)


@pytest.mark.parametrize("column", ["agree", "disagree", "other"])
def test_no_number_is_below_nothing(commune: Commune, column: str):
    sheet_id = record(commune, opened(commune))
    assert "counts_are_not_negative" in refusal("consultation_counts", f"{column} = -1", where="sheet_id", row_id=sheet_id)


@pytest.mark.parametrize("number", [0, 6, -1])
def test_there_are_at_most_five_questions(commune: Commune, number: int):
    consultation_id = opened(commune)
    with pytest.raises(IntegrityError) as problem, transaction() as session:
        session.execute(
            text("UPDATE consultation_questions SET number = :new WHERE consultation_id = :row AND number = 1"),
            {"new": number, "row": consultation_id},
        )
    assert "at_most_five" in str(problem.value.orig)


def test_two_questions_do_not_share_a_number(commune: Commune):
    refusal("consultation_questions", "number = 3", row_id=opened(commune))


@pytest.mark.parametrize("choice", ["", "yes", "AGREE"])
def test_an_answer_is_one_of_three(commune: Commune, choice: str):
    consultation_id = opened(commune)
    give(commune, consultation_id)
    with pytest.raises(IntegrityError) as problem, transaction() as session:
        session.execute(text("UPDATE consultation_answers SET choice = :choice"), {"choice": choice})
    assert "choice_is_known" in str(problem.value.orig)


def test_nobody_answers_a_question_twice_in_one_opinion(commune: Commune):
    give(commune, opened(commune))
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("UPDATE consultation_answers SET question_id = (SELECT min(id) FROM consultation_questions)"))


def test_an_opinion_that_was_emptied_keeps_no_name(commune: Commune):
    consultation_id = opened(commune)
    give(commune, consultation_id, new=opinion("disagree", words=WORDS, name="Hoàng Thị Bưởi"))
    assert "emptied_keeps_no_name" in refusal("consultation_opinions", "emptied_at = given_at", row_id=consultation_id)
    write("consultation_opinions", "emptied_at = given_at, name = null", row_id=consultation_id)


@pytest.mark.parametrize(
    ("to_on", "reason", "name"),
    [
        ("2026-12-21", "Mưa", "only_to_a_later_day"),
        ("2026-12-20", "Mưa", "only_to_a_later_day"),
        ("2027-01-04", "", "says_why"),
    ],
)
def test_the_last_day_moves_later_and_says_why(commune: Commune, to_on: str, reason: str, name: str):
    consultation_id = opened(commune)
    with pytest.raises(IntegrityError) as problem, transaction() as session:
        session.execute(
            text(
                "INSERT INTO consultation_moves (consultation_id, unit_id, at, actor_id, from_on, to_on, reason) "
                "SELECT id, unit_id, created_at, created_by, closes_on, :to_on, :reason FROM consultations WHERE id = :row"
            ).bindparams(to_on=to_on, reason=reason, row=consultation_id)
            if session.get_bind().dialect.name == "sqlite"
            else text(
                "INSERT INTO consultation_moves (consultation_id, unit_id, at, actor_id, from_on, to_on, reason) "
                "SELECT id, unit_id, created_at, created_by, closes_on, cast(cast(:to_on as text) as date), :reason "
                "FROM consultations WHERE id = :row"
            ).bindparams(to_on=to_on, reason=reason, row=consultation_id)
        )
    assert name in str(problem.value.orig)


@pytest.mark.parametrize("column", ["code", "idempotency_key"])
def test_two_consultations_share_neither_code_nor_key(commune: Commune, column: str):
    first, second = draft(commune), draft(commune)
    taken = f"(SELECT {column} FROM consultations WHERE id = {first})"
    refusal("consultations", f"{column} = {taken}", where="id", row_id=second)


@pytest.mark.parametrize("table", ["consultation_opinions", "consultation_sheets"])
def test_two_rows_share_no_key_of_a_form(commune: Commune, table: str):
    consultation_id = opened(commune)
    for _time in range(2):
        give(commune, consultation_id)
        record(commune, consultation_id)
    refusal(table, "idempotency_key = 'same'", row_id=consultation_id)


def test_a_neighbour_may_use_the_same_key_for_a_draft(commune: Commune):
    first = draft(commune, key="form-1")
    second = draft(make_commune(NEIGHBOUR), key="form-1")
    assert first != second

"""What the database itself refuses, whatever a command would do: each constraint is a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.transaction import transaction
from tests.makers import Commune
from tests.makers_disclosure import begin, correct, published, show

ITEMS = [
    ("version = 0", "version_counts_from_one"),
    ("state = 'gone'", "state_is_known"),
    ("state = 'published'", "published_on_if_not_a_draft"),
    ("published_on = '2026-11-20'", "published_on_if_not_a_draft"),
    ("published_by = created_by", "somebody_published_it"),
    ("withdrawn_on = '2026-11-20'", "withdrawn_on_if_withdrawn"),
]
SHOWINGS = [
    ("way = 'portal'", "way_is_known"),
    ("way = 'village', village_id = null", "village_if_in_a_village"),
    ("to_on = '2026-11-20'", "begins_before_it_ends"),
    ("from_on = '2026-11-20'", "somebody_noted_it"),
]


def update(table: str, change: str, item_id: int, column: str) -> None:
    with transaction() as session:
        session.execute(text(f"UPDATE {table} SET {change} WHERE {column} = :item"), {"item": item_id})


@pytest.mark.parametrize(("change", "name"), ITEMS)
def test_an_item_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    item_id = begin(commune)
    with pytest.raises(IntegrityError) as problem:
        update("disclosures", change, item_id, "id")
    assert name in str(problem.value.orig) or "ck_disclosures" in str(problem.value.orig)


@pytest.mark.parametrize("reason", ["''", "withdraw_reason"])
def test_nothing_is_taken_back_without_a_reason(commune: Commune, reason: str):
    item_id = published(commune)
    change = f"state = 'withdrawn', withdrawn_on = '2026-11-20', withdraw_reason = {reason}"
    with pytest.raises(IntegrityError) as problem:
        update("disclosures", change, item_id, "id")
    assert "withdrawing_has_its_reason" in str(problem.value.orig)


@pytest.mark.parametrize(("change", "name"), SHOWINGS)
def test_a_place_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    item_id = begin(commune)
    with pytest.raises(IntegrityError) as problem:
        update("disclosure_showings", change, item_id, "item_id")
    assert "ck_disclosure_showings" in str(problem.value.orig), name


def test_nothing_comes_down_before_it_was_put_up(commune: Commune):
    item_id = published(commune)
    show(commune, item_id)
    with pytest.raises(IntegrityError) as problem:
        update("disclosure_showings", "to_on = '2026-11-19'", item_id, "item_id")
    assert "ends_after_it_begins" in str(problem.value.orig)


def test_a_place_stands_there_once(commune: Commune):
    item_id = begin(commune)
    with pytest.raises(IntegrityError):
        update("disclosure_showings", "place = 'headquarters'", item_id, "item_id")


@pytest.mark.parametrize(("change", "name"), [("reason = ''", "says_why"), ("number = 0", "numbers_count_from_one")])
def test_an_edition_says_why_and_has_its_number(commune: Commune, change: str, name: str):
    item_id = published(commune)
    correct(commune, item_id, title="Tên khác")
    with pytest.raises(IntegrityError) as problem:
        update("disclosure_editions", change, item_id, "item_id")
    assert name in str(problem.value.orig)


@pytest.mark.parametrize("column", ["code", "idempotency_key"])
def test_two_items_share_neither_code_nor_key(commune: Commune, column: str):
    first, second = begin(commune), begin(commune)
    values: dict[str, Any] = {"first": first, "second": second}
    taken = f"(SELECT {column} FROM disclosures WHERE id = :first)"
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text(f"UPDATE disclosures SET {column} = {taken} WHERE id = :second"), values)

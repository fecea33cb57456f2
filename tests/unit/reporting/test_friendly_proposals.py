"""What the shipped criteria propose at and around each of their steps: one row a bound, so that a changed bound is seen."""

from __future__ import annotations

import pytest

from reporting.friendly.criteria import Criterion, shipped
from reporting.friendly.scoring import measured, propose

CRITERIA: dict[str, Criterion] = {item.key: item for item in shipped()[0].criteria}
WITHOUT_RULES = ["posted", "noticed", "apologies", "polite", "visits", "helped"]


def proposed(key: str, value: int, of: int) -> float | None:
    """Return the points that a criterion proposes for a number."""
    item = CRITERIA[key]
    counts = {item.number: value, **({item.of: of} if item.of else {})}
    return propose(item, measured(item, counts))[0]


@pytest.mark.parametrize(
    ("key", "value", "of", "points"),
    [
        ("on_time", 1000, 1000, 15.0),
        ("on_time", 951, 1000, 15.0),
        ("on_time", 950, 1000, 15.0),
        ("on_time", 949, 1000, 12.0),
        ("on_time", 900, 1000, 12.0),
        ("on_time", 899, 1000, 8.0),
        ("on_time", 800, 1000, 8.0),
        ("on_time", 799, 1000, 4.0),
        ("on_time", 700, 1000, 4.0),
        ("on_time", 699, 1000, 0.0),
        ("on_time", 0, 1000, 0.0),
        ("on_time", 5, 5, 15.0),
        ("on_time", 4, 4, None),
        ("on_time", 0, 0, None),
        ("shown", 800, 1000, 5.0),
        ("shown", 799, 1000, 3.0),
        ("shown", 500, 1000, 3.0),
        ("shown", 499, 1000, 1.0),
        ("shown", 200, 1000, 1.0),
        ("shown", 199, 1000, 0.0),
        ("shown", 4, 4, None),
        ("satisfied", 900, 1000, 10.0),
        ("satisfied", 899, 1000, 8.0),
        ("satisfied", 800, 1000, 8.0),
        ("satisfied", 799, 1000, 5.0),
        ("satisfied", 700, 1000, 5.0),
        ("satisfied", 699, 1000, 0.0),
        ("satisfied", 3, 3, None),
        ("accepted", 0, 1000, 5.0),
        ("accepted", 50, 1000, 5.0),
        ("accepted", 51, 1000, 3.0),
        ("accepted", 100, 1000, 3.0),
        ("accepted", 101, 1000, 1.0),
        ("accepted", 200, 1000, 1.0),
        ("accepted", 201, 1000, 0.0),
        ("accepted", 0, 4, None),
        ("overdue", 0, 1, 5.0),
        ("overdue", 1, 40, 3.0),
        ("overdue", 2, 40, 3.0),
        ("overdue", 3, 40, 0.0),
        ("overdue", 0, 0, None),
        ("reception", 24, 24, 8.0),
        ("reception", 30, 24, 8.0),
        ("reception", 23, 24, 5.0),
        ("reception", 18, 24, 5.0),
        ("reception", 17, 24, 2.0),
        ("reception", 12, 24, 2.0),
        ("reception", 11, 24, 0.0),
        ("reception", 4, 4, None),
        ("dialogues", 3, 0, 6.0),
        ("dialogues", 2, 0, 6.0),
        ("dialogues", 1, 0, 4.0),
        ("dialogues", 0, 0, 0.0),
        ("promises", 0, 10, 6.0),
        ("promises", 1, 10, 3.0),
        ("promises", 2, 10, 0.0),
        ("promises", 0, 0, None),
        ("consulted", 2, 0, 4.0),
        ("consulted", 1, 0, 4.0),
        ("consulted", 0, 0, 0.0),
        ("supervised", 20, 20, 3.0),
        ("supervised", 19, 20, 3.0),
        ("supervised", 18, 20, 2.0),
        ("supervised", 16, 20, 2.0),
        ("supervised", 15, 20, 0.0),
        ("supervised", 3, 3, None),
    ],
)
def test_a_number_proposes(key: str, value: int, of: int, points: float | None):
    assert proposed(key, value, of) == points


def test_what_no_number_tells_well_enough_has_no_rule():
    assert [key for key, item in CRITERIA.items() if not item.rule] == WITHOUT_RULES
    assert [key for key in WITHOUT_RULES if CRITERIA[key].number] == ["posted", "apologies"]


@pytest.mark.parametrize(
    ("key", "number", "of", "most"),
    [
        ("posted", "disclosures.posted", "", 10),
        ("shown", "letters.with_evidence", "letters.answered", 5),
        ("noticed", "", "", 5),
        ("on_time", "letters.on_time", "letters.owed", 15),
        ("overdue", "letters.overdue", "letters.handled", 5),
        ("apologies", "letters.apologised", "", 5),
        ("satisfied", "letters.satisfied", "letters.rated", 10),
        ("accepted", "letters.answered_before", "letters.answered", 5),
        ("polite", "", "", 5),
        ("reception", "reception.chair.held", "reception.chair.owed", 8),
        ("dialogues", "dialogues.held", "", 6),
        ("promises", "promises.overdue", "promises.all", 6),
        ("visits", "", "", 5),
        ("helped", "", "", 3),
        ("consulted", "consultations.held", "", 4),
        ("supervised", "supervision.on_time", "supervision.received", 3),
    ],
)
def test_a_criterion_has_its_number_and_its_most(key: str, number: str, of: str, most: int):
    item = CRITERIA[key]
    assert (item.number, item.of, item.most) == (number, of, most)

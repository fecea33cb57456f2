"""Why somebody asks to be relieved, what is missing when they ask, and what becomes of it."""

from __future__ import annotations

import pytest

from feedback.phrases import RELIEF_REASONS, RELIEFS, relief_label
from feedback.reliefs import ReliefOutcome, ReliefReason, missing_for_relief, outcome_of


@pytest.mark.parametrize(
    ("reason", "note", "missing"),
    [
        ("field", "", {}), ("absent", "", {}), ("interest", "", {}), ("other", "Việc này của xã bên.", {}),
        ("other", "", {"note": "relief_note_missing"}), ("other", "bận", {"note": "relief_note_missing"}),
        ("", "Lời dài", {"reason": "relief_reason_missing"}), ("nothing", "Lời dài", {"reason": "relief_reason_missing"}),
    ],
)  # fmt: skip
def test_only_another_reason_has_to_be_told(reason: str, note: str, missing: dict[str, str]):
    assert missing_for_relief(reason, note) == missing


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        ((5, 9), (5, 9), ReliefOutcome.KEPT), ((5, 9), (5, 8), ReliefOutcome.GIVEN), ((5, 9), (6, 9), ReliefOutcome.GIVEN),
        ((5, 9), (5, None), ReliefOutcome.GIVEN),
    ],
)  # fmt: skip
def test_the_same_officer_in_the_same_place_keeps_it(before: tuple, after: tuple, outcome: ReliefOutcome):
    assert outcome_of(before=before, after=after) is outcome


def test_every_reason_has_its_words_for_both_readers():
    assert set(RELIEF_REASONS) == set(RELIEFS) == set(ReliefReason)
    assert relief_label("") == ""

"""Photos before and after: who gave them, for which round, and when they came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from feedback.before_after import sides_of

SETTLED = date(2026, 11, 12)
EARLIER, LATER = SETTLED - timedelta(days=1), SETTLED + timedelta(days=1)
ORIGINS = {
    "letter": ("story", EARLIER), "second": ("story", EARLIER), "late letter": ("story", LATER), "scan": ("scan", EARLIER),
    "voice": ("voice", EARLIER), "added": ("added", EARLIER), "added that day": ("added", SETTLED), "thanks": ("added", LATER),
    "first answer": ("answer1", EARLIER), "second answer": ("answer2", SETTLED), "other": ("commitment", EARLIER),
}  # fmt: skip


@pytest.mark.parametrize(
    ("photos", "round_number", "before", "after"),
    [
        ([], 1, [], []),
        (["letter"], 1, ["letter"], []),
        (["first answer"], 1, [], ["first answer"]),
        (["letter", "first answer"], 1, ["letter"], ["first answer"]),
        (["first answer", "letter"], 1, ["letter"], ["first answer"]),
        (["second", "first answer", "letter"], 1, ["second", "letter"], ["first answer"]),
        (["late letter", "first answer"], 1, ["late letter"], ["first answer"]),
        (["added", "first answer"], 1, ["added"], ["first answer"]),
        (["added that day", "first answer"], 1, [], ["first answer"]),
        (["thanks", "first answer"], 1, [], ["first answer"]),
        (["scan", "voice", "other", "first answer"], 1, [], ["first answer"]),
        (["nobody knows", "first answer"], 1, [], ["first answer"]),
        (["letter", "first answer", "second answer"], 2, ["letter"], ["second answer"]),
        (["letter", "first answer"], 2, ["letter"], []),
        (["letter", "second answer"], 1, ["letter"], []),
    ],
)
def test_photo_stands_on_the_side_that_it_was_given_for(
    photos: list[str], round_number: int, before: list[str], after: list[str]
):
    assert sides_of(photos, ORIGINS, round_number=round_number, settled_on=SETTLED) == {"before": before, "after": after}


def test_no_photo_stands_on_a_side_that_is_not_among_those_published():
    everything = sides_of(list(ORIGINS), ORIGINS, round_number=1, settled_on=SETTLED)
    for photo in ORIGINS:
        without = sides_of([item for item in ORIGINS if item != photo], ORIGINS, round_number=1, settled_on=SETTLED)
        assert without == {side: [item for item in shown if item != photo] for side, shown in everything.items()}

"""What is news about a public case, found by comparing what it showed with what it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from feedback.public_news import GOES_WITH, TOPICS, Seen, topics_between

NEW = Seen(code="7K3MP-9CXTR", unit_id=1, state="received", answered_on=None, published=False)
DAY = date(2026, 11, 20)

CHANGES = (
    (None, NEW, ["case.received"], "a new letter"),
    (None, replace(NEW, published=True), ["case.received", "case.published"], "one that shows its words at once"),
    (NEW, NEW, [], "nothing that shows"),
    (NEW, replace(NEW, state="in_progress"), ["case.state_changed"], "taken on"),
    (NEW, replace(NEW, state="answered", answered_on=DAY), ["case.state_changed", "case.answered"], "answered"),
    (replace(NEW, answered_on=DAY), replace(NEW, answered_on=date(2026, 11, 25)), [], "a second answer is no first one"),
    (replace(NEW, answered_on=DAY), NEW, [], "opened again"),
    (NEW, replace(NEW, published=True), ["case.published"], "words shown"),
    (replace(NEW, published=True), NEW, ["case.unpublished"], "words taken back"),
    (NEW, None, ["case.removed"], "merged or split"),
    (None, None, [], "never shown"),
)


@pytest.mark.parametrize(("before", "after", "topics", "why"), CHANGES)
def test_news_is_what_the_public_row_shows_otherwise(before: Seen | None, after: Seen | None, topics: list[str], why: str):
    assert topics_between(before, after) == topics, why


def test_every_topic_can_be_asked_for_alone_or_goes_with_one_that_can():
    told = {topic for before, after, _topics, _why in CHANGES for topic in topics_between(before, after)}
    assert {GOES_WITH.get(topic, topic) for topic in told} == set(TOPICS)

"""Which door is right: every row complete in both languages, and the same article as the ground of guidance."""

from __future__ import annotations

import re

from feedback.doors import door, doors
from feedback.phrases import grounds_for
from feedback.states import Action

FACTS = ("title", "receiver", "text", "article")
MARKS = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def test_every_door_has_its_words_in_both_languages():
    assert [
        (item.code, fact) for locale in ("vi", "en") for item in doors(locale) for fact in FACTS if not getattr(item, fact)
    ] == []
    assert [item.code for item in doors("vi")] == [item.code for item in doors("en")]


def test_english_doors_are_not_vietnamese_and_the_other_way_round():
    assert [item.code for item in doors("en") if MARKS.search(item.title + item.receiver + item.text)] == []
    assert [item.code for item in doors("vi") if not MARKS.search(item.text)] == []


def test_every_door_is_a_ground_of_guidance_on_the_same_article():
    articles = {ground.code: ground.article for ground in grounds_for(Action.GUIDE)}
    assert [item.code for item in doors("vi") if articles.get(item.code) != item.article] == []


def test_an_unknown_door_or_language_is_nothing_or_vietnamese():
    assert door("nowhere", "vi") is None
    assert doors("tay") == doors("vi")
    assert door("crime_report", "en").receiver.endswith("113")


def test_the_texts_are_short_enough_for_the_sending_page():
    assert [item.code for locale in ("vi", "en") for item in doors(locale) if len(item.text) > 260] == []

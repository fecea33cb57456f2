"""Invented letters: readable, of their field, and found by the words they hold."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from core.search_words import exact_text, plain_text
from core.text import clean_text
from feedback.load.texts import OTHER, PHRASES, letter, person
from feedback.redaction import mask

FIELDS = [row["code"] for row in tomllib.loads(Path("accounts/data/van_linh.toml").read_text(encoding="utf-8"))["fields"]]


@pytest.mark.parametrize("field_code", [*PHRASES, "mot_viec_la"])
def test_letter_has_the_keys_that_the_public_row_would_have(field_code: str):
    made = letter(random.Random(4), field_code=field_code, village="Thôn Nà Pất")
    assert (made.title_key, made.story_key, made.answer_key) == tuple(map(plain_text, (made.title, made.story, made.answer)))
    assert set(made.story_marks.split()) == set(exact_text(f"{made.title} {made.story}").split())
    assert set(made.answer_marks.split()) == set(exact_text(made.answer).split())


@pytest.mark.parametrize("field_code", PHRASES)
def test_letter_is_clean_text_within_the_columns(field_code: str):
    rng = random.Random(5)
    for _ in range(50):
        made = letter(rng, field_code=field_code, village="Thôn Giáp Thượng II")
        assert (clean_text(made.title), clean_text(made.story)) == (made.title, made.story)
        assert 10 <= len(made.story) <= 5000
        assert len(made.title) <= 160


def test_letter_names_its_village():
    made = letter(random.Random(6), field_code="giao_thong", village="Thôn Nà Pất")
    assert "Thôn Nà Pất" in made.story


def test_unknown_field_gets_a_letter_of_other_matters():
    same = [letter(random.Random(7), field_code=code, village="Thôn Kép I") for code in ("mot_viec_la", OTHER)]
    assert same[0] == same[1]


def test_phrases_are_of_fields_that_the_demo_commune_has():
    assert sorted(set(PHRASES) - set(FIELDS)) == []


def test_letters_hold_nothing_that_redaction_would_hide():
    rng = random.Random(8)
    texts = [letter(rng, field_code=code, village="Thôn Nà Pất") for code in PHRASES for _ in range(40)]
    found = [finding for made in texts for text in (made.story, made.answer) for finding in mask(text).findings]
    assert found == []


def test_letters_differ():
    rng = random.Random(9)
    stories = {letter(rng, field_code="giao_thong", village="Thôn Nà Pất").story for _ in range(200)}
    assert len(stories) > 190


def test_person_has_three_names():
    assert len(person(random.Random(10)).split(" ")) == 3

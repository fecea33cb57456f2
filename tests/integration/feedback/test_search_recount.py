"""A search gives what a recount in plain Python gives, wherever in the installation's numbers the cases of a commune lie."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from random import Random
from unicodedata import combining, normalize

import pytest
from flask import Flask

from feedback.queries.public import PublicFilters, public_list
from tests.makers import Commune, inside
from tests.makers_public import make_public, published

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("longest_gap", [1, 3_000, 40_000])
def test_search_gives_what_a_recount_gives_wherever_the_cases_lie(app: Flask, home: Commune, longest_gap: int):
    draw = Random(longest_gap)
    common, rare = ("sữa", "sửa", "đường", "dương", "cầu", "câu"), ("sứa", "chợ", "bơm")
    titles = [" ".join((*draw.sample(common, 2), draw.choice(rare if draw.random() < 0.1 else common))) for _ in range(90)]
    ids = list(accumulate(draw.randint(1, longest_gap) for _ in titles))
    sought = (("sữa", "sửa", "sứa"), ("đường", "dương", "duong"), ("cầu", "câu", "cau"), ("chợ",), ("bơm",))
    asked = [" ".join(map(draw.choice, draw.sample(sought, draw.choice((1, 2))))) for _ in range(40)]
    with inside(app, unit_id=home.unit_id):
        make_public(
            home.unit_id, *(published(title, story=title, answer="", id=id_) for title, id_ in zip(titles, ids, strict=True))
        )
        for typed in asked:
            shown = [public_list(home.unit_id, PublicFilters(words=typed), page=page, today=TODAY) for page in (1, 2, 3, 4)]
            strict = [] if shown[0].loose else [item.title for page in shown for item in page.items]
            assert strict == recounted(titles, typed), typed


def recounted(titles: list[str], typed: str) -> list[str]:
    """Return the titles with all words, the newest first: those with the marks that were typed before the others."""
    words, found = set(typed.split()), list(reversed(titles))
    exact = [title for title in found if typed != plain(typed) and words <= set(title.split())]
    same = [title for title in found if set(map(plain, words)) <= set(map(plain, title.split()))]
    return [*exact, *(title for title in same if title not in exact)]


def plain(text: str) -> str:
    """Return a text without marks, by Unicode's own table."""
    return "".join(char for char in normalize("NFD", text) if not combining(char)).replace("đ", "d")

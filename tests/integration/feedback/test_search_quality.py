"""Whether people find what they look for, however they type it: a table of queries over the imported letters."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from accounts.queries import fields
from core.extensions import db
from feedback import importing
from feedback.models import Case, PublicCase
from feedback.queries.public import PublicCard, PublicFilters, public_list
from tests.makers import Commune, inside, publish_case

LETTERS = Path(importing.__file__).parent / "data" / "feedback_vi.jsonl"
TABLE = Path(__file__).parent / "tables" / "search_queries.tsv"
TODAY = date(2026, 11, 23)
LEAST_QUERIES, LEAST_RECALL, FIRST = 120, 0.95, 10


def queries() -> list[tuple[str, str, frozenset[str]]]:
    """Return kind, what is typed, and the letters it is meant to find."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(kind, as_typed(kind, typed), frozenset(ids.split())) for kind, typed, ids in rows]


def as_typed(kind: str, typed: str) -> str:
    """Return a query as a phone sends it: taken apart, or with the characters that cannot be seen (written as escapes)."""
    if kind == "nfd":
        return unicodedata.normalize("NFD", typed)
    return typed.encode("latin-1", "backslashreplace").decode("unicode-escape") if kind == "invisible" else typed


@pytest.fixture
def letters(app: Flask, runner: FlaskCliRunner, home: Commune, at: Callable[[str], datetime]) -> dict[int, str]:
    """Import the sixty letters, publish those that became cases, and return which public row is which letter."""
    at("2026-11-23 15:00")
    assert runner.invoke(args=["feedback", "import", str(LETTERS)]).exit_code == 0
    texts = {row["text"]: row["id"] for row in map(json.loads, LETTERS.read_text(encoding="utf-8").splitlines())}
    with inside(app, unit_id=home.unit_id):
        known = {}
        for case in db.session.scalars(select(Case).order_by(Case.id)).all():
            known[case.id] = texts[case.story]
            if case.kind != "KHIEU_NAI":
                publish_case(home, case.id, title=case.subject, story=case.story)
        return known


def ids_by_code(letters: dict[int, str]) -> dict[str, str]:
    return {row.code: letters[row.id] for row in db.session.scalars(select(PublicCase))}


def search(home: Commune, typed: str) -> list[PublicCard]:
    return list(public_list(home.unit_id, PublicFilters(words=typed), page=1, today=TODAY).items)


def words_with_marks(text: str) -> set[str]:
    small = unicodedata.normalize("NFC", text).lower()
    return set("".join(char if char.isalnum() else " " for char in small).split())


def test_queries_find_what_was_meant_and_exact_marks_come_first(app: Flask, home: Commune, letters: dict[int, str], capsys):
    found, firsts, recalls = defaultdict(list), [], {}
    with inside(app, unit_id=home.unit_id):
        ids = ids_by_code(letters)
        public = PublicCase.__table__.c
        texts = select(public.code, public.title + " " + public.story + " " + public.answer)
        stories = dict(db.session.execute(texts).tuples().all())
        names = {item.id: item.name for item in fields(home.unit_id)}
        for kind, typed, wanted in queries():
            cards = search(home, typed)[:FIRST]
            recall = len(wanted & {ids[card.code] for card in cards}) / len(wanted)
            found[kind].append(recall)
            recalls[f"{kind} {typed}"] = (recall, [ids[card.code] for card in cards])
            if kind == "exact":
                shown = f"{stories[cards[0].code]} {names.get(cards[0].field_id or 0, '')}" if cards else ""
                firsts.append((typed, bool(cards) and words_with_marks(typed) <= words_with_marks(shown)))
    everything = [recall for values in found.values() for recall in values]
    with capsys.disabled():
        print(f"\nqueries {len(everything)}, recall@{FIRST} {sum(everything) / len(everything):.3f}, by kind:", end="")
        print("".join(f" {kind} {sum(values):g}/{len(values)}" for kind, values in sorted(found.items())))
        print("missed:", {name: got for name, got in recalls.items() if got[0] < 1})
    assert len(everything) >= LEAST_QUERIES
    assert sum(everything) / len(everything) >= LEAST_RECALL
    assert [typed for typed, good in firsts if not good] == []

"""The public list and search over it, one function for both databases; the newest come first, and cost the same in any number.

SQLite walks its full-text index backwards by row number, which is the case's number, and stops when the page is full.
PostgreSQL's inverted index knows no order, and its planner takes words that always come together for a rare coincidence. So a
page is first sought among the newest cases by walking them; only when these do not fill it, the words are few, and the inverted
index is asked. The tables are made by the migrations.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, column, func, literal_column, select, table, text

from core.text import words
from feedback.models import PublicCase

MOST_WORDS = 8
LONGEST_WORD = 40
WALKED = 4000
cases = PublicCase.__table__
index = table("public_cases_search", column("rowid"))
vector = literal_column("public_cases.search_vector")


class Way(StrEnum):
    """How cases are found: no words are sought; FTS5's index; walking the newest; the inverted index."""

    PLAIN = "plain"
    FTS5 = "fts5"
    WALK = "walk"
    INVERTED = "inverted"


def ways(sought: Sequence[str], *, database: str, skip: int) -> tuple[Way, ...]:
    """Return the ways to find a page that begins after ``skip`` cases, the next one for when the one before does not fill it."""
    if not sought:
        return (Way.PLAIN,)
    if database == "sqlite":
        return (Way.FTS5,)
    return (Way.WALK, Way.INVERTED) if skip < WALKED // 20 else (Way.INVERTED,)


def search_words(typed: str) -> tuple[str, ...]:
    """Return the folded words that are searched for: at most eight, each once, in the order typed."""
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in words(typed)))[:MOST_WORDS]


def sought_in(found: Sequence[str], *, database: str) -> str:
    """Return the words in the database's own language of searching, for the parameter ``sought``."""
    return " ".join(f'"{word}"' for word in found) if database == "sqlite" else " ".join(found)


def newest(way: Way, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Return the select of the ids of public cases that meet ``conditions`` (they name the commune), newest first.

    Unless the way is plain, only those that hold every word of the parameter ``sought``.
    """
    everything = select(cases.c.id).where(*conditions).order_by(cases.c.id.desc())
    # Written into the statement (it holds a-z and digits only): PostgreSQL plans for these words, not for any words.
    asked = func.plainto_tsquery("simple", bindparam("sought", type_=Text, literal_execute=True))
    match way:
        case Way.PLAIN:
            return everything
        case Way.FTS5:
            found = index.join(cases, cases.c.id == index.c.rowid)
            match_words = text("public_cases_search MATCH :sought")
            return select(cases.c.id).select_from(found).where(match_words, *conditions).order_by(index.c.rowid.desc())
        case Way.WALK:
            recent = everything.add_columns(vector.label("words")).limit(WALKED).subquery("recent")
            return select(recent.c.id).where(recent.c.words.op("@@")(asked)).order_by(recent.c.id.desc())
        case Way.INVERTED:
            # Ordered by a sum, so that no index gives the order and the planner does not walk after all.
            few = select(cases.c.id).where(*conditions, vector.op("@@")(asked))
            return few.order_by((cases.c.id + 0).desc())

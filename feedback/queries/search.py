"""The public list and search over it, one function for both databases; the newest come first, and cost the same in any number.

SQLite walks its full-text index backwards by row number, which is the case's number. PostgreSQL chooses by its statistics
between walking the newest cases and the inverted index of the words. The tables are made by the migrations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, column, func, literal_column, select, table, text

from core.text import words
from feedback.models import PublicCase

MOST_WORDS = 8
LONGEST_WORD = 40
cases = PublicCase.__table__
index = table("public_cases_search", column("rowid"))


def search_words(typed: str) -> tuple[str, ...]:
    """Return the folded words that are searched for: at most eight, each once, in the order typed."""
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in words(typed)))[:MOST_WORDS]


def newest(*, conditions: Sequence[ColumnElement[bool]], searched: bool, database: str) -> Select[Any]:
    """Return the select of the ids of public cases that meet ``conditions`` (they name the commune), newest first.

    ``searched``: only those that hold every word of the parameter ``sought`` (see sought_in). ``database``: the dialect's name.
    """
    if not searched:
        return select(cases.c.id).where(*conditions).order_by(cases.c.id.desc())
    if database == "sqlite":
        match = text("public_cases_search MATCH :sought")
        return (
            select(cases.c.id)
            .select_from(index.join(cases, cases.c.id == index.c.rowid))
            .where(match, *conditions)
            .order_by(index.c.rowid.desc())
        )
    match = literal_column("public_cases.search_vector").op("@@")(func.plainto_tsquery("simple", bindparam("sought")))
    return select(cases.c.id).where(match, *conditions).order_by(cases.c.id.desc())


def sought_in(found: Sequence[str], *, database: str) -> str:
    """Return the words in the database's own language of searching."""
    return " ".join(f'"{word}"' for word in found) if database == "sqlite" else " ".join(found)

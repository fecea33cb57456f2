"""Search over what is public, one function for both databases; the newest cases come first and cost the same in any number.

SQLite walks its full-text index backwards by row number, which is the case's number. PostgreSQL chooses by its statistics
between walking the newest cases and the inverted index of the words. The tables are made by the migrations.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table, text

from core.extensions import db
from core.text import words
from feedback.models import PublicCase

MOST_WORDS = 8
LONGEST_WORD = 40
cases = PublicCase.__table__
index = table("public_cases_search", column("rowid"))


def search_words(typed: str) -> tuple[str, ...]:
    """Return the folded words that are searched for: at most eight, each once, in the order typed."""
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in words(typed)))[:MOST_WORDS]


def newest(
    *columns: ColumnElement[object], conditions: Sequence[ColumnElement[bool]], sought: Sequence[str]
) -> Select[tuple[object, ...]]:
    """Return the select of public cases that meet ``conditions`` and hold every sought word, newest first.

    ``conditions`` name the commune; without words it is the plain list.
    """
    if not sought:
        return select(*columns).where(*conditions).order_by(cases.c.id.desc())
    if db.engine.dialect.name == "sqlite":
        match = text("public_cases_search MATCH :sought").bindparams(sought=" ".join(f'"{word}"' for word in sought))
        return (
            select(*columns).select_from(index.join(cases, cases.c.id == index.c.rowid))
            .where(match, *conditions).order_by(index.c.rowid.desc())
        )  # fmt: skip
    match = literal_column("public_cases.search_vector").op("@@")(func.plainto_tsquery("simple", " ".join(sought)))
    return select(*columns).where(match, *conditions).order_by(cases.c.id.desc())

"""The search over what is public, one function for both databases: what it looks for, in which order, and how it finds it fast.

A search goes through tiers: cases with exactly the marks that were typed; those with the same words, marks aside; and only when
there is none, those with words that may have been meant, then those with all words but one (of seven or eight: two). In each the
newest come first.

SQLite walks its full-text index backwards by row number, which is the case's number, and stops when the page is full.
PostgreSQL's inverted index knows no order. It also holds to which span of numbers a case belongs, and a function of the database
(public_cases_found) asks the newest spans first, then as many as promise to be enough. Index and function are made by the
migrations; see docs/adr/0025.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Row, Select, Text, bindparam, column, func, select, table, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.types import Boolean

from core.search_words import Key, keys, meant
from feedback.models import PublicCase

MOST_WORDS, MANY_WORDS = 8, 7
DEEPEST = 2_500
cases = PublicCase.__table__
index = table("public_cases_search", column("rowid"))
OPERATORS = {"sqlite": ('"', " AND ", " OR "), "postgresql": ("'", " & ", " | ")}


class Tier(StrEnum):
    """How well a case answers: the same marks, the same words, words that may be meant, all words but one or two."""

    EXACT = "exact"
    PLAIN = "plain"
    NEAR = "near"
    MOST = "most"


@dataclass(frozen=True)
class Question:
    """What is looked for: the plain keys of the words, and their exact keys when marks were typed (else nothing)."""

    plain: tuple[str, ...]
    exact: tuple[str, ...]

    def wanted(self, *, loose: bool) -> frozenset[str]:
        """Return the plain keys of the words that are marked where they are found."""
        return frozenset(word for plain in self.plain for word in (meant(plain) if loose else (plain,)))


@dataclass(frozen=True)
class Found:
    """The rows found up to the end of a page, in order; ``loose`` when none has all the words that were typed."""

    rows: Sequence[Row[Any]]
    loose: bool = False


Ask = Callable[[str, str, int], Sequence[Row[Any]]]
"""Rows for an expression, at most so many, newest first; on PostgreSQL those for a second expression before the others."""


@lru_cache(maxsize=4096)
def question(typed: str) -> Question:
    """Return what is looked for: at most eight words, each once, in the order typed."""
    words: dict[str, Key] = {}
    for key in keys(typed):
        words.setdefault(key.plain, key)
    chosen = list(words.values())[:MOST_WORDS]
    marked = any(key.marked for key in chosen)
    return Question(tuple(key.plain for key in chosen), tuple(key.exact for key in chosen) if marked else ())


def expression(sought: Question, tier: Tier, *, database: str) -> str:
    """Return a tier in the database's own language of searching, or "" when it is the same as a better one."""
    quote, both, either = OPERATORS[database]

    def joined(operator: str, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"

    def all_of(words: Sequence[str]) -> str:
        return joined(both, [f"{quote}{word}{quote}" for word in words])

    if tier is Tier.EXACT:
        return all_of(sought.exact) if sought.exact else ""
    if tier is Tier.PLAIN:
        return all_of(sought.plain)
    groups = [joined(either, [f"{quote}{word}{quote}" for word in meant(plain)]) for plain in sought.plain]
    if tier is Tier.NEAR:
        return joined(both, groups) if any(len(meant(plain)) > 1 for plain in sought.plain) else ""
    enough = len(groups) - (1 if len(groups) < MANY_WORDS else 2)
    return joined(either, [joined(both, kept) for kept in combinations(groups, enough)]) if len(groups) > 2 else ""


def find(sought: Question, ask: Ask, *, database: str, need: int) -> Found:
    """Return the first ``need`` rows that answer the question, the best tier first."""
    if database == "sqlite":
        rows = _strict(sought, ask, need)
    else:
        plain, exact = (expression(sought, tier, database=database) for tier in (Tier.PLAIN, Tier.EXACT))
        rows = ask(plain, exact, need)
    if rows:
        return Found(rows)
    for tier in (Tier.NEAR, Tier.MOST):
        wanted = expression(sought, tier, database=database)
        rows = ask(wanted, "", need) if wanted else ()
        if rows:
            return Found(rows, loose=True)
    return Found(())


def _strict(sought: Question, ask: Ask, need: int) -> Sequence[Row[Any]]:
    """Return the rows with all words, those with exactly the marks first, from an index that gives the newest first."""
    exact = ask(expression(sought, Tier.EXACT, database="sqlite"), "", need) if sought.exact else ()
    if len(exact) >= need:
        return exact
    known = {row.id for row in exact}
    others = [row for row in ask(expression(sought, Tier.PLAIN, database="sqlite"), "", need) if row.id not in known]
    return [*exact, *others][:need]


def newest(columns: Sequence[Any], conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Return the select of public cases that meet ``conditions`` (they name the commune), newest first."""
    return select(*columns).where(*conditions).order_by(cases.c.id.desc())


def answering(columns: Sequence[Any], conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Return SQLite's select of those that answer the parameter ``sought``, at most ``most``, newest first."""
    found = index.join(cases, cases.c.id == index.c.rowid)
    query = (
        select(*columns)
        .select_from(found)
        .where(text("public_cases_search MATCH :sought"), *conditions)
        .order_by(index.c.rowid.desc())
    )
    return query.limit(bindparam("most", type_=Integer))


def answering_in_spans(columns: Sequence[Any]) -> Select[Any]:
    """Return PostgreSQL's select of the same, those that answer ``exact`` (or None) first.

    What narrows it are parameters, each may be None: ``field``, ``village``, ``states``, ``before`` (the due date), ``reopened``,
    ``published``.
    """
    kinds = (
        ("sought", TSQUERY), ("exact", TSQUERY), ("most", Integer), ("unit", Integer), ("field", Integer), ("village", Integer),
        ("states", ARRAY(Text)), ("before", Date), ("reopened", Boolean), ("published", Boolean),
    )  # fmt: skip
    facts = [bindparam(name, type_=Text if kind is TSQUERY else kind).cast(kind) for name, kind in kinds]
    found = func.public_cases_found(*facts).table_valued(column("id", Integer), column("place", Integer)).render_derived("found")
    return select(*columns).join_from(found, cases, cases.c.id == found.c.id).order_by(found.c.place)

"""Routes and statements are compiled once per process and not once per application.

Every test of a database has an application of its own. Werkzeug takes each route apart and compiles two small functions for it:
nine tenths of what an application costs to make. SQLAlchemy compiles every statement anew for every engine: a fifth of what a
test costs. Both depend on nothing but the route's own text, or the statement and the kind of database, so they can be shared.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS: LRUCache[Any, Any] = LRUCache(8_000)


def share_routes() -> None:
    """Let all applications of this process share what is read and compiled of their routes."""
    known: dict[tuple[object, ...], dict[str, Any]] = {}
    compile_one = Rule.compile

    def compile_once(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, rule.map.host_matching, repr(rule.defaults))
        if key not in known:
            compile_one(rule)
            known[key] = {
                "_parts": rule._parts, "_trace": rule._trace, "_converters": rule._converters, "arguments": set(rule.arguments),
                "_build": rule._build.__func__, "_build_unknown": rule._build_unknown.__func__,
            }  # fmt: skip
            return
        for name, value in known[key].items():
            setattr(rule, name, value.__get__(rule) if name.startswith("_build") else value)

    Rule.compile = compile_once  # type: ignore[method-assign]


def share_dialects() -> None:
    """Let the dialects of one kind be equal: they are a part of the key under which a compiled statement is found."""
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[method-assign]
        kind.__eq__ = lambda dialect, other: type(dialect) is type(other)  # type: ignore[method-assign]


def share_statements(engine: Engine) -> None:
    """Let an engine find the statements that others of its kind have compiled."""
    engine._compiled_cache = STATEMENTS

"""Routes and statements are compiled, and static files looked at, once per process and not once per application.

Every test of a database has an application of its own. Werkzeug takes each route apart and compiles two small functions for it:
nine tenths of what an application costs to make. SQLAlchemy compiles every statement anew for every engine: a fifth of what a
test costs. Both depend on nothing but the route's own text, or the statement and the kind of database, so they can be shared.
Of what is left of an application's making (13 ms), a fifth goes into looking at static files, which one folder holds for all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from tests.infra import run_folder

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


def share_static_files() -> None:
    """Let applications share the list of the run's static files; a folder's name there is the hash of what is in it."""
    known: dict[tuple[Path, str], dict[str, Any]] = {}
    look = WhiteNoise.update_files_dictionary

    def look_once(noise: WhiteNoise, root: str, prefix: str) -> None:
        folder = Path(root).resolve()
        if folder.parent != run_folder.static():
            look(noise, root, prefix)
            return
        if (folder, prefix) not in known:
            look(noise, f"{folder}/", prefix)
            known[folder, prefix] = dict(noise.files)
        noise.files.update(known[folder, prefix])

    WhiteNoise.update_files_dictionary = look_once

"""A copy that came back: what has to be done to it before anybody works with it, and how everybody knows that it is not done.

While it is not done the database holds a table of its own (`FLAG`), laid there before the copy's: no server and no worker begins
then, on whichever machine. Rooms say with `on_return` what they do; each act finds by itself what is left to do, so all of it can
be broken off and begun again (`flask backup settle`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from flask import Flask, current_app
from sqlalchemy import inspect, text

from core import audit
from core.errors import Misconfigured, NoBackup
from core.extensions import db
from core.gone import Marks, marks
from core.transaction import transaction

FLAG = "copy_returning"
LAY_FLAG = f"CREATE TABLE {FLAG} (since VARCHAR(40))"
TAKE_FLAG = f"DROP TABLE {FLAG}"
ACTS = "gandan.on_return"
UNSETTLED = (
    "This database came back from a copy, and letters that had been moved or erased since may lie open in it. Type: "
    ".venv/bin/flask backup settle"
)
UNFINISHED = "This copy is not all here: bringing it back broke off. Type: .venv/bin/flask backup restore, with the same copy."
Act = Callable[[datetime, Marks], int]


def on_return(app: Flask, act: Act) -> None:
    """Let ``act(at, marks)`` be done to every copy that comes back, in the order of the rooms; it returns how much it did."""
    app.extensions.setdefault(ACTS, []).append(act)


def is_unsettled() -> bool:
    """Return whether the database came back and is not ready for people yet."""
    return inspect(db.engine).has_table(FLAG)


def look() -> None:
    """Raise Misconfigured while the database is not ready for people."""
    if is_unsettled():
        raise Misconfigured(UNSETTLED)


def settle(at: datetime) -> bool:
    """Bring the tables to this release, end sessions, take away what had gone; False when nothing waited for it.

    The audit trail gets one line of the installation; neither it nor anybody is told how much was taken away. Raises
    NoBackup when the copy is not all here.
    """
    if not is_unsettled():
        return False
    if not inspect(db.engine).has_table("alembic_version"):  # laid last (core.backup)
        raise NoBackup(UNFINISHED)
    import_module("flask_migrate").upgrade()
    db.session.remove()
    known = marks() or Marks(())
    for act in current_app.extensions.get(ACTS, ()):
        act(at, known)
    with transaction():
        audit.record(unit_id=None, at=at, actor_id=None, action="copy:returned", subject="installation")
    with db.engine.begin() as connection:
        connection.execute(text(TAKE_FLAG))
    return True

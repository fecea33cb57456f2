"""Old values sealed anew: after a new data key was put before the others, what the older ones sealed is sealed with it.

Value by value, a few rows a transaction, and only where a value is still the one that was read: whoever writes meanwhile wins,
and a round that was broken off anywhere is begun again and finds less to do. What a hash of an audit chain covers (the reasons in
the register's trail) stays as it is, under the last key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, literal, select, type_coerce, update

from core import audit, which_keys
from core.database import Base, SealedText
from core.extensions import db
from core.sealing import sealer
from core.transaction import transaction

ROWS_AT_ONCE = 200
WRAPPED = "wrapped"
"""In the ``info`` of a column: its text was sealed by whoever wrote it, not by its type."""
Places = Mapping[Table, Sequence[ColumnElement[str]]]


def places() -> Places:
    """Return the columns with sealed values, by table, as the text that lies in the database."""
    found = {
        table: [column for column in table.c if isinstance(column.type, SealedText) or column.info.get(WRAPPED)]
        for table in Base.metadata.sorted_tables
    }
    return {
        table: [type_coerce(column, Text).label(column.name) for column in columns] for table, columns in found.items() if columns
    }


def rotate(*, at: datetime) -> int:
    """Seal every value with the first data key that it was not sealed with; return how many there were.

    Raises Misconfigured when a value opens with none of the keys. Side effects: two audit entries of the installation.
    """
    _note("secrets:rotation_begun", at=at)
    values = sum(_of_one(table, columns) for table, columns in places().items())
    _note("secrets:rotated", at=at, last=True)
    return values


def _note(action: str, *, at: datetime, last: bool = False) -> None:
    with transaction():
        if last:
            which_keys.forget_between()
        audit.record(unit_id=None, at=at, actor_id=None, action=action, subject="data_keys")


def _of_one(table: Table, columns: Sequence[ColumnElement[str]]) -> int:
    return sum(_reseal(table, changes) for changes in _old_values(table, columns))


def _old_values(table: Table, columns: Sequence[ColumnElement[str]]) -> Iterator[list[tuple[Any, str, str, str]]]:
    """Yield key, column, old and new value of what an older key sealed, of a few rows at a time."""
    (key,) = table.primary_key
    last = None
    while True:
        query = select(key, *columns).order_by(key).limit(ROWS_AT_ONCE)
        rows = db.session.execute(query if last is None else query.where(key > last)).all()
        db.session.rollback()
        if not rows:
            return
        last = rows[-1][0]
        yield [
            (row[0], column.name, old, sealer.reseal(old))
            for row in rows
            for column, old in zip(columns, row[1:], strict=True)
            if old and not sealer.is_new(old)
        ]


def _reseal(table: Table, changes: Sequence[tuple[Any, str, str, str]]) -> int:
    if not changes:
        return 0
    (key,) = table.primary_key
    with transaction() as session:
        return sum(
            session.execute(
                update(table)
                .where(key == which, type_coerce(table.c[name], Text) == literal(old, Text))
                .values({name: literal(new, Text)})
            ).rowcount
            for which, name, old, new in changes
        )

"""Whether the data keys are those of this database: told at the start, not by receipts that open no case any more.

The last key finds codes and phones (core.sealing, `fingerprint`) and the first one seals. Of both a mark is kept, from which no
key can be guessed; which place a key has is checked against it. A key that was the first one once and has values under it stays
marked until `flask secrets rotate` has sealed them anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime
from core.errors import DomainError, Misconfigured
from core.extensions import db
from core.sealing import sealer
from core.transaction import transaction

LOST = (
    "DATA_KEYS are not the keys of this database: the one that finds codes and phone numbers in it is missing. Lay the keys of "
    "this installation into DATA_KEYS or DATA_KEYS_FILE; nothing was changed."
)
MOVED = (
    "In DATA_KEYS key {place} of {number} has to be the last one: codes and phone numbers of this database are found with it. "
    "A new key is put before the others; nothing was changed."
)
TAKEN_OUT = (
    "Of the keys that sealed values in this database {number} are missing in DATA_KEYS. Put them back between the first and the "
    "last; after `flask secrets rotate` they may go."
)


class KeyMark(Base):
    """A key that this database was used with, by its mark; ``finds``: codes and phone numbers are found with it."""

    __tablename__ = "key_marks"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    finds: Mapped[bool]
    since: Mapped[datetime] = mapped_column(UtcDateTime)


def fault() -> str:
    """Return a sentence for the operator when the keys are not those of this database, or stand in a wrong order, else "".

    A database that is away, or older than this table, knows nothing against them.
    """
    known = _known()
    marks = sealer.marks
    finding = next((mark for mark, finds in known.items() if finds), marks[-1])
    if finding not in marks:
        return LOST
    if finding != marks[-1]:
        return MOVED.format(place=marks.index(finding) + 1, number=len(marks))
    missing = known.keys() - set(marks)
    return TAKEN_OUT.format(number=len(missing)) if missing else ""


def settle(*, at: datetime) -> None:
    """Check the keys and mark those that are new. Raises Misconfigured with the sentence of `fault`.

    A process begins by it. One that cannot write now, or begins beside another one, begins all the same.
    """
    found = fault()
    if found:
        raise Misconfigured(found)
    known, marks = _known(), sealer.marks
    new = {mark for mark in (marks[0], marks[-1]) if mark not in known}
    if new and _has_table():
        with suppress(IntegrityError, OperationalError, DomainError), transaction() as session:
            session.add_all(KeyMark(mark=mark, finds=mark == marks[-1], since=at) for mark in new)


def forget_between() -> None:
    """Forget the marks of keys that nothing is sealed with any more, inside the command that ends a rotation."""
    marks = sealer.marks
    db.session.execute(delete(KeyMark).where(KeyMark.mark.not_in(_ends(marks))))


def _ends(marks: Iterable[str]) -> set[str]:
    first, *others = marks
    return {first, others[-1] if others else first}


def _known() -> dict[str, bool]:
    try:
        return dict(db.session.execute(select(KeyMark.mark, KeyMark.finds)).tuples().all())
    except (OperationalError, ProgrammingError):
        return {}
    finally:
        db.session.rollback()


def _has_table() -> bool:
    try:
        db.session.execute(select(KeyMark.mark).limit(1))
    except (OperationalError, ProgrammingError):
        return False
    finally:
        db.session.rollback()
    return True

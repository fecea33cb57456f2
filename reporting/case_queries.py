"""The cases behind a number of the board: the same conditions that count it, a page at a time, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from core.extensions import db
from feedback.models import PublicCase
from feedback.queries.public import PublicCard, cards_by_id
from reporting.counting import conditions, rounds
from reporting.periods import Period

PAGE_SIZE = 25
cases = PublicCase.__table__.c
Condition = Callable[[Mapping[str, ColumnElement[bool]], Any], ColumnElement[bool]]
BEHIND: dict[str, Condition] = {
    "nhan": lambda found, _: found["received"],
    "dang-lam": lambda found, _: found["open"],
    "qua-han": lambda found, _: found["overdue"],
    "da-xong": lambda found, _: found["settled"],
    "dung-han": lambda found, _: found["on_time"],
    "tre-han": lambda found, item: and_(found["timed"], item.in_time.is_(False)),
    "tra-loi": lambda found, _: found["answered"],
    "bang-chung": lambda found, _: found["with_evidence"],
    "mo-lai": lambda found, _: found["reopened"],
    "gia-han": lambda found, _: found["extended"],
    "y-kien": lambda found, _: found["rated"],
    "hai-long": lambda found, _: found["satisfied"],
}
"""Numbers whose cases are shown, by their word in an address."""


@dataclass(frozen=True, kw_only=True)
class CasesBehind:
    """A page of the cases behind a number, and the code after which the next one begins ("": this is the last)."""

    cards: Sequence[PublicCard]
    next_code: str


def cases_behind(
    unit_id: int, number: str, period: Period, as_of: date, *, narrowed: Mapping[str, int], after: str, today: date
) -> CasesBehind:
    """Return the cases that a number (a key of BEHIND) counts, those below the case with the code ``after``.

    ``narrowed``: ids of a field, village or department by the name of their column.
    """
    span = period.until(as_of)
    item = rounds(unit_id, first_on=span.first_on, last_on=span.last_on).c
    wanted = BEHIND[number](conditions(item, first_on=span.first_on, last_on=span.last_on), item)
    query = select(item.id).distinct().where(wanted, *(item[name] == value for name, value in narrowed.items()))
    if after:
        known = select(cases.id).where(cases.code == after, cases.unit_id == unit_id).scalar_subquery()
        query = query.where(item.id < known)
    ids = list(db.session.scalars(query.order_by(item.id.desc()).limit(PAGE_SIZE + 1)))
    cards = cards_by_id(unit_id, ids[:PAGE_SIZE], today=today)
    return CasesBehind(cards=cards, next_code=cards[-1].code if len(ids) > PAGE_SIZE and cards else "")

"""What an official types into the search of the desk: a code, a day of receipt, or words, however they are written."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from accounts.permissions import Actor
from core.codes import clean_code, code_start
from core.extensions import db
from core.permissions import Permission
from core.search_words import keys
from core.typed import typed_date
from feedback.models import Case

MOST_WORDS = 8
HALF_A_YEAR = timedelta(days=182)
"""A day without a year is one that was: letters are received in the past."""


def typed(text: str, *, today: date) -> list[ColumnElement[bool]]:
    """Return the conditions of what was typed; a date finds the letters received on that day, half a code those it begins.

    Nobody is found by name or telephone number: these lie sealed, and a search stands in the address of the page.
    """
    code, day = clean_code(text), typed_date(text, near=today - HALF_A_YEAR)
    if code:
        return [Case.code == code]
    if day:
        return [Case.received_on == day]
    words = [Case.search_text.contains(key.plain, autoescape=True) for key in keys(text)[:MOST_WORDS]]
    start = code_start(text)
    return [or_(Case.code.startswith(start), and_(*words))] if start and words else words


def case_of_code(actor: Actor, text: str) -> int | None:
    """Return the case whose whole code was typed, or None: it is opened, whichever list was being searched."""
    code = clean_code(text)
    if not code or Permission.CASE_READ not in actor.permissions:
        return None
    return db.session.scalar(select(Case.id).where(Case.unit_id == actor.unit_id, Case.code == code))

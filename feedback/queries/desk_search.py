"""What an official types into the search of the desk: a code, a day of receipt, or words, however they are written."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement

from core.codes import clean_code
from core.search_words import keys
from core.typed import typed_date
from feedback.models import Case

MOST_WORDS = 8
HALF_A_YEAR = timedelta(days=182)
"""A day without a year is one that was: letters are received in the past."""


def typed(text: str, *, today: date) -> list[ColumnElement[bool]]:
    """Return the conditions of what was typed; a date finds the letters received on that day.

    Nobody is found by name or telephone number: these lie sealed, and a search stands in the address of the page.
    """
    code, day = clean_code(text), typed_date(text, near=today - HALF_A_YEAR)
    if code:
        return [Case.code == code]
    if day:
        return [Case.received_on == day]
    return [Case.search_text.contains(key.plain, autoescape=True) for key in keys(text)[:MOST_WORDS]]

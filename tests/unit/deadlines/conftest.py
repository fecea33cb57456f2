"""What every test of legal time counts with: the shipped terms and calendar."""

import pytest

from deadlines.calendar import WorkingCalendar
from deadlines.reference import shipped_calendar, shipped_terms
from deadlines.terms import Term


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """Return the shipped calendar."""
    return shipped_calendar()


@pytest.fixture(scope="session")
def terms() -> list[Term]:
    """Return the shipped terms."""
    return shipped_terms()

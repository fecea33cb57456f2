"""Makes the reports on mass mobilisation through their commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from types import MappingProxyType
from typing import Any

from accounts.queries import commune_profile
from core.database import use_unit
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from reporting.editions.heads import Head
from reporting.mobilisation import queries, services
from reporting.mobilisation.filling import fingerprint, values_of
from reporting.mobilisation.queries import MobilisationView
from reporting.mobilisation.sections import sections_on
from reporting.periods import Period, calendar
from tests.makers import Commune

LATER = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)
"""Five days after the year ended."""
YEAR = calendar(2026, "namdl")
WORDS = {section.key: f"Lời của mục {section.number}." for section in sections_on(YEAR.last_on)}
HEAD = Head(number=45, symbol="BC-UBND", day=date(2027, 1, 5))
_keys = count(1)


def make_mobilisation(commune: Commune, period: Period = YEAR, *, at: datetime = LATER, key: str = "") -> int:
    """Begin a report of a period; return its id."""
    with use_unit(commune.unit_id), transaction():
        return services.make_report(period, actor=commune.clerk, at=at, idempotency_key=key or f"mobilisation-{next(_keys)}")


def write(commune: Commune, report_id: int, *, version: int = 1, at: datetime = LATER, **words: str) -> None:
    """Write words into sections of a draft, into all of them if none is named."""
    with use_unit(commune.unit_id), transaction():
        services.write_words(report_id, words or WORDS, actor=commune.clerk, at=at, version=version)


def issue(
    commune: Commune, report_id: int, *, version: int = 2, head: Head = HEAD, at: datetime = LATER, who: str = "leader",
    seen_before: str = "", words: Mapping[str, str] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Issue a report with the numbers as they are now."""
    mark = fingerprint(seen(commune, report_id, at=at).filled)
    facts: dict[str, Any] = {"actor": getattr(commune, who), "at": at, "version": version, "seen": seen_before or mark}
    with use_unit(commune.unit_id), transaction():
        profile = commune_profile(commune.unit_id)
        assert profile is not None
        services.issue_report(report_id, head, words=words, profile=profile, **facts)


def issued(commune: Commune, period: Period = YEAR, *, at: datetime = LATER) -> int:
    """Make, write and issue a report; return its id."""
    report_id = make_mobilisation(commune, period, at=at)
    write(commune, report_id, version=seen(commune, report_id, at=at).version, at=at)
    head = replace(HEAD, again=True)
    issue(commune, report_id, version=seen(commune, report_id, at=at).version, at=at, head=head)
    return report_id


def seen(commune: Commune, report_id: int, *, at: datetime = LATER) -> MobilisationView:
    """Return a report as the clerk sees it."""
    with use_unit(commune.unit_id):
        return queries.report_view(commune.clerk, report_id, calendar_for(commune.unit_id), today=local_date(at))


def value(view: MobilisationView, key: str) -> int:
    """Return one number of a report."""
    return values_of(view.filled)[key]

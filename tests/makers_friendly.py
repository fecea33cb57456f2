"""Makes the assessments as a friendly government through their commands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from accounts.queries import commune_profile
from core.database import use_unit
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from reporting.editions.heads import Head
from reporting.friendly import queries, services
from reporting.friendly.criteria import shipped
from reporting.friendly.queries import FriendlyView
from reporting.friendly.scoring import Scored, fingerprint
from reporting.periods import Period
from tests.makers import Commune
from tests.makers_mobilisation import HEAD, LATER, YEAR

SCORES: dict[str, dict[str, Any]] = {
    item.key: {"points": item.most, "evidence": f"Minh chứng {item.key}.", "reason": "Số liệu chưa đủ"}
    for item in shipped()[0].criteria
}
"""Everything that can be given."""
_keys = count(1)


def make_friendly(commune: Commune, period: Period = YEAR, *, at: datetime = LATER, key: str = "") -> int:
    """Begin the assessment of a period; return its id."""
    with use_unit(commune.unit_id), transaction():
        return services.make_assessment(period, actor=commune.clerk, at=at, idempotency_key=key or f"friendly-{next(_keys)}")


def give(commune: Commune, report_id: int, *, version: int = 1, at: datetime = LATER, **scores: dict[str, Any]) -> None:
    """Give points, to all criteria if none is named."""
    with use_unit(commune.unit_id), transaction():
        services.give_points(report_id, scores or SCORES, actor=commune.clerk, at=at, version=version)


def issue(
    commune: Commune, report_id: int, *, version: int = 2, head: Head = HEAD, at: datetime = LATER, who: str = "leader",
    seen_before: str = "",
) -> None:  # fmt: skip
    """Issue an assessment with the numbers as they are now."""
    facts: dict[str, Any] = {
        "scores": {},
        "version": version,
        "seen": seen_before or fingerprint(seen(commune, report_id, at=at).made),
    }
    with use_unit(commune.unit_id), transaction():
        profile = commune_profile(commune.unit_id)
        assert profile is not None
        services.issue_assessment(report_id, head, actor=getattr(commune, who), at=at, profile=profile, **facts)


def issued(commune: Commune, period: Period = YEAR, *, at: datetime = LATER) -> int:
    """Make, score and issue an assessment; return its id."""
    report_id = make_friendly(commune, period, at=at)
    give(commune, report_id, version=seen(commune, report_id, at=at).version, at=at)
    issue(commune, report_id, version=seen(commune, report_id, at=at).version, head=replace(HEAD, again=True), at=at)
    return report_id


def seen(commune: Commune, report_id: int, *, at: datetime = LATER) -> FriendlyView:
    """Return an assessment as the clerk sees it."""
    with use_unit(commune.unit_id):
        return queries.assessment_view(commune.clerk, report_id, calendar_for(commune.unit_id), today=local_date(at))


def criterion(view: FriendlyView, key: str) -> Scored:
    """Return one criterion of an assessment."""
    return next(item for item in view.made.criteria if item.key == key)

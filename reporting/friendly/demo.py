"""The demonstration's assessments: the year that ended last is issued, the one that runs is a draft."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import commune_profile, officials, signed_in
from core.extensions import db
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from reporting.editions.heads import Head, symbol_for
from reporting.friendly.models import FriendlyAssessment
from reporting.friendly.queries import assessment_view, ended
from reporting.friendly.scoring import fingerprint
from reporting.friendly.services import give_points, issue_assessment, make_assessment
from reporting.mobilisation.queries import periods_of
from reporting.periods import Period

FILE = Path(__file__).parents[1] / "data" / "friendly_demo_vi.toml"
CLERK, CHAIR, NUMBER = "tiepdan", "chutich", 12


def show_assessments(unit_id: int, *, at: datetime) -> int:
    """Make the assessments, inside a command; return how many. Nothing where there are some already."""
    if db.session.scalar(select(FriendlyAssessment.id).where(FriendlyAssessment.unit_id == unit_id).limit(1)) is not None:
        return 0
    today = local_date(at)
    found = {item.username: signed_in(item.public_id, on=today) for item in officials(unit_id)}
    clerk, chair, profile = found[CLERK], found[CHAIR], commune_profile(unit_id)
    if clerk is None or chair is None or profile is None:
        return 0
    words: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["criterion"]
    issued = _scored(ended(unit_id, today)[0], words, clerk, at=at)
    seen = fingerprint(assessment_view(chair, issued, calendar_for(unit_id), today=today).made)
    head = Head(number=NUMBER, symbol=symbol_for(profile), day=today)
    issue_assessment(issued, head, scores={}, actor=chair, at=at, version=2, seen=seen, profile=profile)
    running = [period for period in periods_of(unit_id, today.year) if today <= period.last_on]
    in_work = {key: {**words[key], "points": None} if place % 3 == 2 else words[key] for place, key in enumerate(words)}
    _scored(running[-1], in_work, clerk, at=at)
    return 2


def _scored(period: Period, words: dict[str, dict[str, Any]], clerk: Actor, *, at: datetime) -> int:
    """Begin an assessment and give its points: what the number proposes, or else those of the file."""
    report_id = make_assessment(period, actor=clerk, at=at, idempotency_key=f"demo-friendly-{period.name}")
    view = assessment_view(clerk, report_id, calendar_for(clerk.unit_id), today=local_date(at))
    scores = {
        item.key: {**words[item.key], "points": words[item.key]["points"] if item.proposed is None else item.proposed}
        for item in view.made.criteria
        if item.key in words
    }
    give_points(report_id, scores, actor=clerk, at=at, version=1)
    return report_id

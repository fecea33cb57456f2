"""The demonstration's reports on mass mobilisation: the period that ended last is issued, the one that runs is a draft."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import commune_profile, officials, signed_in
from core.extensions import db
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from reporting.editions.heads import Head, symbol_for
from reporting.mobilisation.filling import fingerprint
from reporting.mobilisation.models import MobilisationReport
from reporting.mobilisation.queries import ended, periods_of, report_view
from reporting.mobilisation.services import issue_report, make_report, write_words
from reporting.periods import Period

FILE = Path(__file__).parents[1] / "data" / "mobilisation_demo_vi.toml"
CLERK, CHAIR, NUMBER = "tiepdan", "chutich", 45


def show_reports(unit_id: int, *, at: datetime) -> int:
    """Make the reports, inside a command; return how many. Nothing where there are some already."""
    if db.session.scalar(select(MobilisationReport.id).where(MobilisationReport.unit_id == unit_id).limit(1)) is not None:
        return 0
    today = local_date(at)
    found = {item.username: signed_in(item.public_id, on=today) for item in officials(unit_id)}
    clerk, chair, profile = found[CLERK], found[CHAIR], commune_profile(unit_id)
    if clerk is None or chair is None or profile is None:
        return 0
    issued = _written(ended(unit_id, today)[0], clerk, at=at)
    seen = fingerprint(report_view(chair, issued, calendar_for(unit_id), today=today).filled)
    head = Head(number=NUMBER, symbol=symbol_for(profile), day=today)
    issue_report(issued, head, words={}, actor=chair, at=at, version=2, seen=seen, profile=profile)
    running = [period for period in periods_of(unit_id, today.year) if today <= period.last_on]
    _written(running[0], clerk, at=at)
    return 2


def _written(period: Period, clerk: Actor, *, at: datetime) -> int:
    """Begin a report and write its words."""
    report_id = make_report(period, actor=clerk, at=at, idempotency_key=f"demo-{period.name}")
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))["words"]
    write_words(report_id, words, actor=clerk, at=at, version=1)
    return report_id

"""The board as it stood on any past day, of cases that went their road through the product's own commands."""

from __future__ import annotations

import importlib
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select, text, update

from core.extensions import db
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import PublicCase
from feedback.services import answering, handling, sender, triage
from feedback.states import CaseKind
from reporting.measures import Tally
from reporting.periods import Period, month
from reporting.queries import board
from tests.makers import Commune, ask_for_time, draft, inside, make_receipt, publish_case, read_case, read_version
from tests.makers_complaints import complain, moment

YEAR = Period(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
SEPTEMBER, OCTOBER = month(2026, 9), month(2026, 10)


def eventful(commune: Commune) -> int:
    """Return a case that was extended, answered late, opened again, answered in time with satisfaction, and closed."""
    case_id = make_receipt(commune, at=moment("2026-09-01")).case_id
    do(triage.classify, case_id, commune.clerk, "2026-09-01", kind=CaseKind.REFLECTION, **places(case_id))
    given = {"department_id": min(commune.officer.department_ids), "officer_id": commune.officer.id}
    do(triage.accept, case_id, commune.clerk, "2026-09-08", **given)
    ask_for_time(commune, case_id, days=2, at=moment("2026-09-11"))
    do(handling.decide_extension, case_id, commune.leader, "2026-09-14", approve=True)
    answer(commune, case_id, "2026-10-05")
    rate(commune, case_id, "2026-10-12", satisfied=False)
    answer(commune, case_id, "2026-10-16")
    rate(commune, case_id, "2026-11-02", satisfied=True)
    return case_id


def do(command: Any, case_id: int, actor: Any, day: str, **facts: Any) -> None:
    with transaction():
        command(case_id, actor=actor, at=moment(day), version=read_version(case_id), **facts)


def places(case_id: int) -> dict[str, int | None]:
    case = read_case(case_id)
    return {"field_id": case.field_id, "village_id": case.village_id}


def answer(commune: Commune, case_id: int, day: str) -> None:
    do(answering.save_draft, case_id, commune.officer, day, draft=draft(done_on=date.fromisoformat(day)))
    do(answering.submit_answer, case_id, commune.officer, day)
    do(answering.approve_answer, case_id, commune.leader, day, issue_now=True)


def rate(commune: Commune, case_id: int, day: str, *, satisfied: bool) -> None:
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=moment(day), satisfied=satisfied, reason="Vẫn còn lung lay")


def row_of(case_id: int) -> PublicCase:
    db.session.rollback()
    return db.session.scalars(select(PublicCase).where(PublicCase.id == case_id)).one()


def whole(commune: Commune, period: Period, day: str) -> Tally:
    return board(commune.unit_id, period, date.fromisoformat(day)).whole


ROAD = (
    ("2026-08-31", {}),
    ("2026-09-01", {"received": 1, "open": 1}),
    ("2026-09-13", {"received": 1, "open": 1}),
    ("2026-09-14", {"received": 1, "open": 1, "extended": 1}),
    ("2026-10-04", {"received": 1, "open": 1, "extended": 1, "overdue": 1, "waiting_late": 1}),
    ("2026-10-05", {"received": 1, "extended": 1, "settled": 1, "timed": 1, "answered": 1}),
    ("2026-10-11", {"received": 1, "extended": 1, "settled": 1, "timed": 1, "answered": 1}),
    (
        "2026-10-12",
        {"received": 1, "extended": 1, "settled": 1, "timed": 1, "answered": 1, "answered_before": 1, "reopened": 1, "rated": 1,
         "open": 1},
    ),
    (
        "2026-10-16",
        {"received": 1, "extended": 1, "settled": 2, "timed": 2, "on_time": 1, "answered": 2, "answered_before": 1, "reopened": 1,
         "rated": 1},
    ),
    (
        "2026-12-31",
        {"received": 1, "extended": 1, "settled": 2, "timed": 2, "on_time": 1, "answered": 2, "answered_before": 1, "reopened": 1,
         "rated": 2, "satisfied": 1},
    ),
)  # fmt: skip
MONTHS = (
    (SEPTEMBER, {"received": 1, "extended": 1, "open": 1}),
    (OCTOBER, {"settled": 2, "timed": 2, "on_time": 1, "answered": 2, "answered_before": 1, "reopened": 1, "rated": 1}),
    (month(2026, 11), {"rated": 1, "satisfied": 1}),
    (month(2026, 8), {}),
)


def test_case_is_counted_on_each_day_as_it_stood_then(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case_id = eventful(home)
        publish_case(home, case_id, at=moment("2026-11-03"))
        assert {day: whole(home, YEAR, day) for day, _ in ROAD} == {day: Tally(**counts) for day, counts in ROAD}
        found = {period.name: whole(home, period, "2026-12-31") for period, _ in MONTHS}
        assert found == {period.name: Tally(**counts) for period, counts in MONTHS}
        in_december = board(home.unit_id, YEAR, date(2026, 12, 31))
        assert {f"{first:%m}": (tally.open, tally.overdue) for first, tally in in_december.by_month.items() if tally.open} == {
            "09": (1, 0)
        }
        assert (sorted(in_december.days), in_december.by_department[row_of(case_id).department_id].settled) == ([4, 34], 2)
        assert migrated(case_id) == kept(case_id)


def kept(case_id: int) -> dict[str, Any]:
    row = row_of(case_id)
    return {column.key: getattr(row, column.key) for column in PublicCase.__table__.columns}


def migrated(case_id: int) -> dict[str, Any]:
    """Return the public row as the migration writes its days on this database."""
    migration = importlib.import_module("migrations.versions.0027_counted_by_days")
    with transaction() as session:
        empty = dict.fromkeys((*migration.DAYS, *migration.FLAGS, "department_id"))
        session.execute(update(PublicCase).values(**empty, first_evidence=""))
        for statement in migration.statements(db.engine.dialect.name):
            session.execute(text(statement))
    return kept(case_id)


def test_decision_entered_late_counts_on_the_day_that_it_names(app: Flask, home: Commune):
    """Both were sent before they were written down on 20 November; the board of every day since then is that of what was so."""
    with inside(app, unit_id=home.unit_id):
        walks = [complain(home, "2026-10-12").go(Do.DECIDE, "2026-10-19") for _ in range(2)]
        assert standing(home, "2026-10-31") == (2, 0)
        for walk, sent_on in zip(walks, (date(2026, 10, 30), date(2026, 11, 9)), strict=True):
            walk.take(Do.SEND_DECISION, "2026-11-20", sent_on=sent_on)
        assert [standing(home, day) for day in ("2026-10-29", "2026-10-30", "2026-10-31", "2026-11-08", "2026-11-09")] == [
            (2, 0), (1, 1), (1, 1), (1, 1), (0, 2),
        ]  # fmt: skip
        assert whole(home, OCTOBER, "2026-12-31").answered == 1


def standing(commune: Commune, day: str) -> tuple[int, int]:
    """Return how many cases were open at the end of a day, and how many had been settled in the year."""
    numbers = whole(commune, YEAR, day)
    return numbers.open, numbers.settled

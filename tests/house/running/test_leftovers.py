"""The watches over uncommitted changes and over rows of other communes see what they are there for, and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text

from core.extensions import db
from core.jobs import JobLease
from core.transaction import transaction
from feedback.models import Case
from tests.infra.application import application
from tests.infra.databases import Database

CASES = Case.__table__


def adds_without_flushing() -> None:
    db.session.add(JobLease(name="forgotten"))


def flushes_without_committing() -> None:
    db.session.add(JobLease(name="forgotten"))
    db.session.flush()


def writes_by_hand() -> None:
    db.session.execute(text("DELETE FROM job_leases"))


def runs_a_command() -> None:
    with transaction() as session:
        session.add(JobLease(name="kept"))


def takes_its_change_back() -> None:
    db.session.add(JobLease(name="regretted"))
    db.session.rollback()


def found_after(view, database: Database, settings: dict[str, object], *, status: int = 200) -> list[str]:
    """Return what the watch finds when a request does ``view``, which is answered with ``status``."""
    complaints: list[str] = []
    running = application({**settings, "database_url": database.url}, complaints=complaints)
    app = next(running)
    app.add_url_rule("/probe", "healthz_probe", lambda: view() or "done")
    app.view_functions["healthz_probe"].__access__ = app.view_functions["health.alive"].__access__
    assert app.test_client().get("/probe").status_code == status
    next(running, None)
    return complaints


@pytest.mark.parametrize(
    ("view", "what"),
    [(adds_without_flushing, "JobLease"), (writes_by_hand, "a statement")],
)
def test_uncommitted_change_is_found(view, what: str, database: Database, settings: dict[str, object]):
    assert found_after(view, database, settings) == [f"GET /probe left {what} uncommitted"]


def test_change_is_not_written_outside_a_command(database: Database, settings: dict[str, object]):
    assert found_after(flushes_without_committing, database, settings, status=500) == ["GET /probe left JobLease uncommitted"]


@pytest.mark.parametrize("view", [runs_a_command, takes_its_change_back])
def test_settled_change_is_not_complained_of(view, database: Database, settings: dict[str, object]):
    assert found_after(view, database, settings) == []


def test_application_opens_no_database_while_it_is_made(sqlite_app: Flask):
    with sqlite_app.app_context():
        assert db.engine.pool.checkedin() + db.engine.pool.checkedout() == 0


def reads_every_case() -> None:
    db.session.execute(select(CASES.c.code).where(CASES.c.state == "received")).all()


def shows_whose_case_it_is() -> None:
    db.session.execute(select(CASES.c.code, CASES.c.unit_id)).all()


def reads_cases_of_one() -> None:
    db.session.execute(select(CASES.c.code).where(CASES.c.unit_id == 1)).all()


@pytest.mark.parametrize(("view", "found"), [(reads_every_case, 1), (shows_whose_case_it_is, 1), (reads_cases_of_one, 0)])
def test_reading_the_rows_of_all_communes_is_found(view, found: int, database: Database, settings: dict[str, object]):
    said = found_after(view, database, settings)
    assert [line.partition(":")[0] for line in said] == ["GET /probe reads the rows of all communes"] * found

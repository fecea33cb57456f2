"""One command, one transaction; communes apart; moments in UTC; sealed values."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import select, text

from accounts.models import Village
from core.audit import AuditEntry, record
from core.database import TenantMissing, use_unit
from core.extensions import db
from core.jobs import JobLease, run_job, take_lease
from core.page_cache import PublicVersion, raise_version
from core.transaction import NestedTransaction, OutsideCommand, UncommittedChanges, before_commit, transaction
from feedback.models import Sender
from tests.makers import NOW, make_case, make_commune, read_case


def test_a_command_inside_a_command_is_refused(app: Flask):
    with app.app_context(), pytest.raises(NestedTransaction), transaction(), transaction():
        pass


def test_changes_made_outside_a_command_are_refused(app: Flask):
    with app.app_context():
        db.session.add(JobLease(name="x"))
        with pytest.raises(UncommittedChanges), transaction():
            pass
        db.session.rollback()


def test_parallel_commands_wait_for_each_other_instead_of_failing(app: Flask):
    problems: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(10):
                with app.app_context(), transaction():
                    raise_version(1)
                    record(unit_id=1, at=NOW, actor_id=None, action="x", subject="y")
        except Exception as problem:  # noqa: BLE001 - whatever it is, the test must see it
            problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        numbers = list(db.session.scalars(select(AuditEntry.seq).where(AuditEntry.chain == 1).order_by(AuditEntry.seq)))
        assert (problems, numbers, db.session.get(PublicVersion, 1).number) == ([], list(range(1, 81)), 80)


@pytest.mark.parametrize(
    "late", [lambda: raise_version(1), lambda: record(unit_id=1, at=NOW, actor_id=None, action="x", subject="y")], ids=["v", "a"]
)
def test_what_is_written_last_needs_a_command(app: Flask, late: Callable[[], None]):
    with app.app_context(), pytest.raises(OutsideCommand):
        late()


def test_last_acts_come_once_after_everything_else_is_written(app: Flask):
    seen: list[tuple[list[str], bool]] = []

    def act(things: list[str]) -> None:
        seen.append((things, bool(db.session.new)))

    with app.app_context(), transaction() as session:
        before_commit(act).append("first")
        session.add(JobLease(name="x"))
        before_commit(act).append("second")
    assert seen == [(["first", "second"], False)]


def test_a_command_that_failed_leaves_nothing_for_the_next_one(app: Flask):
    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            fail_late()
        with transaction():
            pass
        assert (db.session.get(PublicVersion, 1), db.session.scalar(select(AuditEntry.id).where(AuditEntry.chain == 1))) == (
            None,
        ) * 2


def fail_late() -> None:
    with transaction():
        raise_version(1)
        record(unit_id=1, at=NOW, actor_id=None, action="x", subject="y")
        raise ZeroDivisionError


def test_reading_tenant_rows_without_a_commune_is_refused(app: Flask):
    with app.app_context():
        make_commune()
        with pytest.raises(TenantMissing):
            db.session.scalars(select(Village)).all()


def test_reads_see_the_current_commune_only(app: Flask):
    with app.app_context():
        first, second = make_commune(), make_commune("accounts/data/chien_thang.toml")
        for commune in (first, second):
            with use_unit(commune.unit_id):
                assert {row.unit_id for row in db.session.scalars(select(Village))} == {commune.unit_id}
        everything = select(Village).execution_options(all_units=True)
        assert {row.unit_id for row in db.session.scalars(everything)} == {first.unit_id, second.unit_id}


def test_moments_come_back_in_utc(app: Flask):
    with app.app_context():
        commune = make_commune()
        hanoi = datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=7)))
        with use_unit(commune.unit_id):
            case = read_case(make_case(commune, at=hanoi).id)
            assert case.received_at == datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
            assert case.received_at.tzinfo == UTC


def test_identity_lies_sealed_in_the_database(app: Flask):
    with app.app_context():
        commune = make_commune()
        with use_unit(commune.unit_id):
            case = make_case(commune, name="Hoàng Văn Bí Mật", phone="0987654321", email="bimat@example.vn")
            raw = db.session.execute(text("SELECT name, phone, email, phone_fingerprint FROM senders")).one()
            row = db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one()
            assert (row.name, row.phone, row.email) == ("Hoàng Văn Bí Mật", "0987654321", "bimat@example.vn")
        joined = " ".join(raw)
        assert [secret for secret in ("Hoàng", "0987654321", "bimat") if secret in joined] == []


def test_only_one_worker_gets_a_job(app: Flask):
    with app.app_context():
        assert take_lease("letters", at=NOW) is True
        assert take_lease("letters", at=NOW) is False
        assert take_lease("letters", at=NOW + timedelta(minutes=11)) is True
        assert run_job("letters", at=NOW + timedelta(minutes=12)) is None

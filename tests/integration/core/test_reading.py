"""What a request reads outside a command is read without a transaction on PostgreSQL; commands have theirs as ever."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import bindparam, select, text

from core.extensions import db
from core.jobs import JobLease
from core.rows import rows_of
from core.statement_time import limit_statements
from core.transaction import UncommittedChanges, transaction


def in_transaction() -> bool:
    """Ask the driver whether statements are bracketed now."""
    connection = db.session.connection().connection.dbapi_connection
    return not getattr(connection, "autocommit", False)


def names() -> list[str]:
    return list(db.session.scalars(select(JobLease.name).order_by(JobLease.name)))


def fail_after_writing() -> None:
    with transaction():
        db.session.add(JobLease(name="lost"))
        db.session.flush()
        raise ZeroDivisionError


def test_only_reads_of_a_request_are_free(app: Flask):
    on_sqlite = app.config["SETTINGS"].on_sqlite
    with app.test_request_context("/"):
        found = [in_transaction()]
        with transaction():
            found.append(in_transaction())
        found.append(in_transaction())
    with app.app_context():
        found.append(in_transaction())
    assert found == [on_sqlite, True, on_sqlite, True]


def limit() -> str:
    """Return how long a statement may take on the connection that is next."""
    return rows_of(text("SHOW statement_timeout"), {})[0][0]


@pytest.mark.parametrize("backend", ["postgresql"])  # SQLite has no such limit
def test_limit_of_time_holds_for_the_reads_of_one_request(app: Flask):
    with app.test_request_context("/"):
        found = [limit()]
        names()
        limit_statements(1000)
        found += [limit(), str(db.session.scalar(text("SHOW statement_timeout")))]
        assert not in_transaction()
    with app.test_request_context("/"):
        limit_statements(1000)
        found.append(limit())
    with app.test_request_context("/"), transaction():
        found.append(limit())
        limit_statements(2000)
        found.append(limit())
    with app.app_context():
        found.append(limit())
    assert found == ["5s", "1s", "1s", "1s", "5s", "2s", "5s"]


def test_limit_of_time_ends_no_transaction_outside_of_requests(app: Flask):
    with app.app_context():
        db.session.execute(JobLease.__table__.insert().values(name="x"))
        limit_statements(0)
        db.session.rollback()
        assert names() == []


def test_connection_of_a_reader_is_an_ordinary_one_again_for_the_next(app: Flask):
    with app.test_request_context("/"):
        assert names() == []
    with app.app_context():
        db.session.execute(JobLease.__table__.insert().values(name="x"))
        db.session.rollback()
        assert names() == []


def test_command_of_a_request_is_kept_whole_or_not_at_all(app: Flask):
    with app.test_request_context("/"):
        assert names() == []
        with pytest.raises(ZeroDivisionError):
            fail_after_writing()
        assert names() == []
        with transaction():
            db.session.add(JobLease(name="kept"))
        assert names() == ["kept"]
    with app.app_context():
        assert names() == ["kept"]


def test_single_statement_of_a_request_needs_no_session_and_shares_one_that_is_there(app: Flask):
    on_sqlite = app.config["SETTINGS"].on_sqlite
    query = select(JobLease.name).where(JobLease.name == bindparam("name"))
    with app.app_context(), transaction():
        db.session.add(JobLease(name="x"))
        db.session.flush()
        assert rows_of(query, {"name": "x"}) == [("x",)]  # in the transaction of the command: nobody else sees it yet
    with app.test_request_context("/"):
        assert rows_of(query, {"name": "x"}) == [("x",)]
        assert db.session.registry.has() == on_sqlite
        assert names() == ["x"]
        held = db.engine.pool.checkedout()
        assert (rows_of(query, {"name": "x"}), db.engine.pool.checkedout()) == ([("x",)], held)


def test_rows_of_a_request_are_not_written_on_the_way_of_a_read(app: Flask):
    with app.test_request_context("/"):
        db.session.add(JobLease(name="stray"))
        with pytest.raises(UncommittedChanges):
            names()
        db.session.rollback()
        assert names() == []

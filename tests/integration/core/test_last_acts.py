"""The end of a command: in which order its last acts come, and what is left when one of them fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from core.audit import AuditEntry, AuditHead, record
from core.extensions import db
from core.jobs import JobLease
from core.page_cache import PublicVersion, raise_version
from core.transaction import OutsideCommand, before_commit, transaction
from tests.makers import NOW


def leases() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(JobLease.name).where(JobLease.name.like("act-%"))))


def acts(seen: list[str]) -> dict[str, Callable[[list[Any]], None]]:
    def alpha(things: list[Any]) -> None:
        seen.append(f"alpha {things}")

    def beta(things: list[Any]) -> None:
        seen.append(f"beta {things}")

    def gamma(things: list[Any]) -> None:
        seen.append(f"gamma {things}")

    return {"alpha": alpha, "beta": beta, "gamma": gamma}


def test_last_acts_come_in_one_order_whatever_the_order_of_the_calls(app: Flask):
    with app.app_context():
        for order in ("alpha beta gamma", "gamma beta alpha", "beta gamma alpha"):
            seen: list[str] = []
            known = acts(seen)
            with transaction():
                for number, name in enumerate([*order.split(), "beta"]):
                    before_commit(known[name]).append(number)
            places = [str([number for number, each in enumerate([*order.split(), "beta"]) if each == name]) for name in known]
            assert seen == [f"{name} {numbers}" for name, numbers in zip(known, places, strict=True)]


def test_every_command_locks_the_head_of_the_trail_before_the_public_version(app: Flask):
    def writes() -> list[str]:
        return [
            words.split()[0] + " " + table for words in said for table in ("audit_heads", "public_versions") if table in words
        ]

    def hear(_connection: object, _cursor: object, words: str, *_rest: object) -> None:
        said.append(words)

    said: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", hear)
        found = []
        for version_first in (True, False):
            said.clear()
            with transaction():
                if version_first:
                    raise_version(31)
                record(unit_id=31, at=NOW, actor_id=None, action="x", subject="y")
                if not version_first:
                    raise_version(31)
            found.append([each.split()[1] for each in writes()])
        event.remove(db.engine, "before_cursor_execute", hear)
    assert [[table for place, table in enumerate(row) if table not in row[:place]] for row in found] == [
        ["audit_heads", "public_versions"],
        ["audit_heads", "public_versions"],
    ]


def test_what_a_last_act_lays_down_is_done_too(app: Flask):
    def late(things: list[str]) -> None:
        record(unit_id=32, at=NOW, actor_id=None, action="late", subject=things[0])
        raise_version(32)

    with app.app_context():
        with transaction():
            record(unit_id=32, at=NOW, actor_id=None, action="early", subject="a")
            before_commit(late).append("b")
        rows = db.session.execute(select(AuditEntry.seq, AuditEntry.action, AuditEntry.subject).where(AuditEntry.chain == 32))
        assert sorted(tuple(row) for row in rows) == [
            (1, "early", "a"),
            (2, "late", "b"),
        ]
        assert db.session.get(PublicVersion, 32).number == 1


def test_a_last_act_that_fails_takes_the_whole_command_with_it(app: Flask):
    def fails(_things: list[str]) -> None:
        raise ZeroDivisionError

    def command() -> None:
        with transaction() as session:
            session.add(JobLease(name="act-1"))
            record(unit_id=33, at=NOW, actor_id=None, action="x", subject="y")
            raise_version(33)
            before_commit(fails).append("x")

    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            command()
        assert (leases(), db.session.get(AuditHead, 33), db.session.get(PublicVersion, 33)) == ([], None, None)
        with transaction():
            record(unit_id=33, at=NOW, actor_id=None, action="x", subject="y")
        assert db.session.get(AuditHead, 33).seq == 1


def test_rows_that_the_database_refuses_at_the_end_leave_no_trail(app: Flask):
    def command() -> None:
        with transaction() as session:
            record(unit_id=34, at=NOW, actor_id=None, action="x", subject="y")
            session.add_all([JobLease(name="act-2"), JobLease(name="act-2")])

    with app.app_context():
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which of two errors it is depends on who sees it first
            command()
        assert "act-2" in str(caught.value) or isinstance(caught.value, IntegrityError)
        assert (leases(), db.session.get(AuditHead, 34)) == ([], None)


def leave_behind(act: Callable[[list[Any]], None]) -> None:
    with transaction():
        before_commit(act).append("lost")
        raise KeyError


def test_the_next_command_begins_with_an_empty_list(app: Flask):
    seen: list[str] = []
    known = acts(seen)
    with app.app_context():
        with pytest.raises(KeyError):
            leave_behind(known["alpha"])
        with transaction():
            before_commit(known["beta"]).append("kept")
        with pytest.raises(OutsideCommand):
            before_commit(known["beta"])
    assert seen == ["beta ['kept']"]


def test_a_list_that_was_only_asked_for_is_an_act_with_nothing(app: Flask):
    seen: list[str] = []
    with app.app_context(), transaction():
        before_commit(acts(seen)["gamma"])
    assert seen == ["gamma []"]

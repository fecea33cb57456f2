"""The audit trail finds what was changed, removed or reordered behind its back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import event, select, text

from core import audit
from core.extensions import db
from core.transaction import transaction
from tests.makers import NOW

TAMPERING: list[tuple[str, str, set[str]]] = [
    ("a changed fact", "UPDATE audit_entries SET action = 'x' WHERE chain = 7 AND seq = 3", {"changed"}),
    ("a changed actor", "UPDATE audit_entries SET actor_id = 99 WHERE chain = 7 AND seq = 1", {"changed"}),
    ("a changed moment", "UPDATE audit_entries SET at = '2020-01-01 00:00:00' WHERE chain = 7 AND seq = 2", {"changed"}),
    ("a removed entry", "DELETE FROM audit_entries WHERE chain = 7 AND seq = 3", {"missing"}),
    ("the first removed", "DELETE FROM audit_entries WHERE chain = 7 AND seq = 1", {"missing"}),
    ("the tail removed", "DELETE FROM audit_entries WHERE chain = 7 AND seq >= 4", {"tail_missing"}),
    ("everything removed", "DELETE FROM audit_entries WHERE chain = 7", {"tail_missing"}),
    ("a moved number", "UPDATE audit_entries SET seq = 30 WHERE chain = 7 AND seq = 3", {"missing"}),
    ("the head set back", "UPDATE audit_heads SET seq = 4 WHERE chain = 7", {"tail_missing"}),
    ("the head removed", "DELETE FROM audit_heads WHERE chain = 7", {"tail_missing"}),
]


@pytest.fixture
def trail(app: Flask) -> Callable[[], None]:
    with app.app_context(), transaction():
        for number in range(5):
            audit.record(unit_id=7, at=NOW, actor_id=None, action="case:noted", subject=f"case:{number}", facts={"n": number})
            audit.record(unit_id=8, at=NOW, actor_id=4, action="case:noted", subject="case:1", facts={"due": NOW})


@pytest.mark.usefixtures("trail")
def test_an_untouched_trail_is_whole(app: Flask, runner: FlaskCliRunner):
    with app.app_context():
        assert [item for item in audit.verify() if item.chain in (7, 8)] == []
    result = runner.invoke(args=["audit", "verify"])
    assert (result.exit_code, result.output) == (0, "The audit trail is whole.\n")


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(("statement", "kinds"), [item[1:] for item in TAMPERING], ids=[item[0] for item in TAMPERING])
def test_tampering_is_found(app: Flask, runner: FlaskCliRunner, statement: str, kinds: set[str]):
    with app.app_context(), transaction() as session:
        session.execute(text(statement))
    with app.app_context():
        found = audit.verify()
    assert {item.chain for item in found} == {7}
    assert kinds <= {item.kind for item in found}
    assert runner.invoke(args=["audit", "verify"]).exit_code == 1


@pytest.mark.usefixtures("trail")
def test_a_chain_that_was_written_anew_lacks_the_head_that_was_told(
    app: Flask, runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
):
    told: list[dict[str, object]] = []
    monkeypatch.setattr(audit.log, "info", lambda _event, **facts: told.append(facts))
    with app.app_context():
        number = audit.tell_heads(NOW)
    head = next(str(each["hash"]) for each in told if each["chain"] == 7)
    assert (len(told), next(each["seq"] for each in told if each["chain"] == 7)) == (number, 5)
    assert runner.invoke(args=["audit", "verify", "--head", head]).exit_code == 0
    with app.app_context(), transaction() as session:
        entries = session.scalars(
            select(audit.AuditEntry).where(audit.AuditEntry.chain == 7).order_by(audit.AuditEntry.seq)
        ).all()
        entries[2].actor_id, last = 99, entries[1].hash
        for entry in entries[2:]:
            entry.previous_hash = last
            entry.hash = last = audit.digest(entry)
        session.get(audit.AuditHead, 7).hash = last
    with app.app_context():
        assert [item for item in audit.verify() if item.chain == 7] == []
    result = runner.invoke(args=["audit", "verify", "--head", head])
    assert (result.exit_code, result.output.startswith(f"No entry has the hash {head} any more")) == (1, True)


@pytest.mark.usefixtures("trail")
def test_two_entries_exchanged_are_found(app: Flask):
    with app.app_context(), transaction() as session:
        for before, after in ((2, 200), (3, 2), (200, 3)):
            session.execute(text(f"UPDATE audit_entries SET seq = {after} WHERE chain = 7 AND seq = {before}"))
    with app.app_context():
        assert {item.kind for item in audit.verify()} & {"missing", "reordered"} != set()


def test_a_command_that_fails_leaves_no_entry(app: Flask):
    with app.app_context():
        with pytest.raises(RuntimeError):
            fail_after_writing()
        assert db.session.query(audit.AuditEntry).filter_by(chain=7).count() == 0


def fail_after_writing() -> None:
    with transaction():
        audit.record(unit_id=7, at=NOW, actor_id=None, action="case:noted", subject="case:1")
        raise RuntimeError


@pytest.mark.usefixtures("trail")
def test_hashes_that_were_told_are_looked_for_in_parts_and_never_searched(app: Flask):
    """A hash has no index: on a trail of years one search through all would be cut off as too slow."""
    asked: list[tuple[str, object]] = []
    with app.app_context():
        known = list(db.session.scalars(select(audit.AuditEntry.hash)))
        db.session.rollback()
        listen = (db.engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[4].execution_options)))
        event.listen(*listen)
        found = [audit.lost(told) for told in ([], known, ["0" * 64, *known, "f" * 64, "0" * 64])]
        event.remove(*listen)
    assert found == [[], [], ["0" * 64, "f" * 64]]
    reads = [(words, options.get("yield_per")) for words, options in asked if "audit_entries" in words]
    assert [(" WHERE " in " ".join(words.split()), part) for words, part in reads] == [(False, 10_000)] * 2

"""The trail of several communes written crosswise, with commands that failed in between: every chain whole and its own."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import GENESIS, AuditEntry, AuditHead, digest, record, verify
from core.extensions import db
from core.transaction import transaction
from tests.makers import NOW

COMMUNES = (41, 42, 43, None)


def write(chain: int | None, number: int) -> None:
    record(unit_id=chain, at=NOW, actor_id=number, action="case:noted", subject=f"case:{number}", facts={"n": number, "vi": "Đ"})


def fail(chains: list[int | None], number: int) -> None:
    with transaction():
        for chain in chains:
            write(chain, number)
        raise ZeroDivisionError


def of(chain: int) -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.seq)))


@pytest.fixture
def history(app: Flask) -> dict[int, list[int]]:
    """Sixty commands of one to five entries in four chains, every third of them failing; what should be there."""
    dice, kept = Random(20261120), {41: [], 42: [], 43: []}
    with app.app_context():
        for number in range(60):
            chains = [dice.choice(COMMUNES) for _entry in range(dice.randint(1, 5))]
            if number % 3 == 2:
                with pytest.raises(ZeroDivisionError):
                    fail(chains, number)
                continue
            with transaction():
                for chain in chains:
                    write(chain, number)
            for chain in chains:
                if chain is not None:
                    kept[chain].append(number)
    return kept


def test_chains_written_crosswise_are_whole_and_in_the_order_of_the_calls(app: Flask, history: dict[int, list[int]]):
    with app.app_context():
        assert [finding for finding in verify() if finding.chain in (0, 41, 42, 43)] == []
        for chain, numbers in history.items():
            rows = of(chain)
            assert [row.actor_id for row in rows] == numbers
            assert [row.seq for row in rows] == list(range(1, len(numbers) + 1))
            assert [row.previous_hash for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
            head = db.session.get(AuditHead, chain)
            assert (head.seq, head.hash) == (len(numbers), rows[-1].hash)
        assert Counter(row.actor_id % 3 for chain in history for row in of(chain))[2] == 0
        check_tampering_in_one_chain_only(history)


def check_tampering_in_one_chain_only(history: dict[int, list[int]]) -> None:
    with transaction():
        row = db.session.get_one(AuditEntry, of(42)[3].id)
        row.facts = {**row.facts, "n": 10**6}
    assert {(item.chain, item.seq, item.kind) for item in verify() if item.chain in history} == {(42, 4, "changed")}


def entry(**changes: object) -> AuditEntry:
    values = {
        "chain": 7, "seq": 1, "at": NOW, "actor_id": 3, "action": "case:noted", "subject": "case:1", "facts": {"n": 1},
        "previous_hash": GENESIS,
    }  # fmt: skip
    return AuditEntry(**{**values, **changes})


def test_facts_in_another_order_are_the_same_facts():
    assert digest(entry(facts={"a": 1, "b": 2})) == digest(entry(facts={"b": 2, "a": 1}))


CHANGES = (
    {"chain": 8}, {"seq": 2}, {"actor_id": None}, {"actor_id": 4}, {"action": "case:note"}, {"subject": "case:11"},
    {"facts": {"n": 2}}, {"facts": {"n": "1"}}, {"facts": {}}, {"previous_hash": "1" + GENESIS[1:]},
    {"action": "case:notedc", "subject": "ase:1"},
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_whatever_is_changed_changes_the_digest(change: dict[str, object]):
    assert digest(entry(**change)) != digest(entry())

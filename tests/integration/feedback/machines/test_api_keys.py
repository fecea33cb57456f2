"""Keys of other systems as commands: who may make them, what is kept of them, and that a withdrawn one is worth nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from core import audit
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound
from core.extensions import db
from core.transaction import transaction
from feedback.machine_models import ApiKey, hash_of_key
from feedback.queries import machines
from feedback.services import api_keys
from feedback.services.api_keys import MOST_KEYS, make_key, use_key, withdraw_key
from tests.makers import NEIGHBOUR, NOW, Commune, make_case, make_commune
from tests.makers_machines import make_key as key_of

LATER = NOW + timedelta(hours=3)


def make(commune: Commune, name: str, per_hour: int = 60) -> api_keys.MadeKey:
    with transaction():
        return make_key(actor=commune.administrator, at=NOW, name=name, per_hour=per_hour)


def faults_of(commune: Commune, name: str, per_hour: int = 60) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        make(commune, name, per_hour)
    return caught.value.errors


def entries(action: str) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.action == f"feedback:api_key:{action}").order_by(AuditEntry.id)
    return list(db.session.scalars(query))


def test_key_is_known_by_its_hash_alone_and_worth_nothing_once_it_was_withdrawn(commune: Commune):
    made = make(commune, "  Cổng   1022 ")
    row = db.session.scalars(select(ApiKey)).one()
    assert (row.name, row.hash, row.shown, row.per_hour) == ("Cổng 1022", hash_of_key(made.key), made.key[:8], 60)
    assert len(made.key) == 46
    assert made.key not in "".join(str(value) for value in vars(row).values())

    found = machines.key_of(commune.unit_id, made.key)
    assert found is not None
    assert (found.public_id, found.used, found.ended_at) == (made.public_id, 0, None)
    for wrong in ("", made.key[:-1], made.key + "x", made.key.upper(), made.public_id, row.hash, "x" * 10_000, "\x00"):
        assert machines.key_of(commune.unit_id, wrong) is None, wrong[:20]

    case = make_case(commune)
    with transaction():
        assert use_key(made.public_id, unit_id=commune.unit_id, at=LATER, case_id=case.id)
        assert use_key(made.public_id, unit_id=commune.unit_id, at=LATER, case_id=case.id)
    db.session.expire_all()
    (item,) = machines.keys(commune.unit_id)
    assert (item.used, item.used_at) == (2, LATER)

    with transaction():
        withdraw_key(made.public_id, actor=commune.administrator, at=LATER)
    with transaction():
        withdraw_key(made.public_id, actor=commune.administrator, at=LATER + timedelta(days=1))
        assert not use_key(made.public_id, unit_id=commune.unit_id, at=LATER, case_id=case.id)
    assert machines.key_of(commune.unit_id, made.key) is None
    db.session.expire_all()
    (item,) = machines.keys(commune.unit_id)
    assert (item.used, item.ended_at) == (2, LATER)
    check_trail(commune, made, case.id)
    check_limits(commune)
    check_others(commune, made)


def check_trail(commune: Commune, made: api_keys.MadeKey, case_id: int) -> None:
    facts = {"name": "Cổng 1022", "per_hour": 60}
    assert [(entry.subject, entry.facts, entry.actor_id) for entry in entries("made")] == [
        (f"api_key:{made.public_id}", facts, commune.administrator.id)
    ]
    assert [(entry.facts, entry.at) for entry in entries("withdrawn")] == [(facts, LATER)]
    assert [(entry.subject, entry.facts, entry.actor_id) for entry in entries("used")] == [
        (f"case:{case_id}", {"key": made.public_id}, None)
    ] * 2
    assert audit.verify() == []
    whole = "".join(str(entry.facts) + entry.subject for entry in db.session.scalars(select(AuditEntry)))
    assert made.key not in whole


def check_limits(commune: Commune) -> None:
    assert faults_of(commune, " ") == {"name": "text_missing"}
    assert faults_of(commune, "", 0) == {"name": "text_missing", "per_hour": "per_hour_range"}
    assert [faults_of(commune, "Cổng", number) for number in (0, -1, 10_001)] == [{"per_hour": "per_hour_range"}] * 3
    again = make(commune, "Cổng 1022")  # the name of a withdrawn key is free again
    assert faults_of(commune, "Cổng  1022") == {"name": "key_name_taken"}
    assert machines.keys(commune.unit_id)[0].public_id == again.public_id
    for number in range(MOST_KEYS - 1):
        make(commune, f"Hệ thống {number}", 10_000 if number else 1)
    assert faults_of(commune, "Một hệ thống nữa") == {"name": "keys_many"}
    with transaction():
        withdraw_key(again.public_id, actor=commune.administrator, at=NOW)
    assert make(commune, "Một hệ thống nữa").key != again.key
    ended = [item.ended_at is not None for item in machines.keys(commune.unit_id)]
    assert ended == sorted(ended)
    for wrong in ({"per_hour": 0}, {"per_hour": 10_001}):
        values = {"name": "x", "shown": "x", "hash": f"x{wrong}", "made_by": commune.administrator.id, "made_at": NOW, "used": 0}
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(
                insert(ApiKey.__table__), {"unit_id": commune.unit_id, "public_id": str(wrong)[:32], **values, **wrong}
            )


def check_others(commune: Commune, made: api_keys.MadeKey) -> None:
    for stranger in (commune.clerk, commune.officer, commune.leader, commune.supervisor):
        if stranger is not None:
            with pytest.raises(NotAllowed), transaction():
                make_key(actor=stranger, at=NOW, name="Cổng", per_hour=1)
            with pytest.raises(NotAllowed), transaction():
                withdraw_key(made.public_id, actor=stranger, at=NOW)
    own = key_of(commune, name="Thử") if len(machines.keys(commune.unit_id)) < MOST_KEYS else None
    with use_unit(None):
        other = make_commune(NEIGHBOUR)
    with use_unit(other.unit_id):
        theirs = make(other, "Cổng 1022")
        assert [item.public_id for item in machines.keys(other.unit_id)] == [theirs.public_id]
        assert machines.key_of(other.unit_id, own.key if own else made.key) is None
        with pytest.raises(NotFound), transaction():
            withdraw_key(made.public_id, actor=other.administrator, at=NOW)
        with transaction():
            assert not use_key(made.public_id, unit_id=other.unit_id, at=NOW, case_id=1)
    assert machines.key_of(commune.unit_id, theirs.key) is None

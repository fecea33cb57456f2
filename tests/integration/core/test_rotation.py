"""A new data key: every sealed value, the keys of the register among them, comes to lie under it, even when broken off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import select, text, update

from accounts.factor_models import SecondFactor
from core import audit, rotation
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import Misconfigured
from core.extensions import db
from core.sealing import Sealer, sealer
from core.transaction import transaction
from denunciation.envelopes import unwrap
from denunciation.trail import verify
from feedback.models import Sender
from tests.infra.settings import DATA_KEY, SECRET_KEY
from tests.makers import NOW, Commune, make_case, make_commune
from tests.makers_factor import give_factor
from tests.makers_register import entry_row, make_entry

NEW = Fernet.generate_key().decode()
PEOPLE = [("Nguyễn Văn An", "0912345678"), ("Lý Thị Bình", "0987654321"), ("Hoàng Văn Chiến", "0911222333")]


@pytest.fixture
def home(app: Flask) -> Iterator[Commune]:
    """Return a commune whose letters and register were written before the new key came."""
    with app.app_context():
        commune = make_commune()
        with use_unit(commune.unit_id):
            for name, phone in PEOPLE:
                make_case(commune, name=name, phone=phone)
            make_entry(commune.leader)
            give_factor(commune.leader, at=NOW)
            sealer.configure(data_keys=f"{NEW},{DATA_KEY}", secret_key=SECRET_KEY)
            yield commune
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)


def stored() -> list[str]:
    """Return every sealed value as it lies in the database."""
    found = [
        value
        for table, columns in rotation.places().items()
        for row in db.session.execute(select(*columns).select_from(table))
        for value in row
        if value
    ]
    db.session.rollback()
    return found


def opened_by_the_new_key_alone() -> list[bool]:
    alone = Sealer()
    alone.configure(data_keys=NEW, secret_key=SECRET_KEY)
    return [alone.is_new(value) for value in stored()]


def secrets_of_telephones() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(SecondFactor.secret)))


def senders() -> list[tuple[str | None, str | None]]:
    db.session.expire_all()
    return list(db.session.execute(select(Sender.name, Sender.phone).order_by(Sender.id)).tuples())


def test_every_value_comes_under_the_new_key_and_says_the_same(home: Commune, at: Callable[[str], datetime]):
    before, number = senders(), len(stored())
    assert (before, any(opened_by_the_new_key_alone())) == (PEOPLE, False)
    assert (rotation.rotate(at=at("2026-11-20 10:00")), len(stored())) == (number, number)
    assert (all(opened_by_the_new_key_alone()), senders()) == (True, before)
    assert (rotation.rotate(at=at("2026-11-20 10:00")), audit.verify(), verify()) == (0, [], [])
    told = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "data_keys").order_by(AuditEntry.id))
    assert list(told) == ["secrets:rotation_begun", "secrets:rotated"] * 2


def test_second_factors_come_under_the_new_key_and_their_codes_still_count(home: Commune, at: Callable[[str], datetime]):
    before = secrets_of_telephones()
    rotation.rotate(at=at("2026-11-20 10:00"))
    assert ("second_factors" in {table.name for table in rotation.places()}, len(before)) == (True, 1)
    assert (secrets_of_telephones(), all(opened_by_the_new_key_alone())) == (before, True)


def test_the_keys_of_the_register_are_wrapped_anew_and_its_content_opens(home: Commune, at: Callable[[str], datetime]):
    entry_id = db.session.scalar(text("SELECT id FROM register_entries"))
    old, content = entry_row(entry_id).content_key, unwrap(entry_row(entry_id).content_key)
    rotation.rotate(at=at("2026-11-20 10:00"))
    wrapped = entry_row(entry_id).content_key
    assert (wrapped == old, sealer.is_new(wrapped), unwrap(wrapped)) == (False, True, content)


@pytest.mark.parametrize("after", range(1, 5))
def test_what_was_broken_off_is_begun_again(
    home: Commune, at: Callable[[str], datetime], monkeypatch: pytest.MonkeyPatch, after: int
):
    monkeypatch.setattr(rotation, "ROWS_AT_ONCE", 1)
    number, whole, done = len(stored()), rotation._reseal, []

    def breaks(*arguments: object) -> int:
        if sum(done) >= after:
            raise KeyboardInterrupt
        done.append(whole(*arguments))
        return done[-1]

    monkeypatch.setattr(rotation, "_reseal", breaks)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(at=at("2026-11-20 10:00"))
    db.session.rollback()
    assert sum(opened_by_the_new_key_alone()) == sum(done)
    monkeypatch.setattr(rotation, "_reseal", whole)
    assert rotation.rotate(at=at("2026-11-20 10:05")) == number - sum(done)
    assert (all(opened_by_the_new_key_alone()), senders()) == (True, PEOPLE)


def test_who_writes_meanwhile_wins(home: Commune, at: Callable[[str], datetime], monkeypatch: pytest.MonkeyPatch):
    whole = rotation._reseal

    def after_somebody_wrote(table: object, changes: object) -> int:
        with transaction() as session:
            session.execute(update(Sender).where(Sender.phone.is_not(None)).values(name="Người khác"))
        return whole(table, changes)

    monkeypatch.setattr(rotation, "_reseal", after_somebody_wrote)
    rotation.rotate(at=at("2026-11-20 10:00"))
    assert [name for name, _phone in senders()] == ["Người khác"] * len(PEOPLE)


def test_a_value_that_no_key_opens_stops_the_round_with_a_sentence(home: Commune, at: Callable[[str], datetime]):
    sealer.configure(data_keys=NEW, secret_key=SECRET_KEY)
    with pytest.raises(Misconfigured, match="cannot be opened with the present DATA_KEYS"):
        rotation.rotate(at=at("2026-11-20 10:00"))


def test_the_command_says_how_many_and_goes_on_where_it_stopped(app: Flask, home: Commune):
    number = len(stored())
    runner = app.test_cli_runner()
    said = [runner.invoke(args=["secrets", "rotate"]).output.partition(". ")[0] for _round in range(2)]
    assert said == [f"Sealed anew: {number}", "Sealed anew: 0"]

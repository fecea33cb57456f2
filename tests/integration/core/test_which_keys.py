"""Keys in a wrong order, lost or foreign: the start says so and changes nothing; right ones, old and new, begin as ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import select, text

from core import rotation, which_keys
from core.errors import Misconfigured
from core.extensions import db
from core.sealing import Sealer, sealer
from core.which_keys import KeyMark
from tests.infra import databases
from tests.infra.databases import Database
from tests.infra.settings import DATA_KEY, SECRET_KEY
from tests.makers import NOW

NEW, THIRD = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def inside(app: Flask) -> Iterator[Callable[..., str]]:
    """Return what a start with some keys says; the database has been begun with the one key of the tests."""

    def begin(*keys: str) -> str:
        sealer.configure(data_keys=",".join(keys), secret_key=SECRET_KEY)
        try:
            which_keys.settle(at=NOW)
        except Misconfigured as no:
            return no.sentence
        return ""

    with app.app_context():
        assert begin(DATA_KEY) == ""
        yield begin
        db.session.rollback()
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)


def marks() -> list[tuple[str, bool]]:
    found = db.session.execute(select(KeyMark.mark, KeyMark.finds).order_by(KeyMark.mark)).tuples().all()
    db.session.rollback()
    return [tuple(row) for row in found]


def mark_of(key: str) -> str:
    other = Sealer()
    other.configure(data_keys=key, secret_key=SECRET_KEY)
    return other.marks[0]


def test_the_first_start_marks_the_key_and_the_next_ones_find_it(inside: Callable[..., str]):
    assert marks() == [(mark_of(DATA_KEY), True)]
    assert (inside(DATA_KEY), which_keys.fault()) == ("", "")
    assert marks() == [(mark_of(DATA_KEY), True)]


def test_a_mark_tells_neither_the_key_nor_what_it_makes(inside: Callable[..., str]):
    ((mark, _finds),) = marks()
    assert [
        word for word in (DATA_KEY, sealer.fingerprint("phone", "0912345678")) if word[:12] in mark or mark[:12] in word
    ] == []


def test_a_key_behind_the_last_one_is_refused_with_the_place_that_is_right(inside: Callable[..., str]):
    assert inside(DATA_KEY, NEW).startswith("In DATA_KEYS key 1 of 2 has to be the last one")
    assert inside(NEW, DATA_KEY, THIRD).startswith("In DATA_KEYS key 2 of 3 has to be the last one")
    assert marks() == [(mark_of(DATA_KEY), True)]


def test_foreign_keys_are_refused(inside: Callable[..., str]):
    assert inside(NEW).startswith("DATA_KEYS are not the keys of this database")
    assert inside(NEW, THIRD).startswith("DATA_KEYS are not the keys of this database")


def test_a_key_before_the_others_begins_and_stays_needed_until_the_rotation(inside: Callable[..., str]):
    assert inside(NEW, DATA_KEY) == ""
    assert inside(THIRD, DATA_KEY).startswith("Of the keys that sealed values in this database 1 are missing")
    assert inside(THIRD, NEW, DATA_KEY) == ""
    rotation.rotate(at=NOW)
    assert marks() == sorted([(mark_of(THIRD), False), (mark_of(DATA_KEY), True)])
    assert [inside(THIRD, NEW, DATA_KEY), inside(THIRD, DATA_KEY)] == ["", ""]
    assert inside(DATA_KEY).startswith("Of the keys that sealed values in this database 1 are missing")


def test_a_database_without_the_table_says_nothing(inside: Callable[..., str]):
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE key_marks"))
    assert (inside(NEW), which_keys.fault()) == ("", "")


def test_readiness_says_it(app: Flask, inside: Callable[..., str]):
    app.config["METRICS_TOKEN"] = "t" * 40
    client, headers = app.test_client(), {"Authorization": "Bearer " + "t" * 40}
    assert client.get("/readyz", headers=headers).json["keys"] == "good"
    sealer.configure(data_keys=f"{DATA_KEY},{NEW}", secret_key=SECRET_KEY)
    answer, plain = client.get("/readyz", headers=headers), client.get("/readyz")
    assert (answer.status_code, answer.json["ready"], plain.status_code, plain.json) == (503, False, 503, {"ready": False})
    assert answer.json["keys"].startswith("In DATA_KEYS key 1 of 2")


@pytest.mark.parametrize("command", [("audit", "verify"), ("secrets", "rotate"), ("jobs", "run", "--once")])
def test_every_process_refuses_to_begin(database: Database, settings: dict[str, object], command: tuple[str, ...]):
    chosen = {**settings, "database_url": database.url}
    databases.flask("audit", "verify", settings=chosen)
    with pytest.raises(RuntimeError, match="Error: In DATA_KEYS key 1 of 2 has to be the last one") as refused:
        databases.flask(*command, settings={**chosen, "data_keys": f"{DATA_KEY},{NEW}"})
    assert (NEW in str(refused.value), "Traceback" in str(refused.value)) == (False, False)


def test_a_copy_that_comes_back_says_that_the_keys_are_not_its_own(
    database: Database, settings: dict[str, object], empty_database: Database, tmp_path: Path
):
    chosen = {**settings, "database_url": database.url}
    databases.flask("backup", "create", str(tmp_path / "copy"), settings=chosen)
    place = {**settings, "database_url": empty_database.url, "instance_dir": str(tmp_path / "elsewhere")}
    with pytest.raises(RuntimeError, match="Error: DATA_KEYS are not the keys of this database") as refused:
        databases.flask("backup", "restore", str(tmp_path / "copy"), settings={**place, "data_keys": NEW})
    assert "Restored: " in str(refused.value)
    assert "whole" in databases.flask("audit", "verify", settings=place)
    with pytest.raises(RuntimeError, match="Error: This database came back from a copy"):
        databases.flask("jobs", "run", "--once", settings=place)
    assert "all sessions ended" in databases.flask("backup", "settle", settings=place)

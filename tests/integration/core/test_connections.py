"""How the product speaks to its database: what is kept, what is not trusted, and who may not wait for ever."""

from __future__ import annotations

import stat
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app import create_app
from core.extensions import db
from tests.infra.settings import settings_for

ON_SQLITE = {
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
    "journal_size_limit": 64 * 1024 * 1024,
}  # fmt: skip
ON_POSTGRESQL = {"statement_timeout": "5s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "30s"}


def test_connections_are_set_up_as_promised(app: Flask, backend: str):
    with app.app_context():
        ask, wanted = ("PRAGMA", ON_SQLITE) if backend == "sqlite" else ("SHOW", ON_POSTGRESQL)
        assert {name: db.session.scalar(text(f"{ask} {name}")) for name in wanted} == wanted


def test_a_new_folder_of_data_is_for_its_owner_alone(tmp_path: Path):
    instance = tmp_path / "instance"
    create_app(settings_for(database_url=f"sqlite:///{instance}/gandan.sqlite", instance=instance))
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700

"""Unit tests reach neither the network nor a database: whoever tries fails."""

from __future__ import annotations

import socket
from typing import NoReturn

import pytest
import sqlalchemy


class OutsideWorld(AssertionError):
    """A unit test reached for the network or a database."""


def _no_network(*_args: object, **_kwargs: object) -> NoReturn:
    raise OutsideWorld("a unit test must not open a connection; this belongs to tests/integration")


def _no_database(*_args: object, **_kwargs: object) -> NoReturn:
    raise OutsideWorld("a unit test must not open a database; this belongs to tests/integration")


@pytest.fixture(autouse=True)
def closed_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Close the network and the databases for every unit test."""
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    monkeypatch.setattr(socket.socket, "connect_ex", _no_network)
    monkeypatch.setattr(socket, "create_connection", _no_network)
    monkeypatch.setattr(sqlalchemy.Engine, "connect", _no_database)
    monkeypatch.setattr(sqlalchemy.Engine, "begin", _no_database)
    monkeypatch.setattr("sqlite3.connect", _no_database)

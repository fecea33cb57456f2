"""The unit tests' own guard."""

import socket
import sqlite3

import pytest
from sqlalchemy import create_engine


def test_unit_test_reaching_for_the_network_fails():
    with pytest.raises(AssertionError, match="must not open a connection"):
        socket.create_connection(("127.0.0.1", 9))


def test_unit_test_using_a_bare_socket_fails():
    with socket.socket() as bare, pytest.raises(AssertionError, match="must not open a connection"):
        bare.connect(("127.0.0.1", 9))


def test_unit_test_connecting_an_engine_fails():
    with pytest.raises(AssertionError, match="must not open a database"):
        create_engine("sqlite://").connect()


def test_unit_test_opening_sqlite_itself_fails():
    with pytest.raises(AssertionError, match="must not open a database"):
        sqlite3.connect(":memory:")

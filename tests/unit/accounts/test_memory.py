"""What pages ask for again and again is remembered for a moment, for one commune, and never inside a command."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts import memory
from core.database import use_unit
from core.extensions import db


@pytest.fixture
def app(monkeypatch):
    """An application that remembers for a minute and has an in-memory database."""
    made = Flask(__name__)
    made.config.update(SQLALCHEMY_DATABASE_URI="sqlite://", PAGE_CACHE_SECONDS=60.0)
    db.init_app(made)
    return made


class Asked:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        """Answer with the number of the question."""
        self.times += 1
        return self.times


def test_second_question_is_answered_from_memory(app):
    asked = Asked()
    with app.app_context():
        assert [memory.remembered("x", asked) for _ in range(3)] == [1, 1, 1]


def test_other_question_is_asked(app):
    asked = Asked()
    with app.app_context():
        assert [memory.remembered(key, asked) for key in ("x", "y", "x")] == [1, 2, 1]


def test_nothing_is_remembered_when_the_time_is_zero(app):
    app.config["PAGE_CACHE_SECONDS"] = 0.0
    asked = Asked()
    with app.app_context():
        assert [memory.remembered("x", asked) for _ in range(3)] == [1, 2, 3]


def test_memory_of_one_commune_is_never_given_to_another(app):
    asked = Asked()
    with app.app_context():
        answers = []
        for unit_id in (1, 2, 1):
            with use_unit(unit_id):
                answers.append(memory.remembered("x", asked))
    assert answers == [1, 2, 1]


def test_command_always_asks(app):
    asked = Asked()
    with app.app_context():
        memory.remembered("x", asked)
        db.session.info["in_command"] = True
        assert memory.remembered("x", asked) == 2
        db.session.info.pop("in_command")
        assert memory.remembered("x", asked) == 1


def test_two_applications_remember_apart(app):
    asked = Asked()
    other = Flask("other")
    other.config.update(SQLALCHEMY_DATABASE_URI="sqlite://", PAGE_CACHE_SECONDS=60.0)
    db.init_app(other)
    with app.app_context():
        memory.remembered("x", asked)
    with other.app_context():
        assert memory.remembered("x", asked) == 2


def test_memory_does_not_grow_without_end(app, monkeypatch):
    monkeypatch.setattr(memory, "CAPACITY", 10)
    with app.app_context():
        for number in range(100):
            memory.remembered(number, Asked())
        assert len(app.extensions["gandan.memory"]) <= 10

"""The interpreter changes hands more often while somebody writes, and only then."""

from __future__ import annotations

import sys
from threading import Event, Thread

import pytest

from core.interpreter import AT_ONCE, Interpreter


def test_interval_is_short_while_anybody_writes_and_the_usual_one_again_behind_the_last():
    usual, interpreter, go = sys.getswitchinterval(), Interpreter(), Event()
    began = Event()

    def write() -> None:
        with interpreter.handed_on_at_once():
            began.set()
            go.wait(10)

    other = Thread(target=write)
    with interpreter.handed_on_at_once():
        other.start()
        assert began.wait(10)
        assert sys.getswitchinterval() == pytest.approx(AT_ONCE)
    assert sys.getswitchinterval() == pytest.approx(AT_ONCE)
    go.set()
    other.join()
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_interval_comes_back_when_a_command_fails():
    usual, interpreter = sys.getswitchinterval(), Interpreter()
    with pytest.raises(ZeroDivisionError), interpreter.handed_on_at_once():
        raise ZeroDivisionError
    assert sys.getswitchinterval() == pytest.approx(usual)

"""Marks of long lists: the same numbers always give the same mark, and no other mark opens."""

from __future__ import annotations

import pytest

from core.cursors import LENGTH, BadCursor, opened_cursor, sealed_cursor
from core.sealing import sealer
from tests.infra.settings import DATA_KEY, SECRET_KEY


@pytest.fixture(autouse=True)
def keys():
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)


@pytest.mark.parametrize("numbers", [(0, 0, 0), (1, 739_000, 25), (2**63, 2**32 - 1, 2**32 - 1)])
def test_numbers_come_back_and_the_mark_is_the_same_every_time(numbers: tuple[int, int, int]):
    mark = sealed_cursor(*numbers)
    assert (opened_cursor(mark), sealed_cursor(*numbers), len(mark)) == (numbers, mark, LENGTH)


def test_neighbours_look_nothing_alike():
    marks = [sealed_cursor(number, 1, 1) for number in range(50)]
    assert len({mark[:8] for mark in marks}) == 50


WRONG = ["", "a", "1", "x" * LENGTH, "ă" * LENGTH, "=" * LENGTH, "-" * LENGTH, "x" * 4000, "\x00", "../../etc/passwd"]


@pytest.mark.parametrize("mark", WRONG)
def test_what_was_not_made_here_does_not_open(mark: str):
    with pytest.raises(BadCursor):
        opened_cursor(mark)


def test_a_mark_with_one_letter_changed_does_not_open():
    mark = sealed_cursor(7, 8, 9)
    others = [mark[:place] + ("A" if letter != "A" else "B") + mark[place + 1 :] for place, letter in enumerate(mark)]
    for other in [*others, mark + "A", mark + "=", mark[:-1], f" {mark}"]:
        with pytest.raises(BadCursor):
            opened_cursor(other)


def test_a_mark_written_in_another_way_does_not_open():
    """The last letter holds two bits that mean nothing: only one way of writing them is ours."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    mark = sealed_cursor(7, 8, 9)
    for step in (1, 2, 3):
        with pytest.raises(BadCursor):
            opened_cursor(mark[:-1] + letters[letters.index(mark[-1]) ^ step])


def test_a_mark_of_another_installation_does_not_open():
    mark = sealed_cursor(7, 8, 9)
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY + "x")
    with pytest.raises(BadCursor):
        opened_cursor(mark)

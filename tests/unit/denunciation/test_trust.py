"""Who waits to be confirmed: the last word of the trail about each counts."""

from __future__ import annotations

import pytest

from accounts.roles import Role
from core.permissions import Permission
from denunciation.permissions import Person, named
from denunciation.trust import confirmation_of, doubt_of, unconfirmed


@pytest.mark.parametrize(
    ("actions", "waiting"),
    [
        ([], set()),
        ([doubt_of(4)], {4}),
        ([doubt_of(4), confirmation_of(4)], set()),
        ([doubt_of(4), confirmation_of(4), doubt_of(4)], {4}),
        ([confirmation_of(4), doubt_of(4)], {4}),
        ([doubt_of(4), doubt_of(5), confirmation_of(4)], {5}),
        ([doubt_of(4), doubt_of(4), confirmation_of(4)], set()),
        (["readers:named", "doubt:", "doubt:x"], set()),
    ],
)
def test_last_word_about_each_counts(actions: list[str], waiting: set[int]):
    assert unconfirmed(actions) == waiting


def reader(number: int, role: Role = Role.LEADER) -> Person:
    return Person(
        id=number, roles=frozenset({role}), department_ids=frozenset(), permissions=frozenset({Permission.DENUNCIATION_ENTER})
    )


@pytest.mark.parametrize(
    ("listed", "waiting", "expected"),
    [
        (set(), set(), {1, 2}),
        (set(), {2}, {1}),
        ({1, 3}, {3}, {1}),
        ({3}, {3}, set()),  # the leaders do not come in instead of a list whose people wait
        ({3}, {1}, {3}),
    ],
)
def test_nobody_reads_who_waits_and_nobody_comes_in_instead(listed: set[int], waiting: set[int], expected: set[int]):
    people = [reader(1), reader(2), reader(3, Role.OFFICER)]
    assert named(people, frozenset(listed), frozenset(waiting)) == expected

"""Who has to be confirmed before the register opens for them: whose way in came from an administrator. Pure.

A leader's post that was given, an account that was opened again and a password that somebody else set let a person in whom
none of the readers chose, or another person under the name of one. Until a reader says that it is so, the register is
shut for them. What is open and confirmed is read from the register's own trail. Source: Law on Denunciations 2018, Art. 8.3.
"""

from __future__ import annotations

from collections.abc import Iterable

DOUBTED, CONFIRMED = "doubt:", "confirm:"


def doubt_of(official_id: int) -> str:
    """Return the word of the trail with which the register shuts for somebody."""
    return f"{DOUBTED}{official_id}"


def confirmation_of(official_id: int) -> str:
    """Return the word of the trail with which a reader lets somebody in again."""
    return f"{CONFIRMED}{official_id}"


def unconfirmed(actions: Iterable[str]) -> frozenset[int]:
    """Return whom nobody has confirmed since the register shut for them; ``actions`` in the order of the chain."""
    shut: set[int] = set()
    for action in actions:
        word, _colon, number = action.partition(":")
        if number.isdigit():
            (shut.add if f"{word}:" == DOUBTED else shut.discard)(int(number))
    return frozenset(shut)

"""Passwords are hashed at the least cost while a test has an application: what is tested is who may come in, not the waiting.

A hash at the real cost takes 64 MiB and a tenth of a second, and the tests sign in more than a thousand times. The real cost is
held by tests/unit/accounts/test_passwords.py, and paid by every server that journeys and commands start.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher

from accounts import passwords

REAL = passwords._hasher
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_depth: list[int] = []


@contextmanager
def cheap_hashes() -> Iterator[None]:
    """Hash cheaply inside the block; blocks may overlap."""
    if not _depth:
        _hash_with(CHEAP)
    _depth.append(1)
    yield
    _depth.pop()
    if not _depth:
        _hash_with(REAL)


def _hash_with(hasher: PasswordHasher) -> None:
    passwords._hasher = hasher
    passwords._stand_in.cache_clear()

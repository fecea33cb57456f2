"""Hashing of passwords (argon2id with the library's defaults) and making of one-time passwords; knows no official."""

from __future__ import annotations

import secrets
import threading
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.rules import PASSWORD_MOST, normal_password

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, GROUP_LENGTH = 4, 4
_hasher = PasswordHasher()
_two_at_a_time = threading.BoundedSemaphore(2)
"""A hash takes 64 MiB for its moment: many sign-ins at once wait for each other instead of filling the server's memory."""


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password (any length up to 128 characters; NFC first)."""
    with _two_at_a_time:
        return _hasher.hash(normal_password(password))


def password_matches(password: str, *, hashed: str | None) -> bool:
    """Return whether ``password`` belongs to the hash; without a hash it takes the same time and says no."""
    known = bool(hashed)
    with _two_at_a_time:
        try:
            _hasher.verify(hashed or _stand_in(), normal_password(password[: PASSWORD_MOST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return known


def needs_rehash(hashed: str) -> bool:
    """Return whether the hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(hashed)


def one_time_password() -> str:
    """Return a password to be read aloud once ("k7mp-3xqt-9hre-w2nd", 79 bits; no look-alike letters)."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Return the passwords that too many people choose, in small letters."""
    path = Path(__file__).parent / "data" / "common_passwords.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return _hasher.hash(secrets.token_hex(16))

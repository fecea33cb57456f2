"""Codes and secret words of receipts: random, easy to read aloud, impossible to count."""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.sealing import sealer
from core.text import words

ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
CODE_LENGTH = 10
FEWEST_SIGNS = 4
"""Fewer first signs of a code would find too many cases."""
WORDS_IN_SECRET = 4
_hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


def new_code() -> str:
    """Return a public locator of ten symbols in two groups ("7K3MP-9QXTR", 46 bits; no vowels, no look-alikes)."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{symbols[:5]}-{symbols[5:]}"


def clean_code(typed: str) -> str:
    """Return the code as we write it, however it was typed ("7k3mp 9qxtr"), or "" when it cannot be one."""
    symbols = _symbols(typed)
    return f"{symbols[:5]}-{symbols[5:]}" if len(symbols) == CODE_LENGTH else ""


def code_start(typed: str) -> str:
    """Return the first signs of a code as we write them, or "" when these are too few or cannot be some.

    >>> code_start("7k3mp9"), code_start("7k3m"), code_start("7k3"), code_start("lan can")
    ('7K3MP-9', '7K3M', '', '')
    """
    symbols = _symbols(typed)
    if not FEWEST_SIGNS <= len(symbols) < CODE_LENGTH:
        return ""
    return f"{symbols[:5]}-{symbols[5:]}" if len(symbols) > 5 else symbols


def _symbols(typed: str) -> str:
    symbols = "".join(char for char in typed.upper() if char.isalnum())
    return "" if any(char not in ALPHABET for char in symbols) else symbols


@lru_cache(maxsize=1)
def word_list() -> tuple[str, ...]:
    """Return the 1,024 words that secrets are made of."""
    path = Path(__file__).parent / "data" / "secret_words.txt"
    return tuple(path.read_text(encoding="utf-8").split("\n")[:1024])


def secret_for(nonce: str) -> str:
    """Return the secret of a sending: four words of 1,024 (40 bits) that only this installation can make again.

    The same form sent twice gives the same words, so a repeated sending shows the same receipt.
    """
    seed = sealer.derive("secret-words", nonce)
    number = int.from_bytes(seed[:8], "big")
    chosen = []
    for _ in range(WORDS_IN_SECRET):
        number, index = divmod(number, 1024)
        chosen.append(word_list()[index])
    return " · ".join(chosen)


def hash_secret(secret: str) -> str:
    """Return the argon2id hash of the peppered secret.

    The cost is small (1 MiB, one pass: about 0.5 ms) because the secret is random with 40 bits and the pepper lies outside
    the database: docs/adr/0005-secret-words.md.
    """
    return _hasher.hash(_peppered(secret))


@lru_cache(maxsize=256)
def hash_for(nonce: str) -> str:
    """Return the hash of the secret that belongs to a form; whoever asks before the command spares it the time."""
    return hash_secret(secret_for(nonce))


def secret_matches(secret: str, *, hashed: str) -> bool:
    """Return whether the typed words are the secret, however marks, capitals and separators were typed."""
    try:
        return _hasher.verify(hashed, _peppered(secret))
    except (VerificationError, InvalidHashError):
        return False


def same(first: str, second: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(first.encode(), second.encode())


def _peppered(secret: str) -> str:
    return sealer.fingerprint("secret", "".join(words(secret)))

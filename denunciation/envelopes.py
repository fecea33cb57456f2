"""Envelopes: every entry has its own random keys, wrapped by the installation's data keys; each value is bound to its place.

AES-256-GCM with a random 96-bit nonce; the associated data is "entry|field|schema", so that a value moved to another entry
or field does not open. The content and what would tell the denouncer have different keys: the second can be destroyed alone.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import Misconfigured
from core.sealing import sealer

SCHEMA = "1"
NONCE_BYTES = 12
PADDING = 1024


def new_key() -> bytes:
    """Return 32 random bytes."""
    return AESGCM.generate_key(bit_length=256)


def wrap(key: bytes) -> str:
    """Return a key as it may lie in the database: encrypted with the first data key."""
    return sealer.seal(b64encode(key).decode())


def unwrap(wrapped: str) -> bytes:
    """Return the key. Raises Misconfigured when none of the data keys opens it."""
    return b64decode(sealer.open(wrapped))


def seal(plain: bytes, *, key: bytes, entry_id: str, field: str) -> bytes:
    """Return nonce and ciphertext of a value of one field of one entry."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, _place(entry_id, field))


def unseal(sealed: bytes, *, key: bytes, entry_id: str, field: str) -> bytes:
    """Return the value. Raises Misconfigured when it was changed, moved, or sealed with another key."""
    try:
        return AESGCM(key).decrypt(bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:]), _place(entry_id, field))
    except InvalidTag:
        raise Misconfigured("A value of the sealed register does not open: it was changed, or the key is another.") from None


def seal_facts(facts: dict[str, Any], *, key: bytes, entry_id: str, field: str) -> bytes:
    """Seal a small table of facts; padded, so that the length tells nothing of a short text."""
    plain = json.dumps(facts, ensure_ascii=False, default=str, separators=(",", ":")).encode()
    return seal(plain + b" " * (-len(plain) % PADDING), key=key, entry_id=entry_id, field=field)


def unseal_facts(sealed: bytes, *, key: bytes, entry_id: str, field: str) -> dict[str, Any]:
    """Return what seal_facts was given, in JSON's types."""
    facts: dict[str, Any] = json.loads(unseal(sealed, key=key, entry_id=entry_id, field=field))
    return facts


def _place(entry_id: str, field: str) -> bytes:
    return f"{entry_id}|{field}|{SCHEMA}".encode()

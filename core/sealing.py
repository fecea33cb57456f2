"""Sealing of small personal values (name, phone, email) with the installation's data keys, and keyed fingerprints of them."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.errors import Misconfigured

KEY_CHARACTERS = 44
MARKED = b"gan-dan|which data key is this"


class Sealer:
    """Encrypts with the first data key and decrypts with all of them, so keys can be rotated.

    ``fingerprint`` is an HMAC, by the last key, for look-ups (secret words, phones) that a thief of the database cannot try out
    without the keys. ``marks`` tell the keys from each other, in their order, without telling them (core.which_keys).
    """

    def __init__(self) -> None:
        self._fernet: MultiFernet | None = None
        self._first: Fernet | None = None
        self._pepper = b""
        self.marks: tuple[str, ...] = ()

    def configure(self, *, data_keys: str, secret_key: str) -> None:
        """Take the keys (comma separated Fernet keys). Raises Misconfigured when one of them is not a key."""
        keys = [key.strip() for key in data_keys.split(",") if key.strip()]
        try:
            if any(len(key) != KEY_CHARACTERS for key in keys):  # base64 would silently end at the first key's "="
                raise ValueError
            fernets = [Fernet(key) for key in keys]
            self._fernet, self._first = MultiFernet(fernets), fernets[0]
        except (ValueError, TypeError):
            raise Misconfigured("DATA_KEYS holds something that is not a Fernet key (44 characters of base64).") from None
        self.marks = tuple(hmac.new(key.encode(), MARKED, hashlib.sha256).hexdigest() for key in keys)
        self._pepper = hashlib.sha256(b"pepper|" + keys[-1].encode() + b"|" + b"gan-dan").digest()
        self._derive = hashlib.sha256(b"derive|" + secret_key.encode()).digest()

    def seal(self, text: str) -> str:
        """Return the encrypted form of ``text`` (ASCII)."""
        return self._keys().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the text that was sealed. Raises Misconfigured when none of the keys opens it."""
        try:
            return self._keys().decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Misconfigured("A sealed value cannot be opened with the present DATA_KEYS.") from None

    def is_new(self, sealed: str) -> bool:
        """True when the first key sealed it."""
        if self._first is None:
            return False
        try:
            self._first.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def reseal(self, sealed: str) -> str:
        """Return the same value sealed with the first key. Raises Misconfigured when none of the keys opens it."""
        try:
            return self._keys().rotate(sealed.encode()).decode()
        except InvalidToken:
            raise Misconfigured("A sealed value cannot be opened with the present DATA_KEYS.") from None

    def fingerprint(self, purpose: str, value: str) -> str:
        """Return a keyed SHA-256 (64 hex digits) of ``value`` for equality look-ups."""
        return hmac.new(self._pepper, f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()

    def derive(self, purpose: str, value: str) -> bytes:
        """Return 32 bytes that only this installation can make again from ``value``."""
        return hmac.new(self._derive, f"{purpose}|{value}".encode(), hashlib.sha256).digest()

    def _keys(self) -> MultiFernet:
        if self._fernet is None:
            raise Misconfigured("The data keys were used before the application was made.")
        return self._fernet


sealer = Sealer()

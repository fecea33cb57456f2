"""The signed links in letters to followers: an id that cannot be guessed, and a signature that holds for one purpose."""

from __future__ import annotations

import hmac

from core.sealing import sealer

ID_LENGTH = 32


def link_token(purpose: str, public_id: str) -> str:
    """Return what stands in a link: the id and its signature, which holds for one purpose ("leave", "confirm") only."""
    return public_id + sealer.derive(f"follow-{purpose}", public_id).hex()[:ID_LENGTH]


def token_id(purpose: str, token: str) -> str:
    """Return the id of a link, or "" when we did not sign it for this purpose."""
    public_id = token[:ID_LENGTH]
    return public_id if hmac.compare_digest(token.encode(), link_token(purpose, public_id).encode()) else ""

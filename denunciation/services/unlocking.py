"""The lock of the register: an official who is signed in proves himself again, and the register's own trail says so."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from accounts.services import second_factor
from accounts.services.attempts import SignInRefused
from accounts.services.signing_in import PasswordCheck
from denunciation import trail

OPENED, REFUSED = "register:opened", "register:refused"


def unlock(check: PasswordCheck, typed: str, *, actor: Actor, at: datetime, ip_hash: str) -> SignInRefused | None:
    """Let the actor into the rooms of the register (None), or say why not; counts and locks as sign-in does.

    ``typed`` is the code of who has a second factor, and not looked at where there is none.

    Side effects: a line in the register's trail either way; the failure count of the name. Call check_password before it.
    """
    refused = second_factor.confirm(check, typed, at=at, ip_hash=ip_hash)
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action=OPENED if refused is None else REFUSED, entry_id="")
    return refused

"""The lock of the register: an official who is signed in proves himself again, and the register's own trail says so."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from accounts.services import signing_in
from denunciation import trail

OPENED, REFUSED = "register:opened", "register:refused"


def unlock(check: signing_in.PasswordCheck, *, actor: Actor, at: datetime, ip_hash: str) -> signing_in.SignInRefused | None:
    """Let the actor into the rooms of the register (None), or say why not; counts and locks as sign-in does.

    Side effects: a line in the register's trail either way; the failure count of the name. Call check_password before it.
    """
    refused = signing_in.confirm_password(check, at=at, ip_hash=ip_hash)
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action=OPENED if refused is None else REFUSED, entry_id="")
    return refused

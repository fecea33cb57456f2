"""Commands around the provider that officials sign in through: open a session, link an identity to an account, unlink it.

Nobody gets in who has no account. What the provider said was checked before (accounts.oidc); here only counts whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select

from accounts.events import IdentityLinked, OfficialDisabled, WayInGiven
from accounts.identity_models import OfficialIdentity
from accounts.models import Official
from accounts.read_models import SignedIn
from accounts.services.holding import held
from accounts.services.signing_in import CodeNeeded, SessionOpened, code_needed, let_in, session_for
from accounts.vouched import Vouched
from core import audit, bus
from core.errors import NotFound
from core.extensions import db
from core.sealing import sealer
from core.transaction import wait_for_twin


@dataclass(frozen=True, kw_only=True)
class IdentityRefused:
    """No. ``reason``: unknown (no active account has this identity), taken (another one has it), linked (to another identity)."""

    reason: str


def sign_in(
    who: Vouched, *, unit_id: int, by_email: bool, proved_twice: bool, at: datetime, ip_hash: str
) -> SessionOpened | CodeNeeded | IdentityRefused:  # fmt: skip
    """Open a session for the active account that the identity is linked to, ask for its code, or refuse.

    ``proved_twice``: the provider said that a second factor was used there; else one that was set up here is asked for.

    ``by_email``: an identity without an account is linked to the one active account with the same e-mail, if it has none yet.
    Side effects: the moments of sign-in, an audit entry; IdentityLinked when it was linked; a refusal leaves an audit entry.
    """
    mark = _mark(who)
    wait_for_twin(f"identity:{unit_id}:{mark}")
    known = select(OfficialIdentity).where(_here(unit_id), OfficialIdentity.fingerprint == mark)
    owner = db.session.scalar(known.with_only_columns(OfficialIdentity.official_id))
    official = held(unit_id, Official.id == owner) if owner is not None else None
    identity = db.session.scalar(known)  # after the account is held: it may have been unlinked meanwhile
    if owner is None and by_email and who.email:
        official = _sole_owner(unit_id, who.email)
        identity = _add(official, who, how="email", at=at) if official is not None else None
    if identity is None or official is None:
        audit.record(
            unit_id=unit_id, at=at, actor_id=None, action="sign_in:identity_refused", subject=f"identity:{mark[:16]}",
            facts={"from": ip_hash},
        )  # fmt: skip
        return IdentityRefused(reason="unknown")
    identity.used_at = at
    wanted = None if proved_twice else code_needed(official)
    return wanted or let_in(official, at=at, ip_hash=ip_hash, through={"by": "provider"})


def link(who: Vouched, *, actor: SignedIn, at: datetime) -> IdentityRefused | None:
    """Link an identity to the actor's account, in place of one of an earlier provider; None: it is done.

    Side effects: audit entry, IdentityLinked.
    """
    mark = _mark(who)
    wait_for_twin(f"identity:{actor.unit_id}:{mark}")
    official = held(actor.unit_id, Official.id == actor.id)
    if official is None:
        raise NotFound()
    same = select(OfficialIdentity.official_id).where(_here(actor.unit_id), OfficialIdentity.fingerprint == mark)
    owner = db.session.scalar(same)
    if owner is not None:
        return None if owner == official.id else IdentityRefused(reason="taken")
    mine = select(OfficialIdentity.id).where(_here(actor.unit_id), OfficialIdentity.official_id == official.id)
    if db.session.scalar(mine.where(OfficialIdentity.issuer == who.issuer)) is not None:
        return IdentityRefused(reason="linked")
    _erase(official.unit_id, official.id)
    _add(official, who, how="own", at=at)
    return None


def unlink(*, actor: SignedIn, at: datetime) -> SessionOpened:
    """Take the way in through the provider away and end every session (the caller opens this one anew).

    Side effects: audit entry when there was one.
    """
    official = held(actor.unit_id, Official.id == actor.id)
    if official is None:
        raise NotFound()
    if _erase(actor.unit_id, official.id):
        official.session_epoch += 1
        _record("official:identity_unlinked", official, actor_id=official.id, at=at)
    return session_for(official)


def end_with_account(event: OfficialDisabled) -> None:
    """Erase the identity of a closed account."""
    _end(event.unit_id, event.official_id, at=event.at, actor_id=event.actor_id)


def end_with_password(event: WayInGiven) -> None:
    """Erase the identity where somebody else sets the password anew: whoever stole the old one may have linked his own."""
    if event.how == "password":
        _end(event.unit_id, event.official_id, at=event.at, actor_id=event.actor_id)


# ------------------------------------------------------------------ parts


def _mark(who: Vouched) -> str:
    return sealer.fingerprint("identity", f"{who.issuer}\n{who.subject}")


def _here(unit_id: int) -> Any:
    return OfficialIdentity.unit_id == unit_id


def _sole_owner(unit_id: int, email: str) -> Official | None:
    """Return the active account with that e-mail when it is the only one and has no identity yet."""
    same = func.lower(Official.email) == email.strip().lower()
    found = db.session.scalars(select(Official.id).where(Official.unit_id == unit_id, Official.active, same).limit(2)).all()
    official = held(unit_id, Official.id == found[0]) if len(found) == 1 else None
    if official is None:
        return None
    taken = select(OfficialIdentity.id).where(_here(unit_id), OfficialIdentity.official_id == official.id)
    return None if db.session.scalar(taken) is not None else official


def _add(official: Official, who: Vouched, *, how: str, at: datetime) -> OfficialIdentity:
    row = OfficialIdentity(
        unit_id=official.unit_id, official_id=official.id, issuer=who.issuer, fingerprint=_mark(who), how=how, linked_at=at
    )
    db.session.add(row)
    db.session.flush()
    _record("official:identity_linked", official, actor_id=official.id, at=at, facts={"how": how})
    bus.publish(IdentityLinked(unit_id=official.unit_id, at=at, actor_id=official.id, official_id=official.id, how=how))
    return row


def _erase(unit_id: int, official_id: int) -> int:
    statement = delete(OfficialIdentity).where(_here(unit_id), OfficialIdentity.official_id == official_id)
    return cast("CursorResult[object]", db.session.execute(statement)).rowcount


def _end(unit_id: int, official_id: int, *, at: datetime, actor_id: int | None) -> None:
    if _erase(unit_id, official_id):
        _record("official:identity_unlinked", db.session.get_one(Official, official_id), actor_id=actor_id, at=at)


def _record(action: str, official: Official, *, actor_id: int | None, at: datetime, facts: dict[str, str] | None = None) -> None:
    audit.record(
        unit_id=official.unit_id, at=at, actor_id=actor_id, action=action, subject=f"official:{official.public_id}", facts=facts
    )

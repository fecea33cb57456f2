"""Commands around sign-in: check a password, open or refuse a session, change one's own password.

Hashing is slow on purpose, so it happens before the transaction: ``check_password`` reads and hashes, ``sign_in`` decides and
writes. A name that nobody has is treated, timed and locked like one that somebody has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts import passwords, rules
from accounts.factor_models import SecondFactor
from accounts.models import Official
from accounts.read_models import SignedIn
from accounts.services import attempts
from accounts.services.attempts import SignInRefused
from accounts.services.holding import held
from core import audit
from core.errors import BadInput, NotFound
from core.extensions import db
from core.sealing import sealer


@dataclass(frozen=True, kw_only=True)
class PasswordCheck:
    """What the slow part found: whose name it is (None: nobody's) and whether the password was right."""

    unit_id: int
    fingerprint: str
    official_id: int | None
    right: bool
    known_hash: str
    fresh_hash: str | None


@dataclass(frozen=True, kw_only=True)
class SessionOpened:
    """A session may begin: what is kept in it, and whether the password must be changed first.

    ``codes_left``: how many recovery codes are left, where one was used for it.
    """

    official_id: int
    public_id: str
    session_epoch: int
    must_change_password: bool
    codes_left: int | None = None


@dataclass(frozen=True, kw_only=True)
class CodeNeeded:
    """The password was right and grants nothing yet: the official's second factor comes next."""

    public_id: str
    session_epoch: int


def check_password(*, unit_id: int, username: str, password: str) -> PasswordCheck:
    """Compare name and password; takes equally long for every name. Reads only; call it before the transaction."""
    name = username.strip().lower()
    official = db.session.scalar(select(Official).where(Official.unit_id == unit_id, Official.username == name, Official.active))
    hashed = official.password_hash if official else ""
    right = passwords.password_matches(password, hashed=hashed)
    fresh = passwords.hash_password(password) if right and passwords.needs_rehash(hashed) else None
    return PasswordCheck(
        unit_id=unit_id, fingerprint=sealer.fingerprint("username", name), official_id=official.id if official else None,
        right=right, known_hash=hashed, fresh_hash=fresh,
    )  # fmt: skip


def sign_in(check: PasswordCheck, *, at: datetime, ip_hash: str) -> SessionOpened | CodeNeeded | SignInRefused:
    """Open a session, ask for the code of who has a second factor, or refuse and count the failure.

    Side effects: the failure count of the name, its lock (rules.lock_length) with an audit entry; or the count is forgotten,
    and where the session opens the moment of sign-in kept, and an audit entry written. ``ip_hash`` is a fingerprint, never the
    address itself.
    """
    official = confirmed(check, at=at, ip_hash=ip_hash)
    if isinstance(official, SignInRefused):
        return official
    if check.fresh_hash:
        official.password_hash = check.fresh_hash
    return code_needed(official) or let_in(official, at=at, ip_hash=ip_hash)


def code_needed(official: Official) -> CodeNeeded | None:
    """Return that a code comes next, for who has a second factor."""
    if db.session.scalar(select(SecondFactor.id).where(SecondFactor.official_id == official.id)) is None:
        return None
    return CodeNeeded(public_id=official.public_id, session_epoch=official.session_epoch)


def let_in(
    official: Official, *, at: datetime, ip_hash: str, codes_left: int | None = None, through: Mapping[str, str] | None = None
) -> SessionOpened:  # fmt: skip
    """Note that an official who has proved everything signed in, and what he came in ``through`` where it was no password.

    Side effects: the moment is kept, an audit entry written.
    """
    official.last_sign_in_at = at
    audit.record(
        unit_id=official.unit_id, at=at, actor_id=official.id, action="official:signed_in",
        subject=f"official:{official.public_id}", facts={"from": ip_hash, **(through or {})},
    )  # fmt: skip
    return session_for(official, codes_left=codes_left)


def session_for(official: Official, *, codes_left: int | None = None) -> SessionOpened:
    """Return what a session of an official keeps."""
    return SessionOpened(
        official_id=official.id, public_id=official.public_id, session_epoch=official.session_epoch,
        must_change_password=official.must_change_password, codes_left=codes_left,
    )  # fmt: skip


def confirm_password(check: PasswordCheck, *, at: datetime, ip_hash: str) -> SignInRefused | None:
    """Let an official who is signed in prove himself by his password; counts and locks as sign-in does. None: he did.

    Of who may have a second factor ask ``second_factor.confirm``.
    """
    official = confirmed(check, at=at, ip_hash=ip_hash)
    return official if isinstance(official, SignInRefused) else None


def confirmed(check: PasswordCheck, *, at: datetime, ip_hash: str) -> Official | SignInRefused:
    """Return the official whose password it was, held until the command ends, or the refusal that was counted."""
    throttle = attempts.begin(unit_id=check.unit_id, fingerprint=check.fingerprint, at=at)
    if isinstance(throttle, SignInRefused):
        return throttle
    official = _still_right(check)
    if official is None:
        subject = f"name:{check.fingerprint[:16]}"
        return attempts.fail(throttle, at=at, ip_hash=ip_hash, action="sign_in:locked", subject=subject)
    attempts.succeed(throttle)
    return official


def _still_right(check: PasswordCheck) -> Official | None:
    if not check.right:
        return None
    official = held(check.unit_id, Official.id == check.official_id)
    return official if official is not None and official.password_hash == check.known_hash else None


# ------------------------------------------------------------------ one's own password


def insist_on_rules(*, username: str, password: str) -> None:
    """Raise BadInput(password=fault) for a password that the rules do not take, whoever asks and whatever he had before."""
    fault = rules.password_fault(password, username=username, common=passwords.common_passwords())
    if fault is not None:
        raise BadInput({"password": fault.value})


def hash_of_new_password(*, username: str, password: str, known_hash: str = "") -> str:
    """Return the hash of a password that the rules take. Reads nothing; slow, so call it before the transaction.

    Raises BadInput(password=fault) otherwise; ``known_hash`` is what the new password must differ from.
    """
    insist_on_rules(username=username, password=password)
    if known_hash and passwords.password_matches(password, hashed=known_hash):
        raise BadInput({"password": rules.PasswordFault.SAME_AS_BEFORE.value})
    return passwords.hash_password(password)


def change_password(*, actor: SignedIn, hashed: str, at: datetime) -> SessionOpened:
    """Give the actor a new password; ends all his sessions (the caller opens this one anew). Leaves an audit entry."""
    official = held(actor.unit_id, Official.id == actor.id)
    if official is None:
        raise NotFound()
    official.password_hash = hashed
    official.must_change_password = False
    official.password_changed_at = at
    official.session_epoch += 1
    audit.record(
        unit_id=actor.unit_id, at=at, actor_id=actor.id, action="official:password_changed",
        subject=f"official:{official.public_id}",
    )  # fmt: skip
    return session_for(official)

"""Commands around the second factor: the code after the password, turning it on and off, recovery codes, taking it away.

Failures are counted for each official apart from those of his password, so that a right password forgives no wrong code. Whoever
tries holds the official's row until the command ends: of many codes at once each is looked at alone, and one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, Select, delete, func, select

from accounts import code_rules, rules
from accounts.events import WayInGiven
from accounts.factor_models import RecoveryCode, SecondFactor
from accounts.models import Official
from accounts.permissions import Actor
from accounts.services import attempts, signing_in
from accounts.services.attempts import SignInRefused
from accounts.services.holding import held
from accounts.services.signing_in import PasswordCheck, SessionOpened
from core import audit, bus
from core.codes import hash_secret, secret_matches
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.sealing import sealer


def hashes_of(codes: Sequence[str]) -> list[str]:
    """Return what is stored of recovery codes; a little slow, so call it before the transaction."""
    return [hash_secret(code) for code in codes]


def finish_sign_in(
    *, unit_id: int, public_id: str, session_epoch: int, typed: str, at: datetime, ip_hash: str
) -> SessionOpened | SignInRefused:
    """Open the session of an official whose password was right a moment ago, or refuse and count the failure.

    Raises NotFound when what the password opened holds no more: account closed, password or factor changed meanwhile. Side
    effects: the code is used up, the failure count (code_locked with an audit entry), or sign-in as with ``signing_in.sign_in``.
    """
    row = held(unit_id, Official.public_id == public_id)
    if row is None or row.session_epoch != session_epoch:
        raise NotFound()
    left = _prove(row, typed, at=at, ip_hash=ip_hash)
    if isinstance(left, SignInRefused):
        return left
    return signing_in.let_in(row, at=at, ip_hash=ip_hash, codes_left=left)


def confirm(check: PasswordCheck, typed: str, *, at: datetime, ip_hash: str) -> SignInRefused | None:
    """Let an official who is signed in prove himself again: by his password, and by a code when he has a second factor.

    None: he did. ``reason`` is "wrong" or "locked" of the password, or begins with "code_". Counts as sign-in does.
    """
    row = signing_in.confirmed(check, at=at, ip_hash=ip_hash)
    if isinstance(row, SignInRefused):
        return row
    if _factor_of(row) is None:
        return None
    left = _prove(row, typed, at=at, ip_hash=ip_hash)
    return left if isinstance(left, SignInRefused) else None


def turn_on(*, actor: Actor, secret: str, typed: str, hashes: Sequence[str], at: datetime) -> SessionOpened:
    """Give the actor a second factor that he proved to hold, with recovery codes; sent twice, it is done once.

    Ends all his sessions: the caller opens this one anew. Raises BadInput(code) for a
    code that is not the secret's, WrongState where there is a factor already. Side effects: factor, recovery codes, audit entry.
    """
    row = _own(actor)
    found = code_rules.match(secret, code_rules.digits_of(typed), at=at, last_step=0)
    if found.step is None:
        raise BadInput({"code": "code_wrong"})
    known = _factor_of(row)
    if known is not None:
        if known.secret == secret and known.last_step == found.step:
            return signing_in.session_for(row)
        raise WrongState("factor_is_on")
    db.session.add(SecondFactor(unit_id=row.unit_id, official_id=row.id, secret=secret, last_step=found.step, made_at=at))
    _write_codes(row, hashes, at=at)
    row.session_epoch += 1
    _record("official:second_factor_on", row, actor=actor, at=at)
    return signing_in.session_for(row)


def make_codes(*, actor: Actor, hashes: Sequence[str], at: datetime) -> None:
    """Give the actor new recovery codes; the old ones count no more. Raises NotFound without a factor. Leaves an audit entry."""
    row = _own(actor)
    if _factor_of(row) is None:
        raise NotFound()
    _write_codes(row, hashes, at=at)
    _record("official:recovery_codes_made", row, actor=actor, at=at)


def turn_off(*, actor: Actor, at: datetime) -> SessionOpened:
    """Let the actor go on without a second factor; ends all his sessions (the caller opens this one anew).

    Side effects: factor and recovery codes are erased, an audit entry; for who has none, nothing.
    """
    row = _own(actor)
    if _erase(row):
        _record("official:second_factor_off", row, actor=actor, at=at)
    return signing_in.session_for(row)


def take_away(*, unit_id: int, actor: Actor | None, public_id: str, at: datetime) -> Official:
    """Take the second factor of an official who lost telephone and codes, and end his sessions; his password stays.

    Raises NotFound, NotAllowed for one's own. ``actor`` None: at the terminal. Side effects: factor and codes are erased, an
    audit entry, and WayInGiven: he and the leaders are told, and the sealed register waits until he is confirmed. For who has
    none, nothing.
    """
    row = held(unit_id, Official.public_id == public_id, active_only=False)
    if row is None:
        raise NotFound()
    if actor is not None and rules.may_change_person(actor_id=actor.id, official_id=row.id) is not None:
        raise NotAllowed("factor_of_oneself")
    if _erase(row):
        _record("official:second_factor_taken", row, actor=actor, at=at)
        actor_id = actor.id if actor else None
        bus.publish(WayInGiven(unit_id=unit_id, at=at, actor_id=actor_id, official_id=row.id, how="second_factor"))
    return row


# ------------------------------------------------------------------ parts


def _own(actor: Actor) -> Official:
    row = held(actor.unit_id, Official.id == actor.id)
    if row is None:
        raise NotFound()
    return row


def _factor_of(row: Official) -> SecondFactor | None:
    query = select(SecondFactor).where(SecondFactor.unit_id == row.unit_id, SecondFactor.official_id == row.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _prove(row: Official, typed: str, *, at: datetime, ip_hash: str) -> SignInRefused | int | None:
    """Use a code up: None for one of the telephone, the number of those left for a recovery code, or the counted refusal.

    A code that was right and is used is refused and not counted: it tells who types it again nothing new.
    """
    throttle = attempts.begin(unit_id=row.unit_id, fingerprint=_fingerprint(row), at=at)
    if isinstance(throttle, SignInRefused):
        return replace(throttle, reason="code_locked")
    digits = code_rules.digits_of(typed)
    factor = _factor_of(row)
    if factor is not None and len(digits) == code_rules.CODE_DIGITS:
        found = code_rules.match(factor.secret, digits, at=at, last_step=factor.last_step)
        if found.used:
            return SignInRefused(reason="code_used")
        if found.step is not None:
            factor.last_step = found.step
            attempts.succeed(throttle)
            return None
    elif factor is not None and len(digits) == code_rules.RECOVERY_DIGITS and _use_up(row, digits, at=at):
        attempts.succeed(throttle)
        return _note_use(row, at=at)
    subject = f"official:{row.public_id}"
    refused = attempts.fail(throttle, at=at, ip_hash=ip_hash, action="second_factor:locked", subject=subject)
    return replace(refused, reason=f"code_{refused.reason}")


def _fingerprint(row: Official) -> str:
    return sealer.fingerprint("second_factor", row.public_id)


def _use_up(row: Official, digits: str, *, at: datetime) -> bool:
    for code in db.session.scalars(_unused(row).execution_options(populate_existing=True)):
        if secret_matches(digits, hashed=code.hash):
            code.used_at = at
            db.session.flush()
            return True
    return False


def _note_use(row: Official, *, at: datetime) -> int:
    left = db.session.scalar(select(func.count()).select_from(_unused(row).subquery())) or 0
    audit.record(
        unit_id=row.unit_id, at=at, actor_id=row.id, action="official:recovery_code_used", subject=f"official:{row.public_id}",
        facts={"left": left},
    )  # fmt: skip
    return left


def _unused(row: Official) -> Select[tuple[RecoveryCode]]:
    return select(RecoveryCode).where(
        RecoveryCode.unit_id == row.unit_id, RecoveryCode.official_id == row.id, RecoveryCode.used_at.is_(None)
    )


def _write_codes(row: Official, hashes: Sequence[str], *, at: datetime) -> None:
    _erase_codes(row)
    db.session.add_all(RecoveryCode(unit_id=row.unit_id, official_id=row.id, hash=hashed, made_at=at) for hashed in hashes)


def _erase_codes(row: Official) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.unit_id == row.unit_id, RecoveryCode.official_id == row.id))


def _erase(row: Official) -> bool:
    """Erase factor, codes and failures, and end the sessions; False: there was no factor. Needs no key that opens the secret."""
    statement = delete(SecondFactor).where(SecondFactor.unit_id == row.unit_id, SecondFactor.official_id == row.id)
    if not cast("CursorResult[object]", db.session.execute(statement)).rowcount:
        return False
    _erase_codes(row)
    attempts.forget(unit_id=row.unit_id, fingerprint=_fingerprint(row))
    row.session_epoch += 1
    db.session.flush()
    return True


def _record(action: str, row: Official, *, actor: Actor | None, at: datetime) -> None:
    audit.record(
        unit_id=row.unit_id, at=at, actor_id=actor.id if actor else None, action=action, subject=f"official:{row.public_id}"
    )

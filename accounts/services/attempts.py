"""Failed attempts, counted in the database under a fingerprint that tells nobody whose it is.

Attempts under one fingerprint queue up on its row: of many at once each is counted, and none is looked at while they rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from accounts import rules
from accounts.models import SignInThrottle
from core import audit
from core.extensions import db

FORGET_FAILURES_AFTER = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class SignInRefused:
    """No way in: ``reason`` is "wrong" or "locked" of a name and its password, or begins with "code_" (wrong, used, locked).

    ``until`` (UTC): when attempts under this fingerprint rest.
    """

    reason: str
    until: datetime | None = None

    @property
    def about_code(self) -> bool:
        """Whether it was the code of the second factor, the password being right."""
        return self.reason.startswith("code_")


def begin(*, unit_id: int, fingerprint: str, at: datetime) -> SignInThrottle | SignInRefused:
    """Return the row that counts, held until the command ends; or that attempts rest and nothing is to be looked at."""
    _forget_old_failures(unit_id, at=at)
    throttle = _locked_throttle(unit_id, fingerprint, at=at)
    if throttle.locked_until is not None and throttle.locked_until > at:
        return SignInRefused(reason="locked", until=throttle.locked_until)
    return throttle


def succeed(throttle: SignInThrottle) -> None:
    """Forget the failures: somebody proved himself."""
    db.session.delete(throttle)


def fail(throttle: SignInThrottle, *, at: datetime, ip_hash: str, action: str, subject: str) -> SignInRefused:
    """Count a failure; where it rests the fingerprint (rules.lock_length), an audit entry says so."""
    throttle.failures += 1
    throttle.last_failed_at = at
    rest = rules.lock_length(throttle.failures)
    if rest is not None:
        throttle.locked_until = at + rest
        audit.record(
            unit_id=throttle.unit_id, at=at, actor_id=None, action=action, subject=subject,
            facts={"failures": throttle.failures, "minutes": int(rest.total_seconds() // 60), "from": ip_hash},
        )  # fmt: skip
    db.session.flush()
    return SignInRefused(reason="locked" if rest else "wrong", until=throttle.locked_until if rest else None)


def forget(*, unit_id: int, fingerprint: str) -> None:
    """Let attempts begin anew, be they resting or not."""
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.unit_id == unit_id, SignInThrottle.fingerprint == fingerprint))


def _locked_throttle(unit_id: int, fingerprint: str, *, at: datetime) -> SignInThrottle:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    values = {"unit_id": unit_id, "fingerprint": fingerprint, "failures": 0, "last_failed_at": at}
    statement = dialect.insert(SignInThrottle).values(values)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["unit_id", "fingerprint"]))
    query = select(SignInThrottle).where(SignInThrottle.unit_id == unit_id, SignInThrottle.fingerprint == fingerprint)
    return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def _forget_old_failures(unit_id: int, *, at: datetime) -> None:
    old = SignInThrottle.last_failed_at < at - FORGET_FAILURES_AFTER
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.unit_id == unit_id, old))

"""Commands on officials: create, edit, disable, enable, give a one-time password.

``actor`` is None when the command comes from the terminal. Who may act at all is guarded before; here stand the rules that
depend on the person: nobody changes his own account, and one administrator always stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts import rules
from accounts.events import OfficialCreated, OfficialDisabled, WayInGiven, WayInTaken
from accounts.models import Department, Official, Posting, Unit, valid_on
from accounts.permissions import Actor
from accounts.read_models import Post
from accounts.roles import Role
from accounts.services import attempts
from accounts.services.holding import held
from core import audit, bus
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion
from core.extensions import db
from core.sealing import sealer
from core.text import clean_line

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What an administrator writes about an official."""

    full_name: str
    title: str
    email: str
    posts: tuple[Post, ...]


def create_official(
    *, unit_id: int, actor: Actor | None, username: str, facts: PersonFacts, hashed: str, on: date, at: datetime
) -> Official:
    """Open an account whose password (``hashed``: "" for none yet) must be changed at the first sign-in.

    Raises BadInput by field. Side effects: official and postings from ``on``, audit entry, OfficialCreated, and WayInGiven for
    a leader.
    """
    name = username.strip().lower()
    errors = _faults(unit_id, facts, on=on)
    if not rules.username_is_valid(name):
        errors["username"] = "username_invalid"
    elif db.session.scalar(select(Official.id).where(Official.unit_id == unit_id, Official.username == name)):
        errors["username"] = "username_taken"
    if errors:
        raise BadInput(errors)
    row = Official(
        unit_id=unit_id, username=name, password_hash=hashed, must_change_password=True, created_at=at, **_texts(facts)
    )
    db.session.add(row)
    db.session.flush()
    set_posts(row, facts.posts, on=on)
    _record("official:created", row, actor=actor, at=at, facts={"roles": sorted(post.role for post in facts.posts)})
    bus.publish(OfficialCreated(unit_id=unit_id, at=at, actor_id=_id(actor), official_id=row.id))
    if _leads(facts.posts):
        _let_in(row, "leader_post", actor=actor, at=at)
    return row


def change_official(
    *, unit_id: int, actor: Actor | None, public_id: str, expected_version: int, facts: PersonFacts, on: date, at: datetime
) -> Official:
    """Write name, title, email and posts (old posts end the day before ``on``).

    Raises BadInput, NotAllowed (own posts, last administrator), StaleVersion. Side effects: audit entry, WayInGiven for a new
    leader, and WayInTaken for who leads no more.
    """
    _one_at_a_time(unit_id)
    row = _fresh(unit_id, public_id, expected_version)
    errors = _faults(unit_id, facts, on=on)
    if errors:
        raise BadInput(errors)
    held = _held(row, on=on)
    if set(held) != set(facts.posts):
        _insist(rules.may_change_person(actor_id=_id(actor) or 0, official_id=row.id))
        if Role.ADMINISTRATOR not in {post.role for post in facts.posts}:
            _keep_an_administrator(row, on=on)
        set_posts(row, facts.posts, on=on)
    for field, value in _texts(facts).items():
        setattr(row, field, value)
    row.version += 1
    roles = {"before": sorted(post.role for post in held), "after": sorted(post.role for post in facts.posts)}
    _record("official:changed", row, actor=actor, at=at, facts={"roles": roles})
    if _leads(facts.posts) and not _leads(held):
        _let_in(row, "leader_post", actor=actor, at=at)
    if _leads(held) and not _leads(facts.posts):
        bus.publish(WayInTaken(unit_id=unit_id, at=at, actor_id=_id(actor), official_id=row.id, how="leader_post"))
    return row


def disable_official(
    *, unit_id: int, actor: Actor | None, public_id: str, expected_version: int | None, on: date, at: datetime
) -> Official:
    """Close an account and end its sessions. Raises NotAllowed (own account, last administrator), StaleVersion.

    Side effects: audit entry, OfficialDisabled (cases of the official need somebody else), WayInTaken.
    """
    _one_at_a_time(unit_id)
    row = _fresh(unit_id, public_id, expected_version)
    _insist(rules.may_change_person(actor_id=_id(actor) or 0, official_id=row.id))
    if row.active:
        _keep_an_administrator(row, on=on)
        row.active = False
        row.session_epoch += 1
        row.version += 1
        _record("official:disabled", row, actor=actor, at=at)
        bus.publish(OfficialDisabled(unit_id=unit_id, at=at, actor_id=_id(actor), official_id=row.id))
        bus.publish(WayInTaken(unit_id=unit_id, at=at, actor_id=_id(actor), official_id=row.id, how="closed"))
    return row


def enable_official(*, unit_id: int, actor: Actor | None, public_id: str, expected_version: int | None, at: datetime) -> Official:
    """Open a closed account again. Raises NotAllowed (own account), StaleVersion. Side effects: audit entry, WayInGiven."""
    row = _fresh(unit_id, public_id, expected_version)
    _insist(rules.may_change_person(actor_id=_id(actor) or 0, official_id=row.id))
    if not row.active:
        row.active = True
        row.version += 1
        _record("official:enabled", row, actor=actor, at=at)
        _let_in(row, "reopened", actor=actor, at=at)
    return row


def reset_password(*, unit_id: int, actor: Actor | None, public_id: str, hashed: str, at: datetime) -> Official:
    """Give an official a one-time password (already hashed), end his sessions and his lock.

    Raises NotAllowed for one's own account (there is the page for one's password) and for a closed one (account_closed).
    Side effects: audit entry, WayInGiven.
    """
    row = _fresh(unit_id, public_id, None)
    _insist(rules.may_change_person(actor_id=_id(actor) or 0, official_id=row.id))
    if not row.active:
        raise NotAllowed("account_closed")
    row.password_hash = hashed
    row.must_change_password = True
    row.password_changed_at = at
    row.session_epoch += 1
    attempts.forget(unit_id=unit_id, fingerprint=sealer.fingerprint("username", row.username))
    _record("official:password_reset", row, actor=actor, at=at)
    _let_in(row, "password", actor=actor, at=at)
    return row


def set_first_passwords(*, unit_id: int, hashed: str, at: datetime) -> list[str]:
    """Give every official without a password the same one and let him in without changing it; for a demonstration only.

    Returns the usernames. Side effects: one audit entry.
    """
    query = select(Official).where(Official.unit_id == unit_id, Official.password_hash == "", Official.active)
    rows = list(db.session.scalars(query.order_by(Official.id)))
    for row in rows:
        row.password_hash, row.must_change_password, row.password_changed_at = hashed, False, at
    if rows:
        audit.record(
            unit_id=unit_id, at=at, actor_id=None, action="official:demo_passwords_set", subject="officials",
            facts={"count": len(rows)},
        )  # fmt: skip
    return [row.username for row in rows]


def tell_of_loaded_posts(row: Official, posts: Sequence[Post], *, new: bool, at: datetime) -> None:
    """Tell of the first posts that a commune's file gave an official (``new``: and his account) as if they were given by hand.

    Side effects: audit entry; OfficialCreated, and WayInGiven for a leader: all who lead are told.
    """
    roles = sorted(post.role for post in posts)
    facts: dict[str, object] = {"roles": roles if new else {"before": [], "after": roles}}
    _record("official:created" if new else "official:changed", row, actor=None, at=at, facts=facts)
    if new:
        bus.publish(OfficialCreated(unit_id=row.unit_id, at=at, actor_id=None, official_id=row.id))
    if _leads(posts):
        _let_in(row, "leader_post", actor=None, at=at)


# ------------------------------------------------------------------ parts


def _one_at_a_time(unit_id: int) -> None:
    """Let commands that may take an administrator away queue up, so that two of them cannot take away both."""
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True))


def _fresh(unit_id: int, public_id: str, expected_version: int | None) -> Official:
    row = held(unit_id, Official.public_id == public_id, active_only=False)
    if row is None:
        raise NotFound()
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def _faults(unit_id: int, facts: PersonFacts, *, on: date) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not clean_line(facts.full_name):
        errors["full_name"] = "required"
    if facts.email and ("@" not in facts.email or len(facts.email) > 160):
        errors["email"] = "email_invalid"
    if not facts.posts:
        errors["posts"] = "role_required"
    valid = select(Department.id).where(Department.unit_id == unit_id, valid_on(Department.valid_from, Department.valid_to, on))
    known = {None, *db.session.scalars(valid)}
    if any(post.department_id not in known for post in facts.posts):
        errors["posts"] = "department_unknown"
    elif any(post.department_id is None and rules.posting_needs_department(post.role) for post in facts.posts):
        errors["posts"] = "department_required"
    return errors


def _texts(facts: PersonFacts) -> dict[str, str]:
    return {
        "full_name": clean_line(facts.full_name)[:120], "title": clean_line(facts.title)[:160], "email": clean_line(facts.email)
    }  # fmt: skip


def _open_postings(row: Official, *, on: date) -> list[Posting]:
    query = select(Posting).where(Posting.unit_id == row.unit_id, Posting.official_id == row.id)
    return list(db.session.scalars(query.where(valid_on(Posting.valid_from, Posting.valid_to, on)).order_by(Posting.id)))


def _held(row: Official, *, on: date) -> tuple[Post, ...]:
    return tuple(Post(Role(posting.role), posting.department_id) for posting in _open_postings(row, on=on))


def set_posts(row: Official, posts: Sequence[Post], *, on: date) -> bool:
    """End the posts that are not wanted from ``on``, begin the new ones; returns whether anything changed."""
    open_ones = _open_postings(row, on=on)
    held = {Post(Role(posting.role), posting.department_id) for posting in open_ones}
    for posting in open_ones:
        if Post(Role(posting.role), posting.department_id) in posts:
            continue
        if posting.valid_from >= on:
            db.session.delete(posting)
        else:
            posting.valid_to = on - ONE_DAY
    for post in dict.fromkeys(posts):
        if post not in held:
            db.session.add(
                Posting(
                    unit_id=row.unit_id, official_id=row.id, role=post.role.value, department_id=post.department_id, valid_from=on
                )
            )
    db.session.flush()
    return held != set(posts)


def _keep_an_administrator(row: Official, *, on: date) -> None:
    query = (
        select(Posting.official_id)
        .join(Official, Official.id == Posting.official_id)
        .where(Posting.unit_id == row.unit_id, Posting.role == Role.ADMINISTRATOR, Official.active)
        .where(valid_on(Posting.valid_from, Posting.valid_to, on))
    )
    administrators = set(db.session.scalars(query))
    if row.id in administrators:
        _insist(rules.may_lose_administrator(official_id=row.id, administrators=administrators))


def _leads(posts: Sequence[Post]) -> bool:
    return any(post.role is Role.LEADER for post in posts)


def _let_in(row: Official, how: str, *, actor: Actor | None, at: datetime) -> None:
    db.session.flush()
    bus.publish(WayInGiven(unit_id=row.unit_id, at=at, actor_id=_id(actor), official_id=row.id, how=how))


def _insist(refused: rules.Refused | None) -> None:
    if refused is not None:
        raise NotAllowed(refused.reason)


def _id(actor: Actor | None) -> int | None:
    return None if actor is None else actor.id


def _record(action: str, row: Official, *, actor: Actor | None, at: datetime, facts: dict[str, object] | None = None) -> None:
    audit.record(
        unit_id=row.unit_id, at=at, actor_id=_id(actor), action=action, subject=f"official:{row.public_id}", facts=facts or {}
    )

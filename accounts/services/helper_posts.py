"""Commands on those who help neighbours of a village to write: name one, end a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts import rules
from accounts.helper_models import HelperPost
from accounts.models import Official, Village, valid_on
from accounts.permissions import Actor
from accounts.roles import HelperOffice
from core import audit
from core.errors import BadInput, NotFound
from core.extensions import db
from core.text import clean_line

LONGEST = timedelta(days=5 * 366)
"""No post is written for longer than a term of five years at once; it can be renewed."""


@dataclass(frozen=True, kw_only=True)
class HelperFacts:
    """Who helps where: ``official_id`` of somebody who has an account, or None with the name and sign-in of a new person."""

    official_id: int | None
    full_name: str
    username: str
    village_id: int | None
    office: HelperOffice
    valid_from: date | None
    valid_to: date | None


def name_helper(*, unit_id: int, actor: Actor, facts: HelperFacts, hashed: str, on: date, at: datetime) -> HelperPost:
    """Give somebody the post of a helper; a new person gets an account (``hashed``: the one-time password, already hashed).

    The post may begin in the past (it was held before it was written down) and has at most five years. Raises BadInput by field.
    Side effects: perhaps an account, the post, one audit entry for each.
    """
    errors = _faults(unit_id, facts, on=on)
    if errors:
        raise BadInput(errors)
    person_id = facts.official_id or _new_person(unit_id, facts, hashed=hashed, actor=actor, at=at)
    post = HelperPost(
        unit_id=unit_id, official_id=person_id, village_id=facts.village_id, office=facts.office.value,
        valid_from=facts.valid_from, valid_to=facts.valid_to,
    )  # fmt: skip
    db.session.add(post)
    db.session.flush()
    _record("helper:named", post, actor=actor, at=at)
    return post


def end_helper_post(*, unit_id: int, actor: Actor, public_id: str, on: date, at: datetime) -> HelperPost:
    """End a post the day before ``on``; one that would begin later is taken away. Raises NotFound.

    Side effects: audit entry; for a post that is over already, none.
    """
    query = select(HelperPost).where(HelperPost.unit_id == unit_id, HelperPost.public_id == public_id)
    post = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if post is None:
        raise NotFound()
    if post.valid_to is not None and post.valid_to < on:
        return post
    _record("helper:ended", post, actor=actor, at=at)
    if post.valid_from >= on:
        db.session.delete(post)
    else:
        post.valid_to = on - timedelta(days=1)
    db.session.flush()
    return post


# ------------------------------------------------------------------ parts


def _faults(unit_id: int, facts: HelperFacts, *, on: date) -> dict[str, str]:
    errors = _time_faults(facts, on=on)
    village = select(Village.id).where(Village.unit_id == unit_id, valid_on(Village.valid_from, Village.valid_to, on))
    if facts.village_id is None or db.session.scalar(village.where(Village.id == facts.village_id)) is None:
        errors["village_id"] = "village_unknown"
    if facts.official_id is None:
        return errors | _new_person_faults(unit_id, facts)
    known = select(Official.id).where(Official.unit_id == unit_id, Official.id == facts.official_id, Official.active)
    if db.session.scalar(known) is None:
        errors["official_id"] = "official_unknown"
    elif not errors and _holds_already(unit_id, facts):
        errors["village_id"] = "post_exists"
    return errors


def _time_faults(facts: HelperFacts, *, on: date) -> dict[str, str]:
    if facts.valid_from is None:
        return {"valid_from": "required"}
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        return {"valid_to": "ends_before_start"}
    if facts.valid_to is not None and facts.valid_to < on:
        return {"valid_to": "post_is_over"}
    if abs(facts.valid_from - on) > LONGEST or (facts.valid_to is not None and facts.valid_to - facts.valid_from > LONGEST):
        return {"valid_to": "post_long"}
    return {}


def _new_person_faults(unit_id: int, facts: HelperFacts) -> dict[str, str]:
    errors = {} if clean_line(facts.full_name) else {"full_name": "required"}
    name = facts.username.strip().lower()
    if not rules.username_is_valid(name):
        errors["username"] = "username_invalid"
    elif db.session.scalar(select(Official.id).where(Official.unit_id == unit_id, Official.username == name)):
        errors["username"] = "username_taken"
    return errors


def _holds_already(unit_id: int, facts: HelperFacts) -> bool:
    """Whether the person holds the same post at some time of the new one."""
    query = select(HelperPost.id).where(
        HelperPost.unit_id == unit_id, HelperPost.official_id == facts.official_id, HelperPost.village_id == facts.village_id,
        HelperPost.office == facts.office.value, HelperPost.valid_to.is_(None) | (HelperPost.valid_to >= facts.valid_from),
    )  # fmt: skip
    if facts.valid_to is not None:
        query = query.where(HelperPost.valid_from <= facts.valid_to)
    return db.session.scalar(query.limit(1)) is not None


def _new_person(unit_id: int, facts: HelperFacts, *, hashed: str, actor: Actor, at: datetime) -> int:
    row = Official(
        unit_id=unit_id, username=facts.username.strip().lower(), full_name=clean_line(facts.full_name)[:120],
        password_hash=hashed, must_change_password=True, created_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(
        unit_id=unit_id, at=at, actor_id=actor.id, action="official:created", subject=f"official:{row.public_id}",
        facts={"roles": []},
    )  # fmt: skip
    return row.id


def _record(action: str, post: HelperPost, *, actor: Actor, at: datetime) -> None:
    facts = {
        "official": post.official_id, "village": post.village_id, "office": post.office,
        "from": post.valid_from.isoformat(), "to": post.valid_to.isoformat() if post.valid_to else "",
    }  # fmt: skip
    audit.record(unit_id=post.unit_id, at=at, actor_id=actor.id, action=action, subject=f"helper:{post.public_id}", facts=facts)

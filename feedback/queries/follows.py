"""Reads what an address follows, for the page behind its own link."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from core.extensions import db
from feedback.follow_links import token_id
from feedback.follow_models import Follow, Follower
from feedback.follow_rules import Topic
from feedback.models import PublicCase
from feedback.trace_models import PublicTrace


@dataclass(frozen=True, kw_only=True)
class FollowLine:
    """One thing that is followed; ``code`` is that of a case, ``target`` the row of a field or village."""

    public_id: str
    topic: Topic
    target: int
    code: str


def followed_by(token: str, *, unit_id: int) -> list[FollowLine] | None:
    """Return what the address behind a signed link follows, oldest first; None for a link that is not ours or is used up."""
    public_id = token_id("leave", token)
    follower_id = db.session.scalar(select(Follower.id).where(Follower.unit_id == unit_id, Follower.public_id == public_id))
    if follower_id is None:
        return None
    rows = db.session.execute(
        select(Follow.public_id, Follow.topic, Follow.target, PublicTrace.code)
        .outerjoin(PublicTrace, (PublicTrace.case_id == Follow.target) & (Follow.topic == Topic.CASE.value))
        .where(Follow.follower_id == follower_id, Follow.confirmed_at.is_not(None))
        .order_by(Follow.id)
    )
    return [FollowLine(public_id=row[0], topic=Topic(row[1]), target=row[2], code=row[3] or "") for row in rows]


def case_to_follow(unit_id: int, code: str) -> tuple[int, str] | None:
    """Return number and public title ("" without one) of a case that can be read, by its code; else None."""
    shown = (PublicCase.id == PublicTrace.case_id) & PublicCase.published
    query = select(PublicTrace.case_id, PublicCase.title).outerjoin(PublicCase, shown)
    row = db.session.execute(query.where(PublicTrace.unit_id == unit_id, PublicTrace.code == code, PublicTrace.gone_at.is_(None)))
    found = row.one_or_none()
    return found and (found[0], found[1] or "")

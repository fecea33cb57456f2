"""Following by email without an account: asked for, confirmed from the mailbox, left with one press. Nobody learns who follows.

What was asked and never confirmed is forgotten after two days; who follows nothing any more is erased, letters included.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, select, text

from core import letters, outbox
from core.database import SealedText, UtcDateTime, new_public_id, use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.sealing import sealer
from deadlines.clock import local_date
from feedback.follow_links import link_token, token_id
from feedback.follow_models import Follow, Follower, PublicNews
from feedback.follow_rules import (
    CONFIRM_WITHIN,
    CONFIRMATIONS_A_DAY,
    FOLLOWS_MOST,
    LETTERS_KEPT,
    NEWS_KEPT,
    NewsKind,
    Topic,
    confirmable,
)

LEAVE_PATH, CONFIRM_PATH = "/theo-doi/thoi/", "/theo-doi/xac-nhan/"
ADDING = text(
    "INSERT INTO followers (unit_id, public_id, email, fingerprint, locale, told_at, asked_on, asked) "
    "VALUES (:unit, :public_id, :email, :fingerprint, :locale, :at, :today, 0) ON CONFLICT (unit_id, fingerprint) DO NOTHING"
).bindparams(
    bindparam("email", type_=SealedText()), bindparam("at", type_=UtcDateTime()), bindparam("today", type_=Follower.asked_on.type)
)


def subject_of(follower_id: int) -> str:
    """Return what the letters to a follower are about, as the tray names it."""
    return f"follower:{follower_id}"


def leave_address(public_id: str) -> str:
    """Return the address that ends everything an address follows."""
    return letters.public_address(LEAVE_PATH + link_token("leave", public_id))


def leave_address_of(subject: str) -> str:
    """Return the address for the header of a letter from its subject, "" for letters to anybody else."""
    kind, _, number = subject.partition(":")
    if kind != "follower":
        return ""
    follower = db.session.get(Follower, int(number), execution_options={"all_units": True})
    if follower is None:
        return ""
    with use_unit(follower.unit_id):
        address = leave_address(follower.public_id)
    return address if "://" in address else ""


# ------------------------------------------------------------------ asking and confirming


def ask(*, unit_id: int, email: str, topic: Topic, target: int, locale: str, at: datetime) -> None:
    """Lay a letter of confirmation before an address, unless it follows this already or had enough of them today.

    The caller learns nothing of that: who follows what is nobody's business.
    """
    follower = _follower(unit_id=unit_id, email=email, locale=locale, at=at)
    if follower.asked_on != local_date(at):
        follower.asked_on, follower.asked = local_date(at), 0
    query = select(Follow).where(Follow.follower_id == follower.id)
    known = db.session.scalars(query).all()
    follow = next((row for row in known if (row.topic, row.target) == (topic.value, target)), None)
    full = follow is None and len(known) >= FOLLOWS_MOST
    if full or follower.asked >= CONFIRMATIONS_A_DAY or (follow is not None and follow.confirmed_at is not None):
        return
    if follow is None:
        follow = Follow(
            unit_id=unit_id, public_id=new_public_id(), follower_id=follower.id, topic=topic.value, target=target, asked_at=at
        )
        db.session.add(follow)
    follow.asked_at = at
    follower.asked += 1
    link = letters.public_address(CONFIRM_PATH + link_token("confirm", follow.public_id))
    words = letters.render("follow/confirm.txt", locale=locale, link=link)
    outbox.enqueue(
        unit_id=unit_id, at=at, event="follow_confirm", subject=subject_of(follower.id), audience="resident", title=words.title,
        body=words.body, dedup_key=f"follow_confirm:{follow.public_id}:{at.isoformat()}", email=email,
    )  # fmt: skip


def _follower(*, unit_id: int, email: str, locale: str, at: datetime) -> Follower:
    fingerprint = sealer.fingerprint("follower", f"{unit_id}|{email.casefold()}")
    db.session.execute(
        ADDING,
        {
            "unit": unit_id, "public_id": new_public_id(), "email": email, "fingerprint": fingerprint, "locale": locale, "at": at,
            "today": local_date(at),
        },
    )  # fmt: skip
    query = select(Follower).where(Follower.unit_id == unit_id, Follower.fingerprint == fingerprint).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def confirm(token: str, *, unit_id: int, at: datetime) -> str | None:
    """Begin to follow what a signed link names; return the follower's public id, None for a link that is old or not ours."""
    query = select(Follow, Follower).join(Follower, Follower.id == Follow.follower_id)
    row = db.session.execute(
        query.where(Follow.unit_id == unit_id, Follow.public_id == token_id("confirm", token)).with_for_update()
    ).one_or_none()
    if row is None:
        return None
    follow, follower = row
    if follow.confirmed_at is None:
        if not confirmable(follow.asked_at, at=at):
            return None
        follow.confirmed_at = at
    return follower.public_id


# ------------------------------------------------------------------ leaving


def leave(token: str, *, unit_id: int, only: str = "") -> bool:
    """End one thing that an address follows (``only``, a public id), or everything; who follows nothing is erased.

    Returns False for a link that is not ours or was used to the end.
    """
    query = select(Follower).where(Follower.unit_id == unit_id, Follower.public_id == token_id("leave", token)).with_for_update()
    follower = db.session.scalars(query).one_or_none()
    if follower is None:
        return False
    ended = delete(Follow).where(Follow.follower_id == follower.id)
    db.session.execute(ended.where(Follow.public_id == only) if only else ended)
    left = db.session.scalar(select(func.count()).select_from(Follow).where(Follow.follower_id == follower.id))
    if not left:
        _erase(follower)
    return True


def _erase(follower: Follower) -> None:
    letter = OutboxMessage.__table__.c
    db.session.execute(
        delete(OutboxMessage.__table__).where(letter.unit_id == follower.unit_id, letter.subject == subject_of(follower.id))
    )
    db.session.delete(follower)
    db.session.flush()


def sweep(*, unit_id: int, at: datetime) -> int:
    """Forget what was never confirmed, addresses that follow nothing, old letters and old news; return how many addresses."""
    db.session.execute(
        delete(Follow).where(Follow.unit_id == unit_id, Follow.confirmed_at.is_(None), Follow.asked_at < at - CONFIRM_WITHIN)
    )
    lonely = select(Follower).where(Follower.unit_id == unit_id, ~exists().where(Follow.follower_id == Follower.id))
    found = db.session.scalars(lonely).all()
    for follower in found:
        _erase(follower)
    letter = OutboxMessage.__table__.c
    settled = letter.state.in_(("sent", "failed")) & letter.event.startswith("follow_") & (letter.created_at < at - LETTERS_KEPT)
    db.session.execute(delete(OutboxMessage.__table__).where(letter.unit_id == unit_id, settled))
    db.session.execute(delete(PublicNews).where(PublicNews.unit_id == unit_id, PublicNews.at < at - NEWS_KEPT))
    return len(found)


# ------------------------------------------------------------------ news that are no case


def note_news(*, unit_id: int, at: datetime, kind: NewsKind, path: str) -> None:
    """Write down, in the command of the announcement, what the digests of the next morning will tell."""
    db.session.add(PublicNews(unit_id=unit_id, at=at, kind=kind.value, path=path))

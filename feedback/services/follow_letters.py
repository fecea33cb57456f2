"""The letters to followers: at once when a followed case changes, in a digest once a day for everything else.

They carry no word of any case: a text that is taken back could not be fetched back from mailboxes. What changed is read from
the traces, which are written in the transaction of the change (feedback.traces), so that nothing is told twice or lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from accounts.queries import commune_profile, fields, villages
from core import letters, outbox
from core.database import use_unit
from core.extensions import db
from core.formats import local
from core.transaction import transaction
from deadlines.clock import local_date
from feedback.events import CaseEvent, CaseRegistered
from feedback.follow_models import Follow, Follower, PublicNews
from feedback.follow_rules import LINES_MOST, Topic, digest_due
from feedback.models import PublicCase
from feedback.queries.traces import Change, latest_changes
from feedback.services.following import leave_address, subject_of, sweep
from feedback.services.upkeep import portions, tenant_ids
from feedback.trace_models import PublicTrace

CHANGES_MOST, AT_ONCE = 500, 50


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a digest: a code or the kind of news, where (field, village), how it stands, and the address."""

    what: str
    place: str
    state: str
    url: str


def tell(event: CaseEvent) -> None:
    """Lay a letter before everybody who follows the case, if the event changed what the public sees of it."""
    if isinstance(event, CaseRegistered):
        return  # nobody follows what is new, and every letter that is sent in comes by here
    trace = db.session.get(PublicTrace, event.case_id)
    if trace is not None and trace.changed_at == event.at:
        tell_of(trace)


def tell_of(trace: PublicTrace) -> None:
    """Lay a letter before everybody who follows the case of a trace, once for each change."""
    query = select(Follow.public_id, Follower).join(Follower, Follower.id == Follow.follower_id)
    topic = (Follow.unit_id == trace.unit_id) & (Follow.topic == Topic.CASE.value) & (Follow.target == trace.case_id)
    found = db.session.execute(query.where(topic, Follow.confirmed_at.is_not(None))).all()
    if not found:
        return
    row = None if trace.gone_at is not None else db.session.get(PublicCase, trace.case_id)
    outbox.enqueue_all(
        [_case_letter(trace, follower, public_id, state=row.state if row else "gone") for public_id, follower in found]
    )


def _case_letter(trace: PublicTrace, follower: Follower, public_id: str, *, state: str) -> outbox.NewLetter:
    words = letters.render(
        "follow/case.txt", locale=follower.locale, code=trace.code, state=state, office=_office(follower),
        url=letters.public_address(f"/ho-so/{trace.code}"), leave=leave_address(follower.public_id),
    )  # fmt: skip
    return _letter(follower, words, event="follow_case", at=trace.changed_at, mark=f"{public_id}:{trace.changed_at.isoformat()}")


def _letter(follower: Follower, words: letters.Rendered, *, event: str, at: datetime, mark: str) -> outbox.NewLetter:
    return outbox.NewLetter(
        unit_id=follower.unit_id, at=at, event=event, subject=subject_of(follower.id), audience="resident", title=words.title,
        body=words.body, dedup_key=f"{event}:{mark}", email=follower.email,
    )  # fmt: skip


def _office(follower: Follower) -> str:
    profile = commune_profile(follower.unit_id)
    return profile.named(follower.locale) if profile else ""


# ------------------------------------------------------------------ the digest


def send_digests(at: datetime) -> int:
    """Lay the digests of the morning; return how many. Killed anywhere it goes on where it was."""
    laid = 0
    for unit_id in tenant_ids():
        with use_unit(unit_id):
            for part in portions(_waiting(unit_id, at=at), AT_ONCE):
                with transaction():
                    laid += _digests(unit_id, part, at=at)
    return laid


def _waiting(unit_id: int, *, at: datetime) -> list[int]:
    """Return the followers whose digest is due."""
    if not digest_due(local(at), None):
        return []
    daily = exists().where(Follow.follower_id == Follower.id, Follow.topic != Topic.CASE.value, Follow.confirmed_at.is_not(None))
    due = or_(Follower.digest_on.is_(None), Follower.digest_on < local_date(at))
    query = select(Follower.id).where(Follower.unit_id == unit_id, due, daily).order_by(Follower.id)
    return list(db.session.scalars(query))


def _digests(unit_id: int, ids: Sequence[int], *, at: datetime) -> int:
    query = select(Follower).where(Follower.id.in_(ids)).order_by(Follower.id).with_for_update(skip_locked=True)
    followers = [row for row in db.session.scalars(query) if digest_due(local(at), row.digest_on)]
    if not followers:
        return 0
    follows = db.session.scalars(
        select(Follow).where(Follow.follower_id.in_(ids), Follow.topic != Topic.CASE.value, Follow.confirmed_at.is_not(None))
    ).all()
    since = min(row.told_at for row in followers)
    changes = latest_changes(unit_id, today=local_date(at), since=since, limit=CHANGES_MOST)
    news = db.session.scalars(
        select(PublicNews).where(PublicNews.unit_id == unit_id, PublicNews.at > since).order_by(PublicNews.id.desc())
    ).all()
    laid = [_digest(row, [each for each in follows if each.follower_id == row.id], changes, news, at=at) for row in followers]
    for row in followers:
        row.told_at, row.digest_on = at, local_date(at)
    letters_laid = [letter for letter in laid if letter is not None]
    outbox.enqueue_all(letters_laid)
    return len(letters_laid)


def _digest(
    follower: Follower, follows: Sequence[Follow], changes: Iterable[Change], news: Iterable[PublicNews], *, at: datetime
) -> outbox.NewLetter | None:
    """Return the digest of an address, None when nothing it follows changed since it was told last or began to follow."""
    names = _names(follower.unit_id, follower.locale)
    lines = [_line(change, names) for change in changes if any(_concerns(each, change, follower) for each in follows)]
    everything = [each.confirmed_at for each in follows if each.topic == Topic.ALL.value and each.confirmed_at]
    if everything:
        begun = max(follower.told_at, min(everything))
        lines = [_news_line(item) for item in news if item.at > begun] + lines
    if not lines:
        return None
    words = letters.render(
        "follow/digest.txt", locale=follower.locale, lines=lines[:LINES_MOST], more=max(0, len(lines) - LINES_MOST),
        office=_office(follower), url=letters.public_address("/ho-so"), leave=leave_address(follower.public_id),
    )  # fmt: skip
    return _letter(follower, words, event="follow_digest", at=at, mark=f"{follower.public_id}:{local_date(at).isoformat()}")


def _concerns(follow: Follow, change: Change, follower: Follower) -> bool:
    begun = max(follower.told_at, follow.confirmed_at) if follow.confirmed_at else follower.told_at
    places = {Topic.FIELD.value: change.field_id, Topic.VILLAGE.value: change.village_id, Topic.ALL.value: 0}
    return change.changed_at > begun and places.get(follow.topic) == follow.target


def _names(unit_id: int, locale: str) -> tuple[dict[int, str], dict[int, str]]:
    return {item.id: item.named(locale) for item in fields(unit_id)}, {item.id: item.name for item in villages(unit_id)}


def _line(change: Change, names: tuple[dict[int, str], dict[int, str]]) -> Line:
    where = (names[0].get(change.field_id or 0, ""), names[1].get(change.village_id or 0, ""))
    return Line(
        what=change.code, place=", ".join(filter(None, where)), state=change.state,
        url=letters.public_address(f"/ho-so/{change.code}"),
    )  # fmt: skip


def _news_line(item: PublicNews) -> Line:
    return Line(what="", place="", state=item.kind, url=letters.public_address(item.path))


def tidy(at: datetime) -> int:
    """Forget what nobody confirmed and whom nothing is told any more; return how many addresses were erased."""
    erased = 0
    for unit_id in tenant_ids():
        with use_unit(unit_id), transaction():
            erased += sweep(unit_id=unit_id, at=at)
    return erased

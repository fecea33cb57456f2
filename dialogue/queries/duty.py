"""What the year still owes, and who calls for one more dialogue: for the desk, and the number held for everybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from accounts.queries import fields, setting, villages
from core.extensions import db
from deadlines.queries import term
from deadlines.terms import NotInForce
from dialogue.duty_rules import (
    FREQUENCY,
    LETTER_DAYS,
    VOTERS_SHARE,
    CallSource,
    Duty,
    PlacedDialogue,
    duties,
    is_duty,
    needed_signatures,
)
from dialogue.models import Dialogue
from dialogue.planning_models import DialogueCall
from dialogue.states import DialogueKind, DialogueState
from feedback.models import PublicCase

ANSWERED_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A reason to hold a dialogue that waits for its answer. ``obliges``: by law, no longer a matter of choice.

    ``id`` 0: counted letters, known by their ``topic``. ``needed``: signatures that oblige (0: the voters are not known),
    ``share`` per cent of all.
    """

    id: int
    source: CallSource
    topic: str
    subject: str
    number: int | None
    called_on: date | None
    obliges: bool
    needed: int = 0
    share: int = 0


@dataclass(frozen=True, kw_only=True)
class AnsweredCall:
    """A call with its answer ("plan" or "no")."""

    source: CallSource
    subject: str
    number: int | None
    called_on: date
    answer: str
    reason: str
    answered_on: Any


def duty_board(unit_id: int, *, today: date) -> list[Duty]:
    """Return how each kind that a year owes stands in this year."""
    within = Dialogue.held_on.between(date(today.year, 1, 1), date(today.year, 12, 31))
    query = select(Dialogue.held_on, Dialogue.state, Dialogue.satisfies).where(Dialogue.unit_id == unit_id, within)
    placed = [
        PlacedDialogue(held_on=held_on, state=DialogueState(state), satisfies=satisfies)
        for held_on, state, satisfies in db.session.execute(query)
    ]
    return duties(placed, owed=_owed(unit_id, today), today=today)


def _owed(unit_id: int, today: date) -> dict[DialogueKind, int]:
    owed = {}
    for kind, code in FREQUENCY.items():
        try:
            owed[kind] = term(code, today, unit_id=unit_id).number
        except NotInForce:
            continue
    return owed


def alerts(unit_id: int, *, today: date, locale: str) -> list[Alert]:
    """Return what waits for an answer: recorded calls, the oldest first, then similar letters, the most first."""
    voters = int(setting(unit_id, "commune_voters"))
    waiting = select(DialogueCall).where(DialogueCall.unit_id == unit_id, DialogueCall.answered_at.is_(None))
    rows = db.session.scalars(waiting.order_by(DialogueCall.called_on, DialogueCall.id))
    called = [_recorded(row, voters=voters, share=voters_share(unit_id, on=row.called_on)) for row in rows]
    return [*called, *letter_alerts(unit_id, today=today, locale=locale)]


def _recorded(row: DialogueCall, *, voters: int, share: int) -> Alert:
    source = CallSource(row.source)
    return Alert(
        id=row.id, source=source, topic="", subject=row.subject, number=row.number, called_on=row.called_on, share=share,
        needed=needed_signatures(voters, share=share) if source is CallSource.VOTERS else 0,
        obliges=is_duty(source, number=row.number, voters=voters, share=share),
    )  # fmt: skip


def voters_share(unit_id: int, *, on: date) -> int:
    """Return the per cent of the voters whose request of a day makes a dialogue a duty; 0 where no law said so yet."""
    try:
        return term(VOTERS_SHARE, on, unit_id=unit_id).number
    except NotInForce:
        return 0


def letter_alerts(unit_id: int, *, today: date, locale: str) -> list[Alert]:
    """Return villages and fields with at least as many letters in 30 days as the setting says, the most first.

    Counted in the public read model; letters that came until the day of an earlier answer about the topic count no more.
    """
    answered = _answered_until(unit_id)
    least, since = int(setting(unit_id, "similar_letters_alert")), today - timedelta(days=LETTER_DAYS)
    names = {f"village:{item.id}": item.name for item in villages(unit_id)}
    names |= {f"field:{item.id}": item.named(locale) for item in fields(unit_id)}
    counts: dict[str, int] = defaultdict(int)
    for word, column in (("village", PublicCase.village_id), ("field", PublicCase.field_id)):
        query = (
            select(column, PublicCase.received_on, func.count())
            .where(PublicCase.unit_id == unit_id, PublicCase.received_on > since, column.is_not(None))
            .group_by(column, PublicCase.received_on)
        )
        for place_id, received_on, number in db.session.execute(query):
            topic = f"{word}:{place_id}"
            if topic in names and received_on > answered.get(topic, date.min):
                counts[topic] += number
    found = sorted(((number, topic) for topic, number in counts.items() if number >= least), key=lambda item: (-item[0], item[1]))
    return [
        Alert(id=0, source=CallSource.LETTERS, topic=topic, subject=names[topic], number=number, called_on=None, obliges=False)
        for number, topic in found
    ]


def _answered_until(unit_id: int) -> dict[str, date]:
    query = (
        select(DialogueCall.topic, func.max(DialogueCall.called_on))
        .where(DialogueCall.unit_id == unit_id, DialogueCall.source == CallSource.LETTERS.value)
        .group_by(DialogueCall.topic)
    )
    return dict(db.session.execute(query).tuples().all())


def has_call(unit_id: int, call_id: int) -> bool:
    """Return whether the commune has such a call, answered or not."""
    query = select(DialogueCall.id).where(DialogueCall.unit_id == unit_id, DialogueCall.id == call_id)
    return db.session.scalar(query) is not None


def answered_calls(unit_id: int) -> list[AnsweredCall]:
    """Return the last answers, the newest first."""
    query = select(DialogueCall).where(DialogueCall.unit_id == unit_id, DialogueCall.answered_at.is_not(None))
    return [
        AnsweredCall(
            source=CallSource(row.source), subject=row.subject, number=row.number, called_on=row.called_on,
            answer=row.answer or "", reason=row.reason, answered_on=row.answered_at,
        )
        for row in db.session.scalars(query.order_by(DialogueCall.answered_at.desc()).limit(ANSWERED_SHOWN))
    ]  # fmt: skip

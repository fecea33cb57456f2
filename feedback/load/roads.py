"""The road of one invented case: when it was taken on, answered, rated, reopened, closed, and where it stands today. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback.load.shapes import closing_days, pick, weighted
from feedback.states import CaseKind, CaseState, Channel, Evidence, Outcome

KINDS = weighted(((CaseKind.REFLECTION.value, 62), (CaseKind.PETITION.value, 33), (CaseKind.OTHER.value, 5)))
CHANNELS = weighted(((Channel.WEB.value, 62), (Channel.PHONE.value, 14), (Channel.WALK_IN.value, 14), (Channel.PAPER.value, 10)))
TURNED = weighted(
    (
        (CaseState.TRANSFERRED.value, 5), (CaseState.GUIDED.value, 3), (CaseState.RETURNED.value, 1),
        (CaseState.REFUSED.value, 1), (CaseState.FILED_ONLY.value, 1),
    )
)  # fmt: skip
OUTCOMES = weighted(
    ((Outcome.DONE.value, 68), (Outcome.PARTLY.value, 14), (Outcome.PLANNED.value, 12), (Outcome.DECLINED.value, 6))
)
EVIDENCE = weighted(((Evidence.PHOTO.value, 44), (Evidence.DOCUMENT.value, 27), (Evidence.NONE.value, 29)))
REOPEN_DAYS = 15


@dataclass(slots=True)
class Road:
    """Moments in UTC, None where the case has not come so far. ``satisfied`` is the word on the last answer."""

    received: datetime
    kind: str
    channel: str
    anonymous: bool
    state: str
    accepted: datetime | None = None
    settled: datetime | None = None
    outcome: str = ""
    evidence: str = ""
    rated: datetime | None = None
    satisfied: bool | None = None
    reopened: datetime | None = None
    settled_again: datetime | None = None
    rated_again: datetime | None = None
    satisfied_again: bool | None = None
    closed: datetime | None = None
    published: datetime | None = None


def road(rng: random.Random, *, received: datetime, now: datetime) -> Road:
    """Return how a case that came at ``received`` has fared until ``now``."""
    kind = pick(rng, KINDS)
    case = Road(
        received=received, kind=kind, channel=pick(rng, CHANNELS),
        anonymous=kind == CaseKind.REFLECTION and rng.random() < 0.08, state=CaseState.RECEIVED.value,
    )  # fmt: skip
    days = closing_days(rng)
    begins = received + timedelta(days=min((days or 30.0) * 0.4, 1 + 9 * rng.random()))
    ends = received + timedelta(days=days) if days is not None else None
    if rng.random() < 0.06:
        _turn_away(rng, case, at=begins, now=now)
    else:
        _handle(rng, case, begins=begins, ends=ends, now=now)
    _publish(rng, case, now=now)
    return case


def _turn_away(rng: random.Random, case: Road, *, at: datetime, now: datetime) -> None:
    if at <= now:
        case.state, case.settled, case.closed = pick(rng, TURNED), at, at


def _handle(rng: random.Random, case: Road, *, begins: datetime, ends: datetime | None, now: datetime) -> None:
    if begins > now:
        case.state = CaseState.CLASSIFIED.value if rng.random() < 0.4 else CaseState.RECEIVED.value
        return
    case.accepted, case.state = begins, CaseState.IN_PROGRESS.value
    if ends is None or ends > now:
        return
    case.settled, case.state = ends, CaseState.ANSWERED.value
    case.outcome, case.evidence = pick(rng, OUTCOMES), pick(rng, EVIDENCE)
    _rate(rng, case, now=now)
    if case.state == CaseState.ANSWERED and case.settled + timedelta(days=REOPEN_DAYS + 1) <= now:
        case.state, case.closed = CaseState.CLOSED.value, case.settled + timedelta(days=REOPEN_DAYS + 1)


def _rate(rng: random.Random, case: Road, *, now: datetime) -> None:
    rated = case.settled + timedelta(days=REOPEN_DAYS * rng.random())
    if rng.random() > 0.35 or rated > now:
        return
    case.rated, case.satisfied = rated, rng.random() < 0.78
    if case.satisfied:
        case.state, case.closed = CaseState.CLOSED.value, rated
    else:
        _reopen(rng, case, at=rated, now=now)


def _reopen(rng: random.Random, case: Road, *, at: datetime, now: datetime) -> None:
    case.reopened, case.state = at, CaseState.REOPENED.value
    days = closing_days(rng)
    again = at + timedelta(days=days) if days is not None else None
    if again is None or again > now:
        return
    case.settled_again, case.state = again, CaseState.ANSWERED.value
    rated = again + timedelta(days=REOPEN_DAYS * rng.random())
    if rated <= now:
        case.rated_again, case.satisfied_again = rated, rng.random() < 0.7
        case.state, case.closed = CaseState.CLOSED.value, rated


def _publish(rng: random.Random, case: Road, *, now: datetime) -> None:
    if case.settled is not None and case.accepted is not None and rng.random() < 0.85:
        case.published = min((case.settled_again or case.settled) + timedelta(hours=3), now)
    elif case.accepted is not None and rng.random() < 0.3:
        case.published = min(case.accepted + timedelta(hours=5), now)

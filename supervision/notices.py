"""Who is told of a recommendation: the office when it comes, whoever answers, the leader who approves, the Front when it is out.

The letters hold the code, dates and the way to the page; nothing of what is asked or answered.
"""

from __future__ import annotations

from datetime import date, datetime

from accounts.roles import Role
from core import letters, outbox
from core.extensions import db
from deadlines.clock import local_date
from feedback.queries import people
from feedback.queries.people import Reader
from supervision.events import (
    AnswerDrafted,
    AnswerSentBack,
    PublicationAgreed,
    RecommendationAnswered,
    RecommendationAskedAgain,
    RecommendationAssigned,
    RecommendationEvent,
    RecommendationRecorded,
    RecommendationWithdrawn,
)
from supervision.models import Recommendation
from supervision.rules import subject_of

DESK_PATH = "/can-bo/giam-sat/{recommendation_id}"
CLERK, LEADER, FRONT, OWNER = "clerk", "leader", "front", "owner"
ROLES = {CLERK: Role.RECEPTION_CLERK, LEADER: Role.LEADER, FRONT: Role.FRONT_SUPERVISOR}
TOLD: dict[type[RecommendationEvent], tuple[str, tuple[str, ...]]] = {
    RecommendationRecorded: ("received", (CLERK, LEADER)),
    RecommendationAssigned: ("assigned", (OWNER,)),
    AnswerDrafted: ("to_approve", (LEADER,)),
    AnswerSentBack: ("sent_back", (OWNER,)),
    RecommendationAnswered: ("answered", (FRONT,)),
    RecommendationAskedAgain: ("asked_again", (OWNER, LEADER)),
    RecommendationWithdrawn: ("withdrawn", (OWNER,)),
}
"""Event → the letter, and who gets it."""
TELLING = (*TOLD, PublicationAgreed)


def tell(event: RecommendationEvent) -> None:
    """Lay the letters of an event; nobody is told of their own act."""
    row = db.session.get(Recommendation, event.recommendation_id)
    if row is None:
        return
    if isinstance(event, PublicationAgreed):
        template, who = "to_agree", () if event.published else (LEADER,) if event.side == "body" else (FRONT,)
    else:
        template, who = TOLD[type(event)]
    readers = [reader for reader in _readers(row, who, on=local_date(event.at)) if reader.id != event.actor_id]
    lay(row, readers, template=template, at=event.at, mark=f"{row.version}")


def owners(row: Recommendation, *, on: date) -> list[Reader]:
    """Return who answers: the official, else the heads of the department; the clerks while it is nobody's."""
    if row.official_id is not None:
        return people.official(row.unit_id, row.official_id)
    if row.department_id is not None:
        return people.holders(row.unit_id, Role.DEPARTMENT_HEAD, on=on, department_id=row.department_id)
    return people.holders(row.unit_id, Role.RECEPTION_CLERK, on=on)


def leaders(row: Recommendation, *, on: date) -> list[Reader]:
    """Return the leaders."""
    return people.holders(row.unit_id, Role.LEADER, on=on)


def lay(
    row: Recommendation, readers: list[Reader], *, template: str, at: datetime, mark: str, day: date | None = None
) -> int:  # fmt: skip
    """Lay a letter for each reader, once for each ``mark``; ``day``: another than the last day. Return how many were laid."""
    words = letters.render(
        f"supervision/{template}.txt", locale="vi", code=row.code, day=day or row.due_on,
        desk_url=letters.public_address(DESK_PATH.format(recommendation_id=row.id)),
    )  # fmt: skip
    event = f"supervision_{template}"
    return outbox.tell_officials(
        readers, unit_id=row.unit_id, at=at, event=event, subject=subject_of(row.id), title=words.title, body=words.body,
        mark=f"{event}:{row.id}:{mark}",
    )  # fmt: skip


def _readers(row: Recommendation, who: tuple[str, ...], *, on: date) -> list[Reader]:
    found: list[Reader] = []
    for word in who:
        found += owners(row, on=on) if word == OWNER else people.holders(row.unit_id, ROLES[word], on=on)
    return people.unique(found)

"""Brings supervision recommendations to every state through the commands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from accounts.services.unit_settings import change_setting
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from supervision.models import Recommendation, RecommendationEntry, RecommendationRound
from supervision.queries.desk import DeskRecommendation, desk_recommendation
from supervision.rules import REPLY_DAYS, Answer, NewRecommendation
from supervision.services import answering, judging, publishing, recording
from tests.makers import NOW, Commune

RECEIVED = date(2026, 11, 20)
"""Friday; fifteen days later is Saturday, 5 December 2026, so the answer is due on Monday, 7 December."""
DUE = date(2026, 12, 7)
TODAY = date(2026, 11, 20)
TITLE = "Chậm sửa kênh mương thôn Nà Pất"
SUBJECT = "Kênh vỡ hai chỗ từ tháng chín, ruộng thiếu nước."
ASKED = "Sửa kênh trước vụ xuân.\nTrả lời bằng văn bản."
REASON = "Trả lời chưa nói rõ ngày sửa xong"
PAPER = "07/KN-BTTND"
PROMISE_ON = date(2026, 12, 18)
SAID = Answer(
    accepted="Xã nhận sửa kênh.", refused="Chưa đền bù mạ chết.", why="Chưa có nguồn tiền.", promised="Sửa xong hai chỗ vỡ.",
    promise_on=PROMISE_ON,
)  # fmt: skip
_keys = count(1)


def new(**changes: Any) -> NewRecommendation:
    """Return a paper of the People's Inspection Board that lacks nothing."""
    values: dict[str, Any] = {
        "body": "peoples_inspection", "title": TITLE, "subject": SUBJECT, "asked": ASKED, "received_on": RECEIVED,
        "document": "05/KN-BTTND", "document_on": date(2026, 11, 19),
    }  # fmt: skip
    return NewRecommendation(**{**values, **changes})


def record(commune: Commune, *, at: datetime = NOW, by: str = "clerk", key: str = "", **changes: Any) -> int:
    """Keep a recommendation; return its id."""
    with use_unit(commune.unit_id), transaction():
        return recording.record(
            new(**changes), actor=getattr(commune, by), at=at, calendar=calendar_for(commune.unit_id),
            idempotency_key=key or f"supervision-{next(_keys)}",
        )  # fmt: skip


def take(commune: Commune, command: Any, recommendation_id: int, *, by: str, at: datetime = NOW, **facts: Any) -> None:
    """Take a step with the version that the row has now, unless another is named."""
    with use_unit(commune.unit_id), transaction():
        version = facts.pop("version", 0) or row(commune, recommendation_id).version
        command(recommendation_id, actor=getattr(commune, by), at=at, version=version, **facts)


def assign(commune: Commune, recommendation_id: int, *, at: datetime = NOW, by: str = "clerk", **to: Any) -> None:
    """Give it to the officer, or to whoever is named."""
    owner = {"official_id": commune.officer.id, "department_id": None, **to}
    take(commune, answering.assign, recommendation_id, by=by, at=at, **owner)


def draft(
    commune: Commune, recommendation_id: int, *, at: datetime = NOW, by: str = "officer", answer: Answer = SAID
) -> None:  # fmt: skip
    """Write the answer."""
    take(commune, answering.draft, recommendation_id, by=by, at=at, answer=answer)


def answer(commune: Commune, recommendation_id: int, *, at: datetime = NOW, by: str = "leader") -> None:
    """Approve the answer."""
    take(commune, answering.answer, recommendation_id, by=by, at=at)


def judge(
    commune: Commune, recommendation_id: int, *, at: datetime = NOW, by: str = "supervisor", verdict: str = "satisfied",
    **more: Any,
) -> None:  # fmt: skip
    """Say what the body thinks of the answer."""
    take(commune, judging.judge, recommendation_id, by=by, at=at, verdict=verdict, **{"words": "", **more})


def ask_again(commune: Commune, recommendation_id: int, *, at: datetime = NOW, by: str = "supervisor", **more: Any) -> None:
    """Ask once more."""
    with use_unit(commune.unit_id):
        calendar = calendar_for(commune.unit_id)
    take(commune, judging.ask_again, recommendation_id, by=by, at=at, calendar=calendar, **{"reason": REASON, **more})


def withdraw(commune: Commune, recommendation_id: int, *, at: datetime = NOW, by: str = "supervisor", **more: Any) -> None:
    """Take it back for the body."""
    take(commune, judging.withdraw, recommendation_id, by=by, at=at, **{"reason": REASON, **more})


def settle(commune: Commune, recommendation_id: int, *, at: datetime = NOW, by: str = "officer", **more: Any) -> None:
    """Say what became of the promise of the first round."""
    facts = {"number": 1, "outcome": "done", "words": "Đã xây lại.", **more}
    take(commune, answering.settle, recommendation_id, by=by, at=at, **facts)


def publish(commune: Commune, recommendation_id: int, *, at: datetime = NOW) -> None:
    """Let body and leader agree that everybody reads it."""
    take(commune, publishing.agree, recommendation_id, by="supervisor", at=at, read_over=True)
    take(commune, publishing.allow, recommendation_id, by="leader", at=at, read_over=True)


def take_back(commune: Commune, recommendation_id: int, *, at: datetime = NOW, by: str = "leader", reason: str = REASON) -> None:
    """Take it from the public page."""
    take(commune, publishing.take_back, recommendation_id, by=by, at=at, reason=reason)


def assigned(commune: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Record a recommendation and give it to the officer; return its id."""
    recommendation_id = record(commune, at=at, **changes)
    assign(commune, recommendation_id, at=at)
    return recommendation_id


def drafted(commune: Commune, *, at: datetime = NOW, said: Answer = SAID, **changes: Any) -> int:
    """Bring a recommendation before the leader; return its id."""
    recommendation_id = assigned(commune, at=at, **changes)
    draft(commune, recommendation_id, at=at, answer=said)
    return recommendation_id


def answered(commune: Commune, *, at: datetime = NOW, said: Answer = SAID, **changes: Any) -> int:
    """Bring a recommendation to its first answer, all at one moment; return its id."""
    recommendation_id = drafted(commune, at=at, said=said, **changes)
    answer(commune, recommendation_id, at=at)
    return recommendation_id


def published(commune: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Bring a recommendation before everybody; return its id."""
    recommendation_id = answered(commune, at=at, **changes)
    publish(commune, recommendation_id, at=at)
    return recommendation_id


def row(commune: Commune, recommendation_id: int) -> Recommendation:
    """Return the recommendation as the database has it now."""
    with use_unit(commune.unit_id):
        return db.session.get_one(Recommendation, recommendation_id, populate_existing=True)


def rounds(commune: Commune, recommendation_id: int) -> list[RecommendationRound]:
    """Return its rounds as the database has them now."""
    with use_unit(commune.unit_id):
        query = select(RecommendationRound).where(RecommendationRound.recommendation_id == recommendation_id)
        found = query.order_by(RecommendationRound.number).execution_options(populate_existing=True)
        return list(db.session.scalars(found))


def seen(commune: Commune, recommendation_id: int, *, today: date = TODAY, locale: str = "vi") -> DeskRecommendation:
    """Return it as the desk sees it."""
    with use_unit(commune.unit_id):
        found = desk_recommendation(commune.unit_id, recommendation_id, today=today, locale=locale)
    assert found is not None
    return found


def reply_days(commune: Commune, days: int) -> None:
    """Set by when bodies of which the law says nothing are answered."""
    with use_unit(commune.unit_id), transaction():
        change_setting(unit_id=commune.unit_id, actor=commune.leader, key=REPLY_DAYS, value=days, expected_version=0, at=NOW)


def morning(day: date) -> datetime:
    """Return nine o'clock of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def known_ids(home: Commune) -> dict[str, str]:
    """Return good values for the parts of this room's addresses: a published recommendation with an open promise."""
    recommendation_id = published(home)
    return {"recommendation_id": str(recommendation_id), "supervision.code": row(home, recommendation_id).code}


def letters(recommendation_id: int) -> list[tuple[str, int | None]]:
    """Return the letters of a recommendation: the event, and the official who got it."""
    query = select(OutboxMessage.event, OutboxMessage.official_id).where(
        OutboxMessage.subject == f"supervision:{recommendation_id}"
    )
    return list(db.session.execute(query.order_by(OutboxMessage.id)).tuples())


def told(recommendation_id: int, event: str) -> set[int | None]:
    """Return who got the letter of an event."""
    return {official_id for name, official_id in letters(recommendation_id) if name == f"supervision_{event}"}


def log(recommendation_id: int) -> list[str]:
    """Return the steps that were taken."""
    query = select(RecommendationEntry.step).where(RecommendationEntry.recommendation_id == recommendation_id)
    return list(db.session.scalars(query.order_by(RecommendationEntry.id)))


def audited(recommendation_id: int) -> list[AuditEntry]:
    """Return the entries of the audit trail."""
    query = select(AuditEntry).where(AuditEntry.subject == f"supervision:{recommendation_id}")
    return list(db.session.scalars(query.order_by(AuditEntry.id)))

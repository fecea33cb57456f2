"""Reads the minutes: their head and items, and what their paper and that of the conclusions say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from sqlalchemy import select

from accounts.office_words import day_text
from accounts.queries import departments, villages
from core.extensions import db
from dialogue.minute_models import MinuteItem, Minutes
from dialogue.minute_rules import CHAIRS_MOST, PLACE_MOST, Head
from dialogue.models import Dialogue
from dialogue.queries.commitments import CommitmentLine, opening_of
from dialogue.queries.dialogues import one_dialogue
from feedback.documents import moment_words

NOTHING = "Không có."
OPENING_WORDS = {
    "open": "đang làm", "done": "đã báo làm xong", "confirmed": "đã xong, người hỏi xác nhận",
    "disputed": "người hỏi chưa đồng ý",
    "withdrawn": "thôi thực hiện, có nêu lý do",
}  # fmt: skip


def minutes_row(unit_id: int, dialogue_id: int) -> Minutes | None:
    """Return the minutes of a dialogue of the commune, or None."""
    return db.session.scalars(select(Minutes).where(Minutes.unit_id == unit_id, Minutes.dialogue_id == dialogue_id)).one_or_none()


def written_items(unit_id: int, dialogue_id: int) -> list[MinuteItem]:
    """Return the items in the order in which they were begun, without those taken out."""
    query = select(MinuteItem).where(
        MinuteItem.unit_id == unit_id, MinuteItem.dialogue_id == dialogue_id, MinuteItem.dropped.is_(False)
    )
    return list(db.session.scalars(query.order_by(MinuteItem.created_at, MinuteItem.id)))


def item_by_client_id(unit_id: int, dialogue_id: int, client_id: str) -> MinuteItem | None:
    """Return the stored item that bears this id, or None."""
    query = select(MinuteItem).where(
        MinuteItem.unit_id == unit_id, MinuteItem.dialogue_id == dialogue_id, MinuteItem.client_id == client_id
    )
    return db.session.scalars(query).one_or_none()


def head_of(row: Minutes) -> Head:
    """Return the head of the minutes as the rules see it."""
    return Head(**{item.name: getattr(row, item.name) for item in fields(Head)})


def planned_head(dialogue: Dialogue) -> Head:
    """Return what the plan knows of the head before anybody has written it: where, who chairs, since when."""
    planned = one_dialogue(dialogue.unit_id, dialogue.id)
    places = [", ".join(filter(None, (place.name, place.address))) for place in planned.places] if planned else []
    chairs = [*planned.chairs, planned.chair_words] if planned else [dialogue.chairs]
    return Head(
        place="; ".join(places)[:PLACE_MOST], chairs="; ".join(filter(None, chairs))[:CHAIRS_MOST],
        started_at=dialogue.opened_at or dialogue.starts_at,
    )  # fmt: skip


def minutes_facts(dialogue: Dialogue, row: Minutes) -> dict[str, str]:
    """Return the facts of the paper "Biên bản": as they stand, nothing invented."""
    items = written_items(dialogue.unit_id, dialogue.id)
    return {
        "occasion": dialogue.title, "place": row.place, "chair": row.chairs, "secretary": row.secretary, "bodies": row.bodies,
        "started_at": moment_words(row.started_at) if row.started_at else "",
        "ended_at": moment_words(row.ended_at) if row.ended_at else "", "attendance": attendance_words(row),
        "statements": "\n".join(_statements(items, unit_id=dialogue.unit_id)) or NOTHING,
        "promises": "\n".join(_promises(items, unit_id=dialogue.unit_id)) or NOTHING,
        "earlier_promises": opening_words(opening_of(dialogue.unit_id, before=dialogue.held_on)) or NOTHING,
    }  # fmt: skip


def attendance_words(row: Minutes) -> str:
    """Return "120 người, trong đó 50 nữ, 90 người dân tộc thiểu số; theo thôn: …", or an empty text."""
    if row.attended is None:
        return ""
    parts = [f"{row.women} nữ" if row.women is not None else "", f"{row.minority} người dân tộc thiểu số" if row.minority else ""]
    within = ", ".join(part for part in parts if part)
    villages_text = "; ".join(line.strip() for line in row.by_village.splitlines() if line.strip())
    return (
        f"{row.attended} người"
        + (f", trong đó {within}" if within else "")
        + (f"; theo thôn: {villages_text}" if villages_text else "")
    )


def opening_words(lines: Iterable[CommitmentLine]) -> str:
    """Return the commitments of the last dialogue with how they stand, one a line."""
    return "\n".join(
        f"{number}. {_one(line.text)} ({line.department}, hạn {day_text(line.due_on)}): {_stands(line)}."
        for number, line in enumerate(lines, start=1)
        if line.due_on is not None
    )


def _stands(line: CommitmentLine) -> str:
    if line.days_late:
        return f"quá hạn {line.days_late} ngày"
    return OPENING_WORDS.get(line.state, line.state)


def _statements(items: Iterable[MinuteItem], *, unit_id: int) -> Iterable[str]:
    names = {item.id: item.name for item in villages(unit_id)}
    for number, item in enumerate(items, start=1):
        who = [f"số {item.speaker_number}" if item.speaker_number else "", names.get(item.village_id or 0, "")]
        known = ", ".join(part for part in who if part)
        yield f"Ý kiến {number}{f' ({known})' if known else ''}: {_one(item.opinion) or '(không ghi)'}"
        if item.answer:
            yield f"Trả lời{f' ({item.answered_by})' if item.answered_by else ''}: {_one(item.answer)}"


def _promises(items: Iterable[MinuteItem], *, unit_id: int) -> Iterable[str]:
    names = {item.id: item.name for item in departments(unit_id)}
    for number, item in enumerate((item for item in items if item.promised), start=1):
        yield f"{number}. {_one(item.promise)}{_tail(names.get(item.department_id or 0, ''), item.promise_due_on)}"


def _tail(department: str, due: date | None) -> str:
    parts = [department, f"hạn {day_text(due)}" if due else ""]
    words = ", ".join(part for part in parts if part)
    return f" ({words})" if words else ""


def _one(text: str) -> str:
    return " ".join(text.split())

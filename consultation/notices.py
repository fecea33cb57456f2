"""Who is told that a summary is late: the person who answers for it, once. The letter holds the title's code and dates only."""

from __future__ import annotations

from datetime import date, datetime

from consultation.models import Consultation
from core import letters, outbox
from feedback.queries import people

DESK_PATH = "/can-bo/lay-y-kien/{consultation_id}/tong-hop"
TEMPLATE = "consultation_late"


def tell_late(row: Consultation, *, due_on: date, at: datetime) -> int:
    """Lay the letter, once for each last day; return how many were laid."""
    words = letters.render(
        f"consultation/{TEMPLATE}.txt", locale="vi", code=row.code, closes_on=row.closes_on, due_on=due_on,
        desk_url=letters.public_address(DESK_PATH.format(consultation_id=row.id)),
    )  # fmt: skip
    return outbox.tell_officials(
        people.official(row.unit_id, row.official_id), unit_id=row.unit_id, at=at, event=TEMPLATE,
        subject=f"consultation:{row.id}", title=words.title, body=words.body, mark=f"{TEMPLATE}:{row.id}:{row.closes_on}",
    )  # fmt: skip

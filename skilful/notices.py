"""The one letter of the room: in the last weeks of a year leaders read how many of its models nobody has assessed."""

from __future__ import annotations

from datetime import date, datetime

from accounts.roles import Role
from core import letters, outbox
from deadlines.clock import local_date
from feedback.queries import people

DESK_PATH = "/can-bo/dan-van-kheo?nam={year}&xem=chua-danh-gia"
EVENT = "skilful_to_assess"


def tell_to_assess(unit_id: int, *, year: int, by: date, number: int, at: datetime) -> int:
    """Lay the letter for every leader, once for each year; return how many were laid."""
    words = letters.render(
        "skilful/to_assess.txt", locale="vi", number=number, year=year, day=by,
        desk_url=letters.public_address(DESK_PATH.format(year=year)),
    )  # fmt: skip
    readers = people.holders(unit_id, Role.LEADER, on=local_date(at))
    return outbox.tell_officials(
        readers, unit_id=unit_id, at=at, event=EVENT, subject=f"skilful:year:{year}", title=words.title, body=words.body,
        mark=f"{EVENT}:{unit_id}:{year}",
    )  # fmt: skip

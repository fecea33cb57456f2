"""Public rows made directly, for pages and numbers that need many cases in chosen states."""

from __future__ import annotations

from datetime import date
from itertools import count

from sqlalchemy import func, insert, select

from core import page_cache
from core.codes import ALPHABET
from core.extensions import db
from core.text import fold
from core.transaction import transaction
from feedback.models import PublicCase

_numbers = count(1)


def code_number(number: int) -> str:
    """Return a code that is one, different for every number."""
    symbols = ""
    for _ in range(10):
        number, place = divmod(number, len(ALPHABET))
        symbols = ALPHABET[place] + symbols
    return f"{symbols[:5]}-{symbols[5:]}"


def public_row(unit_id: int, **changes: object) -> dict[str, object]:
    """Return the values of a public case that was received and is not published."""
    values: dict[str, object] = {
        "unit_id": unit_id, "code": code_number(next(_numbers)), "kind": "PHAN_ANH", "state": "received", "field_id": None,
        "village_id": None, "received_on": date(2026, 11, 2), "accepted_on": None, "due_on": None, "answered_on": None,
        "closed_on": None, "on_time": None, "extended": False, "reopened": False, "outcome": "", "evidence": "",
        "satisfied": None, "published": False, "title": "", "story": "", "answer": "", "photos": [], "search_text": "",
    }  # fmt: skip
    values |= changes
    if values["published"] and not values["search_text"]:
        values["search_text"] = fold(f"{values['title']} {values['story']} {values['answer']}")
    return values


def make_public(unit_id: int, *rows: dict[str, object]) -> list[str]:
    """Write public cases, the oldest first; return their codes in that order."""
    made = [public_row(unit_id, **row) for row in rows]
    with transaction() as session:
        first = (session.scalar(select(func.max(PublicCase.__table__.c.id))) or 0) + 1
        session.execute(insert(PublicCase.__table__), [{"id": first + place, **row} for place, row in enumerate(made)])
        page_cache.raise_version(unit_id)
    return [str(row["code"]) for row in made]


def published(title: str, **changes: object) -> dict[str, object]:
    """Return the changes that make a public case published and answered."""
    values: dict[str, object] = {
        "title": title, "story": f"{title}, từ sau trận mưa đầu tháng.", "answer": "Phòng Kinh tế đã sửa xong.",
        "published": True, "state": "answered", "answered_on": date(2026, 11, 12), "accepted_on": date(2026, 11, 4),
        "due_on": date(2026, 11, 19), "on_time": True, "outcome": "done", "evidence": "photo",
    }  # fmt: skip
    return values | changes


def forget_all() -> None:
    """End what the test has read so far."""
    db.session.rollback()

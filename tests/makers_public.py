"""Public rows made directly, for pages and numbers that need many cases in chosen states."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import func, insert, select

from core import page_cache
from core.codes import ALPHABET
from core.extensions import db
from core.search_words import exact_text, plain_text
from core.transaction import transaction
from feedback.models import PublicCase
from reporting.measures import OPEN

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
        "search_marks": "", "department_id": None, "notice_due_on": None, "due_before": None, "extended_on": None,
        "settled_on": None, "in_time": None, "rated_on": None, "reopened_on": None, "first_due_on": None,
        "first_due_before": None, "first_extended_on": None, "first_settled_on": None, "first_in_time": None,
        "first_evidence": "", "last_on": None, "late_reason": "", "first_late_reason": "", "fixed_on": None, "fixed_photos": {},
    }  # fmt: skip
    values |= changes
    values |= {name: day for name, day in days_of(values).items() if values[name] is None}
    values["reopened"] = values["reopened_on"] is not None
    if values["published"] and not values["search_text"]:
        whole = f"{values['title']} {values['story']} {values['answer']}"
        values |= {"search_text": plain_text(whole), "search_marks": exact_text(whole)}
    return values


def days_of(values: dict[str, Any]) -> dict[str, object]:
    """Return the days of what a row says has happened, where it does not name them: all on the day of the answer, or receipt."""
    ended = values["state"] not in OPEN
    day = values["settled_on"] or values["answered_on"] or values["closed_on"] or values["received_on"]
    again = {"reopened_on": day, "first_settled_on": day} if values["reopened"] or values["reopened_on"] else {}
    days = {"settled_on": day, "in_time": values["on_time"], "last_on": max(day, values["rated_on"] or day)} if ended else {}
    rated = {"rated_on": day} if ended and values["settled_on"] is None and values["satisfied"] is not None else {}
    return again | days | rated


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

"""Makes what the tests of consultations talk about: in any phase, with opinions and counts, through the commands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from accounts.queries import villages
from consultation.models import Consultation
from consultation.rules import NewConsultation, Point, Said
from consultation.services import drafting, opening, opinions, sheets, summing
from consultation.services.opinions import NewOpinion
from consultation.services.sheets import NewSheet
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from tests.makers import NOW, TODAY, Commune

OPENS, CLOSES = TODAY, date(2026, 12, 21)
"""Friday 20 November and Monday 21 December 2026: 31 days."""
AFTER = NOW + timedelta(days=33)
"""23 December, two days after the last day."""
LATE = NOW + timedelta(days=52)
"""Monday, 11 January 2027."""
QUESTIONS = ("Làm đường Nà Pất trước có hợp lý không?", "Mỗi hộ góp năm ngày công có được không?")
WORDS = "Nên làm đường Mỏ Cấy trước vì trẻ em đi học qua đó."
_numbers = count(1)


def new_consultation(**changes: Any) -> NewConsultation:
    """Return a consultation as it would be typed, with changes."""
    values = {
        "title": "Kế hoạch làm đường năm sau", "matter": "plan", "text": "1. Đường Nà Pất, quý II.",
        "about": "Xã định làm bốn tuyến đường. Ai ở thôn có đường đi qua đều liên quan.", "questions": QUESTIONS,
        "opens_on": OPENS, "closes_on": CLOSES, "ways": ("portal", "meeting"), "official_id": 1,
    }  # fmt: skip
    return NewConsultation(**{**values, **changes})


def draft(home: Commune, *, at: datetime = NOW, key: str = "", **changes: Any) -> int:
    """Write a draft; return its id."""
    with use_unit(home.unit_id), transaction():
        new = new_consultation(**{"official_id": home.clerk.id, **changes})
        return drafting.draft(new, actor=home.clerk, idempotency_key=key or f"draft-{next(_numbers)}", at=at)


def opened(home: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Write a draft and put it before everybody; return its id."""
    consultation_id = draft(home, at=at, **changes)
    with use_unit(home.unit_id), transaction():
        opening.open_up(consultation_id, actor=home.leader, at=at, version=1)
    return consultation_id


def read(consultation_id: int) -> Consultation:
    """Return the row as it is now."""
    db.session.rollback()
    return db.session.get(Consultation, consultation_id, populate_existing=True)


def opinion(first: str = "agree", second: str = "agree", words: str = "", **facts: Any) -> NewOpinion:
    """Return an opinion on both questions."""
    return NewOpinion(said={1: Said(choice=first, words=words), 2: Said(choice=second)}, **facts)


def give(home: Commune, consultation_id: int, *, at: datetime = NOW, key: str = "", new: NewOpinion | None = None) -> bool:
    """Give an opinion on the portal."""
    code = read(consultation_id).code
    with use_unit(home.unit_id), transaction():
        return opinions.give(
            code, new or opinion(), unit_id=home.unit_id, idempotency_key=key or f"opinion-{next(_numbers)}", at=at
        )


def new_sheet(**changes: Any) -> NewSheet:
    """Return counts of a village meeting."""
    values = {"way": "meeting", "held_on": TODAY, "counts": {1: (41, 3, 2), 2: (30, 12, 4)}, "minutes": "07/BB"}
    return replace(NewSheet(way="", held_on=TODAY, counts={}), **{**values, **changes})


def record(home: Commune, consultation_id: int, *, at: datetime = NOW, key: str = "", **changes: Any) -> int:
    """Enter counts of a village meeting."""
    with use_unit(home.unit_id), transaction():
        sheet = new_sheet(**{"village_id": villages(home.unit_id)[0].id, **changes})
        return sheets.record(consultation_id, sheet, actor=home.clerk, idempotency_key=key or f"sheet-{next(_numbers)}", at=at)


def point(**changes: Any) -> Point:
    """Return a point that is taken up."""
    return replace(Point(text="Làm đường Mỏ Cấy trước.", people=27, verdict="accepted", explanation="Đổi thứ tự."), **changes)


def summed_up(home: Commune, *, at: datetime = AFTER, **changes: Any) -> int:
    """Return a consultation with an opinion, a sheet and a published summary."""
    consultation_id = opened(home, **changes)
    give(home, consultation_id, new=opinion("disagree", words=WORDS))
    record(home, consultation_id)
    with use_unit(home.unit_id):
        with transaction():
            summing.write_point(consultation_id, point(), actor=home.clerk, at=at, version=2)
        with transaction():
            summing.publish_summary(
                consultation_id,
                actor=home.leader,
                at=at,
                version=3,
                result="Xã đổi thứ tự các tuyến đường.",
                document="12/QĐ-UBND",
            )
    return consultation_id


def asked_ids(home: Commune) -> dict[str, str]:
    """Return good values for the parts of this room's addresses: an open consultation with an opinion and a sheet."""
    consultation_id = opened(home)
    give(home, consultation_id, new=opinion("disagree", words=WORDS))
    rooms = ("consultation", "opinion")
    return dict.fromkeys((f"{room}.code" for room in rooms), read(consultation_id).code) | {
        "consultation_id": str(consultation_id), "consultation.verb": "huy", "opinion_id": "1", "point_id": "1",
        "sheet_id": str(record(home, consultation_id)),
    }  # fmt: skip

"""Random public cases, for lists and files that are held against them in plain Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

OPEN_STATES = ("received", "classified", "in_progress", "reopened", "accepted", "verifying", "suspended", "decided")
DONE_STATES = ("answered", "closed")
AWAY_STATES = ("transferred", "guided", "returned", "refused")
WORDS = ("Cầu treo", "Đường làng", "Rác thải", "Nước sạch", "Đèn đường", "Mương cạn", "=Công thức", "Chợ phiên")
Row = dict[str, Any]


def random_cases(seed: int, number: int, *, fields: Sequence[int], villages: Sequence[int], today: date) -> list[Row]:
    """Return rows of public cases in any state, from two years ago until today, in an order of receipt that is not quite one."""
    draw = random.Random(seed)
    days = sorted(today - timedelta(days=draw.randrange(730)) for _ in range(number))
    for _ in range(number // 10):  # cases that were keyed in later than they came
        place = draw.randrange(number)
        days[place] = today - timedelta(days=draw.randrange(730))
    return [_case(draw, on, fields=fields, villages=villages, today=today) for on in days]


def _case(draw: random.Random, on: date, *, fields: Sequence[int], villages: Sequence[int], today: date) -> Row:
    state = draw.choice((*OPEN_STATES[:4], *DONE_STATES, *DONE_STATES, *AWAY_STATES))
    settled, limited = state in (*DONE_STATES, *AWAY_STATES), draw.random() < 0.8
    due = on + timedelta(days=draw.randrange(5, 60)) if limited else None
    ended = min(on + timedelta(days=draw.randrange(1, 80)), today) if settled else None
    shown = state in DONE_STATES and draw.random() < 0.6
    title = draw.choice(WORDS)
    return {
        "state": state,
        "received_on": on,
        "due_on": due,
        "answered_on": ended,
        "on_time": (ended <= due if ended and due else None),
        "reopened": state == "reopened" or (settled and draw.random() < 0.1),
        "evidence": draw.choice(("photo", "document", "none")) if state in DONE_STATES else "",
        "outcome": draw.choice(("done", "partly", "planned", "declined")) if state in DONE_STATES else "",
        "satisfied": draw.choice((True, False, None)) if state in (*DONE_STATES, "reopened") else None,
        "field_id": draw.choice((*fields, None)),
        "village_id": draw.choice((*villages, None)),
        "published": shown,
        "title": title if shown else "",
        "story": f"{title} từ tháng trước." if shown else "",
        "answer": "Đã làm xong." if shown else "",
    }


def overdue(row: Row, today: date) -> bool:
    """Return whether a case is open after its due date."""
    return row["state"] in OPEN_STATES and row["due_on"] is not None and row["due_on"] < today

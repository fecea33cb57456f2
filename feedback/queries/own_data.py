"""The copy of what a case holds of its sender: their own words, name and ways to reach them, and what they were told.

Never another person's words, never a draft or a note of officials: what the tracking page shows, and the sender's own row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.extensions import db
from feedback.models import Sender
from feedback.queries.data_requests import RequestView
from feedback.queries.tracking import TrackedCase


@dataclass(frozen=True, kw_only=True)
class OwnData:
    """What is in the copy. ``cases``: the case and those that it was split into; ``photos``: the names of the files kept."""

    name: str
    phone: str
    email: str
    hide_name: bool
    messages_allowed_at: datetime | None
    messages_stopped_at: datetime | None
    cases: tuple[TrackedCase, ...]
    photos: tuple[str, ...]
    requests: tuple[RequestView, ...]


def own_data(case: TrackedCase, *, unit_id: int, requests: tuple[RequestView, ...]) -> OwnData:
    """Return the copy for whoever proved the secret words of a case."""
    own = db.session.scalars(select(Sender).where(Sender.unit_id == unit_id, Sender.case_id == case.case_id)).one()
    cases = (case, *case.parts)
    return OwnData(
        name=own.name or "", phone=own.phone or "", email=own.email or "", hide_name=own.hide_name,
        messages_allowed_at=own.messages_allowed_at, messages_stopped_at=own.messages_stopped_at, cases=cases,
        photos=tuple(dict.fromkeys(picture.public_id for each in cases for picture in each.pictures)), requests=requests,
    )  # fmt: skip

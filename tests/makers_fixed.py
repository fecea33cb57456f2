"""Cases that were done, with photos before and after: public rows made directly, and whole ones made at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.attachments import receive
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from feedback.models import PublicCase
from feedback.services import answering, upkeep
from feedback.states import Evidence
from tests.makers import NOW, Commune, draft, make_case, publish_case, read_version
from tests.makers_desk import photo
from tests.makers_public import published

DAY = date(2026, 11, 12)


def picture_id(number: int, *, after: bool = False) -> str:
    """Return an id as photos have them, different for every number and side."""
    return f"{number:030x}{'aa' if after else 'bb'}"


def fixed(title: str, *, number: int = 0, on: date = DAY, **changes: object) -> dict[str, object]:
    """Return the changes that make a public case one that was done on a day, with a photo of each side."""
    before, after = picture_id(number), picture_id(number, after=True)
    sides = {"photos": [before, after], "fixed_on": on, "fixed_photos": {"before": [before], "after": [after]}}
    return published(title, **{"answered_on": on, **sides, **changes})


def attach_photo(commune: Commune, case_id: int, *, purpose: str, at: datetime) -> str:
    """Give a case a photo; return its public id."""
    with transaction():
        stream, _name = photo()
        return receive(stream, unit_id=commune.unit_id, subject=f"case:{case_id}", purpose=purpose, at=at).public_id


def shown_photo(commune: Commune) -> str:
    """Return the public id of a photo that the worker has made small, of a case that is published with it."""
    with use_unit(commune.unit_id):
        case_id = make_case(commune).id
        public_id = attach_photo(commune, case_id, purpose="story", at=NOW)
        upkeep.re_encode_photos(NOW)
        publish_case(commune, case_id, photos=[public_id])
        return public_id


@dataclass(frozen=True, kw_only=True)
class Done:
    """A case that was answered with photos: of its sender, of the office, added by the sender on the day of receipt."""

    case_id: int
    code: str
    sender: str
    office: str
    added: str

    @property
    def photos(self) -> list[str]:
        """Return all its photos."""
        return [self.sender, self.office, self.added]


def make_done(commune: Commune, *, received_at: datetime, at: datetime, **changes: object) -> Done:
    """Return a case that was answered at a moment with a photo as evidence; nothing of it is published."""
    case = make_case(commune, state="in_progress", at=received_at)
    sender = attach_photo(commune, case.id, purpose="story", at=received_at)
    added = attach_photo(commune, case.id, purpose="added", at=received_at)
    office = attach_photo(commune, case.id, purpose="answer1", at=at)
    answer(commune, case.id, at=at, **changes)
    return Done(case_id=case.id, code=case.code, sender=sender, office=office, added=added)


def answer(commune: Commune, case_id: int, *, at: datetime, **changes: object) -> None:
    """The officer drafts an answer whose evidence is a photo, the leader approves and issues it."""
    values = {"evidence": Evidence.PHOTO, "no_evidence_reason": "", "done_on": at.date(), **changes}
    with transaction():
        answering.save_draft(case_id, actor=commune.officer, at=at, version=read_version(case_id), draft=draft(**values))
    with transaction():
        answering.submit_answer(case_id, actor=commune.officer, at=at, version=read_version(case_id))
    with transaction():
        answering.approve_answer(case_id, actor=commune.leader, at=at, version=read_version(case_id), issue_now=True)


def show(commune: Commune, done: Done, photos: Sequence[str], *, at: datetime, title: str = "Cầu tràn hỏng lan can") -> None:
    """The leader approves these photos for everybody."""
    publish_case(commune, done.case_id, at=at, title=title, answer="Đã hàn lại lan can.", photos=list(photos))


def wall_of(case_id: int) -> tuple[date | None, dict[str, list[str]]]:
    """Return the day under which a case stands on the wall, and its photos there."""
    db.session.rollback()
    row = db.session.get(PublicCase, case_id, populate_existing=True)
    return row.fixed_on, row.fixed_photos

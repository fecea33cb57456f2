"""The demonstration's finished cases with photos: drawn pictures before and after, through the commands of the desk."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from accounts.permissions import Actor
from accounts.queries import fields, officials, propose_assignment, villages
from accounts.roles import Role
from core.attachments import receive
from core.extensions import db
from core.formats import HERE
from core.transaction import transaction
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from feedback.importing import actor_of, keep_quiet
from feedback.models import Case
from feedback.rules import AnswerDraft, NewCase
from feedback.services import answering, publishing, triage
from feedback.services.intake import Receipt, register_case
from feedback.states import CaseKind, Channel, Evidence, Outcome

FILE = Path(__file__).parent / "data" / "fixed_vi.toml"
PICTURES = FILE.parent / "fixed"
SENDER = "Người gửi (hồ sơ trình diễn)"
CONTACT = "Bộ phận Tiếp công dân xã"


@dataclass(frozen=True, kw_only=True)
class People:
    """In whose names the cases go their way."""

    clerk: Actor
    leader: Actor
    officer: Actor
    department_id: int
    department: str


def load_pictures(unit_id: int, *, at: datetime) -> int:
    """Take in, answer and publish the cases of the file that are not there; return how many are new."""
    calendar = calendar_for(unit_id)
    return sum(_shown(row, unit_id=unit_id, at=at, calendar=calendar) for row in tomllib.loads(FILE.read_text("utf-8"))["cases"])


def _shown(row: Mapping[str, Any], *, unit_id: int, at: datetime, calendar: WorkingCalendar) -> bool:
    received_on = calendar.on_or_before(local_date(at) - timedelta(days=row["before"]))
    answered_on = calendar.on_or_before(received_on + timedelta(days=row["taken"]))
    places = {
        "field_id": next(item.id for item in fields(unit_id) if item.code == row["field"]),
        "village_id": next(item.id for item in villages(unit_id) if item.code == row["village"]),
    }
    new = NewCase(
        kind=CaseKind.REFLECTION, story=row["story"], subject=row["title"], name=SENDER, phone="0977 200 001",
        channel=Channel.IMPORT, **places,
    )  # fmt: skip
    people = people_for(unit_id, received_on, **places)
    with transaction():
        receipt = register_case(
            new,
            unit_id=unit_id,
            idempotency_key=f"demo|fixed|{row['pictures']}",
            at=moment_on(received_on, 8),
            actor=people.clerk,
        )
        if receipt.repeated:
            return False
        before = _picture(row, receipt, "truoc", unit_id=unit_id, purpose="story", at=moment_on(received_on, 8))
        _take_on(receipt.case_id, people, at=moment_on(received_on, 9), **places)
        after = _picture(row, receipt, "sau", unit_id=unit_id, purpose=answering.answer_purpose(1), at=moment_on(answered_on, 14))
        _answer(receipt.case_id, row, people, on=answered_on)
        publishing.publish(
            receipt.case_id, actor=people.leader, at=moment_on(answered_on, 16), version=version_of(receipt.case_id),
            title=row["title"], story=row["story"], answer=row["answer"], photos=[before, after],
        )  # fmt: skip
        keep_quiet(receipt, now=at)
    return True


def _take_on(case_id: int, people: People, *, at: datetime, field_id: int, village_id: int) -> None:
    triage.classify(
        case_id, actor=people.clerk, at=at, version=version_of(case_id), kind=CaseKind.REFLECTION, field_id=field_id,
        village_id=village_id,
    )  # fmt: skip
    triage.accept(
        case_id, actor=people.clerk, at=at, version=version_of(case_id), department_id=people.department_id,
        officer_id=people.officer.id,
    )  # fmt: skip


def _answer(case_id: int, row: Mapping[str, Any], people: People, *, on: date) -> None:
    draft = AnswerDraft(
        outcome=Outcome(row.get("outcome", "done")), what_was_done=row["answer"], done_on=on, done_by=people.department,
        evidence=Evidence.PHOTO, next_step=row.get("next_step", ""), contact=CONTACT,
    )  # fmt: skip
    at = moment_on(on, 15)
    answering.save_draft(case_id, actor=people.officer, at=at, version=version_of(case_id), draft=draft)
    answering.submit_answer(case_id, actor=people.officer, at=at, version=version_of(case_id))
    answering.approve_answer(case_id, actor=people.leader, at=at, version=version_of(case_id), issue_now=True)


def _picture(row: Mapping[str, Any], receipt: Receipt, side: str, *, unit_id: int, purpose: str, at: datetime) -> str:
    with (PICTURES / f"{row['pictures']}-{side}.webp").open("rb") as stream:
        return receive(stream, unit_id=unit_id, subject=f"case:{receipt.case_id}", purpose=purpose, at=at).public_id


def people_for(unit_id: int, on: date, *, field_id: int, village_id: int) -> People:
    """Return who receives, decides and handles a letter of this field and village on a day. Raises LookupError."""
    found = propose_assignment(unit_id, field_id, village_id, on)
    if found.department is None or found.officer is None:
        raise LookupError("the demonstration's commune names nobody for a field of its own file")
    clerk, leader = (officials(unit_id, role=role)[0] for role in (Role.RECEPTION_CLERK, Role.LEADER))
    return People(
        clerk=actor_of(clerk, unit_id=unit_id), leader=actor_of(leader, unit_id=unit_id),
        officer=actor_of(found.officer, unit_id=unit_id), department_id=found.department.id, department=found.department.name,
    )  # fmt: skip


def version_of(case_id: int) -> int:
    """Return the version of the case as it is now."""
    return db.session.get_one(Case, case_id).version


def moment_on(day: date, hour: int) -> datetime:
    """Return an hour of a day in Viet Nam."""
    return datetime.combine(day, time(hour), HERE).astimezone(UTC)

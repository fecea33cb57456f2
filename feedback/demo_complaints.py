"""The demonstration's complaints: one is being verified and waits for its dialogue, one was decided, sent and published."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import commune_profile, fields, villages
from core.extensions import db
from core.transaction import transaction
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from feedback import documents
from feedback.complaint_models import ComplaintTask
from feedback.complaint_papers import APPEAL_TIMES
from feedback.complaint_states import Challenged
from feedback.demo_pictures import People, moment_on, people_for, version_of
from feedback.document_kinds import DocumentKind, kind_def, symbol_of
from feedback.importing import keep_quiet
from feedback.queries.documents import series_of_year
from feedback.rules import NewCase
from feedback.services import (
    complaint_deciding,
    complaint_dialogue,
    complaint_intake,
    complaint_taking,
    complaint_verifying,
    publishing,
    triage,
)
from feedback.services.document_issuing import issue_document
from feedback.services.intake import register_case
from feedback.states import CaseKind, Channel

FILE = Path(__file__).parent / "data" / "complaints_vi.toml"
PHONE = "0977 200 002"
FINDING = "Nội dung khiếu nại là đúng."


class Walk:
    """One complaint of the file on its road; every step at an hour of its day, on the version that it has then."""

    def __init__(
        self, case_id: int, row: Mapping[str, Any], people: People, received_on: date, calendar: WorkingCalendar
    ) -> None:
        self.case_id, self.row, self.people = case_id, row, people
        self.received_on, self.calendar = received_on, calendar

    def day(self, name: str) -> date:
        """Return a day of the file: worked, so many days after the receipt."""
        return self.calendar.on_or_after(self.received_on + timedelta(days=self.row[name]))

    def facts(self, actor: Actor, on: date, hour: int) -> dict[str, Any]:
        """Return who acts, when, and on which version."""
        return {"actor": actor, "at": moment_on(on, hour), "version": version_of(self.case_id)}


def load_complaints(unit_id: int, *, at: datetime) -> int:
    """Take in the complaints of the file that are not there and walk them; return how many are new."""
    calendar = calendar_for(unit_id)
    rows = tomllib.loads(FILE.read_text("utf-8"))["complaints"]
    return sum(_taken_in(row, unit_id=unit_id, at=at, calendar=calendar) for row in rows)


def _taken_in(row: Mapping[str, Any], *, unit_id: int, at: datetime, calendar: WorkingCalendar) -> bool:
    received_on = calendar.on_or_before(local_date(at) - timedelta(days=row["before"]))
    places = {
        "field_id": next(item.id for item in fields(unit_id) if item.code == row["field"]),
        "village_id": next(item.id for item in villages(unit_id) if item.code == row["village"]),
    }
    new = NewCase(
        kind=CaseKind.COMPLAINT, story=row["story"], subject=row["subject"], name=row["name"], phone=PHONE,
        channel=Channel.PAPER, **places,
    )  # fmt: skip
    people = people_for(unit_id, received_on, **places)
    with transaction():
        receipt = register_case(
            new, unit_id=unit_id, idempotency_key=f"demo|complaint|{row['key']}", at=moment_on(received_on, 8), actor=people.clerk
        )
        if receipt.repeated:
            return False
        walk = Walk(receipt.case_id, row, people, received_on, calendar)
        _take_on(walk, **places)
        _verify(walk)
        if "decided" in row:
            _decide(walk, unit_id=unit_id)
        else:
            _invite(walk, today=local_date(at))
        keep_quiet(receipt, now=at)
    return True


def _take_on(walk: Walk, *, field_id: int, village_id: int) -> None:
    people, row, on = walk.people, walk.row, walk.received_on
    triage.classify(
        walk.case_id, kind=CaseKind.COMPLAINT, field_id=field_id, village_id=village_id, **walk.facts(people.clerk, on, 9)
    )
    learned_on = on - timedelta(days=row["learned"])
    complaint_intake.check_time(walk.case_id, target=row["target"], learned_on=learned_on, **walk.facts(people.clerk, on, 10))
    given = {"department_id": people.department_id, "officer_id": people.officer.id}
    complaint_taking.accept_complaint(walk.case_id, **given, **walk.facts(people.leader, walk.day("accepted"), 9))


def _verify(walk: Walk) -> None:
    people, row, on = walk.people, walk.row, walk.day("accepted")
    first, *others = row["tasks"]
    complaint_verifying.start_verification(walk.case_id, task=first, **walk.facts(people.leader, on, 10))
    for task in others:
        complaint_verifying.add_task(walk.case_id, task=task, **walk.facts(people.officer, on, 14))
    complaint_verifying.request_papers(
        walk.case_id, asked_of=row["asked_of"], text=row["papers"], **walk.facts(people.officer, on, 15)
    )
    task_id = db.session.scalar(select(ComplaintTask.id).where(ComplaintTask.case_id == walk.case_id).limit(1))
    measured_on = walk.calendar.on_or_after(on + timedelta(days=5))
    complaint_verifying.finish_task(
        walk.case_id, task_id=task_id, found=row["found"], **walk.facts(people.officer, measured_on, 16)
    )


def _invite(walk: Walk, *, today: date) -> None:
    row, planned_on = walk.row, walk.calendar.on_or_after(today + timedelta(days=walk.row["dialogue_in"]))
    facts = walk.facts(walk.people.officer, walk.calendar.on_or_before(today - timedelta(days=1)), 9)
    complaint_dialogue.invite(
        walk.case_id, planned_on=planned_on, hour="08:30", place=row["place"], topics=row["topics"], invited=row["invited"],
        **facts,
    )  # fmt: skip


def _decide(walk: Walk, *, unit_id: int) -> None:
    people, row, on = walk.people, walk.row, walk.day("decided")
    reported_on = walk.day("reported")
    complaint_verifying.report_verification(
        walk.case_id, report=row["report"], proposal="right", **walk.facts(people.officer, reported_on, 15)
    )
    number = next_number(unit_id, on)
    complaint_deciding.decide(
        walk.case_id, result="right", decision_number=number, decision=row["decision"], **walk.facts(people.leader, on, 9)
    )
    facts = {
        "complainant": row["name"], "complainant_address": row["address"], "respondent": row["respondent"],
        "matter": row["target"], "received_on": documents.day_text(walk.received_on), "findings": row["report"],
        "dialogue": row["dialogue"], "ground": row["ground"], "conclusion": FINDING, "measure": row["measure"],
        "appeal_time": APPEAL_TIMES[Challenged.ADMINISTRATIVE],
    }  # fmt: skip
    signed = documents.Chosen(signer=people.leader.name)
    paper = documents.draft(DocumentKind.SETTLEMENT_DECISION, facts, unit_id=unit_id, on=on, chosen=signed)
    issue_document(walk.case_id, ready=paper, **walk.facts(people.leader, on, 10))
    complaint_deciding.send_decision(
        walk.case_id, sent_on=walk.day("sent"), **walk.facts(people.officer, walk.day("sent"), 9)
    )  # fmt: skip
    publishing.publish(
        walk.case_id, title=row["title"], story=row["summary"], **walk.facts(people.leader, walk.day("sent"), 10)
    )  # fmt: skip


def next_number(unit_id: int, on: date) -> str:
    """Return the number that the commune's next decision of a year has: "01/QĐ-UBND"."""
    series, profile = kind_def(DocumentKind.SETTLEMENT_DECISION).series, commune_profile(unit_id)
    known = series_of_year(unit_id, on.year).get(series)
    return f"{(known.last_number if known else 0) + 1}/{symbol_of(series, office=profile.symbol if profile else '')}"

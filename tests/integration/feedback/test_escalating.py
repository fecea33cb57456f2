"""Escalation: officer at half, head at four fifths, leaders at the end; once for each stage, with the timeline and the trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.queries import officials
from accounts.roles import Role
from core.audit import AuditEntry, verify
from core.database import use_unit
from core.extensions import db
from core.formats import HERE
from core.transaction import transaction
from feedback.escalating import escalate
from feedback.models import Case, CaseEntry
from feedback.queries.marks import ceiling_days
from feedback.reminders import send_reminders
from feedback.services import handling
from tests.makers import NOW, Commune, ask_for_time, department_of, make_case, make_commune, read_case, read_version
from tests.makers_letters import lie_still, tray


@pytest.fixture
def commune(app: Flask) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def morning(text: str) -> datetime:
    return datetime.fromisoformat(text if " " in text else f"{text} 08:00").replace(tzinfo=HERE)


def told(case_id: int) -> list[tuple[str, int | str]]:
    return [(letter.title.split(": ")[1], letter.reader) for letter in tray(case_id) if letter.event == "desk_escalated"]


def stages(case_id: int) -> list[int]:
    query = select(CaseEntry.facts).where(CaseEntry.case_id == case_id, CaseEntry.kind == "escalated").order_by(CaseEntry.id)
    return [facts["stage"] for facts in db.session.scalars(query)]


def readers(commune: Commune, stage: int) -> set[int]:
    heads = officials(commune.unit_id, role=Role.DEPARTMENT_HEAD, department_id=department_of(commune.officer))
    leaders = officials(commune.unit_id, role=Role.LEADER)
    people = {commune.officer.id}
    if stage >= 80:
        people |= {person.id for person in heads}
    return people | {person.id for person in leaders} if stage == 100 else people


@pytest.fixture
def running(commune: Commune) -> Case:
    """Taken on Friday 20/11/2026, due on Monday 14/12/2026: fifteen working days (24/11 is a day off)."""
    case = make_case(commune, state="in_progress")
    assert case.due_on == date(2026, 12, 14)
    return case


def test_each_stage_is_told_once_and_each_tells_one_level_more(commune: Commune, running: Case):
    days = {
        "2026-12-02": 0,  # Wednesday, seven of fifteen
        "2026-12-03": 50,  # eight of fifteen
        "2026-12-08": 0,  # Tuesday, eleven of fifteen
        "2026-12-09": 80,  # twelve
        "2026-12-12": 0,  # Saturday
        "2026-12-14": 100,  # the last day
        "2026-12-21": 0,
    }
    for day, stage in days.items():
        before = told(running.id)
        laid = [escalate(morning(day)), escalate(morning(day))]
        new = told(running.id)[len(before) :]
        assert (day, laid, {reader for _title, reader in new}) == (
            day, [1 if stage else 0, 0], readers(commune, stage) if stage else set(),
        )  # fmt: skip
        assert {title for title, _reader in new} == ({f"đã dùng {stage} % thời gian"} if stage else set())
    assert stages(running.id) == [50, 80, 100]
    actions = list(db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "feedback:case:escalated")))
    assert (actions, verify()) == ([{"stage": 50}, {"stage": 80}, {"stage": 100}], [])


def test_a_worker_that_was_away_tells_only_the_last_stage(commune: Commune, running: Case):
    assert escalate(morning("2026-12-15")) == 1
    assert stages(running.id) == [100]


def test_more_time_begins_the_stages_anew(commune: Commune, running: Case):
    escalate(morning("2026-12-09"))
    ask_for_time(commune, running.id, days=15)
    with transaction():
        handling.decide_extension(running.id, actor=commune.leader, at=NOW, version=read_version(running.id), approve=True)
    assert escalate(morning("2026-12-10")) == 0  # thirteen of thirty
    assert escalate(morning("2026-12-15")) == 1
    assert stages(running.id) == [80, 50]


def test_telling_changes_neither_version_nor_the_day_of_the_last_step(commune: Commune, running: Case):
    before = (running.version, running.touched_at)
    escalate(morning("2026-12-03"))
    after = read_case(running.id)
    assert (after.version, after.touched_at) == before


@pytest.mark.parametrize("moment", ["2026-12-03 06:59", "2026-12-06 09:00", "2026-11-24 09:00"])
def test_nobody_is_told_before_seven_or_on_a_day_off(commune: Commune, running: Case, moment: str):
    assert escalate(morning(moment)) == 0


def test_settled_and_timeless_cases_are_left_in_peace(commune: Commune):
    make_case(commune, state="answered")
    make_case(commune, anonymous=True, name="", phone="")
    assert escalate(morning("2027-01-15")) == 0


def test_untaken_letter_climbs_too(commune: Commune):
    case = make_case(commune)
    assert escalate(morning("2026-12-04")) == 1
    clerks = {person.id for person in officials(commune.unit_id, role=Role.RECEPTION_CLERK)}
    assert clerks <= {reader for _title, reader in told(case.id)}


def test_an_overdue_case_alarms_at_day_thirty_and_forty(commune: Commune, running: Case):
    assert ceiling_days(commune.unit_id) == 45
    lie_still(running.id, since=morning("2026-12-29"))

    def alarms(day: str) -> set[int | str]:
        before = len(tray(running.id))
        send_reminders(morning(day))
        return {letter.reader for letter in tray(running.id)[before:] if letter.event == "desk_ceiling"}

    assert alarms("2026-12-18") == set()  # day 28, four days late
    first = alarms("2026-12-21")  # day 31
    assert readers(commune, 100) <= first
    assert {person.id for person in officials(commune.unit_id, role=Role.RECEPTION_CLERK)} <= first
    assert alarms("2026-12-22") == set()
    assert alarms("2026-12-30") == first  # day 40

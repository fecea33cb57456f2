"""Reminders: which cases, to whom, on which days, and each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.models import Official, Posting
from accounts.queries import officials
from accounts.roles import Role
from core.database import use_unit
from core.extensions import db
from core.formats import HERE
from core.transaction import transaction
from feedback.models import Case
from feedback.reminders import send_reminders
from feedback.services import triage
from tests.makers import NOW, Commune, department_of, make_case, make_commune, read_case
from tests.makers_letters import lie_still, readers, tray
from tests.makers_roads import person, with_roads


@pytest.fixture
def commune(app: Flask) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def morning(text: str) -> datetime:
    """A day at eight in Viet Nam, or the hour that is written."""
    return datetime.fromisoformat(text if " " in text else f"{text} 08:00").replace(tzinfo=HERE)


def remind(text: str, case_id: int) -> list[tuple[str, int | str]]:
    """Remind at a moment and return what was laid for the case by it: event and reader."""
    before = len(tray(case_id))
    send_reminders(morning(text))
    return [(told.event.removeprefix("desk_"), told.reader) for told in tray(case_id)[before:]]


def touched(case_id: int, text: str) -> None:
    lie_still(case_id, since=morning(text))


def heads(commune: Commune) -> list[int]:
    found = officials(commune.unit_id, role=Role.DEPARTMENT_HEAD, department_id=department_of(commune.officer))
    return [person.id for person in found]


def holders(commune: Commune, role: Role) -> set[int]:
    return {person.id for person in officials(commune.unit_id, role=role)}


@pytest.fixture
def running(commune: Commune) -> Case:
    """A case in hand since Friday 20/11/2026, due on Monday 14/12/2026, and worked on ever since."""
    case = make_case(commune, state="in_progress")
    assert case.due_on.isoformat() == "2026-12-14"
    return case


def test_officer_is_reminded_from_three_working_days_before_the_last_day(commune: Commune, running: Case):
    touched(running.id, "2026-12-08")
    days = ["2026-12-08", "2026-12-09", "2026-12-10", "2026-12-11", "2026-12-12", "2026-12-13", "2026-12-14"]
    told = {day: remind(day, running.id) for day in days}
    expected = [("due_soon", commune.officer.id)]
    assert told == {
        "2026-12-08": [],  # Tuesday, four working days left
        "2026-12-09": expected,
        "2026-12-10": expected,
        "2026-12-11": expected,
        "2026-12-12": [],  # Saturday
        "2026-12-13": [],
        "2026-12-14": expected,  # the last day
    }
    bodies = [letter.body.split("\n")[0] for letter in tray(running.id) if letter.event == "desk_due_soon"]
    assert bodies == ["Còn 3 ngày làm việc.", "Còn 2 ngày làm việc.", "Còn 1 ngày làm việc.", "Hôm nay là ngày cuối."]


def test_same_day_reminds_once(commune: Commune, running: Case):
    touched(running.id, "2026-12-10")
    assert len(remind("2026-12-10 08:00", running.id)) == 1
    assert remind("2026-12-10 09:00", running.id) == []
    assert remind("2026-12-10 23:00", running.id) == []


def test_nobody_is_reminded_before_seven_or_on_a_day_off(commune: Commune, running: Case):
    assert remind("2026-12-10 06:59", running.id) == []
    assert remind("2026-12-12 08:00", running.id) == []
    case = make_case(commune, at=NOW - timedelta(days=14))
    assert remind("2026-11-24 08:00", case.id) == []  # Viet Nam Culture Day
    assert remind("2026-11-25 07:00", case.id) != []


def test_overdue_case_is_told_to_officer_and_head_and_at_first_to_the_leaders(commune: Commune, running: Case):
    touched(running.id, "2026-12-14")
    handlers = {("overdue", reader) for reader in (commune.officer.id, *heads(commune))}
    leaders = {("overdue", reader) for reader in holders(commune, Role.LEADER)}
    assert set(remind("2026-12-15", running.id)) == handlers | leaders
    assert set(remind("2026-12-16", running.id)) == handlers
    touched(running.id, "2026-12-21")
    told = {item for item in remind("2026-12-22", running.id) if item[0] == "overdue"}
    assert told == handlers | leaders  # the sixth working day; day 30 of the ceiling is told beside it
    late = [letter.body.split("\n")[0] for letter in tray(running.id) if letter.event == "desk_overdue"]
    assert (late[0], late[-1]) == ("Đã quá hạn 1 ngày làm việc.", "Đã quá hạn 6 ngày làm việc.")


def test_case_without_an_officer_is_told_to_the_head(commune: Commune):
    case = make_case(commune, state="classified")
    with transaction():
        triage.accept(
            case.id,
            actor=commune.clerk,
            at=NOW,
            version=case.version,
            department_id=department_of(commune.officer),
            officer_id=None,
        )
    assert remind("2026-11-23", case.id) == [("unassigned", reader) for reader in heads(commune)]


def test_case_of_who_handles_letters_no_more_is_told_to_the_head_like_one_without_an_officer(commune: Commune):
    roads = with_roads(commune)
    other = person(roads, "kinhte.moitruong")
    closed, moved = (make_case(roads, state="in_progress") for _case in range(2))
    with transaction():
        triage.assign(
            moved.id, actor=roads.clerk, at=NOW, version=moved.version, department_id=department_of(other), officer_id=other.id
        )
    assert (remind("2026-11-23", closed.id), remind("2026-11-23", moved.id)) == ([], [])
    with transaction() as session:
        session.get(Official, roads.officer.id).active = False
        session.execute(update(Posting).where(Posting.official_id == other.id).values(role="reception_clerk"))
    touched(closed.id, "2026-11-24")
    touched(moved.id, "2026-11-24")
    told = [("unassigned", reader) for reader in heads(roads)]
    assert (len(told), remind("2026-11-25", closed.id)) == (1, told)
    assert [letter.reader for letter in tray(moved.id) if letter.event == "desk_unassigned"] == heads(roads)


def test_untaken_letter_is_told_to_the_clerks_after_two_working_days(commune: Commune):
    case = make_case(commune)
    assert remind("2026-11-25", case.id) == []  # Monday was the first, Wednesday is the second
    assert set(remind("2026-11-26", case.id)) == {("unassigned", clerk) for clerk in holders(commune, Role.RECEPTION_CLERK)}


def test_case_without_a_step_is_remembered_once_a_week(commune: Commune, running: Case):
    readers_of_it = [("forgotten", reader) for reader in sorted({commune.officer.id, *heads(commune)})]
    assert remind("2026-11-26", running.id) == []
    assert sorted(remind("2026-11-27", running.id)) == readers_of_it
    assert remind("2026-11-30", running.id) == []
    assert sorted(remind("2026-12-04", running.id)) == readers_of_it


def test_untaken_letter_alarms_clerks_and_leaders_at_thirty_and_forty_days(commune: Commune):
    case = make_case(commune)
    alarmed = {("ceiling", reader) for role in (Role.RECEPTION_CLERK, Role.LEADER) for reader in holders(commune, role)}

    def alarms(day: str) -> set[tuple[str, int | str]]:
        return {told for told in remind(day, case.id) if told[0] == "ceiling"}

    assert alarms("2026-12-18") == set()  # 28 days
    assert alarms("2026-12-21") == alarmed  # 31 days
    assert alarms("2026-12-22") == set()
    assert alarms("2026-12-30") == alarmed  # 40 days


def test_settled_case_is_left_in_peace(commune: Commune):
    case = make_case(commune, state="answered")
    assert remind("2027-01-15", case.id) == []
    assert readers(case.id, "desk_overdue") == []


def test_reminder_needs_no_clock(commune: Commune):
    case = make_case(commune, anonymous=True, name="", phone="")
    assert read_case(case.id).due_on is None
    assert {told[0] for told in remind("2026-12-01", case.id)} == {"unassigned", "forgotten"}

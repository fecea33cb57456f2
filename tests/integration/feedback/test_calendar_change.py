"""A new holiday from end to end: what the office, the sender, the public and the auditor read afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core import audit
from core.audit import AuditEntry
from core.extensions import db
from core.transaction import transaction
from deadlines.calendar import DayKind, SpecialDay
from deadlines.events import change_subject
from deadlines.queries import calendar_for
from deadlines.services import Change, set_day
from feedback.models import CaseClock, PublicCase
from feedback.queries.desk import work_list
from feedback.queries.desk_filters import DeskFilters
from feedback.queries.desk_tabs import Tab
from feedback.queries.tracking import TrackedCase, tracked
from feedback.recounting import ACTION
from tests.makers import NOW, TODAY, Commune, look, make_case, read_case, read_version
from tests.makers_roads import time_decided

LATER = NOW + timedelta(hours=3)


def declare(commune: Commune, on: date) -> Change:
    day = SpecialDay(on=on, kind=DayKind.LOCAL, name_vi="Ngày nghỉ thử", name_en="Trial day", document="Công văn 1/UBND")
    with transaction():
        change = set_day(day, unit_id=commune.unit_id, at=LATER, actor_id=commune.administrator.id)
    db.session.rollback()
    return change


def followed(commune: Commune, case_id: int, *, locale: str = "vi") -> TrackedCase:
    return tracked(commune.unit_id, case_id, today=TODAY, calendar=calendar_for(commune.unit_id), locale=locale)


def moves(change: Change) -> list[tuple[str, str, str]]:
    query = select(AuditEntry).where(AuditEntry.subject == change_subject(change.change_id), AuditEntry.action == ACTION)
    return [(move["code"], move["before"], move["after"]) for entry in db.session.scalars(query) for move in entry.facts["moves"]]


@pytest.fixture
def busy(commune: Commune) -> int:
    return make_case(commune, state="in_progress").id


def test_sender_reads_the_new_date_why_and_on_the_line(commune: Commune, busy: int):
    declare(commune, date(2026, 12, 2))
    seen = followed(commune, busy)
    assert seen.due_on == date(2026, 12, 15)
    assert [(stop.name, stop.on) for stop in seen.receipt.stations][2] == ("answered", date(2026, 12, 15))
    last = seen.entries[-1]
    assert (last.kind, last.at, last.facts) == (
        "due_moved", LATER, {"due_before": "2026-12-14", "due_on": "2026-12-15", "why": "calendar"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("vi", "Không tính thứ Tư, 02/12/2026: Ngày nghỉ thử."),
        ("en", "Not counted: Wednesday 2 December 2026 (Trial day)."),
    ],
)
def test_explanation_names_the_new_day_off(commune: Commune, busy: int, locale: str, sentence: str):
    before = followed(commune, busy, locale=locale).receipt.clocks[-1].sentences
    declare(commune, date(2026, 12, 2))
    after = followed(commune, busy, locale=locale).receipt.clocks[-1].sentences
    assert (sentence in before, sentence in after) == (False, True)


def test_office_and_public_read_the_same_date(commune: Commune, busy: int):
    declare(commune, date(2026, 12, 2))
    filters = DeskFilters(tab=Tab.OPEN)
    (row,) = work_list(commune.clerk, filters=filters, page=1, today=TODAY, calendar=calendar_for(commune.unit_id)).items
    shown = look(commune.officer, busy)
    assert (row.due_on, row.remaining) == (date(2026, 12, 15), 15)  # a day later with a day less to work
    assert (shown.due_on, shown.running_clock.due_on) == (row.due_on, row.due_on)
    assert db.session.get(PublicCase, busy).due_on == row.due_on


def test_trail_lists_every_move_once_and_holds_together(commune: Commune, busy: int):
    other = make_case(commune)
    change = declare(commune, date(2026, 12, 2))
    assert moves(change) == [
        (read_case(busy).code, "2026-12-14", "2026-12-15"),
        (read_case(other.id).code, "2026-12-07", "2026-12-08"),
        (read_case(other.id).code, "2026-12-28", "2026-12-29"),
    ]
    assert audit.verify() == []


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_settled_case_keeps_its_dates_and_its_timeline(commune: Commune, state: str):
    case = make_case(commune, state=state)
    query = select(CaseClock.state, CaseClock.due_on, CaseClock.ended_on).where(CaseClock.case_id == case.id)
    before = (case.due_on, case.on_time, read_version(case.id), db.session.execute(query).all())
    change = declare(commune, date(2026, 12, 2))
    after = read_case(case.id)
    assert (after.due_on, after.on_time, after.version, db.session.execute(query).all()) == before
    assert (moves(change), [entry.kind for entry in followed(commune, case.id).entries if entry.kind == "due_moved"]) == ([], [])


def test_ended_clock_of_an_open_case_keeps_its_date(commune: Commune, busy: int):
    declare(commune, date(2026, 12, 2))
    ended, running = look(commune.officer, busy).clocks
    assert (ended.due_on, running.due_on) == (date(2026, 12, 7), date(2026, 12, 15))


def test_day_after_the_first_answer_moves_the_promise_alone(commune: Commune):
    case = make_case(commune)
    change = declare(commune, date(2026, 12, 17))  # Thursday between the two dates
    assert moves(change) == [(case.code, "2026-12-28", "2026-12-29")]
    seen = followed(commune, case.id)
    assert (seen.due_on, seen.entries[-1].facts["due_on"]) == (date(2026, 12, 7), "2026-12-29")


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2026, 12, 15), date(2026, 12, 30)])
def test_day_of_the_start_and_days_after_the_end_move_nothing(commune: Commune, busy: int, on: date):
    version = read_version(busy)
    change = declare(commune, on)
    assert (moves(change), read_case(busy).due_on, read_version(busy)) == ([], date(2026, 12, 14), version)


def test_last_day_itself_becoming_a_day_off_moves_to_the_next_working_day(commune: Commune, busy: int):
    declare(commune, date(2026, 12, 14))
    assert read_case(busy).due_on == date(2026, 12, 15)


def test_given_time_is_kept_when_the_date_moves(commune: Commune):
    case_id = time_decided(commune, approve=True)
    declare(commune, date(2026, 12, 2))
    clock = look(commune.officer, case_id).running_clock
    assert (clock.extension_days, clock.due_on) == (5, date(2026, 12, 22))


def test_second_day_off_moves_further_from_where_the_first_left_it(commune: Commune, busy: int):
    declare(commune, date(2026, 12, 2))
    change = declare(commune, date(2026, 12, 3))
    assert moves(change) == [(read_case(busy).code, "2026-12-15", "2026-12-16")]
    told = [entry.facts["due_on"] for entry in followed(commune, busy).entries if entry.kind == "due_moved"]
    assert told == ["2026-12-15", "2026-12-16"]


def test_anonymous_case_has_no_date_to_move(commune: Commune):
    case = make_case(commune, state="in_progress", anonymous=True, name="", phone="")
    assert (moves(declare(commune, date(2026, 12, 2))), read_case(case.id).due_on) == ([], None)

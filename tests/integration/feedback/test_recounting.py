"""A changed calendar or term moves open cases by the rule of their receipt date, lists every move, and tells everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.calendar import DayKind, SpecialDay
from deadlines.events import change_subject
from deadlines.services import Change, change_term, confirm_year, remove_day, set_day
from feedback.models import Case, CaseClock, CaseEntry, PublicCase
from feedback.recounting import ACTION
from tests.makers import NEIGHBOUR, NOW, Commune, make_case, make_commune, read_case
from tests.makers_letters import readers, tray

NEW_HOLIDAY = SpecialDay(
    on=date(2026, 12, 2), kind=DayKind.LOCAL, name_vi="Ngày nghỉ thử", name_en="Trial day", document="Công văn 1/UBND"
)


@pytest.fixture
def commune(app: Flask) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def declare_holiday(commune: Commune) -> Change:
    with transaction():
        return set_day(NEW_HOLIDAY, unit_id=commune.unit_id, at=NOW, actor_id=commune.administrator.id)


def listed(change: Change) -> list[dict]:
    db.session.rollback()
    query = select(AuditEntry).where(AuditEntry.subject == change_subject(change.change_id), AuditEntry.action == ACTION)
    return [move for entry in db.session.scalars(query) for move in entry.facts["moves"]]


def due_days(case: Case) -> list[tuple[str, date]]:
    query = select(CaseClock.state, CaseClock.due_on).where(CaseClock.case_id == case.id).order_by(CaseClock.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_new_holiday_moves_the_running_clock_and_the_promise_behind_it(commune: Commune):
    case = make_case(commune)
    assert due_days(case) == [("running", date(2026, 12, 7)), ("planned", date(2026, 12, 28))]
    change = declare_holiday(commune)
    assert due_days(case) == [("running", date(2026, 12, 8)), ("planned", date(2026, 12, 29))]
    assert listed(change) == [
        {"code": case.code, "term": "KNPA.NOTIFY", "before": "2026-12-07", "after": "2026-12-08"},
        {"code": case.code, "term": "KNPA.SETTLE", "before": "2026-12-28", "after": "2026-12-29"},
    ]
    assert (read_case(case.id).due_on, db.session.get(PublicCase, case.id).due_on) == (date(2026, 12, 8), date(2026, 12, 8))


def test_sender_and_officer_are_told_once_of_a_moved_date(commune: Commune):
    case = make_case(commune, state="in_progress")
    declare_holiday(commune)
    assert (readers(case.id, "due_moved"), readers(case.id, "desk_due_moved")) == (["sender"], [commune.officer.id])
    body = next(told.body for told in tray(case.id) if told.event == "due_moved")
    assert "Hạn trước đây: Thứ Hai, 14/12/2026. Hạn mới: Thứ Ba, 15/12/2026." in body
    entry = db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == case.id, CaseEntry.kind == "due_moved")).one()
    assert (entry.for_sender, entry.facts) == (
        True, {"due_before": "2026-12-14", "due_on": "2026-12-15", "why": "calendar"},
    )  # fmt: skip


def test_day_taken_back_moves_everything_back(commune: Commune):
    case = make_case(commune, state="in_progress")
    declare_holiday(commune)
    with transaction():
        change = remove_day(NEW_HOLIDAY.on, unit_id=commune.unit_id, at=NOW, actor_id=commune.administrator.id)
    assert read_case(case.id).due_on == date(2026, 12, 14)
    assert [(move["before"], move["after"]) for move in listed(change)] == [("2026-12-15", "2026-12-14")]


def test_extension_stays_when_the_calendar_moves(commune: Commune):
    case = make_case(commune, state="in_progress")
    with transaction() as session:
        clock = session.scalars(select(CaseClock).where(CaseClock.case_id == case.id, CaseClock.state == "running")).one()
        clock.extension_days, clock.due_on = 5, date(2026, 12, 21)
    declare_holiday(commune)
    assert read_case(case.id).due_on == date(2026, 12, 22)


def test_settled_case_and_case_elsewhere_in_time_do_not_move(commune: Commune):
    settled = make_case(commune, state="answered")
    earlier = make_case(commune, at=NOW.replace(month=3))
    change = declare_holiday(commune)
    assert listed(change) == []
    assert read_case(settled.id).answered_on == date(2026, 11, 20)
    assert read_case(earlier.id).due_on == date(2026, 4, 3)


def test_change_in_one_commune_moves_nothing_in_its_neighbour(commune: Commune):
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        case = make_case(neighbour, state="in_progress")
        before = case.due_on
    declare_holiday(commune)
    with use_unit(neighbour.unit_id):
        assert read_case(case.id).due_on == before
        assert readers(case.id, "due_moved") == []


def test_changed_term_moves_only_letters_received_under_it(commune: Commune):
    older = make_case(commune, state="in_progress", at=NOW.replace(day=10))
    newer = make_case(commune, state="in_progress", at=NOW)
    before = older.due_on
    with transaction():
        change = change_term(
            "KNPA.SETTLE", unit_id=commune.unit_id, number=10, valid_from=date(2026, 11, 16), basis="Quyết định 12/QĐ-UBND",
            at=NOW, actor_id=commune.administrator.id,
        )  # fmt: skip
    assert (read_case(older.id).due_on, read_case(newer.id).due_on) == (before, date(2026, 12, 7))
    assert listed(change) == [{"code": newer.code, "term": "KNPA.SETTLE", "before": "2026-12-14", "after": "2026-12-07"}]


def test_confirmed_year_moves_nothing_and_tells_nobody(commune: Commune):
    case = make_case(commune, at=NOW.replace(month=12, day=20))
    with transaction():
        change = confirm_year(2027, unit_id=commune.unit_id, document="Công văn 9/BNV", at=NOW, actor_id=commune.administrator.id)
    assert (listed(change), readers(case.id, "due_moved")) == ([], [])

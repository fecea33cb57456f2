"""The office's reports as commands: one draft a period, reasons, formulae, frozen numbers, editions, who may, who was first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.reception_states import Handling, MatterKind
from feedback.services.sealing import seal_case
from reporting.periods import Period, report, same_period_last_year
from reporting.statutory import queries, services
from reporting.statutory.filling import fingerprint
from reporting.statutory.models import StatutoryReport
from reporting.statutory.words import sentences, year_before
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_case, make_commune
from tests.makers_public import make_public
from tests.makers_reception import enter, read_entry
from tests.makers_reports import LATER, YEAR, fill, issue, make, seen, value

RECEIVED = {"received_on": date(2026, 3, 1), "accepted_on": date(2026, 3, 5), "state": "in_progress"}
PUT = {"1": {"put": 9, "why": "Sổ giấy có thêm"}}


@pytest.fixture
def commune(app: Flask, home: Commune) -> Any:
    """Return the commune, with the application entered."""
    with inside(app, unit_id=home.unit_id):
        yield home


def test_a_period_has_one_draft_however_often_it_is_begun(commune: Commune):
    first = make(commune, key="one")
    assert {first, make(commune, key="one"), make(commune, key="two")} == {first}
    other = make(commune, report(2026, "q1"))
    assert other != first
    with pytest.raises(BadInput) as refused:
        make(commune, report(2027, "q2"))
    assert refused.value.errors == {"period": "period_later"}
    with pytest.raises(NotAllowed), transaction():
        services.make_report(YEAR, actor=commune.officer, at=LATER, idempotency_key="x")


def test_two_who_press_at_once_begin_one_report(app: Flask, home: Commune):
    def press(number: int) -> int:
        with app.app_context():
            made = make(home, key=f"at-once-{number}")
            db.session.remove()
            return made

    with ThreadPoolExecutor(4) as hands:
        assert len(set(hands.map(press, range(4)))) == 1


def test_a_number_is_changed_only_with_a_reason_and_stands_beside_what_was_counted(commune: Commune):
    make_public(commune.unit_id, RECEIVED)
    report_id = make(commune)
    for cells, fault in (
        ({"1": {"put": 9}}, {"why_1": "why_missing"}),
        ({"1": {"put": 9, "why": " . "}}, {"why_1": "why_missing"}),
        ({"1": {"put": -1, "why": "Sổ giấy"}}, {"put_1": "number_bad"}),
    ):
        with pytest.raises(BadInput) as refused:
            fill(commune, report_id, "04-xld", cells)
        assert refused.value.errors == fault
    fill(commune, report_id, "04-xld", {**PUT, "18": {"hand": 2}, "2": {"hand": 5}, "16": {"hand": 7}})
    cell = seen(commune, report_id).table("04-xld").cell("1")
    assert (cell.value, cell.counted, cell.why) == (9, 1, "Sổ giấy có thêm")
    assert [value(seen(commune, report_id), "04-xld", code) for code in ("2", "16", "17", "18")] == [0, 2, 0, 2]


def test_denunciations_are_added_by_hand_to_the_table_of_all_letters(commune: Commune):
    make_public(commune.unit_id, RECEIVED)
    report_id = make(commune)
    hand = {"3": {"hand": 2}, "4": {"hand": 2}, "7": {"hand": 2}, "9": {"hand": 2}, "13": {"hand": 2}, "16": {"hand": 2}}
    fill(commune, report_id, "01-xld", hand)
    view = seen(commune, report_id)
    assert [value(view, "01-xld", code) for code in ("1", "3", "4", "6", "8", "9", "10", "14")] == [3, 3, 3, 3, 0, 2, 1, 3]
    assert view.failed == []
    assert view.table("03-xld").empty


def test_a_letter_that_moves_to_the_sealed_register_changes_no_number(commune: Commune):
    case = make_case(commune)
    report_id = make(commune, Period(first_on=date(2026, 11, 1), last_on=date(2026, 12, 10)))
    before = seen(commune, report_id).filled
    with transaction():
        seal_case(case.id, actor=commune.clerk, at=NOW)
    assert seen(commune, report_id).filled == before
    assert value(seen(commune, report_id), "01-xld", "3") == 1


def test_receptions_are_counted_by_who_received_and_whether_they_came_before(commune: Commune):
    enter(commune)
    enter(commune)
    enter(commune, kind=MatterKind.DENUNCIATION)
    enter(commune, name="Lý Thị Mai", identity="", people=6, representatives="Lý Thị Mai")
    enter(commune, handling=Handling.GUIDED, guided_to="Tòa án", name="Hà Văn Tư", identity="")
    view = seen(commune, make(commune))
    codes = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "13")
    assert [value(view, "01-tcd", code) for code in codes] == [5, 10, 5, 5, 10, 4, 1, 1, 6, 1, 0, 0]
    assert [fault for fault in view.failed if fault.table == "01/TCD"] == []
    rows = queries.receptions_behind(commune.clerk, "reception.regular.again", YEAR)
    assert [row.number_text for row in rows] == ["02/2026"]
    with pytest.raises(NotAllowed):
        queries.receptions_behind(commune.officer, "reception.regular.again", YEAR)


def test_issuing_needs_a_leader_an_ended_period_and_a_reason_for_what_does_not_add_up(commune: Commune):
    make_public(commune.unit_id, RECEIVED)
    report_id = make(commune)
    with pytest.raises(NotAllowed):
        issue(commune, report_id, who="clerk")
    with pytest.raises(WrongState):
        issue(commune, report_id, at=datetime(2026, 12, 14, 9, 0, tzinfo=UTC))
    fill(commune, report_id, "04-xld", PUT)
    with pytest.raises(StaleVersion):
        issue(commune, report_id)
    for reasons in ({}, {"04/XLD 1=2+3": "có"}, {"01/XLD 1=2+3": "Đơn cũ ghi sổ giấy"}):
        with pytest.raises(BadInput) as refused:
            issue(commune, report_id, version=2, reasons=reasons)
        assert refused.value.errors == {"04/XLD 1=2+3": "reason_missing"}
    issue(commune, report_id, version=2, reasons={"04/XLD 1=2+3": "Đơn cũ ghi sổ giấy"})
    view = seen(commune, report_id)
    assert (view.reasons, view.issued_on) == ({"04/XLD 1=2+3": "Đơn cũ ghi sổ giấy"}, date(2026, 12, 16))
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"report:{report_id}")).all()
    assert actions == [f"reporting:report:{what}" for what in ("made", "filled", "issued")]


def test_a_leader_issues_the_numbers_that_he_has_seen(commune: Commune):
    make_public(commune.unit_id, RECEIVED)
    report_id = make(commune)
    before = fingerprint(seen(commune, report_id).filled)
    make_public(commune.unit_id, RECEIVED)
    with pytest.raises(StaleVersion):
        issue(commune, report_id, seen_before=before)
    issue(commune, report_id)
    view = seen(commune, report_id)
    assert (value(view, "04-xld", "1"), view.unit, view.issued_by) == (2, "UBND xã Vạn Linh", commune.leader.name)


def test_an_issued_report_never_changes_and_a_correction_names_what_it_replaces(commune: Commune):
    make_public(commune.unit_id, RECEIVED)
    report_id = make(commune, key="first")
    issue(commune, report_id)
    frozen = seen(commune, report_id)
    make_public(commune.unit_id, RECEIVED)  # written down after the issue
    assert seen(commune, report_id).filled == frozen.filled
    for act in (lambda: fill(commune, report_id, "04-xld", {}, version=2), lambda: issue(commune, report_id, version=2)):
        with pytest.raises(WrongState):
            act()
    with pytest.raises(WrongState), transaction():
        services.discard_draft(report_id, actor=commune.leader, at=LATER, version=2)
    again = make(commune)
    view = seen(commune, again)
    assert (view.edition, view.replaces.id, value(view, "04-xld", "1")) == (2, report_id, 2)
    assert seen(commune, report_id).replaced_by is None
    issue(commune, again)
    assert seen(commune, report_id).replaced_by == again
    items = queries.reports(commune.leader, calendar_for(commune.unit_id))
    assert {(item.id, item.replaced) for item in items} == {(report_id, True), (again, False)}


def test_a_late_entry_is_carried_into_the_next_period(commune: Commune):
    first = make(commune, report(2026, "q1"))
    issue(commune, first)
    make_public(commune.unit_id, {"received_on": date(2026, 3, 14), "state": "received"})
    assert value(seen(commune, first), "01-xld", "3") == 0
    assert [value(seen(commune, make(commune, report(2026, "q2"))), "01-xld", code) for code in "123"] == [1, 1, 0]
    assert value(seen(commune, make(commune, report(2026, "q1"))), "01-xld", "3") == 1


def test_a_draft_can_be_thrown_away_and_another_commune_sees_none(commune: Commune):
    report_id = make(commune)
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        with pytest.raises(NotFound):
            seen(neighbour, report_id)
        with pytest.raises(NotFound):
            fill(neighbour, report_id, "04-xld", {})
        assert queries.reports(neighbour.clerk, calendar_for(neighbour.unit_id)) == []
    with transaction():
        services.discard_draft(report_id, actor=commune.clerk, at=LATER, version=1)
    assert db.session.get(StatutoryReport, report_id) is None


def test_the_words_compare_with_the_same_period_a_year_before(commune: Commune):
    before = {**RECEIVED, "received_on": date(2025, 3, 1), "accepted_on": date(2025, 3, 5), "settled_on": date(2025, 3, 9)}
    make_public(commune.unit_id, RECEIVED, RECEIVED, {**before, "state": "answered"})
    view = seen(commune, make(commune))
    text = sentences(view.filled, year_before(commune.unit_id, view.period))
    assert "tiếp nhận trong kỳ 2 đơn (tăng 1 đơn so với cùng kỳ năm trước: 1 đơn)" in text
    assert "đã tiếp 0 lượt, 0 người, 0 vụ việc (bằng cùng kỳ năm trước: 0 lượt)" in text
    assert len(text.splitlines()) == 5


def test_the_words_say_that_nothing_is_known_of_a_year_before_the_beginning(commune: Commune):
    make_public(commune.unit_id, RECEIVED)
    view = seen(commune, make(commune))
    last_on = same_period_last_year(view.period).last_on
    text = sentences(view.filled, year_before(commune.unit_id, view.period))
    assert "tiếp nhận trong kỳ 1 đơn (chưa có số liệu cùng kỳ năm trước); đã xử lý" in text
    assert (text.count("(chưa có số liệu cùng kỳ năm trước)"), text.count("tăng"), text.count("bằng cùng")) == (5, 0, 0)
    make_public(make_commune(NEIGHBOUR).unit_id, {**RECEIVED, "received_on": date(2025, 3, 1)})
    assert year_before(commune.unit_id, view.period) == ()
    entry_id = enter(commune)
    with transaction():
        read_entry(entry_id).received_on = last_on
    assert len(year_before(commune.unit_id, view.period)) == len(view.filled)


def test_the_due_day_moves_back_to_a_working_day(commune: Commune):
    calendar = calendar_for(commune.unit_id)
    sending = queries.sending_of(commune.unit_id, calendar)
    due = {span: sending.due_on(report(2026, span)) for span in ("q2", "q3", "nam")}
    assert due == {"q2": date(2026, 6, 16), "q3": date(2026, 9, 16), "nam": date(2026, 12, 16)}
    assert sending.due_on(Period(first_on=date(2026, 1, 1), last_on=date(2026, 1, 9))) is None
    assert replace(sending, day=15).due_on(report(2026, "q1")) == date(2026, 3, 13)  # the 15th is a Sunday
    missing = queries.missing(commune.clerk, calendar, today=date(2026, 12, 16))
    assert [period.name for period, _due in missing] == ["2026-q4", "2026-nam"]

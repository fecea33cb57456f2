"""Loading the shipped terms and calendar: once, completely, and never over what an operator has entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from core.audit import AuditEntry, verify
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from deadlines import queries, services
from deadlines.events import CalendarChanged, TermChanged, change_subject
from deadlines.models import NATION, CalendarDay, CalendarYear, LegalTermRow, ReferenceVersion
from deadlines.reference import shipped_calendar, shipped_terms
from tests.makers_deadlines import AT, day, make_plan, special


@pytest.fixture(autouse=True)
def context(emptied):
    with emptied.app_context():
        yield


def load():
    with transaction():
        return services.load_reference_data(AT)


def counted(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_everything_that_ships_is_written(heard):
    change = load()
    assert (len(change.codes), counted(LegalTermRow), counted(CalendarYear)) == (89, 89, 4)
    assert len(change.days) == counted(CalendarDay) == 60


def test_database_gives_back_exactly_what_ships():
    load()
    assert replace(queries.calendar_for(), version="shipped") == shipped_calendar()
    assert list(queries.all_terms()) == shipped_terms()


def test_second_run_changes_nothing_and_says_so(heard):
    load()
    heard.clear()
    before = (counted(AuditEntry), queries.calendar_for().version)
    change = load()
    assert (change.empty, change.days, change.codes, heard) == (True, (), (), [])
    assert (counted(AuditEntry), queries.calendar_for().version) == before


def test_first_run_publishes_one_event_each_for_the_whole_country(heard):
    change = load()
    assert [type(event) for event in heard] == [CalendarChanged, TermChanged]
    assert [(event.unit_id, event.change_id, event.at) for event in heard] == [(None, change.change_id, AT)] * 2
    assert (heard[0].years, len(heard[0].days), len(heard[1].codes), heard[1].valid_from) == (
        (2024, 2025, 2026, 2027),
        60,
        89,
        None,
    )


def test_first_run_leaves_two_audit_entries_of_the_installation():
    change = load()
    entries = list(
        db.session.scalars(
            select(AuditEntry).where(AuditEntry.subject == change_subject(change.change_id)).order_by(AuditEntry.id)
        )
    )
    assert [(entry.chain, entry.action, entry.facts) for entry in entries] == [
        (0, "deadlines:calendar:year_loaded", {"years": [2024, 2025, 2026, 2027]}),
        (0, "deadlines:terms:loaded", {"count": 89}),
    ]
    assert verify() == []


def test_empty_tables_answer_with_what_ships():
    assert (queries.calendar_for().version, len(queries.all_terms())) == ("0.0", 89)
    assert replace(queries.calendar_for(), version="shipped") == shipped_calendar()
    assert [row.day.on for row in queries.calendar_rows(None, 2026)] == [item.on for item in queries.year_plans()[2].days]


def test_row_that_a_release_corrects_is_corrected_and_told(heard):
    load()
    with transaction():
        row = db.session.scalars(select(LegalTermRow).where(LegalTermRow.code == "KN.ACCEPT")).one()
        row.number = 9
        wrong = db.session.get(CalendarDay, (NATION, date(2026, 11, 24)))
        wrong.name_vi = "Tên cũ"
    heard.clear()
    change = load()
    assert (change.codes, change.days) == (("KN.ACCEPT",), (date(2026, 11, 24),))
    assert [type(event) for event in heard] == [CalendarChanged, TermChanged]
    assert queries.term("KN.ACCEPT", date(2026, 11, 20)).number == 7


def test_row_that_was_lost_comes_back():
    load()
    with transaction():
        db.session.delete(db.session.get(CalendarDay, (NATION, date(2026, 11, 24))))
    assert load().days == (date(2026, 11, 24),)
    assert not queries.calendar_for().is_working(date(2026, 11, 24))


def test_official_plan_that_an_operator_loaded_is_kept():
    load()
    plan = make_plan(2027, special("Wed 01/09/2027", name="Quốc khánh (ngày liền kề)"), document="Thông báo chính thức")
    with transaction():
        services.load_calendar_year(plan, at=AT)
    assert load().empty
    assert queries.year_plans()[-1].document == "Thông báo chính thức"
    assert queries.calendar_for().is_working(day("Fri 03/09/2027"))


def test_loading_a_year_names_the_days_that_changed(heard):
    load()
    heard.clear()
    provisional = queries.year_plans()[-1]
    days = [item for item in provisional.days if item.on != day("Fri 03/09/2027")]
    plan = replace(provisional, days=(*days, special("Wed 01/09/2027")), provisional=False, document="Thông báo chính thức")
    with transaction():
        change = services.load_calendar_year(plan, at=AT)
    assert change.days == (day("Wed 01/09/2027"), day("Fri 03/09/2027"))
    assert [(event.unit_id, event.days, event.years) for event in heard] == [(None, change.days, (2027,))]
    assert queries.calendar_for().provisional_years == frozenset()


def test_year_that_only_becomes_official_is_a_change_too(heard):
    load()
    heard.clear()
    plan = replace(queries.year_plans()[-1], provisional=False)
    with transaction():
        change = services.load_calendar_year(plan, at=AT)
    assert (change.days, [event.years for event in heard]) == ((), [(2027,)])


def test_same_year_loaded_again_changes_nothing(heard):
    plan = make_plan(2028)
    load()
    with transaction():
        services.load_calendar_year(plan, at=AT)
    heard.clear()
    with transaction():
        change = services.load_calendar_year(plan, at=AT)
    assert (change.empty, heard) == (True, [])


def test_next_year_lengthens_the_calendar():
    load()
    with transaction():
        services.load_calendar_year(make_plan(2028), at=AT)
    assert (queries.calendar_for().last, queries.years_covered()) == (date(2028, 12, 31), [2024, 2025, 2026, 2027, 2028])


def test_earlier_year_may_be_added_as_well():
    with transaction():
        services.load_calendar_year(make_plan(2023), at=AT)
    assert queries.years_covered() == [2023, 2024, 2025, 2026, 2027]


def test_year_that_would_leave_a_gap_is_refused():
    load()
    with pytest.raises(BadInput) as refused, transaction():
        services.load_calendar_year(make_plan(2030), at=AT)
    assert (refused.value.errors, refused.value.facts) == ({"year": "gap"}, {"first": 2024, "last": 2027})


def test_loading_a_year_into_empty_tables_brings_the_shipped_ones_along():
    with transaction():
        services.load_calendar_year(make_plan(2028), at=AT)
    assert (queries.years_covered(), counted(LegalTermRow)) == ([2024, 2025, 2026, 2027, 2028], 89)


def test_versions_count_up_with_every_change():
    load()
    with transaction():
        services.load_calendar_year(make_plan(2028), at=AT)
    versions = {(row.kind, row.scope): (row.number, row.changed_at) for row in db.session.scalars(select(ReferenceVersion))}
    assert versions == {("calendar", 0): (2, AT), ("terms", 0): (1, AT)}
    assert queries.calendar_for().version == "2.0"

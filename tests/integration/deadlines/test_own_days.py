"""What one commune says about a day: over the national calendar, for itself alone, with an audit entry and an event."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from core.audit import AuditEntry, verify
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines import queries, services
from deadlines.calendar import DayKind
from deadlines.engine import due_on
from deadlines.events import CalendarChanged
from deadlines.models import NATION, CalendarDay
from tests.makers_deadlines import AT, day, make_plan, special, written

FAIR = "Tue 08/12/2026"


@pytest.fixture
def here(loaded, commune, neighbour):
    """Return the commune's id inside an application context."""
    with loaded.app_context():
        yield commune.unit_id


def close(unit_id: int, on: str = FAIR, kind: str = "local", **changes):
    with transaction():
        return services.set_day(special(on, kind, **{"name": "Hội chợ xã", **changes}), unit_id=unit_id, at=AT, actor_id=7)


def remove(unit_id: int, on: str):
    with transaction():
        return services.remove_day(day(on), unit_id=unit_id, at=AT, actor_id=7)


def restore(unit_id: int, on: str):
    with transaction():
        return services.restore_day(day(on), unit_id=unit_id, at=AT, actor_id=7)


def due(unit_id: int, start: str = "Mon 07/12/2026") -> str:
    term = queries.term("KN.DECISION1.SEND", day(start), unit_id=unit_id)
    return written(due_on(term, day(start), queries.calendar_for(unit_id)).due_on)


def entry(change: services.Change) -> AuditEntry:
    return db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"change:{change.change_id}")).one()


def test_local_day_moves_the_dates_of_this_commune_alone(here, neighbour):
    close(here)
    assert (due(here), due(neighbour.unit_id), due(None)) == ("Fri 11/12/2026", "Thu 10/12/2026", "Thu 10/12/2026")


def test_local_day_is_named_in_the_proof(here):
    close(here)
    term = queries.term("KN.DECISION1.SEND", day("Mon 07/12/2026"), unit_id=here)
    proof = due_on(term, day("Mon 07/12/2026"), queries.calendar_for(here)).proof
    assert ([(item.why, item.name_vi) for item in proof.skipped], proof.calendar) == ([("local", "Hội chợ xã")], "1.1")


def test_change_is_audited_with_who_when_and_what_was_before(here):
    first = entry(close(here))
    assert (first.chain, first.actor_id, first.at, first.action) == (here, 7, AT, "deadlines:calendar:day_set")
    assert first.facts == {
        "day": "2026-12-08", "kind": "local", "name": "Hội chợ xã", "name_en": "A test holiday", "document": "Văn bản thử",
        "uncertain": False, "before": None,
    }  # fmt: skip
    second = entry(close(here, name="Hội chợ và đại hội"))
    assert (second.facts["name"], second.facts["before"]["name"]) == ("Hội chợ và đại hội", "Hội chợ xã")
    assert verify() == []


def test_change_is_published_for_this_commune(here, heard):
    change = close(here)
    assert [(type(event), event.unit_id, event.actor_id, event.days, event.change_id) for event in heard] == [
        (CalendarChanged, here, 7, (day(FAIR),), change.change_id)
    ]


def test_saying_the_same_again_is_no_change(here, heard):
    close(here)
    heard.clear()
    assert (close(here).empty, heard) == (True, [])


def test_working_saturday_of_the_commune_is_counted(here):
    close(here, "Sat 12/12/2026", "working", name="Làm bù của xã")
    assert due(here, "Thu 10/12/2026") == "Mon 14/12/2026"
    assert due(None, "Thu 10/12/2026") == "Tue 15/12/2026"


def test_national_day_may_be_taken_back_for_one_commune(here, neighbour):
    change = remove(here, "Tue 24/11/2026")
    calendars = [queries.calendar_for(unit_id) for unit_id in (here, neighbour.unit_id)]
    assert [calendar.is_working(day("Tue 24/11/2026")) for calendar in calendars] == [True, False]
    assert (entry(change).action, entry(change).facts["before"]["name"]) == (
        "deadlines:calendar:day_removed",
        "Ngày Văn hóa Việt Nam",
    )


def test_national_row_stays_under_what_the_commune_says(here):
    remove(here, "Tue 24/11/2026")
    assert db.session.get(CalendarDay, (NATION, day("Tue 24/11/2026"))).kind == DayKind.STATUTORY
    rows = {row.day.on: row for row in queries.calendar_rows(here, 2026)}
    mine = rows[day("Tue 24/11/2026")]
    assert (mine.day.kind, mine.local, mine.overrides) == (DayKind.ORDINARY, True, True)
    assert (rows[day("Wed 02/09/2026")].local, rows[day("Wed 02/09/2026")].overrides) == (False, False)


def test_own_day_that_is_removed_is_gone(here):
    close(here)
    remove(here, FAIR)
    assert (due(here), db.session.get(CalendarDay, (here, day(FAIR)))) == ("Thu 10/12/2026", None)


def test_restoring_brings_the_national_day_back(here):
    remove(here, "Tue 24/11/2026")
    change = restore(here, "Tue 24/11/2026")
    assert not queries.calendar_for(here).is_working(day("Tue 24/11/2026"))
    assert (entry(change).facts["before"], entry(change).facts["after"]["kind"]) == (None, "statutory")


def test_restoring_an_own_day_removes_it(here):
    close(here)
    assert entry(restore(here, FAIR)).facts["after"] is None
    assert due(here) == "Thu 10/12/2026"


def test_taking_a_day_back_twice_is_refused(here):
    remove(here, "Tue 24/11/2026")
    with pytest.raises(NotFound):
        remove(here, "Tue 24/11/2026")


@pytest.mark.parametrize("act", [remove, restore])
def test_ordinary_day_can_neither_be_removed_nor_restored(here, act):
    with pytest.raises(NotFound):
        act(here, FAIR)


def test_neighbour_cannot_restore_what_this_commune_said(here, neighbour):
    close(here)
    with pytest.raises(NotFound):
        restore(neighbour.unit_id, FAIR)
    assert due(here) == "Fri 11/12/2026"


@pytest.mark.parametrize(
    ("on", "kind", "changes", "errors"),
    [
        ("Fri 07/01/2028", "local", {}, {"day": "year_unknown"}),
        ("Sun 31/12/2023", "statutory", {}, {"day": "year_unknown"}),
        (FAIR, "working", {}, {"kind": "wrong_weekday"}),
        ("Sat 12/12/2026", "swap_off", {}, {"kind": "wrong_weekday"}),
        ("Sat 12/12/2026", "local", {}, {"kind": "wrong_weekday"}),
        (FAIR, "ordinary", {}, {"kind": "wrong_weekday"}),
        (FAIR, "local", {"name": "  "}, {"name_vi": "missing"}),
        (FAIR, "local", {"document": "\u200b"}, {"document": "missing"}),
        (FAIR, "working", {"name": "", "document": ""}, {"kind": "wrong_weekday", "name_vi": "missing", "document": "missing"}),
    ],
)
def test_day_that_cannot_be_is_refused_with_every_reason(here, heard, on, kind, changes, errors):
    with pytest.raises(BadInput) as refused:
        close(here, on, kind, **changes)
    assert (refused.value.errors, heard) == (errors, [])


def test_refused_command_leaves_nothing_behind(here):
    before = queries.calendar_for(here).version
    with pytest.raises(BadInput):
        close(here, name="")
    assert (queries.calendar_for(here).version, db.session.get(CalendarDay, (here, day(FAIR)))) == (before, None)


def close_and_fail(unit_id: int) -> None:
    with transaction():
        services.set_day(special(FAIR, "local"), unit_id=unit_id, at=AT, actor_id=None)
        assert not queries.calendar_for(unit_id).is_working(day(FAIR))
        raise RuntimeError


def test_command_that_fails_later_takes_its_version_back(here):
    with pytest.raises(RuntimeError):
        close_and_fail(here)
    assert (queries.calendar_for(here).version, queries.calendar_for(here).is_working(day(FAIR))) == ("1.0", True)
    close(here, "Wed 09/12/2026")
    assert [queries.calendar_for(here).is_working(day(on)) for on in (FAIR, "Wed 09/12/2026")] == [True, False]


def test_names_are_cleaned(here):
    close(here, name="  Hội\u200b chợ   xã ", name_en="")
    row = db.session.get(CalendarDay, (here, day(FAIR)))
    assert (row.name_vi, row.name_en) == ("Hội chợ xã", "Hội chợ xã")


def test_year_is_confirmed_for_this_commune_alone(here, neighbour, heard):
    with transaction():
        change = services.confirm_year(2027, unit_id=here, document="Thông báo số 1", at=AT, actor_id=7)
    assert [queries.calendar_for(unit_id).provisional_years for unit_id in (here, neighbour.unit_id)] == [
        frozenset(),
        frozenset({2027}),
    ]
    assert (entry(change).action, entry(change).facts) == (
        "deadlines:calendar:year_confirmed", {"years": [2027], "document": "Thông báo số 1"},
    )  # fmt: skip
    assert [(event.unit_id, event.years) for event in heard] == [(here, (2027,))]


def test_confirmed_year_warns_no_more(here):
    term = queries.term("KN.SETTLE1", day("Wed 02/12/2026"), unit_id=here)
    before = due_on(term, day("Wed 02/12/2026"), queries.calendar_for(here)).proof.provisional
    with transaction():
        services.confirm_year(2027, unit_id=here, document="Thông báo số 1", at=AT, actor_id=7)
    after = due_on(term, day("Wed 02/12/2026"), queries.calendar_for(here)).proof.provisional
    assert (before, after) == ((2027,), ())


@pytest.mark.parametrize(
    ("year", "document", "errors"),
    [(2031, "Thông báo", {"year": "year_unknown"}), (2027, "  ", {"document": "missing"})],
)
def test_confirmation_without_year_or_document_is_refused(here, year, document, errors):
    with pytest.raises(BadInput) as refused, transaction():
        services.confirm_year(year, unit_id=here, document=document, at=AT, actor_id=7)
    assert refused.value.errors == errors


@pytest.mark.parametrize("year", [2026, 2024])
def test_confirmed_year_cannot_be_confirmed_again(here, year):
    with pytest.raises(WrongState), transaction():
        services.confirm_year(year, unit_id=here, document="Thông báo", at=AT, actor_id=7)


def test_new_national_plan_goes_under_the_commune_and_not_over_it(here):
    close(here, "Mon 06/12/2027")
    with transaction():
        services.load_calendar_year(make_plan(2027), at=AT)
    assert [queries.calendar_for(unit_id).is_working(day("Mon 06/12/2027")) for unit_id in (here, None)] == [False, True]


def test_latest_changes_are_those_of_this_commune_and_of_the_country(here, neighbour):
    close(here)
    close(neighbour.unit_id, "Wed 09/12/2026")
    actions = [(note.action, note.facts.get("day")) for _change_id, note in queries.latest_changes(here)]
    assert actions == [
        ("deadlines:calendar:day_set", "2026-12-08"),
        ("deadlines:terms:loaded", None),
        ("deadlines:calendar:year_loaded", None),
    ]


def test_notes_of_a_change_are_not_shown_to_the_neighbour(here, neighbour):
    change = close(here)
    assert len(queries.change_notes(here, change.change_id)) == 1
    assert queries.change_notes(neighbour.unit_id, change.change_id) == []
    assert queries.change_notes(None, change.change_id) == []


def test_first_own_day_of_an_installation_without_data_brings_the_data_along(emptied):
    with emptied.app_context():
        close(5)
        assert (queries.calendar_for(5).version, queries.years_covered(5)) == ("1.1", [2024, 2025, 2026, 2027])
        assert queries.calendar_for(5).last == date(2027, 12, 31)

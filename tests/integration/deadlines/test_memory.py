"""A process keeps calendar and terms in memory and still sees at once what another process changed."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import event

from core.extensions import db
from core.transaction import transaction
from deadlines import queries, services
from tests.makers_deadlines import AT, day, make_plan, special

FAIR = "Tue 08/12/2026"


@pytest.fixture
def counted(loaded):
    """Return a list that grows by every statement the database gets."""
    statements: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    with loaded.app_context():
        event.listen(db.engine, "before_cursor_execute", listen)
        yield statements
        event.remove(db.engine, "before_cursor_execute", listen)


def elsewhere(app, work) -> None:
    """Do something in another thread, with its own session and connection, as another process would."""
    failures: list[BaseException] = []

    def run():
        try:
            with app.app_context(), transaction():
                work()
        except BaseException as failure:  # noqa: BLE001 - told to the test below
            failures.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert failures == []


def close(unit_id: int = 3):
    return services.set_day(special(FAIR, "local"), unit_id=unit_id, at=AT, actor_id=None)


def close_and_fail() -> None:
    with transaction():
        close()
        queries.calendar_for(3)
        raise RuntimeError


def test_calendar_is_built_once_and_then_only_its_version_is_asked(counted):
    first = queries.calendar_for(3)
    db.session.rollback()
    counted.clear()
    assert queries.calendar_for(3) is first
    assert [statement.split()[0] for statement in counted if statement != "BEGIN"] == ["SELECT"]


def test_one_transaction_asks_for_the_version_once(counted):
    queries.calendar_for(3)
    counted.clear()
    for _ in range(20):
        queries.calendar_for(3)
        queries.term("KNPA.SETTLE", day(FAIR), unit_id=3)
        queries.calendar_for()
    assert [statement for statement in counted if "reference_versions" in statement] == []


def test_change_of_another_process_is_seen_by_the_next_transaction(loaded):
    with loaded.app_context():
        before = queries.calendar_for(3)
        db.session.rollback()
        elsewhere(loaded, close)
        after = queries.calendar_for(3)
        assert (before.version, before.is_working(day(FAIR))) == ("1.0", True)
        assert (after.version, after.is_working(day(FAIR))) == ("1.1", False)


def test_change_in_one_commune_leaves_the_others_in_memory(loaded):
    with loaded.app_context():
        other = queries.calendar_for(4)
        db.session.rollback()
        elsewhere(loaded, close)
        assert queries.calendar_for(4) is other


def test_national_change_reaches_every_commune(loaded):
    with loaded.app_context():
        before = [queries.calendar_for(unit_id).last.year for unit_id in (None, 3, 4)]
        db.session.rollback()
        elsewhere(loaded, lambda: services.load_calendar_year(make_plan(2028), at=AT))
        assert before == [2027, 2027, 2027]
        assert [queries.calendar_for(unit_id).last.year for unit_id in (None, 3, 4)] == [2028, 2028, 2028]


def test_command_sees_its_own_change_before_it_commits(loaded):
    with loaded.app_context():
        assert queries.calendar_for(3).is_working(day(FAIR))
        with transaction():
            close()
            assert not queries.calendar_for(3).is_working(day(FAIR))
        assert not queries.calendar_for(3).is_working(day(FAIR))


def test_what_was_rolled_back_is_forgotten_by_the_memory_too(loaded):
    with loaded.app_context():
        with pytest.raises(RuntimeError):
            close_and_fail()
        elsewhere(loaded, lambda: services.set_day(special("Wed 09/12/2026", "local"), unit_id=3, at=AT, actor_id=None))
        calendar = queries.calendar_for(3)
        assert (calendar.version, calendar.is_working(day(FAIR)), calendar.is_working(day("Wed 09/12/2026"))) == (
            "1.1",
            True,
            False,
        )


def test_calendar_inside_a_changing_command_is_built_once(counted):
    with transaction():
        close()
        queries.calendar_for(3)
        counted.clear()
        for _ in range(20):
            queries.calendar_for(3)
        assert counted == []


def test_new_term_of_another_process_is_seen_as_well(loaded):
    def shorten():
        services.change_term(
            "KNPA.SETTLE", unit_id=3, number=10, valid_from=day("Tue 01/12/2026"), basis="Quyết định", at=AT, actor_id=None
        )

    with loaded.app_context():
        before = queries.term("KNPA.SETTLE", day(FAIR), unit_id=3).number
        db.session.rollback()
        elsewhere(loaded, shorten)
        assert (before, queries.term("KNPA.SETTLE", day(FAIR), unit_id=3).number) == (15, 10)

"""Stored boards: the same numbers, kept fresh by the worker, shown with their moment where counting takes long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from core import jobs
from core.extensions import db
from core.transaction import transaction
from reporting import snapshots
from reporting.measures import Tally
from reporting.periods import Period, last_months, month
from reporting.queries import board
from reporting.snapshot_models import BoardSnapshot
from tests.infra.plans import selects_of
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, inside, make_commune
from tests.makers_board import PAST
from tests.makers_public import make_public

YEAR = last_months(TODAY)


@pytest.fixture(autouse=True)
def _no_commune_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "SMALL", 0)


def stored(unit_id: int, period: Period = YEAR) -> snapshots.StoredBoard:
    db.session.rollback()
    return snapshots.stored_board(unit_id, period, TODAY)


def counting_takes(unit_id: int, took_ms: int) -> None:
    """Let the database seem to need so long for counting the boards of a commune, whatever else the machine is doing."""
    with transaction() as session:
        session.execute(update(BoardSnapshot).where(BoardSnapshot.unit_id == unit_id).values(took_ms=took_ms))


def slow(unit_id: int) -> None:
    """Let counting seem to take long."""
    counting_takes(unit_id, snapshots.MOST_MS + 1)


def test_stored_boards_are_what_counting_gives_and_follow_every_change(app: Flask, home: Commune):
    with inside(app):
        neighbour = make_commune(NEIGHBOUR)
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *({**row.row, "department_id": place % 2 or None} for place, row in enumerate(PAST)))
        kept = snapshots.periods_kept(TODAY)
        assert (snapshots.boards_wait(NOW), set(snapshots.waiting(NOW)) >= {home.unit_id, neighbour.unit_id}) == (True, True)
        snapshots.keep_boards(NOW)
        assert snapshots.boards_wait(NOW) is False
        for period in kept:
            found = stored(home.unit_id, period)
            assert (found.made_at, found.board) == (NOW, board(home.unit_id, period, TODAY))
        assert stored(neighbour.unit_id).board.whole == Tally()

        # something public changes: counted at once where that is quick, and stored anew by the worker
        counting_takes(home.unit_id, 5)
        make_public(home.unit_id, {"state": "in_progress"})
        now = stored(home.unit_id)
        assert (now.made_at, now.board) == (None, board(home.unit_id, today=TODAY))
        assert set(snapshots.waiting(NOW + timedelta(hours=1))) == {home.unit_id}
        slow(home.unit_id)
        assert (stored(home.unit_id).made_at, stored(home.unit_id).board.whole.open) == (NOW, now.board.whole.open - 1)
        rested = timedelta(milliseconds=snapshots.REST * len(kept) * (snapshots.MOST_MS + 1))
        early, later = NOW + rested - timedelta(milliseconds=1), NOW + rested
        assert [snapshots.boards_wait(moment) for moment in (NOW, early, later)] == [False, False, True]
        assert snapshots.keep_boards(later) == len(kept)
        assert (stored(home.unit_id).made_at, stored(home.unit_id).board) == (later, now.board)
        counting_takes(home.unit_id, 60_000)
        make_public(home.unit_id, {"state": "in_progress"})
        assert snapshots.boards_wait(later + snapshots.LONGEST_REST) is True

        # a new day: its boards are missing, those of the day before go
        tomorrow = NOW + timedelta(days=1)
        snapshots.keep_boards(tomorrow)
        db.session.rollback()
        days = set(db.session.execute(select(BoardSnapshot.last_on).where(BoardSnapshot.unit_id == home.unit_id)).scalars())
        assert (TODAY in days, TODAY + timedelta(days=1) in days) == (False, True)


def test_stored_board_is_read_with_one_statement_and_says_of_when_it_is(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(row.row for row in PAST))
        assert jobs.run_job("board_snapshots", at=NOW)
        other = len(selects_of(lambda: stored(home.unit_id, month(2026, 9))))
        assert (len(selects_of(lambda: stored(home.unit_id))), other) == (1, 4)
        make_public(home.unit_id, *({"state": "in_progress"} for _ in range(30)))
        slow(home.unit_id)
        assert len(selects_of(lambda: stored(home.unit_id))) == 1
    pages = [client.get(address).text for address in ("/cong-khai", "/cong-khai?ky=2026-11", "/cong-khai?ky=2026-09")]
    assert ["Đếm lúc 09:00, 20/11/2026" in page for page in pages] == [True, True, False]


def test_board_stored_by_another_release_is_not_read(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(row.row for row in PAST))
        snapshots.keep_boards(NOW)
        with transaction() as session:
            session.execute(update(BoardSnapshot).values(numbers={"counts": ["received"]}))
        assert stored(home.unit_id).board == board(home.unit_id, today=TODAY)


@pytest.mark.parametrize("day", ["2026-11-20", "2026-12-15", "2027-01-01"])
def test_stored_periods_end_on_the_day_at_the_latest_and_begin_with_the_usual_one(day: str):
    today = TODAY.fromisoformat(day)
    kept = snapshots.periods_kept(today)
    assert (kept[0].first_on, kept[0].last_on) == (last_months(today).first_on, today)
    assert (max(period.last_on for period in kept), len(kept) == len(set(kept))) == (today, True)


@pytest.mark.parametrize("at_once", [True, False])
def test_small_commune_is_counted_at_once_even_where_the_machine_was_busy(
    app: Flask, home: Commune, monkeypatch: pytest.MonkeyPatch, at_once: bool
):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *({"state": "in_progress"} for _ in range(2)))
        snapshots.keep_boards(NOW)
        slow(home.unit_id)
        db.session.rollback()
        kept = sum(snapshots.to_numbers(stored(home.unit_id).board)["whole"])
        monkeypatch.setattr(snapshots, "SMALL", kept + at_once)
        make_public(home.unit_id, {"state": "in_progress"})
        assert stored(home.unit_id).made_at == (None if at_once else NOW)

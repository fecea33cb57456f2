"""For random histories of cases board, API and files are what a recount in plain Python comes to, for any period and past day.

``BOARD_EXAMPLES`` sets how many histories are tried on each database (docs/operations.md); the ordinary run tries a few.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from accounts.queries import departments, fields, villages
from core import page_cache
from core.extensions import db
from core.transaction import transaction
from feedback.models import PublicCase
from reporting.measures import COUNTS, STOCK, Tally, month_end
from reporting.open_data.building import build
from reporting.periods import Period, last_months, month, report
from reporting.queries import Board, board
from tests.makers import Commune, inside
from tests.makers_histories import BEGIN, SPAN, History, Recount, histories, recounted, row_of
from tests.makers_public import make_public

EXAMPLES = int(os.environ.get("BOARD_EXAMPLES", "25"))
HAPPENED = tuple(name for name in COUNTS if name not in (*STOCK, "answered_before"))
TOLD_ON = date(2026, 12, 20)
days = st.integers(0, SPAN + 200).map(lambda number: BEGIN + timedelta(days=number))
periods = st.one_of(
    days.map(last_months), days.map(lambda day: month(day.year, day.month)),
    st.sampled_from([report(2026, span) for span in ("q1", "q2", "6t", "nam")]),
    st.tuples(days, days).map(lambda pair: Period(first_on=min(pair), last_on=max(pair))),
)  # fmt: skip


def test_board_is_an_independent_recount(app: Flask, home: Commune):
    def holds(told: list[History], period: Period, as_of: date) -> None:
        keep(home.unit_id, told)
        compare(home.unit_id, told, period, max(as_of, period.first_on))

    with inside(app, unit_id=home.unit_id):
        tried(holds)


def test_api_and_files_are_the_same_recount(app: Flask, client: FlaskClient, home: Commune, at: Callable[[str], datetime]):
    today = at("2026-12-20 09:00")

    def holds(told: list[History], period: Period, as_of: date) -> None:
        with inside(app, unit_id=home.unit_id):
            groups = known_groups(home.unit_id)
            keep(home.unit_id, told, groups=groups)
            with transaction():
                page_cache.raise_version(home.unit_id)
        build_files(app, home.unit_id, at=today)
        compare_api(client, told, period, max(as_of, period.first_on), groups)
        compare_files(client, told, last_months(TOLD_ON), groups)

    tried(holds, examples=max(EXAMPLES // 4, 5), until=TOLD_ON)


def build_files(app: Flask, unit_id: int, *, at: datetime) -> None:
    """Let the worker build the files of a commune."""
    with app.app_context():
        build(unit_id, at=at)


def known_groups(unit_id: int) -> dict[int, dict[str, tuple[int, str]]]:
    """Return for the groups 1 and 2 a field, a village and a department of the commune: id and code."""
    known = {"field": fields(unit_id), "village": villages(unit_id), "department": departments(unit_id)}
    return {place + 1: {name: (rows[place].id, rows[place].code) for name, rows in known.items()} for place in (0, 1)}


def compare_api(
    client: FlaskClient, told: list[History], period: Period, as_of: date, groups: dict[int, dict[str, tuple[int, str]]]
) -> None:
    """Compare what a program is told of a period with the recount."""
    asked = {"from": period.first_on, "to": period.last_on, "as_of": as_of}
    answer = client.get("/api/v1/measures", query_string={name: day.isoformat() for name, day in asked.items()})
    assert answer.status_code == 200, answer.text
    numbers = answer.json
    span = {"first_on": period.first_on, "last_on": min(period.last_on, as_of)}
    assert (numbers["first_on"], numbers["last_on"]) == tuple(day.isoformat() for day in span.values())
    counted = recounted(told, **span)
    assert {name: numbers["total"][name] for name in COUNTS} == {name: counted.counts[name] for name in COUNTS}
    assert {row["reason"] or "": row["late"] for row in numbers["late_reasons"]} == dict(counted.reasons)
    for kind in ("field", "village", "department"):
        rows = {row[kind]: row for row in numbers[f"by_{kind}"]}
        compare_rows(rows, told, span, codes_of(kind, groups))
    for row in numbers["by_month"]:
        own = counted.by_month.get(row["month"][:7], {})
        assert {name: row[name] for name in HAPPENED} == {name: own.get(name, 0) for name in HAPPENED}


def compare_files(
    client: FlaskClient, told: list[History], period: Period, groups: dict[int, dict[str, tuple[int, str]]]
) -> None:
    """Compare the table of numbers with the recount."""
    read = list(csv.DictReader(io.StringIO(client.get("/du-lieu/so-lieu.csv").text, newline="")))
    assert {row["last_on"] for row in read} == {period.last_on.isoformat()}
    span = {"first_on": period.first_on, "last_on": period.last_on}
    counted = recounted(told, **span)
    (whole,) = [row for row in read if row["group"] == "total"]
    assert {name: int(whole[name]) for name in COUNTS} == {name: counted.counts[name] for name in COUNTS}
    for kind in ("field", "village", "department"):
        rows = {row["key"] or None: {name: int(row[name]) for name in COUNTS} for row in read if row["group"] == kind}
        compare_rows(rows, told, span, codes_of(kind, groups))
    assert {row["key"]: int(row["settled"]) for row in read if row["group"] == "late_reason"} == dict(counted.reasons)
    rounds = [json.loads(line) for line in client.get("/du-lieu/lan-giai-quyet.jsonl").text.splitlines()]
    for first_on, last_on in ((period.first_on, period.last_on), (BEGIN + timedelta(days=40), BEGIN + timedelta(days=160))):
        counted = recounted(told, first_on=first_on, last_on=last_on)
        assert recounted_rounds(rounds, first_on.isoformat(), last_on.isoformat()) == {
            name: counted.counts[name] for name in COUNTS
        }
        late = Counter(row["late_reason"] or "" for row in rounds if row["in_time"] is False and within(row, first_on, last_on))
        assert late == counted.reasons


def within(row: dict[str, Any], first_on: date, last_on: date) -> bool:
    """Return whether a round was settled in a period."""
    return first_on.isoformat() <= row["settled_on"] <= last_on.isoformat()


def recounted_rounds(rounds: list[dict[str, Any]], first_on: str, last_on: str) -> dict[str, int]:
    """Return the numbers of a period as anybody counts them from the file, whose days are texts that sort."""
    found: Counter[str] = Counter()
    eve = (date.fromisoformat(first_on) - timedelta(days=1)).isoformat()
    for row in rounds:
        began, settled, rated, extended = (
            bool(row[name]) and first_on <= row[name] <= last_on for name in ("began_on", "settled_on", "rated_on", "extended_on")
        )
        waits = row["began_on"] <= last_on and (row["settled_on"] is None or row["settled_on"] > last_on)
        due = row["due_before"] if row["extended_on"] and row["extended_on"] > last_on else row["due_on"]
        if row["notice_due_on"] and (row["accepted_on"] is None or row["accepted_on"] > last_on):
            due = row["notice_due_on"]
        late, answered = waits and due is not None and due < last_on, settled and row["answered"]
        found.update(
            received=began and row["number"] == 1, reopened=began and row["number"] == 2, open=waits, overdue=late,
            waiting_late=late and due >= eve, settled=settled, timed=settled and row["in_time"] is not None,
            on_time=settled and row["in_time"] is True, answered=answered, extended=extended, rated=rated,
            answered_before=answered and row["undone_on"] is not None and row["undone_on"] <= last_on,
            with_evidence=answered and row["evidence"] in ("photo", "document"), satisfied=rated and row["satisfied"] is True,
        )  # fmt: skip
    return {name: found[name] for name in COUNTS}


def codes_of(kind: str, groups: dict[int, dict[str, tuple[int, str]]]) -> dict[int | None, str | None]:
    """Return the codes of the groups of a kind."""
    return {None: None, **{number: known[kind][1] for number, known in groups.items()}}


def compare_rows(
    rows: dict[str | None, dict[str, Any]], told: list[History], span: dict[str, date], codes: dict[int | None, str | None]
) -> None:
    """Compare the numbers of each group of one kind; a group without a case may be missing."""
    for group, code in codes.items():
        own = recounted([history for history in told if history.group == group], **span)
        row = rows.get(code, dict.fromkeys(COUNTS, 0))
        assert {name: row[name] for name in COUNTS} == {name: own.counts[name] for name in COUNTS}


def tried(holds: Callable[[list[History], Period, date], None], *, examples: int = EXAMPLES, until: date = date.max) -> None:
    """Try the claim on random cases, periods and days; a failure is told with the smallest example of it."""
    run = settings(
        max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    before = st.one_of(periods).filter(lambda period: period.first_on <= until)
    run(given(st.lists(histories(), max_size=14), before, days.map(lambda day: min(day, until)))(holds))()


def keep(unit_id: int, told: list[History], *, groups: dict[int, dict[str, tuple[int, str]]] | None = None) -> None:
    """Lay exactly these cases down, in the fields, villages and departments of ``groups``."""
    with transaction() as session:
        session.execute(delete(PublicCase))
    rows = [row_of(history) for history in told]
    for row, history in zip(rows, told, strict=True):
        if groups and history.group:
            row |= {f"{kind}_id": known[0] for kind, known in groups[history.group].items()}
    if rows:
        make_public(unit_id, *rows)


def compare(unit_id: int, told: list[History], period: Period, as_of: date) -> None:
    """Compare every number of the board with the recount."""
    db.session.rollback()
    found = board(unit_id, period, as_of)
    span = {"first_on": found.first_on, "last_on": found.today}
    assert span == {"first_on": period.first_on, "last_on": min(period.last_on, as_of)}
    counted = recounted(told, **span)
    assert found.whole == tally(counted)
    assert (dict(enumerate(found.ages)), dict(found.days)) == (
        {step: counted.ages[step] for step in range(4)},
        dict(counted.days),
    )
    assert found.late_by_reason == dict(counted.reasons)
    for groups in (found.by_field, found.by_village, found.by_department):
        compare_groups(groups, told, span)
    compare_months(found, told, counted)


def compare_groups(groups: object, told: list[History], span: dict[str, date]) -> None:
    """Compare the numbers of each field, village or department."""
    for group in (None, 1, 2):
        own = recounted([history for history in told if history.group == group], **span)
        assert groups.get(group, Tally()) == tally(own)


def compare_months(found: Board, told: list[History], counted: Recount) -> None:
    """Compare what happened in each month, and what was open and overdue at its end."""
    for first, numbers in found.by_month.items():
        own = counted.by_month.get(f"{first:%Y-%m}", {})
        assert {name: getattr(numbers, name) for name in HAPPENED} == {name: own.get(name, 0) for name in HAPPENED}
        stood = recounted(told, first_on=max(first, found.first_on), last_on=min(month_end(first), found.today)).counts
        assert {name: getattr(numbers, name) for name in STOCK} == {name: stood[name] for name in STOCK}


def tally(counted: Recount) -> Tally:
    """Return a recount by the names of the board."""
    return Tally(**{name: counted.counts[name] for name in COUNTS})

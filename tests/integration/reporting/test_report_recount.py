"""For random letters every number of the office's reports is what a recount in plain Python comes to, and the sums hold."""

from __future__ import annotations

import os
from datetime import date, timedelta

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from accounts.models import Field
from core.extensions import db
from core.transaction import transaction
from feedback.models import PublicCase
from reporting.periods import Period, report
from reporting.statutory.counting import counts
from reporting.statutory.filling import filled_in
from reporting.statutory.layout import numbers_used
from reporting.statutory.queries import letters_behind
from tests.makers import Commune, inside
from tests.makers_histories import BEGIN, SPAN, histories
from tests.makers_public import make_public
from tests.makers_reports import Letter, is_sound, public_row_of, recounted

EXAMPLES = int(os.environ.get("BOARD_EXAMPLES", "25"))
GROUPS = ("policy", "land", "judicial", "party", "civil_service", "other")
TOLD = [name for name in numbers_used() if not name.startswith("reception.")]
days = st.integers(0, SPAN + 200).map(lambda number: BEGIN + timedelta(days=number))
periods = st.one_of(
    st.sampled_from([report(2026, span) for span in ("q1", "q2", "q3", "q4", "6t", "9t", "nam")]),
    st.tuples(days, days).map(lambda pair: Period(first_on=min(pair), last_on=max(pair))),
)  # fmt: skip
letters = st.builds(Letter, history=histories(), complaint=st.booleans(), group=st.sampled_from(("", *GROUPS))).filter(is_sound)


def fields_of(unit_id: int) -> dict[str, int]:
    """Return a field of every statistical group."""
    table = Field.__table__
    rows = [
        {
            "unit_id": unit_id, "code": f"group_{group}", "name": group, "name_en": "", "stat_group": group, "sort": 0,
            "answer_basis": "", "valid_from": date(2020, 1, 1),
        }
        for group in GROUPS
    ]  # fmt: skip
    with transaction() as session:
        session.execute(insert(table), rows)
    found = db.session.execute(table.select().where(table.c.unit_id == unit_id, table.c.code.like("group_%")))
    return {row.stat_group: row.id for row in found}


def keep(unit_id: int, told: list[Letter], field_ids: dict[str, int]) -> None:
    """Lay exactly these letters down."""
    with transaction() as session:
        session.execute(delete(PublicCase))
    if told:
        make_public(unit_id, *(public_row_of(letter, field_ids) for letter in told))


def test_every_number_is_an_independent_recount(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        field_ids = fields_of(home.unit_id)

        def holds(told: list[Letter], period: Period) -> None:
            keep(home.unit_id, told, field_ids)
            span = {"first_on": period.first_on, "last_on": period.last_on}
            found, own = counts(home.unit_id, **span), recounted(told, **span)
            assert {name: found[name] for name in TOLD} == {name: own[name] for name in TOLD}
            sound = ("01/XLD", "04/XLD", "02/XLD")
            assert [fault for each in filled_in(found, {}) for fault in each.failed if each.table.code in sound] == []

        run = settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        )  # fmt: skip
        run(given(st.lists(letters, max_size=14), periods)(holds))()


def test_cases_behind_a_number_are_as_many_as_it_says(app: Flask, home: Commune):
    rows = [{"received_on": date(2026, 3, 1), "accepted_on": date(2026, 3, 5), "state": "in_progress"} for _ in range(30)]
    period = report(2026, "q1")
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *rows)
        first, after = letters_behind(home.unit_id, "petitions.competent", period, after="", today=date(2026, 12, 1))
        rest, end = letters_behind(home.unit_id, "petitions.competent", period, after=after, today=date(2026, 12, 1))
        assert (len(first), len(rest), end) == (25, 5, "")
        assert counts(home.unit_id, first_on=period.first_on, last_on=period.last_on)["petitions.competent"] == 30


def test_a_period_ends_on_the_fourteenth(app: Flask, home: Commune):
    rows = [{"received_on": day, "state": "received"} for day in (date(2026, 3, 14), date(2026, 3, 15), date(2025, 12, 14))]
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *rows)
        for span, received, carried in (("q1", 1, 1), ("q2", 1, 2), ("6t", 2, 1)):
            period = report(2026, span)
            found = counts(home.unit_id, first_on=period.first_on, last_on=period.last_on)
            assert (found["letters.received"], found["letters.carried"]) == (received, carried)

"""Whoever makes the office's reports is told that a period was closed, and leaders too that a report is late; each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.services.unit_settings import change_setting
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from reporting.editions.reminders import LATE_FOR, reminder_of
from reporting.periods import report
from reporting.statutory.reminders import remind_reports
from tests.makers import NEIGHBOUR, Commune, inside, make_commune
from tests.makers_reports import issue, make, seen

YEAR, QUARTER = report(2026, "nam"), report(2026, "q4")
CLOSED = datetime(2026, 12, 15, 1, 0, tzinfo=UTC)
"""Tuesday, 08:00, the day after the year was closed; reports are sent by Wednesday, the 16th."""
LATE = datetime(2026, 12, 17, 1, 0, tzinfo=UTC)


@pytest.fixture
def commune(app: Flask, home: Commune) -> Iterator[Commune]:
    with inside(app, unit_id=home.unit_id):
        yield home


def laid(event: str = "report_%") -> list[tuple[str, int | None]]:
    query = select(OutboxMessage.event, OutboxMessage.official_id).where(OutboxMessage.event.like(event))
    return list(db.session.execute(query.order_by(OutboxMessage.id)).tuples())


def test_clerks_hear_once_that_a_period_was_closed_and_leaders_once_that_it_is_late(commune: Commune):
    clerk, leader = commune.clerk.id, commune.leader.id
    assert [remind_reports(CLOSED) > 0, remind_reports(CLOSED)] == [True, 0]
    assert (("report_soon", clerk) in laid(), ("report_soon", leader) in laid()) == (True, False)
    assert [remind_reports(LATE) > 0, remind_reports(LATE)] == [True, 0]
    late = laid("report_late")
    assert (("report_late", clerk) in late, ("report_late", leader) in late, len(late)) == (True, True, len(set(late)))


def test_letter_names_the_periods_and_their_days(commune: Commune):
    remind_reports(CLOSED)
    letter = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.event == "report_soon", OutboxMessage.official_id == commune.clerk.id)
    ).one()
    assert letter.title == "Báo cáo định kỳ: kỳ vừa chốt, cần gửi trước 16/12/2026"
    assert "quý IV năm 2026, năm 2026" in letter.body
    assert "14/12/2026" in letter.body
    assert letter.body.rstrip().endswith("/can-bo/bao-cao")


def test_only_what_is_not_issued_is_asked_for(commune: Commune):
    for period in (YEAR, QUARTER):
        report_id = make(commune, period, at=CLOSED, key=period.name)
        remind_reports(CLOSED)
        assert laid() != []  # a draft is not a report
        issue(commune, report_id, version=seen(commune, report_id).version)
    assert remind_reports(LATE) == 0
    assert laid("report_late") == []


def test_last_report_that_waits_is_named_alone(commune: Commune):
    report_id = make(commune, YEAR, at=CLOSED)
    issue(commune, report_id, version=seen(commune, report_id).version)
    remind_reports(LATE)
    bodies = set(db.session.scalars(select(OutboxMessage.body).where(OutboxMessage.event == "report_late")))
    assert [("quý IV năm 2026." in body, "năm 2026, năm" in body) for body in bodies] == [(True, False)]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 12, 14, 23, 30, tzinfo=UTC),  # 06:30
        datetime(2026, 12, 14, 8, 0, tzinfo=UTC),  # the last day of the period
        datetime(2026, 12, 19, 1, 0, tzinfo=UTC),  # a Saturday
        datetime(2026, 11, 20, 1, 0, tzinfo=UTC),  # two months after the last cut
    ],
    ids=["before seven", "not closed", "Saturday", "long ago"],
)
def test_nobody_is_reminded_early_before_seven_on_a_day_off_or_long_after(commune: Commune, moment: datetime):
    assert (remind_reports(moment), laid()) == (0, [])


def test_every_commune_is_reminded_by_its_own_day_of_sending(app: Flask, commune: Commune):
    with inside(app):
        neighbour = make_commune(NEIGHBOUR)
    with inside(app, unit_id=neighbour.unit_id), transaction():
        change_setting(
            unit_id=neighbour.unit_id,
            actor=neighbour.administrator,
            key="report_due_day",
            value=20,
            expected_version=0,
            at=CLOSED,
        )
    remind_reports(CLOSED)
    remind_reports(LATE)
    with inside(app, unit_id=neighbour.unit_id):
        query = select(OutboxMessage.event).where(
            OutboxMessage.unit_id == neighbour.unit_id, OutboxMessage.event.like("report_%")
        )
        assert set(db.session.scalars(query)) == {"report_soon"}


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 12, 15), "soon"),
        (date(2026, 12, 16), "soon"),
        (date(2026, 12, 17), "late"),
        (date(2026, 12, 16) + LATE_FOR, "late"),
        (date(2026, 12, 31), ""),
    ],
)
def test_which_letter_a_day_brings(today: date, kind: str):
    assert reminder_of(date(2026, 12, 16), today=today) == kind

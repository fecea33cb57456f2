"""Whoever makes the report on mass mobilisation is told that its period ended, and leaders too that it is late; each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from core.extensions import db
from core.outbox import OutboxMessage
from reporting.mobilisation.reminders import remind_mobilisation
from tests.makers import Commune, inside
from tests.makers_mobilisation import issued, make_mobilisation

ENDED = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
"""Monday, 08:00; the report of 2026 is sent by Friday, 8 January 2027, ten days after the year or the working day before."""
LATE = datetime(2027, 1, 11, 1, 0, tzinfo=UTC)


@pytest.fixture
def commune(app: Flask, home: Commune) -> Iterator[Commune]:
    with inside(app, unit_id=home.unit_id):
        yield home


def laid(event: str = "mobilisation_%") -> list[tuple[str, int | None, str]]:
    query = select(OutboxMessage.event, OutboxMessage.official_id, OutboxMessage.title).where(OutboxMessage.event.like(event))
    return list(db.session.execute(query.order_by(OutboxMessage.id)).tuples())


def test_clerks_hear_once_of_the_end_and_leaders_once_that_it_is_late(commune: Commune):
    make_mobilisation(commune)  # a draft is not a report
    assert [remind_mobilisation(ENDED) > 0, remind_mobilisation(ENDED)] == [True, 0]
    title = "Báo cáo công tác dân vận: kỳ vừa hết, cần gửi trước 08/01/2027"
    assert ("mobilisation_soon", commune.clerk.id, title) in laid()
    assert commune.leader.id not in {official_id for _event, official_id, _title in laid()}
    assert [remind_mobilisation(LATE) > 0, remind_mobilisation(LATE)] == [True, 0]
    told = {official_id for _event, official_id, _title in laid("mobilisation_late")}
    assert {commune.clerk.id, commune.leader.id} <= told
    body = db.session.scalars(select(OutboxMessage.body).where(OutboxMessage.event == "mobilisation_late")).first()
    assert body is not None
    assert "Kỳ: năm 2026." in body
    assert body.rstrip().endswith("/can-bo/bao-cao/dan-van")


def test_nobody_is_reminded_of_what_was_issued_or_of_what_ended_long_ago(commune: Commune):
    assert remind_mobilisation(datetime(2026, 11, 20, 1, 0, tzinfo=UTC)) == 0
    issued(commune)
    assert (remind_mobilisation(ENDED), remind_mobilisation(LATE), laid()) == (0, 0, [])

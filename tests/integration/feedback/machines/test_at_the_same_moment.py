"""Other systems do things twice and at once: one reference is one case, and one delivery is sent once by two workers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.database import use_unit
from core.extensions import db
from feedback.machine_models import ApiKey, WebhookDelivery
from feedback.models import Case, PublicCase
from feedback.services import webhook_delivery
from tests.makers import NOW, Commune, inside, make_case
from tests.makers_machines import Caller, Listener, make_key, make_webhook, request_of

AT_ONCE = 12


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(model.id)).execution_options(all_units=True)) or 0


def post(app: Flask, values: dict[str, str], reference: str, start: Barrier) -> tuple[int, str]:
    """Send a letter from a client of its own; return status and token."""
    caller = Caller(client=app.test_client())
    start.wait()
    answer = caller.send(values, Idempotency_Key=reference)
    return answer.status_code, answer.get_json()[0].get("token", "")


def deliver(app: Flask, start: Barrier) -> int:
    """Do one pass of a worker."""
    with app.app_context():
        start.wait()
        try:
            return webhook_delivery.deliver(NOW)
        finally:
            db.session.remove()


@pytest.mark.settings(webhook_targets="any")
def test_same_reference_at_once_is_one_case_and_two_workers_deliver_each_piece_once(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        key = make_key(home, per_hour=1000).key
    start = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as senders:
        answers = list(senders.map(lambda _number: post(app, request_of(key), "1022-1", start), range(AT_ONCE)))
    assert sorted(status for status, _token in answers) == [200] * (AT_ONCE - 1) + [201]
    assert len({token for _status, token in answers}) == 1
    assert [count(app, model) for model in (Case, PublicCase)] == [1, 1]
    start = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as senders:
        answers = list(senders.map(lambda number: post(app, request_of(key), f"1022-x{number}", start), range(AT_ONCE)))
    assert [status for status, _token in answers] == [201] * AT_ONCE
    assert (len({token for _status, token in answers}), count(app, Case)) == (AT_ONCE, AT_ONCE + 1)
    with inside(app, unit_id=home.unit_id):
        assert db.session.scalars(select(ApiKey)).one().used == AT_ONCE + 1
    check_two_workers(app, home)


def check_two_workers(app: Flask, home: Commune) -> None:
    listener = Listener()
    try:
        with app.app_context(), use_unit(home.unit_id):
            make_webhook(home, listener.url, topics=["case.received"])
            for _ in range(8):
                make_case(home)
            db.session.rollback()
        start = Barrier(2)
        with ThreadPoolExecutor(2) as workers:
            done = list(workers.map(lambda _number: deliver(app, start), range(2)))
        assert sum(done) == 8
        assert len({heard.headers["X-GanDan-Delivery"] for heard in listener.heard}) == len(listener.heard) == 8
        with inside(app, unit_id=home.unit_id):
            rows = db.session.scalars(select(WebhookDelivery)).all()
            assert {(row.state, row.attempts, row.fault) for row in rows} == {("delivered", 1, "")}
    finally:
        listener.stop()

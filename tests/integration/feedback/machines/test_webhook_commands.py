"""Addresses that are told news as commands and pages: limits, trail, paging, and doors that stay shut."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from core import audit, jobs
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from feedback.machine_models import Webhook, WebhookDelivery
from feedback.public_news import PING, TOPICS, delivery
from feedback.queries import machines
from feedback.services import webhooks
from feedback.services.webhooks import MOST_WEBHOOKS
from tests.makers import NOW, Commune, inside, make_case
from tests.makers_desk import MORNING, Desk, form_values, sit_down, words_of
from tests.makers_machines import make_webhook

PLACES = "/can-bo/quan-tri/noi-nhan-tin"
ADDRESS = "https://ioc.langson.example/nhan?khoa=bi-mat"


def register(commune: Commune, **changes: object) -> webhooks.MadeWebhook:
    values = {"name": "Trung tâm tỉnh", "address": ADDRESS, "topics": list(TOPICS), "anywhere": False}
    with transaction():
        return webhooks.register_webhook(actor=commune.administrator, at=NOW, **{**values, **changes})


FAULTS = (
    ({"name": " "}, {"name": "text_missing"}), ({"topics": []}, {"topics": "topics_missing"}),
    ({"topics": ["case.unpublished", PING]}, {"topics": "topics_missing"}), ({"address": ""}, {"address": "address_bad"}),
    ({"address": "https://localhost/"}, {"address": "address_private"}),
    ({"address": "http://ioc.langson.example/"}, {"address": "address_not_https"}),
    ({"address": "https://ioc.langson.example/" + "x" * 300}, {"address": "address_bad"}),
    ({"address": "https://ai:mk@ioc.langson.example/"}, {"address": "address_bad"}),
)  # fmt: skip


def test_address_is_registered_tried_and_ended_with_a_trail_that_keeps_its_secrets(commune: Commune):
    for changes, faults in FAULTS:
        with pytest.raises(BadInput) as caught:
            register(commune, **changes)
        assert caught.value.errors == faults, changes
    made = register(commune, topics=["case.published", "case.received", "lạ"], address=f"  {ADDRESS} ")
    row = db.session.scalars(select(Webhook)).one()
    assert (row.topics, row.address, row.secret) == (["case.received", "case.published"], ADDRESS, made.secret)
    sealed = db.session.connection().exec_driver_sql("SELECT secret FROM webhooks").scalar_one()
    assert made.secret not in sealed
    with transaction():
        webhooks.try_webhook(made.public_id, actor=commune.administrator, at=NOW)
    (item,) = machines.deliveries(commune.unit_id, made.public_id, page=1).items
    assert (item.topic, item.case_code, item.state, item.next_try_at) == (PING, "", "waiting", NOW)
    (shown,) = machines.webhooks(commune.unit_id)
    assert (shown.waiting, shown.failed, shown.topics) == (1, 0, ("case.received", "case.published"))
    with transaction():
        webhooks.withdraw_webhook(made.public_id, actor=commune.administrator, at=NOW + timedelta(hours=1))
    (item,) = machines.deliveries(commune.unit_id, made.public_id, page=1).items
    assert (item.state, item.next_try_at) == ("dropped", None)
    entries = [
        entry for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)) if "webhook" in entry.action
    ]  # fmt: skip
    assert [entry.action.rpartition(":")[2] for entry in entries] == ["registered", "withdrawn"]
    assert entries[0].facts == {
        "name": "Trung tâm tỉnh", "topics": ["case.received", "case.published"], "host": "ioc.langson.example",
    }  # fmt: skip
    whole = "".join(f"{entry.facts}{entry.subject}" for entry in entries)
    assert [word for word in (made.secret, "bi-mat", ADDRESS) if word in whole] == []
    assert audit.verify() == []
    check_most(commune)
    check_states(commune)


def check_most(commune: Commune) -> None:
    for number in range(MOST_WEBHOOKS):
        register(commune, name=f"Nơi {number}")
    with pytest.raises(BadInput) as caught:
        register(commune)
    assert caught.value.errors == {"address": "address_many"}
    ended = [item.ended_at is not None for item in machines.webhooks(commune.unit_id)]
    assert (ended, sum(ended)) == (sorted(ended), 1)


def check_states(commune: Commune) -> None:
    webhook_id = db.session.scalars(select(Webhook.id)).first()
    laid = delivery(webhook_id, PING, unit_id=commune.unit_id, code="", facts=None, at=NOW)
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(WebhookDelivery.__table__), {**laid, "state": "lost"})
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(WebhookDelivery.__table__), [laid, laid])
    assert {"webhooks", "old_deliveries"} <= set(jobs.jobs())


def test_page_of_an_address_is_paged_and_open_to_its_administrator_alone(app: Flask, home: Commune, at):
    at(MORNING)
    with app.app_context(), use_unit(home.unit_id):
        public_id = make_webhook(home, ADDRESS, topics=["case.received"]).public_id
        for _ in range(26):
            make_case(home)
        newest = make_case(home).code
        oldest = machines.deliveries(home.unit_id, public_id, page=2).items[-1]
        db.session.rollback()
    desk, page = sit_down(app, home.administrator), f"{PLACES}/{public_id}"
    first, second = desk.open(page).text, desk.open(f"{page}?trang=2").text
    assert (newest in first, newest in second, oldest.case_code in first, oldest.case_code in second) == (
        True,
        False,
        False,
        True,
    )
    assert [words in first for words in ("?trang=2", "bi-mat")] == [True, True]
    assert desk.open(f"{page}?trang=999999").status_code == 200
    assert "27 tin chờ gửi" in words_of(desk.open(PLACES).text)
    check_english(desk, page)
    check_shut_doors(app, home, page, oldest.public_id)


def check_english(desk: Desk, page: str) -> None:
    for address, words in ((PLACES, "Add a webhook"), (page, "Send a test"), ("/can-bo/quan-tri/khoa-api", "Make a key")):
        assert words in words_of(desk.open(f"{address}?lang=en").text)
    desk.open(f"{PLACES}?lang=vi")


def check_shut_doors(app: Flask, home: Commune, page: str, delivery_id: str) -> None:
    doors = (
        PLACES, f"{page}/gui-thu", f"{page}/thoi-gui", f"{PLACES}/tin/{delivery_id}/gui-lai", "/can-bo/quan-tri/khoa-api",
        f"/can-bo/quan-tri/khoa-api/{'0' * 32}/thu-hoi",
    )  # fmt: skip
    stranger, clerk, desk = app.test_client(), sit_down(app, home.clerk), sit_down(app, home.administrator)
    form = form_values(desk.open(PLACES).text, PLACES)
    for door in doors:
        assert stranger.post(door).status_code in (303, 400), door
        assert clerk.send(door, {}).status_code in (400, 403), door
        assert desk.send(door, {}).status_code == 400, door
    for wrong in (
        f"{PLACES}/{'0' * 32}/gui-thu",
        f"{PLACES}/tin/{'0' * 32}/gui-lai",
        f"/can-bo/quan-tri/khoa-api/{'0' * 32}/thu-hoi",
    ):
        assert desk.send(wrong, {"csrf_token": form.get("csrf_token", "")}).status_code == 404, wrong
    with inside(app, unit_id=home.unit_id):
        assert {row.state for row in db.session.scalars(select(WebhookDelivery))} == {"waiting"}
        assert db.session.scalars(select(Webhook)).one().ended_at is None

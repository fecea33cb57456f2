"""News for other systems: laid down with the change, signed, tried again, and the same for what answers by a stand-in."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.transaction import transaction
from feedback.machine_models import WebhookDelivery
from feedback.queries import machines
from feedback.services import publishing, webhook_delivery, webhooks
from feedback.services.stand_ins import end_stand_ins
from tests.infra.ports import free_port
from tests.makers import NEIGHBOUR, NOW, Commune, make_case, make_commune, publish_case, read_version
from tests.makers_links import merged
from tests.makers_machines import Listener, make_webhook
from tests.makers_register import seal

LOCAL = pytest.mark.settings(webhook_targets="any", public_url="https://vanlinh.example.vn")


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.stop()


def rows() -> list[WebhookDelivery]:
    db.session.rollback()
    query = select(WebhookDelivery).order_by(WebhookDelivery.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True, all_units=True)))


def topics(since: int = 0) -> list[str]:
    return [row.topic for row in rows()[since:]]


@LOCAL
def test_change_of_a_public_case_is_told_signed_and_without_its_words(commune: Commune, listener: Listener):
    made = make_webhook(commune, f"{listener.url}/nhan?a=1")
    only_answers = make_webhook(commune, f"{listener.url}/tra-loi", topics=["case.answered"])
    case = make_case(commune, state="answered")
    assert topics() == ["case.received", "case.state_changed", "case.state_changed", "case.state_changed", "case.answered",
                        "case.answered"]  # fmt: skip
    assert (webhook_delivery.anything_due(NOW - timedelta(days=30)), webhook_delivery.anything_due(NOW)) == (False, True)

    assert webhook_delivery.deliver(NOW) == 6
    assert [heard.path for heard in listener.heard].count("/tra-loi") == 1
    first = listener.heard[0]
    assert list(first.said) == ["id", "event", "occurred_on", "jurisdiction_id", "case"]
    assert (first.said["event"], first.said["jurisdiction_id"]) == ("case.received", "06505")
    assert (first.said["case"]["service_request_id"], first.said["case"]["state"]) == (case.code, "received")
    assert first.said["case"]["api_url"] == f"https://vanlinh.example.vn/open311/v2/requests/{case.code}.json"
    assert first.headers["X-GanDan-Delivery"] == first.said["id"]
    timestamp = first.headers["X-GanDan-Timestamp"]
    expected = hmac.new(made.secret.encode(), f"{timestamp}.".encode() + first.body, hashlib.sha256).hexdigest()
    assert first.headers["X-GanDan-Signature"] == f"v1={expected}"
    whole = "\n".join(heard.body.decode() for heard in listener.heard)
    assert not [word for word in ("Nguyễn", "0912", "lan can", "Cầu tràn") if word in whole]
    assert {row.state for row in rows()} == {"delivered"}

    publish_case(commune, case.id)
    with transaction():
        publishing.unpublish(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), reason="Lộ nơi ở")
    assert topics(6) == ["case.published", "case.unpublished"]
    assert "Cầu tràn" not in "".join(row.body for row in rows())
    before = len(rows())
    follower, _leading = merged(commune)
    assert [(row.topic, row.case_code) for row in rows()[before:] if row.topic == "case.removed"] == [
        ("case.removed", follower.code)
    ]
    check_command_that_fails_tells_nothing(commune)
    check_sealed_case_tells_as_others_do(commune)
    check_withdrawn(commune, only_answers.public_id)


def check_command_that_fails_tells_nothing(commune: Commune) -> None:
    before = len(rows())
    case = make_case(commune)
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012 - the command and what goes wrong after it
        publishing.publish(case.id, actor=commune.leader, at=NOW, version=case.version, title="Cầu tràn", story="Lan can hỏng.")
        assert len(pending(before)) == 2
        raise RuntimeError
    assert topics(before) == ["case.received"]


def pending(since: int) -> list[str]:
    query = select(WebhookDelivery.topic).order_by(WebhookDelivery.id)
    return list(db.session.scalars(query))[since:]


def check_sealed_case_tells_as_others_do(commune: Commune) -> None:
    case = make_case(commune)
    before = len(rows())
    seal(case.id, commune.clerk)
    assert topics(before) == []
    assert end_stand_ins(NOW + timedelta(days=60)) == 0
    told = [row for row in rows()[before:] if row.case_code == case.code]
    assert [row.topic for row in told] == ["case.state_changed", "case.answered", "case.answered"]
    published = make_case(commune)
    publish_case(commune, published.id)
    before = len(rows())
    seal(published.id, commune.clerk)
    assert topics(before) == ["case.unpublished"]


def check_withdrawn(commune: Commune, public_id: str) -> None:
    with transaction():
        webhooks.withdraw_webhook(public_id, actor=commune.administrator, at=NOW)
        webhooks.withdraw_webhook(public_id, actor=commune.administrator, at=NOW)
    page = machines.deliveries(commune.unit_id, public_id, page=1)
    assert {item.state for item in page.items} <= {"delivered", "dropped"}
    before = len(rows())
    make_case(commune, state="answered")
    ended = machines.webhook(commune.unit_id, public_id)
    assert ended is not None
    assert ended.ended_at == NOW
    assert len(rows()) == before + 5
    for command in (webhooks.try_webhook, webhooks.replay):
        with pytest.raises((WrongState, NotFound)), transaction():
            command(public_id, actor=commune.administrator, at=NOW)
    with pytest.raises(WrongState), transaction():
        webhooks.replay(page.items[0].public_id, actor=commune.administrator, at=NOW)


def deliver(at: datetime) -> list[tuple[str, str, int]]:
    webhook_delivery.deliver(at)
    return [(row.state, row.fault, row.attempts) for row in rows()]


@LOCAL
def test_delivery_is_tried_again_given_up_and_replayed(commune: Commune, listener: Listener):
    make_webhook(commune, listener.url, topics=["case.received"])
    listener.answers = [500, 302, 429]
    make_case(commune)
    assert deliver(NOW) == [("waiting", "500", 1)]
    assert deliver(NOW + timedelta(seconds=59)) == [("waiting", "500", 1)]
    assert deliver(NOW + timedelta(minutes=1)) == [("waiting", "302", 2)]
    assert deliver(NOW + timedelta(minutes=6)) == [("waiting", "429", 3)]
    assert deliver(NOW + timedelta(minutes=36)) == [("delivered", "", 4)]
    assert [heard.path for heard in listener.heard] == ["/"] * 4
    assert len({heard.headers["X-GanDan-Delivery"] for heard in listener.heard}) == 1

    public_id = rows()[0].public_id
    with transaction():
        webhooks.replay(public_id, actor=commune.administrator, at=NOW + timedelta(days=1))
    assert deliver(NOW + timedelta(days=1)) == [("delivered", "", 1)]
    assert listener.heard[-1].body == listener.heard[0].body
    assert listener.heard[-1].headers["X-GanDan-Timestamp"] != listener.heard[0].headers["X-GanDan-Timestamp"]
    assert webhook_delivery.sweep(NOW + timedelta(days=29)) == 0
    assert webhook_delivery.sweep(NOW + timedelta(days=31)) == 1
    check_silent_address(commune, listener)


@LOCAL
def test_each_delivery_of_a_long_pass_is_signed_with_the_moment_at_which_it_leaves(
    commune: Commune, listener: Listener, monkeypatch: pytest.MonkeyPatch
):
    ticks = count(0, 30)
    monkeypatch.setattr(webhook_delivery, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
    make_webhook(commune, listener.url, topics=["case.received"])
    make_case(commune)
    make_case(commune)
    assert deliver(NOW) == [("delivered", "", 1)] * 2
    signed = [int(heard.headers["X-GanDan-Timestamp"]) - int(NOW.timestamp()) for heard in listener.heard]
    assert signed == [60, 90]


def check_silent_address(commune: Commune, listener: Listener) -> None:
    silent = make_webhook(commune, f"http://127.0.0.1:{free_port()}/", topics=["case.received"])
    make_case(commune)
    make_case(commune)
    assert sorted(deliver(NOW)) == [
        ("delivered", "", 1), ("delivered", "", 1), ("waiting", "silent", 1), ("waiting", "unreachable", 1),
    ]  # fmt: skip
    late = NOW + timedelta(hours=73)
    assert sorted(deliver(late))[2:] == [("failed", "silent", 2), ("failed", "unreachable", 2)]
    item = machines.webhook(commune.unit_id, silent.public_id)
    assert item is not None
    assert (item.failed, item.waiting) == (2, 0)


def test_address_in_a_private_net_is_not_called_outside_development(commune: Commune, listener: Listener):
    make_webhook(commune, f"{listener.url.replace('http', 'https')}", topics=["case.received"])
    make_case(commune)
    assert deliver(NOW) == [("waiting", "address_private", 1)]
    assert listener.heard == []
    with pytest.raises(BadInput) as caught, transaction():
        webhooks.register_webhook(
            actor=commune.administrator, at=NOW, name=" ", address=listener.url, topics=["x"], anywhere=False
        )
    assert caught.value.errors == {"name": "text_missing", "address": "address_not_https", "topics": "topics_missing"}
    for stranger in (commune.clerk, commune.leader):
        with pytest.raises(NotAllowed), transaction():
            webhooks.try_webhook("0" * 32, actor=stranger, at=NOW)
    check_other_commune(commune)


def check_other_commune(commune: Commune) -> None:
    with use_unit(None):
        other = make_commune(NEIGHBOUR)
    mine = machines.webhooks(commune.unit_id)[0].public_id
    delivery_id = rows()[0].public_id
    with use_unit(other.unit_id):
        assert (machines.webhooks(other.unit_id), machines.webhook(other.unit_id, mine)) == ([], None)
        assert machines.deliveries(other.unit_id, mine, page=1).items == []
        for command, public_id in (
            (webhooks.withdraw_webhook, mine),
            (webhooks.try_webhook, mine),
            (webhooks.replay, delivery_id),
        ):
            with pytest.raises(NotFound), transaction():
                command(public_id, actor=other.administrator, at=NOW)
        before = len(rows())
        make_case(other)
    assert len(rows()) == before

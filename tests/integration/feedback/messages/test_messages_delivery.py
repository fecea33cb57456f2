"""Short messages leave by a real gateway: once each, by day, patiently when it is away, never after they were taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from structlog.testing import capture_logs

from core import jobs, short_messages, sms
from core.database import use_unit
from core.extensions import db
from core.outbox import BACKOFF
from core.short_messages import MOST_A_DAY, TOGETHER, NewMessage
from core.transaction import transaction
from feedback.services.message_delivery import deliver_messages, messages_wait, sweep_messages
from tests.infra.ports import LOOPBACK, free_port
from tests.infra.sms import DROP, HANG, LOSE, TOKEN, SmsServer
from tests.makers import NOW, Commune, make_commune
from tests.makers_messages import DUE, messages, states, use_sms

PHONE = "84912345678"
EVENING, MORNING = datetime(2026, 11, 20, 14, 0, tzinfo=UTC), datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
"""21:00 and the next 07:00 in Viet Nam."""
MINUTE = timedelta(minutes=1)


@pytest.fixture
def commune(app: Flask, sms_server: SmsServer) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        use_sms(app, sms_server.url)
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def lay(commune: Commune, *subjects: str, at: datetime = NOW) -> None:
    values = {"unit_id": commune.unit_id, "at": at, "phone": PHONE, "text": "Có tin mới"}
    with transaction():
        short_messages.enqueue_all([NewMessage(subject=each, dedup_key=f"{each}:{at}", **values) for each in subjects])


def test_message_leaves_once_with_what_was_laid(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1")
    (row,) = messages()
    assert row.phone == PHONE
    assert [deliver_messages(DUE), deliver_messages(DUE + timedelta(hours=1))] == [1, 0]
    assert sms_server.delivered == [{"to": PHONE, "text": "Có tin mới", "from": "GANDAN", "reference": row.reference}]
    assert (states(), messages()[0].phone, messages()[0].sent_at) == ([("sent", 1)], None, DUE)


def test_same_message_laid_twice_is_one(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1")
    lay(commune, "about:1")
    assert (deliver_messages(DUE), len(sms_server.calls)) == (1, 1)


def test_several_about_one_case_within_a_short_time_are_one(commune: Commune, sms_server: SmsServer):
    for minutes in (0, 3, 6):
        lay(commune, "about:1", "about:2", at=NOW + minutes * MINUTE)
    assert deliver_messages(NOW + TOGETHER - MINUTE) == 0
    assert deliver_messages(NOW + TOGETHER) == 2
    assert deliver_messages(NOW + timedelta(hours=1)) == 0
    assert sorted(states()) == [("joined", 0)] * 4 + [("sent", 1)] * 2
    assert {row.phone for row in messages()} == {None}


def test_not_more_than_three_a_day_and_the_rest_in_the_morning(commune: Commune, sms_server: SmsServer):
    for hour in range(5):
        lay(commune, "about:1", at=NOW + timedelta(hours=hour))
        deliver_messages(NOW + timedelta(hours=hour) + TOGETHER)
    assert len(sms_server.delivered) == MOST_A_DAY
    assert deliver_messages(EVENING - MINUTE) == 0
    assert (deliver_messages(MORNING), len(sms_server.delivered)) == (1, MOST_A_DAY + 1)
    assert [state for state, _attempts in states()] == ["sent", "sent", "sent", "sent", "joined"]


def test_one_case_over_its_number_holds_up_no_other(commune: Commune, sms_server: SmsServer):
    for hour in range(4):
        lay(commune, "about:1", at=NOW + timedelta(hours=hour))
        deliver_messages(NOW + timedelta(hours=hour) + TOGETHER)
    lay(commune, "about:2", at=NOW + timedelta(hours=4))
    assert deliver_messages(NOW + timedelta(hours=5)) == 1


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (EVENING - timedelta(seconds=5), True), (EVENING, False), (EVENING + timedelta(hours=5), False),
        (MORNING - timedelta(seconds=1), False), (MORNING, True),
    ],
)  # fmt: skip
def test_nobody_is_woken(commune: Commune, sms_server: SmsServer, at: datetime, leaves: bool):
    lay(commune, "about:1", at=EVENING - timedelta(minutes=30))
    assert (messages_wait(at), deliver_messages(at)) == (leaves, int(leaves))
    assert states() == [("sent", 1) if leaves else ("waiting", 0)]


def test_gateway_that_is_away_costs_one_try_and_loses_nothing(app: Flask, commune: Commune, sms_server: SmsServer):
    lay(commune, *[f"about:{number}" for number in range(5)])
    use_sms(app, f"http://{TOKEN}@{LOOPBACK}:{free_port()}/")
    assert deliver_messages(DUE) == 0
    assert sorted(states()) == [("waiting", 0)] * 4 + [("waiting", 1)]
    use_sms(app, sms_server.url)
    assert deliver_messages(DUE + BACKOFF[0]) == 5
    assert deliver_messages(DUE + timedelta(hours=8)) == 0
    assert len(sms_server.delivered) == 5


@pytest.mark.parametrize("status", [500, 503, 408, 425, 302])
def test_message_that_the_gateway_stumbles_over_does_not_hold_up_the_others(commune: Commune, sms_server: SmsServer, status: int):
    lay(commune, "about:1")
    sms_server.answer = status
    assert deliver_messages(DUE) == 0
    lay(commune, "about:2", at=NOW + MINUTE)
    sms_server.answer = 202
    assert deliver_messages(DUE + 2 * MINUTE) == 2
    assert [state for state, _attempts in states()] == ["sent", "sent"]


@pytest.mark.parametrize("status", [400, 409, 410, 422])
def test_refused_number_is_given_up_at_once(commune: Commune, sms_server: SmsServer, status: int):
    lay(commune, "about:1", "about:2")
    sms_server.answer = status
    assert deliver_messages(DUE) == 0
    assert deliver_messages(DUE + timedelta(hours=1)) == 0
    assert states() == [("failed", 1)] * 2
    assert [(row.phone, row.fault) for row in messages()] == [(None, str(status))] * 2


@pytest.mark.parametrize("status", [401, 402, 403, 404, 429])
def test_wrong_token_ends_the_pass_is_told_to_the_operator_and_loses_nothing(
    commune: Commune, sms_server: SmsServer, status: int
):
    lay(commune, "about:1", "about:2")
    sms_server.answer = status
    with capture_logs() as lines:
        assert deliver_messages(DUE) == 0
    assert [(line["event"], line["why"]) for line in lines] == [("sms_gateway_away", str(status))]
    assert len(sms_server.calls) == 1
    sms_server.answer = 200
    assert deliver_messages(DUE + BACKOFF[0]) == 2


@pytest.mark.parametrize("how", [LOSE, HANG, DROP])
def test_lost_answer_is_asked_again_with_the_same_reference(
    commune: Commune, sms_server: SmsServer, monkeypatch: pytest.MonkeyPatch, how: str
):
    monkeypatch.setattr(sms, "SECONDS", 0.5)
    lay(commune, "about:1")
    sms_server.answer = how
    assert deliver_messages(DUE) == 0
    assert states() == [("waiting", 1)]
    sms_server.answer = 202
    assert deliver_messages(DUE + BACKOFF[0] + BACKOFF[1]) == 1
    assert len({call.key for call in sms_server.calls}) == 1
    assert len(sms_server.delivered) == 1


def test_news_after_a_lost_answer_are_told_by_one_message_more(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1")
    sms_server.answer = LOSE
    deliver_messages(DUE)
    sms_server.answer = 202
    lay(commune, "about:1", at=NOW + timedelta(minutes=30))
    assert deliver_messages(NOW + timedelta(minutes=45)) == 1
    assert deliver_messages(NOW + timedelta(hours=2)) == 0
    assert (len(sms_server.delivered), sorted(state for state, _tries in states())) == (2, ["joined", "sent"])


def test_pauses_grow_and_after_three_days_it_is_given_up(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1")
    sms_server.answer = 500
    tries = []
    for hours in range(1, 110):
        if messages_wait(NOW + timedelta(hours=hours)):
            tries.append(hours)
            deliver_messages(NOW + timedelta(hours=hours))
    assert tries[:5] == [1, 2, 3, 4, 6]
    assert not any(12 <= hours % 24 < 22 for hours in tries)  # NOW is nine in the morning
    assert states()[0][0] == "failed"
    sms_server.answer = 202
    assert deliver_messages(NOW + timedelta(hours=120)) == 0


def test_message_older_than_three_days_is_not_sent_when_a_gateway_is_set(app: Flask, commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1", at=NOW - timedelta(days=4))
    assert deliver_messages(NOW) == 0
    assert (sms_server.calls, states(), messages()[0].fault) == ([], [("failed", 1)], "old")


def test_without_a_gateway_nothing_leaves(app: Flask, commune: Commune):
    lay(commune, "about:1")
    use_sms(app, "")
    assert (messages_wait(DUE), deliver_messages(DUE), states()) == (False, 0, [("waiting", 0)])


def test_two_workers_never_claim_the_same_message(commune: Commune):
    lay(commune, "about:1", "about:2")
    found = []
    for _worker in range(3):
        with transaction():
            row = short_messages.claim_next(at=DUE)
            found.append(row and row.subject)
    assert found == ["about:1", "about:2", None]


def test_worker_killed_between_claim_and_sending_sends_it_after_the_pause(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1")
    with transaction():
        short_messages.claim_next(at=DUE)
    assert (deliver_messages(DUE), deliver_messages(DUE + BACKOFF[0])) == (0, 1)
    assert len(sms_server.calls) == 1


def test_message_taken_back_while_it_is_on_its_way_stays_gone(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1")
    with transaction():
        row_id = short_messages.claim_next(at=DUE).id
    with transaction():
        short_messages.withdraw(["about:1"], unit_id=commune.unit_id)
    with transaction():
        short_messages.settle(message_id=row_id, at=DUE, accepted=False)
    assert (messages(), deliver_messages(DUE + timedelta(hours=1)), sms_server.calls) == ([], 0, [])


def test_taking_back_leaves_what_is_of_others(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1", "about:11")
    with transaction():
        short_messages.withdraw(["about:1"], unit_id=commune.unit_id)
        short_messages.withdraw(["about:11"], unit_id=commune.unit_id + 1)
    assert [row.subject for row in messages()] == ["about:11"]


def test_worker_delivers_by_itself_and_its_log_names_nobody(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1", "about:2")
    sms_server.answer = 400
    with capture_logs() as lines:
        assert jobs.run_due(at=DUE)["short_messages"] == 0
    told = str(lines)
    assert [line["event"] for line in lines if line.get("why") == "400"] == ["short_message_not_taken"] * 2
    assert not any(secret in told for secret in (PHONE, PHONE[2:], TOKEN, "Có tin mới"))


def test_ended_messages_are_forgotten_after_thirty_days(commune: Commune, sms_server: SmsServer):
    lay(commune, "about:1", "about:2")
    deliver_messages(DUE)
    lay(commune, "about:3", at=NOW + timedelta(minutes=1))
    assert (sweep_messages(NOW + timedelta(days=29)), sweep_messages(NOW + timedelta(days=31))) == (0, 2)
    assert [row.subject for row in messages()] == ["about:3"]

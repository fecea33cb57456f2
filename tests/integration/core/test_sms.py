"""One message to a real gateway: what it is handed, and what every answer and silence means."""

from __future__ import annotations

import pytest

from core import sms
from core.sms import Fate, Gateway, Tried
from core.sms_address import sms_address
from tests.infra.ports import LOOPBACK, free_port
from tests.infra.sms import DROP, HANG, LOSE, TOKEN, SmsServer

REFERENCE = "0123456789abcdef0123456789abcdef"


def handed_in(url: str) -> Tried:
    gateway = Gateway(address=sms_address(url), sender="GANDAN", marks=True)
    return sms.send(gateway, to="84912345678", text="Có tin mới", reference=REFERENCE)


def test_gateway_is_handed_what_the_contract_says(sms_server: SmsServer):
    assert handed_in(sms_server.url) == Tried(fate=Fate.ACCEPTED)
    (call,) = sms_server.calls
    assert (call.method, call.path, call.token, call.key) == ("POST", "/v1/messages", TOKEN, REFERENCE)
    assert call.body == {"to": "84912345678", "text": "Có tin mới", "from": "GANDAN", "reference": REFERENCE}


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        *[(status, Fate.ACCEPTED) for status in (200, 201, 202, 204)],
        *[(status, Fate.REFUSED) for status in (400, 409, 410, 422)],
        *[(status, Fate.LATER) for status in (302, 408, 425, 500, 503)],
        *[(status, Fate.AWAY) for status in (401, 402, 403, 404, 405, 429)],
    ],
)
def test_status_decides(sms_server: SmsServer, status: int, fate: Fate):
    sms_server.answer = status
    assert handed_in(sms_server.url) == Tried(fate=fate, fault="" if fate == Fate.ACCEPTED else str(status))


def test_gateway_that_is_not_there_is_away():
    assert handed_in(f"http://t@{LOOPBACK}:{free_port()}/").fate == Fate.AWAY


def test_gateway_that_hangs_is_let_go_in_time(sms_server: SmsServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sms, "SECONDS", 0.3)
    sms_server.answer = HANG
    assert handed_in(sms_server.url) == Tried(fate=Fate.AWAY, fault="timeout")


@pytest.mark.parametrize("how", [DROP, LOSE])
def test_line_that_breaks_is_tried_again(sms_server: SmsServer, how: str):
    sms_server.answer = how
    assert handed_in(sms_server.url).fate in (Fate.AWAY, Fate.LATER)


def test_neither_token_nor_number_stands_in_what_a_log_could_show(sms_server: SmsServer):
    gateway = Gateway(address=sms_address(sms_server.url), sender="GANDAN", marks=False)
    assert TOKEN not in repr(gateway)

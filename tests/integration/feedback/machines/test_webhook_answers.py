"""What another system answers to news, byte by byte, and what we make of it: only a plain 2xx of HTTP has arrived."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from core import outgoing
from feedback.services.webhook_delivery import Parcel, _send
from tests.infra.lines import whole_request
from tests.makers_core import bare_app

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_app()


@contextmanager
def server(answer: bytes | None) -> Iterator[tuple[str, list[bytes]]]:
    """Listen once on this machine and say these bytes, whatever is asked (None: say nothing and keep the line open)."""
    heard: list[bytes] = []
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:

        def listen() -> None:
            line, _address = door.accept()
            with line:
                heard.append(whole_request(line))
                if answer is None:
                    over.wait(5)
                else:
                    line.sendall(answer)

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/nhan", heard
        over.set()
        thread.join(5)


def parcel(address: str) -> Parcel:
    return Parcel(
        id=1, public_id="d1", webhook_id=1, topic="case.received", address=address, secret="whsec_a",
        body=b'{"id":"d1"}', created_at=AT - timedelta(hours=1),
    )  # fmt: skip


def sent(site: Flask, address: str, *, targets: str = "any") -> str:
    """Send a delivery as the worker does; return what was wrong."""
    site.config["SETTINGS"] = SimpleNamespace(webhook_targets=targets)
    with site.app_context():
        return _send(parcel(address), at=AT)


ANSWERS: list[tuple[bytes, str]] = [
    # what the other side says, what we make of it
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", ""),
    (b"HTTP/1.1 204 No Content\r\n\r\n", ""),
    (b"HTTP/1.0 202 Accepted\r\n\r\n", ""),
    (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000, ""),  # more than is looked at
    (b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", "301"),
    (b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", "410"),
    (b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", "500"),
    (b"HTTP/1.1 999 Sure\r\nContent-Length: 0\r\n\r\n", "999"),
    (b"SSH-2.0-OpenSSH_9.2\r\n", "no_http"),
    (b"HTTP/1.1 two hundred\r\n\r\n", "no_http"),
    (b"\x16\x03\x01\x02\x00\x01\x00\r\n", "no_http"),
    (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n", "no_http"),
    (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 150 + b"\r\n", "no_http"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "no_http"),
    (b"", "unreachable"),
]


@pytest.mark.parametrize(("answer", "fault"), ANSWERS, ids=lambda value: str(value)[:40])
def test_only_a_plain_yes_counts_as_arrived(site: Flask, answer: bytes, fault: str):
    with server(answer) as (address, heard):
        assert sent(site, address) == fault
    assert heard[0].startswith(b"POST /nhan HTTP/1.1\r\n")


def test_delivery_carries_its_id_its_moment_and_its_signature(site: Flask):
    with server(ANSWERS[1][0]) as (address, heard):
        sent(site, address)
    head, _blank, body = heard[0].decode().partition("\r\n\r\n")
    told = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    stamp = str(int(AT.timestamp()))
    assert (told["X-GanDan-Event"], told["X-GanDan-Delivery"], told["X-GanDan-Timestamp"]) == ("case.received", "d1", stamp)
    assert told["X-GanDan-Signature"] == outgoing.signature("whsec_a", timestamp=int(stamp), body=b'{"id":"d1"}')
    assert (told["Content-Type"], "whsec_a" in head + body) == ("application/json; charset=utf-8", False)


def test_silence_ends_with_its_time(site: Flask, monkeypatch: pytest.MonkeyPatch):
    for name in ("STEP_SECONDS", "WHOLE_SECONDS"):
        with monkeypatch.context() as patch, server(None) as (address, _heard):
            patch.setattr(outgoing, name, 0.1)
            assert sent(site, address) == "timeout"


def test_address_where_nobody_listens_is_unreachable(site: Flask):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    assert sent(site, f"http://127.0.0.1:{port}/") == "unreachable"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://a.vn/", "address_not_https"), ("https://127.0.0.1/", "address_private"), ("https://[::1]/", "address_private"),
        ("https://a.vn/#x", "address_bad"), ("javascript:alert(1)", "address_bad"),
    ],
)  # fmt: skip
def test_address_that_became_unsafe_is_not_called(site: Flask, address: str, fault: str):
    assert sent(site, address, targets="public") == fault

"""Calls to real sockets of this machine: no redirect is followed, nothing waits too long, a wrong certificate is refused."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import outgoing
from tests.infra.certificates import own_certificate
from tests.infra.lines import whole_request

Talk = Callable[[socket.socket], None]


class Door:
    """A server of one thread that talks to each caller as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.talk: Talk = answers(b"HTTP/1.1 204 No Content\r\n\r\n")
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _address = self._socket.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(5)
                try:
                    self.heard.append(whole_request(caller))
                    self.talk(caller)
                except OSError:
                    continue

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/nhan?a=1"

    def stop(self) -> None:
        """End it."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def answers(*parts: bytes, pause: float = 0.0) -> Talk:
    """Say the parts one after the other, with a pause between them."""

    def talk(caller: socket.socket) -> None:
        for part in parts:
            caller.sendall(part)
            time.sleep(pause)

    return talk


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    yield made
    made.stop()


def test_call_says_where_it_goes_and_brings_the_body_once(door: Door):
    door.talk = answers(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nxin c")
    answer = outgoing.call(door.url, body=b'{"a":1}', headers={"X-GanDan-Event": "ping"}, anywhere=True)
    assert (answer.status, answer.body) == (200, b"xin c")
    (asked,) = door.heard
    assert asked.startswith(b"POST /nhan?a=1 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{door.port}\r\n".encode() in asked
    assert b"X-GanDan-Event: ping\r\n" in asked
    assert b"Content-Length: 7\r\n" in asked
    assert b"Cookie" not in asked


def test_redirect_is_an_answer_and_not_followed(door: Door):
    door.talk = answers(f"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:{door.port}/other\r\n\r\n".encode())
    assert outgoing.call(door.url, body=b"{}", anywhere=True).status == 307
    assert len(door.heard) == 1


def test_long_body_is_looked_at_only_as_far_as_asked(door: Door):
    door.talk = answers(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000)
    assert len(outgoing.call(door.url, method="GET", anywhere=True, looked_at=1000).body) == 1000


FAULTS = (
    ("an answer that is no HTTP", answers(b"xin chao\r\n\r\n"), http.client.HTTPException),
    ("a line that goes on and on", answers(b"HTTP/1.1 200 " + b"x" * 100_000), http.client.HTTPException),
    ("headers without end", answers(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500), http.client.HTTPException),
    ("nothing at all", answers(), (http.client.HTTPException, OSError)),
)


@pytest.mark.parametrize(("why", "talk", "fault"), FAULTS, ids=[why for why, *_rest in FAULTS])
def test_broken_answer_is_a_fault_and_no_crash(door: Door, why: str, talk: Talk, fault: type[Exception]):
    door.talk = talk
    with pytest.raises(fault):
        outgoing.call(door.url, body=b"{}", anywhere=True)


def test_side_that_says_nothing_or_drips_is_cut_off_in_time(door: Door, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outgoing, "STEP_SECONDS", 0.2)
    door.talk = answers(b"", pause=0.4)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        outgoing.call(door.url, body=b"{}", anywhere=True)
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.3)
    door.talk = answers(b"HTTP/1.1 200 OK\r\n", *[b"a: b\r\n"] * 20, pause=0.1)
    with pytest.raises(TimeoutError):
        outgoing.call(door.url, body=b"{}", anywhere=True)
    assert time.monotonic() - began < 5


def test_caller_may_ask_for_less_time(door: Door):
    door.talk = answers(b"HTTP/1.1 200 OK\r\n", *[b"a: b\r\n"] * 20, pause=0.1)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        outgoing.call(door.url, body=b"{}", anywhere=True, seconds=0.3)
    assert time.monotonic() - began < 1.5


def test_time_that_is_over_before_the_connection_stands_is_over(door: Door, monkeypatch: pytest.MonkeyPatch):
    connect = socket.create_connection

    def slowly(*where: object) -> socket.socket:
        time.sleep(0.4)
        return connect(*where)

    monkeypatch.setattr(socket, "create_connection", slowly)
    with pytest.raises(TimeoutError):
        outgoing.call(door.url, body=b"{}", anywhere=True, seconds=0.1)
    assert b"".join(door.heard) == b""


def test_certificate_of_nobody_we_trust_is_refused_before_a_word_is_said(tmp_path: Path):
    heard: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_certificate(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            caller, _address = server.accept()
            try:
                with context.wrap_socket(caller, server_side=True) as safe:
                    heard.append(safe.recv(1000))
            except (OSError, ssl.SSLError):
                caller.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with pytest.raises(ssl.SSLCertVerificationError):
            outgoing.call(f"https://127.0.0.1:{server.getsockname()[1]}/", body=b"{}", anywhere=True)
        thread.join(5)
    assert heard in ([], [b""])


def test_private_address_is_refused_although_somebody_listens_there(door: Door):
    for address in (door.url, door.url.replace("http", "https"), f"https://localhost:{door.port}/"):
        with pytest.raises(outgoing.Unsafe):
            outgoing.call(address, body=b"{}")
    assert door.heard == []

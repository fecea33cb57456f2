"""The production server as it is shipped: slow phones, broken requests, an end in good order, a crash."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import time
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import html5lib
import pytest

from tests.infra.live import LiveServer
from tests.infra.ports import LOOPBACK
from tests.infra.waiting import wait_until

SLOW_PHONES = 60
ESTABLISHED = "01"
HALF_A_POST = (
    b"POST /gui HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 900\r\n\r\nstory=t"
)


def get(server: LiveServer, address: str, **headers: str) -> tuple[int, bytes]:
    """Return status and body of a page."""
    connection = http.client.HTTPConnection(LOOPBACK, server.port, timeout=10)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def raw(server: LiveServer, request: bytes) -> bytes:
    """Send bytes as they are; return the first line of the answer."""
    with socket.create_connection((LOOPBACK, server.port), timeout=10) as line:
        line.sendall(request)
        return line.makefile("rb").readline().strip()


def test_server_is_alive_and_ready(live_server: LiveServer):
    assert (get(live_server, "/healthz"), get(live_server, "/readyz")[0]) == ((200, b"ok\n"), 200)


@pytest.mark.parametrize("address", ["/gui", "/no-such-page"], ids=["read", "answered-early"])
def test_sixty_slow_phones_do_not_keep_out_the_next(live_server: LiveServer, address: str):
    with ExitStack() as stack:
        for _ in range(SLOW_PHONES):
            phone = stack.enter_context(socket.create_connection((LOOPBACK, live_server.port)))
            phone.sendall(HALF_A_POST.replace(b"/gui", address.encode()))
        time.sleep(0.5)
        begun = time.monotonic()
        status, _body = get(live_server, "/healthz")
        assert (status, time.monotonic() - begun < 1) == (200, True)


def test_malformed_chunk_is_the_clients_fault(live_server: LiveServer):
    head = b"POST /gui HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    assert raw(live_server, head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nstory\r\n0\r\n\r\n").split()[1] == b"400"


@pytest.mark.parametrize(
    "request_line", [b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n"]
)
def test_broken_request_is_never_a_server_error(live_server: LiveServer, request_line: bytes):
    status = raw(live_server, request_line).split()[1:2]
    assert (status or [b"400"])[0][:1] == b"4"


LONG = b"x" * 9000
REFUSED = [
    ("too-long", b"GET /ho-so?q=0912345678" + LONG + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "Địa chỉ này dài quá"),
    ("headers", b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + LONG * 8 + b"\r\n\r\n", 431, "Trình duyệt gửi kèm nhiều quá"),
    ("no-http", b"GET /tra-cuu?ma=0912345678\r\n\r\n", 400, "Trang này không hiểu yêu cầu vừa gửi"),
    ("version", b"GET /tra-cuu?ma=0912345678 HTTP/9.9\r\n\r\n", 400, "Trang này không hiểu yêu cầu vừa gửi"),
    ("header", b"GET / HTTP/1.1\r\nHost: localhost\r\nX 0912345678: 1\r\n\r\n", 400, "Trang này không hiểu yêu cầu vừa gửi"),
]  # fmt: skip


@pytest.mark.parametrize(("request_bytes", "status", "title"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_request_that_never_reaches_the_application_is_answered_in_our_words(
    live_server: LiveServer, request_bytes: bytes, status: int, title: str
):
    """Vietnamese first, English second; nothing of what was sent in the page or in the log."""
    with socket.create_connection((LOOPBACK, live_server.port), timeout=10) as line:
        line.sendall(request_bytes)
        answer = line.makefile("rb").read()
    head, _, page = answer.partition(b"\r\n\r\n")
    headers = http.client.parse_headers(BytesIO(head.partition(b"\r\n")[2] + b"\r\n\r\n"))
    assert (head.split()[1], headers["Connection"], headers["Cache-Control"]) == (str(status).encode(), "close", "no-store")
    assert (headers["Content-Length"], "default-src 'none'" in headers["Content-Security-Policy"]) == (str(len(page)), True)
    html5lib.HTMLParser(strict=True).parse(page)
    text = page.decode()
    assert (title in text, text.index('lang="vi"') < text.index('lang="en"'), "0912345678" in text) == (True, True, False)
    style = re.search(r'href="(/static/[^"]+)"', text)
    assert style is not None
    assert get(live_server, style[1])[0] == 200
    assert wait_until(lambda: "Refused a request" in live_server.said())
    assert [words for words in ("0912345678", "Invalid request from") if words in live_server.said()] == []
    assert get(live_server, "/healthz") == (200, b"ok\n")


def processes_of(server: LiveServer) -> list[int]:
    """Return the process ids of the server's workers."""
    master = server.processes["server"].pid
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()]


@pytest.mark.apart
def test_a_crashed_process_is_replaced(live_server: LiveServer):
    assert wait_until(lambda: len(processes_of(live_server)) == 2), live_server.said()
    before = processes_of(live_server)
    os.kill(before[0], signal.SIGKILL)
    assert wait_until(lambda: len(processes_of(live_server)) == 2 and before[0] not in processes_of(live_server)), (
        live_server.said()
    )
    assert [get(live_server, "/healthz")[0] for _ in range(10)] == [200] * 10


def connections_of(pid: int, server: LiveServer) -> int:
    """Return how many visitors a process has taken in."""
    open_files = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    ours = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(f":{server.port:04X}") and line[3] == ESTABLISHED}
    return sum(name in ours for name in open_files)


@pytest.mark.apart
def test_visitors_are_shared_among_the_processes(live_server: LiveServer):
    assert wait_until(lambda: len(processes_of(live_server)) == 2), live_server.said()
    with ExitStack() as stack:
        for _ in range(24):
            visitor = http.client.HTTPConnection(LOOPBACK, live_server.port, timeout=10)
            stack.callback(visitor.close)
            visitor.request("GET", "/healthz")
            assert visitor.getresponse().read() == b"ok\n"
        shares = [connections_of(pid, live_server) for pid in processes_of(live_server)]
        assert (sum(shares), min(shares) >= 6) == (24, True), shares


def catches(pid: int, wanted: signal.Signals) -> bool:
    """Return whether a process has begun to listen to a signal."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines())
    return bool(int(status["SigCgt"], 16) >> (wanted - 1) & 1)


@pytest.mark.apart
def test_server_and_worker_end_in_good_order(live_server: LiveServer):
    processes = dict(live_server.processes)
    assert wait_until(lambda: all(catches(process.pid, signal.SIGTERM) for process in processes.values())), live_server.said()
    live_server.stop()
    assert {name: process.returncode for name, process in processes.items()} == {"server": 0, "worker": 0}


def test_no_log_line_holds_an_address_with_what_somebody_searched(live_server: LiveServer):
    get(live_server, "/ho-so?q=Nguyen-Van-Kin")
    get(live_server, "/tra-cuu?code=7K3MP-9QXTR")
    said = live_server.said()
    assert ("Nguyen-Van-Kin" in said, "7K3MP" in said) == (False, False)

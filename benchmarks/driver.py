"""A small client with many connections in one thread: the same for the bare page and for ours, so that its own cost cancels out.

Each connection sends its next request as soon as the answer to the last one is complete (HTTP/1.1, kept alive). A cycle is
one request, or several in a row of which a later one may need something from an earlier answer (the token of a form).

After VISIT cycles a connection is closed and a new one comes, as visitors do. Connections that stay for a whole measurement
stay with the process that took them in: when one of two processes took in most of them, everything came out half as fast.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

VISIT = 20
Request = bytes
Cycle = Iterator[Request]


@dataclass
class Outcome:
    """What was measured. ``seconds`` is the span, ``spans`` the duration of each complete cycle in seconds."""

    seconds: float = 0.0
    spans: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    size: int = 0

    @property
    def rate(self) -> float:
        return len(self.spans) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds."""
        ordered = sorted(self.spans)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Connection:
    """One client; ``cycles`` yields a generator per cycle, which is sent the answer to each of its requests."""

    def __init__(self, address: tuple[str, int], cycles: Callable[[], Cycle], outcome: Outcome, *, done: int = 0) -> None:
        self.address, self.cycles, self.outcome, self.done = address, cycles, outcome, done
        self.socket = self._open()
        self._begin()

    def _open(self) -> socket.socket:
        opened = socket.create_connection(self.address)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def _begin(self) -> None:
        self.cycle = self.cycles()
        self.began = time.perf_counter()
        self._send(next(self.cycle))

    def _send(self, request: Request) -> None:
        self.answer, self.wanted = b"", -1
        self.socket.sendall(request)

    def readable(self) -> bool:
        """Take what has come; return False when a new connection is needed: the server closed this one, or its visit is over."""
        part = self.socket.recv(262144)
        if not part:
            return False
        self.answer = self.answer + part if self.answer else part
        if self.wanted < 0:
            self._read_head()
        return self._complete() if 0 <= self.wanted <= len(self.answer) else True

    def _read_head(self) -> None:
        end = self.answer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.answer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 : head.find(b"\r\n", at) if head.find(b"\r\n", at) > 0 else end]) if at >= 0 else 0
        self.wanted = end + 4 + length

    def _complete(self) -> bool:
        status = int(self.answer[9:12])
        self.outcome.statuses[status] = self.outcome.statuses.get(status, 0) + 1
        self.outcome.size = len(self.answer)
        try:
            following = self.cycle.send(self.answer)
        except StopIteration:
            self.outcome.spans.append(time.perf_counter() - self.began)
            self.done += 1
            if self.done % VISIT == 0:
                return False
            self._begin()
        else:
            self._send(following)
        return True

    def reopen(self) -> None:
        """Begin a new cycle on a new connection."""
        self.socket.close()
        self.socket = self._open()
        self._begin()


def drive(port: int, cycles: Callable[[], Cycle], *, connections: int, seconds: float) -> Outcome:
    """Send cycles over ``connections`` connections for ``seconds`` and return what came back."""
    outcome = Outcome()
    selector = selectors.DefaultSelector()
    clients = [Connection(("127.0.0.1", port), cycles, outcome, done=number) for number in range(connections)]
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for key, _ in selector.select(0.5):
            client: Connection = key.data
            if not client.readable():
                selector.unregister(client.socket)
                client.reopen()
                selector.register(client.socket, selectors.EVENT_READ, client)
    outcome.seconds = time.perf_counter() - began
    selector.close()
    for client in clients:
        client.socket.close()
    return outcome


def ask(port: int, request: Request) -> bytes:
    """Send one request and return the whole answer."""
    kept: list[bytes] = []

    def cycle() -> Cycle:
        kept.append((yield request))

    client = Connection(("127.0.0.1", port), cycle, Outcome())
    while not kept:
        if not client.readable():
            client.reopen()
    client.socket.close()
    return kept[0]


def get(path: str, *headers: str) -> Request:
    """Return the bytes of a GET request."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
    return "\r\n".join(lines).encode()


def post(path: str, body: bytes, content_type: str) -> Request:
    """Return the bytes of a POST request."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body

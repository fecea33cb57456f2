"""The test tool itself: a slow line is as slow as it says, as late as it says, and cuts when it says."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.infra.ports import LOOPBACK
from tests.infra.slow_line import Shape, slow_lines


@pytest.fixture
def echo() -> Iterator[int]:
    """Return the port of a server that sends back what it is sent."""
    listener = socket.create_server((LOOPBACK, 0))

    def answer(line: socket.socket) -> None:
        try:
            while block := line.recv(4096):
                line.sendall(block)
        except OSError:
            pass

    def serve() -> None:
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(line,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def echoed(port: int, content: bytes) -> tuple[bytes, float]:
    """Send bytes through a line and back; return what came and in how many seconds."""
    began = time.monotonic()
    with socket.create_connection((LOOPBACK, port), timeout=10) as line:
        threading.Thread(target=line.sendall, args=(content,), daemon=True).start()
        came = b""
        while len(came) < len(content):
            block = line.recv(4096)
            if not block:
                break
            came += block
    return came, time.monotonic() - began


def test_bytes_come_whole_slowly_and_late(echo: int):
    content = bytes(range(256)) * 40
    with slow_lines(echo, Shape(bits=30_000, delay=0.4, cut_every=0, speed=10)) as lines:
        line = lines.new_line()
        came, seconds = echoed(line.port, content)
    assert (came == content, line.up, line.down) == (True, len(content), len(content))
    least = len(content) * 8 / 300_000 + 2 * 0.04
    assert least <= seconds < least + 2


def test_a_line_is_shared_by_everything_its_phone_sends(echo: int):
    content = b"x" * 8_000
    with slow_lines(echo, Shape(bits=30_000, delay=0, cut_every=0, speed=10)) as lines:
        line = lines.new_line()
        began = time.monotonic()
        threads = [threading.Thread(target=echoed, args=(line.port, content)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
    assert (line.up, seconds >= 16_000 * 8 / 300_000) == (16_000, True)


def test_a_line_is_cut_again_and_again_and_can_be_used_again(echo: int):
    with slow_lines(echo, Shape(bits=30_000, delay=0, cut_every=2, speed=20)) as lines:
        line = lines.new_line()
        lost = 0
        end = time.monotonic() + 1.2
        while time.monotonic() < end:
            try:
                came, _seconds = echoed(line.port, b"y" * 30_000)
                lost += len(came) < 30_000
            except OSError:
                lost += 1
        assert (line.cuts >= 3, lost >= 3) == (True, True)

"""Free ports on the loopback address, and waiting until somebody listens there."""

from __future__ import annotations

import http.client
import socket

from tests.infra.waiting import wait_until

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, *, seconds: float = 30.0) -> None:
    """Return when a server answers on ``port``; raises TimeoutError."""

    def listens() -> bool:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            return False
        return True

    if not wait_until(listens, seconds=seconds):
        raise TimeoutError(f"nothing listens on port {port} after {seconds} s")


def wait_for_answer(port: int, address: str, *, seconds: float = 60.0) -> None:
    """Return when an HTTP server answers 200 at ``address``; raises TimeoutError."""

    def answers() -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
        try:
            connection.request("GET", address)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    if not wait_until(answers, seconds=seconds):
        raise TimeoutError(f"{address} does not answer on port {port} after {seconds} s")

"""A line of a socket in tests: a request heard to its end."""

from __future__ import annotations

import re
import socket

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


def whole_request(line: socket.socket) -> bytes:
    """Read a request to its end: a line closed with bytes unread is reset, and the answer on it may be lost."""
    heard = b""
    while block := line.recv(65_536):
        heard += block
        head, blank, body = heard.partition(b"\r\n\r\n")
        told = LENGTH.search(head)
        if blank and len(body) >= (int(told[1]) if told else 0):
            break
    return heard

"""A plain HTTP line to the running server: no browser, nothing repaired, cookies given back as they came."""

from __future__ import annotations

import http.client
import re
import secrets
import socket
from dataclasses import dataclass, field
from html import unescape

from tests.infra.live import LiveServer
from tests.infra.ports import LOOPBACK

TOKEN = re.compile(r'name="(?:form_token|csrf_token)"[^>]*value="([^"]+)"')
WORDS = re.compile(r'id="tu-bi-mat"[^>]*>(.*?)</b>', re.S)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def token(self) -> str:
        """Return the token of the form on the page."""
        found = TOKEN.search(self.text)
        assert found is not None
        return found[1]

    @property
    def words(self) -> str:
        """Return the secret words on a receipt, or an empty text."""
        found = WORDS.search(self.text)
        return unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


@dataclass(kw_only=True)
class Line:
    """One client of the server."""

    server: LiveServer
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> Reply:
        """Ask for a page."""
        return self._ask("GET", address)

    def post(self, address: str, fields: dict[str, str], *, photos: tuple[bytes, ...] = ()) -> Reply:
        """Send a form as browsers send one with files."""
        boundary = secrets.token_hex(12)
        parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
        head = b'Content-Disposition: form-data; name="photos"; filename="IMG_0987123654.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts += [head + photo for photo in photos]
        body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
        return self._ask("POST", address, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def _ask(self, method: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        line = http.client.HTTPConnection(LOOPBACK, self.server.port, timeout=60)
        sent = {**(headers or {}), "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        line.request(method, address, body=body, headers=sent)
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        return Reply(status=answer.status, headers=dict(answer.headers), text=text)


def raw(server: LiveServer, request: bytes) -> tuple[int, bytes]:
    """Send bytes as they are; return the status (0 when the line was just closed) and everything that came back."""
    with socket.create_connection((LOOPBACK, server.port), timeout=10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        received = b""
        while block := line.recv(65536):
            received += block
    status = received.split(b" ", 2)[1:2]
    return (int(status[0]) if status and status[0].isdigit() else 0), received

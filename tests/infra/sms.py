"""A real HTTP server that takes short messages as a provider's gateway does, and can be told to misbehave."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.infra.ports import LOOPBACK

TOKEN = "geheim-gateway-token"
HANG, DROP, LOSE = "hang", "drop", "lose"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as it came in."""

    method: str
    path: str
    token: str
    key: str
    body: dict[str, Any]


class SmsServer:
    """``calls`` is every request, ``delivered`` what telephones got: a reference that came before is not delivered again.

    ``answer`` to the next ones: a status; HANG (no answer until the server is stopped), DROP (the line is cut before anything
    is read), LOSE (the message is delivered and the answer lost).
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.delivered: list[dict[str, Any]] = []
        self.answer: int | str = 202
        self._over = threading.Event()
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.take(self)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """The server's address as the setting SMS_URL."""
        return f"http://{TOKEN}@{LOOPBACK}:{self._http.server_port}/v1/messages"

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more, and let go of whoever hangs."""
        self._over.set()
        self._http.shutdown()
        self._http.server_close()

    def take(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        if self.answer == DROP:
            request.close_connection = True
            return
        call = Call(
            method=request.command, path=request.path, token=request.headers["Authorization"].removeprefix("Bearer "),
            key=request.headers["Idempotency-Key"], body=json.loads(request.rfile.read(int(request.headers["Content-Length"]))),
        )  # fmt: skip
        with self._lock:
            known = {body["reference"] for body in self.delivered}
            self.calls.append(call)
            if self.answer in (LOSE, 200, 202) and call.key not in known:
                self.delivered.append(call.body)
        if self.answer == HANG:
            self._over.wait(60)
        if isinstance(self.answer, str):
            request.close_connection = True
            return
        request.send_response(self.answer)
        request.send_header("Content-Length", "2")
        request.end_headers()
        request.wfile.write(b"{}")

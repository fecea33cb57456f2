"""Makers around other systems: a key of one, a small client of GeoReport that reads both writings, and one that is told news."""

from __future__ import annotations

import json
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.transaction import transaction
from feedback.public_news import TOPICS
from feedback.services import api_keys, webhooks
from tests.makers import NOW, Commune

STORY = "Cầu tràn thôn Lũng Dòn hỏng lan can từ sau trận mưa đầu tháng, trẻ đi học rất nguy hiểm."


def make_key(commune: Commune, *, name: str = "Cổng 1022", per_hour: int = 60) -> api_keys.MadeKey:
    """Return a fresh key of the commune, made by its administrator."""
    with transaction():
        return api_keys.make_key(actor=commune.administrator, at=NOW, name=name, per_hour=per_hour)


def request_of(key: str, **changes: str) -> dict[str, str]:
    """Return a GeoReport request that lacks nothing; a changed value of None-like emptiness is sent empty."""
    values = {
        "api_key": key, "service_code": "giao_thong", "description": STORY, "first_name": "An", "last_name": "Nguyễn Văn",
        "phone": "0912345678", "address_string": "Cạnh cây đa đầu thôn",
    }  # fmt: skip
    return {**values, **changes}


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A small client of the interface."""

    client: FlaskClient

    def get(self, path: str, **arguments: str) -> TestResponse:
        """Read an address below /open311/v2."""
        return self.client.get(f"/open311/v2/{path}", query_string=arguments)

    def json(self, path: str, **arguments: str) -> Any:
        """Return what an address says in JSON; it must have said it well."""
        answer = self.get(f"{path}.json", **arguments)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def xml(self, path: str, **arguments: str) -> ElementTree.Element:
        """Return what an address says in XML; it must have said it well."""
        answer = self.get(f"{path}.xml", **arguments)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return ElementTree.fromstring(answer.get_data(as_text=True).encode())

    def send(self, values: dict[str, str], form: str = "json", **headers: str) -> TestResponse:
        """Send a letter in."""
        return self.client.post(
            f"/open311/v2/requests.{form}",
            data=values,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )


def error_of(answer: TestResponse) -> tuple[int, list[int], str]:
    """Return status, the codes and the words of GeoReport's errors."""
    found = answer.get_json()
    assert isinstance(found, list)
    assert all(sorted(item) == ["code", "description"] for item in found)
    return answer.status_code, [item["code"] for item in found], " ".join(item["description"] for item in found)


# ------------------------------------------------------------------ a system that is told news


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One call that a listener got."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        """The body as JSON."""
        return json.loads(self.body)


class Listener:
    """A real HTTP server of another system on this machine; ``answers`` are the statuses it gives in turn, then 204."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.answers: list[int] = []
        listener = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append(Heard(path=self.path, headers=dict(self.headers), body=body))
                status = listener.answers.pop(0) if listener.answers else 204
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", f"{listener.url}/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                status = listener.answers.pop(0) if listener.answers else 200
                self.send_response(status)
                self.end_headers()
                self.wfile.write(listener.page)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.page = b"[]"
        self._server = HTTPServer(("127.0.0.1", 0), Door)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def make_webhook(commune: Commune, address: str, *, topics: Sequence[str] = TOPICS) -> webhooks.MadeWebhook:
    """Return an address of another system that is told news, registered by the administrator."""
    with transaction():
        return webhooks.register_webhook(
            actor=commune.administrator, at=NOW, name="Trung tâm tỉnh", address=address, topics=topics, anywhere=True
        )

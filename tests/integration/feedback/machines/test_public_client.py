"""A small public client against the running product: POST, token, request; and another system that hears of it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from core.database import use_unit
from tests import makers
from tests.infra import communes, databases
from tests.infra.live import LiveServer
from tests.infra.ports import wait_for_answer
from tests.infra.settings import settings_for
from tests.infra.waiting import wait_until
from tests.journeys.town import beside
from tests.makers_machines import STORY, Listener, make_key, make_webhook


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.stop()


@pytest.fixture
def server(worker: str, tmp_path: Path) -> Iterator[LiveServer]:
    """Return the product without its worker, on SQLite, with limits, free to call this machine."""
    fresh = databases.copy_of(communes.small("sqlite"), f"open311_{worker}")
    own = {"environment": "production", "rate_limits": "on", "page_cache_seconds": 0.5, "webhook_targets": "any"}
    settings = settings_for(database_url=fresh.url, instance=tmp_path, **own)
    made = LiveServer(settings=settings, database=fresh, logs=tmp_path / "logs", apart=True)
    try:
        made.start_server()
        wait_for_answer(made.port, "/healthz")
        yield made
    finally:
        made.stop()
        databases.discard(fresh)


def call(address: str, values: dict[str, str] | None = None) -> tuple[int, dict[str, str], list[dict[str, str]]]:
    """Return status, headers and the list that an address answered with."""
    body = urlencode(values).encode() if values else None
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=body), timeout=20) as answer:
            return answer.status, dict(answer.headers), json.loads(answer.read())
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, dict(problem.headers), json.loads(problem.read())


@pytest.mark.sqlite
def test_public_client_sends_a_letter_and_finds_it_by_its_token(server: LiveServer, listener: Listener):
    with beside(server):
        commune = makers.make_commune(at=datetime.now(UTC))
        with use_unit(commune.unit_id):
            key = make_key(commune, per_hour=2).key
            make_webhook(commune, f"{listener.url}/nhan", topics=["case.received"])
    home = f"{server.url}/open311/v2"
    services = call(f"{home}/services.json")[2]
    letter = {
        "api_key": key, "service_code": services[0]["service_code"], "description": STORY, "first_name": "An",
        "last_name": "Nguyễn Văn", "phone": "0912345678", "address_string": "Đầu thôn",
    }  # fmt: skip
    status, headers, (sent,) = call(f"{home}/requests.json", letter)
    assert (status, headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == (201, "2", "1")
    status, _headers, (number,) = call(f"{home}/tokens/{sent['token']}.json")
    code = number["service_request_id"]
    status, headers, (request,) = call(f"{home}/requests/{code}.json")
    assert (status, request["status"], request["service_code"]) == (200, "open", services[0]["service_code"])
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert [item["service_request_id"] for item in call(f"{home}/requests.json?service_request_id={code}")[2]] == [code]
    assert call(f"{home}/requests.json", {**letter, "external_reference": "2"})[0] == 201
    status, headers, errors = call(f"{home}/requests.json", {**letter, "external_reference": "3"})
    assert (status, [error["code"] for error in errors], "Retry-After" in headers) == (429, [429], True)
    assert call(f"{home}/requests.json", {**letter, "api_key": "x"})[0] == 403

    assert listener.heard == []
    server.start_worker()
    wait_until(lambda: len(listener.heard) >= 2)
    assert [heard.said["event"] for heard in listener.heard] == ["case.received"] * 2
    assert code in {heard.said["case"]["service_request_id"] for heard in listener.heard}

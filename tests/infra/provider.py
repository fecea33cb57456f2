"""Two providers that officials sign in through: a real one (oidc-provider-mock) as a process, and one that lies when told to."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.infra.ports import LOOPBACK, free_port, wait_for_answer

CLIENT, SECRET, NAME = "gan-dan", "bí mật/của:tỉnh", "SSO tỉnh"
ABOUT = "/.well-known/openid-configuration"


def oidc_settings(issuer: str, **changes: object) -> dict[str, object]:
    """Return the settings of an application that signs in through ``issuer``."""
    return {
        "oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_name": NAME,
        "public_url": "http://localhost", **changes,
    }  # fmt: skip


@dataclass(kw_only=True)
class RealProvider:
    """A running oidc-provider-mock."""

    port: int = field(default_factory=free_port)

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://{LOOPBACK}:{self.port}"

    def knows(self, subject: str, **claims: object) -> None:
        """Give a person claims."""
        self._send("PUT", f"/users/{quote(subject)}", json.dumps(claims).encode(), "application/json")

    def signs_in(self, place: str, subject: str, *, denied: bool = False) -> str:
        """Sign a person in at the address that a browser was sent to; returns where the browser is sent back to."""
        sent = urlencode({"action": "deny"} if denied else {"sub": subject}).encode()
        answer = self._send("POST", place.removeprefix(self.issuer), sent, "application/x-www-form-urlencoded")
        back = answer.getheader("Location")
        assert back is not None, answer.status
        return back

    def _send(self, method: str, path: str, body: bytes, kind: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=20)
        try:
            connection.request(method, path, body=body, headers={"Content-Type": kind})
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()


@contextmanager
def real_provider() -> Iterator[RealProvider]:
    """Run a provider as a process of its own."""
    provider = RealProvider()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(provider.port), "--require-nonce", "true"]
    process = subprocess.Popen(command, env={**os.environ, "NO_COLOR": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_answer(provider.port, ABOUT)
        yield provider
    finally:
        process.terminate()
        process.wait(10)


class LyingProvider:
    """A provider in this process. It is honest until a test changes something.

    ``claims`` are put over those of the ID token (None: left out), ``header`` over its header, ``sign`` makes it, ``answers`` are
    whole answers by path, ``delay`` is how long each answer takes; ``heard`` are the paths that were asked.
    """

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, auto_kid=True)
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.sign: Any = self._signed
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.about: dict[str, Any] = {}
        self.delay = 0.0
        self.heard: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer((LOOPBACK, 0), type("Handler", (_Handler,), {"provider": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://{LOOPBACK}:{self._server.server_address[1]}"

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()

    def signs_in(self, place: str, subject: str) -> str:
        """Sign a person in as a browser would; returns where the browser is sent back to."""
        asked = dict(parse_qsl(urlsplit(place).query))
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        code = secrets.token_urlsafe(16)
        self._codes[code] = {**asked, "sub": subject}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path: str, body: bytes, authorization: str) -> tuple[int, bytes]:
        """Return status and body of an answer."""
        time.sleep(self.delay)
        if path in self.answers:
            return self.answers[path]
        if path == ABOUT:
            return 200, json.dumps(self._about()).encode()
        if path == "/keys":
            return 200, json.dumps(KeySet([self.key]).as_dict(private=False)).encode()
        return self._exchange({name: values[0] for name, values in parse_qs(body.decode()).items()}, authorization)

    def _about(self) -> dict[str, Any]:
        endpoints = {"authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.issuer, **{name: self.issuer + path for name, path in endpoints.items()}, **self.about}

    def _exchange(self, sent: dict[str, str], authorization: str) -> tuple[int, bytes]:
        asked = self._codes.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if asked is None or proof != asked["code_challenge"] or sent["redirect_uri"] != asked["redirect_uri"]:
            return 400, b'{"error": "invalid_grant"}'
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":") if authorization else ["", ""]
        known = [unquote(part) for part in pair] == [CLIENT, SECRET] or sent.get("client_secret") == SECRET
        if not known:
            return 401, b'{"error": "invalid_client"}'
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": asked["sub"], "nonce": asked["nonce"], "iat": now, "exp": now + 300,
            **self.claims,
        }  # fmt: skip
        token = self.sign({name: value for name, value in claims.items() if value is not None})
        return 200, json.dumps({"access_token": "x", "token_type": "Bearer", "id_token": token}).encode()

    def _signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid, **self.header}, claims, self.key)


class _Handler(BaseHTTPRequestHandler):
    """One caller of the lying provider."""

    provider: LyingProvider

    def do_GET(self) -> None:
        """Answer a question."""
        self._talk(b"")

    def do_POST(self) -> None:
        """Answer what was sent."""
        self._talk(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _talk(self, body: bytes) -> None:
        path = urlsplit(self.path).path
        self.provider.heard.append(path)
        status, answer = self.provider.answer(path, body, self.headers.get("Authorization", ""))
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", answer.decode())
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

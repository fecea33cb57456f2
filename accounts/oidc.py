"""A client of the provider that officials sign in through: OpenID Connect, authorization code with PKCE; knows no official.

It believes what it has checked: discovery and keys come from the issuer's own origin and are remembered for an hour, the ID token
is signed with one of its keys by a method of the list, for us, now, and for this very attempt. Verifier and nonce of an attempt
are made of its state with the installation's key, so that nothing but the state has to be kept.
"""

from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from accounts.vouched import ProviderFault, Vouched, origin_of
from core import outgoing
from core.config import Settings
from core.sealing import sealer

METHODS = ("RS256", "PS256", "ES256")
"""How an ID token may be signed: with a key of the provider alone; neither "none" nor with a secret that two sides know."""
SECONDS = 8.0
REMEMBERED_SECONDS = 3600.0
LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 255
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
MALFORMED = (JoseError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Provider:
    """The provider of an installation's settings, with what a process remembers of it."""

    def __init__(self, settings: Settings) -> None:
        self.issuer, self.acr = settings.oidc_issuer, settings.oidc_acr
        self._client, self._secret = settings.oidc_client_id, settings.oidc_client_secret
        self.links_by_email = settings.oidc_link_by_email == "on"
        self._scopes = settings.oidc_scopes or ("openid email" if self.links_by_email else "openid")
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}

    def way_there(self, *, state: str, back_to: str, again: bool) -> str:
        """Return where the browser is sent; ``again``: who sits there proves himself, also when he is signed in there."""
        asked = {
            "response_type": "code", "client_id": self._client, "redirect_uri": back_to, "scope": self._scopes, "state": state,
            "nonce": _nonce(state), "code_challenge": _challenge(_verifier(state)), "code_challenge_method": "S256",
            **({"prompt": "login"} if again else {}), **({"acr_values": self.acr} if self.acr else {}),
        }  # fmt: skip
        return _with_query(self._about()["authorization_endpoint"], asked)

    def way_out(self, *, back_to: str) -> str | None:
        """Return where the browser ends its session at the provider, or None where the provider has no such page."""
        place = self._about().get("end_session_endpoint")
        if not isinstance(place, str) or not self._is_own(place):
            return None
        return _with_query(place, {"client_id": self._client, "post_logout_redirect_uri": back_to})

    def vouched(self, *, code: str, state: str, back_to: str, at: datetime) -> Vouched:
        """Exchange the code of an attempt for whom the provider vouches for. Raises ProviderFault."""
        token = self._exchanged(code, state=state, back_to=back_to).get("id_token")
        if not isinstance(token, str):
            raise ProviderFault("answer", "no ID token")
        claims = self._checked(token, nonce=_nonce(state), at=at)
        email = claims.get("email") if self.links_by_email and claims.get("email_verified") is True else ""
        return Vouched(issuer=self.issuer, subject=claims["sub"], email=email if isinstance(email, str) else "")

    # ------------------------------------------------------------------ parts

    def _about(self) -> dict[str, Any]:
        return self._remembered("about", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", check=self._check_about)

    def _check_about(self, found: dict[str, Any]) -> None:
        if found.get("issuer") != self.issuer:
            raise ProviderFault("answer", "discovery names another issuer")
        for name in ENDPOINTS:
            if not isinstance(found.get(name), str) or not self._is_own(found[name]):
                raise ProviderFault("answer", f"{name} is not at the issuer's origin")

    def _is_own(self, address: str) -> bool:
        return origin_of(address) == origin_of(self.issuer)

    def _keys(self, *, fresh: bool) -> KeySet:
        if fresh:
            self._known.pop("keys", None)
        return KeySet.import_key_set(self._remembered("keys", self._about()["jwks_uri"]))  # type: ignore[arg-type]

    def _remembered(self, name: str, address: str, *, check: Any = None) -> dict[str, Any]:
        known = self._known.get(name)
        if known is not None and time.monotonic() - known[0] < REMEMBERED_SECONDS:
            return known[1]
        status, found = _asked(address)
        if status != 200:
            raise ProviderFault("answer", f"{name}: {status}")
        if check is not None:
            check(found)
        self._known[name] = (time.monotonic(), found)
        return found

    def _exchanged(self, code: str, *, state: str, back_to: str) -> dict[str, Any]:
        about, headers = self._about(), {"Content-Type": "application/x-www-form-urlencoded"}
        sent = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": back_to, "code_verifier": _verifier(state),
        }  # fmt: skip
        ways = about.get("token_endpoint_auth_methods_supported")
        if isinstance(ways, list) and "client_secret_basic" not in ways and "client_secret_post" in ways:
            sent |= {"client_id": self._client, "client_secret": self._secret}
        else:
            pair = f"{quote(self._client, safe='')}:{quote(self._secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        status, found = _asked(about["token_endpoint"], body=urlencode(sent).encode(), headers=headers)
        if status != 200:
            raise ProviderFault("stale" if found.get("error") == "invalid_grant" else "answer", f"token: {status}")
        return found

    def _checked(self, token: str, *, nonce: str, at: datetime) -> dict[str, Any]:
        """Return the claims of an ID token. A signature that the known keys do not explain is tried with the keys of now."""
        try:
            claims = self._signed(token, fresh=False)
        except MALFORMED:
            try:
                claims = self._signed(token, fresh=True)
            except MALFORMED as error:
                raise ProviderFault("answer", type(error).__name__) from None
        registry = jwt.JWTClaimsRegistry(
            now=int(at.timestamp()), leeway=LEEWAY_SECONDS, iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self._client}, exp={"essential": True}, iat={"essential": True},
            sub={"essential": True}, nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        try:
            registry.validate(claims)
        except MALFORMED as error:
            raise ProviderFault("answer", f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()) from None
        self._check_rest(claims)
        return claims

    def _signed(self, token: str, *, fresh: bool) -> dict[str, Any]:
        return jwt.decode(token, self._keys(fresh=fresh), algorithms=list(METHODS)).claims

    def _check_rest(self, claims: Mapping[str, Any]) -> None:
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", "" if several else self._client) != self._client:
            raise ProviderFault("answer", "azp")
        if len(claims["sub"]) > LONGEST_SUBJECT:
            raise ProviderFault("answer", "sub")
        ways = claims.get("amr")
        if self.acr and self.acr != claims.get("acr") and self.acr not in (ways if isinstance(ways, list) else ()):
            raise ProviderFault("weak")


def _asked(address: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, Any]]:
    """Return status and JSON of an answer. The address is at an origin that the operator named: it may be of a private net."""
    ours = {"Accept": "application/json", "User-Agent": "GanDan-SignIn/1", **(headers or {})}
    try:
        answer = outgoing.call(
            address, method="GET" if body is None else "POST", body=body, headers=ours, anywhere=True, seconds=SECONDS
        )
    except (OSError, http.client.HTTPException):
        raise ProviderFault("away") from None
    except outgoing.Unsafe:
        raise ProviderFault("answer", "address") from None
    if answer.status >= 500:
        raise ProviderFault("away", str(answer.status))
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise ProviderFault("answer", f"no JSON: {answer.status}") from None
    if not isinstance(found, dict):
        raise ProviderFault("answer", "no JSON object")
    return answer.status, found


def _with_query(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _verifier(state: str) -> str:
    return sealer.derive("oidc verifier", state).hex()


def _nonce(state: str) -> str:
    return sealer.derive("oidc nonce", state).hex()


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")

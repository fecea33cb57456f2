"""A provider that lies, stammers, sleeps or is away opens nothing, and signing in by password goes on."""

from __future__ import annotations

import base64
import hmac
import json
import time

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from accounts import oidc
from tests.infra.provider import ABOUT, CLIENT, SECRET
from tests.integration.accounts.provider_fixtures import clerk as clerk
from tests.integration.accounts.provider_fixtures import commune as commune
from tests.integration.accounts.provider_fixtures import linked as linked
from tests.integration.accounts.provider_fixtures import provider as provider
from tests.integration.accounts.provider_fixtures import settings as settings
from tests.makers_accounts import sign_in
from tests.makers_identities import AWAY, DESK, PAGE, WRONG, come_back, press_button, said, sign_in_through

OTHER_KEY = RSAKey.generate_key(2048, auto_kid=True)
LIES = {
    "another nonce": {"nonce": "0" * 64},
    "no nonce": {"nonce": None},
    "for another client": {"aud": "another"},
    "for nobody": {"aud": None},
    "for several, of another": {"aud": [CLIENT, "another"], "azp": "another"},
    "for several, of nobody": {"aud": [CLIENT, "another"]},
    "from another issuer": {"iss": "https://xau.example"},
    "over": {"exp": int(time.time()) - 3600},
    "without an end": {"exp": None},
    "endless": {"exp": float("nan")},
    "ends in words": {"exp": "never"},
    "from the future": {"iat": int(time.time()) + 3600},
    "without a beginning": {"iat": None},
    "about nobody": {"sub": None},
    "about an empty name": {"sub": ""},
    "about a number": {"sub": 1},
    "about a very long name": {"sub": "s" * 300},
}


@pytest.mark.parametrize("claims", LIES.values(), ids=LIES.keys())
def test_token_that_says_something_else_opens_nothing(client, provider, linked, claims):
    provider.claims = claims
    assert WRONG in said(client, sign_in_through(provider, client, "s-1"))


def by_hand(provider, claims, *, method, secret=None):
    """Return a token as no library makes it: with a method that must not be, and a signature with ``secret`` or none."""
    head = {"alg": method, "kid": provider.key.kid}
    signed = b".".join(letters(json.dumps(part).encode()) for part in (head, claims))
    made = letters(hmac.new(secret, signed, "sha256").digest()) if secret else b""
    return b".".join([signed, made]).decode()


def letters(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


SIGNED = {
    "not at all": lambda provider, claims: by_hand(provider, claims, method="none"),
    "by a foreign key": lambda provider, claims: jwt.encode({"alg": "RS256", "kid": OTHER_KEY.kid}, claims, OTHER_KEY),
    "by a foreign key under a known name": lambda provider, claims: jwt.encode(
        {"alg": "RS256", "kid": provider.key.kid}, claims, OTHER_KEY
    ),
    "with the public key as a secret": lambda provider, claims: by_hand(
        provider, claims, method="HS256", secret=provider.key.as_pem(private=False)
    ),
    "with the client's secret": lambda provider, claims: by_hand(provider, claims, method="HS256", secret=SECRET.encode()),
    "by a method that is not on the list": lambda provider, claims: jwt.encode(
        {"alg": "RS512", "kid": provider.key.kid}, claims, provider.key, ["RS512"]
    ),
    "by nobody, as garbage": lambda provider, claims: "a.b.c",
    "as no text": lambda provider, claims: 7,
    "as an empty text": lambda provider, claims: "",
}


@pytest.mark.parametrize("how", SIGNED.values(), ids=SIGNED.keys())
@pytest.mark.filterwarnings("ignore")
def test_token_that_the_provider_did_not_sign_opens_nothing(client, provider, linked, how):
    provider.sign = lambda claims: how(provider, claims)
    assert WRONG in said(client, sign_in_through(provider, client, "s-1"))


def test_key_that_was_changed_is_found_without_a_restart(client, provider, linked):
    provider.key = RSAKey.generate_key(2048, auto_kid=True)
    assert sign_in_through(provider, client, "s-1").headers["Location"] == DESK
    assert provider.heard.count("/keys") == 2


def test_elliptic_key_is_as_good(client, provider, linked):
    provider.key = ECKey.generate_key("P-256", auto_kid=True)
    provider.header = {"alg": "ES256"}
    assert sign_in_through(provider, client, "s-1").headers["Location"] == DESK


def test_discovery_and_keys_are_asked_once(app, client, provider, linked):
    for _ in range(3):
        sign_in_through(provider, app.test_client(), "s-1")
    assert (provider.heard.count(ABOUT), provider.heard.count("/keys"), provider.heard.count("/token")) == (1, 1, 4)


def test_provider_that_takes_the_secret_in_the_form_gets_it_there(app, client, provider, linked):
    provider.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    app.extensions.pop("gandan.provider")
    assert sign_in_through(provider, client, "s-1").headers["Location"] == DESK


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://xau.example"},
        {"token_endpoint": "https://xau.example/token"},
        {"jwks_uri": "http://169.254.169.254/latest"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"jwks_uri": "http://[::1"},
    ],
)
def test_discovery_that_leads_to_another_place_is_not_believed(client, provider, commune, about):
    provider.about = about
    assert WRONG in said(client, press_button(client))


GARBAGE = [(200, b"<html>"), (200, b"[]"), (200, b"{}"), (404, b"{}"), (302, b"https://xau.example/"), (200, b"[" * 60_000)]


@pytest.mark.parametrize(("path", "step"), [(ABOUT, 0), ("/keys", 1), ("/token", 1)])
@pytest.mark.parametrize("answer", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_told_with_a_sentence_and_no_redirect_is_followed(app, client, provider, commune, path, step, answer):
    provider.answers[path] = answer
    went = press_button(client)
    if step == 1:
        went = come_back(client, provider.signs_in(went.headers["Location"], "s-1"))
    assert WRONG in said(client, went)


def test_password_signs_in_while_the_provider_is_away(app, client, provider, linked, monkeypatch):
    app.extensions.pop("gandan.provider")
    provider.answers[ABOUT] = (503, b"")
    page = said(client, press_button(client, wanted=PAGE))
    assert (AWAY in page, f'value="{PAGE}"' in page, "Mật khẩu" in page) == (True, True, True)
    assert sign_in(client, "tiepdan").headers["Location"] == DESK


def test_slow_provider_is_waited_for_a_little_while_only(app, client, provider, linked, monkeypatch):
    app.extensions.pop("gandan.provider")
    monkeypatch.setattr(oidc, "SECONDS", 0.3)
    provider.delay = 3.0
    began = time.monotonic()
    assert AWAY in said(client, press_button(client))
    assert time.monotonic() - began < 2.5


def test_provider_that_is_gone_is_told_with_a_sentence(app, client, provider, linked):
    app.extensions.pop("gandan.provider")
    provider.stop()
    assert AWAY in said(client, press_button(client))

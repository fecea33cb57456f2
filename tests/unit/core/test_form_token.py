"""The token of a public form: ours, whole, younger than a week, and the same after a restart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from core.form_token import VALID_SECONDS, BadFormToken, FormToken
from tests.infra.settings import SECRET_KEY
from tests.makers_core import bare_app

Clock = Callable[[str], datetime]


@pytest.fixture
def app() -> Flask:
    return bare_app()


def issued(app: Flask) -> str:
    with app.app_context():
        return FormToken.issue()


def refused(app: Flask, token: str) -> tuple[int, str]:
    with app.app_context(), pytest.raises(BadFormToken) as raised:
        FormToken.read(token)
    return raised.value.status, raised.value.code


def test_a_ticket_says_when_the_form_was_given_out(app: Flask, at: Clock):
    at("2026-11-20 09:00")
    token = issued(app)
    at("2026-11-20 09:05")
    with app.app_context():
        assert FormToken.read(token).issued_at == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_every_form_has_a_nonce_of_its_own(app: Flask):
    with app.app_context():
        nonces = {FormToken.read(FormToken.issue()).nonce for _ in range(300)}
    assert len(nonces) == 300
    assert {len(nonce) for nonce in nonces} == {20}


def test_reading_twice_gives_the_same_ticket(app: Flask):
    token = issued(app)
    with app.app_context():
        assert FormToken.read(token) == FormToken.read(token)


def test_a_token_survives_a_restart_and_another_worker(app: Flask):
    token = issued(app)
    with app.app_context():
        before = FormToken.read(token)
    with bare_app().app_context():
        assert FormToken.read(token) == before


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        ("2026-11-20 09:00", True),
        ("2026-11-26 23:59", True),
        ("2026-11-27 08:59", True),
        ("2026-11-27 09:00", True),
        ("2026-11-27 09:01", False),
        ("2027-11-20 09:00", False),
        ("2026-11-20 08:59", False),
    ],
)
def test_a_token_lives_seven_days(app: Flask, at: Clock, moment: str, taken: bool):
    at("2026-11-20 09:00")
    token = issued(app)
    at(moment)
    if taken:
        with app.app_context():
            assert len(FormToken.read(token).nonce) == 20
    else:
        assert refused(app, token) == (400, "form_expired")


def test_seven_days_are_seven_days():
    assert VALID_SECONDS == 604_800


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "\x00", "Đơn.gửi.đi", "x" * 10_000, "../../etc/passwd", "null"])
def test_what_is_no_token_is_refused(app: Flask, token: str):
    assert refused(app, token) == (400, "form_expired")


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_part_is_noticed(app: Flask, part: int):
    parts = issued(app).split(".")
    parts[part] = ("A" if parts[part][0] != "A" else "B") + parts[part][1:]
    assert refused(app, ".".join(parts)) == (400, "form_expired")


@pytest.mark.parametrize("cut", [1, 5, 27])
def test_a_token_that_was_cut_is_refused(app: Flask, cut: int):
    assert refused(app, issued(app)[:-cut]) == (400, "form_expired")


def test_a_token_of_another_installation_is_refused(app: Flask):
    assert refused(app, issued(bare_app(secret_key="another-" * 6))) == (400, "form_expired")


def test_what_we_signed_for_another_purpose_is_no_form_token(app: Flask):
    foreign = URLSafeTimedSerializer(SECRET_KEY, salt="session").dumps("nonce")
    assert refused(app, foreign) == (400, "form_expired")

"""Makes second factors, and a telephone that shows their codes; call the makers inside an app context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts import code_rules
from accounts.permissions import Actor
from accounts.services import second_factor
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc
from tests.makers_accounts import PASSWORD, send, sign_in

CODE_STEP, SET_UP, CODES = "/dang-nhap/ma", "/can-bo/tai-khoan/hai-buoc", "/can-bo/tai-khoan/ma-du-phong"
BEGIN, ANEW, OFF = f"{SET_UP}/bat-dau", f"{SET_UP}/ma-moi", f"{SET_UP}/tat"
_SECRET = re.compile(r'id="khoa"[^>]*>(.*?)</b>')
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, kw_only=True)
class Phone:
    """An official's telephone with its secret, and the paper with the recovery codes."""

    secret: str
    codes: tuple[str, ...] = ()

    def code(self, at: datetime | None = None) -> str:
        """Return the code that is shown at a moment (now)."""
        return pyotp.TOTP(self.secret).at(at or now_utc())

    def wrong(self) -> str:
        """Return a well-formed code that is wrong now and in the minutes around."""
        step = code_rules.step_of(now_utc())
        near = {pyotp.HOTP(self.secret).at(number) for number in range(step - 5, step + 6)}
        return next(code for code in (f"{number:06}" for number in range(20)) if code not in near)


def give_factor(actor: Actor, *, at: datetime) -> Phone:
    """Turn the second factor of an official on by the command, with a code of ``at``; his sessions end."""
    phone = Phone(secret=code_rules.new_secret(), codes=code_rules.new_recovery_codes())
    hashes = second_factor.hashes_of(phone.codes)
    with use_unit(actor.unit_id), transaction():
        second_factor.turn_on(actor=actor, secret=phone.secret, typed=phone.code(at), hashes=hashes, at=at)
    return phone


def secret_on(page: TestResponse) -> str:
    """Return the secret that a page shows for typing."""
    found = _SECRET.search(page.text)
    assert found is not None, "the page shows no secret"
    return _TAG.sub("", found.group(1)).replace(" ", "")


def codes_on(page: TestResponse) -> tuple[str, ...]:
    """Return the recovery codes that a page shows."""
    return tuple(code.replace(" ", "") for code in re.findall(r"<li>([\d ]{14})</li>", page.text))


def set_up(client: FlaskClient) -> Phone:
    """Turn it on through the pages, as whoever has just signed in; returns telephone and paper."""
    send(client, BEGIN, {}, form_page=SET_UP)
    phone = Phone(secret=secret_on(client.get(SET_UP)))
    answer = send(client, SET_UP, {"code": phone.code()})
    assert (answer.status_code, answer.location) == (303, CODES)
    return Phone(secret=phone.secret, codes=codes_on(client.get(CODES)))


def prove(client: FlaskClient, page: str, code: str, *, password: str = PASSWORD) -> TestResponse:
    """Send password and code on a page that asks for both."""
    return send(client, page, {"password": password, "code": code})


def type_code(client: FlaskClient, code: str, *, wanted: str = "") -> TestResponse:
    """Type a code on the page that asks for it after the password."""
    return send(client, CODE_STEP, {"code": code, "next": wanted})


def sign_in_with(client: FlaskClient, username: str, code: str, *, password: str = PASSWORD) -> TestResponse:
    """Sign in with password and code; returns the answer to the code."""
    assert sign_in(client, username, password=password).location.startswith(CODE_STEP)
    return type_code(client, code)


def acts(*beginnings: str) -> list[str]:
    """Return what the audit trail says, in its order; of acts that begin so, where any are named."""
    found = db.session.scalars(select(AuditEntry.action).where(AuditEntry.chain > 0).order_by(AuditEntry.id))
    return [action for action in found if not beginnings or action.startswith(beginnings)]

"""Officials who sign in through a provider: what a browser does between the sign-in page and the way back."""

from __future__ import annotations

from typing import Protocol

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from accounts.identity_models import OfficialIdentity
from core.database import use_unit
from core.extensions import db
from tests.makers_accounts import PASSWORD, send

DESK, PAGE, OWN_PAGE, BEGIN = "/can-bo", "/can-bo/tai-khoan", "/can-bo/tai-khoan/noi", "/dang-nhap/oidc"
AWAY, WRONG, STALE, UNKNOWN = "Hiện không liên lạc được", "trả lời chưa đúng", "đã quá hạn hoặc đã dùng rồi", "chưa được nối"


class AnyProvider(Protocol):
    """Whoever signs people in."""

    def signs_in(self, place: str, subject: str) -> str:
        """Return where the browser is sent back to."""


def press_button(client: FlaskClient, *, wanted: str = "", base_url: str | None = None) -> TestResponse:
    """Press the button of the sign-in page."""
    return send(client, BEGIN, {"next": wanted}, form_page="/dang-nhap", base_url=base_url)


def come_back(client: FlaskClient, place: str) -> TestResponse:
    """Open the address that the provider sends the browser back to."""
    scheme, _, rest = place.partition("://")
    host, _, path = rest.partition("/")
    return client.get(f"/{path}", base_url=f"{scheme}://{host}")


def sign_in_through(provider: AnyProvider, client: FlaskClient, subject: str, *, wanted: str = "") -> TestResponse:
    """Walk the whole way; returns the answer to the way back."""
    return come_back(client, provider.signs_in(press_button(client, wanted=wanted).headers["Location"], subject))


def link_own(
    provider: AnyProvider, client: FlaskClient, subject: str, *, password: str = PASSWORD, **typed: str
) -> TestResponse:  # fmt: skip
    """Link the account of whoever is signed in; returns the answer to the way back, or to a proof that was wrong."""
    answer = send(client, OWN_PAGE, {"password": password, **typed})
    if answer.status_code != 303:
        return answer
    return come_back(client, provider.signs_in(answer.headers["Location"], subject))


def unlink_own(client: FlaskClient, **typed: str) -> TestResponse:
    """Press "Bỏ nối", with what is asked for there."""
    return send(client, f"{OWN_PAGE}/bo", typed, form_page=OWN_PAGE)


def said(client: FlaskClient, answer: TestResponse) -> str:
    """Return the page that a refusal leads to; nobody is signed in there."""
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert client.get(PAGE).status_code == 303
    return page.text


def identities(unit_id: int) -> list[tuple[int, str]]:
    """Return whose accounts can be opened through a provider, and how they were linked."""
    with use_unit(unit_id):
        query = db.select(OfficialIdentity.official_id, OfficialIdentity.how).order_by(OfficialIdentity.id)
        return [(row.official_id, row.how) for row in db.session.execute(query)]

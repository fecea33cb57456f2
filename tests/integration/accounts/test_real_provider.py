"""The whole way with a provider that others wrote: link, sign in, stop half-way, sign out there; and without any provider."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.roles import Role
from core.database import use_unit
from core.transaction import transaction
from tests.infra.provider import RealProvider, oidc_settings, real_provider
from tests.makers_accounts import make_official, make_small_commune, official_row, sign_in
from tests.makers_identities import DESK, OWN_PAGE, come_back, link_own, press_button, sign_in_through, unlink_own

UNUSED = pytest.mark.settings(oidc_name="")


@pytest.fixture(scope="module")
def provider() -> Iterator[RealProvider]:
    with real_provider() as started:
        yield started


@pytest.fixture
def settings(settings, provider, request):
    marked = request.node.get_closest_marker("settings")
    if marked and marked.kwargs == {"oidc_name": ""}:
        return settings
    return {**settings, **oidc_settings(provider.issuer, **(marked.kwargs if marked else {}))}


@pytest.fixture
def clerk(app):
    with app.app_context():
        commune = make_small_commune()
        return make_official(commune.unit_id, role=Role.RECEPTION_CLERK, department_id=commune.office, username="tiepdan")


def test_official_links_signs_in_and_unlinks(app, client, provider, clerk):
    sign_in(client, "tiepdan")
    assert link_own(provider, client, "cccd-042").headers["Location"] == OWN_PAGE
    other = app.test_client()
    assert sign_in_through(provider, other, "cccd-042", wanted=OWN_PAGE).headers["Location"] == OWN_PAGE
    assert "Đã nối" in other.get(OWN_PAGE).text
    unlink_own(other)
    assert sign_in_through(provider, app.test_client(), "cccd-042").headers["Location"] == "/dang-nhap"


def test_who_stops_at_the_provider_is_told_so(client, provider, clerk):
    back = provider.signs_in(press_button(client).headers["Location"], "cccd-042", denied=True)
    assert "error=access_denied" in back
    state = press_button(client).headers["Location"].split("state=")[1].split("&")[0]
    page = client.get(come_back(client, f"{back}&state={state}").headers["Location"])
    assert "đã dừng giữa chừng" in page.text


@pytest.mark.settings(oidc_link_by_email="on")
def test_verified_e_mail_of_the_provider_opens_the_account(app, client, provider, clerk):
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        official_row(clerk.unit_id, clerk.id).email = "lan@vanlinh.example"
    provider.knows("cccd-043", email="lan@vanlinh.example", email_verified=True)
    assert sign_in_through(provider, client, "cccd-043").headers["Location"] == DESK


def test_way_out_leads_to_the_page_of_the_provider(client, provider, clerk):
    assert client.get("/dang-nhap/oidc/roi").headers["Location"].startswith(f"{provider.issuer}/oauth2/end_session?client_id=")


@UNUSED
@pytest.mark.parametrize("path", ["/dang-nhap/oidc", "/dang-nhap/oidc/roi", OWN_PAGE, f"{OWN_PAGE}/bo"])
def test_without_a_provider_there_is_no_trace_of_it(client, clerk, path):
    sign_in(client, "tiepdan")
    pages = [client.get("/can-bo/tai-khoan"), client.get(path), client.application.test_client().get("/dang-nhap?left=1")]
    assert pages[1].status_code in (404, 405)
    assert all("oidc" not in page.text and "/noi" not in page.text for page in pages)
    assert all("form-action 'self';" in page.headers["Content-Security-Policy"] for page in pages)

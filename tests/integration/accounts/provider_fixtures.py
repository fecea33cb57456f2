"""A commune whose officials may sign in through a provider that can be made to lie."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.read_models import SignedIn
from accounts.roles import Role
from tests.infra.provider import LyingProvider, oidc_settings
from tests.makers_accounts import SmallCommune, make_official, make_small_commune, sign_in
from tests.makers_identities import link_own


@pytest.fixture
def provider() -> Iterator[LyingProvider]:
    """Return a provider of this test alone."""
    started = LyingProvider()
    yield started
    started.stop()


@pytest.fixture
def settings(settings: dict[str, object], provider: LyingProvider, request: pytest.FixtureRequest) -> dict[str, object]:
    """Return settings with that provider; what the test itself sets stands over them."""
    marked = request.node.get_closest_marker("settings")
    return {**settings, **oidc_settings(provider.issuer, **(marked.kwargs if marked else {}))}


@pytest.fixture
def commune(app) -> SmallCommune:
    """Return a commune."""
    with app.app_context():
        return make_small_commune()


@pytest.fixture
def clerk(app, commune: SmallCommune) -> SignedIn:
    """Return an official of it."""
    with app.app_context():
        return make_official(commune.unit_id, role=Role.RECEPTION_CLERK, department_id=commune.office, username="tiepdan")


@pytest.fixture
def linked(app, provider: LyingProvider, clerk: SignedIn) -> SignedIn:
    """Return the clerk, who has linked his account as the provider's person "s-1"."""
    client = app.test_client()
    sign_in(client, "tiepdan")
    assert link_own(provider, client, "s-1").headers["Location"] == "/can-bo/tai-khoan/noi"
    return clerk

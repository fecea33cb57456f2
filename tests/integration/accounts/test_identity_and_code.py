"""Linking and unlinking one's account at the provider, for who has a second factor: password and code, counted as at sign-in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from core.database import use_unit
from core.transaction import transaction
from tests.integration.accounts.provider_fixtures import clerk as clerk
from tests.integration.accounts.provider_fixtures import commune as commune
from tests.integration.accounts.provider_fixtures import provider as provider
from tests.integration.accounts.provider_fixtures import settings as settings
from tests.makers_accounts import NOW, PASSWORD, official_row, send, sign_in
from tests.makers_factor import acts, give_factor, sign_in_with
from tests.makers_identities import OWN_PAGE, PAGE, identities, link_own, unlink_own

WRONG_PASSWORD = "không phải mật khẩu này"


@pytest.fixture
def telephone(app, clerk, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return give_factor(clerk, at=NOW - timedelta(hours=1))


@pytest.fixture
def desk(client, telephone, at):
    """The clerk sits at the desk, signed in by password and code; the next code is another."""
    sign_in_with(client, "tiepdan", telephone.code())
    at("2026-11-20 09:01")
    return client


@pytest.fixture
def linked(desk, provider, telephone, at):
    """The clerk has linked the account as the provider's person "s-1"."""
    assert link_own(provider, desk, "s-1", code=telephone.code()).headers["Location"] == OWN_PAGE
    at("2026-11-20 09:02")
    return desk


def links(app, clerk) -> list[tuple[int, str]]:
    with app.app_context():
        return identities(clerk.unit_id)


def test_password_and_code_link_and_unlink(app, linked, clerk, telephone):
    assert links(app, clerk) == [(clerk.id, "own")]
    assert unlink_own(linked, password=PASSWORD, code=telephone.code()).headers["Location"] == OWN_PAGE
    assert (links(app, clerk), linked.get(PAGE).status_code) == ([], 200)


def test_recovery_code_proves_as_well(app, desk, provider, clerk, telephone):
    assert link_own(provider, desk, "s-1", code=telephone.codes[0]).headers["Location"] == OWN_PAGE
    again = unlink_own(desk, password=PASSWORD, code=telephone.codes[0])
    assert (again.status_code, len(links(app, clerk))) == (400, 1)
    assert unlink_own(desk, password=PASSWORD, code=telephone.codes[1]).status_code == 303
    assert links(app, clerk) == []


def test_page_asks_for_the_code_before_and_after(linked, telephone):
    """Unlinked and linked alike: one field for the password, one for the code, and the button."""
    page = linked.get(OWN_PAGE).text
    assert [page.count(f'name="{name}"') for name in ("password", "code")] == [1, 1]
    unlink_own(linked, password=PASSWORD, code=telephone.code())
    page = linked.get(OWN_PAGE).text
    assert [page.count(f'name="{name}"') for name in ("password", "code")] == [1, 1]


def test_page_of_who_has_none_asks_for_no_code(client, provider, clerk):
    sign_in(client, "tiepdan")
    page = client.get(OWN_PAGE).text
    assert [words in page for words in ('name="password"', "Mật khẩu của trang này", 'name="code"')] == [True, True, False]
    link_own(provider, client, "s-1")
    assert 'name="password"' not in client.get(OWN_PAGE).text


@pytest.mark.parametrize(
    "typed", [{}, {"code": ""}, {"code": "12345"}, {"code": "mười hai"}, {"code": "1" * 61}, {"code": "12\x0034"}]
)
def test_what_is_no_code_links_nothing_and_is_not_counted(app, desk, provider, clerk, telephone, typed):
    answers = [link_own(provider, desk, "s-1", **typed) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {400}
    assert (links(app, clerk), provider.heard) == ([], [])
    assert link_own(provider, desk, "s-1", code=telephone.code()).status_code == 303


def test_neither_password_nor_code_is_enough_alone(app, linked, provider, clerk, telephone):
    wrong = [
        unlink_own(linked),
        unlink_own(linked, password=PASSWORD),
        unlink_own(linked, code=telephone.code()),
        unlink_own(linked, password=WRONG_PASSWORD, code=telephone.code()),
        unlink_own(linked, password=PASSWORD, code=telephone.wrong()),
    ]
    assert [answer.status_code for answer in wrong] == [400] * 5
    assert len(links(app, clerk)) == 1
    assert ["Mật khẩu chưa đúng" in wrong[3].text, "Mã chưa đúng" in wrong[4].text] == [True, True]
    assert PASSWORD not in wrong[4].text
    assert unlink_own(linked, password=PASSWORD, code=telephone.code()).status_code == 303


def test_code_that_was_used_counts_for_nothing_more(app, desk, provider, clerk, telephone, at):
    at("2026-11-20 09:00")
    assert "đã dùng rồi" in link_own(provider, desk, "s-1", code=telephone.code()).text
    at("2026-11-20 09:01")
    code = telephone.code()
    link_own(provider, desk, "s-1", code=code)
    assert "đã dùng rồi" in unlink_own(desk, password=PASSWORD, code=code).text
    assert len(links(app, clerk)) == 1


@pytest.mark.parametrize("path", [OWN_PAGE, f"{OWN_PAGE}/bo"])
def test_fifth_wrong_code_rests_this_proof_and_the_sign_in(app, linked, clerk, telephone, path):
    if path == OWN_PAGE:
        unlink_own(linked, password=PASSWORD, code=telephone.codes[0])
    had = links(app, clerk)
    answers = [send(linked, path, {"password": PASSWORD, "code": telephone.wrong()}, form_page=OWN_PAGE) for _ in range(5)]
    assert ["tạm không nhận mã" in answer.text for answer in answers] == [False] * 4 + [True]
    right = send(linked, path, {"password": PASSWORD, "code": telephone.code()}, form_page=OWN_PAGE)
    assert (right.status_code, links(app, clerk)) == (400, had)
    assert "tạm không nhận mã" in sign_in_with(app.test_client(), "tiepdan", telephone.code()).text
    with app.app_context():
        assert acts("second_factor") == ["second_factor:locked"]


def test_proof_that_was_refused_shows_how_it_stands_now(app, linked, clerk, telephone):
    """Unlinked in another tab meanwhile: the page offers to link, and its form may reach the provider."""
    with app.app_context(), use_unit(clerk.unit_id), transaction() as session:
        session.execute(text("DELETE FROM official_identities"))
    answer = unlink_own(linked, password=PASSWORD, code=telephone.wrong())
    assert (answer.status_code, "Chưa nối" in answer.text) == (400, True)
    assert answer.headers["Content-Security-Policy"].split("form-action")[1].split(";")[0].count("http") == 1


def test_factor_that_was_turned_on_meanwhile_is_asked_for(app, client, provider, clerk, at):
    """The page was opened without one: what is sent then is no longer enough."""
    at("2026-11-20 09:00")
    sign_in(client, "tiepdan")
    link_own(provider, client, "s-1")
    with app.app_context():
        give_factor(clerk, at=NOW)
        with use_unit(clerk.unit_id), transaction():
            official_row(clerk.unit_id, clerk.id).session_epoch -= 1  # the session lives on, as for who turned it on here
    assert (unlink_own(client).status_code, len(links(app, clerk))) == (400, 1)


@pytest.mark.settings(rate_limits="on")
def test_tries_from_one_address_are_limited(linked, telephone):
    answers = [unlink_own(linked, password="", code="").status_code for _ in range(16)]
    assert (answers[0], answers[-1]) == (400, 429)

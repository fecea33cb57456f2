"""One's own account and the provider: linked after a proof, told by letter, unlinked; and the link by e-mail."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.identity_models import OfficialIdentity
from accounts.roles import Role
from accounts.services import identities as commands
from accounts.services import people
from accounts.vouched import Vouched
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from tests.integration.accounts.provider_fixtures import clerk as clerk
from tests.integration.accounts.provider_fixtures import commune as commune
from tests.integration.accounts.provider_fixtures import provider as provider
from tests.integration.accounts.provider_fixtures import settings as settings
from tests.makers_accounts import NOW, PASSWORD, hash_of_password, make_official, official_row, send, sign_in
from tests.makers_identities import DESK, OWN_PAGE, PAGE, UNKNOWN, come_back, identities, link_own, sign_in_through, unlink_own


@pytest.fixture
def desk(client, clerk):
    """The clerk sits at the desk, signed in by password."""
    sign_in(client, "tiepdan")
    return client


@pytest.fixture
def chair(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.LEADER, department_id=commune.office, username="chutich")


def letters_to(app, official) -> list[str]:
    with app.app_context(), use_unit(official.unit_id):
        query = select(OutboxMessage.title).where(
            OutboxMessage.official_id == official.id, OutboxMessage.event == "identity_linked"
        )
        return list(db.session.scalars(query))


def actions(app) -> list[str]:
    with app.app_context():
        query = select(AuditEntry.action).where(AuditEntry.action.like("%identity%")).order_by(AuditEntry.id)
        return list(db.session.scalars(query))


def test_account_page_leads_to_it_and_it_says_what_is(desk, provider):
    assert f'href="{OWN_PAGE}"' in desk.get(PAGE).text
    assert "Chưa nối" in desk.get(OWN_PAGE).text
    link_own(provider, desk, "s-1")
    page = desk.get(OWN_PAGE).text
    assert [words in page for words in ("Đã nối", "Bạn đã nối", "Chưa vào bằng cách này lần nào", "Bỏ nối")] == [True] * 4


def test_linking_is_told_by_letter_and_written_down(app, desk, provider, clerk):
    link_own(provider, desk, "s-1")
    assert letters_to(app, clerk) == ["Tài khoản của Người tiepdan vừa được nối với SSO tỉnh"]
    assert actions(app) == ["official:identity_linked"]
    with app.app_context():
        assert identities(clerk.unit_id) == [(clerk.id, "own")]


def test_linking_asks_the_provider_to_ask_again(desk, provider):
    """On a shared computer somebody else may still be signed in there."""
    place = send(desk, OWN_PAGE, {"password": PASSWORD}).headers["Location"]
    assert dict(parse_qsl(urlsplit(place).query))["prompt"] == "login"


def test_wrong_password_leads_nowhere_and_locks_after_five(app, desk, provider, clerk):
    answers = [link_own(provider, desk, "s-1", password="không phải mật khẩu này") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert ["chưa đúng" in answer.text for answer in answers] == [True, True, True, True, False]
    assert "tạm nghỉ" in answers[-1].text
    assert provider.heard == []


def test_empty_and_unknown_fields_are_refused(desk, provider):
    assert send(desk, OWN_PAGE, {"password": ""}).status_code == 400
    assert send(desk, OWN_PAGE, {"password": PASSWORD, "official": "1"}).status_code == 400


def test_identity_that_opens_another_account_is_refused(app, desk, provider, commune, clerk):
    with app.app_context():
        make_official(commune.unit_id, role=Role.OFFICER, department_id=commune.economy, username="canbo")
    other = app.test_client()
    sign_in(other, "canbo")
    link_own(provider, other, "s-1")
    assert link_own(provider, desk, "s-1").headers["Location"] == OWN_PAGE
    assert "đã được nối với một cán bộ khác" in desk.get(OWN_PAGE).text
    with app.app_context():
        assert len(identities(clerk.unit_id)) == 1


def test_second_identity_takes_the_place_of_none(app, desk, provider, clerk):
    link_own(provider, desk, "s-1")
    with app.app_context(), use_unit(clerk.unit_id):
        again, other = Vouched(issuer=provider.issuer, subject="s-1"), Vouched(issuer=provider.issuer, subject="s-2")
        with transaction():
            answers = [commands.link(who, actor=clerk, at=NOW) for who in (again, other)]
    assert answers == [None, commands.IdentityRefused(reason="linked")]


def test_identity_of_an_earlier_provider_gives_way(app, desk, provider, clerk):
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        commands.link(Vouched(issuer="https://cu.example", subject="s-0"), actor=clerk, at=NOW)
    assert "Chưa nối" in desk.get(OWN_PAGE).text
    link_own(provider, desk, "s-1")
    assert "Đã nối" in desk.get(OWN_PAGE).text
    with app.app_context():
        assert identities(clerk.unit_id) == [(clerk.id, "own")]


def test_way_back_links_nobody_else_than_who_went(app, desk, provider, commune, clerk):
    """The account that is linked is the one whose password was typed, whoever sits there afterwards."""
    with app.app_context():
        make_official(commune.unit_id, role=Role.OFFICER, department_id=commune.economy, username="canbo")
    place, other = send(desk, OWN_PAGE, {"password": PASSWORD}).headers["Location"], app.test_client()
    sign_in(other, "canbo")
    with desk.session_transaction() as kept, other.session_transaction() as planted:
        planted["provider"] = kept["provider"]
    assert come_back(other, provider.signs_in(place, "s-1")).headers["Location"] == "/dang-nhap"
    with app.app_context():
        assert identities(clerk.unit_id) == []


def test_unlinking_closes_the_way_and_other_machines(app, desk, provider, clerk):
    link_own(provider, desk, "s-1")
    elsewhere = app.test_client()
    sign_in_through(provider, elsewhere, "s-1")
    assert "Lần vào gần nhất" in elsewhere.get(OWN_PAGE).text
    assert unlink_own(desk).headers["Location"] == OWN_PAGE
    page = desk.get(OWN_PAGE)
    assert (page.status_code, "Đã bỏ nối" in page.text, "Chưa nối" in page.text) == (200, True, True)
    assert elsewhere.get(PAGE).status_code == 303
    assert sign_in_through(provider, elsewhere, "s-1").headers["Location"] == "/dang-nhap"
    assert actions(app) == ["official:identity_linked", "official:identity_unlinked", "sign_in:identity_refused"]


def test_unlinking_what_is_not_linked_ends_no_session(app, desk, clerk):
    elsewhere = app.test_client()
    sign_in(elsewhere, "tiepdan")
    unlink_own(desk)
    assert (elsewhere.get(PAGE).status_code, desk.get(PAGE).status_code) == (200, 200)


def test_password_that_an_administrator_sets_anew_ends_the_link(app, desk, provider, commune, clerk):
    """Whoever stole the old password may have linked an identity of his own."""
    link_own(provider, desk, "s-1")
    with app.app_context():
        chief = make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office)
        with use_unit(clerk.unit_id), transaction():
            people.reset_password(
                unit_id=clerk.unit_id, actor=chief, public_id=clerk.public_id, hashed=hash_of_password(), at=NOW
            )  # fmt: skip
        assert identities(clerk.unit_id) == []
    assert sign_in_through(provider, app.test_client(), "s-1").headers["Location"] == "/dang-nhap"


def test_page_of_a_stranger_leads_to_sign_in(client, provider, commune):
    assert client.get(OWN_PAGE).status_code == 303


def test_one_identity_of_a_commune_opens_one_account(app, commune, clerk, chair):
    row = {"unit_id": commune.unit_id, "issuer": "https://a.example", "how": "own", "linked_at": NOW}
    pairs = [
        ({"official_id": clerk.id, "fingerprint": "a"}, {"official_id": chair.id, "fingerprint": "a"}),
        ({"official_id": clerk.id, "fingerprint": "a"}, {"official_id": clerk.id, "fingerprint": "b"}),
        ({"official_id": clerk.id, "fingerprint": "a"}, {"official_id": chair.id, "fingerprint": "b", "how": "guess"}),
    ]
    for first, second in pairs:
        with app.app_context(), use_unit(commune.unit_id), pytest.raises(IntegrityError), transaction() as session:
            session.add_all([OfficialIdentity(**{**row, **each}) for each in (first, second)])


# ------------------------------------------------------------------ by e-mail, where the setting says so

BY_EMAIL = pytest.mark.settings(oidc_link_by_email="on")


def give_email(app, official, email: str) -> None:
    with app.app_context(), use_unit(official.unit_id), transaction():
        official_row(official.unit_id, official.id).email = email


@BY_EMAIL
def test_verified_e_mail_opens_the_account_that_has_it_and_it_is_told(app, client, provider, clerk, chair):
    give_email(app, clerk, "Lan@VanLinh.example")
    provider.claims = {"email": "lan@vanlinh.example", "email_verified": True}
    assert sign_in_through(provider, client, "s-1").headers["Location"] == DESK
    assert "Nối tự động theo thư điện tử" in client.get(OWN_PAGE).text
    assert (len(letters_to(app, clerk)), letters_to(app, chair)) == (1, [])
    assert actions(app) == ["official:identity_linked"]
    provider.claims = {}
    assert sign_in_through(provider, app.test_client(), "s-1").headers["Location"] == DESK


@BY_EMAIL
def test_leaders_account_that_was_linked_by_e_mail_is_told_to_the_other_leaders(app, client, provider, commune, chair):
    with app.app_context():
        vice = make_official(commune.unit_id, role=Role.LEADER, department_id=commune.office)
    give_email(app, chair, "chutich@vanlinh.example")
    provider.claims = {"email": "chutich@vanlinh.example", "email_verified": True}
    sign_in_through(provider, client, "s-1")
    assert [len(letters_to(app, each)) for each in (chair, vice)] == [1, 1]


@BY_EMAIL
@pytest.mark.parametrize(
    "claims",
    [
        {"email": "lan@vanlinh.example"},
        {"email": "lan@vanlinh.example", "email_verified": False},
        {"email": "lan@vanlinh.example", "email_verified": "true"},
        {"email": "lan2@vanlinh.example", "email_verified": True},
        {"email": "", "email_verified": True},
        {"email": ["lan@vanlinh.example"], "email_verified": True},
        {"email_verified": True},
    ],
)
def test_e_mail_that_is_not_the_same_and_verified_opens_nothing(app, client, provider, clerk, claims):
    give_email(app, clerk, "lan@vanlinh.example")
    provider.claims = claims
    assert UNKNOWN in client.get(sign_in_through(provider, client, "s-1").headers["Location"]).text
    with app.app_context():
        assert identities(clerk.unit_id) == []


@BY_EMAIL
def test_e_mail_of_two_accounts_opens_neither(app, client, provider, clerk, chair):
    for official in (clerk, chair):
        give_email(app, official, "vanphong@vanlinh.example")
    provider.claims = {"email": "vanphong@vanlinh.example", "email_verified": True}
    assert UNKNOWN in client.get(sign_in_through(provider, client, "s-1").headers["Location"]).text


@BY_EMAIL
def test_account_with_an_identity_is_not_opened_by_e_mail_for_another(app, desk, provider, clerk):
    give_email(app, clerk, "lan@vanlinh.example")
    link_own(provider, desk, "s-1")
    provider.claims, other = {"email": "lan@vanlinh.example", "email_verified": True}, app.test_client()
    assert UNKNOWN in other.get(sign_in_through(provider, other, "s-2").headers["Location"]).text


@BY_EMAIL
def test_closed_account_is_not_opened_by_e_mail(app, client, provider, clerk):
    give_email(app, clerk, "lan@vanlinh.example")
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        official_row(clerk.unit_id, clerk.id).active = False
    provider.claims = {"email": "lan@vanlinh.example", "email_verified": True}
    assert UNKNOWN in client.get(sign_in_through(provider, client, "s-1").headers["Location"]).text

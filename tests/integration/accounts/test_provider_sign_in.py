"""Signing in through the provider: who gets in, where he arrives, what his session is, and what is written down."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select

from accounts.roles import Role
from accounts.services import people
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc
from tests.infra.provider import CLIENT
from tests.integration.accounts.provider_fixtures import clerk as clerk
from tests.integration.accounts.provider_fixtures import commune as commune
from tests.integration.accounts.provider_fixtures import linked as linked
from tests.integration.accounts.provider_fixtures import provider as provider
from tests.integration.accounts.provider_fixtures import settings as settings
from tests.makers_accounts import NOW, TODAY, make_official, make_small_commune, official_row, sign_in, token_in
from tests.makers_factor import CODE_STEP, give_factor, type_code
from tests.makers_identities import (
    BEGIN,
    DESK,
    PAGE,
    STALE,
    UNKNOWN,
    WRONG,
    come_back,
    identities,
    link_own,
    press_button,
    said,
    sign_in_through,
)


def words_of(page: str) -> str:
    return page.split('role="status"')[1].split("</p>")[0]


def entries(app, action: str) -> list[AuditEntry]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def test_who_is_linked_arrives_at_the_desk_and_is_signed_in(app, client, provider, linked):
    answer = sign_in_through(provider, client, "s-1")
    assert (answer.status_code, answer.headers["Location"]) == (303, DESK)
    assert "tiepdan" in client.get(PAGE).text


def test_browser_is_sent_with_everything_that_protects_the_attempt(client, provider, linked):
    asked = dict(parse_qsl(urlsplit(press_button(client).headers["Location"]).query))
    assert {name: asked[name] for name in ("response_type", "client_id", "redirect_uri", "scope", "code_challenge_method")} == {
        "response_type": "code", "client_id": CLIENT, "redirect_uri": "http://localhost/dang-nhap/oidc", "scope": "openid",
        "code_challenge_method": "S256",
    }  # fmt: skip
    assert (len(asked["state"]), len(asked["nonce"]), len(asked["code_challenge"])) == (43, 64, 43)
    again = dict(parse_qsl(urlsplit(press_button(client).headers["Location"]).query))
    assert not {asked[name] for name in ("state", "nonce", "code_challenge")} & set(again.values())


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/can-bo/tai-khoan", "/can-bo/tai-khoan"), ("/ke-hoach?trang=2", "/ke-hoach?trang=2"), ("https://xau.example/", DESK),
        ("//xau.example/", DESK), ("/khong-co-trang-nay", DESK), ("", DESK),
    ],
)  # fmt: skip
def test_only_own_readable_pages_are_reached_afterwards(client, provider, linked, wanted, reached):
    assert sign_in_through(provider, client, "s-1", wanted=wanted).headers["Location"] == reached


def test_session_is_new_and_ends_as_every_other(client, provider, linked, at):
    client.get("/dang-nhap")
    with client.session_transaction() as before:
        before["planted"] = "x"
    old = token_in(client.get("/dang-nhap"))
    at("2026-12-01 09:00")
    sign_in_through(provider, client, "s-1")
    with client.session_transaction() as after:
        assert {"planted", "provider"} & set(after) == set()
    assert client.post("/can-bo/tai-khoan", data={"csrf_token": old}).status_code == 400
    at("2026-12-01 09:29")
    assert client.get(PAGE).status_code == 200
    at("2026-12-01 10:00")
    assert client.get(PAGE).status_code == 303


def test_cookie_holds_no_verifier_and_no_nonce(client, provider, linked):
    asked = dict(parse_qsl(urlsplit(press_button(client).headers["Location"]).query))
    with client.session_transaction() as kept:
        assert (kept["provider"][0], asked["nonce"] in str(kept)) == (asked["state"], False)
        assert [type(part) for part in kept["provider"]] == [str, int, str, str]


def test_sign_in_is_written_down_without_who_he_is_there(app, client, provider, linked):
    sign_in_through(provider, client, "s-1")
    entry = entries(app, "official:signed_in")[-1]
    assert (entry.actor_id, entry.subject, entry.facts["by"]) == (linked.id, f"official:{linked.public_id}", "provider")
    assert "s-1" not in str([(each.facts, each.subject) for each in entries(app, "official:identity_linked")])
    with app.app_context():
        assert official_row(linked.unit_id, linked.id).last_sign_in_at is not None


def test_who_is_not_linked_stays_outside_and_it_is_written_down(app, client, provider, linked):
    answer = sign_in_through(provider, client, "s-2", wanted=PAGE)
    assert answer.headers["Location"] == "/dang-nhap?next=/can-bo/tai-khoan"
    assert UNKNOWN in said(client, answer)
    (entry,) = entries(app, "sign_in:identity_refused")
    assert (entry.actor_id, entry.subject[:9], "s-2" in str(entry.facts)) == (None, "identity:", False)


def test_nobody_is_let_in_by_e_mail_unless_the_setting_says_so(app, client, provider, clerk):
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        official_row(clerk.unit_id, clerk.id).email = "lan@vanlinh.example"
    provider.claims = {"email": "lan@vanlinh.example", "email_verified": True}
    assert UNKNOWN in said(client, sign_in_through(provider, client, "s-1"))


def test_closed_account_is_refused_in_the_same_words_and_its_identity_is_gone(app, client, provider, linked, commune):
    stranger = said(client, sign_in_through(provider, client, "s-9"))
    with app.app_context():
        chief = make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office)
        facts = {"unit_id": linked.unit_id, "actor": chief, "public_id": linked.public_id, "expected_version": None, "at": NOW}
        with use_unit(linked.unit_id), transaction():
            people.disable_official(on=TODAY, **facts)
        assert identities(linked.unit_id) == []
    closed = said(client, sign_in_through(provider, client, "s-1"))
    assert [UNKNOWN in page for page in (stranger, closed)] == [True, True]
    assert words_of(stranger) == words_of(closed)


def test_replayed_way_back_opens_nothing(app, client, provider, linked):
    back = provider.signs_in(press_button(client).headers["Location"], "s-1")
    assert come_back(client, back).headers["Location"] == DESK
    other = app.test_client()
    assert STALE in said(other, come_back(other, back))
    with client.session_transaction() as kept:
        kept.clear()
    assert STALE in said(client, come_back(client, back))


def test_replayed_code_with_a_new_state_opens_nothing(client, provider, linked):
    first = provider.signs_in(press_button(client).headers["Location"], "s-1")
    code = dict(parse_qsl(urlsplit(first).query))["code"]
    assert come_back(client, first).headers["Location"] == DESK
    with client.session_transaction() as kept:
        kept.clear()
    state = dict(parse_qsl(urlsplit(press_button(client).headers["Location"]).query))["state"]
    assert STALE in said(client, client.get(f"{BEGIN}?code={code}&state={state}"))


def test_code_of_somebody_elses_attempt_opens_nothing(app, client, provider, linked):
    """Whoever slips his own code into another browser's attempt fails at the proof of the attempt."""
    stolen = dict(parse_qsl(urlsplit(provider.signs_in(press_button(app.test_client()).headers["Location"], "s-1")).query))
    state = dict(parse_qsl(urlsplit(press_button(client).headers["Location"]).query))["state"]
    assert STALE in said(client, client.get(f"{BEGIN}?code={stolen['code']}&state={state}"))


def test_attempt_ends_after_ten_minutes(client, provider, linked, at):
    at("2026-12-01 09:00")
    back = provider.signs_in(press_button(client).headers["Location"], "s-1")
    at("2026-12-01 09:10")
    assert STALE in said(client, come_back(client, back))


@pytest.mark.parametrize("query", ["", "?state=", "?state=x&code=y", "?code=y", "?state=%00&code=%ff", "?state=ă&error=x"])
def test_way_back_that_nobody_went_is_answered_with_a_sentence(client, provider, linked, query):
    assert STALE in said(client, client.get(BEGIN + query))


@pytest.mark.parametrize(
    ("error", "sentence"), [("access_denied", "đã dừng giữa chừng"), ("server_error", WRONG), ("<script>", WRONG)]
)
def test_error_from_the_provider_is_told_in_our_own_words(client, provider, linked, error, sentence):
    state = dict(parse_qsl(urlsplit(press_button(client).headers["Location"]).query))["state"]
    page = said(client, client.get(BEGIN, query_string={"state": state, "error": error, "error_description": "<b>x</b>"}))
    assert (sentence in page, "<b>x</b>" in page) == (True, False)


def test_way_back_from_another_issuer_is_refused(client, provider, linked):
    back = provider.signs_in(press_button(client).headers["Location"], "s-1")
    assert WRONG in said(client, come_back(client, f"{back}&iss=https%3A%2F%2Fxau.example"))


def test_way_there_is_by_post_with_the_token_of_the_page(client, provider, commune):
    assert client.post(BEGIN, data={"next": ""}).status_code == 400
    assert client.post(BEGIN, data={"next": ""}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_form_with_an_unknown_field_leads_nowhere(client, provider, commune):
    token = token_in(client.get("/dang-nhap"))
    assert client.post(BEGIN, data={"csrf_token": token, "to": "x"}).headers["Location"] == "/dang-nhap"
    assert provider.heard == []


def test_page_lets_its_forms_go_to_the_provider_and_other_pages_do_not(client, provider, linked):
    allowed = f"form-action 'self' {provider.issuer};"
    assert allowed in client.get("/dang-nhap").headers["Content-Security-Policy"]
    assert provider.issuer not in client.get("/ke-hoach").headers["Content-Security-Policy"]
    sign_in_through(provider, client, "s-1")
    policies = {path: client.get(path).headers["Content-Security-Policy"] for path in (PAGE, f"{PAGE}/noi", DESK)}
    assert [allowed in policy for policy in policies.values()] == [False, True, False]


@pytest.mark.settings(rate_limits="on")
def test_refused_ways_back_from_one_address_are_limited(client, provider, commune):
    assert [client.get(f"{BEGIN}?state=x").status_code for _ in range(17)] == [303] * 15 + [429] * 2


@pytest.mark.settings(oidc_acr="loa3")
@pytest.mark.parametrize(
    ("claims", "enough"),
    [({}, False), ({"acr": "loa1"}, False), ({"acr": "loa3"}, True), ({"amr": ["pwd", "loa3"]}, True), ({"amr": "loa3"}, False)],
)
def test_proof_that_the_setting_asks_for_is_insisted_on(app, client, provider, clerk, claims, enough):
    provider.claims = {"acr": "loa3"}
    sign_in(client, "tiepdan")
    link_own(provider, client, "s-1")
    provider.claims, other = claims, app.test_client()
    went = press_button(other)
    assert "acr_values=loa3" in went.headers["Location"]
    answer = come_back(other, provider.signs_in(went.headers["Location"], "s-1"))
    assert (answer.headers["Location"] == DESK) is enough
    if not enough:
        assert "chưa xác minh đủ chắc" in said(other, answer)


def test_second_factor_of_this_house_is_asked_for_after_the_provider(app, client, provider, linked):
    with app.app_context():
        phone = give_factor(linked, at=now_utc() - timedelta(minutes=5))
    went = sign_in_through(provider, client, "s-1", wanted="/can-bo/tai-khoan")
    assert went.headers["Location"].startswith(CODE_STEP)
    assert client.get(PAGE).status_code == 303
    assert type_code(client, phone.code(), wanted=PAGE).headers["Location"] == PAGE
    assert "tiepdan" in client.get(PAGE).text


@pytest.mark.settings(oidc_acr="loa3")
def test_second_factor_that_the_provider_vouches_for_is_not_asked_for_again(app, client, provider, clerk):
    provider.claims, other = {"acr": "loa3"}, app.test_client()
    sign_in(other, "tiepdan")
    link_own(provider, other, "s-1")
    with app.app_context():
        give_factor(clerk, at=now_utc() - timedelta(minutes=5))
    assert sign_in_through(provider, client, "s-1").headers["Location"] == DESK


def test_who_signed_out_here_is_led_to_the_way_out_there(client, provider, commune):
    provider.about = {"end_session_endpoint": f"{provider.issuer}/end"}
    assert "/dang-nhap/oidc/roi" in client.get("/dang-nhap?left=1").text
    place = client.get("/dang-nhap/oidc/roi").headers["Location"]
    assert place == f"{provider.issuer}/end?client_id={CLIENT}&post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fdang-nhap"


@pytest.mark.parametrize("end", [None, "https://xau.example/end", 7])
def test_provider_without_a_way_out_is_told_with_a_sentence(client, provider, commune, end):
    provider.about = {"end_session_endpoint": end}
    assert "đóng hết cửa sổ trình duyệt" in said(client, client.get("/dang-nhap/oidc/roi"))


def test_one_time_password_is_still_to_be_changed(app, client, provider, linked):
    with app.app_context(), use_unit(linked.unit_id), transaction():
        official_row(linked.unit_id, linked.id).must_change_password = True
    sign_in_through(provider, client, "s-1")
    assert client.get(DESK).headers["Location"] == PAGE


HERE, THERE = "http://vanlinh.example", "http://chienthang.example"


@pytest.mark.settings(public_url=HERE)
def test_each_commune_has_its_own_way_back_and_its_own_accounts(app, client, provider):
    with app.app_context():
        ours = make_small_commune(hosts=("vanlinh.example",))
        theirs = make_small_commune(code="06508", name="Xã Chiến Thắng", hosts=("chienthang.example",))
        people_of = {
            each.unit_id: make_official(each.unit_id, role=Role.OFFICER, department_id=each.office, username="canbo")
            for each in (ours, theirs)
        }
    sign_in(client, "canbo", base_url=THERE)
    page = client.get(f"{PAGE}/noi", base_url=THERE)
    sent = {"password": "bốn con trâu qua cầu tre", "csrf_token": token_in(page)}
    place = client.post(f"{PAGE}/noi", data=sent, base_url=THERE).headers["Location"]
    assert dict(parse_qsl(urlsplit(place).query))["redirect_uri"] == f"{THERE}{BEGIN}"
    come_back(client, provider.signs_in(place, "s-1"))
    with app.app_context():
        assert (identities(ours.unit_id), identities(theirs.unit_id)) == ([], [(people_of[theirs.unit_id].id, "own")])
    arrived = {}
    for base in (HERE, THERE):
        other = app.test_client()
        place = press_button(other, base_url=base).headers["Location"]
        arrived[base] = come_back(other, provider.signs_in(place, "s-1")).headers["Location"]
    assert arrived == {HERE: "/dang-nhap", THERE: DESK}


@pytest.mark.settings(public_url=HERE)
def test_page_under_another_name_leads_to_the_one_that_the_way_back_has(client, provider, commune):
    page = client.get("/dang-nhap", base_url="http://10.0.0.7")
    assert f'href="{HERE}/dang-nhap"' in page.text
    assert "Đăng nhập bằng SSO" not in page.text.replace("để đăng nhập bằng SSO", "")

"""One's own second factor: set up, recovery codes, new ones, off; nothing changes before it is confirmed."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select, text

from accounts import factor_queries
from accounts.factor_models import RecoveryCode, SecondFactor
from accounts.models import SignInThrottle
from accounts.roles import Role
from core.database import use_unit
from core.extensions import db
from core.sealing import sealer
from tests.infra.settings import DATA_KEY, SECRET_KEY
from tests.makers_accounts import NOW, PASSWORD, make_official, make_small_commune, official_row, send, sign_in, token_in
from tests.makers_desk import words_of
from tests.makers_factor import (
    ANEW,
    BEGIN,
    CODE_STEP,
    CODES,
    OFF,
    SET_UP,
    acts,
    codes_on,
    give_factor,
    prove,
    secret_on,
    set_up,
    sign_in_with,
    type_code,
)

ACCOUNT = "/can-bo/tai-khoan"
WRONG_PASSWORD = "sai mất rồi đấy nhé"


@pytest.fixture
def officer(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        commune = make_small_commune()
        return make_official(commune.unit_id, role=Role.OFFICER, department_id=commune.economy, username="canbo")


@pytest.fixture
def telephone(app, officer):
    with app.app_context():
        return give_factor(officer, at=NOW - timedelta(hours=1))


def rows(app, officer) -> tuple[int, int]:
    """Return how many factors and recovery codes there are."""
    with app.app_context(), use_unit(officer.unit_id):
        return tuple(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (SecondFactor, RecoveryCode))


# ------------------------------------------------------------------ setting it up


def test_account_says_whether_it_is_on(app, client, officer):
    sign_in(client, "canbo")
    assert "chưa bật" in words_of(client.get(ACCOUNT).text)
    set_up(client)
    assert "đang bật" in words_of(client.get(ACCOUNT).text)


def test_set_up_shows_a_secret_confirms_it_and_gives_ten_codes(app, client, officer):
    sign_in(client, "canbo")
    telephone = set_up(client)
    assert (len(telephone.codes), len(set(telephone.codes)), rows(app, officer)) == (10, 10, (1, 10))
    with app.app_context(), use_unit(officer.unit_id):
        item = factor_queries.factor(officer.unit_id, officer.id)
        assert (item.codes_left, item.made_at, item.codes_made_at) == (10, NOW, NOW)
        assert acts("official:second") == ["official:second_factor_on"]
    assert client.get(ACCOUNT).status_code == 200


def test_qr_code_and_link_hold_what_the_application_needs(client, officer):
    sign_in(client, "canbo")
    send(client, BEGIN, {}, form_page=SET_UP)
    page = client.get(SET_UP)
    address = re.search(r'href="(otpauth://[^"]+)"', page.text).group(1).replace("&amp;", "&")
    read = pyotp.parse_uri(address)
    assert (read.secret, read.name, read.issuer) == (secret_on(page), "canbo", "Gần Dân Vạn Linh")
    assert ('role="img"' in page.text, page.headers["Cache-Control"], "style=" in page.text) == (True, "no-store", False)


def test_secret_that_was_shown_and_never_confirmed_changes_nothing(app, client, officer):
    sign_in(client, "canbo")
    send(client, BEGIN, {}, form_page=SET_UP)
    client.get(SET_UP)
    assert rows(app, officer) == (0, 0)
    assert sign_in(app.test_client(), "canbo").location == "/can-bo"


@pytest.mark.parametrize("typed", ["", "12345", "mười hai", "000000000000"])
def test_first_code_has_six_digits(app, client, officer, typed):
    sign_in(client, "canbo")
    send(client, BEGIN, {}, form_page=SET_UP)
    before = secret_on(client.get(SET_UP))
    answer = send(client, SET_UP, {"code": typed})
    assert (answer.status_code, secret_on(answer), rows(app, officer)) == (400, before, (0, 0))


def test_wrong_first_code_keeps_the_secret(app, client, officer):
    sign_in(client, "canbo")
    send(client, BEGIN, {}, form_page=SET_UP)
    secret = secret_on(client.get(SET_UP))
    wrong = "000000" if pyotp.TOTP(secret).at(NOW) != "000000" else "000001"
    answer = send(client, SET_UP, {"code": wrong})
    assert (answer.status_code, "Mã chưa đúng" in answer.text, secret_on(answer)) == (400, True, secret)


def test_second_tab_shows_the_same_secret(client, officer):
    sign_in(client, "canbo")
    token = token_in(client.get(SET_UP))
    client.post(BEGIN, data={"csrf_token": token})
    first = secret_on(client.get(SET_UP))
    client.post(BEGIN, data={"csrf_token": token})
    assert secret_on(client.get(SET_UP)) == first


def test_first_code_sent_twice_turns_it_on_once_and_shows_the_same_codes(app, client, officer):
    sign_in(client, "canbo")
    send(client, BEGIN, {}, form_page=SET_UP)
    page = client.get(SET_UP)
    typed = {"csrf_token": token_in(page), "code": pyotp.TOTP(secret_on(page)).at(NOW)}
    first = client.post(SET_UP, data=typed)
    codes = codes_on(client.get(CODES))
    second = client.post(SET_UP, data=typed)
    assert (first.location, second.location, codes_on(client.get(CODES)), len(codes)) == (CODES, CODES, codes, 10)
    assert rows(app, officer) == (1, 10)
    with app.app_context():
        assert acts("official:second") == ["official:second_factor_on"]


def test_secret_waits_a_quarter_of_an_hour_for_its_first_code(app, client, officer, at):
    sign_in(client, "canbo")
    send(client, BEGIN, {}, form_page=SET_UP)
    page = client.get(SET_UP)
    at("2026-11-20 09:15")
    answer = client.post(SET_UP, data={"csrf_token": token_in(page), "code": "123456"})
    assert (answer.status_code, answer.location) == (303, SET_UP)
    assert "Đã quá 15 phút" in client.get(SET_UP).text
    assert rows(app, officer) == (0, 0)


def test_whoever_signed_in_a_while_ago_types_the_password_first(app, client, officer, at):
    sign_in(client, "canbo")
    at("2026-11-20 09:06")
    page = client.get(SET_UP)
    assert 'name="password"' in page.text
    wrong = send(client, BEGIN, {"password": WRONG_PASSWORD}, form_page=SET_UP)
    assert (wrong.status_code, "Mật khẩu chưa đúng." in wrong.text) == (400, True)
    missing = client.post(BEGIN, data={"csrf_token": token_in(page)})
    assert (missing.status_code, "Chỗ này cần được ghi." in missing.text) == (400, True)
    assert send(client, BEGIN, {"password": PASSWORD}, form_page=SET_UP).status_code == 303
    assert 'id="khoa"' in client.get(SET_UP).text
    with app.app_context(), use_unit(officer.unit_id):
        assert db.session.scalars(select(SignInThrottle)).all() == []


def test_turning_it_on_ends_sessions_that_know_the_password_only(app, client, officer):
    elsewhere = app.test_client()
    sign_in(elsewhere, "canbo")
    sign_in(client, "canbo")
    set_up(client)
    assert (client.get(ACCOUNT).status_code, elsewhere.get(ACCOUNT).status_code) == (200, 303)


def test_secret_lies_sealed_in_cookie_and_database(app, client, officer):
    sign_in(client, "canbo")
    send(client, BEGIN, {}, form_page=SET_UP)
    secret = secret_on(client.get(SET_UP))
    with client.session_transaction() as kept:
        assert secret not in str(dict(kept))
    send(client, SET_UP, {"code": pyotp.TOTP(secret).at(NOW)})
    with app.app_context():
        stored = db.session.execute(text("SELECT secret FROM second_factors")).scalar_one()
        db.session.rollback()
        assert (secret in stored, sealer.open(stored)) == (False, secret)


def test_set_up_begins_anew_when_its_key_was_taken_out(client, officer):
    sign_in(client, "canbo")
    send(client, BEGIN, {}, form_page=SET_UP)
    try:
        sealer.configure(data_keys=Fernet.generate_key().decode(), secret_key=SECRET_KEY)
        page = client.get(SET_UP)
    finally:
        sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)
    assert (page.status_code, "Bắt đầu" in page.text) == (200, True)


# ------------------------------------------------------------------ recovery codes


def test_codes_are_shown_for_ten_minutes_to_the_browser_that_made_them(app, client, officer, at):
    sign_in(client, "canbo")
    telephone = set_up(client)
    other = app.test_client()
    at("2026-11-20 09:01")
    sign_in_with(other, "canbo", telephone.code())
    assert other.get(CODES).location == SET_UP
    at("2026-11-20 09:09")
    assert codes_on(client.get(CODES)) == telephone.codes
    at("2026-11-20 09:10")
    assert client.get(CODES).location == SET_UP


def test_codes_that_are_kept_are_shown_no_more(client, officer):
    sign_in(client, "canbo")
    set_up(client)
    answer = send(client, CODES, {})
    assert (answer.status_code, answer.location) == (303, SET_UP)
    assert client.get(CODES).location == SET_UP


def test_paper_names_nobody_and_holds_every_code(client, officer):
    sign_in(client, "canbo")
    telephone = set_up(client)
    paper = client.get(f"{CODES}?in=1")
    assert (codes_on(paper), paper.headers["Cache-Control"]) == (telephone.codes, "no-store")
    assert [word for word in ("canbo", "Người canbo") if word in paper.text] == []


def test_codes_lie_in_the_database_as_hashes(app, client, officer):
    sign_in(client, "canbo")
    telephone = set_up(client)
    with app.app_context(), use_unit(officer.unit_id):
        stored = db.session.scalars(select(RecoveryCode.hash)).all()
    assert ({value.split("$")[1] for value in stored}, len(set(stored))) == ({"argon2id"}, 10)
    assert [code for code in telephone.codes if any(code in value for value in stored)] == []


def test_new_codes_end_the_old_ones(app, client, officer, telephone, at):
    sign_in_with(client, "canbo", telephone.code())
    at("2026-11-20 09:01")
    answer = prove(client, ANEW, telephone.code())
    fresh = codes_on(client.get(CODES))
    assert (answer.status_code, answer.location, len(fresh)) == (303, CODES, 10)
    assert set(fresh).isdisjoint(telephone.codes)
    assert sign_in_with(app.test_client(), "canbo", telephone.codes[0]).status_code == 401
    assert sign_in_with(app.test_client(), "canbo", fresh[0]).status_code == 303
    with app.app_context():
        assert acts("official:recovery") == ["official:recovery_codes_made", "official:recovery_code_used"]


@pytest.mark.parametrize(("used", "words"), [(6, ""), (7, "Sắp hết mã dự phòng"), (10, "Hết mã dự phòng")])
def test_page_says_when_codes_come_to_an_end(app, client, officer, telephone, used, words):
    sign_in_with(client, "canbo", telephone.code())
    with app.app_context(), use_unit(officer.unit_id):
        db.session.execute(
            text("UPDATE recovery_codes SET used_at = made_at WHERE id IN (SELECT id FROM recovery_codes LIMIT :used)"),
            {"used": used},
        )
        db.session.commit()
    shown = words_of(client.get(SET_UP).text)
    assert (words in shown, "ết mã dự phòng" in shown) == (True, bool(words))


# ------------------------------------------------------------------ off, and the proof for it


def test_turning_it_off_asks_for_password_and_code(app, client, officer, telephone, at):
    elsewhere = app.test_client()
    sign_in_with(client, "canbo", telephone.code())
    at("2026-11-20 09:01")
    sign_in_with(elsewhere, "canbo", telephone.code())
    at("2026-11-20 09:02")
    answer = prove(client, OFF, telephone.code())
    assert (answer.status_code, answer.location, rows(app, officer)) == (303, SET_UP, (0, 0))
    assert "Đã tắt xác minh hai bước" in client.get(SET_UP).text
    assert elsewhere.get(ACCOUNT).status_code == 303
    assert sign_in(app.test_client(), "canbo").location == "/can-bo"
    with app.app_context():
        assert acts("official:second") == ["official:second_factor_on", "official:second_factor_off"]


@pytest.mark.parametrize("page", [ANEW, OFF])
def test_neither_password_nor_code_is_enough_alone(app, client, officer, telephone, page, at):
    sign_in_with(client, "canbo", telephone.code())
    at("2026-11-20 09:01")
    before = rows(app, officer)
    wrong_password = prove(client, page, telephone.code(), password=WRONG_PASSWORD)
    wrong_code = prove(client, page, telephone.wrong())
    nothing = prove(client, page, "", password="")
    assert [answer.status_code for answer in (wrong_password, wrong_code, nothing)] == [400] * 3
    assert ("Mật khẩu chưa đúng." in wrong_password.text, "Mã chưa đúng" in wrong_code.text) == (True, True)
    assert nothing.text.count("Chỗ này cần được ghi.") == 4
    assert rows(app, officer) == before
    assert prove(client, page, telephone.code()).status_code == 303  # the wrong password has used up no code


@pytest.mark.settings(rate_limits="on")
@pytest.mark.parametrize("page", [ANEW, OFF])
def test_tries_from_one_address_are_limited(client, officer, telephone, page):
    sign_in_with(client, "canbo", telephone.code())
    typed = {"csrf_token": token_in(client.get(page)), "password": "", "code": "12"}
    assert [client.post(page, data=typed).status_code for _ in range(17)] == [400] * 15 + [429] * 2


def test_recovery_code_proves_as_well(client, officer, telephone):
    sign_in_with(client, "canbo", telephone.code())
    assert prove(client, OFF, telephone.codes[5]).status_code == 303


@pytest.mark.parametrize("page", [ANEW, OFF])
def test_wrong_codes_rest_the_proof_too(client, officer, telephone, page):
    sign_in_with(client, "canbo", telephone.code())
    answers = [prove(client, page, telephone.wrong()) for _ in range(5)]
    assert ["tạm không nhận mã" in answer.text for answer in answers] == [False] * 4 + [True]
    assert "tạm không nhận mã" in prove(client, page, telephone.codes[0]).text


@pytest.mark.parametrize("page", [ANEW, OFF])
def test_who_has_none_is_led_to_where_it_begins(client, officer, page):
    sign_in(client, "canbo")
    assert client.get(page).location == SET_UP


def test_new_telephone_is_set_up_after_the_old_one(app, client, officer, telephone):
    sign_in_with(client, "canbo", telephone.code())
    prove(client, OFF, telephone.codes[0])
    fresh = set_up(client)
    assert fresh.secret != telephone.secret
    sign_in(app.test_client(), "canbo")
    other = app.test_client()
    sign_in(other, "canbo")
    assert type_code(other, telephone.code()).status_code == 401
    assert type_code(other, fresh.codes[0]).status_code == 303


# ------------------------------------------------------------------ changing the password


def change(client, code: str, **typed: str):
    """Send the form for a new password."""
    facts = {"current": PASSWORD, "password": "mưa xuân trên nương chè", "again": "mưa xuân trên nương chè", "code": code}
    return send(client, ACCOUNT, {**facts, **typed})


def test_new_password_asks_for_a_code_as_well(app, client, officer, telephone, at):
    sign_in_with(client, "canbo", telephone.code())
    at("2026-11-20 09:01")
    wrong = change(client, telephone.wrong())
    weak = change(client, telephone.code(), password="ngắn quá", again="ngắn quá")
    assert [(answer.status_code, words in answer.text) for answer, words in ((wrong, "Mã chưa đúng"), (weak, "12 ký tự"))] == [
        (400, True)
    ] * 2
    assert change(client, telephone.code()).status_code == 303  # the weak password has used up no code
    assert sign_in(app.test_client(), "canbo").status_code == 401
    with app.app_context():
        assert official_row(officer.unit_id, officer.id).session_epoch == 3


def test_new_password_without_a_factor_asks_for_no_code(client, officer):
    sign_in(client, "canbo")
    assert 'name="code"' not in client.get(ACCOUNT).text
    answer = change(client, "123456")
    assert (answer.status_code, "ô lạ" in answer.text) == (400, True)


def test_pages_of_the_second_factor_need_a_session(client, officer):
    assert [client.get(path).status_code for path in (SET_UP, CODES, ANEW, OFF)] == [303] * 4
    assert client.get(CODE_STEP).status_code == 303

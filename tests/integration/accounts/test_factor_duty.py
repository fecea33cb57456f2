"""Who must have a second factor is led to its set-up and nowhere else; who lost it is helped, and everybody concerned is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from flask_login import current_user
from sqlalchemy import func, select

from accounts.factor_models import RecoveryCode, SecondFactor
from accounts.roles import Role
from accounts.services import people, second_factor
from core.database import use_unit
from core.errors import NotAllowed, NotFound
from core.extensions import db
from core.outbox import OutboxMessage
from core.sealing import sealer
from core.transaction import transaction
from denunciation.models import RegisterReader
from tests.infra.settings import DATA_KEY, SECRET_KEY
from tests.makers_accounts import NOW, PASSWORD, hash_of_password, make_official, make_small_commune, send, sign_in, token_in
from tests.makers_desk import form_values, words_of
from tests.makers_factor import CODE_STEP, CODES, OFF, SET_UP, acts, give_factor, prove, set_up, sign_in_with

ACCOUNT, PEOPLE = "/can-bo/tai-khoan", "/can-bo/quan-tri/nhan-su"
BEFORE = NOW - timedelta(hours=1)


@pytest.fixture
def commune(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return make_small_commune()


@pytest.fixture
def administrator(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri")


@pytest.fixture
def officer(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.OFFICER, department_id=commune.economy, username="canbo")


@pytest.fixture
def leader(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.LEADER, username="chutich")


def letters(official) -> list[str]:
    """Return the letters that were laid before an official, title and words."""
    query = select(OutboxMessage).where(OutboxMessage.official_id == official.id, OutboxMessage.event == "way_in_given")
    return [f"{row.title}\n{row.body}" for row in db.session.scalars(query.order_by(OutboxMessage.id))]


# ------------------------------------------------------------------ who must have one


def reached(client, username: str) -> str:
    """Return where somebody comes out after the password."""
    answer = sign_in(client, username)
    return client.get(answer.location).location or answer.location


def test_nobody_must_have_one_unless_the_installation_says_so(client, leader):
    assert reached(client, "chutich") == "/can-bo"
    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.settings(second_factor="leaders")
def test_leaders_administrators_and_readers_of_the_register_must_have_one(app, commune, leader, administrator, officer):
    assert [reached(app.test_client(), name) for name in ("chutich", "quantri", "canbo")] == [SET_UP, SET_UP, "/can-bo"]
    with app.app_context(), use_unit(commune.unit_id), transaction() as session:
        session.add(RegisterReader(unit_id=commune.unit_id, official_id=officer.id, named_by=leader.id, named_at=NOW))
    assert reached(app.test_client(), "canbo") == SET_UP


@pytest.mark.settings(second_factor="all")
def test_whoever_must_have_one_can_go_nowhere_else_until_it_is_done(app, client, officer):
    sign_in(client, "canbo", wanted="/can-bo/hop-thu")
    away = ["/can-bo", "/can-bo/hop-thu", ACCOUNT, "/can-bo/vang-mat", CODES, OFF, "/can-bo/so-kin"]
    assert [(client.get(path).status_code, client.get(path).location) for path in away] == [(303, SET_UP)] * len(away)
    page = client.get(SET_UP)
    assert (page.status_code, "cần có xác minh hai bước" in page.text) == (200, True)
    assert client.post("/can-bo/vang-mat", data={"csrf_token": token_in(page)}).location == SET_UP
    assert client.get("/ke-hoach").status_code == 200
    set_up(client)
    done = send(client, CODES, {})
    assert (done.status_code, done.location) == (303, "/can-bo")
    assert [client.get(path).status_code for path in ("/can-bo", ACCOUNT)] == [200, 200]


@pytest.mark.settings(second_factor="all")
def test_whoever_must_have_one_can_sign_out(client, officer):
    sign_in(client, "canbo")
    answer = client.post("/dang-xuat", data={"csrf_token": token_in(client.get(SET_UP))})
    assert (answer.status_code, client.get(SET_UP).status_code) == (303, 303)


@pytest.mark.settings(second_factor="all")
def test_one_time_password_is_changed_first_and_the_factor_set_up_then(app, client, officer):
    with app.app_context(), use_unit(officer.unit_id), transaction():
        people.reset_password(unit_id=officer.unit_id, actor=None, public_id=officer.public_id, hashed=hash_of_password(), at=NOW)
    sign_in(client, "canbo")
    assert [client.get(path).location for path in ("/can-bo", SET_UP)] == [ACCOUNT] * 2
    new = "mưa xuân trên nương chè"
    assert send(client, ACCOUNT, {"current": PASSWORD, "password": new, "again": new}).status_code == 303
    assert [client.get(path).location for path in ("/can-bo", ACCOUNT)] == [SET_UP] * 2
    set_up(client)


@pytest.mark.settings(second_factor="all")
def test_who_has_one_works_on(client, app, officer):
    with app.app_context():
        telephone = give_factor(officer, at=BEFORE)
    assert sign_in_with(client, "canbo", telephone.code()).location == "/can-bo"
    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.settings(second_factor="all")
def test_turning_it_off_where_it_must_be_on_leads_to_setting_it_up_anew(app, client, officer):
    with app.app_context():
        telephone = give_factor(officer, at=BEFORE)
    sign_in_with(client, "canbo", telephone.code())
    assert "Đổi điện thoại hoặc tắt" not in client.get(SET_UP).text
    prove(client, OFF, telephone.codes[0])
    assert client.get("/can-bo").location == SET_UP


@pytest.mark.settings(second_factor="all")
def test_whoever_lacks_it_sees_no_private_file_by_its_address(app, client, officer):
    """Addresses that everybody may ask for know officials too; one who owes the factor is nobody there."""
    sign_in(client, "canbo")
    with client:
        client.get(f"/tep/{'a' * 32}/small")
        assert (current_user.permissions, current_user.owes_factor) == (frozenset(), True)
    set_up(client)
    with client:
        client.get(f"/tep/{'a' * 32}/small")
        assert (current_user.permissions == officer.permissions, current_user.owes_factor) == (True, False)


# ------------------------------------------------------------------ lost telephone and codes


def take_away(client, public_id: str):
    """Press the button on the page of an official."""
    page = f"{PEOPLE}/{public_id}"
    return client.post(f"{page}/bo-hai-buoc", data={"csrf_token": token_in(client.get(page))})


def test_administrator_takes_it_away_and_official_and_leaders_are_told(app, client, administrator, officer, leader):
    elsewhere = app.test_client()
    with app.app_context():
        telephone = give_factor(officer, at=BEFORE)
    sign_in_with(elsewhere, "canbo", telephone.code())
    sign_in(client, "quantri")
    assert "hai bước" in words_of(client.get(PEOPLE).text)
    answer = take_away(client, officer.public_id)
    assert (answer.status_code, "Đã gỡ xác minh hai bước" in client.get(answer.location).text) == (303, True)
    assert elsewhere.get(ACCOUNT).status_code == 303
    assert sign_in(app.test_client(), "canbo").location == "/can-bo"
    with app.app_context(), use_unit(officer.unit_id):
        assert [db.session.scalar(select(func.count()).select_from(table)) for table in (SecondFactor, RecoveryCode)] == [0, 0]
        assert acts("official:second") == ["official:second_factor_on", "official:second_factor_taken"]
        [told] = letters(officer)
        assert letters(leader) == [told]
    assert told.partition("\n")[0] == "Xác minh hai bước của Người canbo vừa được gỡ"
    assert ("Người quantri (quản trị)" in told, "sổ kín" in told.lower()) == (True, False)


def test_taking_it_away_twice_tells_once(app, client, administrator, officer, leader):
    with app.app_context():
        give_factor(officer, at=BEFORE)
    sign_in(client, "quantri")
    take_away(client, officer.public_id)
    take_away(client, officer.public_id)
    with app.app_context(), use_unit(officer.unit_id):
        assert (acts("official:second_factor_taken"), len(letters(leader))) == (["official:second_factor_taken"], 1)


def test_new_password_of_an_administrator_leaves_the_factor_and_opens_nothing(app, client, administrator, officer):
    with app.app_context():
        give_factor(officer, at=BEFORE)
    sign_in(client, "quantri")
    page = f"{PEOPLE}/{officer.public_id}"
    given = client.post(f"{page}/dat-lai-mat-khau", data={"csrf_token": token_in(client.get(page))})
    password = given.text.split('id="mat-khau">')[1].split("<")[0]
    other = app.test_client()
    assert sign_in(other, "canbo", password=password).location == CODE_STEP
    assert other.get(ACCOUNT).status_code == 303


def test_nobody_takes_his_own_away_this_way(app, client, administrator):
    with app.app_context():
        telephone = give_factor(administrator, at=BEFORE)
    sign_in_with(client, "quantri", telephone.code())
    assert "bo-hai-buoc" not in client.get(f"{PEOPLE}/{administrator.public_id}").text
    answer = take_away(client, administrator.public_id)
    assert "tắt ở trang Tài khoản của tôi" in client.get(answer.location).text
    with app.app_context(), use_unit(administrator.unit_id), transaction(), pytest.raises(NotAllowed):
        second_factor.take_away(unit_id=administrator.unit_id, actor=administrator, public_id=administrator.public_id, at=NOW)


def test_button_stands_only_where_there_is_something_to_take(app, client, administrator, officer):
    sign_in(client, "quantri")
    page = f"{PEOPLE}/{officer.public_id}"
    assert "bo-hai-buoc" not in client.get(page).text
    with app.app_context():
        give_factor(officer, at=BEFORE)
    assert "csrf_token" in form_values(client.get(page).text, f"{page}/bo-hai-buoc")


def test_only_administrators_take_it_away(app, client, officer, leader):
    with app.app_context():
        give_factor(leader, at=BEFORE)
    sign_in(client, "canbo")
    token = token_in(client.get(ACCOUNT))
    assert client.post(f"{PEOPLE}/{leader.public_id}/bo-hai-buoc", data={"csrf_token": token}).status_code == 403


def test_official_of_another_commune_keeps_his(app, commune, administrator):
    with app.app_context():
        other = make_small_commune(code="06481", name="Xã Khác", hosts=("kia.example",))
        person = make_official(other.unit_id, department_id=other.economy, username="canbo")
        give_factor(person, at=BEFORE)
        with use_unit(commune.unit_id), transaction(), pytest.raises(NotFound):
            second_factor.take_away(unit_id=commune.unit_id, actor=administrator, public_id=person.public_id, at=NOW)


def test_what_is_done_at_the_terminal_is_told_as_well(app, officer, leader):
    with app.app_context(), use_unit(officer.unit_id):
        give_factor(officer, at=BEFORE)
        with transaction():
            second_factor.take_away(unit_id=officer.unit_id, actor=None, public_id=officer.public_id, at=NOW)
        assert ["trên máy chủ" in words for words in (*letters(officer), *letters(leader))] == [True, True]


def test_factor_whose_key_is_lost_can_be_taken_away(app, officer):
    with app.app_context(), use_unit(officer.unit_id):
        give_factor(officer, at=BEFORE)
        try:
            sealer.configure(data_keys=Fernet.generate_key().decode(), secret_key=SECRET_KEY)
            with transaction():
                second_factor.take_away(unit_id=officer.unit_id, actor=None, public_id=officer.public_id, at=NOW)
        finally:
            sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)
    assert sign_in(app.test_client(), "canbo").location == "/can-bo"


def test_closed_account_keeps_its_factor_and_it_can_be_taken(app, administrator, officer):
    facts = {"unit_id": officer.unit_id, "actor": administrator, "public_id": officer.public_id, "at": NOW}
    with app.app_context(), use_unit(officer.unit_id):
        give_factor(officer, at=BEFORE)
        with transaction():
            people.disable_official(expected_version=None, on=NOW.date(), **facts)
        with transaction():
            second_factor.take_away(**facts)
        assert acts("official:second_factor_taken") == ["official:second_factor_taken"]

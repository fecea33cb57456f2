"""Two communes on one installation: neither sees, names or touches anything of the other."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import queries
from accounts.models import Absence, Department, Field, Official, Posting, Responsibility, UnitSetting, Village
from accounts.permissions import permissions_of
from accounts.roles import Role
from accounts.services import people, responsibilities, unit_settings
from core import letters
from core.database import TenantMissing, UnitScoped, use_unit
from core.errors import NotFound
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import NOW, TODAY, make_official, make_row, make_small_commune, send, sign_in

HERE, THERE = "http://day.example", "http://kia.example"
ADMIN_PAGES = ["", "/nhan-su", "/nhan-su/moi", "/phan-cong", "/phan-cong/moi", "/cai-dat", "/cai-dat/reopen_days"]


@pytest.fixture
def communes(app, at):
    """Two communes, each with its own host and an administrator of the same name."""
    at("2026-11-20 09:00")
    with app.app_context():
        pair = (
            make_small_commune(hosts=("day.example",)),
            make_small_commune(code="06481", name="Xã Chiến Thắng", hosts=("kia.example",)),
        )
        for commune, name in zip(pair, ("Người Xã Này", "Người Xã Kia"), strict=True):
            make_official(
                commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri", full_name=name
            )
        return pair


@pytest.fixture
def theirs(app, communes):
    """An officer of the second commune with a row of its matrix."""
    with app.app_context():
        officer = make_official(
            communes[1].unit_id, department_id=communes[1].economy, username="canbo", full_name="Cán Bộ Xã Kia"
        )
        make_row(communes[1].unit_id, communes[1].economy, field=communes[1].roads, officer=officer.id)
        return officer


def test_host_name_decides_the_commune(app, communes):
    with app.app_context():
        found = [queries.unit_for_host(host) for host in ("day.example", "KIA.example:8000", "kia.example")]
    assert found == [communes[0].unit_id, communes[1].unit_id, communes[1].unit_id]


def test_unclaimed_host_goes_to_the_first_commune_without_names(app, communes):
    with app.app_context():
        third = make_small_commune(code="06496", name="Xã Nhân Lý")
        assert queries.unit_for_host("la.example") == third.unit_id


def test_every_page_names_its_own_commune(client, communes):
    assert "Xã Chiến Thắng" in client.get("/ke-hoach", base_url=THERE).text
    assert "Xã Vạn Linh" in client.get("/ke-hoach", base_url=HERE).text


def test_account_of_one_commune_does_not_open_the_other(app, communes, theirs):
    assert sign_in(app.test_client(), "canbo", base_url=THERE).status_code == 303
    assert sign_in(app.test_client(), "canbo", base_url=HERE).status_code == 401


def test_session_of_one_commune_is_nobody_in_the_other(app, client, communes):
    sign_in(client, "quantri", base_url=HERE)
    with client.session_transaction(base_url=HERE) as ours:
        stolen = dict(ours)
    other = app.test_client()
    with other.session_transaction(base_url=THERE) as planted:
        planted.update(stolen)
    assert other.get("/can-bo/quan-tri", base_url=THERE).status_code == 303
    assert client.get("/can-bo/quan-tri", base_url=HERE).status_code == 200


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_administration_shows_nothing_of_the_other_commune(client, communes, theirs, path):
    sign_in(client, "quantri", base_url=HERE)
    answer = client.get(f"/can-bo/quan-tri{path}", base_url=HERE)
    assert answer.status_code == 200
    assert [name for name in ("Xã Kia", "Chiến Thắng") if name in answer.text] == []


def test_pages_of_their_people_and_rows_do_not_exist_here(app, client, communes, theirs):
    sign_in(client, "quantri", base_url=HERE)
    with app.app_context(), use_unit(communes[1].unit_id):
        row = queries.responsibilities(communes[1].unit_id, on=TODAY)[0]
    for path in (f"nhan-su/{theirs.public_id}", f"phan-cong/{row.public_id}"):
        assert client.get(f"/can-bo/quan-tri/{path}", base_url=HERE).status_code == 404


@pytest.mark.parametrize("action", ["khoa", "dat-lai-mat-khau", "mo-khoa", "vang-mat"])
def test_their_people_cannot_be_touched_from_here(app, client, communes, theirs, action):
    sign_in(client, "quantri", base_url=HERE)
    path = f"/can-bo/quan-tri/nhan-su/{theirs.public_id}/{action}"
    answer = send(client, path, {"version": 1}, form_page="/can-bo/quan-tri/nhan-su/moi", base_url=HERE)
    assert answer.status_code in (303, 404)
    with app.app_context(), use_unit(communes[1].unit_id):
        found = queries.official(communes[1].unit_id, theirs.id, on=TODAY)
        assert (found.active, found.version) == (True, 1)
    assert sign_in(app.test_client(), "canbo", base_url=THERE).status_code == 303


def test_failures_here_do_not_lock_the_same_name_there(app, communes):
    for _ in range(6):
        sign_in(app.test_client(), "quantri", password="sai mất rồi đấy nhé", base_url=HERE)
    assert sign_in(app.test_client(), "quantri", base_url=HERE).status_code == 401
    assert sign_in(app.test_client(), "quantri", base_url=THERE).status_code == 303


@pytest.mark.parametrize("model", [Department, Village, Field, Official, Posting, Absence, Responsibility, UnitSetting])
def test_rows_are_read_for_one_commune_only(app, communes, theirs, model):
    with app.app_context():
        with pytest.raises(TenantMissing):
            db.session.scalars(select(model)).all()
        for commune in communes:
            with use_unit(commune.unit_id):
                assert {row.unit_id for row in db.session.scalars(select(model))} <= {commune.unit_id}


@pytest.mark.parametrize("model", [Department, Village, Field, Official, Posting, Absence, Responsibility, UnitSetting])
def test_every_row_of_a_commune_carries_its_commune(model):
    assert issubclass(model, UnitScoped)
    assert not model.__table__.c.unit_id.nullable


def test_queries_asked_for_another_commune_find_nothing(app, communes, theirs):
    ours, other = communes
    with app.app_context(), use_unit(ours.unit_id):
        assert queries.official(other.unit_id, theirs.id) is None
        assert queries.officials(other.unit_id) == []
        assert queries.villages(other.unit_id) == []
        assert queries.propose_assignment(other.unit_id, other.roads, None, TODAY).fit is None


def test_commands_cannot_reach_across(app, communes, theirs):
    ours, other = communes
    facts = responsibilities.RowFacts(
        field_id=ours.roads, village_id=None, department_id=ours.economy, officer_id=theirs.id, substitute_id=None
    )
    with app.app_context(), use_unit(ours.unit_id):
        with pytest.raises(NotFound), transaction():
            people.reset_password(unit_id=ours.unit_id, actor=None, public_id=theirs.public_id, hashed="$x", at=NOW)
        with pytest.raises(Exception, match="bad_input"), transaction():
            responsibilities.add_responsibility(unit_id=ours.unit_id, actor=None, facts=facts, on=TODAY, at=NOW)
        with transaction():
            unit_settings.change_setting(
                unit_id=ours.unit_id, actor=None, key="reopen_days", value=20, expected_version=0, at=NOW
            )
    with app.app_context(), use_unit(other.unit_id):
        assert queries.setting(other.unit_id, "reopen_days") == 15


def test_database_refuses_a_row_that_names_another_communes_row(app, communes, theirs):
    ours = communes[0]
    for changes in ({"department": communes[1].economy}, {"field": communes[1].roads}, {"officer": theirs.id}):
        facts = {"department": ours.economy, **changes}
        department = facts.pop("department")
        with app.app_context(), pytest.raises(IntegrityError):
            make_row(ours.unit_id, department, **facts)


@pytest.mark.parametrize("role", list(Role))
def test_administration_opens_for_those_with_the_permission_only(app, client, communes, role):
    with app.app_context():
        make_official(communes[0].unit_id, role=role, department_id=communes[0].office, username="ai.do")
    sign_in(client, "ai.do", base_url=HERE)
    allowed = "admin:settings" in permissions_of([role])
    answers = {path: client.get(f"/can-bo/quan-tri{path}", base_url=HERE).status_code for path in ADMIN_PAGES}
    assert answers == dict.fromkeys(ADMIN_PAGES, 200 if allowed else 403)


@pytest.mark.settings(public_url="https://mot.example")
def test_letters_lead_to_the_host_of_the_commune_they_are_about(app: Flask):
    """One installation has one PUBLIC_URL, and many communes with host names of their own."""
    with app.app_context():
        first = make_small_commune(hosts=("mot.example",))
        second = make_small_commune(code="06506", name="Xã Chiến Thắng", hosts=("hai.example", "www.hai.example"))
        third = make_small_commune(code="06507", name="Xã Không Tên", hosts=())
        addresses = []
        for commune in (first, second, third):
            with use_unit(commune.unit_id):
                addresses.append(letters.public_address("/tra-cuu"))
    assert addresses == ["https://mot.example/tra-cuu", "https://hai.example/tra-cuu", "https://mot.example/tra-cuu"]


@pytest.mark.settings(public_url="http://gandan.example:8443/")
def test_a_public_address_that_no_commune_claims_stays_with_the_first_and_keeps_its_port_for_others(app: Flask):
    with app.app_context():
        first = make_small_commune(hosts=())
        second = make_small_commune(code="06506", name="Xã Chiến Thắng", hosts=("hai.example",))
        with use_unit(first.unit_id):
            assert letters.public_address("/gui") == "http://gandan.example:8443/gui"
        with use_unit(second.unit_id):
            assert letters.public_address("/gui") == "http://hai.example:8443/gui"

"""Doors: what declares nothing is closed; strangers go to sign-in; an official opens what the roles permit."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.roles import Role
from core.access import MACHINE, PUBLIC, SIGNED_IN, Access, access
from core.permissions import Permission
from tests.makers_accounts import make_official, make_small_commune, sign_in


def door(app: Flask, need: Access | None) -> None:
    view = access(need)(lambda: "inside") if need is not None else lambda: "inside"
    app.add_url_rule("/cua", endpoint="door", view_func=view, methods=["GET", "POST"])


@pytest.fixture
def site(sqlite_app: Flask) -> Flask:
    sqlite_app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    with sqlite_app.app_context():
        commune = make_small_commune()
        make_official(commune.unit_id, role=Role.OFFICER, department_id=commune.economy, username="canbo")
    return sqlite_app


@pytest.mark.parametrize("need", [PUBLIC, MACHINE])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_open_door_lets_everybody_in(site: Flask, need: Access, method: str):
    door(site, need)
    answer = site.test_client().open("/cua", method=method)
    assert (answer.status_code, answer.text) == (200, "inside")


@pytest.mark.parametrize("need", [SIGNED_IN, *Permission])
def test_a_stranger_is_sent_to_sign_in_and_back(site: Flask, need: Access):
    door(site, need)
    answer = site.test_client().get("/cua?trang=2")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap?next=/cua?trang%3D2")


def test_a_stranger_who_writes_is_not_sent_back_to_the_write(site: Flask):
    door(site, SIGNED_IN)
    answer = site.test_client().post("/cua")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_view_that_declares_nothing_is_closed_to_strangers(site: Flask, method: str):
    door(site, None)
    assert site.test_client().open("/cua", method=method).status_code == 403


@pytest.mark.parametrize(
    ("need", "status"),
    [
        (None, 403),
        (SIGNED_IN, 200),
        (PUBLIC, 200),
        (Permission.DESK_ENTER, 200),
        (Permission.CASE_READ, 200),
        (Permission.CASE_HANDLE, 200),
        (Permission.CASE_APPROVE, 403),
        (Permission.ADMIN_PEOPLE, 403),
        (Permission.ADMIN_SETTINGS, 403),
        (Permission.ADMIN_AUDIT, 403),
    ],
)
def test_an_officer_opens_what_the_role_permits(site: Flask, need: Access | None, status: int):
    door(site, need)
    client = site.test_client()
    assert sign_in(client, "canbo").status_code == 303
    assert client.get("/cua").status_code == status


def test_an_address_that_does_not_exist_is_not_found_rather_than_forbidden(site: Flask):
    assert site.test_client().get("/khong-co").status_code == 404

"""The way back: to the page of a form that came too late, and to the desk from a wrong address."""

from __future__ import annotations

import pytest
from flask import session

from accounts.roles import Role
from accounts.session import send_to_sign_in
from tests.makers_accounts import make_official, make_small_commune, sign_in


@pytest.fixture
def clerk(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        commune = make_small_commune()
        return make_official(commune.unit_id, role=Role.RECEPTION_CLERK, department_id=commune.office, username="tiepdan")


@pytest.mark.parametrize(
    ("came", "sent", "back"),
    [
        ("http://localhost/can-bo/tai-khoan?a=1", "/can-bo/tai-khoan/mat-khau", "/can-bo/tai-khoan?a%3D1"),
        ("https://xau.example/can-bo/vang-mat", "/can-bo/tai-khoan/ghi", "/can-bo/tai-khoan"),
        (None, "/can-bo/vang-mat", "/can-bo/vang-mat"),
        ("http://localhost/dang-xuat", "/can-bo/khong-co/trang-nay", None),
    ],
)
def test_who_sends_a_form_too_late_reads_so_and_comes_back_to_its_page(client, clerk, at, came, sent, back):
    sign_in(client, "tiepdan")
    assert client.get("/can-bo/tai-khoan").status_code == 200
    at("2026-11-20 09:31")
    with client.application.test_request_context(sent, method="POST", headers={"Referer": came} if came else {}):
        session["_user_id"] = "x"
        where = send_to_sign_in().location
    assert where == (f"/dang-nhap?next={back}&ended=2" if back else "/dang-nhap?ended=2")
    assert "việc vừa bấm chưa được ghi" in client.get(where).text


def test_a_wrong_address_keeps_an_official_at_the_desk(client, clerk):
    stranger = client.get("/can-bo/khong-co")
    sign_in(client, "tiepdan")
    desk, public = client.get("/can-bo/khong-co"), client.get("/khong-co")
    assert [page.status_code for page in (stranger, desk, public)] == [404, 404, 404]
    assert ["Về bàn làm việc" in page.text for page in (stranger, desk, public)] == [False, True, False]
    assert ["Tra cứu đơn" in page.text for page in (stranger, desk, public)] == [True, False, True]
    assert 'class="desk-head"' in desk.text

"""The administrator's pages about officials: list, one-time passwords shown once, edits, closing, absences."""

from __future__ import annotations

import re

import pytest

from accounts import queries
from accounts.models import Official
from accounts.read_models import Post
from accounts.roles import Role
from accounts.services.people import set_posts
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import PASSWORD, TODAY, make_official, make_small_commune, send, sign_in
from tests.makers_desk import form_values

LIST = "/can-bo/quan-tri/nhan-su"


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


def typed(commune, **changes: object) -> dict[str, object]:
    """Return what an administrator sends for an official."""
    data = {
        "version": 0, "username": "moi.den", "full_name": "Hoàng Thị Mới", "title": "", "email": "",
        "role_1": "officer", "department_1": commune.economy, "role_2": "", "department_2": "", "role_3": "", "department_3": "",
    }  # fmt: skip
    return {**data, **changes}


def test_list_shows_everybody_with_roles_and_departments(client, administrator, officer):
    sign_in(client, "quantri")
    text = client.get(LIST).text
    assert all(words in text for words in ("Người canbo", "Cán bộ xử lý", "Phòng Kinh tế", "chưa lần nào"))


def test_new_official_gets_a_password_that_is_shown_once(app, client, commune, administrator):
    sign_in(client, "quantri")
    answer = send(client, f"{LIST}/moi", typed(commune))
    password = re.search(r'id="mat-khau">([^<]+)<', answer.text).group(1)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    fresh = app.test_client()
    assert sign_in(fresh, "moi.den", password=password).status_code == 303
    assert fresh.get("/can-bo/tai-khoan").status_code == 200
    assert password not in client.get(LIST).text


def test_every_post_of_an_official_has_a_row_and_none_is_lost_by_saving(app, client, commune, administrator, officer):
    held = [
        Post(Role.OFFICER, commune.economy), Post(Role.OFFICER, commune.office), Post(Role.DEPARTMENT_HEAD, commune.economy),
        Post(Role.DEPARTMENT_HEAD, commune.office),
    ]  # fmt: skip
    with app.app_context(), use_unit(commune.unit_id), transaction():
        set_posts(db.session.get(Official, officer.id), held, on=TODAY)
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    values = form_values(client.get(page).text, "")
    assert [values[f"role_{row}"] for row in range(1, 6)] == ["officer", "officer", "department_head", "department_head", ""]
    assert "role_6" not in values
    fifth = {"role_5": "reception_clerk", "department_5": commune.office}
    for changes, posts in (({}, held), (fifth, [*held, Post(Role.RECEPTION_CLERK, commune.office)])):
        sent = {**form_values(client.get(page).text, ""), "full_name": "Nông Văn Bốn", **changes}
        assert send(client, page, sent).status_code == 303
        with app.app_context(), use_unit(commune.unit_id):
            assert queries.posts_of(commune.unit_id, officer.id, on=TODAY) == posts
    assert 'name="role_6"' in client.get(page).text


def test_refused_official_keeps_what_was_typed(client, commune, administrator):
    sign_in(client, "quantri")
    answer = send(client, f"{LIST}/moi", typed(commune, username="quantri", email="sai"))
    assert answer.status_code == 400
    assert "đã có người dùng" in answer.text
    assert "thư điện tử chưa đúng" in answer.text
    assert 'value="Hoàng Thị Mới"' in answer.text


def test_official_is_edited_on_his_page(app, client, commune, administrator, officer):
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    assert 'value="Người canbo"' in client.get(page).text
    answer = send(client, page, typed(commune, username="canbo", version=1, role_1="department_head"))
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    with app.app_context(), use_unit(commune.unit_id):
        assert queries.official(commune.unit_id, officer.id, on=TODAY).roles == (Role.DEPARTMENT_HEAD,)


def test_edit_of_an_old_version_is_refused_with_409(client, commune, administrator, officer):
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    send(client, page, typed(commune, username="canbo", version=1))
    answer = send(client, page, typed(commune, username="canbo", version=1, full_name="Người Đến Sau"))
    assert answer.status_code == 409
    assert "Có người khác vừa sửa" in answer.text


def test_a_second_press_writes_over_what_was_shown(client, commune, administrator, officer):
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    send(client, page, typed(commune, username="canbo", version=1, full_name="Người Đến Trước"))
    stale = send(client, page, typed(commune, username="canbo", version=1, full_name="Người Đến Sau"))
    again = form_values(stale.text, "")
    beside = re.findall(r'<th scope="row">([^<]+)</th>', stale.text)
    assert beside == ["Họ và tên"]  # an empty post is no difference
    assert ("Người Đến Trước" in stale.text, again["full_name"], again["version"]) == (True, "Người Đến Sau", "2")
    assert send(client, page, typed(commune, username="canbo", version=2, full_name="Người Đến Sau")).status_code == 303


def test_own_roles_are_refused_with_a_sentence(client, commune, administrator):
    sign_in(client, "quantri")
    answer = send(client, f"{LIST}/{administrator.public_id}", typed(commune, username="quantri", version=1))
    assert answer.status_code == 400
    assert "tự đổi vai trò" in answer.text


def test_reset_shows_a_password_once_and_ends_sessions(app, client, administrator, officer):
    theirs = app.test_client()
    sign_in(theirs, "canbo")
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    answer = send(client, f"{page}/dat-lai-mat-khau", {}, form_page=page)
    password = re.search(r'id="mat-khau">([^<]+)<', answer.text).group(1)
    assert theirs.get("/can-bo/tai-khoan").status_code == 303
    assert sign_in(app.test_client(), "canbo", password=PASSWORD).status_code == 401
    assert sign_in(app.test_client(), "canbo", password=password).status_code == 303


def test_reset_lifts_the_lock(app, client, administrator, officer):
    for _ in range(5):
        sign_in(app.test_client(), "canbo", password="sai mất rồi đấy nhé")
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    answer = send(client, f"{page}/dat-lai-mat-khau", {}, form_page=page)
    password = re.search(r'id="mat-khau">([^<]+)<', answer.text).group(1)
    assert sign_in(app.test_client(), "canbo", password=password).status_code == 303


def test_account_is_closed_and_opened_by_buttons(app, client, administrator, officer):
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    assert send(client, f"{page}/khoa", {"version": 1}, form_page=page).status_code == 303
    closed = client.get(page).text
    assert ("Tài khoản này đã khóa." in closed, "/dat-lai-mat-khau" in closed) == (True, False)
    late = send(client, f"{page}/dat-lai-mat-khau", {}, form_page=page)
    assert "Hãy mở lại tài khoản (Quản trị → Cán bộ) trước khi tạo mật khẩu." in client.get(late.location).text
    assert send(client, f"{page}/mo-khoa", {"version": 2}, form_page=page).status_code == 303
    assert sign_in(app.test_client(), "canbo").status_code == 303


def test_closing_an_old_version_is_told(client, commune, administrator, officer):
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    send(client, page, typed(commune, username="canbo", version=1))
    send(client, f"{page}/khoa", {"version": 1}, form_page=page)
    assert "Có người khác vừa sửa cán bộ này" in client.get(page).text


def test_own_page_offers_neither_reset_nor_closing(client, administrator):
    sign_in(client, "quantri")
    text = client.get(f"{LIST}/{administrator.public_id}").text
    assert "dat-lai-mat-khau" not in text
    assert "/khoa" not in text


def test_absence_is_noted_and_taken_back_on_the_page(client, administrator, officer):
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    send(client, f"{page}/vang-mat", {"first_on": "2026-11-20", "last_on": "2026-11-25", "substitute_id": ""}, form_page=page)
    text = client.get(page).text
    assert "20/11/2026 – 25/11/2026" in text
    assert "đang vắng" in client.get(LIST).text
    path = re.search(r'action="([^"]+/vang-mat/\d+/bo)"', text).group(1)
    assert send(client, path, {}, form_page=page).status_code == 303
    assert "25/11/2026" not in client.get(page).text


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-11-25", "2026-11-20", "Ngày cuối không thể trước ngày đầu."),
        ("hôm nay", "2026-11-20", "Ngày này chưa đúng."),
        ("", "", "Ngày này chưa đúng."),
        ("9999-99-99", "2026-11-20", "Ngày này chưa đúng."),
    ],
)
def test_impossible_absence_is_explained(client, administrator, officer, first, last, sentence):
    sign_in(client, "quantri")
    page = f"{LIST}/{officer.public_id}"
    answer = send(client, f"{page}/vang-mat", {"first_on": first, "last_on": last, "substitute_id": ""}, form_page=page)
    assert answer.status_code == 400
    assert sentence in answer.text


@pytest.mark.parametrize("path", [f"{LIST}/{'0' * 32}", f"{LIST}/moi-den", f"{LIST}/%00"])
def test_unknown_official_has_no_page(client, administrator, path):
    sign_in(client, "quantri")
    assert client.get(path).status_code in (400, 404)

"""One's own account: the password is changed with the old one, by the rules, and ends every other session."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts.roles import Role
from accounts.services import people
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import NOW, PASSWORD, hash_of_password, make_official, make_small_commune, official_row, send, sign_in

PAGE = "/can-bo/tai-khoan"
NEW = "mưa xuân trên nương chè"


@pytest.fixture
def officer(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        commune = make_small_commune()
        return make_official(commune.unit_id, role=Role.OFFICER, department_id=commune.economy, username="canbo")


def change(client, current: str = PASSWORD, new: str = NEW, again: str | None = None):
    """Send the form."""
    return send(client, PAGE, {"current": current, "password": new, "again": new if again is None else again})


def test_page_says_who_one_is_here(client, officer):
    sign_in(client, "canbo")
    text = client.get(PAGE).text
    assert all(words in text for words in ("Người canbo", "Cán bộ xử lý", "Phòng Kinh tế"))


def test_new_password_counts_from_now_on(app, client, officer):
    sign_in(client, "canbo")
    assert change(client).status_code == 303
    assert sign_in(app.test_client(), "canbo").status_code == 401
    assert sign_in(app.test_client(), "canbo", password=NEW).status_code == 303


def test_password_change_ends_other_sessions_and_keeps_this_one(app, client, officer):
    elsewhere = app.test_client()
    sign_in(elsewhere, "canbo")
    sign_in(client, "canbo")
    change(client)
    assert client.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 303


def test_password_change_is_written_down(app, client, officer):
    sign_in(client, "canbo")
    change(client)
    with app.app_context():
        actions = [
            entry.action for entry in db.session.scalars(select(AuditEntry).where(AuditEntry.chain > 0).order_by(AuditEntry.id))
        ]
    assert actions == ["official:created", "official:signed_in", "official:password_changed"]


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("ngắn quá", None, "Mật khẩu cần ít nhất 12 ký tự"),
        ("matkhau123456", None, "quá nhiều người dùng"),
        ("canbo-2026-x", None, "không nên dựa vào tên đăng nhập"),
        (NEW, "mưa xuân trên nương ngô", "Hai lần gõ mật khẩu mới chưa giống nhau"),
        (PASSWORD, None, "phải khác mật khẩu đang dùng"),
    ],
)
def test_password_that_the_rules_refuse_is_explained(client, officer, new, again, sentence):
    sign_in(client, "canbo")
    answer = change(client, new=new, again=again)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_wrong_old_password_is_refused_and_locks_after_five(client, officer):
    sign_in(client, "canbo")
    answers = [change(client, current="không phải mật khẩu này") for _ in range(5)]
    assert ["chưa đúng" in answer.text for answer in answers] == [True, True, True, True, False]
    assert "tạm nghỉ" in answers[-1].text
    assert "tạm nghỉ" in change(client).text


@pytest.mark.parametrize("path", ["/can-bo/quan-tri", "/can-bo/quan-tri/nhan-su", "/can-bo/quan-tri/cai-dat"])
def test_one_time_password_must_be_changed_before_anything_else(app, client, officer, path):
    with app.app_context():
        make_official(
            officer.unit_id,
            role=Role.ADMINISTRATOR,
            department_id=next(iter(officer.department_ids)),
            username="moi",
            settled=False,
        )
    sign_in(client, "moi")
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "chỉ dùng một lần" in client.get(PAGE).text
    change(client)
    assert client.get(path).status_code == 200


def test_one_time_password_does_not_keep_anybody_from_public_pages(app, client, officer):
    with app.app_context(), use_unit(officer.unit_id), transaction():
        people.reset_password(unit_id=officer.unit_id, actor=None, public_id=officer.public_id, hashed=hash_of_password(), at=NOW)
    sign_in(client, "canbo")
    assert client.get("/ke-hoach").status_code == 200
    assert client.get("/can-bo/quan-tri").status_code in (303, 403)


def test_password_page_needs_a_session(client, officer):
    assert client.get(PAGE).status_code == 303
    assert client.post(PAGE, data={"current": PASSWORD}).status_code in (303, 400)


def test_password_moment_is_kept(app, client, officer):
    sign_in(client, "canbo")
    change(client)
    with app.app_context():
        row = official_row(officer.unit_id, officer.id)
    assert (row.password_changed_at, row.session_epoch, row.must_change_password) == (NOW, 2, False)

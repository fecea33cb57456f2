"""Signing in through the page: session, lock, limits, what a stranger learns, and how a session ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select

from accounts.models import SignInThrottle
from accounts.passwords import needs_rehash
from accounts.roles import Role
from accounts.services import people, signing_in
from accounts.session_models import EndedSession
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import (
    NOW,
    PASSWORD,
    TODAY,
    make_official,
    make_small_commune,
    official_row,
    send,
    sign_in,
    token_in,
)

MOMENT = "2026-11-20 09:00"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


@pytest.fixture
def commune(app, at):
    at(MOMENT)
    with app.app_context():
        return make_small_commune()


@pytest.fixture
def clerk(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.RECEPTION_CLERK, department_id=commune.office, username="tiepdan")


@pytest.fixture
def administrator(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri")


def test_right_password_leads_to_the_desk(client, clerk):
    answer = sign_in(client, "tiepdan")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/can-bo")


def test_administrator_begins_at_the_administration(client, administrator):
    assert sign_in(client, "quantri").headers["Location"] == "/can-bo/quan-tri"


def test_name_is_taken_in_capitals_and_with_spaces(client, clerk):
    assert sign_in(client, "  TIEPDAN ").status_code == 303


def test_wrong_password_keeps_the_name_and_tells_nothing_more(client, clerk):
    answer = sign_in(client, "tiepdan", password="sai mất rồi đấy nhé")
    assert answer.status_code == 401
    assert WRONG in answer.text
    assert 'value="tiepdan"' in answer.text
    assert "sai mất rồi" not in answer.text


def test_unknown_and_known_name_get_the_same_answer(app, clerk):
    pages = []
    for name in ("tiepdan", "khongcoai"):
        answer = sign_in(app.test_client(), name, password="sai mất rồi đấy nhé")
        pages.append((answer.status_code, answer.text.replace(name, "TÊN").split('name="csrf_token"')[0].split("alert")[1]))
    assert pages[0] == pages[1]


def test_empty_form_says_what_is_missing(client, commune):
    answer = send(client, "/dang-nhap", {"username": "", "password": ""})
    assert answer.status_code == 400
    assert answer.text.count("Chỗ này cần được ghi.") == 4


def test_unknown_field_is_refused(client, clerk):
    answer = send(client, "/dang-nhap", {"username": "tiepdan", "password": PASSWORD, "role": "administrator"})
    assert answer.status_code == 400
    assert "ô lạ" in answer.text


def test_form_without_its_token_is_refused(client, clerk):
    answer = client.post("/dang-nhap", data={"username": "tiepdan", "password": PASSWORD})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["tiepdan", "khongcoai"])
def test_fifth_failure_locks_a_name_whether_somebody_has_it_or_not(app, clerk, name):
    client = app.test_client()
    answers = [sign_in(client, name, password="sai mất rồi đấy nhé") for _ in range(5)]
    assert ["tạm nghỉ" in answer.text for answer in answers] == [False, False, False, False, True]
    assert "09:15, 20/11/2026" in answers[-1].text
    assert "tạm nghỉ" in sign_in(client, name).text


def test_lock_ends_by_itself_and_right_password_forgets_the_failures(app, clerk, at):
    client = app.test_client()
    for _ in range(5):
        sign_in(client, "tiepdan", password="sai mất rồi đấy nhé")
    at("2026-11-20 09:14")
    assert sign_in(client, "tiepdan").status_code == 401
    at("2026-11-20 09:16")
    assert sign_in(client, "tiepdan").status_code == 303
    with app.app_context(), use_unit(clerk.unit_id):
        assert db.session.scalars(select(SignInThrottle)).all() == []


def test_second_round_of_failures_rests_twice_as_long(app, clerk, at):
    client = app.test_client()
    for _ in range(5):
        sign_in(client, "tiepdan", password="sai mất rồi đấy nhé")
    at("2026-11-20 09:16")
    for _ in range(5):
        answer = sign_in(client, "tiepdan", password="sai mất rồi đấy nhé")
    assert "09:46, 20/11/2026" in answer.text


def test_failures_are_forgotten_after_a_day(app, clerk, at):
    client = app.test_client()
    for _ in range(4):
        sign_in(client, "tiepdan", password="sai mất rồi đấy nhé")
    at("2026-11-21 09:01")
    assert WRONG in sign_in(client, "tiepdan", password="sai mất rồi đấy nhé").text
    with app.app_context(), use_unit(clerk.unit_id):
        assert db.session.scalars(select(SignInThrottle.failures)).all() == [1]


def test_lock_holds_for_a_guess_that_was_checked_before_it(app, clerk):
    """A hundred guesses sent at once are checked before the first is counted; the right one among them is still refused."""
    with app.app_context(), use_unit(clerk.unit_id):
        right = signing_in.check_password(unit_id=clerk.unit_id, username="tiepdan", password=PASSWORD)
        wrong = signing_in.check_password(unit_id=clerk.unit_id, username="tiepdan", password="sai mất rồi đấy nhé")
        for _ in range(5):
            with transaction():
                signing_in.sign_in(wrong, at=NOW, ip_hash="x")
        with transaction():
            answer = signing_in.sign_in(right, at=NOW, ip_hash="x")
    assert answer == signing_in.SignInRefused(reason="locked", until=NOW + timedelta(minutes=15))


def test_password_changed_between_check_and_opening_is_refused(app, clerk):
    with app.app_context(), use_unit(clerk.unit_id):
        check = signing_in.check_password(unit_id=clerk.unit_id, username="tiepdan", password=PASSWORD)
        with transaction():
            people.reset_password(unit_id=clerk.unit_id, actor=None, public_id=clerk.public_id, hashed="$other", at=NOW)
        with transaction():
            answer = signing_in.sign_in(check, at=NOW, ip_hash="x")
    assert answer == signing_in.SignInRefused(reason="wrong", until=None)


def test_weak_hash_is_made_anew_at_sign_in(app, client, clerk):
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        official_row(clerk.unit_id, clerk.id).password_hash = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    assert sign_in(client, "tiepdan").status_code == 303
    with app.app_context():
        assert not needs_rehash(official_row(clerk.unit_id, clerk.id).password_hash)
    assert sign_in(app.test_client(), "tiepdan").status_code == 303


def test_official_without_a_password_cannot_sign_in(app, client, clerk):
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        official_row(clerk.unit_id, clerk.id).password_hash = ""
    assert send(client, "/dang-nhap", {"username": "tiepdan", "password": " "}).status_code in (400, 401)
    assert sign_in(client, "tiepdan").status_code == 401


def test_disabled_official_cannot_sign_in(app, client, clerk):
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        official_row(clerk.unit_id, clerk.id).active = False
    answer = sign_in(client, "tiepdan")
    assert (answer.status_code, WRONG in answer.text) == (401, True)


def test_sign_in_is_written_down_without_the_address(app, client, clerk):
    sign_in(client, "tiepdan")
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "official:signed_in")).one()
    assert (entry.actor_id, entry.subject) == (clerk.id, f"official:{clerk.public_id}")
    assert "127.0.0.1" not in str(entry.facts)


@pytest.mark.settings(rate_limits="on")
def test_failures_from_one_address_are_limited_and_successes_are_not(app, clerk):
    client = app.test_client()
    for _ in range(20):
        assert sign_in(app.test_client(), "tiepdan").status_code == 303
    codes = [sign_in(client, f"ten{number}", password="sai mất rồi đấy nhé").status_code for number in range(17)]
    assert codes == [401] * 15 + [429] * 2


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/can-bo/tai-khoan", "/can-bo/tai-khoan"),
        ("/ke-hoach?trang=2", "/ke-hoach?trang=2"),
        ("https://xau.example/", "/can-bo"),
        ("//xau.example/", "/can-bo"),
        ("/\\xau.example", "/can-bo"),
        ("/%09/xau.example", "/can-bo"),
        ("/can-bo/tai-khoan\r\nX: y", "/can-bo"),
        ("javascript:alert(1)", "/can-bo"),
        ("/khong-co-trang-nay", "/can-bo"),
        ("/dang-xuat", "/can-bo"),
        ("/" + "a" * 600, "/can-bo"),
        ("", "/can-bo"),
    ],
)
def test_only_own_readable_pages_are_reached_after_sign_in(client, clerk, wanted, reached):
    answer = sign_in(client, "tiepdan", wanted=wanted)
    location = answer.headers.get("Location", "/can-bo" if len(wanted) > 500 else "")
    assert location == reached


def test_stranger_is_sent_to_sign_in_and_back(client, clerk):
    answer = client.get("/can-bo/tai-khoan?a=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap?next=/can-bo/tai-khoan?a%3D1")
    page = client.get(answer.headers["Location"])
    assert 'value="/can-bo/tai-khoan?a=1"' in page.text


def test_session_is_new_after_sign_in(client, clerk):
    client.get("/dang-nhap")
    with client.session_transaction() as before:
        before["planted"] = "x"
    before_token = token_in(client.get("/dang-nhap"))
    sign_in(client, "tiepdan")
    with client.session_transaction() as after:
        assert "planted" not in after
    assert client.post("/can-bo/tai-khoan", data={"csrf_token": before_token}).status_code == 400


def test_session_ends_after_half_an_hour_of_rest(client, clerk, at):
    sign_in(client, "tiepdan")
    at("2026-11-20 09:29")
    assert client.get("/can-bo/tai-khoan").status_code == 200
    at("2026-11-20 09:58")
    assert client.get("/can-bo/tai-khoan").status_code == 200
    at("2026-11-20 10:29")
    answer = client.get("/can-bo/tai-khoan")
    assert answer.status_code == 303
    assert "Phiên làm việc đã hết hạn" in client.get(answer.headers["Location"]).text


def test_session_ends_after_twelve_hours_in_any_case(client, clerk, at):
    sign_in(client, "tiepdan")
    for minutes in range(20, 12 * 60, 20):
        at(f"2026-11-20 {9 + minutes // 60:02}:{minutes % 60:02}")
        assert client.get("/can-bo/tai-khoan").status_code == 200
    at("2026-11-20 21:00")
    assert client.get("/can-bo/tai-khoan").status_code == 303


def test_clock_that_jumps_back_does_not_extend_a_session(client, clerk, at):
    sign_in(client, "tiepdan")
    at("2026-11-18 09:00")
    assert client.get("/can-bo/tai-khoan").status_code in (200, 303)
    at("2026-11-20 21:01")
    assert client.get("/can-bo/tai-khoan").status_code == 303


@pytest.mark.parametrize("action", ["reset", "disable", "epoch"])
def test_every_session_ends_at_once_when_the_account_is_touched(app, client, clerk, administrator, action):
    sign_in(client, "tiepdan")
    assert client.get("/can-bo/tai-khoan").status_code == 200
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        facts = {"unit_id": clerk.unit_id, "actor": administrator, "public_id": clerk.public_id, "at": NOW}
        if action == "reset":
            people.reset_password(hashed="$x", **facts)
        elif action == "disable":
            people.disable_official(expected_version=None, on=TODAY, **facts)
        else:
            official_row(clerk.unit_id, clerk.id).session_epoch += 1
    assert client.get("/can-bo/tai-khoan").status_code == 303


def test_signing_out_ends_the_session_and_clears_the_browser(client, clerk):
    sign_in(client, "tiepdan")
    token = token_in(client.get("/can-bo/tai-khoan"))
    answer = client.post("/dang-xuat", data={"csrf_token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap?left=1")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/can-bo/tai-khoan").status_code == 303
    assert "Đã đăng xuất." in client.get("/dang-nhap?left=1").text


def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(app, client, clerk, at):
    sign_in(client, "tiepdan")
    copied, elsewhere = app.test_client(), app.test_client()
    sign_in(elsewhere, "tiepdan")
    token = token_in(client.get("/can-bo/tai-khoan"))
    copied.set_cookie("s", client.get_cookie("s").value)
    assert copied.get("/can-bo/tai-khoan").status_code == 200
    client.post("/dang-xuat", data={"csrf_token": token})
    assert copied.get("/can-bo/tai-khoan").status_code == 303
    assert elsewhere.get("/can-bo/tai-khoan").status_code == 200
    again = copied.post("/dang-xuat", data={"csrf_token": token})
    assert again.status_code == 303
    with app.app_context(), use_unit(clerk.unit_id):
        ended = db.session.scalars(select(EndedSession.ended_at)).all()
        told = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action == "official:signed_out")).all()
    assert (len(ended), len(told)) == (1, 1)


def test_ended_sessions_are_forgotten_when_no_copy_could_live_any_more(app, client, clerk, at):
    def leave(when: str) -> None:
        at(when)
        sign_in(client, "tiepdan")
        client.post("/dang-xuat", data={"csrf_token": token_in(client.get("/can-bo/tai-khoan"))})

    kept = []
    for moment in ("2026-11-20 09:00", "2026-11-20 20:59", "2026-11-20 21:01"):
        leave(moment)
        with app.app_context(), use_unit(clerk.unit_id):
            kept.append(db.session.scalar(select(func.count()).select_from(EndedSession)))
    assert kept == [1, 2, 2]


def test_signing_out_by_reading_a_page_is_impossible(client, clerk):
    sign_in(client, "tiepdan")
    assert client.get("/dang-xuat").status_code == 405
    assert client.get("/can-bo/tai-khoan").status_code == 200


def test_pages_of_officials_are_never_kept(client, clerk):
    sign_in(client, "tiepdan")
    assert client.get("/can-bo/tai-khoan").headers["Cache-Control"] == "no-store"
    assert client.get("/dang-nhap").headers["Cache-Control"] == "no-store"


def test_session_cookie_is_hidden_from_scripts_and_other_sites(client, clerk):
    cookie = sign_in(client, "tiepdan").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.settings(public_url="https://vanlinh.example.vn")
def test_session_cookie_is_bound_to_host_and_https(client, clerk):
    cookie = client.get("/dang-nhap", base_url="https://vanlinh.example.vn").headers["Set-Cookie"]
    assert cookie.startswith("__Host-s=")
    assert "; Secure" in cookie


def test_one_query_loads_the_official(app, client, clerk):
    sign_in(client, "tiepdan")
    seen: list[str] = []

    def watch(_connection, _cursor, statement, *_rest):
        if "officials" in statement:
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    db.event.listen(engine, "before_cursor_execute", watch)
    client.get("/ke-hoach")
    assert len(seen) == 1


def test_reader_of_public_pages_gets_no_cookie(client, commune):
    assert "Set-Cookie" not in client.get("/ke-hoach").headers


def test_sleeping_moment_is_kept_at_sign_in(app, client, clerk):
    with time_machine.travel("2026-11-20T02:30:00+00:00", tick=False):
        sign_in(client, "tiepdan")
    with app.app_context():
        assert official_row(clerk.unit_id, clerk.id).last_sign_in_at.isoformat() == "2026-11-20T02:30:00+00:00"

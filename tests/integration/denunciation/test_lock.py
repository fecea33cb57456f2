"""The lock of the register: the password again, five minutes at most without a page of it, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from accounts.models import SignInThrottle
from accounts.services import unit_settings
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from denunciation.models import RegisterEntry, RegisterTrail
from tests.makers import Commune
from tests.makers_accounts import PASSWORD, hash_of_password, official_row, sign_in
from tests.makers_desk import Desk, form_values, ids_of, words_of
from tests.makers_factor import Phone, give_factor, sign_in_with
from tests.makers_register import make_entry

LIST, LOCK = "/can-bo/so-kin", "/can-bo/so-kin/mat-khau"
TITLE = "Nhập lại mật khẩu để mở sổ"
STORY = 'Cán bộ thu tiền không có biên lai.\nHỏi thì bị quát, ghi "rồi tính" <vào sổ>.'
NEW = {"source": "oral", "received_on": "2026-11-20", "text": STORY, "paper_number": "TC-3", "accused_text": "Ông K & anh em"}


def know_password(app: Flask, home: Commune) -> str:
    """Give the leader the password of the makers; returns the sign-in name."""
    with app.app_context(), use_unit(home.unit_id), transaction():
        row = official_row(home.unit_id, home.leader.id)
        row.password_hash, row.must_change_password = hash_of_password(), False
        return row.username


def trail(app: Flask, home: Commune) -> list[tuple[str, str]]:
    with app.app_context(), use_unit(home.unit_id):
        rows = db.session.scalars(select(RegisterTrail).order_by(RegisterTrail.seq))
        return [(row.action, row.entry_id) for row in rows]


def unlock(person: Desk, *, wanted: str = "", password: str = PASSWORD):
    """Type the password on the page of the lock."""
    page = person.open(f"{LOCK}?next={wanted}" if wanted else LOCK)
    return person.send(LOCK, {**form_values(page.text, LOCK), "password_again": password})


def test_who_signed_in_types_the_password_again_and_five_quiet_minutes_shut_the_register(
    app: Flask, home: Commune, at: Callable[[str], datetime]
):
    at("2026-11-20 09:00")
    username = know_password(app, home)
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader).entry_id
    chair = Desk(client=app.test_client())
    assert sign_in(chair.client, username).status_code == 303
    page = f"{LIST}/{entry_id}"
    sent_off = chair.open(page)
    asked = chair.open(sent_off.location)
    wrong = unlock(chair, wanted=page, password="không phải mật khẩu này")
    right = unlock(chair, wanted=page)
    assert (sent_off.status_code, sent_off.location) == (303, f"{LOCK}?next={page}")
    assert (asked.status_code, TITLE in words_of(asked.text), asked.headers["Cache-Control"]) == (200, True, "no-store")
    assert (wrong.status_code, "Mật khẩu chưa đúng." in wrong.text, form_values(wrong.text, LOCK)["next"]) == (401, True, page)
    assert (right.status_code, right.location) == (303, page)
    walked = []
    for minute in ("09:04", "09:08", "09:12", "09:17", "09:17"):  # each page gives five minutes more; at 09:17 they are over
        at(f"2026-11-20 {minute}")
        walked.append(chair.open(page).status_code)
    assert walked == [200, 200, 200, 303, 303]
    assert chair.open("/can-bo").status_code == 200  # the session itself goes on
    assert trail(app, home) == [("entry:made", entry_id), ("register:refused", ""), ("register:opened", "")]
    with app.app_context(), use_unit(home.unit_id), transaction():
        unit_settings.change_setting(
            unit_id=home.unit_id, actor=home.administrator, key="register_open_minutes", value=1, expected_version=0,
            at=at("2026-11-20 09:18"),
        )  # fmt: skip
    unlock(chair)
    at("2026-11-20 09:19")
    assert chair.open(LIST).status_code == 303
    unlock(chair)
    chair.send("/dang-xuat", form_values(chair.open("/can-bo").text, "/dang-xuat"))
    sign_in(chair.client, username)
    assert chair.open(LIST).status_code == 303


def test_a_copy_of_the_cookie_opens_the_register_until_its_owner_signs_out(
    app: Flask, home: Commune, at: Callable[[str], datetime]
):
    at("2026-11-20 09:00")
    username = know_password(app, home)
    chair, copied = Desk(client=app.test_client()), Desk(client=app.test_client())
    sign_in(chair.client, username)
    unlock(chair)
    copied.client.set_cookie("s", chair.client.get_cookie("s").value)
    assert copied.open(LIST).status_code == 200
    chair.send("/dang-xuat", form_values(chair.open("/can-bo").text, "/dang-xuat"))
    assert copied.open(LIST).location.startswith("/dang-nhap")


def chair_with_telephone(app: Flask, home: Commune, at: Callable[[str], datetime]) -> tuple[Desk, Phone]:
    """Return the browser of a leader who signed in at nine with password and code, and his telephone."""
    at("2026-11-20 08:00")
    username = know_password(app, home)
    with app.app_context():
        telephone = give_factor(home.leader, at=at("2026-11-20 08:00"))
    at("2026-11-20 09:00")
    chair = Desk(client=app.test_client())
    sign_in_with(chair.client, username, telephone.code())
    return chair, telephone


def test_who_has_a_second_factor_opens_the_register_with_password_and_code(
    app: Flask, home: Commune, at: Callable[[str], datetime]
):
    chair, telephone = chair_with_telephone(app, home, at)
    at("2026-11-20 09:02")
    asked = chair.open(LOCK)
    assert "code_again" in ids_of(asked.text)

    def tried(**typed: str):
        return chair.send(LOCK, {**form_values(chair.open(LOCK).text, LOCK), "password_again": PASSWORD, **typed})

    answers = [
        tried(), tried(code_again=telephone.wrong()), tried(code_again=telephone.code(), password_again="không phải mật khẩu"),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [401] * 3
    assert ["Mã chưa đúng" in answer.text for answer in answers] == [False, True, False]
    assert chair.open(LIST).status_code == 303
    right = tried(code_again=telephone.code())
    assert (right.status_code, right.location, chair.open(LIST).status_code) == (303, LIST, 200)
    assert trail(app, home) == [("register:refused", "")] * 2 + [("register:opened", "")]
    at("2026-11-20 09:20")
    again = tried(code_again=telephone.codes[0])
    assert (again.status_code, chair.open(LIST).status_code) == (303, 200)


def test_what_was_typed_while_the_register_shut_waits_for_password_and_code_and_is_not_lost(
    app: Flask, home: Commune, at: Callable[[str], datetime]
):
    chair, telephone = chair_with_telephone(app, home, at)
    at("2026-11-20 09:01")
    chair.send(LOCK, {**form_values(chair.open(LOCK).text, LOCK), "password_again": PASSWORD, "code_again": telephone.code()})
    path = f"{LIST}/moi"
    typed = {**form_values(chair.open(path).text, path), **NEW}
    at("2026-11-20 09:20")
    asked = chair.send(path, typed)
    wrong = chair.send(path, {**form_values(asked.text, path), "password_again": PASSWORD, "code_again": telephone.wrong()})
    kept = form_values(wrong.text, path)
    assert (asked.status_code, wrong.status_code, {name: kept[name] for name in typed}) == (401, 401, typed)
    done = chair.send(path, {**kept, "password_again": PASSWORD, "code_again": telephone.code()})
    assert done.status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert len(db.session.scalars(select(RegisterEntry)).all()) == 1


def test_what_was_typed_while__the_register_shut_is_done_with_the_right_password_and_kept_with_a_wrong_one(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    know_password(app, home)
    path, chair = f"{LIST}/moi", desk["leader"]
    typed = {**form_values(chair.open(path).text, path), **NEW}
    at("2026-11-20 09:20")
    asked = chair.send(path, typed)
    empty = chair.send(path, {**form_values(asked.text, path), "password_again": ""})
    wrong = chair.send(path, {**form_values(empty.text, path), "password_again": "không phải mật khẩu này"})
    kept = [form_values(page.text, path) for page in (asked, empty, wrong)]
    assert [page.status_code for page in (asked, empty, wrong)] == [401] * 3
    assert [{name: form[name] for name in typed} for form in kept] == [typed] * 3
    assert "biên lai" not in words_of(asked.text)
    assert "password_again" in ids_of(asked.text)
    done = chair.send(path, {**kept[2], "password_again": PASSWORD})
    with app.app_context(), use_unit(home.unit_id):
        [row] = db.session.scalars(select(RegisterEntry)).all()
        assert (done.status_code, done.location, row.source) == (303, f"{LIST}/{row.id}", "oral")
    content = chair.send(
        f"{done.location}/mo", {**form_values(chair.open(done.location).text, f"{done.location}/mo"), "reason": "Xem lại"}
    )
    assert ("bị quát, ghi &#34;rồi tính&#34; &lt;vào sổ&gt;." in content.text, "Ông K &amp; anh em" in content.text) == (
        True,
        True,
    )
    accept = f"{done.location}/thu-ly"
    form = form_values(chair.open(done.location).text, accept)
    at("2026-11-20 09:40")
    asked = chair.send(accept, {**form, "thu-ly-number": "1/QĐ", "thu-ly-conditions_met": "y"})
    accepted = chair.send(accept, {**form_values(asked.text, accept), "password_again": PASSWORD})
    assert (asked.status_code, accepted.status_code, accepted.location) == (401, 303, done.location)
    assert [action for action, _entry in trail(app, home)] == [
        "register:refused", "register:opened", "entry:made", "read:content", "register:opened", "step:accept",
    ]  # fmt: skip


def test_five_wrong_passwords_rest_the_name_as_at_sign_in_and_only_own_pages_are_returned_to(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    username = know_password(app, home)
    chair = desk["leader"]
    outside = (
        "https://example.org/",
        "//example.org",
        "/can-bo/quan-tri",
        "/can-bo/so-kin/../quan-tri",
        "/dang-xuat",
        "/can-bo/so-kinh",
    )
    at("2026-11-20 09:10")
    assert [form_values(chair.open(f"{LOCK}?next={there}").text, LOCK)["next"] for there in outside] == [LIST] * len(outside)
    tries = [unlock(chair, password="không phải mật khẩu này").status_code for _time in range(5)]
    locked = unlock(chair)
    other = Desk(client=app.test_client())
    assert (tries, locked.status_code, "tạm nghỉ đến 09:25" in locked.text) == ([401] * 5, 401, True)
    assert sign_in(other.client, username).status_code == 401  # the same count, the same rest
    at("2026-11-20 09:26")
    sent = {**form_values(chair.open(LOCK).text, LOCK), "next": outside[0], "password_again": PASSWORD}
    opened = [chair.send(LOCK, sent), chair.open(f"{LOCK}?next={LIST}/moi")]
    assert [(page.status_code, page.location) for page in opened] == [(303, LIST), (303, f"{LIST}/moi")]
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalars(select(SignInThrottle)).all() == []
        said = [(row.action, row.subject) for row in db.session.scalars(select(AuditEntry)) if "sign_in" in row.action]
    assert [action for action, _subject in said] == ["sign_in:locked"]  # the commune's own trail names no register
    assert [action for action, _entry in trail(app, home)] == ["register:refused"] * 6 + ["register:opened"]


def test_nobody_without_a_register_is_asked_for_a_password(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    at("2026-11-20 09:10")
    doors = {who: tuple(person.open(path).status_code for path in (LIST, LOCK, f"{LIST}/moi")) for who, person in desk.items()}
    nothing, forbidden = (404, 404, 404), (403, 403, 403)
    assert doors == {
        "leader": (303, 200, 303), "clerk": nothing, "officer": nothing, "stranger": nothing, "supervisor": forbidden,
        "administrator": forbidden,
    }  # fmt: skip
    assert [desk[who].send(LOCK, {"password_again": PASSWORD}).status_code for who in ("clerk", "officer")] == [400, 400]
    assert trail(app, home) == []

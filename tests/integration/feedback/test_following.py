"""Following by email: asked on the page, confirmed from the mailbox, told, left with one press; nobody learns who follows."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from accounts.queries import fields, villages
from core.extensions import db
from core.transaction import transaction
from feedback.follow_links import link_token
from feedback.follow_models import Follower
from feedback.follow_rules import CONFIRMATIONS_A_DAY, FOLLOWS_MOST, Topic
from feedback.services import following
from feedback.services.follow_letters import tidy
from feedback.services.upkeep import deliver_letters
from tests.infra.mail import MailServer
from tests.makers import NOW, Commune, inside, make_case, publish_case
from tests.makers_follows import EMAIL, addresses_kept, ask_page, follow_by_command, letters_laid, link_in
from tests.makers_letters import use_mail

HOME = "https://gop-y.vanlinh.example"
pytestmark = pytest.mark.settings(public_url=HOME)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def deliver(app: Flask, at: datetime | None = None) -> int:
    with app.app_context():
        return deliver_letters(at or datetime.now(NOW.tzinfo) + HOUR)


# ------------------------------------------------------------------ the whole road, as people walk it


def test_from_the_page_to_the_mailbox_and_out_again(app: Flask, client: FlaskClient, home: Commune, mail_server: MailServer):
    use_mail(app, mail_server.url)
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, state="in_progress")
        silent = make_case(home)
        publish_case(home, case.id)
    check_pages_that_can_be_followed(client, case.code, silent.code)
    asked = ask_page(client, f"?ho-so={case.code}")
    assert (asked.status_code, asked.location, "Set-Cookie" in asked.headers) == (303, "/theo-doi/da-gui", False)
    assert client.get("/theo-doi/da-gui").status_code == 200
    confirm = check_letter_of_confirmation(app, client, mail_server)
    mine = check_confirming(client, confirm)
    ask_page(client, "")
    deliver(app)
    check_confirming(client, link_in(mail_server.letters[-1]))
    with inside(app, unit_id=home.unit_id):
        publish_case(home, case.id, at=datetime.now(NOW.tzinfo) + HOUR, title="Lan can đã sửa xong")
    check_letter_about_the_case(app, client, mail_server, case.code, mine)
    check_leaving_one_and_all(app, client, home, mine)


def check_pages_that_can_be_followed(client: FlaskClient, code: str, silent: str) -> None:
    assert f'href="/theo-doi?ho-so={code}"' in client.get(f"/ho-so/{code}").text
    assert "/theo-doi?ho-so=" not in client.get(f"/ho-so/{silent}").text
    found = {
        path: client.get(path).status_code
        for path in (
            "/theo-doi", f"/theo-doi?ho-so={code}", "/theo-doi?linh-vuc=giao_thong", "/theo-doi?thon=na-pat",
            f"/theo-doi?ho-so={silent}",
            "/theo-doi?ho-so=x", "/theo-doi?linh-vuc=khong-co", "/theo-doi?thon=%27--", "/theo-doi?la=x",
        )
    }  # fmt: skip
    assert list(found.values()) == [200, 200, 200, 200, 404, 404, 404, 404, 200]
    named = client.get(f"/theo-doi?ho-so={code}").text
    facts = 'data-title="Cầu tràn hỏng lan can"' in named, f'data-code="Hồ sơ {code}"' in named
    assert (facts, "data-code" in client.get("/theo-doi?thon=na-pat").text) == ((True, True), False)
    page = client.get("/theo-doi")
    assert (page.headers["X-Robots-Tag"], page.headers["Cache-Control"]) == ("noindex, noarchive", "private, no-store")


def check_letter_of_confirmation(app: Flask, client: FlaskClient, mail_server: MailServer) -> str:
    """The letter names nothing but a link; opening the link confirms nothing."""
    deliver(app)
    (letter,) = [each for each in mail_server.letters if each["To"] == EMAIL]
    link = link_in(letter)
    assert (letter["Subject"], link.startswith("/theo-doi/xac-nhan/")) == ("Xác nhận theo dõi qua thư", True)
    assert [client.get(link).status_code for _ in range(2)] == [200, 200]
    with app.app_context():
        assert db.session.scalar(text("select count(*) from follows where confirmed_at is not null")) == 0
    return link


def check_confirming(client: FlaskClient, link: str) -> str:
    """One press confirms, a second one does no harm; a link that was changed says that it is of no use."""
    pressed = [client.post(link) for _ in range(2)]
    assert [answer.status_code for answer in pressed] == [303, 303]
    mine = pressed[0].location.partition("?")[0]
    page = client.get(mine)
    assert (page.status_code, EMAIL in page.text, page.headers["Referrer-Policy"]) == (200, False, "no-referrer")
    wrong = client.post(link[:-1] + ("0" if link[-1] != "0" else "1"))
    assert (wrong.status_code, "không còn dùng được" in wrong.text) == (410, True)
    return mine


def check_letter_about_the_case(app: Flask, client: FlaskClient, mail_server: MailServer, code: str, mine: str) -> None:
    """It comes at once, carries number, state and links, and not one word of the text."""
    deliver(app, datetime.now(NOW.tzinfo) + 2 * HOUR)
    letter = mail_server.letters[-1]
    words = letter.get_content()
    assert letter["Subject"] == f"Hồ sơ {code}: Đang giải quyết"
    assert (f"{HOME}/ho-so/{code}" in words, f"{HOME}{mine}" in words, link_in(letter)) == (True, True, mine)
    assert [word for word in ("Lan can", "Nguyễn", "0912", EMAIL) if word in words] == []
    raw = {name: str(value) for name, value in letter.raw_items()}
    assert (raw["List-Unsubscribe"], raw["List-Unsubscribe-Post"]) == (f"<{HOME}{mine}>", "List-Unsubscribe=One-Click")


def check_leaving_one_and_all(app: Flask, client: FlaskClient, home: Commune, mine: str) -> None:
    """Ending one keeps the other; ending all erases address and letters; the link then says so."""
    page = client.get(mine)
    first = page.text.split('name="viec" value="')[1][:32]
    assert (client.post(mine, data={"viec": first}).status_code, page.text.count('name="viec"')) == (303, 2)
    assert client.get(mine).text.count('name="viec"') == 1
    stranger = client.post(mine[:-1] + "x", data={})
    assert (stranger.status_code, client.get(mine).status_code) == (303, 200)
    pressed = client.post(mine, data={"List-Unsubscribe": "One-Click"})
    assert (pressed.status_code, pressed.data, pressed.headers["Cache-Control"]) == (200, b"", "private, no-store")
    over = client.get(mine)
    assert (over.status_code, "đã được xóa" in over.text, client.post(mine).status_code) == (410, True, 303)
    with inside(app, unit_id=home.unit_id):
        assert addresses_kept() == (0, 0, 0)


# ------------------------------------------------------------------ what is refused, and what is not told


def test_the_form_refuses_without_telling_anything(app: Flask, client: FlaskClient, home: Commune, mail_server: MailServer):
    without = client.get("/theo-doi")
    assert ('name="email"' in without.text, "chưa gửi được thư" in without.text) == (False, True)
    assert client.post("/theo-doi", data={"email": EMAIL}).status_code == 422
    use_mail(app, mail_server.url)
    for email in (
        "",
        "an",
        "an@example",
        "an@example.vn, la@example.vn",
        "x" * 170 + "@example.vn",
        "an@example.vn\nBcc: x@y.vn",
    ):
        refused = ask_page(client, email=email)
        assert (email, refused.status_code) == (email, 422 if "\n" not in email else refused.status_code)
    trapped, foreign = ask_page(client, website="http://x"), ask_page(client, form_token="x" * 60)
    assert (trapped.status_code, foreign.status_code, EMAIL in foreign.text) == (422, 422, True)
    elsewhere = client.post("/theo-doi", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (elsewhere.status_code, client.post("/theo-doi?ho-so=AAAAA-AAAAA", data={}).status_code) == (403, 404)
    first, known = ask_page(client), ask_page(client)
    strip = {"Date", "Content-Length"}
    same = [[(name, value) for name, value in each.headers if name not in strip] for each in (first, known)]
    assert (same[0], first.data) == (same[1], known.data)


def test_links_that_nobody_sent_lead_nowhere_and_break_nothing(client: FlaskClient, home: Commune):
    """A link of the right length shows a page that tells nothing; one of another length is no address at all."""
    right, signed = "0" * 64, link_token("leave", "f" * 32)
    table = {
        ("GET", f"/theo-doi/thoi/{right}"): 410,
        ("GET", f"/theo-doi/thoi/{signed}"): 410,
        ("GET", f"/theo-doi/thoi/{signed.upper()}"): 410,
        ("GET", f"/theo-doi/xac-nhan/{right}"): 410,
        ("POST", f"/theo-doi/xac-nhan/{right}"): 410,
        ("POST", f"/theo-doi/xac-nhan/{signed}"): 410,
        ("POST", f"/theo-doi/thoi/{right}"): 303,
        ("GET", f"/theo-doi/thoi/{right}0"): 404,
        ("GET", f"/theo-doi/thoi/{right[1:]}"): 404,
        ("GET", "/theo-doi/thoi/"): 404,
        ("GET", "/theo-doi/thoi/" + "%C3%A1" * 64): 410,
        ("POST", "/theo-doi/xac-nhan/" + "%00" * 64): 410,
        ("GET", "/theo-doi/thoi/" + "%27" * 64): 410,
    }
    answers = {asked: client.open(asked[1], method=asked[0]) for asked in table}
    assert {asked: answer.status_code for asked, answer in answers.items()} == table
    pages = [answer for answer in answers.values() if answer.status_code in (200, 410)]
    assert {(page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) for page in pages} == {
        ("private, no-store", "noindex, noarchive")
    }


@pytest.mark.settings(public_url=HOME, rate_limits="on")
def test_one_network_may_not_ask_without_end(app: Flask, client: FlaskClient, home: Commune, mail_server: MailServer):
    use_mail(app, mail_server.url)
    answers = [ask_page(client, email=f"nguoi{number}@example.vn") for number in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert ("quá nhiều lần" in answers[-1].text, "nguoi10@example.vn" in answers[-1].text) == (True, True)


# ------------------------------------------------------------------ the commands


def test_an_address_is_asked_three_times_a_day_and_follows_thirty_things(commune: Commune):
    unit_id = commune.unit_id

    def ask(target: int, *, at: datetime = NOW, topic: Topic = Topic.CASE) -> None:
        with transaction():
            following.ask(unit_id=unit_id, email=EMAIL, topic=topic, target=target, locale="vi", at=at)

    for number in range(CONFIRMATIONS_A_DAY + 3):
        ask(number + 1, at=NOW + number * timedelta(minutes=1))
    assert (len(letters_laid("follow_confirm")), addresses_kept()[:2]) == (CONFIRMATIONS_A_DAY, (1, CONFIRMATIONS_A_DAY))
    ask(1, at=NOW + DAY)
    assert (len(letters_laid("follow_confirm")), addresses_kept()[:2]) == (CONFIRMATIONS_A_DAY + 1, (1, CONFIRMATIONS_A_DAY))
    for number in range(FOLLOWS_MOST + 5):
        ask(100 + number, at=NOW + (2 + number) * DAY)
    assert addresses_kept()[:2] == (1, FOLLOWS_MOST)


def test_what_is_followed_already_sends_no_second_confirmation(commune: Commune):
    follow_by_command(commune.unit_id, Topic.ALL)
    with transaction():
        following.ask(unit_id=commune.unit_id, email=EMAIL.upper(), topic=Topic.ALL, target=0, locale="vi", at=NOW + HOUR)
    assert (len(letters_laid("follow_confirm")), addresses_kept()[:2]) == (1, (1, 1))


def test_an_address_lies_sealed_and_a_thief_cannot_try_addresses_out(commune: Commune):
    follow_by_command(commune.unit_id, Topic.ALL)
    stored = db.session.execute(text("select email, fingerprint, public_id from followers")).one()
    assert [value for value in stored if "an.nguyen" in value or "example" in value] == []
    assert db.session.query(Follower).one().email == EMAIL
    in_tray = db.session.execute(text("select email, subject, dedup_key, title, body from outbox_messages")).all()
    assert [row for row in in_tray if any("an.nguyen" in (value or "") for value in row)] == []


def test_one_address_asked_for_many_times_at_once_is_one_follower(app: Flask, home: Commune):
    faults: list[BaseException] = []
    gate = threading.Barrier(6)

    def ask() -> None:
        try:
            with inside(app, unit_id=home.unit_id):
                gate.wait()
                with transaction():
                    following.ask(unit_id=home.unit_id, email=EMAIL, topic=Topic.ALL, target=0, locale="vi", at=NOW)
        except BaseException as fault:  # noqa: BLE001 - told by the test itself
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with inside(app, unit_id=home.unit_id):
        assert (faults, addresses_kept()[:2]) == ([], (1, 1))
        assert 1 <= len(letters_laid("follow_confirm")) <= CONFIRMATIONS_A_DAY


def test_old_links_and_links_of_others_confirm_nothing(commune: Commune):
    with transaction():
        following.ask(unit_id=commune.unit_id, email=EMAIL, topic=Topic.ALL, target=0, locale="vi", at=NOW)
    asked = db.session.execute(text("select public_id from follows")).scalar_one()
    link = link_token("confirm", asked)
    table = {
        "too late": (link, commune.unit_id, NOW + 49 * HOUR), "another commune": (link, commune.unit_id + 1, NOW),
        "another purpose": (link_token("leave", asked), commune.unit_id, NOW), "nobody's": ("0" * 64, commune.unit_id, NOW),
        "empty": ("", commune.unit_id, NOW),
    }  # fmt: skip
    for why, (token, unit_id, at) in table.items():
        with transaction():
            assert (why, following.confirm(token, unit_id=unit_id, at=at)) == (why, None)
    with transaction():
        assert following.confirm(link, unit_id=commune.unit_id, at=NOW + 47 * HOUR) is not None


def test_what_nobody_confirmed_is_forgotten_after_two_days(commune: Commune):
    with transaction():
        following.ask(unit_id=commune.unit_id, email="khac@example.vn", topic=Topic.ALL, target=0, locale="vi", at=NOW)
    follow_by_command(commune.unit_id, Topic.FIELD, fields(commune.unit_id)[0].id)
    follow_by_command(commune.unit_id, Topic.VILLAGE, villages(commune.unit_id)[0].id)
    assert addresses_kept() == (2, 3, 3)
    assert [tidy(NOW + 47 * HOUR), addresses_kept()] == [0, (2, 3, 3)]
    assert [tidy(NOW + 49 * HOUR), addresses_kept()] == [1, (1, 2, 2)]
    db.session.execute(text("update outbox_messages set state = 'sent'"))
    db.session.commit()
    assert [tidy(NOW + 80 * HOUR), addresses_kept()] == [0, (1, 2, 0)]


def test_leaving_erases_letters_that_were_not_sent_yet(commune: Commune):
    public_id = follow_by_command(commune.unit_id, Topic.ALL)
    other = follow_by_command(commune.unit_id, Topic.ALL, email="khac@example.vn")
    with transaction():
        assert following.leave(link_token("leave", public_id), unit_id=commune.unit_id) is True
    assert addresses_kept() == (1, 1, 1)
    with transaction():
        assert following.leave(link_token("leave", public_id), unit_id=commune.unit_id) is False
        assert following.leave(link_token("leave", other), unit_id=commune.unit_id + 1) is False
        assert following.leave(link_token("confirm", other), unit_id=commune.unit_id) is False
    assert addresses_kept() == (1, 1, 1)

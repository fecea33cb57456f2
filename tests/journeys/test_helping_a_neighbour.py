"""A village head writes a neighbour's letter down on a telephone, hands over the slip, and the neighbour follows it alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import Official
from accounts.passwords import hash_password
from accounts.queries import villages
from core.database import use_unit
from core.extensions import db
from core.spelling import spelled_groups
from core.transaction import transaction
from deadlines.clock import today
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import CODE, OWN_PASSWORD, Resident
from tests.journeys.people import Official as Person
from tests.journeys.test_every_page import SIDEWAYS
from tests.journeys.town import beside
from tests.makers import make_commune
from tests.makers_assisting import make_helper

STORY = "Đường vào thôn sạt taluy, xe máy không qua được từ đêm thứ Ba."
NARROW = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def helper(live_server: LiveServer, new_page: Callable[..., Page]) -> Person:
    """Return the head of Thôn Nà Pất, who has a password already, in front of a telephone that runs no script."""
    with beside(live_server):
        home = make_commune()
        with use_unit(home.unit_id):
            place = next(number for number, item in enumerate(villages(home.unit_id)) if item.code == "na-pat")
            made = make_helper(home, village=place, on=today(), username="thon.napat")
            with transaction():
                row = db.session.get(Official, made.id)
                row.password_hash, row.must_change_password = hash_password(OWN_PASSWORD), False
    page = new_page(**chromium.PHONE, java_script_enabled=False)
    return Person(page=page, scripts=False, username="thon.napat", password=OWN_PASSWORD)


def signs_in(person: Person) -> None:
    person.opens("/dang-nhap")
    person.page.get_by_label("Tên đăng nhập").fill(person.username)
    person.page.get_by_label("Mật khẩu").fill(person.password)
    person.presses("Đăng nhập")


def test_neighbour_is_helped_and_follows_the_letter_alone(helper: Person, new_page: Callable[..., Page]):
    signs_in(helper)
    helper.page.wait_for_url("**/can-bo/giup-dan")
    page = helper.page
    page.get_by_label("Lời của bà con").fill(STORY)
    page.get_by_label("Họ và tên người gửi").fill("Hoàng Thị Mẩy")
    helper.presses("Gửi giúp")
    helper.reads("Hãy đọc câu xin phép cho người gửi nghe")
    page.get_by_label("Đã đọc câu trên cho người gửi nghe").check()
    page.get_by_label("Điểm chỉ trên giấy").check()
    helper.presses("Gửi giúp")
    page.wait_for_url("**/can-bo/giup-dan/bien-nhan")
    code = CODE.search(helper.text())[0]
    secret = page.locator(".code.s").inner_text().replace("\n", " ")
    read_by_a_screen_reader(page, code=code)
    assert (code in page.url, code in page.title()) == (False, False)
    page.get_by_role("link", name="Xong, nhập đơn khác").click()
    helper.reads(code)
    assert ("Mẩy" in page.content(), STORY in page.content()) == (False, False)
    page.goto("/can-bo/giup-dan/bien-nhan")
    page.wait_for_url("**/can-bo/giup-dan")

    neighbour = Resident(page=new_page(**chromium.PHONE))
    neighbour.looks_up(code, secret=secret)
    neighbour.page.wait_for_url(f"**/tra-cuu/{code}")
    neighbour.reads(STORY)


def read_by_a_screen_reader(page: Page, *, code: str) -> None:
    """The tree that a screen reader walks: the code, then how it is spelled, in this order, under headings."""
    tree = page.locator("body").aria_snapshot()
    first = spelled_groups(code)[0]
    places = [
        tree.index(words) for words in ('heading "Biên nhận"', code, "Mã QR mở trang tra cứu", "Đọc cho người gửi nghe", first)
    ]
    assert places == sorted(places)
    assert re.search(r"thứ \w+, ngày|Chủ nhật, ngày", tree)


def test_large_text_keeps_what_was_typed_and_breaks_nothing(helper: Person, new_page: Callable[..., Page]):
    page = new_page(**NARROW)
    page.goto("/gui")
    page.get_by_label("Chuyện gì, ở đâu, từ bao giờ?").fill(STORY)
    page.get_by_role("link", name="Chữ to").click()
    expect(page.locator("html[data-large]")).to_have_count(1)
    expect(page.get_by_label("Chuyện gì, ở đâu, từ bao giờ?")).to_have_value(STORY)
    wide = {}
    for path in ("/", "/ho-so", "/tra-cuu", "/cong-khai", "/doi-thoai", "/tiep-cong-dan", "/to-cao", "/gui"):
        page.goto(path)
        assert page.locator("html[data-large]").count() == 1
        wide[path] = page.evaluate(SIDEWAYS)
    assert {path: found for path, found in wide.items() if found} == {}
    page.get_by_role("link", name="Chữ thường").click()
    expect(page.locator("html[data-large]")).to_have_count(0)
    page.goto("/")
    assert page.locator("html[data-large]").count() == 0

    official = new_page(**chromium.PHONE)
    signs_in(Person(page=official, username=helper.username, password=helper.password))
    official.wait_for_url("**/can-bo/giup-dan")
    found = {}
    for path in ("/can-bo/giup-dan", "/can-bo/ap-phich", "/can-bo/ap-phich/na-pat"):
        official.goto(path)
        found[path] = [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in Axe().run(official).response["violations"]]
        found[path] += official.evaluate(SIDEWAYS)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}

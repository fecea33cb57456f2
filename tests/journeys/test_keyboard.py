"""The main road without a mouse: sent, received, assigned, answered, approved, followed and rated with Tab, Enter and Space.

Every stop has a name in the accessibility tree and shows where one is.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.keyboard import Keyboard, keyboard_of
from tests.journeys.people import CODE, OWN_PASSWORD, Slip
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.town import give_passwords

pytestmark = ON_SQLITE
STORY = "Lan can cầu tràn Nà Pất gãy từ đầu tháng, trẻ đi học rất nguy hiểm."


def test_main_road_is_walked_with_the_keyboard_alone(live_server: LiveServer, new_page: Callable[..., Page]):
    give_passwords(live_server)
    people = {name: keyboard_of(new_page(**chromium.DESKTOP)) for name in ("resident", "tiepdan", "kinhte.hatang", "chutich")}
    resident = people["resident"]
    slip = send(resident)
    for username in ("tiepdan", "kinhte.hatang", "chutich"):
        sign_in(people[username], username)
    receive(people["tiepdan"], slip)
    draft(people["kinhte.hatang"], slip)
    approve(people["chutich"], slip)
    rate(resident, slip)
    assert {name: (keys.unseen, keys.mute) for name, keys in people.items() if keys.unseen or keys.mute} == {}


def send(keys: Keyboard) -> Slip:
    """From the front page to the receipt."""
    keys.page.goto("/")
    keys.presses("link", "Tới nội dung chính")
    keys.follows("link", "Gửi phản ánh, kiến nghị", to="**/gui")
    keys.writes("Chuyện gì, ở đâu, từ bao giờ?", STORY)
    keys.chooses("Thuộc việc gì?", first_letters="Giao th")
    keys.presses("button", "Tiếp tục")
    keys.chooses("Ở thôn nào?", first_letters="Thôn Nà P")
    keys.presses("button", "Tiếp tục")
    keys.presses("button", "Tiếp tục")
    keys.writes("Họ và tên", "Lăng Thị Xoóng")
    keys.writes("Số điện thoại", "0987 123 654")
    keys.follows("button", "Gửi đi", to="**/da-nhan/*")
    code, secret = (keys.page.locator(place).inner_text() for place in ("#ma-don", "#tu-bi-mat"))
    assert CODE.fullmatch(code)
    return Slip(code=code, secret=secret)


def sign_in(keys: Keyboard, username: str) -> None:
    """Name and password, and the desk."""
    keys.page.goto("/dang-nhap")
    keys.writes("Tên đăng nhập", username)
    keys.writes("Mật khẩu", OWN_PASSWORD)
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**/can-bo**")


def find(keys: Keyboard, slip: Slip) -> None:
    """Look for the letter with the key for searching, go down to it and open it."""
    keys.page.goto("/can-bo?xem=tat-ca")
    keys.page.keyboard.press("/")
    keys.page.keyboard.type(slip.code[:9])
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**q=*")
    expect(keys.page.locator(".worklist tbody tr")).to_have_count(1)
    keys.page.keyboard.press("j")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**/can-bo/ho-so/*")


def receive(keys: Keyboard, slip: Slip) -> None:
    """The clerk says what it is and gives it to whom the matrix names."""
    find(keys, slip)
    keys.presses("button", "Lưu phân loại")
    expect(keys.page.locator("main")).to_contain_text("Đã phân loại hồ sơ.")
    keys.presses("button", "Nhận và giao việc này")
    expect(keys.page.locator("main")).to_contain_text("Đã nhận giải quyết và giao việc.")


def draft(keys: Keyboard, slip: Slip) -> None:
    """The officer writes the answer and sends it to the leader."""
    find(keys, slip)
    keys.ticks("radio", "Đã làm xong")
    keys.goes_to("Date", "Ngày làm")
    keys.page.keyboard.type("11202026")
    keys.writes("Ai làm", "Phòng Kinh tế")
    keys.writes("Đã làm gì, trả lời thế nào", "Đã hàn lại toàn bộ lan can cầu tràn.")
    keys.ticks("radio", "Ảnh chụp")
    for _choice in range(2):
        keys.page.keyboard.press("ArrowDown")
    keys.writes("Vì sao không có minh chứng", "Việc nhỏ, làm xong trong buổi sáng.")
    keys.presses("button", "Lưu và trình lãnh đạo duyệt")
    expect(keys.page.locator("main")).to_contain_text("Đã trình lãnh đạo duyệt.")


def approve(keys: Keyboard, slip: Slip) -> None:
    """The leader approves and sends out."""
    find(keys, slip)
    keys.presses("button", "Duyệt và phát hành")
    expect(keys.page.locator("main")).to_contain_text("Đã duyệt và phát hành")


def rate(keys: Keyboard, slip: Slip) -> None:
    """The resident looks it up with what the receipt says and is satisfied."""
    keys.page.goto("/tra-cuu")
    keys.writes("Mã đơn", slip.code)
    keys.writes("Từ bí mật", slip.secret)
    keys.follows("button", "Xem đơn", to=f"**/tra-cuu/{slip.code}")
    expect(keys.page.locator("main")).to_contain_text("Đã hàn lại toàn bộ lan can cầu tràn.")
    keys.follows("link", "Hài lòng", to="**#hai-long")
    keys.presses("button", "Đúng, tôi hài lòng")
    expect(keys.page.locator("main")).to_contain_text("Cảm ơn. Đơn này đã xong.")

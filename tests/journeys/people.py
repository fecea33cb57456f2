"""The people of the journeys and what they do, in their own words: a resident, a clerk, an officer, a leader, a reader.

Nobody here knows the inside of the product: they see labels, buttons and words, as people do. ``scripts`` tells whether
the person's browser runs JavaScript, because the sending form then shows one step at a time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.infra.waiting import wait_until
from tests.journeys.photos import Upload

OWN_PASSWORD = "bốn con trâu qua cầu tre"
RELOAD_SECONDS = 0.4
CODE = re.compile(r"[2-9CDFGHJKMNPQRTVWXY]{5}-[2-9CDFGHJKMNPQRTVWXY]{5}")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a resident wants to say."""

    story: str
    name: str
    phone: str
    kind: str = "Phản ánh"
    field: str = "Giao thông, cầu đường"
    village: str = "Thôn Nà Pất"
    place: str = "cạnh cây đa đầu cầu"
    photos: tuple[Upload, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What the receipt gives a resident to take home."""

    code: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class Work:
    """What an officer reports."""

    done: str
    by: str
    on: str
    photos: tuple[Upload, ...] = ()


@dataclass(kw_only=True)
class Person:
    """Somebody in front of a browser."""

    page: Page
    scripts: bool = True

    def opens(self, address: str) -> None:
        """Open an address of the site."""
        self.page.goto(address)

    def presses(self, words: str, *, within: str = "main") -> None:
        """Press a button."""
        self.page.locator(within).get_by_role("button", name=words).click()

    def reads(self, words: str) -> None:
        """Find words on the page."""
        expect(self.page.locator("main")).to_contain_text(words)

    def text(self) -> str:
        """Return what stands on the page."""
        return self.page.locator("main").inner_text()

    def waits_for(self, seen: Callable[[], bool], *, seconds: float = 20) -> None:
        """Reload the page until something is there."""

        def rests_and_reloads(look: float) -> None:
            time.sleep(look)
            self.page.reload()

        found = wait_until(seen, seconds=seconds, look=RELOAD_SECONDS, rest=rests_and_reloads)
        assert found, f"not seen in {seconds} s: {self.text()}"

    def unfolds(self, summary: str, *, within: str = "main") -> Locator:
        """Open a folded box by the words on it; returns the box."""
        box = self.page.locator(f"{within} details").filter(has=self.page.locator("summary").filter(has_text=summary)).last
        if not box.evaluate("box => box.open"):
            box.locator("summary").first.click()
        return box


@dataclass(kw_only=True)
class Resident(Person):
    """Sends a letter, looks it up, and says whether the answer is enough."""

    slip: Slip | None = None

    def goes_on(self) -> None:
        """Go to the next step where the form has steps."""
        if self.scripts:
            self.page.get_by_role("button", name="Tiếp tục").and_(self.page.locator(":visible")).click()

    def writes(self, letter: Letter) -> None:
        """Fill the form in, up to the button."""
        form = self.page.locator("form[data-steps]")
        form.get_by_label("Chuyện gì, ở đâu, từ bao giờ?").fill(letter.story)
        form.get_by_label(letter.kind, exact=False).first.check()
        form.get_by_label("Thuộc việc gì?").select_option(label=letter.field)
        self.goes_on()
        form.get_by_label("Ở thôn nào?").select_option(label=letter.village)
        form.get_by_label("Chỗ nào trong thôn?").fill(letter.place)
        self.goes_on()
        form.get_by_label("Ảnh chụp tại chỗ").set_input_files([photo.chosen() for photo in letter.photos])
        self.goes_on()
        form.get_by_label("Họ và tên").fill(letter.name)
        form.get_by_label("Số điện thoại").fill(letter.phone)

    def sends(self, letter: Letter) -> Slip:
        """Send a letter from the front page on; returns what the receipt says."""
        self.opens("/")
        self.page.get_by_role("main").get_by_role("link", name="Gửi phản ánh, kiến nghị").first.click()
        self.writes(letter)
        self.presses("Gửi đi")
        self.page.wait_for_url("**/da-nhan/*")
        self.slip = self.keeps_the_receipt()
        return self.slip

    def keeps_the_receipt(self) -> Slip:
        """Copy code and secret words from the receipt."""
        code = self.page.locator("#ma-don").inner_text()
        secret = self.page.locator("#tu-bi-mat").inner_text()
        assert CODE.fullmatch(code)
        assert len(secret.split(" · ")) == 4
        return Slip(code=code, secret=secret)

    def looks_up(self, code: str, *, secret: str = "", phone: str = "") -> None:
        """Ask for a letter by its code and the secret words, or by code and phone."""
        self.opens("/tra-cuu")
        self.page.get_by_label("Mã đơn").fill(code)
        self.page.get_by_label("Từ bí mật").fill(secret)
        if phone:
            self.unfolds("Quên từ bí mật?")
            self.page.get_by_label("Số điện thoại đã ghi trong đơn").fill(phone)
        self.presses("Xem đơn")

    def follows_up(self) -> None:
        """Open the own letter with what the receipt says."""
        assert self.slip is not None
        self.looks_up(self.slip.code, secret=self.slip.secret)
        self.page.wait_for_url(f"**/tra-cuu/{self.slip.code}")

    def is_not_satisfied(self, reason: str) -> None:
        """Say what is missing; the letter is opened again."""
        self.unfolds("Chưa hài lòng: nói rõ điều còn thiếu")
        self.page.get_by_label("Điều gì chưa được?").fill(reason)
        self.presses("Gửi và mở lại đơn")
        self.reads("Đơn đã được mở lại")

    def is_satisfied(self) -> None:
        """Say that it is enough."""
        self.page.locator("#hai-long summary").click()
        self.presses("Đúng, tôi hài lòng")
        self.reads("Cảm ơn. Đơn này đã xong.")


@dataclass(kw_only=True)
class Official(Person):
    """Signs in and works at the desk."""

    username: str
    password: str

    def signs_in(self) -> None:
        """Sign in with a one-time password, choose an own one, and go to the desk."""
        self.opens("/can-bo")
        self.page.get_by_label("Tên đăng nhập").fill(self.username)
        self.page.get_by_label("Mật khẩu").fill(self.password)
        self.presses("Đăng nhập")
        self.page.wait_for_url("**/can-bo/tai-khoan")
        self.page.get_by_label("Mật khẩu đang dùng").fill(self.password)
        self.page.get_by_label("Mật khẩu mới", exact=True).fill(OWN_PASSWORD)
        self.page.get_by_label("Gõ lại mật khẩu mới").fill(OWN_PASSWORD)
        self.presses("Đổi mật khẩu")
        self.reads("Đã đổi mật khẩu")
        self.password = OWN_PASSWORD
        self.goes_to_work()

    def goes_to_work(self) -> None:
        """Open the work list."""
        self.page.locator(".desk-nav").get_by_role("link", name="Việc của tôi").click()
        self.page.wait_for_url("**/can-bo")

    def row(self, code: str) -> Locator:
        """Return the row of a case in the work list."""
        return self.page.locator(".worklist tbody tr").filter(has_text=code)

    def finds(self, code: str) -> None:
        """Find a case in the own work list and open it."""
        self.goes_to_work()
        self.row(code).get_by_role("link").first.click()
        self.page.wait_for_url("**/can-bo/ho-so/*")
        self.reads(code)

    def step(self, slug: str) -> Locator:
        """Return a step of the case, opened."""
        step = self.page.locator(f"#{slug}")
        box = step.locator("> details")
        if box.count() and not box.evaluate("box => box.open"):
            box.locator("summary").first.click()
        return step


@dataclass(kw_only=True)
class Clerk(Official):
    """Receives letters, says what they are, and gives them to somebody; also approves what the public reads."""

    def classifies(self) -> None:
        """Keep what the sender chose."""
        self.step("phan-loai").get_by_role("button", name="Lưu phân loại").click()
        self.reads("Đã phân loại hồ sơ.")

    def accepts_as_proposed(self) -> str:
        """Take the case on and give it to whom the matrix proposes; returns who that is."""
        step = self.step("nhan")
        expect(step).to_contain_text("Theo bảng phân công của lĩnh vực này")
        officer = step.get_by_label("Người xử lý").locator("option:checked").inner_text()
        step.get_by_role("button", name="Nhận và giao việc này").click()
        self.reads("Đã nhận giải quyết và giao việc.")
        return officer.strip()

    def sees_photos(self, number: int) -> None:
        """Wait until the photos of the letter can be seen."""
        self.waits_for(lambda: self.page.locator(".case-main .photos img").count() == number)

    def publishes(self, *, title: str) -> str:
        """Read the masked version, choose its photos, show it to everybody; returns the story as it is shown."""
        self.page.get_by_role("link", name="Soát và công khai").click()
        self.page.wait_for_url("**/cong-khai")
        shown = self.page.locator(".public-view")
        story = shown.get_by_label("Nội dung").input_value()
        shown.get_by_label("Tiêu đề").fill(title)
        for photo in shown.get_by_role("checkbox").all():
            photo.check()
        shown.get_by_role("button", name="Cho mọi người xem bản này").click()
        self.reads("Đã công khai bản này.")
        return story

    def enters(self, letter: Letter) -> None:
        """Write down what somebody says at the counter and print the slip."""
        self.page.locator(".desk-nav").get_by_role("link", name="Nhập đơn").click()
        self.page.get_by_label("Người dân nói gì").fill(letter.story)
        self.page.get_by_label("Họ và tên người gửi").fill(letter.name)
        self.page.get_by_label("Số điện thoại").fill(letter.phone)
        self.page.get_by_label("Thôn", exact=True).select_option(label=letter.village)
        self.page.get_by_label("Lĩnh vực").select_option(label=letter.field)
        self.presses("Vào sổ và in biên nhận")
        self.page.wait_for_url("**/can-bo/nhap/bien-nhan")


@dataclass(kw_only=True)
class Officer(Official):
    """Handles a case and drafts the answer."""

    def drafts(self, work: Work) -> None:
        """Write the answer with its evidence and keep it."""
        self._writes(work).get_by_role("button", name="Lưu nháp").click()
        self.reads("Đã lưu nháp trả lời.")

    def submits(self, work: Work) -> None:
        """Write the answer with its evidence and send it to the leader."""
        self._writes(work).get_by_role("button", name="Lưu và trình lãnh đạo duyệt").click()
        self.reads("Đã trình lãnh đạo duyệt.")

    def _writes(self, work: Work) -> Locator:
        form = self.page.locator("#du-thao form")
        form.get_by_label("Đã làm xong").check()
        form.get_by_label("Đã làm gì, trả lời thế nào").fill(work.done)
        form.get_by_label("Ngày làm (hoặc ngày sẽ làm)").fill(work.on)
        form.get_by_label("Ai làm").fill(work.by)
        form.get_by_label("Ảnh chụp").check()
        if work.photos:
            form.get_by_label("Thêm ảnh hoặc văn bản").set_input_files([photo.chosen() for photo in work.photos])
        return form


@dataclass(kw_only=True)
class Leader(Official):
    """Approves answers."""

    def approves_and_issues(self) -> None:
        """Read the answer, approve it and send it out in one press."""
        self.step("duyet").get_by_role("button", name="Duyệt và phát hành").click()
        self.reads("Đã duyệt và phát hành")


@dataclass(kw_only=True)
class Reader(Person):
    """Somebody who has nothing to do with the case and reads what everybody may read."""

    def fetches(self, address: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for an address as this browser would; returns status, headers and bytes."""
        answer = self.page.context.request.get(address)
        return answer.status, answer.headers, answer.body()

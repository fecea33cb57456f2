"""A letter that outlives the signal, the tab and the battery: once at the office, and its receipt on the phone."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from sqlalchemy import func, select

from core.database import use_unit
from core.extensions import db
from feedback.models import Case
from tests import makers
from tests.infra import browser as chromium
from tests.infra.cable import Cable
from tests.infra.live import LiveServer
from tests.journeys.drafts import forgotten, kept, saved, saved_after_the_name
from tests.journeys.people import Letter, Resident
from tests.journeys.photos import Upload, plain_photo
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.town import beside
from tests.makers_pieces import noisy_jpeg

pytestmark = ON_SQLITE
LABEL = "Chuyện gì, ở đâu, từ bao giờ?"
WITHOUT_WORKER = "delete Navigator.prototype.serviceWorker;"
WITHOUT_STORE = "Object.defineProperty(self, 'indexedDB', { value: undefined }); delete Navigator.prototype.serviceWorker;"


def letter(story: str, **changes: object) -> Letter:
    return Letter(story=story, name="Hoàng Thị Lan", phone="0912 345 678", **changes)


def cases_with(live_server: LiveServer, story: str) -> int:
    """Return how many cases at the office tell this story."""
    with beside(live_server), use_unit(makers.make_commune().unit_id):
        return db.session.scalar(select(func.count()).select_from(Case).where(Case.story == story)) or 0


@dataclass(kw_only=True)
class Handset:
    """A phone whose battery can die: a browser with a profile on the disk."""

    browser: Browser
    profile: Path
    cable: Cable
    context: BrowserContext | None = None

    def on(self) -> Resident:
        """Start the browser, with a signal or without."""
        self.context = self.browser.browser_type.launch_persistent_context(
            str(self.profile), executable_path=chromium.PROGRAM, args=chromium.ARGUMENTS, base_url=self.cable.url,
            **chromium.VIET_NAM, **chromium.PHONE,
        )  # fmt: skip
        self.context.set_offline(not self.cable.whole)
        page = self.context.pages[0]
        page.set_default_timeout(15_000)
        return Resident(page=page)

    def loses_signal(self) -> None:
        self.cable.cut()
        self.context.set_offline(True)

    def finds_signal(self) -> None:
        self.cable.mend()
        self.context.set_offline(False)

    def dies(self) -> None:
        """End the browser as an empty battery does."""
        mark = f"--user-data-dir={self.profile}".encode()
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                if folder.name.isdigit() and mark in (folder / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        self.context = None


@pytest.fixture
def handset(browser: Browser, live_server: LiveServer, tmp_path: Path) -> Iterator[Handset]:
    cable = Cable(target=live_server.port)
    cable.lay()
    made = Handset(browser=browser, profile=tmp_path / "profile", cable=cable)
    yield made
    if made.context is not None:
        made.context.close()
    cable.roll_up()


BEGUN, WHOLE = "Cầu tràn hỏng lan can", "Cầu tràn hỏng lan can từ sau trận mưa, trẻ đi học nguy hiểm."


def begins_while_the_signal_goes(handset: Handset) -> None:
    """Lose the signal at the third word, then the battery."""
    resident = handset.on()
    resident.opens("/gui")
    resident.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    story = resident.page.get_by_label(LABEL)
    story.press_sequentially(BEGUN[:13])
    handset.loses_signal()
    story.press_sequentially(BEGUN[13:])
    saved(resident.page, BEGUN)
    handset.dies()


def leaves_the_letter_to_the_phone(handset: Handset) -> None:
    """Find the draft again, complete it without a network, leave it to the phone; then the battery goes again."""
    resident = handset.on()
    resident.opens("/gui")
    story = resident.page.get_by_label(LABEL)
    expect(story).to_have_value(BEGUN)
    resident.reads("Đã lấy lại phần viết dở trên máy này.")
    story.fill(WHOLE)
    for _ in range(3):
        resident.goes_on()
    resident.presses("Gửi khi có mạng")
    expect(resident.page.get_by_role("alert").get_by_role("listitem")).to_have_text(
        ["Hãy ghi họ và tên người gửi.", "Hãy ghi số điện thoại để cơ quan liên hệ khi cần."]
    )
    resident.page.get_by_label("Họ và tên").fill("Hoàng Thị Lan")
    resident.page.get_by_label("Số điện thoại").fill("0912 345 678")
    resident.presses("Gửi khi có mạng")
    expect(resident.page.get_by_role("heading", name="Đơn đang chờ mạng")).to_be_visible()
    assert (kept(resident.page), len(kept(resident.page, "letters"))) == ([], 1)
    handset.dies()


def test_letter_survives_a_lost_signal_and_a_dead_battery_and_sends_itself(handset: Handset, live_server: LiveServer):
    begins_while_the_signal_goes(handset)
    leaves_the_letter_to_the_phone(handset)
    resident = handset.on()
    resident.opens("/ho-so")
    resident.reads("Máy đang không có mạng.")
    resident.reads("Đang chờ mạng")
    assert cases_with(live_server, WHOLE) == 0
    handset.finds_signal()
    resident.reads("Xã đã nhận")
    resident.presses("Hiện từ bí mật")
    code, secret = resident.page.locator(".own .code").all_inner_texts()
    resident.looks_up(code, secret=secret)
    resident.reads("Đơn đã gửi")
    assert cases_with(live_server, WHOLE) == 1
    resident.opens("/may-nay")
    assert (kept(resident.page, "letters"), [receipt["code"] for receipt in kept(resident.page, "receipts")]) == ([], [code])
    addresses = resident.page.evaluate(
        "caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname))"
    )
    assert sorted(address for address in addresses if not address.startswith("/static/")) == [
        "/gui/tren-may", "/gui/vo", "/may-nay",
    ]  # fmt: skip


@pytest.mark.parametrize("missing", [WITHOUT_WORKER, WITHOUT_STORE], ids=["no-worker", "no-store"])
def test_browser_inside_another_program_has_a_plain_form(missing: str, new_page: Callable[..., Page], live_server: LiveServer):
    page = new_page(**chromium.PHONE)
    page.add_init_script(missing)
    resident = Resident(page=page)
    told = letter(f"Mương thủy lợi bị lấp ở đầu thôn, đã {len(missing)} ngày.", photos=(plain_photo(),))
    resident.sends(told)
    assert cases_with(live_server, told.story) == 1
    resident.opens("/gui")
    hint = resident.page.get_by_text("Trình duyệt này không giữ bản nháp.")
    expect(hint).to_have_count(1 if missing is WITHOUT_STORE else 0)


def test_form_speaks_the_language_that_was_chosen_after_the_phone_kept_its_shell(new_page: Callable[..., Page]):
    page = new_page(**chromium.PHONE, service_workers="allow")
    page.goto("/gui")
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    page.get_by_label(LABEL).fill("Đèn đường đầu thôn hỏng ba bóng.")
    saved(page, "Đèn đường đầu thôn hỏng ba bóng.")
    page.goto("/gui?lang=en")
    expect(page.get_by_text("Your draft on this device was restored.")).to_be_visible()


def test_two_tabs_share_one_draft_and_one_receipt(new_page: Callable[..., Page], live_server: LiveServer):
    first = Resident(page=new_page(**chromium.PHONE, service_workers="allow"))
    first.opens("/gui")
    first.writes(letter("Loa phát thanh thôn Nà Pất mất tiếng từ tuần trước.", photos=(plain_photo(),)))
    saved_after_the_name(first.page, "Loa phát thanh thôn Nà Pất mất tiếng từ tuần trước.", files=1)
    (draft,) = kept(first.page)
    assert [word for word in ("Hoàng", "345 678", "912345678") if word in str(draft)] == []
    second = Resident(page=first.page.context.new_page())
    second.opens("/gui")
    second.reads("Bản nháp đang mở ở một trang khác trên máy này.")
    assert second.page.get_by_label(LABEL).input_value() == ""
    second.presses("Viết tiếp ở đây")
    expect(second.page.get_by_label(LABEL)).to_have_value("Loa phát thanh thôn Nà Pất mất tiếng từ tuần trước.")
    expect(second.page.locator(".photos li")).to_have_count(1)
    first.reads("Bản nháp đang mở ở một trang khác trên máy này.")
    for _ in range(3):
        second.goes_on()
    second.page.get_by_label("Họ và tên").fill("Hoàng Thị Lan")
    second.page.get_by_label("Số điện thoại").fill("0912 345 678")
    second.presses("Gửi đi")
    second.page.wait_for_url("**/da-nhan/*")
    slip = second.keeps_the_receipt()
    assert kept(second.page) == []
    first.presses("Gửi đi")
    first.page.wait_for_url("**/da-nhan/*")
    assert first.keeps_the_receipt() == slip
    assert cases_with(live_server, "Loa phát thanh thôn Nà Pất mất tiếng từ tuần trước.") == 1


ROOM_FOR_WORDS = 120_000
ALIKE = 4


def used_once_settled(page: Page) -> int:
    """Return how many bytes the site takes on the phone once nothing more comes: the shell goes on being stored for a while."""
    used: list[int] = []
    while len(used) < ALIKE or len(set(used[-ALIKE:])) > 1:
        page.wait_for_timeout(500)
        used.append(page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)"))
    return used[-1]


def test_full_phone_keeps_the_words_and_says_so(new_page: Callable[..., Page], live_server: LiveServer):
    resident = Resident(page=new_page(**chromium.PHONE, service_workers="allow"))
    resident.opens("/gui")
    resident.page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    session = resident.page.context.new_cdp_session(resident.page)
    quota = used_once_settled(resident.page) + ROOM_FOR_WORDS
    session.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": quota})
    photo = Upload(name="suong-mu.jpg", content=noisy_jpeg(400_000))
    resident.writes(letter("Đường vào trường lầy lội, xe không đi được.", photos=(photo,)))
    resident.reads("Máy sắp hết chỗ: chữ vẫn được giữ, ảnh thì không.")
    (draft,) = kept(resident.page)
    assert ("Đường vào trường" in str(draft["words"]), draft["files"]) == (True, [])


@pytest.fixture
def wary(browser: Browser, live_server: LiveServer) -> Iterator[Resident]:
    """Return somebody whose browser may go to the page of the quick exit, which here is an empty one."""
    context = browser.new_context(base_url=live_server.url, **chromium.VIET_NAM, **chromium.PHONE)
    context.route(
        "https://nchmf.gov.vn/**",
        lambda route: route.fulfill(body="<title>Thời tiết</title>", content_type="text/html; charset=utf-8"),
    )
    yield Resident(page=context.new_page())
    context.close()


def test_draft_goes_with_a_denunciation_with_two_days_and_with_the_quick_exit(wary: Resident):
    resident, page = wary, wary.page
    resident.opens("/gui")
    page.get_by_label(LABEL).fill("Ông ấy lấy tiền của dân làm đường.")
    saved(page, "Ông ấy lấy tiền của dân làm đường.")
    assert len(kept(page)) == 1
    page.get_by_label("Tôi nói một người cụ thể đã vi phạm").check()
    forgotten(page)

    page.get_by_label("Tôi nói một người cụ thể đã vi phạm").uncheck()
    saved(page, "Ông ấy lấy tiền của dân làm đường.")
    page.evaluate(
        "GanDanStore.get('drafts', 'gui').then((old) => GanDanStore.put('drafts', 'gui', { ...old, at: old.at - 49 * 36e5 }))"
    )
    page.goto("/tra-cuu")
    resident.opens("/gui")
    resident.reads("Bản nháp trên máy này đã quá 48 giờ nên đã được xóa.")
    assert (kept(page), page.get_by_label(LABEL).input_value()) == ([], "")

    page.get_by_label(LABEL).fill("Chuyện không muốn ai đứng cạnh đọc được.")
    saved(page, "Chuyện không muốn ai đứng cạnh đọc được.")
    page.add_init_script("const real = Date.now; Date.now = () => real() + 400 * 864e5;")
    page.goto("/tra-cuu")
    resident.opens("/gui")
    expect(page.get_by_label(LABEL)).to_have_value("Chuyện không muốn ai đứng cạnh đọc được.")
    page.get_by_label(LABEL).fill("Chuyện không muốn ai đứng cạnh đọc được, kể từ hôm qua.")
    saved(page, "Chuyện không muốn ai đứng cạnh đọc được, kể từ hôm qua.")
    page.get_by_label("Xóa cả nháp").check()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_title("Thời tiết")
    page.go_back()
    expect(page).not_to_have_url("**/gui")
    resident.opens("/may-nay")
    assert kept(page) == []

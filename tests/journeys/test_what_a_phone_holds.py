"""What somebody wrote or photographed is not lost and not doubled, whatever the phone can keep, and is gone when it should be."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.journeys.drafts import kept, saved
from tests.journeys.people import Letter, Resident
from tests.journeys.photos import plain_photo
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server

pytestmark = ON_SQLITE
LABEL = "Chuyện gì, ở đâu, từ bao giờ?"
CLOSED = "IDBFactory.prototype.open = () => { throw new DOMException('closed', 'SecurityError'); };"
NO_ROOM_FOR_FILES = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, key) {
  if (value.files && value.files.some(({ blob }) => blob)) throw new DOMException("no room", "QuotaExceededError");
  return put.call(this, value, key);
};"""


def letter(story: str, **changes: object) -> Letter:
    return Letter(story=story, name="Hoàng Thị Lan", phone="0912 345 678", **changes)


@pytest.mark.parametrize(
    ("phone_says", "note"),
    [(NO_ROOM_FOR_FILES, "chữ vẫn được giữ, ảnh thì không"), (CLOSED, "Trình duyệt này không giữ bản nháp")],
    ids=["no-room", "closed"],
)
def test_photos_that_the_phone_cannot_keep_go_before_the_page_is_left(phone_says: str, note: str, phone: Page):
    phone.add_init_script(phone_says)
    resident = Resident(page=phone)
    resident.opens("/gui")
    resident.writes(
        letter(f"Kè suối trước trường sụt một đoạn ({len(note)}).", photos=(plain_photo(), plain_photo(colour="#225588")))
    )
    resident.reads(note)
    resident.presses("Gửi đi")
    phone.wait_for_url("**/da-nhan/*")
    slip = resident.keeps_the_receipt()
    resident.looks_up(slip.code, secret=slip.secret)
    resident.waits_for(lambda: phone.locator("main .photos img").count() == 2)


def test_what_is_half_written_lies_on_the_page_of_the_phone_and_is_gone_when_it_is_deleted_there(phone: Page):
    resident, story = Resident(page=phone), "Cột điện bản Lũng nghiêng ra đường."
    resident.opens("/gui")
    phone.get_by_label(LABEL).fill(story)
    saved(phone, story)
    resident.opens("/may-nay")
    card = phone.get_by_role("article").filter(has_text="Phần viết dở")
    expect(card).to_contain_text(story)
    card.get_by_role("link", name="Viết tiếp").click()
    expect(phone.get_by_label(LABEL)).to_have_value(story)
    resident.opens("/may-nay")
    resident.presses("Xóa khỏi máy này")
    resident.presses("Xóa thật? Bấm lần nữa")
    resident.reads("Máy này chưa giữ đơn nào")
    phone.go_back()
    expect(phone.get_by_label(LABEL)).to_have_value("")
    assert kept(phone) == []


DENOUNCES = "Tôi tố cáo ông Lò Văn Sướng, cán bộ địa chính, nhận tiền của dân khi làm sổ đỏ."


def leaves_to_the_phone(resident: Resident, told: Letter) -> None:
    """Write a letter without a network and give it to the phone."""
    resident.page.context.set_offline(True)
    resident.writes(told)
    resident.presses("Gửi khi có mạng")
    expect(resident.page.get_by_role("heading", name="Đơn đang chờ mạng")).to_be_visible()


def test_nothing_is_saved_any_more_of_a_letter_that_waits_until_it_is_opened_again(phone: Page):
    resident = Resident(page=phone)
    resident.opens("/gui")
    leaves_to_the_phone(resident, letter("Biển báo ở ngã ba bản Lũng đổ ra đường.", photos=(plain_photo(),)))
    phone.wait_for_timeout(4_000)  # a draft is written again three seconds after the last choice
    assert (kept(phone), len(kept(phone, "letters"))) == ([], 1)
    resident.presses("Sửa lại")
    saved(phone, "Biển báo ở ngã ba bản Lũng đổ ra đường.", files=1)
    assert kept(phone, "letters") == []


@pytest.mark.parametrize(
    ("story", "place", "left"),
    [(DENOUNCES, "may-nay", "Không gửi và đã xóa"), ("Nước máy ở bản Lũng đục ba ngày.", "da-nhan", "Từ bí mật")],
    ids=["denounces", "received"],
)
def test_draft_of_a_letter_that_waited_goes_with_what_becomes_of_it(story: str, place: str, left: str, phone: Page):
    resident = Resident(page=phone)
    resident.opens("/gui")
    leaves_to_the_phone(resident, letter(story))
    phone.evaluate("GanDanStore.all('letters').then(([one]) => GanDanStore.put('drafts', 'gui', one))")
    phone.context.set_offline(False)
    phone.wait_for_url(re.compile(f"/{place}"))
    resident.reads(left)
    assert kept(phone) == []


def test_draft_is_back_before_the_server_has_said_what_time_it_is(phone: Page):
    resident = Resident(page=phone)
    resident.opens("/gui")
    resident.writes(letter("Cống ngang đường bản Lũng vỡ nắp.", photos=(plain_photo(),)))
    phone.get_by_label("Giữ cả phần này trong bản nháp").check()
    saved(phone, "Hoàng Thị Lan", files=1)
    phone.goto("/tra-cuu")
    phone.route("**/healthz", lambda route: None)  # a line that says nothing
    phone.route("**/gui/tren-may", lambda route: (time.sleep(2), route.continue_()))
    before = phone.evaluate("Date.now()")
    resident.opens("/gui")
    phone.get_by_label(LABEL).press_sequentially(" Xe máy ngã.")
    expect(phone.locator(".photos li")).to_have_count(1)
    saved(phone, "Hoàng Thị Lan", files=1, since=before)
    (draft,) = kept(phone)
    story = dict(draft["words"])["story"]
    assert ("Cống ngang đường bản Lũng vỡ nắp." in story, "Xe máy ngã." in story) == (True, True)
    expect(phone.get_by_label("Giữ cả phần này trong bản nháp")).to_be_checked()


KEPT_LONG_AGO = """caches.keys().then(async (names) => {
  const shelf = await caches.open(names.find((name) => name.startsWith('shell-'))), answer = await shelf.match('/gui/tren-may');
  const headers = new Headers(answer.headers);
  headers.set('Date', new Date(Date.now() - 9 * 864e5).toUTCString());
  await shelf.put('/gui/tren-may', new Response(await answer.text(), { headers }));
})"""


def test_draft_of_today_is_no_older_for_what_the_phone_has_kept_of_the_form(new_page: Callable[..., Page]):
    phone = new_page(**chromium.PHONE, service_workers="allow")
    resident = Resident(page=phone)
    resident.opens("/gui")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.evaluate(KEPT_LONG_AGO)
    resident.opens("/gui")
    resident.writes(letter("Bờ ruộng bậc thang ở bản Lũng bị nước cuốn."))
    saved(phone, "Bờ ruộng bậc thang ở bản Lũng bị nước cuốn.")
    resident.opens("/gui")
    resident.reads("phần viết dở")
    phone.wait_for_timeout(1_500)  # the server is asked for the time after the draft was laid in
    expect(phone.get_by_label(LABEL)).to_have_value("Bờ ruộng bậc thang ở bản Lũng bị nước cuốn.")
    assert len(kept(phone)) == 1


def refuses_letters(page: Page) -> None:
    """Let the line lose whatever is sent to the office, and nothing else."""
    page.route("**/gui/phieu-moi", lambda route: route.abort())
    page.route("**/gui", lambda route: route.abort() if route.request.method == "POST" else route.continue_())


STOPPED = """GanDanStore.all('letters').then(([one]) => GanDanStore.put('letters', one.key, { ...one, state: 'stopped',
  answer: { status: 422, errors: { phone: 'Số điện thoại này không gọi được.' }, message: 'Có chỗ cần xem lại' } }))"""


OTHER_DRAFT = """GanDanStore.put('drafts', 'gui', { key: GanDanStore.newKey(), token: '', whole: false, keeps: false,
  words: [['story', 'Bản nháp khác hẳn: chợ Lũng chưa có mái.']], files: [], ...GanDanStore.stamp() })"""


@pytest.mark.parametrize("came_back", [False, True], ids=["waits", "came-back"])
def test_letter_is_opened_again_without_a_draft_going_for_it_unasked(came_back: bool, phone: Page):
    resident = Resident(page=phone)
    refuses_letters(phone)
    resident.opens("/gui")
    resident.writes(letter("Trạm y tế thiếu nước rửa tay."))
    resident.presses("Gửi đi")
    resident.presses("Gửi khi có mạng")
    expect(phone.get_by_role("heading", name="Đơn đang chờ mạng")).to_be_visible()
    phone.evaluate(OTHER_DRAFT)
    if came_back:
        phone.evaluate(STOPPED)
    saved(phone, "Bản nháp khác hẳn: chợ Lũng chưa có mái.")
    resident.opens("/may-nay")
    phone.locator("[data-shelf]").get_by_text("Mở lại để sửa").click()
    phone.wait_for_url("**/gui")
    resident.reads("Máy còn một bản nháp khác, đang hiện ở đây.")
    expect(phone.get_by_label(LABEL)).to_have_value("Bản nháp khác hẳn: chợ Lũng chưa có mái.")
    assert (len(kept(phone)), [one["state"] for one in kept(phone, "letters")]) == (1, ["stopped"])
    resident.presses("Mở đơn kia, xóa nháp này")
    expect(phone.get_by_label(LABEL)).to_have_value("Trạm y tế thiếu nước rửa tay.")
    expect(phone.get_by_role("alert").get_by_text("Số điện thoại này không gọi được.")).to_have_count(1 if came_back else 0)
    saved(phone, "Trạm y tế thiếu nước rửa tay.")
    assert kept(phone, "letters") == []


WITHOUT_HASHES = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });"
WITHOUT_BUFFERS = "delete Blob.prototype.arrayBuffer;"


@pytest.mark.parametrize("missing", [WITHOUT_HASHES, WITHOUT_BUFFERS], ids=["no-hashes", "no-buffers"])
def test_photos_arrive_from_a_browser_that_cannot_send_them_in_pieces(missing: str, phone: Page):
    phone.add_init_script(missing)
    resident = Resident(page=phone)
    slip = resident.sends(letter(f"Mái nhà văn hóa bản Lũng dột ({len(missing)}).", photos=(plain_photo(),)))
    resident.looks_up(slip.code, secret=slip.secret)
    resident.waits_for(lambda: phone.locator("main .photos img").count() == 1)


def test_draft_that_comes_back_does_not_double_the_photos(phone: Page):
    first = Resident(page=phone)
    first.opens("/gui")
    first.writes(letter("Đường bê tông bản Lũng nứt dọc.", photos=(plain_photo(),)))
    saved(phone, "Đường bê tông bản Lũng nứt dọc.", files=1)
    second = Resident(page=phone.context.new_page())
    for resident in (second, first):
        if resident is second:
            second.opens("/gui")
        resident.presses("Viết tiếp ở đây")
        resident.reads("Đã lấy lại phần viết dở trên máy này.")
        expect(resident.page.locator(".photos li")).to_have_count(1)
    first.page.wait_for_timeout(1_000)
    expect(first.page.locator(".photos li")).to_have_count(1)


def test_the_page_of_this_phone_says_that_nothing_can_be_kept_where_the_browser_keeps_nothing(phone: Page):
    phone.add_init_script(CLOSED)
    phone.goto("/may-nay")
    expect(phone.get_by_text("Trình duyệt này không cho trang giữ gì trên máy.")).to_be_visible()
    expect(phone.get_by_text("Trang chưa tải xong")).to_be_hidden()


TWO_RECEIPTS = """Promise.all(["23456-CDFGH", "7892C-DFGHJ"].map((code) => GanDanStore.put("receipts", code,
  { code, secret: "một · hai · ba · bốn", receipt: `/da-nhan/${code}`, due: null, kept: true, ...GanDanStore.stamp() })))"""


def test_cards_of_this_phone_stay_under_the_finger_and_only_what_changed_is_said(phone: Page):
    phone.goto("/may-nay")
    phone.evaluate(TWO_RECEIPTS)
    phone.reload()
    cards, said = phone.locator(".own"), phone.locator("[data-said]")
    expect(cards).to_have_count(2)
    cards.first.get_by_role("button", name="Xóa khỏi máy này").click()
    phone.evaluate("GanDanStore.put('letters', 'x', { key: 'x', state: 'led', message: '', files: [], words: [] })")
    phone.evaluate("dispatchEvent(new Event('offline'))")
    expect(cards).to_have_count(3)
    expect(said).to_have_text("Không gửi và đã xóa")
    sure = phone.get_by_role("button", name="Xóa thật? Bấm lần nữa")
    expect(sure).to_be_focused()
    sure.click()
    expect(cards).to_have_count(2)
    expect(said).to_have_text("Đã xóa khỏi máy này.")
    expect(cards.nth(1).get_by_role("heading")).to_be_focused()
    expect(phone.locator("[role=status] .own")).to_have_count(0)

"""What somebody wrote or photographed is not lost and not doubled, whatever the phone can keep, and is gone when it should be."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

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

"""The whole road of a letter as people walk it: sent, received, handled, answered, refused, answered again, public.

Real Chromium at 360×740, in Vietnamese, without scripts and with them, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from core.text import fold
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Leader, Letter, Officer, Official, Reader, Resident, Slip, Work
from tests.journeys.photos import LATITUDE, LONGITUDE, phone_photo, plain_photo, traces_in
from tests.journeys.town import beside

NAME, PHONE = "Lăng Thị Xoóng", "0987 123 654"
HERE = {"latitude": 21.661207, "longitude": 106.483319}
TITLE = "Lan can cầu tràn Nà Pất bị gãy"
LETTER = Letter(
    story=(
        "Lan can cầu tràn Nà Pất gãy từ sau trận mưa đầu tháng, trẻ đi học rất nguy hiểm. "
        "Tôi là Lăng Thị Xoóng, gọi 0987.123.654 hoặc +84 987 123 654 để tôi chỉ chỗ."
    ),
    name=NAME,
    phone=PHONE,
    photos=(phone_photo(owner=NAME),),
)
FIRST = Work(
    done="Đã buộc dây cảnh báo hai đầu cầu, đang chờ vật tư để hàn lại lan can.",
    by="Phòng Kinh tế",
    on="2026-11-20",
    photos=(phone_photo(owner="Lương Văn Long", name="hien-truong.jpg", colour="#2b5a8a"),),
)
SECOND = Work(
    done="Đã hàn lại toàn bộ lan can cầu tràn và sơn phản quang.", by="Phòng Kinh tế", on="2026-11-20", photos=(plain_photo(),)
)
COMPLAINT = "Mới buộc dây, lan can vẫn gãy như cũ"
WRITINGS_OF_PLACE = [f"{value:.4f}" for value in (LATITUDE, LONGITUDE, *HERE.values())]
PUBLIC_PAGES = ("/", "/ho-so", "/cong-khai", "/ho-so?q=lan+can")


@dataclass(kw_only=True)
class Village:
    """Everybody of the journey, each with a browser of their own."""

    resident: Resident
    clerk: Clerk
    officer: Officer
    leader: Leader
    reader: Reader


def one_time_passwords(live_server: LiveServer, *usernames: str) -> dict[str, str]:
    """Let the operator give officials passwords that work once."""
    with beside(live_server) as app:
        terminal = app.test_cli_runner()
        return {name: terminal.invoke(args=["accounts", "reset", name]).stdout.split()[1] for name in usernames}


@pytest.fixture(params=[False, True], ids=["without-scripts", "with-scripts"])
def village(request: pytest.FixtureRequest, live_server: LiveServer, new_page: Callable[..., Page]) -> Village:
    """Return the people of xã Vạn Linh in front of their browsers."""
    scripts = request.param
    device = {**chromium.PHONE, "java_script_enabled": scripts}

    passwords = one_time_passwords(live_server, "tiepdan", "kinhte.hatang", "chutich")

    def official(kind: type[Official], username: str) -> Official:
        return kind(page=new_page(**device), scripts=scripts, username=username, password=passwords[username])

    resident = new_page(**device, geolocation=HERE, permissions=["geolocation"])
    return Village(
        resident=Resident(page=resident, scripts=scripts), reader=Reader(page=new_page(**device), scripts=scripts),
        clerk=official(Clerk, "tiepdan"), officer=official(Officer, "kinhte.hatang"), leader=official(Leader, "chutich"),
    )  # fmt: skip


def test_letter_goes_its_whole_road(village: Village):
    slip = village.resident.sends(LETTER)
    check_receipt(village)
    for official in (village.clerk, village.officer, village.leader):
        official.signs_in()
    receive(village, slip)
    answer(village, slip, FIRST)
    read_answer(village, FIRST)
    village.resident.is_not_satisfied(COMPLAINT)
    check_reopened(village, slip)
    answer(village, slip, SECOND)
    read_answer(village, SECOND)
    village.resident.is_satisfied()
    check_hidden_before_approval(village, slip)
    publish(village, slip)
    check_public(village, slip)


def check_receipt(village: Village) -> None:
    """The receipt shows code, words, QR and each expected day with its article, and the calculator says the same days."""
    page = village.resident.page
    expect(page.get_by_role("img", name="Mã QR mở trang tra cứu với mã đơn này")).to_be_visible()
    expect(page.locator(".big-date")).to_have_count(2)
    first, reasons = page.locator(".big-date").first.inner_text(), page.locator("details.why").all()
    assert all("Điều" in box.text_content() for box in reasons)
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    village.reader.opens(f"/thoi-han?loai=KNPA.NOTIFY&ngay={today.isoformat()}")
    assert village.reader.page.locator(".big-date").inner_text() == first


def receive(village: Village, slip: Slip) -> None:
    """The clerk finds the letter in the list, classifies it and gives it to whom the matrix names."""
    village.clerk.finds(slip.code)
    village.clerk.sees_photos(1)
    village.clerk.classifies()
    assert village.clerk.accepts_as_proposed().startswith("Lương Văn Long")


def answer(village: Village, slip: Slip, work: Work) -> None:
    """The officer answers with a photo, the leader approves and issues."""
    village.officer.finds(slip.code)
    village.officer.drafts(work)
    village.officer.submits(Work(done=work.done, by=work.by, on=work.on))
    village.leader.finds(slip.code)
    village.leader.reads(work.done)
    village.leader.approves_and_issues()


def read_answer(village: Village, work: Work) -> None:
    """The resident reads it with code and words, from a browser that knows nothing, and sees the evidence."""
    village.resident.page.context.clear_cookies()
    village.resident.follows_up()
    village.resident.reads(work.done)
    shown = village.resident.page.get_by_role("img", name="Ảnh kèm trả lời 1").first
    village.resident.waits_for(lambda: shown.count() == 1)


def check_reopened(village: Village, slip: Slip) -> None:
    """Officer and leader have it back, with the resident's reason."""
    for person in (village.officer, village.leader):
        person.goes_to_work()
        person.page.goto(person.page.url.split("?")[0] + "?xem=dang-mo")
        expect(person.row(slip.code)).to_contain_text("Mở lại")
    village.officer.finds(slip.code)
    village.officer.reads(COMPLAINT)
    village.officer.reads("lần 2")


def check_hidden_before_approval(village: Village, slip: Slip) -> None:
    """Before an official approved it, the public sees that there is a case, and none of its words."""
    status, headers, body = village.reader.fetches(f"/ho-so/{slip.code}")
    assert (status, headers["x-robots-tag"]) == (200, "noindex, noarchive")
    assert [words for words in ("lan can", "buộc dây", "hàn lại") if words in body.decode().lower()] == []
    assert leaks(body, headers) == []


def publish(village: Village, slip: Slip) -> None:
    """The clerk approves the masked version with every photo that is offered."""
    clerk = village.clerk
    clerk.opens(f"/can-bo?q={slip.code}")
    story = clerk.publishes(title=TITLE)
    assert story.count("[số điện thoại]") == 2
    assert story.count("[tên]") == 1
    assert leaks(story.encode(), {}) == []


def check_public(village: Village, slip: Slip) -> None:
    """Everybody reads title, story and answer; nobody finds name, phone or place, in no page, header or photo."""
    reader = village.reader
    reader.opens("/ho-so")
    reader.waits_for(lambda: TITLE in reader.text())
    reader.page.get_by_role("link", name=TITLE).click()
    reader.page.wait_for_url(f"**/ho-so/{slip.code}")
    for words in (TITLE, "trẻ đi học rất nguy hiểm", SECOND.done, "[tên]", "Người gửi hài lòng"):
        reader.reads(words)
    for address in (*PUBLIC_PAGES, f"/ho-so/{slip.code}"):
        status, headers, body = reader.fetches(address)
        assert (address, status, leaks(body, headers)) == (address, 200, [])
    check_photos(reader)


def check_photos(reader: Reader) -> None:
    """The public photos are new pictures: other bytes than those sent, without a trace of phone, owner or place."""
    pictures = reader.page.locator("main .photos img").all()
    assert len(pictures) == 3
    sent = {photo.content for photo in (*LETTER.photos, *FIRST.photos, *SECOND.photos)}
    for picture in pictures:
        small = picture.get_attribute("src") or ""
        for address in (small, small.replace("/small", "/large")):
            status, headers, body = reader.fetches(address)
            assert (status, headers["content-type"]) == (200, "image/jpeg")
            assert (body in sent, traces_in(body), leaks(body, headers)) == (False, [], [])


def leaks(body: bytes, headers: dict[str, str]) -> list[str]:
    """Return what a page, a photo or its headers say about the sender: name, phone in any writing, place."""
    text = unicodedata.normalize("NFC", body.decode("utf-8", "replace") + "\n".join(f"{key}: {headers[key]}" for key in headers))
    found = [word for word in ("xoong", "lang thi") if word in fold(text)]
    digits = re.sub(r"[^\d\n<>]", "", re.sub(r"(?<=\d)[\s.\-()]+(?=\d)", "", text))
    found += [number for number in ("987123654",) if number in digits]
    return found + [place for place in WRITINGS_OF_PLACE if place in text]

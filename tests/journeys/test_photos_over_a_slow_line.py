"""Photos and voices from a real Chromium: made small, sent in pieces through a line that breaks, paused, recorded and heard."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error, Locator, Page, Playwright, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.infra.slow_line import Shape, slow_lines
from tests.journeys.photos import heic_photo
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.makers_pieces import noisy_jpeg

pytestmark = ON_SQLITE
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SEND_TEXT = """async ({files}) => {
  const form = new FormData(document.querySelector("form[data-steps]"));
  const told = {story: "Đường vào bản sạt lở, ảnh gửi sau.", name: "Lò Văn Tính", phone: "0912345678", files_coming: files};
  Object.entries(told).forEach(([name, value]) => form.set(name, value));
  form.delete("photos"); form.delete("voice");
  const answer = await fetch("/gui", {method: "POST", body: new URLSearchParams(form)});
  window.key = JSON.parse(atob(form.get("form_token").split(".")[0].replace(/-/g, "+").replace(/_/g, "/")));
  return answer.url;
}"""
LOADED = """async () => Boolean(self.GanDanPieces && self.GanDanPhotos && self.GanDanShelf && self.GanDanParts)
  && Promise.race([GanDanParts.then(() => true), new Promise((late) => setTimeout(late, 20000, false))])"""
PREPARE = """async ({name, type, data}) => {
  const file = new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name, {type});
  await GanDanParts;
  const ready = await GanDanPhotos.prepare(file);
  if (ready.error) return {error: ready.error, sentence: GanDanPhotos.say(ready.error)};
  window.ready = ready;
  const bytes = new Uint8Array(await ready.blob.arrayBuffer());
  return {width: ready.width, height: ready.height, type: ready.blob.type, size: bytes.length, sha256: ready.sha256,
    head: [...bytes.slice(0, 2)], exif: new TextDecoder("latin1").decode(bytes.slice(0, 4000)).includes("Exif")};
}"""
BEGIN = """(number) => {
  const {blob, sha256} = window.ready;
  window.sent = GanDanShelf.send({url: "/gui/tep", key: window.key, number, kind: "photo", blob, sha256});
}"""


@pytest.fixture(scope="module")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Return a Chromium with a microphone that hums."""
    started = driver.chromium.launch(executable_path=chromium.PROGRAM, args=[*chromium.ARGUMENTS, *MICROPHONE])
    yield started
    started.close()


def picture(content: bytes, *, name: str = "IMG.jpg", kind: str = "image/jpeg") -> dict[str, str]:
    return {"name": name, "type": kind, "data": base64.b64encode(content).decode()}


def camera(width: int, height: int) -> bytes:
    """Return a photo with what a camera writes beside the pixels."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    stream = io.BytesIO()
    Image.effect_noise((width // 8, height // 8), 90).convert("RGB").resize((width, height)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def until_it_goes(act: Callable[[], Any]) -> Any:
    """Try again what the line broke, as people do; returns what came of it at last."""
    for _ in range(20):
        with suppress(Error):
            if seen := act():
                return seen
    raise AssertionError("nothing goes through this line")


def test_photos_are_made_small_on_the_phone_or_refused_with_a_sentence(phone: Page):
    phone.goto("/gui")
    large = phone.evaluate(PREPARE, picture(camera(4000, 3000)))
    assert {name: large[name] for name in ("width", "height", "type", "head", "exif")} == {
        "width": 1600, "height": 1200, "type": "image/jpeg", "head": [255, 216], "exif": False,
    }  # fmt: skip
    small = noisy_jpeg(20_000)
    assert phone.evaluate(PREPARE, picture(small))["size"] <= len(small)
    assert phone.evaluate(PREPARE, picture(b""))["error"] == "empty"
    assert phone.evaluate(PREPARE, picture(b"<html>"))["sentence"].startswith("Tệp này không phải ảnh.")
    assert phone.evaluate(PREPARE, picture(heic_photo().content))["sentence"].startswith("Máy này không đọc được ảnh HEIC.")


def test_the_sixth_photo_is_refused_when_it_is_chosen(phone: Page):
    phone.goto("/gui#3")
    phone.evaluate(LOADED)
    chosen = [{"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": noisy_jpeg(8_000, seed=seed)} for seed in range(6)]
    phone.locator("input[name=photos]").set_input_files(chosen)
    expect(phone.locator(".photos .error")).to_have_text("“5.jpg”: Nhiều nhất 5 ảnh; ảnh này không gửi đi.")
    expect(phone.locator(".photos canvas")).to_have_count(5)
    assert phone.evaluate("document.querySelector('input[name=photos]').files.length") == 5


def test_a_photo_goes_through_a_line_that_breaks_and_can_be_paused(phone: Page, live_server: LiveServer):
    shape = Shape(speed=12, bits=60_000, cut_every=30)
    with slow_lines(live_server.port, shape) as lines:
        line = lines.new_line()
        home = f"http://127.0.0.1:{line.port}"
        visit = chromium.visit(phone.context.browser, home=home, **chromium.PHONE)
        page = visit.page()
        page.set_default_timeout(60_000)
        until_it_goes(lambda: page.goto(f"{home}/gui") and page.evaluate(LOADED))
        before = line.up
        receipt = until_it_goes(lambda: page.evaluate(SEND_TEXT, {"files": "2"}))
        made = page.evaluate(PREPARE, picture(noisy_jpeg(400_000)))
        page.evaluate(BEGIN, 0)
        row = page.locator("[data-pieces] li")
        expect(row).to_contain_text(re.compile(r"đã gửi [1-9]\d* trong"))
        row.get_by_role("button", name="Tạm dừng").click()
        expect(row).to_contain_text("đang tạm dừng")
        row.get_by_role("button", name="Gửi tiếp").click()
        expect(row).to_contain_text("đã tới nơi", timeout=30_000)
        page.evaluate("window.sent")
        assert line.cuts > 0
        assert line.up - before < 2 * made["size"]  # a cut and the pause each lose at most the piece on its way
        visit.context.close()
    assert re.search(r"/da-nhan/[0-9A-Z-]{11}$", receipt)


def test_a_voice_is_recorded_heard_sent_and_played_to_its_sender_only(phone: Page, live_server: LiveServer):
    phone.goto("/gui")
    phone.evaluate("document.querySelectorAll('[data-step]').forEach((step) => { step.hidden = false; })")
    box = phone.locator("[data-voice]")
    box.get_by_role("button", name="Ghi âm").click()
    expect(box.locator("[data-clock]")).to_contain_text("0:02 / 1:00")
    box.get_by_role("button", name="Dừng ghi").click()
    expect(box.get_by_role("status")).to_contain_text("Hãy nghe lại trước khi gửi.")
    assert box.locator("audio").evaluate("(audio) => audio.src.startsWith('blob:')")
    box.get_by_role("button", name="Xóa bản ghi âm").click()
    assert box.locator("input").evaluate("(field) => field.files.length") == 0
    box.get_by_role("button", name="Ghi âm").click()
    expect(box.locator("[data-clock]")).to_contain_text("0:01 / 1:00")
    box.get_by_role("button", name="Dừng ghi").click()
    expect(box.get_by_role("button", name="Ghi lại")).to_be_visible()
    phone.get_by_label("Chuyện gì, ở đâu, từ bao giờ?").fill("Cầu treo đứt một dây cáp, xem ghi âm để rõ chỗ nào.")
    phone.get_by_label("Họ và tên").fill("Lò Văn Tính")
    phone.get_by_label("Số điện thoại").fill("0912345678")
    phone.get_by_role("button", name="Gửi đi").click()
    expect(phone.locator("[data-files]")).to_have_text("Ảnh đã gửi đủ.", timeout=20_000)
    phone.get_by_role("button", name="Theo dõi đơn này").click()
    player = phone.locator("audio[src^='/tep/']")
    address = player.get_attribute("src")
    assert phone.evaluate("(url) => fetch(url).then((answer) => answer.headers.get('Content-Type'))", address) == "audio/webm"
    loaded = """(audio) => new Promise((done) => {
      audio.oncanplay = () => done(true); audio.onerror = () => done(false); audio.load();
    })"""
    assert player.evaluate(loaded)
    stranger = chromium.visit(phone.context.browser, home=live_server.url, **chromium.PHONE)
    assert stranger.page().goto(f"{live_server.url}{address}").status == 404
    stranger.context.close()


SLOW_MICROPHONE = """const ask = MediaDevices.prototype.getUserMedia;
window.opened = [];
MediaDevices.prototype.getUserMedia = async function (wanted) {
  const sound = await ask.call(this, wanted);
  window.opened.push(sound);
  await new Promise((done) => setTimeout(done, 800));
  return sound;
};"""
OPENED = "[opened.length, opened.every((sound) => sound.getTracks().every((track) => track.readyState === 'ended'))]"


def test_a_microphone_that_opens_slowly_is_opened_once_and_closed_again(phone: Page):
    phone.add_init_script(SLOW_MICROPHONE)
    phone.goto("/gui")
    phone.evaluate("document.querySelectorAll('[data-step]').forEach((step) => { step.hidden = false; })")
    box = phone.locator("[data-voice]")
    box.get_by_role("button", name="Ghi âm").dblclick()
    expect(box.locator("[data-clock]")).to_contain_text("0:01 / 1:00")
    box.get_by_role("button", name="Dừng ghi").click()
    expect(box.get_by_role("button", name="Ghi lại")).to_be_visible()
    assert phone.evaluate(OPENED) == [1, True]
    box.get_by_role("button", name="Ghi lại").click()
    phone.evaluate("dispatchEvent(new Event('pagehide'))")
    phone.wait_for_timeout(2_000)
    assert phone.evaluate(OPENED) == [2, True]


def test_a_voice_that_the_draft_brings_back_is_heard_again(phone: Page):
    def opened() -> Locator:
        phone.goto("/gui")
        phone.evaluate("document.querySelectorAll('[data-step]').forEach((step) => { step.hidden = false; })")
        return phone.locator("[data-voice]")

    box = opened()
    phone.get_by_label("Chuyện gì, ở đâu, từ bao giờ?").fill("Mương đầu thôn Nà Pất tắc, nghe ghi âm để rõ đoạn nào.")
    box.get_by_role("button", name="Ghi âm").click()
    expect(box.locator("[data-clock]")).to_contain_text("0:01 / 1:00")
    box.get_by_role("button", name="Dừng ghi").click()
    expect(box.get_by_role("button", name="Ghi lại")).to_be_visible()
    phone.wait_for_timeout(1_500)  # the draft is written a moment after the last change
    box = opened()
    expect(phone.get_by_text("Đã lấy lại phần viết dở trên máy này.")).to_be_visible()
    expect(box.get_by_role("button", name="Ghi lại")).to_be_visible()
    assert box.locator("audio").evaluate("(audio) => audio.src.startsWith('blob:')")
    box.get_by_role("button", name="Xóa bản ghi âm").click()
    expect(box.get_by_role("button", name="Ghi âm")).to_be_visible()
    expect(box.locator("audio")).to_be_hidden()

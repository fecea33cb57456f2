"""The day of a dialogue in a real browser: minutes typed without a network, two writers, and pages that everybody can use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from core.database import use_unit
from dialogue.queries.minutes import written_items
from tests import makers
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.test_every_page import SIDEWAYS, violations
from tests.journeys.town import Town, beside
from tests.journeys.walk import Stop, signed_in
from tests.makers_dialogue import read_dialogue
from tests.makers_minutes import concluded, in_session, read_commitment

pytestmark = ON_SQLITE
QUICK = {"questions_from": None, "questions_to": None, "ad_hoc_reason": "Ý kiến gấp của nhiều thôn"}


@pytest.fixture
def day(town: Town, live_server: LiveServer) -> tuple[int, str]:
    """Return the id and the code of a dialogue that goes on."""
    begins = datetime.now(UTC) + timedelta(minutes=1)
    with beside(live_server), use_unit(town.unit_id):
        commune = makers.make_commune(at=datetime.now(UTC))
        dialogue_id = in_session(commune, at=datetime.now(UTC), starts_at=begins, ends_at=begins + timedelta(hours=2), **QUICK)
        return dialogue_id, read_dialogue(dialogue_id).code


def opinions(live_server: LiveServer, town: Town, dialogue_id: int) -> list[str]:
    with beside(live_server), use_unit(town.unit_id):
        return [row.opinion for row in written_items(town.unit_id, dialogue_id)]


def test_what_is_typed_without_a_network_is_sent_later(
    day: tuple[int, str], town: Town, live_server: LiveServer, new_page: Callable[..., Page]
):
    page = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan").page
    address = f"/can-bo/doi-thoai/{day[0]}/bien-ban"
    page.goto(address)
    form = page.locator("form[data-minute]").last
    form.get_by_label("Ý kiến", exact=True).fill("Chợ không có thùng rác")
    expect(form.locator("[data-kept]")).to_contain_text("Đã lưu lúc")
    assert opinions(live_server, town, day[0]) == ["Chợ không có thùng rác"]
    page.get_by_role("button", name="Thêm ý kiến").click()
    page.route("**/dong-bo", lambda route: route.abort())
    added = page.locator("form[data-minute]").last
    added.get_by_label("Ý kiến", exact=True).fill("Đường vào thôn Nà Lìa lầy lội")
    expect(added.locator("[data-kept]")).to_contain_text("Chưa có mạng")
    assert opinions(live_server, town, day[0]) == ["Chợ không có thùng rác"]
    page.unroute("**/dong-bo")
    page.goto(address)
    restored = page.locator("form[data-minute]", has=page.get_by_text("Đã lưu lúc"))
    expect(restored).to_have_count(1)
    assert opinions(live_server, town, day[0]) == ["Chợ không có thùng rác", "Đường vào thôn Nà Lìa lầy lội"]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('minutes:')).length") == 0


def test_two_writers_are_told_of_each_other_and_lose_nothing(day: tuple[int, str], new_page: Callable[..., Page]):
    address = f"/can-bo/doi-thoai/{day[0]}/bien-ban"
    first, second = (signed_in(Clerk, new_page(**chromium.DESKTOP), name).page for name in ("tiepdan", "chutich"))
    first.goto(address)
    form = first.locator("form[data-minute]").last
    form.get_by_label("Ý kiến", exact=True).fill("Nước yếu")
    expect(form.locator("[data-kept]")).to_contain_text("Đã lưu lúc")
    second.goto(address)
    other = second.locator("form[data-minute]").first
    form.get_by_label("Trả lời", exact=True).fill("Sẽ kiểm tra trong tuần")
    expect(form.locator("[data-kept]")).to_contain_text("Đã lưu lúc")
    first.wait_for_timeout(1500)
    other.get_by_label("Ý kiến", exact=True).fill("Nước yếu vào buổi chiều")
    expect(other.locator("[data-kept]")).to_contain_text("Người khác vừa sửa ý kiến này")
    other.get_by_role("button", name="Lưu ý kiến").click()
    expect(second.get_by_role("heading", name="Người khác vừa sửa ý kiến này")).to_be_visible()
    for words in ("Sẽ kiểm tra trong tuần", "Nước yếu vào buổi chiều"):
        expect(second.get_by_role("cell", name=words)).to_be_visible()
    mine = second.locator("form[data-minute]")
    mine.get_by_label("Trả lời", exact=True).fill("Sẽ kiểm tra trong tuần")
    mine.get_by_role("button", name="Lưu ý kiến").click()
    expect(second.locator("form[data-minute]").first.get_by_label("Ý kiến", exact=True)).to_have_value("Nước yếu vào buổi chiều")


def test_pages_of_the_day_are_for_everybody(
    day: tuple[int, str], town: Town, live_server: LiveServer, new_page: Callable[..., Page]
):
    now = datetime.now(UTC)
    with beside(live_server), use_unit(town.unit_id):
        commune = makers.make_commune(at=now)
        begins = now + timedelta(minutes=1)
        promise_due = {"at": begins + timedelta(hours=4)}
        [row_id] = concluded(commune, **promise_due, starts_at=begins, ends_at=begins + timedelta(hours=2), **QUICK)
        code = read_commitment(row_id).code
    wrong = {}
    desk = signed_in(Clerk, new_page(**chromium.PHONE), "chutich").page
    everybody = new_page(**chromium.PHONE)
    for page, paths in (
        (everybody, ("/cam-ket", f"/cam-ket/{code}", f"/doi-thoai/{day[1]}/truc-tiep")),
        (
            desk,
            (
                "/can-bo/cam-ket",
                f"/can-bo/cam-ket/{row_id}",
                *(f"/can-bo/doi-thoai/{day[0]}/{name}" for name in ("bien-ban", "ket-luan", "dieu-hanh")),
            ),
        ),
    ):
        for path in paths:
            page.goto(path)
            found = violations(Stop(name=path, page=page)) + page.evaluate(SIDEWAYS)
            wrong |= {path: found} if found else {}
    assert wrong == {}

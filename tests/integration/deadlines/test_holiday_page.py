"""The public holiday table: every day with its document, and what is not sure marked as such."""

from __future__ import annotations

import re

import html5lib
import pytest

from core.transaction import transaction
from deadlines import services
from tests.makers_deadlines import AT, day, special


@pytest.fixture(autouse=True)
def today(at):
    at("2026-11-23 09:00")


def days_on(text: str) -> list[str]:
    return re.findall(r'<h2><time datetime="[^"]+">([^<]+)</time></h2>', text)


def test_page_shows_this_year(loaded, client):
    answer = client.get("/ngay-nghi")
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert (answer.status_code, len(days_on(answer.text))) == (200, 17)
    assert "<title>Lịch ngày nghỉ năm 2026" in answer.text
    assert "Điều 2 Nghị quyết 28/2026/QH16" in answer.text


@pytest.mark.parametrize(("year", "number"), [(2024, 15), (2025, 13), (2026, 17), (2027, 15)])
def test_every_year_has_its_page_and_links_to_the_others(loaded, client, year, number):
    text = client.get(f"/ngay-nghi?nam={year}").text
    assert len(days_on(text)) == number
    assert re.findall(r'href="\?nam=(\d{4})"', text) == ["2024", "2025", "2026", "2027"]
    assert re.findall(r'href="\?nam=(\d{4})" aria-current="page"', text) == [str(year)]


def test_provisional_year_and_uncertain_days_are_marked(loaded, client):
    text = client.get("/ngay-nghi?nam=2027").text
    assert "Lịch năm này mới là tạm tính." in text
    assert text.count("Chờ xác nhận") == 10
    assert "tạm tính" not in client.get("/ngay-nghi?nam=2026").text


def test_worked_saturdays_are_marked(loaded, client):
    assert client.get("/ngay-nghi?nam=2026").text.count("Làm bù</span>") == 2


@pytest.mark.parametrize("year", ["1999", "2031", "-1", "3000", "0", "abc", "２０２６"])
def test_unknown_year_is_not_found_and_leads_to_the_years_that_are(loaded, client, year):
    answer = client.get(f"/ngay-nghi?nam={year}")
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert (answer.status_code, days_on(answer.text)) == (404, [])
    assert "Chưa có lịch của năm này." in answer.text
    assert re.findall(r'href="\?nam=(\d{4})"', answer.text) == ["2024", "2025", "2026", "2027"]


def test_after_the_last_year_the_last_one_is_shown(loaded, client, at):
    at("2031-01-05 09:00")
    assert "<title>Lịch ngày nghỉ năm 2027" in client.get("/ngay-nghi").text


def test_own_day_and_taken_back_day_of_the_commune_are_shown(loaded, commune, client):
    with loaded.app_context(), transaction():
        services.set_day(special("Tue 08/12/2026", "local", name="Hội chợ xã"), unit_id=commune.unit_id, at=AT, actor_id=None)
        services.remove_day(day("Tue 24/11/2026"), unit_id=commune.unit_id, at=AT, actor_id=None)
    text = client.get("/ngay-nghi?nam=2026").text
    assert ("Thứ Ba, 08/12/2026" in days_on(text), text.count("Do xã quy định"), text.count("Xã vẫn làm việc")) == (True, 2, 1)


def test_neighbour_does_not_see_it(loaded, commune, neighbour, client):
    with loaded.app_context(), transaction():
        services.set_day(special("Tue 08/12/2026", "local", name="Hội chợ xã"), unit_id=commune.unit_id, at=AT, actor_id=None)
    assert "Hội chợ xã" not in client.get("/ngay-nghi?nam=2026", base_url="http://chienthang.example").text


def test_english_page_names_the_days_in_english(loaded, client):
    text = client.get("/ngay-nghi?nam=2026&lang=en").text
    assert ("Vietnam Culture Day" in text, "Tuesday, 24 Nov 2026" in text) == (True, True)


def test_page_has_an_etag_that_changes_with_the_calendar(loaded, commune, client):
    before = client.get("/ngay-nghi?nam=2026").headers["ETag"]
    assert client.get("/ngay-nghi?nam=2026", headers={"If-None-Match": before}).status_code == 304
    with loaded.app_context(), transaction():
        services.set_day(special("Tue 08/12/2026", "local"), unit_id=commune.unit_id, at=AT, actor_id=None)
    assert client.get("/ngay-nghi?nam=2026", headers={"If-None-Match": before}).status_code == 200

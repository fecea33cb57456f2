"""What everybody reads of a consultation on each of its days, in both languages, kept and not kept; on both databases."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from accounts.queries import villages
from consultation.models import Consultation
from consultation.services import opening, summing
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from tests.infra.plans import statements_of
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_commune
from tests.makers_consultation import QUESTIONS, draft, give, opened, opinion, point, read, record, summed_up
from tests.makers_desk import tree_of, words_of
from tests.makers_resident import token_in

VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
ENGLISH_FACTS = {
    "title": "Roads of next year", "about": "The commune wants to build four roads in the villages.", "text": "1. Na Pat road.",
    "questions": ("Is the order of the roads right?", "Five days of work for each household?"),
}  # fmt: skip
TITLE = "Kế hoạch làm đường năm sau"
KEPT = "public, max-age=0, must-revalidate"


@pytest.fixture
def on(at: Callable[[str], Any]) -> Callable[[str], Any]:
    at("2026-11-20 09:00")
    return at


def made(app: Flask, home: Commune, make: Callable[..., int] = opened, **facts: Any) -> tuple[int, str]:
    """Return id and public address of a consultation."""
    with inside(app, unit_id=home.unit_id):
        consultation_id = make(home, **facts)
        return consultation_id, f"/lay-y-kien/{read(consultation_id).code}"


def cancelled(home: Commune, **facts: Any) -> int:
    consultation_id = opened(home, **facts)
    with transaction():
        opening.cancel(
            consultation_id, actor=home.leader, at=NOW, version=2, reason="Tỉnh đã dừng chủ trương làm đường."
        )  # fmt: skip
    return consultation_id


def sections(page: str) -> dict[str, str]:
    """Return the text of each section of a list by its heading."""
    parts = {part.split("</h2>")[0]: part for part in page.split("<h2>")[1:]}
    if "Lúc này xã không hỏi việc nào" in parts:
        parts["Đang hỏi"] += parts.pop("Lúc này xã không hỏi việc nào")
    return {name: part.split("<footer")[0] for name, part in parts.items() if name.startswith(("Đang", "Đã"))}


# ------------------------------------------------------------------ the list


@pytest.mark.parametrize(
    ("day", "where", "says"),
    [
        ("2026-11-20 00:00", "Đang hỏi", "còn 31 ngày"),
        ("2026-12-20 23:59", "Đang hỏi", "còn 1 ngày"),
        ("2026-12-21 23:59", "Đang hỏi", "hôm nay là ngày cuối"),
        ("2026-12-22 00:00", "Đã hỏi xong", "Đã hết hạn, chờ tổng hợp"),
        ("2027-01-05 23:59", "Đã hỏi xong", "Đã hết hạn, chờ tổng hợp"),
        ("2027-01-06 00:00", "Đã hỏi xong", "Chậm công bố tổng hợp"),
    ],
)
def test_a_line_moves_and_changes_its_words_with_the_day(
    app: Flask, home: Commune, client: FlaskClient, on: Callable[[str], Any], day: str, where: str, says: str
):
    _id, base = made(app, home)
    on(day)
    parts = sections(client.get("/lay-y-kien").text)
    assert {name: f'href="{base}"' in part for name, part in parts.items()} == {
        name: name == where for name in ("Đang hỏi", "Đã hỏi xong")
    }  # fmt: skip
    assert says in parts[where]


def test_one_that_begins_later_is_announced_and_takes_nothing(app: Flask, home: Commune, client: FlaskClient, on: object):
    _id, base = made(app, home, opens_on=date(2026, 11, 27))
    assert "Sắp lấy ý kiến" in sections(client.get("/lay-y-kien").text)["Đang hỏi"]
    page = client.get(base).text
    assert ("Góp ý ngay" in page, "Sắp lấy ý kiến" in page, QUESTIONS[0] in page) == (False, True, True)
    form = client.get(f"{base}/gop-y")
    assert "Đợt này hiện không nhận ý kiến." in words_of(form.text)
    assert f'href="{base}"' not in client.get("/").text


def test_one_that_was_called_off_says_why_and_asks_nothing(app: Flask, home: Commune, client: FlaskClient, on: object):
    _id, base = made(app, home, cancelled)
    page = words_of(client.get(base).text)
    assert "Tỉnh đã dừng chủ trương làm đường." in page
    assert "Góp ý ngay" not in page
    assert "Mọi người nói gì" not in page
    assert "Đã hủy" in sections(client.get("/lay-y-kien").text)["Đã hỏi xong"]
    assert f'href="{base}"' not in client.get("/").text


def test_a_draft_that_was_called_off_was_never_public(app: Flask, home: Commune, client: FlaskClient, on: object):
    consultation_id, base = made(app, home, draft)
    with inside(app, unit_id=home.unit_id), transaction():
        opening.cancel(consultation_id, actor=home.leader, at=NOW, version=1, reason="Soạn nhầm, bỏ bản này.")
    for path in (base, f"{base}/gop-y", f"{base}/da-gui"):
        assert client.get(path).status_code == 404
    for path in ("/lay-y-kien", "/", "/sitemap/trang.xml"):
        page = client.get(path).text
        assert [word for word in (base, TITLE, "Soạn nhầm") if word in page] == []


def test_what_closes_first_stands_first_and_more_than_a_page_goes_on(
    app: Flask, home: Commune, client: FlaskClient, on: Callable[[str], Any]
):
    _id, late = made(app, home, closes_on=date(2027, 1, 29))
    _id, soon = made(app, home)
    running = sections(client.get("/lay-y-kien").text)["Đang hỏi"]
    assert running.index(soon) < running.index(late)
    for _number in range(20):
        made(app, home)
    on("2027-05-01 09:00")
    first, second = (client.get(f"/lay-y-kien?trang={number}").text for number in (1, 2))
    assert (first.count('<li class="card"'), second.count('<li class="card"')) == (20, 2)
    assert ("trang=2" in first, "Đang hỏi" in second) == (True, False)


@pytest.mark.parametrize("path", ["/lay-y-kien", "/"])
def test_three_cost_as_many_statements_as_one(app: Flask, home: Commune, client: FlaskClient, on: object, path: str):
    spent = []
    for number in (1, 2):
        for _time in range(number):
            consultation_id, _base = made(app, home)
            with inside(app, unit_id=home.unit_id):
                give(home, consultation_id)
        spent.append(len(statements_of(lambda: client.get(path), app=app)))
    assert spent[0] == spent[1]


# ------------------------------------------------------------------ one


def test_prolonging_is_told_with_both_days_and_its_reason(app: Flask, home: Commune, client: FlaskClient, on: object):
    consultation_id, base = made(app, home)
    before = client.get(base)
    with inside(app, unit_id=home.unit_id), transaction():
        opening.prolong(
            consultation_id, actor=home.leader, at=NOW, version=2, to_on=date(2027, 1, 4), reason="Nhiều thôn chưa họp kịp."
        )
    after = client.get(base, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Từ 21/12/2026 sang 04/01/2027. Nhiều thôn chưa họp kịp." in words_of(after.text)
    assert "còn 45 ngày" in after.text


def test_the_law_stands_on_the_page_with_the_first_possible_last_day(app: Flask, home: Commune, client: FlaskClient, on: object):
    page = words_of(client.get(made(app, home)[1]).text)
    assert "Vì sao hỏi ít nhất đến ngày 10/12/2026?" in page
    assert "(khoản 1 Điều 25)" in page
    assert "Trên mạng; Họp thôn." in page


def test_villages_are_named_when_not_everybody_is_asked(app: Flask, home: Commune, client: FlaskClient, on: object):
    with inside(app, unit_id=home.unit_id):
        village = a_village(home)
    whole, some = (client.get(made(app, home, **facts)[1]).text for facts in ({}, {"village_ids": (village[0],)}))
    assert ("Cả xã" in whole, "Cả xã" in some, village[1] in some) == (True, False, True)


def a_village(home: Commune) -> tuple[int, str]:
    first = villages(home.unit_id)[0]
    return first.id, first.name


def test_closed_without_a_summary_shows_numbers_and_the_day_by_which_it_comes(
    app: Flask, home: Commune, client: FlaskClient, on: Callable[[str], Any]
):
    consultation_id, base = made(app, home)
    with inside(app, unit_id=home.unit_id):
        give(home, consultation_id, new=opinion("other", words="Làm sau Tết."))
        record(home, consultation_id)
    on("2026-12-22 09:00")
    page = words_of(client.get(base).text)
    assert "chậm nhất thứ Ba, 05/01/2027" in page
    assert re.search(r"Trên mạng\s*0\s*0\s*1", page)
    assert re.search(r"Họp thôn\s*41\s*3\s*2", page)
    assert re.search(r"Cộng\s*41\s*3\s*3", page)
    assert ("Ý kiến và giải trình" in page, "Làm sau Tết." in page, "07/BB" in page) == (False, False, False)


def test_points_in_the_making_are_nobodys_before_they_are_published(
    app: Flask, home: Commune, client: FlaskClient, on: Callable[[str], Any]
):
    consultation_id, base = made(app, home)
    on("2026-12-23 09:00")
    with inside(app, unit_id=home.unit_id), transaction():
        summing.write_point(
            consultation_id, point(), actor=home.clerk, at=app.config["NOW"](), version=2
        )  # fmt: skip
    assert "Mỏ Cấy" not in client.get(base).text


def test_nobody_answered_is_said_and_no_table_is_drawn(app: Flask, home: Commune, client: FlaskClient, on: Callable[[str], Any]):
    _id, base = made(app, home)
    on("2026-12-22 09:00")
    page = client.get(base).text
    assert (page.count("Chưa có ý kiến nào cho câu này."), "<table" in page) == (2, False)


# ------------------------------------------------------------------ kept, found, and whose


def test_each_page_is_kept_only_until_something_happens(app: Flask, home: Commune, client: FlaskClient, on: Callable[[str], Any]):
    consultation_id, base = made(app, home)
    for path in ("/lay-y-kien", base):
        tags = [client.get(path).headers["ETag"]]
        assert client.get(path, headers={"If-None-Match": tags[0]}).status_code == 304
        with inside(app, unit_id=home.unit_id):
            give(home, consultation_id)
        tags.append(client.get(path).headers["ETag"])
        on("2026-11-21 09:00")
        tags.append(client.get(path).headers["ETag"])
        assert len(set(tags)) == 3, path
        on("2026-11-20 09:00")


def test_robots_find_what_is_public_and_nothing_of_a_form(app: Flask, home: Commune, client: FlaskClient, on: object):
    _id, base = made(app, home)
    for path, kept, found in (
        ("/lay-y-kien", KEPT, True),
        (base, KEPT, True),
        (f"{base}/gop-y", None, False),
        (f"{base}/da-gui", "private, no-store", False),
    ):
        answer = client.get(path)
        assert ("noindex" in answer.headers.get("X-Robots-Tag", "")) != found, path
        assert kept is None or answer.headers["Cache-Control"] == kept, path
        assert "Set-Cookie" not in answer.headers
    assert "no-store" in client.get(f"{base}/gop-y").headers["Cache-Control"]


def test_the_sitemap_lists_open_done_and_called_off_with_their_last_change(
    app: Flask, home: Commune, client: FlaskClient, on: object
):
    public = [made(app, home, make)[1] for make in (opened, summed_up, cancelled)]
    hidden = made(app, home, draft)[1]
    xml = client.get("/sitemap/trang.xml").text
    assert [base in xml for base in (*public, hidden)] == [True, True, True, False]
    assert f"{public[0]}</loc><lastmod>2026-11-20</lastmod>" in xml


def test_another_commune_has_nothing_here(app: Flask, home: Commune, client: FlaskClient, on: object):
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
    _id, base = made(app, neighbour)
    for path in (base, f"{base}/gop-y", f"{base}/da-gui", f"{base}/tep/{'0' * 32}"):
        assert client.get(path).status_code == 404
    assert client.post(f"{base}/gop-y", data={"choice_1": "agree"}).status_code == 404
    assert all(TITLE not in client.get(path).text for path in ("/lay-y-kien", "/", "/sitemap/trang.xml"))


def test_english_pages_have_no_vietnamese_left(app: Flask, home: Commune, client: FlaskClient, on: Callable[[str], Any]):
    paths = ["/lay-y-kien", made(app, home, **ENGLISH_FACTS)[1]]
    paths += [f"{paths[1]}/gop-y", f"{paths[1]}/da-gui"]
    for _day in ("2026-11-20 09:00", "2026-12-21 09:00", "2026-12-23 09:00", "2027-02-01 09:00"):
        on(_day)
        for path in paths:
            page = words_of(client.get(f"{path}?lang=en").text)
            if path.endswith("gop-y"):
                page = re.sub(r"Choose a village.*?(?=Everybody|$)", "", page)
            assert VIETNAMESE.findall(page) == [], path


@pytest.mark.parametrize("language", ["vi", "en"])
def test_five_long_questions_and_a_long_draft_stay_below_fifteen_kilobytes(
    app: Flask, home: Commune, client: FlaskClient, on: Callable[[str], Any], language: str
):
    long = {"questions": tuple(f"Câu {number}: {'đường vào thôn ' * 8}?" for number in range(1, 6)), "about": "Xã hỏi. " * 60}
    consultation_id, base = made(app, home, **long)
    with inside(app, unit_id=home.unit_id):
        record(home, consultation_id, counts=dict.fromkeys(range(1, 6), (1, 2, 3)))
    pages = [client.get(f"{path}?lang={language}") for path in ("/lay-y-kien", base, f"{base}/gop-y", f"{base}/da-gui", "/")]
    on("2026-12-23 09:00")
    pages.append(client.get(f"{base}?lang={language}"))
    for page in pages:
        tree_of(page.text)
        assert (page.status_code, len(page.get_data()) <= 15_000) == (200, True)


def test_a_code_is_read_as_people_write_it(app: Flask, home: Commune, client: FlaskClient, on: object):
    _id, base = made(app, home)
    answer = client.get(base.replace("/lay-y-kien/", "/lay-y-kien/").lower())
    assert (answer.status_code, TITLE in answer.text) == (200, True)
    assert token_in(client.get(f"{base}/gop-y"))


def test_a_village_that_left_the_list_is_not_a_hole_in_the_page(app: Flask, home: Commune, client: FlaskClient, on: object):
    consultation_id, base = made(app, home)
    with inside(app, unit_id=home.unit_id), use_unit(home.unit_id), transaction():
        db.session.execute(update(Consultation).where(Consultation.id == consultation_id).values(village_ids=[999_999]))
    answer = client.get(base)
    assert (answer.status_code, "Cả xã" in answer.text) == (200, True)

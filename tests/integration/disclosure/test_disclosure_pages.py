"""The room's pages under hands that type anything: who may, what is kept, what everybody sees, what a page costs."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.errors import BadInput
from core.extensions import db
from core.page_cache import raise_version
from core.transaction import transaction
from disclosure.models import DisclosureItem
from feedback.services.upkeep import re_encode_photos
from tests.infra.plans import statements_of
from tests.makers import NOW, Commune, inside
from tests.makers_desk import Desk, desks, form_values, paper, photo, words_of
from tests.makers_disclosure import REASON, TITLE, begin, correct, published, row, show, withdraw

LIST = "/can-bo/cong-khai"
NEW = f"{LIST}/moi?loai=2"
BAD_DAYS = ("31/02/2026", "hôm qua", "2026-13-01", "0", "9" * 50, "20/11/10000")


@pytest.fixture
def people(app: Flask, home: Commune, at: Any) -> dict[str, Desk]:
    """Return the officials' browsers on Friday, 20 November 2026."""
    at("2026-11-20 09:00")
    return desks(app, home)


def made(app: Flask, home: Commune, **changes: Any) -> int:
    with inside(app, unit_id=home.unit_id):
        return published(home, **changes)


def code_of(app: Flask, home: Commune, item_id: int) -> str:
    with inside(app, unit_id=home.unit_id):
        return row(home, item_id).code


def typed(desk: Desk, **values: Any) -> dict[str, Any]:
    form = form_values(desk.open(NEW).text, NEW)
    villages = re.findall(r'name="village_ids"[^>]*value="(\d+)"', desk.open(NEW).text)
    good = {
        "title": TITLE, "document": "125/QĐ-UBND", "decided_on": "2026-11-16", "summary": "Thu 6 tỷ, chi 8 tỷ.",
        "text": "Chi cho đường.", "village_ids": villages,
    }  # fmt: skip
    return {**form, **good, **values}


# ------------------------------------------------------------------ who may


def test_who_reads_writes_and_publishes(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home)}"
    seen = {name: [people[name].open(path).status_code for path in (LIST, one, f"{LIST}/moi", f"{one}/sua")] for name in people}
    assert seen == {
        "clerk": [200, 200, 200, 200], "leader": [200, 200, 200, 200], "officer": [200, 200, 200, 200],
        "stranger": [200, 200, 200, 404], "supervisor": [200, 200, 403, 403], "administrator": [403, 403, 403, 403],
    }  # fmt: skip


def test_the_front_reads_everything_and_finds_no_button(app: Flask, home: Commune, people: dict[str, Desk]):
    item_id = made(app, home)
    page = people["supervisor"].open(f"{LIST}/{item_id}").text
    assert TITLE in page
    assert "<form" not in page.replace('<form method="post" action="/dang-xuat">', "")
    assert "Thêm thông tin" not in people["supervisor"].open(LIST).text
    for verb in ("dang", "bo", "go-xuong", "go-xuong-trang", "sua", "minh-chung/niem-yet"):
        assert people["supervisor"].send(f"{LIST}/{item_id}/{verb}", {"version": 2}).status_code == 403


def test_the_desk_has_a_door_for_who_may_read(people: dict[str, Desk]):
    doors = {name: f'href="{LIST}"' in people[name].open("/can-bo/tai-khoan").text for name in people}
    assert doors == {
        "clerk": True, "leader": True, "officer": True, "stranger": True, "supervisor": True, "administrator": False,
    }  # fmt: skip


def test_an_empty_list_says_what_to_do(people: dict[str, Desk]):
    page = words_of(people["clerk"].open(LIST).text)
    assert "Không có việc nào chờ" in page
    assert "trong 5 ngày làm việc" in page
    assert "Không có thông tin nào ở mục này" in words_of(people["clerk"].open(f"{LIST}?xem=da-xong").text)


# ------------------------------------------------------------------ the main road


def test_from_the_form_to_everybodys_page(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient):
    clerk = people["clerk"]
    kinds = words_of(clerk.open(f"{LIST}/moi").text)
    assert "14. Nội dung khác" in kinds
    assert "Niêm yết ít nhất 30 ngày liên tục" in kinds
    answer = clerk.send(NEW, typed(clerk))
    assert answer.status_code == 303
    one = answer.location
    page = words_of(clerk.open(one).text)
    assert "Thứ Hai, 23/11/2026" in page
    assert "khoản 3 Điều 12" in page
    published_now = clerk.send(f"{one}/dang", form_values(clerk.open(one).text, f"{one}/dang"))
    assert published_now.status_code == 303
    item_id = int(one.rsplit("/", 1)[1])
    path = f"{one}/minh-chung/niem-yet"
    keys = re.findall(r'name="niem-yet-places"[^>]*value="([\w-]+)"', clerk.open(one).text)
    shown = {**form_values(clerk.open(one).text, path), "niem-yet-places": keys, "niem-yet-from_on": "20/11/2026"}
    assert clerk.send(path, {**shown, "niem-yet-photos": photo()}).status_code == 303
    code = code_of(app, home, item_id)
    public = words_of(client.get(f"/thong-tin/{code}").text)
    assert "đúng hạn" in public
    assert "Nhà văn hóa của cả 15 thôntừ 20/11/2026, ít nhất đến hết 21/12/2026" in public
    assert "Vì sao là ngày này?" in public
    register = words_of(client.get("/thong-tin/danh-muc").text)
    assert f"{TITLE}125/QĐ-UBND, 16/11/2026" in register.replace(" 125", "125")
    assert "ít nhất hết 21/12/2026" in register


def test_a_double_press_makes_one_item(app: Flask, home: Commune, people: dict[str, Desk]):
    clerk = people["clerk"]
    form = typed(clerk)
    assert clerk.send(NEW, form).location == clerk.send(NEW, form).location


@pytest.mark.parametrize("day", BAD_DAYS)
def test_a_day_that_is_none_is_said_beside_its_field_and_nothing_is_lost(people: dict[str, Desk], day: str):
    clerk = people["clerk"]
    answer = clerk.send(NEW, typed(clerk, decided_on=day, summary="Giữ nguyên chữ này"))
    assert answer.status_code == 400
    assert "Giữ nguyên chữ này" in answer.text
    assert 'id="decided_on-error"' in answer.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "Hãy ghi tên thông tin"),
        ({"title": "x" * 500}, "Nội dung dài quá"),
        ({"decided_on": "2026-11-21"}, "Ngày này chưa đến"),
        ({"decided_on": "2020-01-01"}, "có hiệu lực"),
        ({"official_id": "999999"}, "Hãy chọn một mục"),
        ({"village_ids": []}, "ít nhất một nhà văn hóa thôn"),
        ({"village_ids": ["1e9", "x"]}, "Có thôn không thuộc xã"),
        ({"token": "x"}, "Trang này mở đã quá lâu"),
        ({"strange": "1"}, "ô lạ"),
        ({"files": b"MZ"}, "không phải ảnh JPEG"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_sentence(people: dict[str, Desk], values: dict[str, Any], sentence: str):
    clerk = people["clerk"]
    values = {name: (BytesIO(value), "a.exe") if isinstance(value, bytes) else value for name, value in values.items()}
    answer = clerk.send(NEW, typed(clerk, **values))
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert "Thu 6 tỷ, chi 8 tỷ." in answer.text


def test_a_kind_that_is_none_leads_to_the_kinds_or_nowhere(people: dict[str, Desk]):
    clerk = people["clerk"]
    form = typed(clerk)
    for kind in ("", "15", "x", "%00", "9" * 300):
        assert "thuộc loại nào" in clerk.open(f"{LIST}/moi?loai={kind}").text
        assert clerk.send(f"{LIST}/moi?loai={kind}", form).status_code == 404


# ------------------------------------------------------------------ refusals on the page of an item


def test_too_early_is_refused_with_the_article_and_the_ticks_stay(app: Flask, home: Commune, people: dict[str, Desk]):
    item_id, clerk = made(app, home), people["clerk"]
    with inside(app, unit_id=home.unit_id):
        show(home, item_id)
    one = f"{LIST}/{item_id}"
    form = {**form_values(clerk.open(one).text, f"{one}/go-xuong"), "go-xuong-places": ["headquarters"]}
    answer = clerk.send(f"{one}/go-xuong", form)
    words = words_of(answer.text)
    assert answer.status_code == 400
    assert "Phải niêm yết liên tục ít nhất 30 ngày, nên giữ đến hết 21/12/2026 (khoản 2 Điều 13" in words
    assert re.search(r'<input checked[^>]*value="headquarters"', answer.text)
    english = clerk.client.post(f"{one}/go-xuong?lang=en", data=form, content_type="multipart/form-data").text
    assert "at least 30 days in a row" in english


def test_places_that_are_none_are_refused(app: Flask, home: Commune, people: dict[str, Desk]):
    item_id, clerk = made(app, home), people["clerk"]
    one = f"{LIST}/{item_id}"
    path = f"{one}/minh-chung/niem-yet"
    form = form_values(clerk.open(one).text, path)
    for places in (["village-0"], ["x" * 3000], ["headquarters", "\x00"], []):
        assert clerk.send(path, {**form, "niem-yet-places": places}).status_code == 400
    for day in BAD_DAYS:
        assert clerk.send(path, {**form, "niem-yet-places": ["headquarters"], "niem-yet-from_on": day}).status_code == 400
    assert clerk.send(f"{one}/minh-chung/phat-loa", {}).status_code == 400  # this kind is not read out


def test_two_at_once_see_both_texts(app: Flask, home: Commune, people: dict[str, Desk]):
    with inside(app, unit_id=home.unit_id):
        item_id = begin(home)
    path = f"{LIST}/{item_id}/sua"
    forms = {name: form_values(people[name].open(path).text, path) for name in ("clerk", "leader")}
    villages = re.findall(r'name="village_ids"[^>]*value="(\d+)"', people["clerk"].open(path).text)
    assert people["leader"].send(path, {**forms["leader"], "village_ids": villages, "title": "Của lãnh đạo"}).status_code == 303
    late = people["clerk"].send(path, {**forms["clerk"], "village_ids": villages, "title": "Của văn phòng"})
    assert late.status_code == 409
    assert "Của lãnh đạo" in late.text
    assert "Của văn phòng" in late.text
    again = {**form_values(late.text, path), "village_ids": villages}
    assert people["clerk"].send(path, again).status_code == 303


def test_a_draft_without_a_summary_is_not_published_and_says_why(app: Flask, home: Commune, people: dict[str, Desk]):
    with inside(app, unit_id=home.unit_id):
        item_id = begin(home, summary="")
    one, clerk = f"{LIST}/{item_id}", people["clerk"]
    answer = clerk.send(f"{one}/dang", form_values(clerk.open(one).text, f"{one}/dang"))
    assert (answer.status_code, "Hãy tóm tắt bằng lời dễ hiểu" in answer.text) == (400, True)
    thrown = clerk.send(f"{one}/bo", form_values(clerk.open(one).text, f"{one}/bo"))
    assert (thrown.status_code, thrown.location, clerk.open(one).status_code) == (303, LIST, 404)


# ------------------------------------------------------------------ everybody's pages


def test_a_draft_is_nobodys(app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]):
    with inside(app, unit_id=home.unit_id):
        code = row(home, begin(home)).code
    assert client.get(f"/thong-tin/{code}").status_code == 404
    for path in ("/thong-tin", "/thong-tin/danh-muc", "/", "/sitemap/trang.xml"):
        assert (TITLE in client.get(path).text, code in client.get(path).text) == (False, False)


def test_a_correction_is_told_and_the_old_text_is_for_officials(
    app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]
):
    item_id = made(app, home, files=[paper()[0]])
    with inside(app, unit_id=home.unit_id):
        correct(home, item_id, summary="Thu 6,1 tỷ đồng.")
    page = client.get(f"/thong-tin/{code_of(app, home, item_id)}").text
    assert f"Ngày 20/11/2026: {REASON}" in page
    assert "thu 6 tỷ đồng" not in page
    assert "thu 6 tỷ đồng" in people["supervisor"].open(f"{LIST}/{item_id}/ban/1").text
    assert people["supervisor"].open(f"{LIST}/{item_id}/ban/2").status_code == 404


def test_what_was_taken_back_answers_410_with_the_reason_and_no_other_word(
    app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]
):
    item_id = made(app, home, files=[paper()[0]])
    with inside(app, unit_id=home.unit_id):
        code, (file,) = row(home, item_id).code, row(home, item_id).files
    assert client.get(f"/thong-tin/{code}/tep/{file}/large").status_code == 200
    with inside(app, unit_id=home.unit_id):
        withdraw(home, item_id, reason="Có tên người")
    answer = client.get(f"/thong-tin/{code}")
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (410, "noindex, noarchive")
    assert "Lý do: Có tên người" in answer.text
    for path in (f"/thong-tin/{code}", "/thong-tin", "/thong-tin/danh-muc", "/", "/sitemap/trang.xml", "/thong-tin?q=ngan+sach"):
        assert [word for word in (TITLE, "125/QĐ", "thu 6 tỷ") if word in client.get(path).text] == [], path
    assert client.get(f"/thong-tin/{code}/tep/{file}/large").status_code == 404
    assert people["clerk"].open(f"{LIST}/{item_id}/tep/{file}/large").status_code == 200


TELLING = b"%PDF-1.7\n2 0 obj <</Author (Nguyen Van Tac Gia)>> endobj\n%%EOF\n"
ACTING = b"%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>> >> endobj\n%%EOF\n"


def test_a_published_paper_tells_no_author_and_runs_nothing(app: Flask, home: Commune, client: FlaskClient):
    item_id = made(app, home, files=[BytesIO(TELLING)])
    with inside(app, unit_id=home.unit_id):
        code, (file,) = row(home, item_id).code, row(home, item_id).files
    told = client.get(f"/thong-tin/{code}/tep/{file}/large").data
    with pytest.raises(BadInput) as refused:
        made(app, home, files=[BytesIO(ACTING)])
    assert (len(told), b"Tac Gia" in told, refused.value.errors) == (len(TELLING), False, {"files": "pdf_active"})


def test_files_are_inert_and_only_those_of_the_text(app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]):
    item_id = made(app, home, files=[paper()[0], photo()[0]])
    with inside(app, unit_id=home.unit_id):
        show(home, item_id, photos=[photo()[0]])
        re_encode_photos(NOW)
        code, files = row(home, item_id).code, row(home, item_id).files
        evidence = db.session.scalars(select(DisclosureItem.files)).all()
    assert evidence == [files]
    pdf, picture = (client.get(f"/thong-tin/{code}/tep/{file}/large") for file in files)
    assert (pdf.mimetype, picture.mimetype) == ("application/pdf", "image/jpeg")
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert {answer.headers["Content-Security-Policy"] for answer in (pdf, picture)} == {"default-src 'none'; sandbox"}
    desk_page = people["clerk"].open(f"{LIST}/{item_id}").text
    (photo_id,) = set(re.findall(rf"{LIST}/{item_id}/tep/([0-9a-f]{{32}})/small", desk_page)) - set(files)
    assert people["clerk"].open(f"{LIST}/{item_id}/tep/{photo_id}/small").headers["Cache-Control"] == "private, no-store"
    assert client.get(f"/thong-tin/{code}/tep/{photo_id}/small").status_code == 404
    assert people["clerk"].open(f"{LIST}/{item_id}/tep/{'0' * 32}/small").status_code == 404


def test_the_list_is_filtered_by_kind_year_and_words(app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]):
    made(app, home)
    made(app, home, kind="14", title="Tên đường mới", summary="Đặt tên ba con đường.", document="")

    def titles(query: str) -> list[str]:
        return re.findall(r'<h3><a href="/thong-tin/[^"]+" lang="vi">([^<]+)', client.get(f"/thong-tin{query}").text)

    both = ["Tên đường mới", TITLE]
    for query, wanted in (
        ("", both), ("?loai=2", [TITLE]), ("?loai=14&nam=2026", both[:1]), ("?nam=2025", []), ("?q=duong+moi", both[:1]),
        ("?q=NGÂN+sách", [TITLE]), ("?q=125", [TITLE]), ("?q=%25", both), ("?q=khong_co", []), ("?loai=99&nam=abc", both),
        ("?nam=99999", both), ("?q=" + "a" * 4000, []), ("?trang=2", []), ("?trang=-1", both), ("?trang=99999999999", both),
        ("?q=%00", both), ("?q=ngan&q=b&loai=2&loai=3", [TITLE]),
    ):  # fmt: skip
        assert titles(query) == wanted, query


@pytest.mark.parametrize("quarter", ["", "x", "2026-q9", "9999-q1", "2026-q4%00", "2999-q1", "a" * 3000])
def test_a_quarter_that_is_none_is_this_one(
    app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk], quarter: str
):
    made(app, home)
    for path in ("/thong-tin/danh-muc", "/thong-tin/danh-muc/in"):
        answer = client.get(f"{path}?quy={quarter}")
        assert (answer.status_code, "quý IV năm 2026" in answer.text, TITLE in answer.text) == (200, True, True)


def test_a_quarter_without_anything_says_so(client: FlaskClient, home: Commune, people: dict[str, Desk]):
    assert "Quý này chưa công khai gì" in client.get("/thong-tin/danh-muc?quy=2025-q1").text
    assert "Trong quý chưa công khai nội dung nào" in client.get("/thong-tin/danh-muc/in?quy=2025-q1").text


def test_public_pages_have_an_etag_and_stand_where_people_look(
    app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]
):
    code = code_of(app, home, made(app, home))
    for path in ("/thong-tin", f"/thong-tin/{code}", "/thong-tin/danh-muc", "/thong-tin/danh-muc/in"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert len(answer.get_data()) <= 15_000
    assert people["clerk"].open(LIST).headers["Cache-Control"] == "no-store"
    assert f"/thong-tin/{code}" in client.get("/").text
    assert f"/thong-tin/{code}</loc><lastmod>2026-11-20</lastmod>" in client.get("/sitemap/trang.xml").text
    assert 'href="/thong-tin"' in client.get("/to-cao").text


@pytest.mark.parametrize("path", ["/thong-tin", "/thong-tin/danh-muc", LIST, f"{LIST}?xem=dang-niem-yet"])
def test_a_list_costs_the_same_for_one_item_and_for_three(app: Flask, home: Commune, people: dict[str, Desk], path: str):
    def cost() -> int:
        with inside(app, unit_id=home.unit_id):
            raise_again(home)
        return len(statements_of(lambda: people["clerk"].open(path), app=app))

    with inside(app, unit_id=home.unit_id):
        show(home, published(home, kind="4"))
    first = [cost(), cost()][1]
    with inside(app, unit_id=home.unit_id):
        for _ in range(2):
            show(home, published(home, kind="4", decided_on=date(2026, 11, 17)))
    assert cost() == first


def raise_again(home: Commune) -> None:
    """Let every kept page be made anew."""
    with transaction():
        raise_version(home.unit_id)

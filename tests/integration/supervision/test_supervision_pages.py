"""The room's pages under hands that type anything: who may, what is kept, what everybody sees, what a page costs."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.page_cache import raise_version
from core.transaction import transaction
from tests.infra.plans import statements_of
from tests.makers import Commune, inside
from tests.makers_desk import BAD_DAYS, Desk, desks, form_values, take_step, words_of
from tests.makers_supervision import (
    PAPER,
    REASON,
    SAID,
    TITLE,
    answered,
    assigned,
    drafted,
    published,
    record,
    row,
    take_back,
    withdraw,
)

LIST = "/can-bo/giam-sat"
NEW = f"{LIST}/moi"
TYPED = {
    "body": "peoples_inspection", "document": "12/KN-BTTND", "title": TITLE, "subject": "Kênh vỡ hai chỗ từ tháng chín.",
    "asked": "Sửa kênh trước vụ xuân.",
}  # fmt: skip
WRITERS = {"clerk": 200, "leader": 403, "officer": 403, "stranger": 403, "supervisor": 200, "administrator": 403}
READERS = {**dict.fromkeys(WRITERS, 200), "administrator": 403}


def made(app: Flask, home: Commune, make: Any = record, **changes: Any) -> int:
    with inside(app, unit_id=home.unit_id):
        return make(home, **changes)


def code_of(app: Flask, home: Commune, recommendation_id: int) -> str:
    with inside(app, unit_id=home.unit_id):
        return row(home, recommendation_id).code


def typed(desk: Desk, **values: Any) -> dict[str, Any]:
    return {**form_values(desk.open(NEW).text, NEW), **TYPED, **values}


# ------------------------------------------------------------------ who may


def test_who_reads_and_who_writes(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home)}"
    for path, wanted in ((LIST, READERS), (one, READERS), (NEW, WRITERS)):
        assert {name: desk.open(path).status_code for name, desk in people.items()} == wanted, path


def test_the_desk_has_a_door_for_who_may_read(people: dict[str, Desk]):
    doors = {name: f'href="{LIST}"' in desk.open("/can-bo/tai-khoan").text for name, desk in people.items()}
    assert doors == {name: status == 200 for name, status in READERS.items()}


def test_the_front_never_answers_and_the_officer_never_judges(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home, answered)}"
    for slug in ("giao", "soan", "tra-lai", "tra-loi", "viec-hua", "cho-cong-khai"):
        assert people["supervisor"].send(f"{one}/{slug}", {}).status_code == 403, slug
    for slug in ("nhan-xet", "hoi-lai", "rut", "dong-y", "tra-loi"):
        assert people["officer"].send(f"{one}/{slug}", {}).status_code == 403, slug


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_who_neither_decides_nor_speaks_for_the_body_takes_nothing_back(
    app: Flask, home: Commune, people: dict[str, Desk], who: str
):
    one = f"{LIST}/{made(app, home, published)}"
    assert "Gỡ khỏi trang công khai" not in people[who].open(one).text
    version = form_values(people["leader"].open(one).text, f"{one}/go")["go-version"]
    token = form_values(people[who].open(one).text, "/dang-xuat")["csrf_token"]
    sent = {"go-csrf_token": token, "go-version": version, "go-reason": REASON}
    assert people[who].send(f"{one}/go", sent).status_code == 403


def test_a_page_offers_the_steps_of_who_looks(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home, drafted)}"
    offered = {
        name: [slug for slug in ("giao", "soan", "tra-loi", "tra-lai", "rut") if f'action="{one}/{slug}"' in desk.open(one).text]
        for name, desk in people.items() if name != "administrator"
    }  # fmt: skip
    assert offered == {
        "clerk": ["rut"], "supervisor": ["rut"], "officer": ["soan"], "stranger": [], "leader": ["tra-loi", "tra-lai"],
    }  # fmt: skip


def test_the_front_is_not_offered_among_who_answers(app: Flask, home: Commune, people: dict[str, Desk]):
    page = people["clerk"].open(f"{LIST}/{made(app, home)}").text
    assert "Công an xã</option>" in page
    assert "MTTQ Việt Nam xã</option>" not in page


# ------------------------------------------------------------------ the main road


def test_from_the_paper_to_everybodys_page(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient):
    clerk, officer, leader, front = (people[name] for name in ("clerk", "officer", "leader", "supervisor"))
    kept = clerk.send(NEW, typed(clerk))
    assert kept.status_code == 303
    one = kept.location
    page = words_of(clerk.open(one).text)
    assert "Thứ Hai, 07/12/2026" in page
    assert "điểm c khoản 1 Điều 40" in page
    assert take_step(clerk, one, "giao", official_id=str(home.officer.id)).status_code == 303
    said = {"accepted": "Xã nhận sửa kênh.", "promised": "Sửa xong hai chỗ vỡ.", "promise_on": "18/12/2026"}
    assert take_step(officer, one, "soan", **said).status_code == 303
    assert "Bản soạn, chưa gửi" in words_of(leader.open(one).text)
    assert take_step(leader, one, "tra-loi").status_code == 303
    assert take_step(front, one, "nhan-xet", verdict="satisfied").status_code == 303
    assert take_step(front, one, "dong-y", read_over="y").status_code == 303
    code = code_of(app, home, int(one.rsplit("/", 1)[1]))
    assert client.get(f"/giam-sat/{code}").status_code == 404
    assert take_step(leader, one, "cho-cong-khai", read_over="y").status_code == 303
    public = words_of(client.get(f"/giam-sat/{code}").text)
    for words in (
        TITLE,
        "Ban Thanh tra nhân dân",
        "Sửa xong hai chỗ vỡ.",
        "đúng hạn",
        "Hài lòng với trả lời",
        "Chưa đến ngày hứa",
    ):
        assert words in public
    assert take_step(officer, one, "viec-hua", outcome="not_done", words="Chưa mua được xi măng").status_code == 303
    assert "Chưa mua được xi măng" in client.get(f"/giam-sat/{code}").text
    assert take_step(leader, one, "go", reason="Đưa nhầm bản chưa duyệt").status_code == 303
    gone = client.get(f"/giam-sat/{code}")
    assert (gone.status_code, gone.headers["X-Robots-Tag"]) == (410, "noindex, noarchive")
    assert "Đưa nhầm bản chưa duyệt" in gone.text
    assert "Sửa xong hai chỗ vỡ." not in gone.text


def test_the_second_round_has_its_own_clock_on_the_page(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home, answered)}"
    assert take_step(people["clerk"], one, "hoi-lai", reason=REASON, paper=PAPER).status_code == 303
    page = words_of(people["officer"].open(one).text)
    assert f"Hỏi lại vì: {REASON}" in page
    assert f"văn bản {PAPER}, hạn trả lời 07/12/2026" in page


def test_a_double_press_makes_one_recommendation(people: dict[str, Desk]):
    form = typed(people["clerk"])
    assert people["clerk"].send(NEW, form).location == people["clerk"].send(NEW, form).location


def test_the_front_begins_with_itself_and_needs_no_paper(people: dict[str, Desk]):
    front = people["supervisor"]
    assert form_values(front.open(NEW).text, NEW)["body"] == "fatherland_front"
    assert front.send(NEW, typed(front, body="fatherland_front", document="")).status_code == 303


# ------------------------------------------------------------------ anything


@pytest.mark.parametrize("day", BAD_DAYS)
@pytest.mark.parametrize("field", ["received_on", "document_on"])
def test_a_day_that_is_none_is_said_beside_its_field_and_nothing_is_lost(people: dict[str, Desk], field: str, day: str):
    clerk = people["clerk"]
    answer = clerk.send(NEW, typed(clerk, **{field: day}, subject="Giữ nguyên chữ này"))
    assert answer.status_code == 400
    assert "Giữ nguyên chữ này" in answer.text
    assert f'id="{field}-error"' in answer.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "Hãy ghi kiến nghị về việc gì"),
        ({"title": "x" * 500}, "Nội dung dài quá"),
        ({"subject": ""}, "Hãy ghi đã giám sát việc gì"),
        ({"asked": "\x00"}, "mỗi điều một dòng"),
        ({"asked": "x" * 6000}, "Nội dung dài quá"),
        ({"body": ""}, "Hãy chọn cơ quan giám sát"),
        ({"body": "police"}, "Hãy chọn một mục"),
        ({"body": "member_organisation"}, "tên tổ chức thành viên"),
        ({"document": ""}, "phải có số văn bản"),
        ({"received_on": "2026-11-21"}, "không thể sau hôm nay"),
        ({"received_on": "1950-01-01"}, "trước khi luật có hiệu lực"),
        ({"document_on": "2026-11-21"}, "không thể sau ngày nhận"),
        ({"token": "x"}, "Trang này mở đã quá lâu"),
        ({"strange": "1"}, "ô lạ"),
    ],
)
def test_what_lacks_something_comes_back_with_a_sentence(people: dict[str, Desk], values: dict, sentence: str):
    clerk = people["clerk"]
    answer = clerk.send(NEW, typed(clerk, **values))
    assert answer.status_code == 400
    assert sentence in words_of(answer.text)
    if "title" not in values:
        assert TITLE in answer.text


@pytest.mark.parametrize(
    ("slug", "who", "make", "values", "sentence"),
    [
        ("giao", "clerk", record, {}, "Hãy chọn một người hoặc một phòng"),
        ("giao", "clerk", record, {"official_id": "999999"}, "Hãy chọn"),
        ("soan", "officer", assigned, {"accepted": " "}, "Hãy ghi xã nhận điều gì"),
        ("soan", "officer", assigned, {"accepted": "Nhận.", "promised": "Sửa."}, "sẽ làm xong vào ngày nào"),
        (
            "soan",
            "officer",
            assigned,
            {"accepted": "Nhận.", "promised": "Sửa.", "promise_on": "31/02/2027"},
            "Ngày này chưa đúng",
        ),
        ("soan", "officer", assigned, {"accepted": "Nhận.", "refused": "Không đền bù."}, "vì sao không nhận"),
        ("tra-lai", "leader", drafted, {"note": "x"}, "Hãy ghi rõ lý do"),
        ("nhan-xet", "supervisor", answered, {}, "Hãy chọn một mục"),
        ("nhan-xet", "supervisor", answered, {"verdict": "not_satisfied"}, "Hãy ghi rõ lý do"),
        ("nhan-xet", "clerk", answered, {"verdict": "satisfied"}, "phải có số văn bản"),
        ("hoi-lai", "supervisor", answered, {"reason": ""}, "Hãy ghi rõ lý do"),
        ("rut", "clerk", record, {"reason": REASON}, "phải có số văn bản"),
        ("viec-hua", "officer", answered, {"outcome": "not_done"}, "Hãy ghi rõ lý do"),
        ("dong-y", "supervisor", answered, {}, "Hãy đọc lại và đánh dấu"),
        ("cho-cong-khai", "leader", answered, {}, "Hãy đọc lại và đánh dấu"),
        ("go", "leader", published, {"reason": "x"}, "Hãy ghi rõ lý do"),
    ],
)
def test_a_step_that_lacks_something_comes_back_open(
    app: Flask, home: Commune, people: dict[str, Desk], slug: str, who: str, make: Any, values: dict, sentence: str
):  # fmt: skip
    one = f"{LIST}/{made(app, home, make)}"
    answer = take_step(people[who], one, slug, **values)
    assert answer.status_code == 400
    assert sentence in words_of(answer.text)
    assert f'<details id="{slug}" open' in answer.text


def test_what_another_wrote_meanwhile_is_shown_beside_what_was_typed(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home, drafted)}"
    path = f"{one}/tra-loi"
    old = form_values(people["leader"].open(one).text, path)
    assert take_step(people["officer"], one, "soan", accepted="Chữ của cán bộ").status_code == 303
    answer = people["leader"].send(path, {**old, "tra-loi-accepted": "Chữ của lãnh đạo"})
    assert answer.status_code == 409
    for words in ("Có người vừa ghi trước", "Chữ của lãnh đạo", "Chữ của cán bộ"):
        assert words in words_of(answer.text) or words in answer.text


def test_a_step_that_is_over_says_so_and_changes_nothing(app: Flask, home: Commune, people: dict[str, Desk]):
    recommendation_id = made(app, home, assigned)
    one = f"{LIST}/{recommendation_id}"
    old = form_values(people["officer"].open(one).text, f"{one}/soan")
    with inside(app, unit_id=home.unit_id):
        withdraw(home, recommendation_id)
    answer = people["officer"].send(f"{one}/soan", {**old, "soan-accepted": "Xã nhận."})
    assert answer.status_code == 409
    assert "Chưa có gì thay đổi" in words_of(answer.text)
    assert "Xã nhận." in answer.text


@pytest.mark.parametrize(
    "query", ["?xem=", "?xem=%00", "?xem=x&xem=y", "?trang=-1", "?trang=9999999", "?cua-toi=%ff", "?cua-toi=1"]
)
def test_the_list_takes_any_question(app: Flask, home: Commune, people: dict[str, Desk], query: str):
    made(app, home)
    assert people["clerk"].open(LIST + query).status_code == 200


@pytest.mark.parametrize("path", ["/0", "/999999", "/2147483647", "/2147483648", "/-1", "/x"])
def test_what_is_not_there_is_not_found(people: dict[str, Desk], path: str):
    assert people["clerk"].open(LIST + path).status_code == 404


@pytest.mark.parametrize("code", ["7K3MP-9QXTR", "xxxxx-xxxxx", "%00%00%00%00%00%00", "a" * 300])
def test_a_code_that_is_none_is_not_found(client: FlaskClient, home: Commune, code: str):
    assert client.get(f"/giam-sat/{code}").status_code == 404


def test_an_empty_list_says_what_to_do(people: dict[str, Desk]):
    assert "Không có kiến nghị nào chờ trả lời" in words_of(people["clerk"].open(LIST).text)
    assert "Không có kiến nghị nào ở mục này" in words_of(people["clerk"].open(f"{LIST}?xem=da-xong").text)
    assert "Ghi kiến nghị" not in words_of(people["officer"].open(LIST).text)


def test_rare_shelves_are_offered_when_something_stands_on_them(app: Flask, home: Commune, people: dict[str, Desk], at: Any):
    made(app, home, assigned)
    assert "Quá hạn" not in words_of(people["clerk"].open(LIST).text)
    at("2026-12-09 09:00")
    assert "Quá hạn 1" in words_of(desks(app, home)["clerk"].open(LIST).text)


# ------------------------------------------------------------------ everybody


def test_public_pages_have_an_etag_and_stand_where_people_look(
    app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]
):  # fmt: skip
    code = code_of(app, home, made(app, home, published))
    for path in ("/giam-sat", f"/giam-sat/{code}"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert len(answer.get_data()) <= 15_000
    assert people["clerk"].open(LIST).headers["Cache-Control"] == "no-store"
    sitemap = client.get("/sitemap/trang.xml").text
    assert f"/giam-sat/{code}</loc><lastmod>2026-11-20</lastmod>" in sitemap
    assert "/giam-sat</loc>" in sitemap
    assert 'href="/giam-sat"' in client.get("/thong-tin").text


def test_nobody_is_named_before_everybody(app: Flask, home: Commune, client: FlaskClient):
    code = code_of(app, home, made(app, home, published))
    for page in (
        client.get("/giam-sat").text,
        client.get(f"/giam-sat/{code}").text,
        client.get(f"/giam-sat/{code}?lang=en").text,
    ):
        for person in (home.clerk, home.officer, home.leader, home.supervisor):
            assert person.name not in page
        assert "05/KN-BTTND" not in page


def test_what_is_not_published_is_counted_and_not_told(app: Flask, home: Commune, client: FlaskClient):
    code = code_of(app, home, made(app, home, answered))
    page = words_of(client.get("/giam-sat").text)
    assert "1kiến nghị đã nhận" in page
    assert TITLE not in page
    assert SAID.accepted not in page
    assert client.get(f"/giam-sat/{code}").status_code == 404


def test_taken_back_leaves_the_list_and_the_map(app: Flask, home: Commune, client: FlaskClient):
    recommendation_id = made(app, home, published)
    code = code_of(app, home, recommendation_id)
    assert TITLE in client.get("/giam-sat").text
    with inside(app, unit_id=home.unit_id):
        take_back(home, recommendation_id)
    assert TITLE not in client.get("/giam-sat").text
    assert code not in client.get("/sitemap/trang.xml").text


def test_the_first_page_of_none_says_so(client: FlaskClient, home: Commune):
    assert "Chưa có kiến nghị giám sát nào" in words_of(client.get("/giam-sat").text)


@pytest.mark.parametrize("path", ["/giam-sat", LIST, f"{LIST}?xem=da-tra-loi", f"{LIST}?cua-toi=1"])
def test_a_list_costs_the_same_for_one_and_for_three(app: Flask, home: Commune, people: dict[str, Desk], path: str):
    def cost() -> int:
        with inside(app, unit_id=home.unit_id), transaction():
            raise_version(home.unit_id)
        return len(statements_of(lambda: people["officer"].open(path), app=app))

    made(app, home, published)
    first = [cost(), cost()][1]
    for _ in range(2):
        made(app, home, published)
    assert cost() == first

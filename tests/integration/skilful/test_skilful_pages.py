"""The room's pages under hands that type anything: who may, what is kept, what everybody sees, what a page costs."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.makers import Commune, inside
from tests.makers_desk import BAD_DAYS, Desk, form_values, take_step, words_of
from tests.makers_skilful import (
    CARRIER,
    GOAL,
    NAME,
    OUTCOME,
    WHAT,
    assessed,
    code_of,
    end,
    made,
    note,
    published,
    recognised,
    register,
    withdraw,
)

LIST, PUBLIC = "/can-bo/dan-van-kheo", "/dan-van-kheo"
NEW = f"{LIST}/moi"
TYPED = {
    "name": NAME, "kind": "collective", "carrier": CARRIER, "sphere": "van-hoa-xa-hoi", "what": WHAT, "goal": GOAL,
    "organisation": "Hội Liên hiệp Phụ nữ xã",
}  # fmt: skip
WHO = ("clerk", "leader", "officer", "stranger", "supervisor", "administrator")
READERS = {**dict.fromkeys(WHO, 200), "administrator": 403}


def noted(home: Commune, **changes: Any) -> int:
    model_id = register(home, **changes)
    note(home, model_id)
    return model_id


def typed(desk: Desk, **values: Any) -> dict[str, Any]:
    return {**form_values(desk.open(NEW).text, NEW), **TYPED, **values}


# ------------------------------------------------------------------ who may


def test_who_reads_and_who_writes(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home)}"
    for path in (LIST, one, NEW):
        assert {name: desk.open(path).status_code for name, desk in people.items()} == READERS, path


def test_the_desk_has_a_door_for_who_may_read(people: dict[str, Desk]):
    doors = {name: f'href="{LIST}"' in desk.open("/can-bo/tai-khoan").text for name, desk in people.items()}
    assert doors == {name: status == 200 for name, status in READERS.items()}


@pytest.mark.parametrize("who", ["supervisor", "clerk", "officer", "stranger"])
def test_who_does_not_decide_is_refused_at_the_door(app: Flask, home: Commune, people: dict[str, Desk], who: str):
    one = f"{LIST}/{made(app, home, assessed)}"
    for slug in ("danh-gia", "danh-gia-lai", "cong-nhan", "bo-cong-nhan", "cong-khai", "go"):
        assert people[who].send(f"{one}/{slug}", {}).status_code == 403, slug


def test_a_page_offers_the_steps_of_who_looks(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home, noted)}"
    slugs = ("ghi", "danh-gia", "cong-khai", "an-ghi-chep", "ket-thuc", "rut")
    offered = {
        name: [slug for slug in slugs if f'action="{one}/{slug}"' in desk.open(one).text]
        for name, desk in people.items() if name != "administrator"
    }  # fmt: skip
    assert offered == {
        "clerk": [], "officer": [], "stranger": [], "supervisor": ["ghi", "an-ghi-chep", "ket-thuc", "rut"],
        "leader": list(slugs),
    }  # fmt: skip


def test_what_is_anothers_is_not_corrected(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home)}"
    assert "Sửa nội dung đăng ký" not in people["stranger"].open(one).text
    assert people["stranger"].open(f"{one}/sua").status_code == 409
    form = form_values(people["supervisor"].open(f"{one}/sua").text, f"{one}/sua")
    token = form_values(people["stranger"].open(one).text, "/dang-xuat")["csrf_token"]
    assert people["stranger"].send(f"{one}/sua", {**form, "csrf_token": token}).status_code == 403


# ------------------------------------------------------------------ the main road


def test_from_the_registration_to_everybodys_page(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient):
    front, leader = people["supervisor"], people["leader"]
    kept = front.send(NEW, typed(front))
    assert kept.status_code == 303
    one = kept.location
    code = code_of(app, home, int(one.rsplit("/", 1)[1]))
    assert "Đã đăng ký mô hình." in words_of(front.open(one).text)
    assert take_step(front, one, "ghi", words="Đã trồng 350 mét hoa.", on="15/11/2026", public="y").status_code == 303
    assert take_step(front, one, "ghi", words="Hai hộ còn tưới chưa đều.").status_code == 303
    said = {"result": "achieved", "outcome": OUTCOME, "amount": "45", "unit": "hộ"}
    assert take_step(leader, one, "danh-gia", **said).status_code == 303
    decided = {"level": "tinh", "document": "9/QĐ-UBND", "decided_on": "18/11/2026"}
    assert take_step(leader, one, "cong-nhan", **decided).status_code == 303
    assert client.get(f"{PUBLIC}/{code}").status_code == 404
    assert take_step(leader, one, "cong-khai", read_over="y").status_code == 303
    page = words_of(client.get(f"{PUBLIC}/{code}").text)
    for words in (NAME, CARRIER, WHAT, GOAL, OUTCOME, "Đã trồng 350 mét hoa.", "45 hộ", "Đạt mục tiêu"):
        assert words in page
    assert "Cấp tỉnh công nhận, quyết định số 9/QĐ-UBND ngày 18/11/2026" in page
    assert "tưới chưa đều" not in page
    assert take_step(front, one, "tiep", year="2027").status_code == 303
    assert take_step(leader, one, "go", reason="Đưa nhầm bản chưa duyệt").status_code == 303
    gone = client.get(f"{PUBLIC}/{code}")
    assert (gone.status_code, gone.headers["X-Robots-Tag"]) == (410, "noindex, noarchive")
    assert "Đưa nhầm bản chưa duyệt" in gone.text
    assert WHAT not in gone.text


def test_a_double_press_makes_one_model(people: dict[str, Desk]):
    form = typed(people["clerk"])
    assert people["clerk"].send(NEW, form).location == people["clerk"].send(NEW, form).location


def test_what_is_corrected_is_read_at_once(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient):
    model_id = made(app, home, published)
    path, leader = f"{LIST}/{model_id}/sua", people["leader"]
    assert f"{PUBLIC}/{code_of(app, home, model_id)}" in leader.open(f"{LIST}/{model_id}").text
    assert NAME in client.get(PUBLIC).text
    form = form_values(leader.open(path).text, path)
    assert (form["name"], form["organisation"], form["year"]) == (NAME, "Hội Liên hiệp Phụ nữ xã", "2026")
    assert leader.send(path, {**form, "name": "Đường hoa Nà Pất"}).status_code == 303
    assert "Đường hoa Nà Pất" in client.get(PUBLIC).text


def test_what_was_withdrawn_is_not_corrected(app: Flask, home: Commune, people: dict[str, Desk]):
    model_id = made(app, home)
    path = f"{LIST}/{model_id}/sua"
    form = form_values(people["supervisor"].open(path).text, path)
    with inside(app, unit_id=home.unit_id):
        withdraw(home, model_id)
    answer = people["supervisor"].send(path, {**form, "name": "Tên khác hẳn"})
    assert answer.status_code == 409
    assert "Tên khác hẳn" in answer.text
    assert people["supervisor"].open(path).status_code == 409


def test_a_note_is_hidden_by_choosing_it(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient):
    model_id = made(app, home, published)
    one, code = f"{LIST}/{model_id}", code_of(app, home, model_id)
    assert "350 mét" in client.get(f"{PUBLIC}/{code}").text
    assert take_step(people["supervisor"], one, "an-ghi-chep").status_code == 303
    assert "350 mét" not in client.get(f"{PUBLIC}/{code}").text
    assert "350 mét" in people["supervisor"].open(one).text


# ------------------------------------------------------------------ anything


@pytest.mark.parametrize("day", BAD_DAYS)
@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_a_day_that_is_none_is_said_beside_its_field_and_nothing_is_lost(people: dict[str, Desk], field: str, day: str):
    clerk = people["clerk"]
    answer = clerk.send(NEW, typed(clerk, **{field: day}, what="Giữ nguyên chữ này cho tôi"))
    assert answer.status_code == 400
    assert "Giữ nguyên chữ này cho tôi" in answer.text
    assert f'id="{field}-error"' in answer.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Hãy ghi tên mô hình"),
        ({"name": "x" * 500}, "Nội dung dài quá"),
        ({"kind": "x"}, "Hãy chọn tập thể hay cá nhân"),
        ({"carrier": ""}, "Hãy ghi ai thực hiện"),
        ({"named": "y"}, "chỉ dành cho cá nhân"),
        ({"sphere": ""}, "Hãy chọn lĩnh vực"),
        ({"sphere": "the-thao"}, "Hãy chọn một mục"),
        ({"village_id": "999999"}, "Hãy chọn một mục"),
        ({"organisation": ""}, "ghi tên đoàn thể phụ trách"),
        ({"what": "\x00"}, "Hãy ghi làm gì, cho ai"),
        ({"goal": "x" * 4000}, "Nội dung dài quá"),
        ({"year": ""}, "Hãy ghi năm đăng ký"),
        ({"year": "1999"}, "Hãy ghi năm đăng ký"),
        ({"year": "hai nghìn"}, "số"),
        ({"year": "9" * 30}, "số"),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "không thể trước ngày bắt đầu"),
        ({"learned_from_id": "77"}, "Hãy chọn một mục"),
        ({"token": "x"}, "Trang này mở đã quá lâu"),
        ({"strange": "1"}, "ô lạ"),
    ],
)
def test_what_lacks_something_comes_back_with_a_sentence(people: dict[str, Desk], values: dict, sentence: str):
    clerk = people["clerk"]
    answer = clerk.send(NEW, typed(clerk, department_id="", **values))
    assert answer.status_code == 400
    assert sentence in words_of(answer.text)
    if "name" not in values:
        assert NAME in answer.text


@pytest.mark.parametrize(
    ("slug", "who", "make", "values", "sentence"),
    [
        ("ghi", "supervisor", register, {"words": " "}, "Hãy ghi đã làm được gì"),
        ("ghi", "supervisor", register, {"words": OUTCOME, "on": "31/02/2026"}, "Ngày này chưa đúng"),
        ("ghi", "supervisor", register, {"words": OUTCOME, "on": "21/11/2026"}, "không thể sau hôm nay"),
        ("danh-gia", "leader", register, {"outcome": OUTCOME}, "Hãy chọn một mục"),
        ("danh-gia", "leader", register, {"result": "achieved"}, "Hãy ghi kết quả cụ thể"),
        ("danh-gia", "leader", register, {"result": "achieved", "outcome": OUTCOME, "amount": "4"}, "con số ấy là gì"),
        ("danh-gia", "leader", register, {"result": "achieved", "outcome": OUTCOME, "unit": "hộ"}, "Hãy ghi con số"),
        ("danh-gia", "leader", register, {"result": "achieved", "outcome": OUTCOME, "amount": "-4"}, "số"),
        ("danh-gia-lai", "leader", assessed, {"reason": "x"}, "Hãy ghi rõ lý do"),
        ("cong-nhan", "leader", assessed, {}, "Hãy ghi số, ký hiệu của quyết định"),
        ("cong-nhan", "leader", assessed, {"level": "huyen", "document": "1"}, "Hãy chọn một mục"),
        ("bo-cong-nhan", "leader", recognised, {}, "Hãy ghi rõ lý do"),
        ("tiep", "supervisor", assessed, {"year": "2026"}, "Hãy ghi năm sau đó"),
        ("tiep", "supervisor", assessed, {"year": "0"}, "Hãy ghi năm đăng ký"),
        ("an-ghi-chep", "supervisor", noted, {"note_id": "999"}, "Hãy chọn một mục"),
        ("ket-thuc", "supervisor", register, {}, "Hãy ghi rõ lý do"),
        ("rut", "supervisor", register, {"reason": "x" * 3000}, "Nội dung dài quá"),
        ("cong-khai", "leader", register, {}, "Hãy đọc lại và đánh dấu"),
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
    path = f"{LIST}/{made(app, home)}/sua"
    old = form_values(people["leader"].open(path).text, path)
    form = form_values(people["supervisor"].open(path).text, path)
    assert people["supervisor"].send(path, {**form, "goal": "Chữ của Mặt trận ghi trước"}).status_code == 303
    answer = people["leader"].send(path, {**old, "goal": "Chữ của lãnh đạo ghi sau"})
    assert answer.status_code == 409
    for words in ("Có người vừa ghi trước", "Chữ của Mặt trận ghi trước", "Chữ của lãnh đạo ghi sau"):
        assert words in words_of(answer.text) or words in answer.text
    again = form_values(answer.text, path)
    assert people["leader"].send(path, again).status_code == 303


def test_a_step_taken_from_an_old_page_says_so_and_keeps_what_was_typed(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home)}"
    old = form_values(people["supervisor"].open(one).text, f"{one}/ghi")
    assert take_step(people["supervisor"], one, "ghi", words="Lần bấm thứ nhất.").status_code == 303
    answer = people["supervisor"].send(f"{one}/ghi", {**old, "ghi-words": "Lần bấm thứ hai."})
    assert answer.status_code == 409
    assert "Có người vừa ghi trước" in words_of(answer.text)
    assert "Lần bấm thứ hai." in answer.text


def test_a_step_that_is_over_says_so_and_changes_nothing(app: Flask, home: Commune, people: dict[str, Desk]):
    model_id = made(app, home)
    one = f"{LIST}/{model_id}"
    old = form_values(people["supervisor"].open(one).text, f"{one}/ghi")
    with inside(app, unit_id=home.unit_id):
        end(home, model_id)
    answer = people["supervisor"].send(f"{one}/ghi", {**old, "ghi-words": "Đã trồng thêm hoa."})
    assert answer.status_code == 409
    assert "Chưa có gì thay đổi" in words_of(answer.text)
    assert "Đã trồng thêm hoa." in answer.text


@pytest.mark.parametrize(
    "query",
    ["?xem=", "?xem=%00", "?xem=x&xem=y", "?trang=-1", "?trang=9999999", "?nam=0", "?nam=%ff", "?nam=2999", "?linh-vuc=%00",
     "?linh-vuc=kinh-te&xem=da-rut&nam=2026", "?thon=%00", "?thon=na-pat&thon=x", "?nam=99999999999999"],
)  # fmt: skip
def test_the_lists_take_any_question(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient, query: str):
    made(app, home, published)
    assert people["clerk"].open(LIST + query).status_code == 200
    assert client.get(PUBLIC + query).status_code == 200


@pytest.mark.parametrize("path", ["/0", "/999999", "/2147483647", "/2147483648", "/-1", "/x", "/0/sua"])
def test_what_is_not_there_is_not_found(people: dict[str, Desk], path: str):
    assert people["clerk"].open(LIST + path).status_code == 404


@pytest.mark.parametrize("code", ["7K3MP-9QXTR", "xxxxx-xxxxx", "%00%00%00%00%00%00", "a" * 300])
def test_a_code_that_is_none_is_not_found(client: FlaskClient, home: Commune, code: str):
    assert client.get(f"{PUBLIC}/{code}").status_code == 404


def test_an_empty_list_says_what_to_do(people: dict[str, Desk]):
    assert "Năm này chưa có mô hình nào" in words_of(people["clerk"].open(LIST).text)
    assert "Không có mô hình nào ở mục này" in words_of(people["clerk"].open(f"{LIST}?xem=da-rut").text)


def test_the_list_keeps_its_filters_and_counts_what_waits(app: Flask, home: Commune, people: dict[str, Desk]):
    made(app, home, sphere="kinh-te")
    page = people["clerk"].open(f"{LIST}?nam=2026&linh-vuc=kinh-te&xem=chua-danh-gia").text
    assert form_values(page, LIST) == {"nam": "2026", "linh-vuc": "kinh-te", "xem": "chua-danh-gia"}
    assert "Năm 2026 còn 1 mô hình chưa đánh giá." in words_of(people["clerk"].open(LIST).text)


def test_without_anything_this_year_the_last_year_is_shown(app: Flask, home: Commune, people: dict[str, Desk]):
    made(app, home, published, year=2024)
    assert NAME in people["clerk"].open(LIST).text
    assert NAME not in people["clerk"].open(f"{LIST}?nam=2026").text

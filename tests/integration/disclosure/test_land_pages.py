"""The pages of land projects under hands that type anything: who may, what is kept, what everybody reads, what a page costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.page_cache import raise_version
from core.transaction import transaction
from disclosure.services import land_plans, land_projects
from tests.infra.plans import statements_of
from tests.makers import Commune, inside, make_case, publish_case
from tests.makers_desk import Desk, desks, form_values, words_of
from tests.makers_dialogue import announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_disclosure import local_morning
from tests.makers_land import COUNTED, NAME, PLAN, REASON, begin_land, count_land, land_row, later, open_land, posted_plan, step
from tests.makers_register import seal

LIST = "/can-bo/cong-khai/du-an"
NEW = f"{LIST}/moi"


@pytest.fixture
def people(app: Flask, home: Commune, at: Any) -> dict[str, Desk]:
    """Return the officials' browsers on Friday, 20 November 2026."""
    at("2026-11-20 09:00")
    return desks(app, home)


def made(app: Flask, home: Commune, **changes: Any) -> tuple[int, str]:
    with inside(app, unit_id=home.unit_id):
        project_id = open_land(home, **changes)
        return project_id, land_row(home, project_id).code


def hanging(app: Flask, home: Commune) -> tuple[int, int, str]:
    """Return a project with a draft that hangs: its number, the item's, its code."""
    project_id, code = made(app, home)
    with inside(app, unit_id=home.unit_id):
        return project_id, posted_plan(home, project_id), code


def typed(desk: Desk, **values: Any) -> dict[str, Any]:
    page = desk.open(NEW).text
    good = {
        "name": NAME, "document": "482/QĐ-UBND", "decided_on": "2026-11-10", "summary": "Lấy 2.400 m² đất.",
        "village_ids": re.findall(r'name="village_ids"[^>]*value="(\d+)"', page)[:2],
        "department_id": re.findall(r'<option value="(\d+)"', page.split('id="department_id"')[1])[0],
    }  # fmt: skip
    return {**form_values(page, NEW), **good, **values}


def send(desk: Desk, one: str, verb: str, **values: Any) -> Any:
    return desk.send(f"{one}/{verb}", {**form_values(desk.open(one).text, f"{one}/{verb}"), **values})


def test_who_reads_and_writes(app: Flask, home: Commune, people: dict[str, Desk]):
    one = f"{LIST}/{made(app, home)[0]}"
    seen = {name: [people[name].open(path).status_code for path in (LIST, one, NEW, f"{one}/sua")] for name in people}
    assert seen == {
        "clerk": [200, 200, 200, 200], "leader": [200, 200, 200, 200], "officer": [200, 200, 200, 200],
        "stranger": [200, 200, 200, 404], "supervisor": [200, 200, 403, 403], "administrator": [403, 403, 403, 403],
    }  # fmt: skip
    page = people["supervisor"].open(one).text
    assert "<form" not in page.replace('<form method="post" action="/dang-xuat">', "")
    assert people["clerk"].send(f"{one}/ket-thuc", {}).status_code == 403


def test_from_the_form_to_everybodys_page(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient, at: Any):
    clerk = people["clerk"]
    form = typed(clerk)
    answer = clerk.send(NEW, form)
    one = answer.location
    assert (answer.status_code, clerk.send(NEW, form).location) == (303, one)
    assert NAME not in client.get("/du-an-dat").text
    assert send(clerk, one, "cong-khai").status_code == 303
    project_id = int(one.rsplit("/", 1)[1])
    with inside(app, unit_id=home.unit_id):
        code = land_row(home, project_id).code
    draft_page = clerk.open(f"/can-bo/cong-khai/moi?du-an={project_id}")
    assert f"Phương án bồi thường, hỗ trợ, tái định cư: {NAME}" in draft_page.text
    assert "ít nhất 30 ngày (Điều 87 Luật Đất đai 2024)" in words_of(draft_page.text)
    path = f"/can-bo/cong-khai/moi?du-an={project_id}"
    villages = re.findall(r'checked[^>]*name="village_ids"[^>]*value="(\d+)"', draft_page.text)
    assert len(villages) == 2
    new = {**form_values(draft_page.text, path), "village_ids": villages, "summary": "Giá đất.", "text": "55.000 đồng mỗi m²."}
    item = clerk.send(path, new).location
    assert clerk.send(path, new).location == item
    assert NAME in clerk.open(item).text
    public = words_of(client.get(f"/du-an-dat/{code}").text)
    assert "Chưa có phương án nào được công khai." in public
    assert send(clerk, item, "dang").status_code == 303
    public = client.get(f"/du-an-dat/{code}").text
    assert "Chưa niêm yết ở nơi nào." in public
    assert f'href="/du-an-dat/{code}"' in client.get(f"/thong-tin/{re.findall('/thong-tin/([^/]{11})', public)[0]}").text


def test_everybody_reads_until_when_it_hangs_who_agrees_and_when_to_talk(
    app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient, at: Any
):
    project_id, item_id, code = hanging(app, home)
    page = words_of(client.get(f"/du-an-dat/{code}").text)
    assert "Niêm yết ít nhất đến hết 21/12/2026, còn 31 ngày." in page
    assert "Vì sao là ngày này?" in page
    assert "đang niêm yết phương án" in client.get("/du-an-dat").text
    assert "31 days left" in app.test_client().get(f"/du-an-dat/{code}?lang=en").text
    at("2026-12-22 09:00")
    one = f"{LIST}/{project_id}"
    prefix = f"y-kien-{item_id}-"
    counted = {f"{prefix}agree": "11", f"{prefix}disagree": "3", f"{prefix}minutes": "14/BB", f"{prefix}minutes_on": "22/12/2026"}
    leader = desks(app, home)["leader"]  # a month later everybody signs in again
    assert send(leader, one, f"phuong-an/{item_id}/y-kien", **counted).status_code == 303
    with inside(app, unit_id=home.unit_id):
        dialogue_id = announced_dialogue(home, **later())
    linked = {f"doi-thoai-{item_id}-dialogue_id": str(dialogue_id)}
    assert "phải đối thoại đến hết 22/02/2027" in client.get(f"/du-an-dat/{code}").text
    assert send(leader, one, f"phuong-an/{item_id}/doi-thoai", **linked).status_code == 303
    public = client.get(f"/du-an-dat/{code}").text
    with inside(app, unit_id=home.unit_id):
        assert f"/doi-thoai/{read_dialogue(dialogue_id).code}" in public
    for words in ("11 người đồng ý, 3 người không đồng ý.", "đối thoại ngày 12/01/2027", "Hội trường"):
        assert words in words_of(public)
    for name in (home.officer.name, home.clerk.name, home.leader.name):
        assert name not in public


def test_a_dialogue_that_is_only_planned_is_nobodys(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient):
    project_id, item_id, code = hanging(app, home)
    with inside(app, unit_id=home.unit_id):
        count_land(home, project_id, item_id)
        dialogue_id = plan_dialogue(home, **later())
        before = client.get(f"/du-an-dat/{code}").data
        step(home, land_plans.link_dialogue, project_id, item_id, dialogue_id, at=local_morning(COUNTED))
    assert client.get(f"/du-an-dat/{code}").data == before
    assert "đối thoại ngày 12/01/2027" in people["clerk"].open(f"{LIST}/{project_id}").text


@pytest.mark.parametrize("kind", ["y-kien", "doi-thoai"])
def test_what_belongs_to_no_plan_of_the_project(app: Flask, home: Commune, people: dict[str, Desk], kind: str):
    project_id, _code = made(app, home)
    token = form_values(people["clerk"].open(f"{LIST}/{project_id}").text, f"{LIST}/{project_id}/thu")
    assert people["clerk"].send(f"{LIST}/{project_id}/phuong-an/999/{kind}", token).status_code == 404
    assert people["clerk"].open("/can-bo/cong-khai/moi?du-an=999").status_code == 404
    assert people["stranger"].open(f"/can-bo/cong-khai/moi?du-an={project_id}").status_code == 404
    assert people["clerk"].open("/can-bo/cong-khai/moi?du-an=%00x").status_code == 404


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Hãy ghi tên dự án"),
        ({"name": "x" * 500}, "Nội dung dài quá"),
        ({"document": "\x00"}, "Hãy ghi số quyết định"),
        ({"decided_on": "31/02/2026"}, 'id="decided_on-error"'),
        ({"decided_on": "2026-11-21"}, "Ngày này chưa đến"),
        ({"decided_on": "9999-99-99"}, 'id="decided_on-error"'),
        ({"official_id": "999999"}, "Hãy chọn một mục"),
        ({"department_id": ""}, "Hãy chọn phòng, ban phụ trách"),
        ({"village_ids": []}, "ít nhất một thôn"),
        ({"village_ids": ["x"]}, "Có thôn không thuộc xã"),
        ({"token": "x"}, "Trang này mở đã quá lâu"),
        ({"strange": "1"}, "ô lạ"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_sentence(people: dict[str, Desk], values: dict[str, Any], sentence: str):
    answer = people["clerk"].send(NEW, typed(people["clerk"], **values))
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert "Lấy 2.400 m² đất." in answer.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"agree": "x"}, "Hãy ghi một số"),
        ({"agree": "-1"}, "y-kien"),
        ({"agree": "9" * 40}, "y-kien"),
        ({"minutes": ""}, "Hãy ghi số biên bản"),
        ({"minutes_on": "20/12/2026"}, "phải niêm yết đến hết 21/12/2026"),
        ({"minutes_on": "hôm qua"}, "y-kien"),
    ],
)
def test_opinions_that_cannot_be_taken_come_back(
    app: Flask, home: Commune, people: dict[str, Desk], at: Any, values: dict[str, str], sentence: str
):
    project_id, item_id, _code = hanging(app, home)
    at("2026-12-22 09:00")
    good = {"agree": "11", "disagree": "3", "minutes": "14/BB-giữ", "minutes_on": "22/12/2026", **values}
    form = {f"y-kien-{item_id}-{name}": value for name, value in good.items()}
    answer = send(desks(app, home)["clerk"], f"{LIST}/{project_id}", f"phuong-an/{item_id}/y-kien", **form)
    assert (answer.status_code, sentence in words_of(answer.text) or sentence in answer.text) == (400, True)
    assert "minutes" in values or "14/BB-giữ" in answer.text


def test_two_at_once_are_told_and_what_was_typed_stays(app: Flask, home: Commune, people: dict[str, Desk]):
    project_id, _code = made(app, home)
    one, path = f"{LIST}/{project_id}", f"{LIST}/{project_id}/sua"
    forms = {name: form_values(people[name].open(path).text, path) for name in ("clerk", "leader")}
    villages = re.findall(r'checked[^>]*name="village_ids"[^>]*value="(\d+)"', people["clerk"].open(path).text)
    assert people["leader"].send(path, {**forms["leader"], "village_ids": villages, "name": "Của lãnh đạo"}).status_code == 303
    late = people["clerk"].send(path, {**forms["clerk"], "village_ids": villages, "name": "Của văn phòng"})
    assert (late.status_code, "Của lãnh đạo" in late.text, "Của văn phòng" in late.text) == (409, True, True)
    stale = send(people["clerk"], one, "thu", **{"thu-version": "1", "thu-code": "7K3MP-9QXTR"})
    assert (stale.status_code, "7K3MP-9QXTR" in stale.text) == (409, True)


# ------------------------------------------------------------------ letters


def test_published_letters_are_shown_and_no_other_byte_moves_when_one_is_sealed(
    app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient
):
    project_id, code = made(app, home)
    with inside(app, unit_id=home.unit_id):
        secret, told = make_case(home, state="in_progress"), make_case(home, state="answered")
        publish_case(home, told.id, answer="Đã đo lại.")
        before = client.get(f"/du-an-dat/{code}").data
    one = f"{LIST}/{project_id}"
    assert send(people["clerk"], one, "thu", **{"thu-code": secret.code}).status_code == 303
    assert client.get(f"/du-an-dat/{code}").data == before
    assert send(people["clerk"], one, "thu", **{"thu-code": told.code}).status_code == 303
    with_letter = client.get(f"/du-an-dat/{code}").data
    assert (told.code in with_letter.decode(), secret.code in with_letter.decode()) == (True, False)
    assert [case.code in people["clerk"].open(one).text for case in (secret, told)] == [True, True]
    with inside(app, unit_id=home.unit_id):
        seal(secret.id, home.clerk)
        with transaction():
            raise_version(home.unit_id)
    assert client.get(f"/du-an-dat/{code}").data == with_letter
    page = people["clerk"].open(one).text
    assert (secret.code in page, "1 thư" in people["clerk"].open(LIST).text) == (False, True)
    form = form_values(page, f"{one}/bo-thu")
    assert people["clerk"].send(f"{one}/bo-thu", form).status_code == 303
    assert client.get(f"/du-an-dat/{code}").data == before


# ------------------------------------------------------------------ taken back, kept, cheap


def test_what_was_taken_back_answers_410_with_the_reason_and_no_other_word(
    app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient
):
    project_id, _item_id, code = hanging(app, home)
    taken = send(people["leader"], f"{LIST}/{project_id}", "go", **{"go-reason": REASON})
    assert taken.status_code == 303
    answer = client.get(f"/du-an-dat/{code}")
    assert (answer.status_code, answer.headers["X-Robots-Tag"], f"Lý do: {REASON}" in answer.text) == (
        410,
        "noindex, noarchive",
        True,
    )
    for path in (f"/du-an-dat/{code}", "/du-an-dat", "/sitemap/trang.xml"):
        assert [word for word in (NAME, "482/QĐ", PLAN) if word in client.get(path).text] == [], path


@pytest.mark.parametrize("code", ["7K3MP-9QXTR", "x" * 11, "%00" * 11, "a"])
def test_a_code_of_no_project(home: Commune, client: FlaskClient, code: str):
    assert client.get(f"/du-an-dat/{code}").status_code == 404


def test_a_project_that_was_never_public_is_nobodys(app: Flask, home: Commune, client: FlaskClient):
    with inside(app, unit_id=home.unit_id):
        project_id = begin_land(home)
        code = land_row(home, project_id).code
        step(home, land_projects.withdraw_project, project_id, by="leader", reason=REASON)
    assert client.get(f"/du-an-dat/{code}").status_code == 404


def test_public_pages_have_an_etag_and_stand_where_people_look(
    app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]
):
    assert "Chưa có dự án nào" in client.get("/du-an-dat").text
    _project_id, _item_id, code = hanging(app, home)
    for path in ("/du-an-dat", f"/du-an-dat/{code}"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert len(answer.get_data()) <= 15_000
    assert people["clerk"].open(LIST).headers["Cache-Control"] == "no-store"
    assert 'href="/du-an-dat"' in client.get("/thong-tin").text
    assert f"/du-an-dat/{code}</loc>" in client.get("/sitemap/trang.xml").text
    assert client.get("/du-an-dat?trang=9").status_code == 200


def cost(app: Flask, home: Commune, client: FlaskClient, path: str) -> int:
    """Return how many queries a page takes that is made anew."""
    for _warm in range(2):
        with inside(app, unit_id=home.unit_id), transaction():
            raise_version(home.unit_id)
        statements = statements_of(lambda: client.get(path), app=app)
    return len(statements)


def test_pages_cost_the_same_for_one_and_for_three(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient):
    project_id, item_id, code = hanging(app, home)
    pages = ((client, "/du-an-dat"), (client, f"/du-an-dat/{code}"), (people["clerk"].client, LIST))
    letters = (people["clerk"].client, f"{LIST}/{project_id}")
    with inside(app, unit_id=home.unit_id):
        count_land(home, project_id, item_id)
        step(home, land_plans.link_letter, project_id, make_case(home, state="classified").code)
    first = [cost(app, home, *page) for page in (*pages, letters)]
    with inside(app, unit_id=home.unit_id):
        for _more in range(2):
            other = open_land(home)
            count_land(home, other, posted_plan(home, other))
            step(home, land_plans.link_letter, project_id, make_case(home, state="classified").code)
    assert [cost(app, home, *page) for page in (*pages, letters)] == first

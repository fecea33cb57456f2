"""The assessment on the screens: who may, what is kept on errors, two at once, what everybody reads, cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document
from flask import Flask

from reporting.periods import calendar
from tests.infra.plans import statements_of
from tests.makers import Commune, inside
from tests.makers_desk import Desk, desks, form_values, words_of
from tests.makers_friendly import give, issued, make_friendly
from tests.makers_public import make_public

LIST, PUBLIC = "/can-bo/bao-cao/than-thien", "/cong-khai/than-thien"
IN_TIME = {
    "received_on": date(2026, 3, 1), "accepted_on": date(2026, 3, 5), "state": "answered", "due_on": date(2026, 4, 1),
    "settled_on": date(2026, 3, 20), "in_time": True,
}  # fmt: skip


@pytest.fixture
def people(app: Flask, home: Commune, at: Callable[[str], datetime]) -> dict[str, Desk]:
    """Return the officials' browsers, five days after the year ended, with ten letters in it."""
    at("2027-01-05 09:00")
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *[IN_TIME] * 10)
    return desks(app, home)


def begun(app: Flask, home: Commune) -> str:
    with inside(app, unit_id=home.unit_id):
        return f"{LIST}/{make_friendly(home)}"


def test_only_who_makes_reports_sees_them_and_only_a_leader_issues(app: Flask, home: Commune, people: dict[str, Desk]):
    address = begun(app, home)
    paths = (LIST, address, f"{address}/in", f"{address}/tai/docx")
    for name, status in (("clerk", 200), ("leader", 200), ("officer", 403), ("supervisor", 403)):
        assert {people[name].open(path).status_code for path in paths} == {status}, name
    assert people["clerk"].send(f"{address}/phat-hanh", {"version": 1}).status_code == 403
    assert people["clerk"].open(address).headers["Cache-Control"] == "private, no-store"
    assert f'href="{LIST}" aria-current="page"' in people["clerk"].open(LIST).text


def test_a_proposal_stands_in_its_field_with_its_reason_and_other_points_need_one(
    app: Flask, home: Commune, people: dict[str, Desk]
):
    address, clerk = begun(app, home), people["clerk"]
    path = f"{address}/diem"
    page = clerk.open(address).text
    form = form_values(page, path)
    assert (form["points_on_time"], form["points_polite"]) == ("15", "")
    assert "100% (10/10)" in words_of(page)
    assert "Đề xuất 15 điểm: từ 95% trở lên." in words_of(page)
    assert "so=dung-han&amp;tu=2026-01-01&amp;den=2026-12-31" in page
    lower = clerk.send(
        path, {**form, "points_on_time": "12,5", "points_polite": "4.5", "evidence_polite": "Mặt trận <b>ghi</b>\x00"}
    )
    assert (lower.status_code, "Điểm khác mức đề xuất" in lower.text) == (400, True)
    kept = form_values(lower.text, path)
    assert (kept["points_on_time"], kept["points_polite"]) == ("12,5", "4.5")
    assert "Mặt trận &lt;b&gt;ghi&lt;/b&gt;" in lower.text
    assert clerk.send(path, {**kept, "reason_on_time": "Một hồ sơ ghi sai ngày"}).status_code == 303
    assert form_values(clerk.open(address).text, path)["points_polite"] == "4,5"


@pytest.mark.parametrize("typed", ["nhiều", "99", "-1", "4,2", "1e3", "4,55", "\u0664", "9" * 400])
def test_points_that_are_none_are_refused_beside_the_field(app: Flask, home: Commune, people: dict[str, Desk], typed: str):
    address, clerk = begun(app, home), people["clerk"]
    path = f"{address}/diem"
    form = form_values(clerk.open(address).text, path)
    answer = clerk.send(path, {**form, "points_polite": typed})
    assert (answer.status_code, "Điểm của mục này phải từ 0" in answer.text) == (400, True)
    assert form_values(answer.text, path)["points_polite"] == typed
    assert clerk.send(path, {**form, "points_unknown": "1"}).status_code == 400


def test_two_at_once_see_both_and_nobody_loses_a_word(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]
    path = f"{address}/diem"
    form, other = (form_values(people[name].open(address).text, path) for name in ("clerk", "leader"))
    assert people["leader"].send(path, {**other, "evidence_polite": "Lời của lãnh đạo"}).status_code == 303
    late = clerk.send(path, {**form, "evidence_polite": "Lời của tôi"})
    assert (late.status_code, "Lời của lãnh đạo" in words_of(late.text)) == (409, True)
    again = form_values(late.text, path)
    assert (again["evidence_polite"], clerk.send(path, again).status_code) == ("Lời của tôi", 303)


def test_the_road_to_what_everybody_reads(app: Flask, home: Commune, people: dict[str, Desk]):
    address, leader, anyone = begun(app, home), people["leader"], app.test_client()
    empty = anyone.get(PUBLIC)
    assert (empty.status_code, "Xã chưa công bố bản tự đánh giá nào" in empty.text) == (200, True)
    path = f"{address}/phat-hanh"
    form = form_values(leader.open(address).text, path)
    open_ones = leader.send(path, {**form, "number": "45"})
    assert (open_ones.status_code, "Chưa phát hành được: mục 1.1, 1.2" in words_of(open_ones.text)) == (400, True)
    with inside(app, unit_id=home.unit_id):
        give(home, int(address.rpartition("/")[2]))
    moved = leader.send(path, {**form, "number": "45"})
    assert (moved.status_code, "vừa thay đổi sau khi trang này mở" in moved.text) == (409, True)
    assert leader.send(path, {**form_values(moved.text, path), "number": ""}).status_code == 400
    last = {**form_values(moved.text, path), "evidence_polite": "Lời của lãnh đạo."}
    assert leader.send(path, {**last, "points_polite": "9,7"}).status_code == 400
    assert leader.send(path, last).status_code == 303
    kept = words_of(leader.open(address).text)
    assert ("Số 45/BC-UBND" in kept, "Lời của lãnh đạo." in kept) == (True, True)
    shown = anyone.get(PUBLIC)
    words = words_of(shown.text)
    assert ("100/100" in words, "Tốt" in words, "100% (10/10)" in words) == (True, True, True)
    assert "Minh chứng" not in words
    assert "/can-bo" not in shown.text.partition("<main")[2].partition("</main")[0]
    assert anyone.get(PUBLIC, headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304
    assert anyone.get(f"{PUBLIC}?ky=2026-namdl").status_code == 200
    assert {anyone.get(f"{PUBLIC}?ky={name}").status_code for name in ("2019-namdl", "x", "2026-6tdl")} == {404}
    english = words_of(anyone.get(f"{PUBLIC}?lang=en").text)
    assert ("Reflections, petitions and complaints are settled in time" in english, "Good" in english) == (True, True)
    assert f'href="{PUBLIC}"' in anyone.get("/cong-khai").text


def test_the_paper_is_that_of_an_office(app: Flask, home: Commune, people: dict[str, Desk]):
    with inside(app, unit_id=home.unit_id):
        address = f"{LIST}/{issued(home)}"
    answer = people["clerk"].open(f"{address}/tai/docx")
    name = 'attachment; filename="tu-danh-gia-than-thien-2026-namdl-lan-1.docx"'
    assert answer.headers["Content-Disposition"] == name
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(answer.data)).paragraphs)
    assert "Tổng điểm: 100/100 điểm. Tự xếp loại: Tốt." in text
    assert "Minh chứng polite." in text
    assert "Số: 45/BC-UBND" in words_of(people["leader"].open(f"{address}/in").text)


def test_no_page_asks_once_for_each_row(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]
    with inside(app, unit_id=home.unit_id):
        issued(home, calendar(2023, "namdl"))

    def asked() -> list[int]:
        """Return how many statements each page takes when it is opened for the second time."""
        return [len(statements_of(lambda path=path: clerk.open(path), app=app)) for path in (LIST, address) * 2][2:]

    before = asked()
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *[IN_TIME] * 10)
        for year in (2022, 2024):
            issued(home, calendar(year, "namdl"))
    assert asked() == before

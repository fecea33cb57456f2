"""Pages of commitments under hands that type anything: never a 500, nothing lost, nothing shown that is not public."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from core.page_cache import raise_version
from core.transaction import transaction
from feedback.models import PublicCase
from tests.infra.databases import Database
from tests.makers import Commune, make_case
from tests.makers_desk import Desk, desks, form_values, loaded_commune, paper, photo, tree_of, words_of
from tests.makers_minutes import concluded, done, draft, held, promise, read_commitment, take

WHEN = "2027-01-20 09:00"


@pytest.fixture
def database(commune_database: Database) -> Database:
    """Return a database in which the commune is loaded already."""
    return commune_database


@pytest.fixture
def home(app: Flask) -> Commune:
    """Return the loaded commune; no application context is left open around requests."""
    with app.app_context():
        return loaded_commune()


@pytest.fixture
def desk(app: Flask, home: Commune, at: Callable[[str], datetime]) -> dict[str, Desk]:
    """Return a signed-in browser for one official of each kind, after the first date has passed."""
    at(WHEN)
    return desks(app, home)


def some(app: Flask, home: Commune) -> list[int]:
    """Return five commitments: overdue, in time, done, disputed and withdrawn."""
    with app.app_context(), use_unit(home.unit_id):
        ids = concluded(
            home,
            promise(home),
            promise(home, text="Mở lại đường Nà Lìa.", due_on=date(2027, 3, 1)),
            promise(home, text="Sửa loa thôn Khuổi Mươi.", due_on=date(2027, 1, 30)),
            promise(home, text="Thay bóng đèn đường.", due_on=date(2027, 1, 25)),
            promise(home, text="Xin cấp giống ngô.", due_on=date(2027, 2, 10)),
        )
        take("report_done", ids[2], actor=home.officer, done=done())
        take("report_done", ids[3], actor=home.officer, done=done())
        take("dispute", ids[3], actor=home.clerk, text="Còn hai bóng chưa sáng.")
        take("withdraw", ids[4], actor=home.leader, text="Tỉnh đã cấp giống cho cả huyện cũ.")
        return ids


EVERYTHING = ["Đặt 04 thùng rác", "Mở lại đường", "Sửa loa", "Thay bóng đèn", "Xin cấp giống"]
LISTS = [
    ("", EVERYTHING),
    ("?xem=dang-lam", ["Đặt 04 thùng rác", "Mở lại đường", "Thay bóng đèn"]),
    ("?xem=qua-han", ["Đặt 04 thùng rác"]),
    ("?xem=da-xong", ["Sửa loa"]),
    ("?xem=chua-dong-y", ["Thay bóng đèn"]),
    ("?xem=thoi", ["Xin cấp giống"]),
    ("?xem=khong-co", EVERYTHING),
    ("?trang=999999999", EVERYTHING),
    ("?trang=4000", []),
    ("?trang=-1", EVERYTHING),
    ("?xem=%3Cscript%3E", EVERYTHING),
    ("?fbclid=abc", EVERYTHING),
]


def test_the_public_list_is_narrowed_by_its_filters_and_by_nothing_else(
    app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient
):
    some(app, home)
    for query, shown in LISTS:
        page = client.get(f"/cam-ket{query}")
        listed = [text for text in EVERYTHING if text in page.text]
        assert (query, page.status_code, "<script>" in page.text) == (query, 200, False)
        assert (query, listed) == (query, shown)
        tree_of(page.text)
    first = words_of(client.get("/cam-ket").text)
    for said in ("3chưa xong", "1trong đó quá hạn", "1đã làm xong", "1trong đó người hỏi chưa đồng ý", "chậm 5 ngày"):
        assert said in first
    assert "Lý do: Còn hai bóng chưa sáng." in first
    english = words_of(client.get("/cam-ket?lang=en").text)
    assert ("What the commune promised" in english, "5 days late" in english) == (True, True)


def test_a_draft_is_nobodys_and_another_commune_finds_nothing(
    app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient
):
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = held(home)
        draft_id = draft(home, dialogue_id, promise(home, text="Chưa công bố"))
        code = read_commitment(draft_id).code
    assert client.get(f"/cam-ket/{code}").status_code == 404
    assert "Chưa công bố" not in client.get("/cam-ket").text
    assert desk["leader"].open(f"/can-bo/cam-ket/{draft_id}").status_code == 404
    for name, status in (("clerk", 200), ("leader", 200), ("officer", 403), ("supervisor", 403), ("administrator", 403)):
        assert (name, desk[name].open(f"/can-bo/cam-ket/nhap/{draft_id}").status_code) == (name, status)
    for path in ("/can-bo/cam-ket/0", "/can-bo/cam-ket/2147483647", "/can-bo/cam-ket/nhap/2147483647"):
        assert desk["leader"].open(path).status_code == 404
    for path in ("/can-bo/cam-ket/99999999999", "/can-bo/cam-ket/abc", "/can-bo/cam-ket/1/khong-co-buoc-nay"):
        assert desk["leader"].open(path).status_code == 404


HOSTILE: list[tuple[str, dict[str, Any]]] = [
    ("tien-do", {"progress-text": ""}),
    ("tien-do", {"progress-text": "x" * 2001}),
    ("tien-do", {"progress-text": "\x00\x07\u202e"}),
    ("tien-do", {"progress-text": "Được", "la-lung": "1"}),
    ("tien-do", {"progress-text": "Được", "progress-version": "-1"}),
    ("tien-do", {"progress-text": "Được", "progress-version": "9" * 40}),
    ("tien-do", {"progress-text": "Được", "progress-version": "abc"}),
    ("doi-han", {"move-text": "Mưa", "move-to_on": ""}),
    ("doi-han", {"move-text": "Mưa", "move-to_on": "31/02/2027"}),
    ("doi-han", {"move-text": "Mưa", "move-to_on": "0001-01-01"}),
    ("doi-han", {"move-text": "Mưa", "move-to_on": "9999-12-31"}),
    ("doi-han", {"move-text": "Mưa", "move-to_on": "2026-01-01"}),
    ("doi-han", {"move-text": "", "move-to_on": "2027-05-01"}),
    ("da-xong", {"done-text": "Xong", "done-done_on": "2027-01-20", "done-evidence": ""}),
    ("da-xong", {"done-text": "Xong", "done-done_on": "2027-01-20", "done-evidence": "loi-hua"}),
    ("da-xong", {"done-text": "Xong", "done-done_on": "2027-01-21", "done-evidence": "none", "done-no_evidence_reason": "Mưa"}),
    ("da-xong", {"done-text": "Xong", "done-done_on": "2027-01-20", "done-evidence": "none"}),
    ("da-xong", {"done-text": "Xong", "done-done_on": "2027-01-20", "done-evidence": "document"}),
    ("thoi-thuc-hien", {"withdraw-text": " \n\t "}),
]


def test_whatever_is_typed_comes_back_with_a_sentence_and_changes_nothing(app: Flask, home: Commune, desk: dict[str, Desk]):
    row_id = some(app, home)[0]
    work, leader = f"/can-bo/cam-ket/{row_id}", desk["leader"]
    with app.app_context(), use_unit(home.unit_id):
        before = read_commitment(row_id).version
    for verb, typed in HOSTILE:
        action = f"{work}/{verb}"
        answer = leader.send(action, {**form_values(leader.open(work).text, action), **typed})
        assert (verb, typed, answer.status_code in (400, 409)) == (verb, typed, True)
        tree_of(answer.text)
        kept = [value for name, value in typed.items() if name.endswith("text") and len(value) < 10 and value.isalpha()]
        assert all(value in answer.text for value in kept)
    assert leader.send(f"{work}/tien-do", {}).status_code == 400
    with app.app_context(), use_unit(home.unit_id):
        row = read_commitment(row_id)
        assert (row.version, row.state, row.due_on) == (before, "open", date(2027, 1, 15))


FILES: list[tuple[tuple[Any, ...], str]] = [
    ((b"", "trong.jpg"), "Tệp này trống"),
    ((b"<svg onload=alert(1)>", "anh.svg"), "không phải ảnh"),
    ((b"MZ" + b"\x00" * 100, "anh.jpg"), "không phải ảnh"),
    ((b"\x00\x00\x00\x18ftypheic" + b"x" * 64, "anh.heic"), "HEIC"),
]


def test_a_file_that_is_no_photo_is_refused_and_the_words_stay(app: Flask, home: Commune, desk: dict[str, Desk]):
    row_id = some(app, home)[0]
    work, officer = f"/can-bo/cam-ket/{row_id}", desk["officer"]
    action = f"{work}/da-xong"
    typed = {"done-text": "Đã đặt đủ thùng", "done-done_on": "2027-01-20", "done-evidence": "photo"}
    for (content, name), said in FILES:
        upload = (BytesIO(content), name)
        answer = officer.send(action, {**form_values(officer.open(work).text, action), **typed, "done-photos": upload})
        assert (answer.status_code, said in answer.text, "Đã đặt đủ thùng" in answer.text) == (400, True, True)
    many = [photo(f"{number}.jpg") for number in range(6)]
    answer = officer.send(action, {**form_values(officer.open(work).text, action), **typed, "done-photos": many})
    assert (answer.status_code, "nhiều nhất 5 tệp" in answer.text) == (400, True)
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(db.select(db.func.count(Attachment.id))) == 0


def test_evidence_is_seen_when_it_is_ready_and_only_under_its_own_commitment(
    app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient
):
    first, second, *_rest = some(app, home)
    work, officer = f"/can-bo/cam-ket/{first}", desk["officer"]
    action = f"{work}/da-xong"
    typed = {"done-text": "Đã đặt", "done-done_on": "2027-01-20", "done-evidence": "photo"}
    sent = officer.send(action, {**form_values(officer.open(work).text, action), **typed, "done-photos": photo()})
    assert sent.status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        own, other = (read_commitment(row_id).code for row_id in (first, second))
        public_id = db.session.scalar(db.select(Attachment.public_id))
    assert client.get(f"/cam-ket/{own}/anh/{public_id}/small").status_code == 404  # not re-encoded yet
    assert public_id not in client.get(f"/cam-ket/{own}").text
    with app.app_context():
        app.test_cli_runner().invoke(args=["jobs", "run", "--once"])
    shown = client.get(f"/cam-ket/{own}/anh/{public_id}/small")
    assert (shown.status_code, shown.mimetype, "sandbox" in shown.headers["Content-Security-Policy"]) == (200, "image/jpeg", True)
    for path in (f"/cam-ket/{other}/anh/{public_id}/small", f"/cam-ket/{own}/anh/{'0' * 32}/small", f"/tep/{public_id}/small"):
        assert client.get(path).status_code == 404


def test_a_promise_leads_to_its_cases_as_long_as_they_have_a_page(
    app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient
):
    with app.app_context(), use_unit(home.unit_id):
        first, second = make_case(home), make_case(home)
        (row_id,) = concluded(home, promise(home, case_codes=(second.code, first.code)))
        code, cases = read_commitment(row_id).code, [first.code, second.code]
    assert re.findall(r'href="/ho-so/([^"]+)"', client.get(f"/cam-ket/{code}").text) == cases
    with app.app_context(), use_unit(home.unit_id), transaction():
        db.session.execute(delete(PublicCase).where(PublicCase.code == second.code))
        raise_version(home.unit_id)
    assert re.findall(r'href="/ho-so/([^"]+)"', client.get(f"/cam-ket/{code}").text) == [first.code]


def test_history_shows_dates_and_reasons_and_no_official_by_name(
    app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient
):
    row_id = some(app, home)[1]
    work, leader = f"/can-bo/cam-ket/{row_id}", desk["leader"]
    move = f"{work}/doi-han"
    typed = {"move-text": "Mưa lớn, <b>đường</b> sạt", "move-to_on": "15/04/2027"}
    assert leader.send(move, {**form_values(leader.open(work).text, move), **typed}).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        code = read_commitment(row_id).code
    page = client.get(f"/cam-ket/{code}")
    words = words_of(page.text)
    for said in ("từ 01/03/2027 sang 15/04/2027", "Mưa lớn, <b>đường</b> sạt", "Hạn đầu tiên", "Đã hứa trong thông báo kết luận"):
        assert said in words
    names = {person.name for person in (home.leader, home.officer, home.clerk, home.supervisor) if person is not None}
    assert [name for name in names if name in page.text] == []
    assert "noindex" not in page.text
    again = client.get(f"/cam-ket/{code.lower().replace('-', ' ')}")
    assert again.status_code == 200
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_paper_evidence_is_a_number_not_a_file(app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient):
    row_id = some(app, home)[1]
    work, officer = f"/can-bo/cam-ket/{row_id}", desk["officer"]
    action = f"{work}/da-xong"
    typed = {
        "done-text": "Đã mở đường",
        "done-done_on": "2027-01-19",
        "done-evidence": "document",
        "done-document": "Biên bản nghiệm thu số 3 ngày 19/01/2027",
    }
    bare = officer.send(action, {**form_values(officer.open(work).text, action), **typed, "done-photos": paper()})
    assert (bare.status_code, "Biên bản nghiệm thu số 3" in bare.text) == (400, True)
    assert officer.send(action, {**form_values(officer.open(work).text, action), **typed}).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        code = read_commitment(row_id).code
    assert "Biên bản nghiệm thu số 3" in client.get(f"/cam-ket/{code}").text


def test_nobody_without_a_desk_gets_in(home: Commune, client: FlaskClient):
    for path in ("/can-bo/cam-ket", "/can-bo/cam-ket/1", "/can-bo/doi-thoai/1/bien-ban", "/can-bo/doi-thoai/1/ket-luan"):
        answer = client.get(path)
        assert (path, answer.status_code, answer.headers["Location"].startswith("/dang-nhap")) == (path, 303, True)
    for path in ("/can-bo/cam-ket/1/tien-do", "/can-bo/doi-thoai/1/bien-ban/dong-bo", "/can-bo/doi-thoai/1/ket-luan"):
        assert client.post(path, data={"text": "x"}).status_code in (303, 400)

"""The work list: order by legal urgency, saved lists, filters, paging, and that it costs the same for one row and for three."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from accounts.queries import fields, villages
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date
from feedback.models import Case
from feedback.states import CaseKind
from tests.makers import NOW, Commune, ask_for_time, make_receipt, publish_case
from tests.makers_desk import HTML, MORNING, Desk, made, sit_down, tree_of, words_of


def made_all(app: Flask, commune: Commune, *cases: dict) -> list[int]:
    return [made(app, commune, **facts) for facts in cases]


def shown(page: str) -> list[int]:
    rows = next(tree_of(page).iter(f"{HTML}tbody"), None)
    links = [] if rows is None else [link.get("href") for link in rows.iter(f"{HTML}a")]
    return [int(link.rsplit("/", 1)[1]) for link in links if link.rsplit("/", 1)[1].isdigit()]


def tabs(page: str) -> dict[str, str]:
    nav = next(item for item in tree_of(page).iter(f"{HTML}nav") if item.get("class") == "views")
    return {link.get("href").rpartition("xem=")[2]: " ".join("".join(link.itertext()).split()) for link in nav.iter(f"{HTML}a")}


def test_list_puts_the_most_urgent_first_and_says_how_many_working_days_are_left(
    app: Flask, home: Commune, desk: dict[str, Desk]
):
    late, soon, fresh = made_all(app, home, {"at": NOW - timedelta(days=30)}, {"at": NOW - timedelta(days=11)}, {"at": NOW})
    with app.app_context(), use_unit(home.unit_id):
        nameless = make_receipt(home, anonymous=True, name="", phone="").case_id
    page = desk["clerk"].open("/can-bo").text
    assert shown(page) == [late, soon, fresh, nameless]
    text = words_of(page)
    assert re.findall(r"(?:Quá|Còn) \d+ ngày làm việc \d\d/\d\d/\d{4}|không có hạn", text) == [
        "Quá 12 ngày làm việc 04/11/2026", "Còn 1 ngày làm việc 23/11/2026", "Còn 10 ngày làm việc 07/12/2026",
        "không có hạn",
    ]  # fmt: skip


def test_saved_lists_count_what_they_hold(app: Flask, home: Commune, desk: dict[str, Desk]):
    made_all(
        app, home, {}, {"state": "classified", "at": NOW - timedelta(days=30)}, {"state": "in_progress"}, {"state": "submitted"}
    )
    made_all(app, home, {"state": "answered"})
    clerk = tabs(desk["clerk"].open("/can-bo").text)
    assert clerk == {
        "can-lam": "Cần tôi làm 2", "cho-phan-loai": "Chờ phân loại, giao 2", "cho-duyet": "Chờ duyệt 1", "qua-han": "Quá hạn 1",
        "dang-mo": "Đang mở 4", "tat-ca": "Tất cả", "tat-ca&chua-cong-khai=y": "Trả lời chưa công khai",
    }  # fmt: skip
    assert "tat-ca&chua-cong-khai=y" not in tabs(desk["officer"].open("/can-bo").text)
    assert tabs(desk["officer"].open("/can-bo").text)["can-lam"] == "Cần tôi làm 1"
    assert tabs(desk["leader"].open("/can-bo").text)["can-lam"] == "Cần tôi làm 1"


def test_answers_that_are_not_public_yet_are_a_list_of_who_publishes(app: Flask, home: Commune, desk: dict[str, Desk]):
    waiting, _hidden = made_all(app, home, {"state": "answered"}, {"state": "answered"})
    with app.app_context(), use_unit(home.unit_id):
        publish_case(home, waiting, at=NOW - timedelta(days=1))
    page = desk["clerk"].open("/can-bo?xem=tat-ca&chua-cong-khai=y").text
    assert shown(page) == [waiting]
    here = [link for link in tree_of(page).iter(f"{HTML}a") if link.get("aria-current") and "xem=" in (link.get("href") or "")]
    assert [link.get("href").rpartition("xem=")[2] for link in here] == ["tat-ca&chua-cong-khai=y"]


def test_waiting_for_my_approval_holds_answers_and_requests_for_time(app: Flask, home: Commune, desk: dict[str, Desk]):
    _busy, request, answer = made_all(app, home, {"state": "in_progress"}, {"state": "in_progress"}, {"state": "submitted"})
    with app.app_context(), use_unit(home.unit_id):
        ask_for_time(home, request)
    page = desk["leader"].open("/can-bo?xem=cho-duyet").text
    assert sorted(shown(page)) == sorted([request, answer])
    assert sorted(re.findall("Lãnh đạo duyệt (?:gia hạn|trả lời)", page.split("<tbody>")[1])) == [
        "Lãnh đạo duyệt gia hạn",
        "Lãnh đạo duyệt trả lời",
    ]


def test_filters_narrow_the_list(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        roads, other = fields(home.unit_id)[0].id, fields(home.unit_id)[1].id
        here, there = villages(home.unit_id)[0].id, villages(home.unit_id)[1].id
    bridge, rubbish = made_all(
        app, home, {"field_id": roads, "village_id": here, "kind": CaseKind.REFLECTION},
        {"field_id": other, "village_id": there, "kind": CaseKind.PETITION, "state": "classified",
         "story": "Bãi rác tự phát cạnh mương thôn."},
    )  # fmt: skip
    clerk, on = desk["clerk"], local_date(NOW)
    expected = {
        f"linh-vuc={other}": [rubbish],
        f"thon={here}": [bridge],
        "trang-thai=classified": [rubbish],
        "loai=KIEN_NGHI": [rubbish],
        "q=bai+rac": [rubbish],
        "q=khong+co+chu+nay": [],
        "cua-toi=y": [],
        "linh-vuc=999999": [bridge, rubbish],
        "trang-thai=nonsense": [bridge, rubbish],
        "han=nonsense": [bridge, rubbish],
        f"nhan-tu={on}&nhan-den={on}": [bridge, rubbish],
        f"nhan-tu={on}&thon={there}": [rubbish],
        f"nhan-tu={on + timedelta(days=1)}": [],
        f"nhan-den={on - timedelta(days=1)}": [],
        "nhan-tu=31/02&nhan-den=9999-99-99": [bridge, rubbish],
    }
    assert {query: shown(clerk.open(f"/can-bo?xem=dang-mo&{query}").text) for query in expected} == expected


def test_list_can_be_narrowed_to_dates_that_have_passed_or_come_soon_and_to_nobody(
    app: Flask, home: Commune, desk: dict[str, Desk]
):
    late, soon, calm, given = made_all(
        app, home, {"at": NOW - timedelta(days=30)}, {"at": NOW - timedelta(days=10)}, {}, {"state": "in_progress"}
    )
    made_all(app, home, {"state": "answered", "at": NOW - timedelta(days=30)})
    clerk = desk["clerk"]
    expected = {"han=overdue": [late], "han=soon": [soon], "chua-giao=y": [calm, soon, late]}
    assert {query: shown(clerk.open(f"/can-bo?xem=tat-ca&{query}").text) for query in expected} == expected
    assert shown(clerk.open("/can-bo?xem=dang-mo").text) == [late, soon, calm, given]


def test_a_filter_that_finds_nothing_offers_to_drop_it(desk: dict[str, Desk]):
    text = words_of(desk["clerk"].open("/can-bo?xem=dang-mo&q=abc").text)
    assert ("Không có hồ sơ nào khớp" in text, "Bỏ lọc" in text) == (True, True)


def test_whole_code_opens_its_case_from_every_list(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="answered")
    with app.app_context(), use_unit(home.unit_id):
        code = db.session.get(Case, case_id).code
    answers = [desk["clerk"].open(f"/can-bo?{asked}q={code.lower()}") for asked in ("", "xem=cho-duyet&", "xem=tat-ca&thon=1&")]
    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {(303, f"/can-bo/ho-so/{case_id}")}


def test_a_list_without_what_is_looked_for_says_how_many_there_are_elsewhere(app: Flask, home: Commune, desk: dict[str, Desk]):
    made_all(app, home, {"state": "answered"}, {"state": "closed"})
    text = desk["clerk"].open("/can-bo?q=lan+can&trang=1").text
    assert ("Tìm trong tất cả (2)" in words_of(text), 'href="/can-bo?q=lan+can&amp;xem=tat-ca"' in text) == (True, True)
    assert "Tìm trong tất cả" not in desk["clerk"].open("/can-bo?q=khong+co+gi").text


def test_words_alone_leave_the_other_filters_folded(desk: dict[str, Desk]):
    folded = [
        "<details open><summary>Lọc theo" in desk["clerk"].open(f"/can-bo?{asked}").text
        for asked in ("q=khong-co-gi", "khan=y", "q=cau&khan=y")
    ]
    assert folded == [False, True, True]


def test_an_empty_desk_says_what_will_come(desk: dict[str, Desk]):
    assert "Không có việc nào đang chờ" in words_of(desk["clerk"].open("/can-bo").text)


def test_list_goes_on_over_pages(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        ids = [make_receipt(home).case_id for _number in range(27)]
    first, second = desk["clerk"].open("/can-bo?xem=dang-mo"), desk["clerk"].open("/can-bo?xem=dang-mo&trang=2")
    assert (shown(first.text), shown(second.text)) == (ids[:25], ids[25:])
    assert 'rel="next"' in first.text
    assert 'rel="next"' not in second.text


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999999999999", "1e3"])
def test_a_page_number_that_is_none_shows_a_page(desk: dict[str, Desk], page: str):
    assert desk["clerk"].open(f"/can-bo?trang={page}").status_code == 200


def queries_of(app: Flask, desk: Desk, path: str) -> int:
    seen: list[str] = []

    def count(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        assert desk.open(path).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return len([statement for statement in seen if statement.lstrip().upper().startswith("SELECT")])


def test_list_asks_as_much_for_three_rows_as_for_one(app: Flask, home: Commune, desk: dict[str, Desk]):
    made_all(app, home, {"state": "submitted"})
    desk["clerk"].open("/can-bo?xem=tat-ca")  # a page that was opened before is kept and asks for its stamp only
    one = queries_of(app, desk["clerk"], "/can-bo?xem=dang-mo")
    made_all(app, home, {"state": "submitted"}, {"state": "in_progress"})
    assert queries_of(app, desk["clerk"], "/can-bo?xem=dang-mo") == one


def test_case_asks_as_much_for_three_notes_as_for_one(app: Flask, home: Commune, desk: dict[str, Desk]):
    (case_id,) = made_all(app, home, {"state": "submitted"})
    desk["clerk"].take(case_id, "ghi-chu", text="Lần một")
    one = queries_of(app, desk["clerk"], f"/can-bo/ho-so/{case_id}")
    desk["clerk"].take(case_id, "ghi-chu", text="Lần hai")
    desk["clerk"].take(case_id, "ghi-chu", text="Lần ba")
    assert queries_of(app, desk["clerk"], f"/can-bo/ho-so/{case_id}") == one


def test_supervisor_looks_on_and_reads_no_names_in_the_list(app: Flask, home: Commune, desk: dict[str, Desk]):
    made_all(app, home, {"story": "Tôi là Nguyễn Văn An, số 0912 345 678, đường vào thôn hỏng nặng."})
    page = desk["supervisor"].open("/can-bo").text
    assert "can-lam" not in tabs(page)
    assert ("Nguyễn Văn An" in page, "0912 345 678" in page, "đường vào thôn hỏng nặng" in page) == (False, False, True)
    assert "Nguyễn Văn An" in desk["clerk"].open("/can-bo").text


def test_administrator_reads_no_letters(app: Flask, home: Commune, desk: dict[str, Desk]):
    (case_id,) = made_all(app, home, {})
    assert desk["administrator"].open("/can-bo").headers["Location"] == "/can-bo/hop-thu"
    assert desk["administrator"].case(case_id).status_code == 403


def test_a_stranger_is_sent_to_sign_in(app: Flask, home: Commune):
    answers = [app.test_client().get(path) for path in ("/can-bo", "/can-bo/ho-so/1", "/can-bo/nhap", "/can-bo/hop-thu")]
    assert {(answer.status_code, answer.headers["Location"].partition("?")[0]) for answer in answers} == {(303, "/dang-nhap")}


def test_an_officer_who_left_sees_nothing_any_more(app: Flask, home: Commune, at: Callable[[str], datetime]):
    at(MORNING)
    desk = sit_down(app, home.officer)
    with app.app_context(), use_unit(home.unit_id), transaction():
        db.session.execute(db.text("update officials set active = false where id = :id"), {"id": home.officer.id})
    assert desk.open("/can-bo").status_code == 303

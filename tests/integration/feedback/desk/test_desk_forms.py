"""The administrator's pages of papers: a new version from a day on, the old one for what was issued, and the series."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from feedback.document_models import DocumentFormRow, DocumentSeries
from tests.makers import Commune
from tests.makers_desk import Desk, form_values, made, sit_down, words_of

FORMS = "/can-bo/quan-tri/bieu-mau"
ANSWER = f"{FORMS}/tra-loi"
ADDRESS = "Thôn Nà Lìa"


def form_at(desk: Desk, path: str) -> dict[str, Any]:
    """Return what the form of a page holds."""
    page = desk.open(path).text.replace('method="post" novalidate', f'action="{path}"')
    return form_values(page, path)


def write(desk: Desk, path: str = ANSWER, **typed: str) -> TestResponse:
    """Write something else into the form of a page and send it."""
    return desk.send(path, {**form_at(desk, path), **typed})


def rows(app: Flask, home: Commune) -> list[DocumentFormRow]:
    """Return the commune's own versions."""
    with app.app_context(), use_unit(home.unit_id):
        return list(db.session.scalars(select(DocumentFormRow).order_by(DocumentFormRow.id)))


def issue(desk: Desk, case_id: int) -> str:
    """Issue the answer of a case and return its address."""
    path = f"/can-bo/ho-so/{case_id}/van-ban/tra-loi"
    return desk.send(path, {**form_at(desk, path), "sender_address": ADDRESS, "do": "issue"}).headers["Location"]


def test_new_version_is_used_from_its_day_and_issued_papers_keep_their_words(
    app: Flask, desk: dict[str, Desk], home: Commune, at: Any
):
    case_id = made(app, home, state="answered")
    before = issue(desk["officer"], case_id)
    title = "THÔNG BÁO KẾT QUẢ"
    changed = write(desk["administrator"], title=title, valid_from="2026-11-23", bases="Căn cứ Quy chế tiếp công dân của xã")
    assert (changed.status_code, changed.headers["Location"]) == (303, ANSWER)
    same_day = words_of(desk["officer"].open(f"/can-bo/ho-so/{case_id}/van-ban/tra-loi").text)
    assert title not in same_day
    at("2026-11-23 09:00")
    officer = sit_down(app, home.officer)  # the weekend has ended his session
    after = issue(officer, case_id)
    texts = [words_of(officer.open(path).text) for path in (before, after)]
    assert [title in text for text in texts] == [False, True]
    assert ["Quy chế tiếp công dân của xã." in text for text in texts] == [False, True]
    [row] = rows(app, home)
    assert (row.kind, row.version, row.valid_from.isoformat()) == ("answer", 1, "2026-11-23")
    with app.app_context(), use_unit(home.unit_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == "form:answer")).one()
    assert (entry.action, entry.facts) == ("feedback:document_form:written", {"version": 1, "valid_from": "2026-11-23"})


def test_faulty_form_is_shown_again_with_what_was_typed(app: Flask, desk: dict[str, Desk], home: Commune):
    bad: list[tuple[dict[str, str], str]] = [
        ({"body": "  "}, "Chỗ này cần được ghi."),
        ({"body": "Kính gửi {nguoi_gui}"}, "Có chỗ trống mà văn bản này không biết"),
        ({"body": "Kính gửi {sender_name"}, "Có chỗ trống mà văn bản này không biết"),
        ({"recipients": "{password}"}, "Có chỗ trống mà văn bản này không biết"),
        ({"body": "{sender_name.__class__}"}, "Có chỗ trống mà văn bản này không biết"),
        ({"valid_from": "2026-11-19"}, "Mẫu mới chỉ áp dụng từ hôm nay trở đi."),
        ({"valid_from": ""}, "Ngày này chưa đúng."),
        ({"valid_from": "hôm nay"}, "Ngày này chưa đúng."),
        ({"signing": "minutes"}, "Hãy chọn một mục trong danh sách."),
        ({"unknown": "x"}, "Biểu mẫu có ô lạ"),
    ]
    form = form_at(desk["administrator"], ANSWER)
    for change, sentence in bad:
        answer = desk["administrator"].send(ANSWER, {**form, "summary": "Câu đã gõ", **change})
        assert (change, answer.status_code, sentence in words_of(answer.text)) == (change, 400, True)
        assert "Câu đã gõ" in answer.text
    assert rows(app, home) == []


def test_two_administrators_at_once_do_not_write_over_each_other(app: Flask, desk: dict[str, Desk], home: Commune):
    opened = form_at(desk["administrator"], ANSWER)
    answers = [desk["administrator"].send(ANSWER, {**opened, "title": f"BẢN {number}"}) for number in (1, 2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert ("Người khác vừa ghi một bản mới" in words_of(answers[1].text), "BẢN 2" in answers[1].text) == (True, True)
    again = form_values(answers[1].text.replace('method="post" novalidate', f'action="{ANSWER}"'), ANSWER)
    assert desk["administrator"].send(ANSWER, again).status_code == 303
    assert [(row.version, row.title) for row in rows(app, home)] == [(1, "BẢN 1"), (2, "BẢN 2")]


def test_pages_show_the_words_in_use_and_every_version(app: Flask, desk: dict[str, Desk], home: Commune):
    listed = words_of(desk["administrator"].open(FORMS).text)
    for title in ("Giấy biên nhận", "Biên bản đối thoại", "Quyết định giải quyết khiếu nại", "02/TCD", "14a"):
        assert title in listed
    write(desk["administrator"], title="THÔNG BÁO MỚI")
    page = words_of(desk["administrator"].open(ANSWER).text)
    assert "Bản 1 của xã · từ 20/11/2026 · đang dùng Bản có sẵn" in page
    assert "{sender_name} Họ tên người gửi" in page
    assert "[Họ tên người gửi]" in page
    assert "Riêng của xã" in words_of(desk["administrator"].open(FORMS).text)
    assert desk["administrator"].open(f"{FORMS}/khong-co").status_code == 404


def test_number_reached_on_paper_is_entered_once(app: Flask, desk: dict[str, Desk], home: Commune):
    assert write(desk["administrator"], FORMS, series="TB", last_number="214").status_code == 303
    case_id = made(app, home, state="answered")
    shown = words_of(desk["officer"].open(issue(desk["officer"], case_id)).text)
    assert "Số: 215/TB-UBND" in shown
    late = write(desk["administrator"], FORMS, series="TB", last_number="300")
    assert (late.status_code, "Nghị định 30/2020/NĐ-CP, Điều 15" in words_of(late.text)) == (409, True)
    for typed in ("", "abc", "-1", "123456"):
        refused = write(desk["administrator"], FORMS, series="QĐ", last_number=typed)
        assert (typed, refused.status_code) == (typed, 400)
    assert write(desk["administrator"], FORMS, series="XX", last_number="1").status_code == 400
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.execute(select(DocumentSeries.series, DocumentSeries.last_number)).all() == [("TB", 215)]


def test_pages_are_for_administrators(app: Flask, desk: dict[str, Desk], home: Commune):
    for who in ("clerk", "officer", "leader", "stranger", "supervisor"):
        assert [desk[who].open(path).status_code for path in (FORMS, ANSWER)] == [403, 403]

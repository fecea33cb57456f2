"""The public version: masked words to begin with, a person's press, and nothing before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select

from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from feedback.models import Publication, PublicCase
from tests.makers import Commune, publish_case
from tests.makers_desk import ANSWER, Desk, desks, made, photo, words_of

# ---------------------------------------------------------------- the public version


def test_public_version_begins_with_masked_words_and_no_photo(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="answered", story="Tôi là Nguyễn Văn An, số 0912 345 678. Cầu tràn hỏng lan can.")
    form = desk["clerk"].form(case_id, "cong-khai")
    assert form["cong-khai-story"] == "Tôi là [tên], số [số điện thoại]. Cầu tràn hỏng lan can."
    assert form["cong-khai-answer"].startswith("Đã hàn lại toàn bộ lan can cầu tràn.")
    page = words_of(desk["clerk"].open(f"/can-bo/ho-so/{case_id}/cong-khai").text)
    assert ("Tôi là Nguyễn Văn An, số 0912 345 678." in page, "[số điện thoại]" in page) == (True, True)


def test_what_is_masked_is_marked_in_the_letter_and_a_long_title_is_one_line(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, story="Ông Nguyễn Văn Bảo, số 0987 654 321, đổ rác <b> bên đường.")
    page = desk["clerk"].open(f"/can-bo/ho-so/{case_id}/cong-khai").text
    for part in ("Ông <mark>Nguyễn Văn Bảo</mark>, số <mark>0987 654 321</mark>, đổ rác &lt;b&gt; bên đường.",):
        assert part in page
    assert desk["clerk"].take(case_id, "cong-khai", title="Đổ rác\r\nbên  đường").status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(Publication.title).where(Publication.case_id == case_id)) == "Đổ rác bên đường"


def test_nothing_is_public_before_the_press_and_exactly_the_typed_words_after_it(
    app: Flask, home: Commune, desk: dict[str, Desk]
):
    case_id = made(app, home, state="in_progress")
    desk["clerk"].open(f"/can-bo/ho-so/{case_id}/cong-khai")
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.get(PublicCase, case_id).story == ""
    answer = desk["clerk"].take(case_id, "cong-khai", title="Cầu tràn hỏng lan can", story="Lan can cầu tràn hỏng sau mưa.")
    assert answer.status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        row = db.session.get(PublicCase, case_id)
        assert (row.title, row.story, row.photos, row.published) == (
            "Cầu tràn hỏng lan can",
            "Lan can cầu tràn hỏng sau mưa.",
            [],
            True,
        )
    assert "Lan can cầu tràn hỏng sau mưa." in words_of(desk["clerk"].case(case_id).text)


def test_an_answer_that_came_later_is_asked_for_and_begins_the_public_version(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    case_id, asked = made(app, home, state="in_progress"), "Trả lời mới nhất chưa có trong bản công khai."
    told = {"title": "Cầu tràn hỏng lan can", "story": "Lan can cầu tràn hỏng sau mưa.", "answer": "Xã hẹn làm trong tháng."}
    desk["clerk"].take(case_id, "cong-khai", **told)
    assert asked not in words_of(desk["clerk"].case(case_id).text)
    at("2026-11-23 08:00")
    desk = desks(app, home)
    desk["officer"].hand_in(case_id, **ANSWER)
    assert desk["leader"].take(case_id, "duyet", do="issue").status_code == 303
    assert asked in words_of(desk["clerk"].case(case_id).text)
    typed = desk["clerk"].form(case_id, "cong-khai")
    assert typed["cong-khai-answer"].startswith("Đã hàn lại toàn bộ lan can cầu tràn.")
    desk["clerk"].send(f"/can-bo/ho-so/{case_id}/cong-khai", typed)
    assert asked not in words_of(desk["clerk"].case(case_id).text)


def test_an_empty_public_version_is_refused(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    answer = desk["clerk"].take(case_id, "cong-khai", title="", story="Ngắn")
    text = words_of(answer.text)
    assert (answer.status_code, "Hãy ghi tiêu đề sẽ hiện công khai." in text, "Hãy ghi nội dung sẽ hiện công khai." in text) == (
        400,
        True,
        True,
    )


def test_a_photo_of_another_case_cannot_be_published(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id, other = made(app, home, state="in_progress"), made(app, home, state="in_progress")
    desk["officer"].take(other, "du-thao", **ANSWER, files=photo())
    with app.app_context(), use_unit(home.unit_id):
        foreign = db.session.scalar(select(Attachment.public_id))
    assert desk["clerk"].take(case_id, "cong-khai", photos=foreign).status_code == 400


def test_public_version_is_taken_back_with_a_reason(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    with app.app_context(), use_unit(home.unit_id):
        publish_case(home, case_id)
    assert desk["clerk"].take(case_id, "go-cong-khai", reason="").status_code == 400
    assert desk["clerk"].take(case_id, "go-cong-khai", reason="Có tên người trong ảnh").status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(func.count()).select_from(Publication)) == 0

"""Two officials at one case: the second overwrites nothing, sees what the first did, keeps the words, and may do it again."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from feedback.models import Answer, Case
from feedback.states import Channel
from tests.makers import Commune
from tests.makers_desk import Desk, form_values, made, photo, sit_down, words_of


def state_of(app: Flask, commune: Commune, case_id: int) -> tuple[str, int]:
    with app.app_context(), use_unit(commune.unit_id):
        row = db.session.get(Case, case_id)
        return row.state, row.version


def test_second_of_two_officials_overwrites_nothing(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    leader = desk["leader"].form(case_id, "nhan", officer_id="")
    assert desk["clerk"].take(case_id, "phan-loai", kind="KIEN_NGHI", reason="Người gửi xin làm mới").status_code == 303
    answer = desk["leader"].send(f"/can-bo/ho-so/{case_id}/nhan", leader)
    text = words_of(answer.text)
    assert answer.status_code == 409
    assert ("Có người vừa làm việc với hồ sơ này" in text, home.clerk.name in text, "Người gửi xin làm mới" in text) == (
        True,
        True,
        True,
    )
    assert state_of(app, home, case_id) == ("classified", 3)


def test_what_was_typed_can_be_applied_again_on_the_new_version(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    typed = desk["leader"].form(case_id, "nhan", officer_id="")
    desk["clerk"].take(case_id, "phan-loai")
    conflict = desk["leader"].send(f"/can-bo/ho-so/{case_id}/nhan", typed)
    again = form_values(conflict.text, f"/can-bo/ho-so/{case_id}/nhan")
    assert (again["nhan-officer_id"], again["nhan-version"]) == ("", "3")
    assert desk["leader"].send(f"/can-bo/ho-so/{case_id}/nhan", again).status_code == 303
    assert state_of(app, home, case_id) == ("in_progress", 4)


def test_two_drafts_are_laid_side_by_side_and_none_is_lost(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    mine = desk["officer"].form(case_id, "du-thao", what_was_done="Bản gõ ở cửa sổ thứ hai")
    desk["officer"].take(case_id, "du-thao", what_was_done="Bản lưu trước")
    answer = desk["officer"].send(f"/can-bo/ho-so/{case_id}/du-thao", {**mine, "du-thao-files": photo()})
    text = words_of(answer.text)
    assert (answer.status_code, "Bản lưu trước" in text, "Bản gõ ở cửa sổ thứ hai" in text) == (409, True, True)
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(Answer.what_was_done)) == "Bản lưu trước"
        assert db.session.scalar(select(Attachment.purpose)) == "answer1"
    again = form_values(answer.text, f"/can-bo/ho-so/{case_id}/du-thao")
    assert desk["officer"].send(f"/can-bo/ho-so/{case_id}/du-thao", again).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(Answer.what_was_done)) == "Bản gõ ở cửa sổ thứ hai"


def test_a_step_that_is_no_longer_possible_gives_the_words_back(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified", channel=Channel.WALK_IN)
    refusal = desk["leader"].form(case_id, "tu-choi", ground_code="nothing_new", letter="Một lời từ chối viết rất lâu.")
    assert desk["clerk"].take(case_id, "nhan").status_code == 303
    answer = desk["leader"].send(f"/can-bo/ho-so/{case_id}/tu-choi", refusal)
    assert (answer.status_code, "Một lời từ chối viết rất lâu." in words_of(answer.text)) == (409, True)
    assert f"/can-bo/ho-so/{case_id}/tu-choi" not in answer.text
    assert state_of(app, home, case_id)[0] == "in_progress"


def test_a_double_press_takes_the_step_once(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    form = desk["clerk"].form(case_id, "nhan")
    answers = [desk["clerk"].send(f"/can-bo/ho-so/{case_id}/nhan", form).status_code for _press in range(2)]
    assert (answers, state_of(app, home, case_id)) == ([303, 409], ("in_progress", 3))


@pytest.mark.parametrize(("who", "verb"), [("clerk", "ghi-chu"), ("leader", "chi-dao"), ("officer", "hoi-them")])
def test_what_only_adds_waits_for_nobody(app: Flask, home: Commune, desk: dict[str, Desk], who: str, verb: str):
    case_id = made(app, home, state="in_progress")
    form = desk[who].form(case_id, verb, text="Xem lại đoạn trước nhà văn hóa")
    desk["officer"].take(case_id, "du-thao", what_was_done="Đang khảo sát")
    assert desk[who].send(f"/can-bo/ho-so/{case_id}/{verb}", form).status_code == 303


def test_the_officer_cannot_change_a_draft_that_lies_with_the_leader(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    late = desk["officer"].form(case_id, "du-thao", what_was_done="Sửa khi đã trình")
    colleague = sit_down(app, home.officer)
    handed_in = colleague.hand_in(
        case_id, outcome="done", what_was_done="Đã hàn lại lan can.", done_on="2026-11-19", done_by="Phòng Kinh tế",
        evidence="none", no_evidence_reason="Ảnh gửi sau",
    )  # fmt: skip
    assert handed_in.status_code == 303
    answer = desk["officer"].send(f"/can-bo/ho-so/{case_id}/du-thao", {**late, "du-thao-files": photo()})
    assert (answer.status_code, "Sửa khi đã trình" in words_of(answer.text)) == (409, True)
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(Answer.what_was_done)) == "Đã hàn lại lan can."
        assert db.session.scalar(select(Attachment.id)) is None

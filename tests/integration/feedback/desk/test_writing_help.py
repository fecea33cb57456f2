"""Help with writing an answer: templates with marks, the gate that refuses them, words kept while typing, advice."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotFound, StaleVersion
from core.extensions import db
from core.transaction import transaction
from feedback.desk_models import DraftCopy
from feedback.queries.drafting import all_templates, copy_of, templates_for
from feedback.services import answer_templates, draft_copies, upkeep
from feedback.services.answer_templates import TemplateFacts
from feedback.states import Outcome
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_desk import ANSWER, Desk, answer_of, field_ids, form_values, made, words_of

LIST, NEW = "/can-bo/mau-tra-loi", "/can-bo/mau-tra-loi/moi"
TEXT = "Hồ sơ [[mã hồ sơ]]: đã sửa xong ngày [[ngày hoàn thành]]. Xin gọi [[điện thoại]]."


def facts(**changes: Any) -> TemplateFacts:
    values = {"name": "Sửa đường", "field_id": None, "outcome": Outcome.DONE, "what_was_done": TEXT}
    return TemplateFacts(**{**values, **changes})


def add(app: Flask, home: Commune, **changes: Any) -> str:
    with app.app_context(), use_unit(home.unit_id), transaction():
        return answer_templates.add_template(actor=home.leader, at=NOW, facts=facts(**changes)).public_id


def test_a_template_fills_the_draft_and_the_gate_waits_for_its_marks(app: Flask, home: Commune, desk: dict[str, Desk]):
    public_id = add(app, home)
    case_id = made(app, home, state="in_progress")
    page = desk["officer"].open(f"/can-bo/ho-so/{case_id}?mau={public_id}")
    form = form_values(page.text, f"/can-bo/ho-so/{case_id}/du-thao")
    text = form["du-thao-what_was_done"]
    assert ("[[mã hồ sơ]]" in text, "[[điện thoại]]" in text, "[[ngày hoàn thành]]" in text) == (False, False, True)
    assert form["du-thao-outcome"] == "done"
    assert "Còn chỗ cần điền trước khi trình: ngày hoàn thành" in words_of(page.text)
    typed = {**form, **{f"du-thao-{name}": value for name, value in ANSWER.items() if name != "what_was_done"}}
    refused = desk["officer"].send(f"/can-bo/ho-so/{case_id}/trinh", typed)
    assert (refused.status_code, "Còn chỗ trong ngoặc [[…]] chưa điền" in words_of(refused.text)) == (400, True)
    assert answer_of(app, home, case_id).state == "draft"
    again = form_values(refused.text, f"/can-bo/ho-so/{case_id}/du-thao")
    again["du-thao-what_was_done"] = text.replace("[[ngày hoàn thành]]", "19/11/2026")
    assert desk["officer"].send(f"/can-bo/ho-so/{case_id}/trinh", again).status_code == 303
    assert answer_of(app, home, case_id).state == "submitted"


def test_a_template_is_added_to_what_stands_there(app: Flask, home: Commune, desk: dict[str, Desk]):
    public_id = add(app, home)
    case_id = made(app, home, state="in_progress")
    desk["officer"].take(case_id, "du-thao", what_was_done="Đã khảo sát hiện trường.")
    page = desk["officer"].open(f"/can-bo/ho-so/{case_id}?mau={public_id}")
    text = form_values(page.text, f"/can-bo/ho-so/{case_id}/du-thao")["du-thao-what_was_done"]
    assert (text.lstrip().startswith("Đã khảo sát hiện trường."), "đã sửa xong" in text) == (True, True)
    for strange in ("0" * 32, "x", "'"):
        page = desk["officer"].open(f"/can-bo/ho-so/{case_id}?mau={strange}")
        assert page.status_code == 200


def test_templates_are_offered_by_field_and_only_in_use(app: Flask, home: Commune):
    first, second = field_ids(app, home)[:2]
    for name, changes in {
        "Mọi việc": {}, "Việc đường": {"field_id": first}, "Việc điện": {"field_id": second},
        "Mẫu cũ": {"field_id": first, "active": False},
    }.items():  # fmt: skip
        add(app, home, name=name, **changes)
    with app.app_context(), use_unit(home.unit_id):
        assert [item.name for item in templates_for(home.unit_id, first)] == ["Việc đường", "Mọi việc"]
        assert [item.name for item in templates_for(home.unit_id, None)] == ["Mọi việc"]
        assert [item.name for item in all_templates(home.unit_id)][-1] == "Mẫu cũ"


def test_leaders_write_templates_and_see_a_colleagues_change(app: Flask, home: Commune, desk: dict[str, Desk]):
    leader = desk["leader"]
    form = form_values(leader.open(NEW).text, NEW)
    answer = leader.send(NEW, {**form, "name": "Sửa cầu", "what_was_done": TEXT, "active": "y"})
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    assert "Cần điền: mã hồ sơ, ngày hoàn thành, điện thoại" in words_of(leader.open(LIST).text)
    with app.app_context(), use_unit(home.unit_id):
        public_id = all_templates(home.unit_id)[0].public_id
    one = f"{LIST}/{public_id}"
    mine, theirs = (form_values(leader.open(one).text, one) for _tab in range(2))
    assert leader.send(one, {**theirs, "name": "Sửa cầu tràn"}).status_code == 303
    conflict = leader.send(one, {**mine, "name": "Sửa cầu treo"})
    words = words_of(conflict.text)
    assert (conflict.status_code, "Sửa cầu tràn" in words, "Sửa cầu treo" in words) == (409, True, True)
    assert leader.send(one, form_values(conflict.text, one)).status_code == 303
    bad = leader.send(NEW, {**form, "name": "x", "what_was_done": "ngắn"})
    assert (bad.status_code, "Hãy đặt tên mẫu" in words_of(bad.text)) == (400, True)
    assert [desk[who].open(LIST).status_code for who in ("clerk", "officer", "supervisor")] == [403, 403, 403]


def test_commands_on_templates_refuse_what_is_not_theirs(app: Flask, home: Commune):
    public_id = add(app, home)
    with app.app_context():
        there = make_commune(NEIGHBOUR)
    their_field = field_ids(app, there)[0]
    faults = (
        ({"name": "ab"}, {"name": "template_name"}), ({"name": "Sửa đường"}, {"name": "template_name_taken"}),
        ({"name": "Khác", "what_was_done": " "}, {"what_was_done": "what_missing"}),
        ({"name": "Khác", "field_id": their_field}, {"field_id": "field_unknown"}),
    )  # fmt: skip
    with app.app_context(), use_unit(home.unit_id):
        for changes, errors in faults:
            with pytest.raises(BadInput) as refused, transaction():
                answer_templates.add_template(actor=home.leader, at=NOW, facts=facts(**changes))
            assert refused.value.errors == errors
        with pytest.raises(StaleVersion), transaction():
            answer_templates.change_template(public_id, actor=home.leader, at=NOW, version=9, facts=facts())
        assert db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == "template:added")) == 1
    with app.app_context(), use_unit(there.unit_id), pytest.raises(NotFound), transaction():
        answer_templates.change_template(public_id, actor=there.leader, at=NOW, version=1, facts=facts())


def test_typed_words_are_kept_found_again_and_dropped_with_the_draft(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    officer, path = desk["officer"], f"/can-bo/ho-so/{case_id}/du-thao"
    form = officer.form(case_id, "du-thao", what_was_done="Đang gõ dở", done_on="20/1")
    answer = officer.send(f"{path}/tu-luu", form)
    assert (answer.status_code, answer.json) == (200, {"at": "09:00"})
    assert "Có bản gõ dở lưu lúc" in words_of(officer.case(case_id).text)
    assert "Có bản gõ dở" not in words_of(desk["clerk"].case(case_id).text)
    taken = officer.open(f"/can-bo/ho-so/{case_id}?nhap-do=1")
    assert form_values(taken.text, path)["du-thao-what_was_done"].strip() == "Đang gõ dở"
    assert officer.take(case_id, "du-thao", what_was_done="Đã lưu").status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert copy_of(home.officer, case_id) is None


def test_words_typed_on_an_old_version_meet_the_new_one_side_by_side(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    officer, path = desk["officer"], f"/can-bo/ho-so/{case_id}/du-thao"
    old = officer.form(case_id, "du-thao", what_was_done="Bản gõ dở trên máy")
    assert officer.send(f"{path}/tu-luu", old).status_code == 200
    with app.app_context(), use_unit(home.unit_id), transaction():
        row = db.session.scalars(select(DraftCopy)).one()
        words, kept_at = dict(row.words), row.saved_at
    officer.take(case_id, "du-thao", what_was_done="Bản đồng nghiệp lưu")
    late = officer.send(f"{path}/tu-luu", old)
    assert (late.status_code, "hai bản sẽ hiện cạnh nhau" in late.json["fault"]) == (409, True)
    with app.app_context(), use_unit(home.unit_id), transaction() as session:
        session.add(
            DraftCopy(
                unit_id=home.unit_id, case_id=case_id, official_id=home.officer.id, version=3, words=words, saved_at=kept_at
            )
        )
    form = form_values(officer.open(f"/can-bo/ho-so/{case_id}?nhap-do=1").text, path)
    conflict = officer.send(path, form)
    text = words_of(conflict.text)
    assert (conflict.status_code, "Bản đồng nghiệp lưu" in text, "Bản gõ dở trên máy" in text) == (409, True, True)


def test_autosave_takes_nothing_it_should_not(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    form = desk["officer"].form(case_id, "du-thao", what_was_done="Đang gõ")
    path = f"/can-bo/ho-so/{case_id}/du-thao/tu-luu"
    stranger = {**form, "csrf_token": form["du-thao-csrf_token"]}
    assert desk["officer"].send(path, {**form, "du-thao-version": "x"}).status_code == 409
    assert desk["officer"].send(path, {**form, "du-thao-what_was_done": "", "du-thao-contact": ""}).status_code == 409
    assert desk["officer"].send("/can-bo/ho-so/999999/du-thao/tu-luu", form).status_code == 404
    assert desk["clerk"].send(path, stranger).status_code == 403
    answered = made(app, home, state="answered")
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(func.count(DraftCopy.id))) == 0
        with pytest.raises(Exception, match="not_allowed"), transaction():
            draft_copies.keep_copy(answered, actor=home.officer, at=NOW, version=7, words={"contact": "x"})


def test_forgotten_words_are_swept_after_thirty_days(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    with app.app_context(), use_unit(home.unit_id):
        with transaction():
            draft_copies.keep_copy(case_id, actor=home.officer, at=NOW, version=3, words={"next_step": "y" * 5000})
        assert len(copy_of(home.officer, case_id).words["next_step"]) == 1000
        assert upkeep.sweep_drafts(NOW + draft_copies.KEPT_FOR) == 0
        assert upkeep.sweep_drafts(NOW + draft_copies.KEPT_FOR * 2) == 1


def test_advice_stands_beside_the_draft_and_blocks_nothing(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    assert "Gợi ý viết" not in words_of(desk["officer"].case(case_id).text)
    heavy = {**ANSWER, "what_was_done": "Ủy ban đã khẩn trương tiến hành sửa chữa lan can."}
    desk["officer"].take(case_id, "du-thao", **heavy)
    words = words_of(desk["officer"].case(case_id).text)
    assert ("Thay “khẩn trương”: ghi ngày cụ thể." in words, "Thay “tiến hành”: làm." in words) == (True, True)
    assert desk["officer"].hand_in(case_id).status_code == 303

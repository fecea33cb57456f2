"""The officials' pages: the form keeps what was typed, every step at its button, who may not sees no button; both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select

from core.database import use_unit
from core.extensions import db
from dialogue.models import Dialogue
from tests.makers import Commune
from tests.makers_desk import Desk, desks, form_values, words_of
from tests.makers_dialogue import announced_dialogue, plan_dialogue
from tests.makers_planning import REASON

LIST, NEW = "/can-bo/doi-thoai", "/can-bo/doi-thoai/moi"
TYPED = {
    "title": "Đối thoại về nước sạch", "content": "Nước sạch ba thôn vùng cao.", "kind": "commune_conference",
    "form": "in_person", "held_on": "2026-12-18", "from_time": "08:00", "to_time": "11:00",
    "how_to_join": "Đến dự tại nhà văn hóa.", "place_1_name": "Nhà văn hóa thôn Phai Lăng", "place_1_seats": "80",
    "place_2_name": "Nhà văn hóa thôn Nà Lìa", "questions_from": "2026-12-01", "questions_to": "2026-12-14",
}  # fmt: skip


def typed(desk: Desk, path: str = NEW, **changes: Any) -> dict[str, Any]:
    return {**form_values(desk.open(path).text, path), **TYPED, **changes}


def rows(app: Flask, home: Commune) -> list[Dialogue]:
    with app.app_context(), use_unit(home.unit_id):
        return list(db.session.scalars(select(Dialogue).order_by(Dialogue.id)))


def step(desk: Desk, dialogue_id: int, verb: str, **changes: Any) -> Any:
    path = f"{LIST}/{dialogue_id}/{verb}"
    values = form_values(desk.open(f"{LIST}/{dialogue_id}").text, path)
    prefix = verb.removeprefix("viec/")
    prefix = f"viec-{prefix}" if verb.startswith("viec/") else prefix
    return desk.send(path, {**values, **{f"{prefix}-{name}": value for name, value in changes.items()}})


def test_a_clerk_plans_and_the_leader_takes_every_step(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    clerk = desks(app, home)["clerk"]
    assert "Chưa có buổi đối thoại nào ở đây" in words_of(clerk.open(LIST).text)
    suggested = form_values(clerk.open(NEW).text, NEW)
    assert (suggested["held_on"], suggested["questions_from"], suggested["questions_to"]) == (
        "2026-12-21", "2026-12-06", "2026-12-18",
    )  # fmt: skip

    chair = str(home.leader.id)
    planned = clerk.send(NEW, typed(clerk, satisfies=["leader_dialogue"], chair_ids=[chair]))
    assert planned.status_code == 303
    (row,) = rows(app, home)
    assert (row.title, row.state, row.satisfies) == (
        "Đối thoại về nước sạch", "planned", ["commune_conference", "leader_dialogue"],
    )  # fmt: skip
    page = words_of(clerk.open(planned.location).text)
    for words in ("Thông báo chậm nhất", "Thứ Sáu, 11/12/2026", home.leader.name, "Nhà văn hóa thôn Nà Lìa", "80 chỗ ngồi"):
        assert words in page, words
    assert "Thông báo công khai Mọi người thấy ngay" not in page  # the clerk has no button to announce


def test_a_plan_is_changed_from_a_fresh_page_and_every_step_has_its_button(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    people = desks(app, home)
    clerk, leader = people["clerk"], people["leader"]
    assert clerk.send(NEW, typed(clerk)).status_code == 303
    (row,) = rows(app, home)
    edit = f"{LIST}/{row.id}/sua"
    kept = form_values(clerk.open(edit).text, edit)
    assert (kept["place_1_name"], kept["from_time"], kept["title"]) == (TYPED["place_1_name"], "08:00", TYPED["title"])
    assert clerk.send(edit, {**kept, "title": "Nước sạch cho ba thôn"}).status_code == 303
    stale = clerk.send(edit, {**kept, "title": "Tên khác"})
    assert (stale.status_code, form_values(stale.text, edit)["title"]) == (409, "Tên khác")

    assert step(leader, row.id, "cong-bo").status_code == 303
    assert words_of(clerk.open(edit).text).count("không còn trong kế hoạch") == 1
    assert step(clerk, row.id, "viec/invitations", note="40 giấy mời").status_code == 303
    late = step(clerk, row.id, "viec/invitations", done_on="2026-11-25")
    assert (late.status_code, "Ngày này chưa đến" in late.text) == (400, True)
    near = step(leader, row.id, "doi-ngay", held_on="2026-11-26", reason=REASON)
    assert (near.status_code, "chậm nhất là 19/11/2026" in near.text, REASON in near.text) == (400, True, True)
    assert step(leader, row.id, "doi-ngay", held_on="2026-12-22", reason=REASON).status_code == 303
    early = step(clerk, row.id, "bat-dau")
    assert (early.status_code, "Chưa đến ngày đối thoại" in early.text) == (400, True)
    at("2026-12-22 08:00")
    people = desks(app, home)
    assert step(people["clerk"], row.id, "bat-dau").status_code == 303
    assert step(people["clerk"], row.id, "ket-thuc").status_code == 303
    (row,) = rows(app, home)
    assert (row.state, row.sequence, row.title) == ("held", 1, "Nước sạch cho ba thôn")
    board = words_of(people["leader"].open(LIST).text)
    assert "1 / 1 Năm 2026 đã đủ." in board
    assert "Nước sạch cho ba thôn" in words_of(people["leader"].open(f"{LIST}?xem=da-qua").text)


def test_what_cannot_be_planned_is_said_in_place_and_nothing_typed_is_lost(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    clerk = desks(app, home)["clerk"]
    with app.app_context(), use_unit(home.unit_id):
        announced_dialogue(home, chair_ids=(home.leader.id,))
    for changes, words in (
        ({"title": ""}, "Hãy ghi tên buổi đối thoại"),
        ({"held_on": "2026-11-19"}, "Thời điểm này đã qua"),
        ({"held_on": "2031-01-06", "questions_to": "2030-12-30"}, "Lịch ngày nghỉ của năm này chưa có"),
        ({"held_on": ""}, "Hãy ghi ngày"),
        ({"held_on": "32/12"}, "Ngày này chưa đúng"),
        ({"from_time": "sáng"}, "Giờ"),
        ({"to_time": "07:00"}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({"seats": "0"}, "từ 1 đến 100.000"),
        ({"place_3_seats": "12"}, "Hãy ghi tên địa điểm"),
        ({"place_2_name": "NHÀ VĂN HÓA thôn Phai Lăng"}, "Một địa điểm được ghi hai lần"),
        ({"held_on": "2026-12-15", "place_1_name": "Hội trường Ủy ban nhân dân xã"}, "đã có buổi đối thoại khác trùng giờ"),
        ({"held_on": "2026-12-15", "chair_ids": [str(home.leader.id)]}, "đã chủ trì một buổi khác trùng giờ"),
        ({"questions_to": "2026-12-19"}, "chậm nhất vào ngày đối thoại"),
        ({"kind": "party"}, "Hãy chọn một mục trong danh sách"),
        ({"chair_ids": ["999999"]}, ""),
        ({"surprise": "x"}, "Biểu mẫu có ô lạ"),
    ):
        answer = clerk.send(NEW, typed(clerk, **changes))
        assert (answer.status_code, words in answer.text) == (400, True), changes
        assert "Nước sạch ba thôn vùng cao." in answer.text
        assert "Nhà văn hóa thôn Phai Lăng" in answer.text or "place_1_name" in changes
    assert len(rows(app, home)) == 1


def test_calls_are_recorded_and_answered_at_the_desk(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    people = desks(app, home)
    clerk, leader = people["clerk"], people["leader"]
    path = f"{LIST}/yeu-cau"
    values = {
        **form_values(clerk.open(LIST).text, path),
        "goi-source": "voters",
        "goi-subject": "Đường vào thôn",
        "goi-number": "",
    }
    missing = clerk.send(path, values)
    assert (missing.status_code, "Hãy ghi số người" in missing.text, "Đường vào thôn" in missing.text) == (400, True, True)
    assert clerk.send(path, {**values, "goi-number": "412"}).status_code == 303
    board = leader.open(LIST).text
    assert "Cử tri ký yêu cầu: Đường vào thôn" in words_of(board)
    action = next(line.split('"')[0] for line in board.split('action="')[1:] if line.startswith(f"{path}/"))
    prefix = f"tra-loi-{action.rsplit('/', 1)[1]}-"
    refused = leader.send(action, {**form_values(board, action), f"{prefix}answer": "no", f"{prefix}reason": ""})
    assert (refused.status_code, "Hãy ghi lý do" in refused.text) == (400, True)
    said = leader.send(action, {**form_values(board, action), f"{prefix}answer": "plan"})
    assert (said.status_code, said.location) == (303, NEW)
    assert "Cử tri ký yêu cầu: Đường vào thôn Sẽ đối thoại" in words_of(leader.open(LIST).text)
    assert leader.send(f"{LIST}/don-giong-nhau/village/999999", {}).status_code in (400, 404)


def test_who_reads_sees_no_form_and_another_commune_sees_nothing(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    people = desks(app, home)
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = plan_dialogue(home)
    path = f"{LIST}/{dialogue_id}"
    token = form_values(people["clerk"].open(NEW).text, NEW)["csrf_token"]
    for name in ("officer", "supervisor"):
        page = people[name].open(path)
        assert (page.status_code, "cong-bo" in page.text, "Ghi là đã xong" in page.text) == (200, False, False)
        assert 'href="/can-bo/doi-thoai" aria-current="page"' in page.text
        assert people[name].open(NEW).status_code == 403
    assert people["administrator"].open(LIST).status_code == 403
    for verb in ("cong-bo", "huy", "doi-ngay"):
        answer = people["clerk"].send(f"{path}/{verb}", {"csrf_token": token, f"{verb}-version": "1"})
        assert answer.status_code in (400, 403), verb
    for missing in (f"{LIST}/999999", f"{LIST}/999999/sua", f"{LIST}/99999999999"):
        assert people["clerk"].open(missing).status_code == 404
    assert rows(app, home)[0].state == "planned"
    for query in ("?trang=0", "?trang=99999999", "?xem=tat-ca&trang=x", "?xem=da-qua&trang=3"):
        assert people["clerk"].open(f"{LIST}{query}").status_code == 200, query
        assert app.test_client().get(f"/doi-thoai{query}").status_code == 200, query

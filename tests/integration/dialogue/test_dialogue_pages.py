"""What everybody sees of dialogues: the list, one dialogue, the home page; on both databases, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask

from core.database import use_unit
from tests.makers import NEIGHBOUR, Commune, make_commune
from tests.makers_dialogue import announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_planning import LATER, REASON, at_hour, cancel, held_dialogue, opened_dialogue, postpone

TITLE = "Đối thoại cuối năm với người dân ba cụm thôn"


def code_of(app: Flask, home: Commune, dialogue_id: int) -> str:
    with app.app_context(), use_unit(home.unit_id):
        return read_dialogue(dialogue_id).code


def test_list_and_page_follow_a_dialogue_from_the_plan_to_its_new_day(app: Flask, home: Commune, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    client = app.test_client()
    empty = client.get("/doi-thoai").text
    assert "Chưa có buổi đối thoại nào được thông báo" in empty
    assert "đã tổ chức 0 buổi; quy định ít nhất 1 buổi (năm 2026)" in empty

    with app.app_context(), use_unit(home.unit_id):
        planned = plan_dialogue(home, title="Nghe dân bàn về chợ mới", places=())
        code = read_dialogue(planned).code
        plan_dialogue(home, title="Nghe dân bàn năm tới", **at_hour(LATER + timedelta(days=30)))
    plan = client.get("/doi-thoai").text
    assert plan.index("Tháng 12/2026") < plan.index("Nghe dân bàn về chợ mới") < plan.index("Kế hoạch năm 2027")
    assert plan.index("Kế hoạch năm 2027") < plan.index("Tháng 1/2027") < plan.index("Nghe dân bàn năm tới")
    assert "15/12/2026" not in plan  # of what is only planned the month is public, not the day
    assert client.get(f"/doi-thoai/{code}").status_code == 404

    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home, chair_ids=(home.leader.id,))
    path = f"/doi-thoai/{code_of(app, home, dialogue_id)}"
    for page in (client.get("/doi-thoai").text, client.get("/").text):
        assert f'href="{path}"' in page
        assert "Thứ Ba, 15/12/2026" in page
    page = client.get(path)
    assert (page.status_code, len(page.data) <= 15_000) == (200, True)
    for words in (
        TITLE, "08:00–11:00", "Hội trường Ủy ban nhân dân xã", "không cần đăng ký trước", "Đường liên thôn, rác thải",
        home.leader.name, "Đại diện Thường trực Hội đồng nhân dân xã", "Đã thông báo", "20/11/2026 – 10/12/2026",
        "Chậm nhất là hết thứ Ba, 08/12/2026.", "Hạn chót là hết thứ Sáu, 25/12/2026.", "Điều 43",
    ):  # fmt: skip
        assert words in page.text, words

    with app.app_context(), use_unit(home.unit_id):
        postpone(home, dialogue_id)
    moved = client.get(path).text
    for words in ("Đã dời ngày", REASON, "Thứ Ba, 22/12/2026", "08:00, 15/12/2026", "Chậm nhất là hết thứ Ba, 15/12/2026."):
        assert words in moved, words
    assert "20/11/2026 – 17/12/2026" in moved


def test_page_says_what_is_going_on_what_is_late_and_what_was_called_off(
    app: Flask, home: Commune, at: Callable[[str], datetime]
):
    at("2026-11-20 09:00")
    client = app.test_client()
    with app.app_context(), use_unit(home.unit_id):
        opened = opened_dialogue(home)
        later = held_dialogue(home, title="Buổi thứ hai", **at_hour(LATER))
        gone = announced_dialogue(home, title="Buổi đã hủy", **at_hour(LATER + timedelta(days=1)))
        cancel(home, gone)
        quiet = plan_dialogue(home, title="Chưa ai biết", **at_hour(LATER + timedelta(days=5)))
        cancel(home, quiet)
    at("2026-12-15 09:00")
    assert "Đang diễn ra" in client.get(f"/doi-thoai/{code_of(app, home, opened)}").text
    at("2027-01-04 09:00")
    held = client.get(f"/doi-thoai/{code_of(app, home, later)}").text
    assert "Hạn chót là hết thứ Hai, 04/01/2027." in held
    assert "quá hạn" not in held
    at("2027-01-05 09:00")
    assert "quá hạn" in client.get(f"/doi-thoai/{code_of(app, home, later)}").text
    called_off = client.get(f"/doi-thoai/{code_of(app, home, gone)}").text
    assert "Buổi đối thoại này đã hủy" in called_off
    assert REASON in called_off
    listed = client.get("/doi-thoai").text
    assert "Buổi đã hủy" in listed
    assert "Chưa ai biết" not in listed
    english = client.get("/doi-thoai?lang=en").text
    assert "Dialogue" in english


def test_a_dialogue_of_another_commune_is_not_there(app: Flask, home: Commune):
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
        with use_unit(neighbour.unit_id):
            code = read_dialogue(announced_dialogue(neighbour)).code
    client = app.test_client()
    for path in (f"/doi-thoai/{code}", f"/doi-thoai/{code}.ics", "/doi-thoai/7K3MP-9QXTR", "/doi-thoai/7K3MP-9QXT!"):
        assert client.get(path, base_url="http://localhost").status_code == 404, path

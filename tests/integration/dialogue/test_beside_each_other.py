"""Two officials write the same thing: nobody writes over what he was not shown, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from core.database import use_unit
from dialogue.queries.conclusions import conclusion_row
from tests.makers import Commune
from tests.makers_desk import desks, form_values, words_of
from tests.makers_dialogue import announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_minutes import held, in_session, promised_item, read_minutes
from tests.makers_planning import REASON
from tests.makers_questions import ask_question, read_question
from tests.makers_reception import enter, public_day, read_day

BOTH = "Đang lưu và vừa gõ"
At = Callable[[str], Any]


def test_the_conclusions_of_a_colleague_are_shown_before_they_are_written_over(app: Flask, home: Commune, at: At):
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = held(home, promised_item(home))
    at("2026-12-22 09:00")
    clerk, page = desks(app, home)["clerk"], f"/can-bo/doi-thoai/{dialogue_id}/ket-luan"
    mine = form_values(clerk.open(page).text, page)
    assert clerk.send(page, {**mine, "text": "Bản của người kia.", "posted": "", "do": "save"}).status_code == 303
    stale = clerk.send(page, {**mine, "text": "Bản của tôi.", "do": "save"})
    assert stale.status_code == 409
    assert [part in words_of(stale.text) for part in (BOTH, "Bản của người kia.", "Bản của tôi.")] == [True] * 3
    assert clerk.send(page, {**form_values(stale.text, page), "do": "save"}).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert conclusion_row(home.unit_id, dialogue_id).text == "Bản của tôi."


def test_the_head_of_the_minutes_is_shown_in_both_versions(app: Flask, home: Commune, at: At):
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = in_session(home)
    at("2026-12-15 08:30")
    clerk, page = desks(app, home)["clerk"], f"/can-bo/doi-thoai/{dialogue_id}/bien-ban"
    mine = {**form_values(clerk.open(page).text, f"{page}/dau"), "dau-place": "Hội trường", "dau-started": "08:00"}
    first = {**mine, "dau-secretary": "Nông Thị Ghi", "dau-attended": "118"}
    assert clerk.send(f"{page}/dau", first).status_code == 303
    stale = clerk.send(f"{page}/dau", {**mine, "dau-secretary": "Lương Văn Chép", "dau-attended": "120"})
    assert stale.status_code == 409
    shown = words_of(stale.text)
    assert [part in shown for part in (BOTH, "Nông Thị Ghi", "118", "120")] == [True] * 4
    again = form_values(stale.text, f"{page}/dau")
    assert (again["dau-secretary"], clerk.send(f"{page}/dau", again).status_code) == ("Lương Văn Chép", 303)
    with app.app_context(), use_unit(home.unit_id):
        assert read_minutes(dialogue_id).secretary == "Lương Văn Chép"


def test_a_plan_is_shown_in_both_versions(app: Flask, home: Commune, at: At):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = plan_dialogue(home)
    clerk, edit = desks(app, home)["clerk"], f"/can-bo/doi-thoai/{dialogue_id}/sua"
    mine = form_values(clerk.open(edit).text, edit)
    assert clerk.send(edit, {**mine, "title": "Nước sạch", "from_time": "08:30"}).status_code == 303
    stale = clerk.send(edit, {**mine, "title": "Tên khác"})
    assert stale.status_code == 409
    assert [part in words_of(stale.text) for part in (BOTH, "Nước sạch", "08:30", "Tên khác")] == [True] * 4
    assert clerk.send(edit, form_values(stale.text, edit)).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert read_dialogue(dialogue_id).title == "Tên khác"


def test_the_reason_of_a_step_is_not_lost_when_somebody_was_quicker(app: Flask, home: Commune, at: At):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
    leader, page = desks(app, home)["leader"], f"/can-bo/doi-thoai/{dialogue_id}"
    move, cancel = f"{page}/doi-ngay", f"{page}/huy"
    opened = leader.open(page).text
    mine = {**form_values(opened, cancel), "huy-reason": "Hội trường bị lũ cuốn trôi mất mái"}
    hours = {"doi-ngay-held_on": "2026-12-22", "doi-ngay-from_time": "08:00", "doi-ngay-to_time": "11:00"}
    assert leader.send(move, {**form_values(opened, move), **hours, "doi-ngay-reason": REASON}).status_code == 303
    stale = leader.send(cancel, mine)
    again = form_values(stale.text, cancel)
    assert (stale.status_code, again["huy-reason"]) == (409, mine["huy-reason"])
    assert leader.send(cancel, again).status_code == 303


def test_a_step_that_is_gone_still_shows_what_was_typed(app: Flask, home: Commune, at: At):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
    leader, page = desks(app, home)["leader"], f"/can-bo/doi-thoai/{dialogue_id}"
    cancel = f"{page}/huy"
    mine = {**form_values(leader.open(page).text, cancel), "huy-reason": REASON}
    assert leader.send(cancel, mine).status_code == 303
    late = leader.send(cancel, {**mine, "huy-reason": "Hội trường bị lũ cuốn trôi mất mái"})
    assert (late.status_code, "lũ cuốn trôi mất mái" in late.text) == (409, True)


def test_an_announcement_is_shown_in_both_versions(app: Flask, home: Commune, at: At):
    at("2026-12-01 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
    leader, page = desks(app, home)["leader"], f"/can-bo/doi-thoai/{dialogue_id}/sua-thong-bao"
    mine = form_values(leader.open(page).text, page)
    assert leader.send(page, {**mine, "from_time": "14:00", "to_time": "17:00", "reason": "Sáng có tang lễ."}).status_code == 303
    stale = leader.send(page, {**mine, "chairs": "Chủ tịch Mặt trận xã", "reason": "Thêm người chủ trì."})
    assert stale.status_code == 409
    assert [part in words_of(stale.text) for part in (BOTH, "14:00", "08:00", "Chủ tịch Mặt trận xã")] == [True] * 4


def test_the_words_of_a_question_are_shown_before_they_are_written_over(app: Flask, home: Commune, at: At):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        question_id = ask_question(home, dialogue_id).question_id
    clerk, page = desks(app, home)["clerk"], f"/can-bo/doi-thoai/{dialogue_id}/cau-hoi/{question_id}"
    mine = form_values(clerk.open(page).text, f"{page}/nhan")
    assert clerk.send(f"{page}/nhan", {**mine, "nhan-public_text": "Lời của người kia?"}).status_code == 303
    stale = clerk.send(f"{page}/nhan", {**mine, "nhan-public_text": "Lời của tôi?"})
    assert stale.status_code == 409
    assert [part in words_of(stale.text) for part in (BOTH, "Lời của người kia?", "Lời của tôi?")] == [True] * 3
    assert clerk.send(f"{page}/nhan", form_values(stale.text, f"{page}/nhan")).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert read_question(question_id).public_text == "Lời của tôi?"


def test_a_line_of_the_reception_register_is_shown_before_it_is_written_over(app: Flask, home: Commune, at: At):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        row = f"/can-bo/tiep-dan/so/{enter(home)}"
    clerk = desks(app, home)["clerk"]
    mine = form_values(clerk.open(row).text, f"{row}/sua")
    assert clerk.send(f"{row}/sua", {**mine, "follow_up": "Đã hẹn trả lời ngày 5/12."}).status_code == 303
    stale = clerk.send(f"{row}/sua", {**mine, "follow_up": "Đã gọi điện."})
    assert stale.status_code == 409
    shown = words_of(stale.text)
    assert [part in shown for part in (BOTH, "Đã hẹn trả lời ngày 5/12.", "Đã gọi điện.")] == [True] * 3
    assert clerk.send(f"{row}/sua", form_values(stale.text, f"{row}/sua")).status_code == 303
    assert "Đã gọi điện." in words_of(clerk.open(row).text)


def test_on_a_phone_each_text_says_which_version_it_is(app: Flask):
    with app.test_request_context("/"):
        page = app.jinja_env.get_template("components/both_texts.html").module
        shown = page.two_texts([("Nội dung", "Bản kia", "Bản này")])
    assert ("scroll" in shown, '<span class="on-phone">Đang lưu: </span>Bản kia' in shown) == (False, True)
    assert '<span class="on-phone">Vừa gõ: </span><mark>Bản này</mark>' in shown


def test_a_reception_day_keeps_what_was_typed_when_somebody_was_quicker(app: Flask, home: Commune, at: At):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        day_id = public_day(home)
    clerk, page = desks(app, home)["clerk"], f"/can-bo/tiep-dan/ngay/{day_id}"
    postpone, online = f"{page}/hoan", f"{page}/truc-tuyen"
    opened = clerk.open(page).text
    mine = {**form_values(opened, postpone), "hoan-reason": "Người tiếp đi họp tỉnh", "hoan-new_on": "2026-12-28"}
    assert clerk.send(online, {**form_values(opened, online), "truc-tuyen-ref": "PT-2026-11"}).status_code == 303
    stale = clerk.send(postpone, mine)
    again = form_values(stale.text, postpone)
    assert (stale.status_code, again["hoan-reason"], again["hoan-new_on"]) == (409, mine["hoan-reason"], "2026-12-28")
    assert clerk.send(postpone, again).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert read_day(day_id).state == "postponed"

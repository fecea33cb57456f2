"""Two officials write the same thing: nobody writes over what he was not shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from core.database import use_unit
from dialogue.queries.conclusions import conclusion_row
from tests.makers import Commune
from tests.makers_desk import desks, form_values, words_of
from tests.makers_dialogue import plan_dialogue, read_dialogue
from tests.makers_minutes import held, in_session, promised_item, read_minutes

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

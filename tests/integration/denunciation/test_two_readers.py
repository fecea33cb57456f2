"""Two readers at one entry: nobody writes over what he was not shown, and nothing is destroyed that nobody has printed."""

from __future__ import annotations

from flask import Flask

from core.database import use_unit
from core.transaction import transaction
from denunciation.services import receive
from tests.integration.denunciation.test_register_pages import LIST, press, written
from tests.makers import NOW, Commune, make_case
from tests.makers_desk import Desk, form_values, photo, words_of
from tests.makers_register import entry_row, make_entry, seal

FIRST, SECOND = "Cán bộ thu tiền không có biên lai.", "Cán bộ thu tiền của nhiều người, không có biên lai."


def version_of(app: Flask, home: Commune, entry_id: str) -> int:
    with app.app_context(), use_unit(home.unit_id):
        return entry_row(entry_id).version


def test_the_copy_of_another_reader_is_not_written_over_unseen(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader).entry_id
    page, path, leader = f"{LIST}/{entry_id}", f"{LIST}/{entry_id}/ban-xac-minh", desk["leader"]
    seen = form_values(press(leader, page, f"{page}/mo", reason="Soạn bản cho người xác minh").text, path)
    kept, twice = (leader.send(path, {**seen, "copy": FIRST}) for _time in range(2))
    late = leader.send(path, {**seen, "copy": SECOND})
    again = form_values(late.text, path)
    assert (kept.status_code, twice.status_code, late.status_code, again["copy"]) == (200, 200, 409, SECOND)
    assert [words in words_of(late.text) for words in (FIRST, "chưa được lưu")] == [True, True]
    assert version_of(app, home, entry_id) == 2
    shown = form_values(press(leader, page, f"{page}/mo", reason="Xem bản đang lưu").text, path)
    assert (shown["copy"], leader.send(path, again).status_code, version_of(app, home, entry_id)) == (FIRST, 200, 3)
    assert [action for action, _entry in written(app, home)].count("entry:copy_written") == 2


def test_the_envelope_is_not_destroyed_with_files_that_came_after_it_was_opened(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, name="Lương Thị Mến")
        code, entry_id = case.code, seal(case.id, home.clerk).entry_id
    page, path, leader = f"{LIST}/{entry_id}", f"{LIST}/{entry_id}/chep-giay", desk["leader"]
    asked = {**form_values(leader.open(page).text, f"{page}/mo"), "reason": "Chép vào hồ sơ giấy"}
    seen = form_values(leader.send(f"{page}/nguoi-gui", asked).text, path)
    with app.app_context(), use_unit(home.unit_id), transaction():
        receive.add(code, unit_id=home.unit_id, at=NOW, text="Gửi thêm ảnh", files=[("image/jpeg", photo()[0].read())])
    late = leader.send(path, {**seen, "paper_number": "TC-7"})
    with app.app_context(), use_unit(home.unit_id):
        stands = entry_row(entry_id).identity_key is not None
    now = form_values(leader.send(f"{page}/nguoi-gui", asked).text, path)
    gone = leader.send(path, {**now, "paper_number": "TC-7"})
    assert (late.status_code, stands, gone.status_code) == (409, True, 303)

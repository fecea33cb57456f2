"""The day in the browser without a script: queue, minutes, conflict, end, conclusions, and the public pages; both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.database import use_unit
from dialogue.queries.minutes import written_items
from tests.infra.databases import Database
from tests.makers import Commune
from tests.makers_desk import Desk, desks, form_values, loaded_commune, photo, words_of
from tests.makers_dialogue import announced_dialogue, read_dialogue
from tests.makers_minutes import concluded, held, in_session, promised_item, read_commitment

CHAIR = "Vi Văn Thành"
MORNING, AFTER = "2026-12-15 08:30", "2026-12-22 09:00"


@pytest.fixture
def database(commune_database: Database) -> Database:
    """Return a database in which the commune is loaded already."""
    return commune_database


@pytest.fixture
def home(app: Flask) -> Commune:
    """Return the loaded commune; no application context is left open around requests."""
    with app.app_context():
        return loaded_commune()


@pytest.fixture
def desk(app: Flask, home: Commune, at: Callable[[str], datetime]) -> dict[str, Desk]:
    """Return a signed-in browser for one official of each kind, on the day of the dialogue."""
    at(MORNING)
    return desks(app, home)


def opened(app: Flask, home: Commune) -> tuple[int, str]:
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = in_session(home)
        return dialogue_id, read_dialogue(dialogue_id).code


def sent(desk: Desk, page: str, action: str, **typed: Any) -> Any:
    """Fill in the form of a page as it is and press its button."""
    return desk.send(action, {**form_values(desk.open(page).text, action), **typed})


def token(desk: Desk) -> str:
    """Return the token that every form of this official bears."""
    return form_values(desk.open("/can-bo/cam-ket").text, "/dang-xuat")["csrf_token"]


def actions(html: str, part: str) -> list[str]:
    """Return the addresses of the forms of a page that hold ``part``."""
    return [piece.split('"')[0] for piece in html.split('action="')[1:] if part in piece.split('"')[0]]


def own_form(desk: Desk, path: str) -> dict[str, Any]:
    """Return what the form of a page that posts to itself holds."""
    html = desk.open(path).text.replace('method="post" novalidate', f'method="post" action="{path}" novalidate')
    return form_values(html, path)


def item_values(desk: Desk, page: str, index: int, **typed: Any) -> dict[str, Any]:
    """Return what the nth item form of the minutes holds."""
    html = desk.open(page).text
    start = [part for part in html.split("<form") if 'data-minute="' in part][index]
    one = (
        "<!doctype html><html lang=vi><head><title>x</title></head><body><form"
        + start.split("</form>")[0]
        + "</form></body></html>"
    )
    return {**form_values(one, f"{page}/y-kien"), **{f"y-kien-{name}": value for name, value in typed.items()}}


def test_the_queue_is_seen_live_and_on_the_wall(app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient):
    dialogue_id, code = opened(app, home)
    clerk, queue = desk["clerk"], f"/can-bo/doi-thoai/{dialogue_id}/dieu-hanh"
    assert sent(clerk, queue, queue, topic="Rác ở chợ Vạn Linh").status_code == 303
    missing = sent(clerk, queue, queue, topic="", minutes_allowed="75")
    assert (missing.status_code, "75" in missing.text) == (400, True)
    shown = client.get(f"/doi-thoai/{code}/truc-tiep")
    assert ("Rác ở chợ Vạn Linh" in shown.text, shown.headers["Refresh"]) == (True, "10")
    assert f'<a class="go" href="/doi-thoai/{code}">' in shown.text
    again = client.get(f"/doi-thoai/{code}/truc-tiep", headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    start = actions(clerk.open(queue).text, "/start")[0]
    assert sent(clerk, queue, start).status_code == 303
    wall = client.get(f"/doi-thoai/{code}/man-hinh")
    assert ("Đang nói" in wall.text, wall.headers["Refresh"]) == (True, "5")
    changed = client.get(f"/doi-thoai/{code}/truc-tiep", headers={"If-None-Match": shown.headers["ETag"]})
    assert (changed.status_code, "Đang nói: số 1" in changed.text) == (200, True)
    name = start.split("/")[-2]
    twice = clerk.send(start, {f"luot-{name}-version": "1", f"luot-{name}-csrf_token": token(clerk)})
    assert (twice.status_code, "Lượt này đang ở tình trạng khác" in twice.text) == (409, True)
    ended = sent(clerk, queue, actions(clerk.open(queue).text, "/answer")[0])
    assert (ended.status_code, "Đã trả lời" in client.get(f"/doi-thoai/{code}/truc-tiep").text) == (303, True)
    assert "Lấy số cho người xin nói" not in desk["officer"].open(queue).text


def test_two_writers_of_one_item_see_both_texts(app: Flask, home: Commune, desk: dict[str, Desk]):
    minutes = f"/can-bo/doi-thoai/{opened(app, home)[0]}/bien-ban"
    clerk, leader = desk["clerk"], desk["leader"]
    first = item_values(clerk, minutes, 0, opinion="Chợ không có thùng rác", answer="Sẽ đặt")
    assert clerk.send(f"{minutes}/y-kien", first).status_code == 303
    assert clerk.send(f"{minutes}/dong-bo", first).json["version"] == 1  # the same once more is one item
    mine = item_values(leader, minutes, 0, opinion="Chợ không có thùng rác, ruồi nhiều")
    theirs = item_values(clerk, minutes, 0, answer="Sẽ đặt trong tháng")
    assert clerk.send(f"{minutes}/dong-bo", theirs).json["version"] == 2
    silent = leader.send(f"{minutes}/dong-bo", mine)
    assert (silent.status_code, "Người khác vừa sửa" in silent.json["fault"]) == (409, True)
    clash = leader.send(f"{minutes}/y-kien", mine)
    assert (clash.status_code, "ruồi nhiều" in clash.text, "Sẽ đặt trong tháng" in clash.text) == (409, True, True)
    both = form_values(clash.text, f"{minutes}/y-kien")
    assert (both["y-kien-version"], both["y-kien-opinion"]) == ("2", "Chợ không có thùng rác, ruồi nhiều")
    assert leader.send(f"{minutes}/y-kien", {**both, "y-kien-answer": "Sẽ đặt trong tháng"}).status_code == 303
    assert clerk.send(f"{minutes}/dong-bo", item_values(clerk, minutes, 1)).status_code == 400
    past = {"promised": "y", "promise": "Vá đường", "promise_due_on": "14/12/2026"}
    early = clerk.send(f"{minutes}/y-kien", item_values(clerk, minutes, 1, opinion="Đường hỏng", **past))
    assert (early.status_code, "Hạn này trước ngày đối thoại" in early.text, "Vá đường" in early.text) == (400, True, True)
    kept = clerk.send(f"{minutes}/y-kien", item_values(clerk, minutes, 1, opinion="Đường hỏng", promised="y"))
    assert (kept.status_code, "Đường hỏng" in kept.text, "Hãy ghi đúng việc đã hứa" in kept.text) == (400, True, True)
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = int(minutes.split("/")[3])
        [row] = written_items(home.unit_id, dialogue_id)
        assert (row.opinion, row.answer, row.version) == ("Chợ không có thùng rác, ruồi nhiều", "Sẽ đặt trong tháng", 3)


def test_the_minutes_end_when_nothing_is_missing(app: Flask, home: Commune, desk: dict[str, Desk]):
    minutes, clerk = f"/can-bo/doi-thoai/{opened(app, home)[0]}/bien-ban", desk["clerk"]
    clerk.send(f"{minutes}/y-kien", item_values(clerk, minutes, 0, opinion="Chợ không có thùng rác"))
    head = f"{minutes}/dau"
    planned = form_values(clerk.open(minutes).text, head)
    assert planned["dau-place"] == "Hội trường Ủy ban nhân dân xã, Trung tâm xã Vạn Linh"
    assert planned["dau-chairs"].endswith("Đại diện Thường trực Hội đồng nhân dân xã")
    whole = {"dau-place": "Hội trường xã", "dau-secretary": "Vi Thị Hạnh", "dau-attended": "120", "dau-started": "08:00"}
    wrong = sent(clerk, minutes, head, **{**whole, "dau-women": "130"})
    assert (wrong.status_code, "Số này lớn hơn tổng số người dự" in wrong.text, "130" in wrong.text) == (400, True, True)
    assert sent(clerk, minutes, head, **{**whole, "dau-started": "8 rưỡi"}).status_code == 400
    assert sent(clerk, minutes, head, **whole).status_code == 303
    early = sent(clerk, minutes, f"{minutes}/ket-thuc")
    lacking = "Chưa kết thúc được biên bản, còn thiếu: Giờ kết thúc."
    assert (early.status_code, words_of(early.text).count(lacking) >= 1) == (400, True)
    assert sent(clerk, minutes, head, **whole, **{"dau-ended": "11:00"}).status_code == 303
    last = item_values(clerk, minutes, 0, answer="Muộn")
    assert sent(clerk, minutes, f"{minutes}/ket-thuc").status_code == 303
    assert "Số: 01/BB-UBND" in clerk.open(minutes).text
    word = clerk.open(f"{minutes}/tai/docx")
    assert (word.data[:2], "bien-ban.docx" in word.headers["Content-Disposition"]) == (b"PK", True)
    refused = clerk.send(f"{minutes}/y-kien", last)
    assert (refused.status_code, clerk.send(f"{minutes}/dong-bo", last).status_code) == (409, 409)


def test_conclusions_are_refused_with_the_rule_and_published_with_a_number(
    app: Flask, home: Commune, client: FlaskClient, at: Callable[[str], datetime]
):
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = held(home, promised_item(home))
        code = read_dialogue(dialogue_id).code
    at(AFTER)
    desk = desks(app, home)
    clerk, leader, page = desk["clerk"], desk["leader"], f"/can-bo/doi-thoai/{dialogue_id}/ket-luan"
    words = {"text": "Giao các phòng làm đúng hạn.", "signer": "Hoàng Văn Bình", "do": "publish"}
    refused = sent(leader, page, page, **words)
    assert (refused.status_code, "còn thiếu người chịu trách nhiệm" in refused.text) == (400, True)
    assert "Giao các phòng làm đúng hạn." in refused.text
    edit = next(part for part in clerk.open(page).text.split('href="') if part.startswith("/can-bo/cam-ket/nhap/")).split('"')[0]
    owner = {"official_id": str(home.officer.id), "evidence_required": "Ảnh tại chợ"}
    bare = clerk.send(edit, {**own_form(clerk, edit), **owner, "text": ""})
    assert (bare.status_code, "Ảnh tại chợ" in bare.text) == (400, True)
    assert clerk.send(edit, {**own_form(clerk, edit), **owner}).status_code == 303
    add = f"{page}/cam-ket"
    assert clerk.send(add, {**own_form(clerk, add), "text": "Mở lại đường Nà Lìa"}).status_code == 303
    extra = [part for part in clerk.open(page).text.split('href="') if part.startswith("/can-bo/cam-ket/nhap/")][1].split('"')[0]
    assert sent(clerk, extra, f"{extra}/bo").status_code == 303
    assert sent(clerk, page, page, **words).status_code == 403
    assert form_values(leader.open(page).text, page)["signer"] == CHAIR
    wrong = sent(leader, page, page, **{**words, "signer": CHAIR, "signing": "body_deputy"})
    assert (wrong.status_code, "Hãy chọn Phó Chủ tịch" in words_of(wrong.text), words["text"] in wrong.text) == (400, True, True)
    assert sent(leader, page, page, **words).status_code == 303
    shown = leader.open(page).text
    assert ("Số: 01/TB-UBND" in shown, "công bố đúng hạn" in shown) == (True, True)
    assert leader.open(f"{page}/tai/docx").data[:2] == b"PK"
    assert clerk.open(edit).status_code == 404
    everybody = words_of(client.get(f"/doi-thoai/{code}/truc-tiep").text)
    assert ("Kết luận 01/TB-UBND" in everybody, "Đặt 04 thùng rác" in everybody) == (True, True)


def test_a_promise_is_kept_disputed_and_supervised_in_public(
    app: Flask, home: Commune, client: FlaskClient, at: Callable[[str], datetime]
):
    with app.app_context(), use_unit(home.unit_id):
        [row_id] = concluded(home)
        code = read_commitment(row_id).code
    at(AFTER)
    desk = desks(app, home)
    work, officer, leader, front = f"/can-bo/cam-ket/{row_id}", desk["officer"], desk["leader"], desk["supervisor"]
    done = {"done-text": "Đã đặt đủ 04 thùng", "done-done_on": "2026-12-22", "done-evidence": "photo"}
    bare = sent(officer, work, f"{work}/da-xong", **done)
    assert (bare.status_code, "Đã đặt đủ 04 thùng" in bare.text, "chưa có ảnh nào" in bare.text) == (400, True, True)
    assert sent(officer, work, f"{work}/tien-do", **{"progress-text": "Đã mua thùng"}).status_code == 303
    stale = form_values(leader.open(work).text, f"{work}/doi-han")
    assert sent(officer, work, f"{work}/da-xong", **done, **{"done-photos": photo()}).status_code == 303
    moved = leader.send(f"{work}/doi-han", {**stale, "move-to_on": "2027-02-01", "move-text": "Mưa"})
    assert (moved.status_code, "tình trạng khác" in moved.text) == (409, True)
    assert sent(front, work, f"{work}/chua-dong-y", **{"dispute-text": "Mới có 02 thùng"}).status_code == 303
    assert sent(front, work, f"{work}/giam-sat", **{"remark-text": "Đề nghị làm đủ"}).status_code == 303
    answer = actions(leader.open(work).text, f"{work}/giam-sat/")[0]
    assert sent(leader, work, answer, **{f"answer-{answer.rsplit('/', 1)[1]}-text": "Xã sẽ đặt đủ"}).status_code == 303
    public = client.get(f"/cam-ket/{code}")
    for said in ("Đã mua thùng", "Mới có 02 thùng", "Đề nghị làm đủ", "Xã sẽ đặt đủ", "Người hỏi chưa đồng ý"):
        assert said in public.text
    assert (home.officer.name in public.text, home.leader.name in public.text) == (False, False)
    assert "Đặt 04 thùng rác" in client.get("/cam-ket?xem=chua-dong-y").text
    assert "Đặt 04 thùng rác" not in client.get("/cam-ket?xem=thoi").text
    assert "Đặt 04 thùng rác" in officer.open("/can-bo/cam-ket?cua-toi=1").text
    assert desk["stranger"].open(work).status_code == 200
    assert f"{work}/tien-do" not in desk["stranger"].open(work).text


@pytest.mark.parametrize(
    "path", ["dieu-hanh", "bien-ban", "ket-luan", "ket-luan/cam-ket", "bien-ban/tai/docx", "ket-luan/tai/pdf"]
)
def test_pages_of_a_dialogue_that_is_not_there_do_not_exist(home: Commune, desk: dict[str, Desk], path: str):
    assert desk["leader"].open(f"/can-bo/doi-thoai/999999/{path}").status_code == 404


def test_before_the_day_nothing_is_written_and_the_pages_say_so(
    app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient
):
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        code = read_dialogue(dialogue_id).code
    base, clerk = f"/can-bo/doi-thoai/{dialogue_id}", desk["clerk"]
    assert "Chưa có biên bản" in clerk.open(f"{base}/bien-ban").text
    assert "Chỉ lấy số khi buổi đối thoại đang diễn ra" in clerk.open(f"{base}/dieu-hanh").text
    assert "Kết luận được viết sau khi buổi đối thoại kết thúc" in clerk.open(f"{base}/ket-luan").text
    assert "Refresh" not in client.get(f"/doi-thoai/{code}/truc-tiep").headers
    early = {"topic": "Rác", "minutes_allowed": "3", "village_id": "", "csrf_token": token(clerk)}
    assert clerk.send(f"{base}/dieu-hanh", early).status_code == 409
    assert clerk.send(f"{base}/bien-ban/dau", {"dau-version": "0", "dau-csrf_token": token(clerk)}).status_code == 409
    assert (client.get("/cam-ket?xem=qua-han").status_code, client.get("/cam-ket/AAAAA-AAAAA").status_code) == (200, 404)
    assert (desk["administrator"].open("/can-bo/cam-ket").status_code, clerk.open("/can-bo/cam-ket?cua-toi=1").status_code) == (
        403,
        200,
    )
    assert client.get("/doi-thoai/7K3MP-9QXTR/truc-tiep").status_code == 404

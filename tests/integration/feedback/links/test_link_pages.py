"""The pages around cases that belong together: the desk's forms, the tracking page, the public page, the piece for /gui."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from core.database import use_unit
from core.extensions import db
from feedback.doors import doors
from feedback.link_models import CaseSupport
from feedback.models import Case
from feedback.services.supporting import BROWSER_DAY
from feedback.states import CaseKind, Channel
from tests.makers import Commune, make_case, make_receipt, publish_case, read_case
from tests.makers_desk import MORNING, desks, field_ids, form_values, last_entry, made, row_of, sit_down, tree_of, words_of
from tests.makers_links import BRIDGE, LIGHT, RUBBISH, merge, parts_of, split, transfer

VACCINE = "Xin hỏi lịch tiêm phòng dại cho chó mèo quý này ở nhà văn hóa."
Moment = Callable[[str], datetime]


def inside(app: Flask, home: Commune, make: Callable[[], object]) -> object:
    with app.app_context(), use_unit(home.unit_id):
        return make()


def code_of(app: Flask, home: Commune, case_id: int) -> str:
    return row_of(app, home, case_id).code


# ---------------------------------------------------------------- the desk


def test_the_clerk_sees_similar_letters_with_score_and_reason_and_merges(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    first = made(app, home, story=BRIDGE, phone="0987 654 321")
    case = made(app, home, story=BRIDGE + " Xin sửa sớm.")
    people = desks(app, home)
    page = people["clerk"].case(case)
    assert (f"/can-bo/ho-so/{case}/gan-giong?manh=1" in page.text, "/100" in page.text) == (True, False)
    nearby = people["clerk"].open(f"/can-bo/ho-so/{case}/gan-giong")
    piece = people["clerk"].open(f"/can-bo/ho-so/{case}/gan-giong?manh=1").text
    assert ("/100" in words_of(nearby.text), "Cùng thôn, cùng lĩnh vực, cùng ngày" in words_of(nearby.text)) == (True, True)
    assert (piece.count("<section"), "<html" in piece, code_of(app, home, first) in piece) == (1, False, True)
    assert all("Đơn gần giống" not in people[name].case(case).text for name in ("officer", "leader", "supervisor"))
    assert people["officer"].open(f"/can-bo/ho-so/{case}/gan-giong").status_code == 403
    assert people["clerk"].open("/can-bo/ho-so/999999/gan-giong").status_code == 404
    assert "Không có đơn nào gần giống" in people["clerk"].open(f"/can-bo/ho-so/{made(app, home, story=VACCINE)}/gan-giong").text
    code = code_of(app, home, first)
    assert f'href="/can-bo/ho-so/{case}?mo=gop&amp;ma={code}#gop"' in piece
    filled = people["clerk"].open(f"/can-bo/ho-so/{case}?mo=gop&ma={code.lower()}").text
    assert form_values(filled, f"/can-bo/ho-so/{case}/gop")["gop-leading_code"] == code
    strange = people["clerk"].open(f"/can-bo/ho-so/{case}?mo=gop&ma=%3Cb%3E").text
    assert form_values(strange, f"/can-bo/ho-so/{case}/gop")["gop-leading_code"] == ""
    wrong = people["clerk"].take(case, "gop", leading_code="không có mã")
    assert (wrong.status_code, "Không có hồ sơ nào mang mã này" in words_of(wrong.text)) == (400, True)
    assert people["clerk"].take(case, "gop", leading_code=code_of(app, home, first)).status_code == 303
    shown = words_of(people["clerk"].case(case).text)
    assert ("Đã gộp vào hồ sơ chính" in shown, "Đơn gần giống" in shown) == (True, False)
    assert "1 đơn gộp vào hồ sơ này" in words_of(people["officer"].case(first).text)
    assert people["clerk"].take(case, "bo-gop", reason="Hai cầu khác nhau").status_code == 303
    assert row_of(app, home, case).state == "received"


def test_a_repetition_is_flagged_and_refused_with_the_earlier_number(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    earlier = made(app, home, state="answered", story=BRIDGE)
    case = made(app, home, state="classified", story=BRIDGE, channel=Channel.WALK_IN)
    clerk = sit_down(app, home.clerk)
    assert "Người này đã được trả lời ngày 20/11/2026" in words_of(clerk.case(case).text)
    missing = clerk.take(case, "tu-choi", ground_code="nothing_new", letter="Nội dung này đã được trả lời.")
    assert (missing.status_code, "mã của hồ sơ trước đó" in words_of(missing.text)) == (400, True)
    code = code_of(app, home, earlier)
    done = clerk.take(case, "tu-choi", ground_code="nothing_new", letter="Nội dung này đã được trả lời.", earlier_code=code)
    assert (done.status_code, code in row_of(app, home, case).ground) == (303, True)


def test_a_letter_is_split_from_the_screen_and_what_was_typed_stays(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    case = made(app, home, story=f"{BRIDGE} {RUBBISH} {LIGHT}")
    clerk, ids = sit_down(app, home.clerk), field_ids(app, home)
    typed = {"story_1": BRIDGE, "story_2": RUBBISH, "field_id_1": ids[0], "kind_2": "KIEN_NGHI"}
    wrong = clerk.take(case, "tach", **typed)
    back = form_values(wrong.text, f"/can-bo/ho-so/{case}/tach")
    assert (wrong.status_code, back["tach-story_2"], back["tach-kind_2"]) == (400, RUBBISH, "KIEN_NGHI")
    assert clerk.take(case, "tach", **typed, field_id_2=ids[1]).status_code == 303
    words = words_of(clerk.case(case).text)
    assert ("Các đơn tách ra" in words, "Đã tách thành nhiều đơn" in words) == (True, True)
    assert clerk.send(f"/can-bo/ho-so/{case}/tach", {"tach-version": "2"}).status_code in (400, 409)


def test_the_list_of_transfers_urging_and_the_reply(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    clerk = sit_down(app, home.clerk)
    assert "Không có hồ sơ nào đang chờ trả lời" in words_of(clerk.open("/can-bo/da-chuyen").text)
    case = inside(app, home, lambda: transfer(home, story=BRIDGE).id)
    at("2026-12-15 09:00")
    clerk = sit_down(app, home.clerk)
    assert "quá hạn trả lời từ 14/12/2026" in words_of(clerk.open("/can-bo/da-chuyen").text)
    assert clerk.take(case, "don-doc").status_code == 303
    wrong = clerk.take(case, "ghi-tra-loi", replied_on="31/12/2026", text="Sở đã giao đơn vị sửa.")
    assert (wrong.status_code, "từ ngày chuyển đơn đến hôm nay" in words_of(wrong.text)) == (400, True)
    assert (
        clerk.take(case, "ghi-tra-loi", replied_on="15/12/2026", number="9/SXD", text="Sở đã giao đơn vị sửa.").status_code == 303
    )
    words = words_of(clerk.case(case).text)
    assert ("1 lần" in words, "đã có trả lời" in words, "9/SXD" in words) == (True, True, True)
    for name in ("supervisor", "stranger"):
        assert sit_down(app, getattr(home, name)).open("/can-bo/da-chuyen").status_code == 200
    assert sit_down(app, home.administrator).open("/can-bo/da-chuyen").status_code == 403


def test_names_in_other_cases_are_masked_for_who_may_not_see_them(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    lead = made(app, home, story=BRIDGE)
    copy = made(app, home, story="Gọi cho tôi số 0987 654 321 về cầu tràn hỏng lan can.", phone="0987 654 321")
    clerk = sit_down(app, home.clerk)
    assert clerk.take(copy, "gop", leading_code=code_of(app, home, lead)).status_code == 303
    shown = {name: "0987 654 321" in sit_down(app, getattr(home, name)).case(lead).text for name in ("clerk", "supervisor")}
    assert shown == {"clerk": True, "supervisor": False}


def test_urgency_portal_and_information_from_the_screen(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    case, anonymous = made(app, home), made(app, home, state="classified", anonymous=True)
    clerk = sit_down(app, home.clerk)
    assert clerk.take(case, "khan", reason="gấp").status_code == 400
    assert clerk.take(case, "khan", reason="Cầu sắp sập").status_code == 303
    assert clerk.take(case, "cong-quoc-gia", number="PAKN.20261120.77").status_code == 303
    words = words_of(clerk.case(case).text)
    assert ("việc khẩn" in words, "PAKN.20261120.77" in words, "23/11/2026" in words) == (True, True, True)
    assert clerk.take(anonymous, "luu-thong-tin", text="Đã kiểm tra, có đúng sự việc.").status_code == 303
    assert row_of(app, home, anonymous).state == "filed"


def test_what_is_no_petition_is_guided_with_the_words_of_its_door(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    clerk = sit_down(app, home.clerk)
    for door in doors("vi"):
        case = made(app, home, state="classified", story=BRIDGE)
        assert clerk.take(case, "huong-dan", ground_code=door.code, receiver="").status_code == 303
        row, entry = row_of(app, home, case), last_entry(app, home, case)
        assert (row.state, door.article in row.ground) == ("guided", True)
        assert (entry.text, entry.facts["receiver"]) == (door.text, door.receiver)
    own = made(app, home, state="classified", story=BRIDGE)
    words = {"receiver": "Công an xã, phòng 2", "letter": "Xin đến gặp anh Tú ở Công an xã."}
    assert clerk.take(own, "huong-dan", ground_code="crime_report", **words).status_code == 303
    entry = last_entry(app, home, own)
    assert (entry.text, entry.facts["receiver"]) == (words["letter"], words["receiver"])


def test_feedback_on_a_regulation_is_passed_on_with_everything_filled_in(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    case = made(app, home, state="classified", kind=CaseKind.REGULATION_FEEDBACK)
    clerk = sit_down(app, home.clerk)
    form = clerk.form(case, "chuyen")
    assert (form["chuyen-ground_code"], form["chuyen-receiver"]) == ("regulation_feedback", "Văn phòng Ủy ban nhân dân tỉnh")
    assert f"/can-bo/ho-so/{case}/nhan" not in clerk.case(case).text
    assert clerk.take(case, "chuyen").status_code == 303
    row = row_of(app, home, case)
    assert (row.state, row.on_time, "Nghị định 20/2008/NĐ-CP, Điều 9.1d" in row.ground) == ("transferred", True, True)


# ---------------------------------------------------------------- the sender


def tracked_page(client: FlaskClient, code: str, secret: str) -> str:
    client.post("/tra-cuu", data={"code": code, "secret": secret})
    return client.get(f"/tra-cuu/{code}").text


def test_whoever_was_merged_sees_the_common_road_and_nothing_of_the_other(
    app: Flask, home: Commune, client: FlaskClient, at: Moment
):
    at(MORNING)

    def make() -> tuple[str, str]:
        receipt = make_receipt(home, story=BRIDGE, phone="0912 000 111")
        lead = make_case(home, state="answered", story="Lời riêng của bà Bình về cây cầu tràn.", name="Nông Thị Bình")
        publish_case(home, lead.id, answer="Đã hàn lại lan can.")
        merge(home, receipt.case_id, lead.code)
        return receipt.code, receipt.secret

    code, secret = inside(app, home, make)
    page = tracked_page(client, code, secret)
    words = words_of(page)
    assert ("được giải quyết chung" in words, "Đã hàn lại lan can." in words, "Xã đã trả lời" in words) == (True, True, True)
    assert ("Bình" in page, "Lời riêng" in page, "danh-gia" in page) == (False, False, False)
    assert client.get(f"/ho-so/{code}").status_code == 404
    assert client.get(f"/da-nhan/{code}").status_code == 200


def test_whose_letter_was_split_sees_every_part_under_its_code(app: Flask, home: Commune, client: FlaskClient, at: Moment):
    at(MORNING)

    def make() -> tuple[str, str, list[str]]:
        receipt = make_receipt(home, story=f"{BRIDGE} {RUBBISH}")
        ids = split(home, receipt.case_id, parts_of(home, BRIDGE, RUBBISH))
        return receipt.code, receipt.secret, [read_case(number).code for number in ids]

    code, secret, parts = inside(app, home, make)
    words = words_of(tracked_page(client, code, secret))
    assert all(f"Đơn {part}" in words for part in parts)
    assert (client.get(f"/ho-so/{code}").status_code, client.get(f"/ho-so/{parts[0]}").status_code) == (404, 200)


# ---------------------------------------------------------------- everybody


def published(app: Flask, home: Commune, **facts: object) -> str:
    def make() -> str:
        case = make_case(home, **{"story": BRIDGE, **facts})
        publish_case(home, case.id, title="Cầu tràn hỏng lan can", story=BRIDGE)
        return case.code

    return inside(app, home, make)


def presses(app: Flask, home: Commune) -> int:
    return inside(app, home, lambda: db.session.query(CaseSupport).count())


def test_a_browser_counts_once_and_the_count_is_public(app: Flask, home: Commune, client: FlaskClient, at: Moment):
    at(MORNING)
    code = published(app, home)
    assert "Tôi cũng gặp việc này" in words_of(client.get(f"/ho-so/{code}").text)
    first = client.post(f"/ho-so/{code}/cung-gap", follow_redirects=True)
    assert ("thêm một người cũng gặp việc này" in words_of(first.text), "1 người nữa" in words_of(first.text)) == (True, True)
    assert "từ trước" in words_of(client.post(f"/ho-so/{code.lower()}/cung-gap", follow_redirects=True).text)
    app.test_client().post(f"/ho-so/{code}/cung-gap")
    assert (presses(app, home), "2 người nữa" in words_of(client.get(f"/ho-so/{code}").text)) == (2, True)
    rows = inside(app, home, lambda: [row.browser for row in db.session.query(CaseSupport)])
    assert {len(row) for row in rows} == {64}


def test_only_published_open_cases_are_supported_and_a_browser_only_so_often(
    app: Flask, home: Commune, client: FlaskClient, at: Moment
):
    at(MORNING)
    hidden, done = made(app, home), published(app, home, state="answered")
    assert client.post(f"/ho-so/{code_of(app, home, hidden)}/cung-gap").status_code == 404
    assert client.post("/ho-so/7K3MP-9QXTR/cung-gap").status_code == 404
    assert "đã xong" in words_of(client.post(f"/ho-so/{done}/cung-gap", follow_redirects=True).text)
    codes = [published(app, home) for _ in range(BROWSER_DAY + 1)]
    last = [client.post(f"/ho-so/{code}/cung-gap", follow_redirects=True).text for code in codes][-1]
    assert (presses(app, home), "quá nhiều lượt" in words_of(last)) == (BROWSER_DAY, True)
    assert client.get(f"/ho-so/{codes[0]}/cung-gap?kq=xyz").status_code == 303
    assert client.get(f"/ho-so/{code_of(app, home, hidden)}/cung-gap?kq=counted").status_code == 200
    client.set_cookie("cung-gap", "<script>" * 6, path="/ho-so")
    assert client.post(f"/ho-so/{codes[0]}/cung-gap").status_code == 303


def test_similar_published_cases_come_as_a_piece_of_page_or_as_nothing(
    app: Flask, home: Commune, client: FlaskClient, at: Moment
):
    at(MORNING)
    code = published(app, home)
    piece = client.post("/gui/gan-giong", data={"story": "Lan can cầu tràn Nà Pe hỏng sau mưa", "village_id": "x"})
    assert (piece.status_code, f'href="/ho-so/{code}"' in piece.text, "<html" in piece.text) == (200, True, False)
    assert piece.headers["Cache-Control"] == "no-store"
    for story in ("", "cầu tràn", "xin cấp lại giấy khai sinh cho cháu", "a" * 20000, "\x00%' OR 1=1 --"):
        assert client.post("/gui/gan-giong", data={"story": story, "field_id": "99999999999"}).status_code == 204
    assert client.get("/gui/gan-giong").status_code == 405


def test_only_a_case_that_is_open_is_said_to_be_one_to_join(app: Flask, home: Commune, client: FlaskClient, at: Moment):
    at(MORNING)
    codes = [published(app, home, state=state) for state in ("in_progress", "answered")]
    piece = client.post("/gui/gan-giong", data={"story": "Lan can cầu tràn Nà Pe hỏng sau mưa"}).text
    lines = {code: next(line for line in piece.split("<li>") if code in line) for code in codes}
    assert ["Tôi cũng gặp việc này" in lines[code] for code in codes] == [True, False]
    assert ["Nếu lại hỏng, cứ gửi." in lines[code] for code in codes] == [False, True]


def test_the_sending_page_tells_which_door_is_right(app: Flask, home: Commune, client: FlaskClient):
    page = client.get("/gui")
    words = words_of(page.text)
    assert [door.title for door in doors("vi") if door.title not in words or door.article not in words] == []
    assert ("data-similar" in page.text, len(page.data) <= 15 * 1024) == (True, True)
    english = words_of(client.get("/gui?lang=en").text)
    assert [door.title for door in doors("en") if door.title not in english] == []
    assert tree_of(page.text) is not None
    assert inside(app, home, lambda: db.session.query(Case).count()) == 0

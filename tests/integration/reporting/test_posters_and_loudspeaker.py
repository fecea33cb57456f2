"""Posters and loudspeaker texts at the desk: made of public facts of one's own commune, changed by hand, kept nowhere."""

from __future__ import annotations

from flask import Flask

from accounts.queries import villages
from core.database import use_unit
from tests.makers import Commune, make_case, publish_case
from tests.makers_assisting import make_helper
from tests.makers_desk import desks, form_values, sit_down, words_of
from tests.makers_dialogue import announced_dialogue, plan_dialogue
from tests.makers_minutes import concluded, promise, read_commitment

CODE, SENDING = "na-pat", "/gui?gui-di=1"


def test_poster_opens_the_form_with_its_village_and_names_nobody_but_office_holders(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        place = next(number for number, item in enumerate(villages(home.unit_id)) if item.code == CODE)
        helper = make_helper(home, village=place)
        residents = make_case(home, name="Lăng Thị Xoóng")
    clerk, phone = sit_down(app, home.clerk), sit_down(app, helper)
    assert clerk.open("/can-bo/ap-phich").text.count("/can-bo/ap-phich/") > 10
    pages = {who: desk.open(f"/can-bo/ap-phich/{CODE}") for who, desk in (("clerk", clerk), ("helper", phone))}
    assert {page.status_code for page in pages.values()} == {200}
    text = words_of(pages["clerk"].text)
    for words in (
        "Ủy ban nhân dân xã Vạn Linh",
        "Thôn Nà Pất",
        "Quét mã",
        "Nhờ Vi Văn Trưởng, Trưởng thôn",
        "Ngày tiếp công dân",
    ):
        assert words in text
    assert ("Xoóng" in text, residents.code in text) == (False, False)
    assert "Nhờ trưởng thôn, hoặc đến" in words_of(clerk.open("/can-bo/ap-phich/xa").text)
    assert clerk.open("/can-bo/ap-phich/khong-co").status_code == 404
    form = app.test_client().get(f"/gui?thon={CODE}").text
    chosen = form_values(form, SENDING)["village_id"]
    with app.app_context(), use_unit(home.unit_id):
        assert chosen == str(villages(home.unit_id)[place].id)
    for other in ("/gui?thon=khong-co", "/gui?thon='", "/gui"):
        assert form_values(app.test_client().get(other).text, SENDING)["village_id"] == ""


def test_dialogue_is_told_only_when_it_is_announced_or_concluded(app: Flask, home: Commune):
    with app.app_context():
        announced, planned = announced_dialogue(home), plan_dialogue(home)
    desk = sit_down(app, home.clerk)
    address = f"/can-bo/phat-thanh/doi-thoai/{announced}/moi"
    page = desk.open(address)
    text = form_values(page.text, "")["text"]
    assert "Thời gian: tám giờ sáng, thứ Ba, ngày mười lăm tháng Mười hai." in text
    assert "Địa điểm: Hội trường Ủy ban nhân dân xã." in text
    hidden = (f"{planned}/moi", f"{planned}/ket-qua", f"{announced}/ket-qua", "99999/moi", f"{announced}/gi")
    assert {desk.open(f"/can-bo/phat-thanh/doi-thoai/{path}").status_code for path in hidden} == {404}
    assert address in desk.open(f"/can-bo/doi-thoai/{announced}").text


def test_text_is_changed_printed_and_kept_nowhere(app: Flask, home: Commune):
    with app.app_context():
        announced = announced_dialogue(home)
    desk = sit_down(app, home.clerk)
    address = f"/can-bo/phat-thanh/doi-thoai/{announced}/moi"
    form = form_values(desk.open(address).text, "")
    own = "Kính thưa bà con! <b>Mai họp</b>.\nXin cảm ơn."
    counted = desk.send(address, {**form, "text": own, "do": "count"})
    assert ("khoảng 4 giây" in words_of(counted.text), "có thể đọc hai lần" in words_of(counted.text)) == (True, True)
    printed = desk.send(address, {**form, "text": own, "do": "print"})
    assert ("&lt;b&gt;Mai họp&lt;/b&gt;" in printed.text, "<b>Mai" in printed.text, printed.text.count("<p>Xin")) == (
        True,
        False,
        1,
    )
    assert "Mai họp" not in desk.open(address).text
    assert "Thời gian: tám giờ" in desk.send(address, {**form, "text": "  ", "do": "print"}).text
    assert desk.send(address, {**form, "text": "a" * 3001}).status_code == 400
    assert desk.send(address, {**form, "text": own, "state": "x"}).status_code == 400


def test_result_tells_conclusions_and_promises_without_residents(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = read_commitment(concluded(home, promise(home))[0]).dialogue_id
    text = form_values(sit_down(app, home.leader).open(f"/can-bo/phat-thanh/doi-thoai/{dialogue_id}/ket-qua").text, "")["text"]
    assert ("báo kết quả buổi: Đối thoại cuối năm" in text, "Xã hứa: " in text) == (True, True)


def test_answer_is_told_once_it_was_published(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        silent, told = (make_case(home, state="answered") for _each in range(2))
        publish_case(home, told.id, answer="Đã hàn lại lan can. Ông Nguyễn Văn Bê, 0912 345 678, ký nhận ngày 19/11/2026.")
        codes = [silent.code, told.code]
    people = desks(app, home)
    assert [people["clerk"].open(f"/can-bo/phat-thanh/ho-so/{code}").status_code for code in codes] == [404, 200]
    page = people["officer"].open(f"/can-bo/phat-thanh/ho-so/{told.code}").text
    text = form_values(page, "")["text"]
    assert ("Đã hàn lại lan can." in text, "ngày mười chín tháng Mười một" in text) == (True, True)
    assert ("Nguyễn Văn Bê" in text, "0912" in text, "đã được che" in words_of(page)) == (False, False, True)
    assert people["administrator"].open(f"/can-bo/phat-thanh/ho-so/{told.code}").status_code == 403

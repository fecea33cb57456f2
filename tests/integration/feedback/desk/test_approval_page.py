"""The leader's phone page: answer, evidence and decision on one screen, from the list in one tap."""

from __future__ import annotations

from flask import Flask

from tests.makers import Commune
from tests.makers_desk import Desk, answer_of, form_values, made, row_of, words_of


def test_the_leader_decides_on_one_screen(app: Flask, home: Commune, desk: dict[str, Desk]):
    first, second, running = (made(app, home, state=state) for state in ("submitted", "submitted", "in_progress"))
    leader, page = desk["leader"], "/can-bo/ho-so/{}/xem-duyet".format
    assert [page(case_id) in leader.open("/can-bo?xem=cho-duyet").text for case_id in (first, second, running)] == [
        True,
        True,
        False,
    ]
    assert page(first) not in desk["clerk"].open("/can-bo?xem=cho-duyet").text
    shown = leader.open(page(first))
    for part in (
        "Đã hàn lại toàn bộ lan can cầu tràn.",
        "Phòng Kinh tế",
        "Ảnh sẽ gửi sau khi nghiệm thu",
        "Chỉ duyệt",
        "Nghị định 30/2020",
    ):
        assert part in words_of(shown.text)
    approve, back = f"/can-bo/ho-so/{first}/duyet", f"/can-bo/ho-so/{second}/tra-du-thao"
    assert leader.send(approve, {**form_values(shown.text, approve), "duyet-do": "issue"}).status_code == 303
    assert row_of(app, home, first).state == "answered"
    other = leader.open(page(second))
    assert leader.send(back, {**form_values(other.text, back), "tra-du-thao-note": "Cần ghi rõ đoạn nào"}).status_code == 303
    assert answer_of(app, home, second).state == "sent_back"
    for case_id in (first, second, running):
        assert leader.open(page(case_id)).headers["Location"] == f"/can-bo/ho-so/{case_id}"
    assert (desk["clerk"].open(page(first)).status_code, leader.open(page(999_999)).status_code) == (403, 404)


def test_after_the_decision_stands_what_went_out_and_the_way_to_the_next_one(app: Flask, home: Commune, desk: dict[str, Desk]):
    first, second = (made(app, home, state="submitted") for _each in range(2))
    desk["leader"].take(first, "duyet", do="issue")
    said = desk["leader"].case(first).text
    assert ("Người gửi đã được báo." in words_of(said), f'href="/can-bo/ho-so/{second}/xem-duyet"' in said) == (True, True)
    desk["leader"].take(second, "duyet", do="approve")
    said = desk["leader"].case(second).text
    assert "Đã duyệt. Cán bộ phát hành thì người gửi được báo." in words_of(said)
    assert "/xem-duyet" not in said

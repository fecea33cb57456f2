"""What is written on the page of a recommendation: kept, corrected, approved as it stands; and its name in the inbox."""

from __future__ import annotations

from flask import Flask

from tests.integration.supervision.test_supervision_pages import LIST, made
from tests.makers import Commune, inside
from tests.makers_desk import Desk, take_step, words_of
from tests.makers_supervision import TITLE, assigned, audited, drafted, told


def test_the_inbox_says_of_which_recommendation_a_letter_speaks(app: Flask, home: Commune, people: dict[str, Desk]):
    made(app, home, assigned)
    made(app, home, assigned, title="Sửa cống thôn Khuổi Mươi")
    inbox = words_of(people["officer"].open("/can-bo/hop-thu").text)
    assert [words in inbox for words in (TITLE, "Sửa cống thôn Khuổi Mươi", "hạn trả lời 07/12/2026")] == [True, True, True]


def test_the_front_corrects_what_it_sent_and_the_officer_does_not(app: Flask, home: Commune, people: dict[str, Desk]):
    one, front = f"{LIST}/{made(app, home)}", people["supervisor"]
    assert people["officer"].send(f"{one}/sua", {}).status_code == 403
    refused = take_step(front, one, "sua", title="", asked="Sửa kênh trước Tết.")
    assert (refused.status_code, "Sửa kênh trước Tết.</textarea>" in refused.text) == (400, True)
    assert take_step(front, one, "sua", asked="1. Sửa kênh trước Tết.").status_code == 303
    page = words_of(front.open(one).text)
    for words in ("Đã sửa kiến nghị.", "1. Sửa kênh trước Tết.", "Sửa kiến nghị, trước đó ghi:", "Trả lời bằng văn bản."):
        assert words in page
    assert "1. 1." not in page


def test_the_words_that_the_leader_approves_are_sent(app: Flask, home: Commune, people: dict[str, Desk]):
    one, leader = f"{LIST}/{made(app, home, drafted)}", people["leader"]
    assert take_step(leader, one, "tra-loi", accepted="Xã nhận sửa kênh và cống.", do="keep").status_code == 303
    page = words_of(leader.open(one).text)
    assert ["Đã lưu, chưa gửi cho ai." in page, "Chờ lãnh đạo duyệt" in page] == [True, True]
    assert "Bản soạn, chưa gửi" in page
    assert "Xã nhận sửa kênh và cống." in page
    refused = take_step(leader, one, "tra-loi", accepted="Xã nhận thay cống.", why="")
    assert refused.status_code == 400
    assert "Xã nhận thay cống." in refused.text
    assert take_step(leader, one, "tra-loi", accepted="Xã nhận thay cống.").status_code == 303
    page = words_of(leader.open(one).text)
    assert "Xã nhận thay cống." in page
    assert "Xã nhận sửa kênh" not in page
    assert "lãnh đạo sửa lời khi duyệt" in page


def test_an_answer_is_kept_before_it_goes_to_the_leader(app: Flask, home: Commune, people: dict[str, Desk]):
    recommendation_id = made(app, home, assigned)
    one, officer = f"{LIST}/{recommendation_id}", people["officer"]
    assert take_step(officer, one, "soan", accepted="Xã nhận sửa kênh.", do="keep").status_code == 303
    page = words_of(officer.open(one).text)
    for words in ("Đã lưu, chưa gửi cho ai.", "Đang soạn trả lời", "Xã nhận sửa kênh."):
        assert words in page
    assert take_step(officer, one, "soan", accepted="", do="keep").status_code == 400
    with inside(app, unit_id=home.unit_id):
        assert told(recommendation_id, "to_approve") == set()
        assert audited(recommendation_id)[-1].action == "supervision:answer:kept"
    assert take_step(officer, one, "soan").status_code == 303
    assert "Chờ lãnh đạo duyệt" in words_of(people["leader"].open(one).text)

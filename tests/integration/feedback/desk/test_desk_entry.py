"""The counter: a letter written down for a resident, its slip with the secret words, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.queries import fields
from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.models import Case, Sender
from feedback.services import triage
from feedback.services.clocks import clocks_of
from feedback.services.sender import look_up
from feedback.states import Action, CaseKind
from tests.makers import Commune
from tests.makers_desk import Desk, form_values, paper, photo, words_of
from tests.makers_links import turn_away

STORY = "Cống trước nhà văn hóa thôn tắc, nước mưa tràn vào sân."


def filled(desk: Desk, **typed: Any) -> dict[str, Any]:
    page = desk.open("/can-bo/nhap")
    values = form_values(page.text, "/can-bo/nhap")
    return {**values, "story": STORY, "name": "Nguyễn Văn An", "phone": "0912 345 678", **typed}


def enter(desk: Desk, **typed: Any):
    return desk.send("/can-bo/nhap", filled(desk, **typed))


def cases(app: Flask, commune: Commune) -> list[Case]:
    with app.app_context(), use_unit(commune.unit_id):
        return list(db.session.scalars(select(Case).order_by(Case.id)))


@pytest.mark.parametrize("channel", ["walk_in", "paper", "phone"])
def test_a_letter_is_written_down_with_its_channel_and_clerk(app: Flask, home: Commune, desk: dict[str, Desk], channel: str):
    answer = enter(desk["clerk"], channel=channel)
    (row,) = cases(app, home)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/can-bo/nhap/bien-nhan")
    assert (row.channel, row.registered_by, row.state, row.story) == (channel, home.clerk.id, "received", STORY)
    with app.app_context(), use_unit(home.unit_id):
        sender = db.session.scalar(select(Sender))
        assert (sender.name, sender.phone, sender.hide_name) == ("Nguyễn Văn An", "0912345678", True)


def test_slip_shows_the_words_that_open_the_case(app: Flask, home: Commune, desk: dict[str, Desk]):
    enter(desk["clerk"])
    text = words_of(desk["clerk"].open("/can-bo/nhap/bien-nhan").text)
    (row,) = cases(app, home)
    secret = text.split("(chỉ người gửi giữ)")[1].split("Người gửi")[0].strip()
    assert row.code in text
    with app.app_context(), use_unit(home.unit_id):
        assert look_up(row.code, unit_id=home.unit_id, at=now_utc(), secret=secret).level == "full"
        db.session.rollback()


def test_slip_says_who_sent_what_and_explains_each_of_its_days(app: Flask, home: Commune, desk: dict[str, Desk]):
    enter(desk["clerk"])
    page = desk["clerk"].open("/can-bo/nhap/bien-nhan").text
    (row,) = cases(app, home)
    with app.app_context(), use_unit(home.unit_id):
        days = [f"{clock.due_on:%d/%m/%Y}" for clock in clocks_of(row) if clock.state != "ended"]
    assert re.search(r"<dt>Người gửi</dt><dd>Nguyễn Văn An</dd>", page)
    assert re.search(rf"<dt>Về việc</dt><dd lang=\"vi\">{re.escape(row.subject)}</dd>", page)
    told = re.findall(r"<h2>[^<]+: [^<]*(\d\d/\d\d/\d{4})</h2>\n<ol><li>", page)
    assert len(told) >= 2
    assert told == days


def test_secret_words_are_for_one_browser_and_ten_minutes(app: Flask, home: Commune, desk: dict[str, Desk], at):
    answer = enter(desk["clerk"])
    cookie = answer.headers["Set-Cookie"]
    (row,) = cases(app, home)
    assert (row.code in cookie, "HttpOnly" in cookie, "SameSite=Strict" in cookie, "Path=/can-bo/nhap" in cookie) == (
        False,
        True,
        True,
        True,
    )
    assert desk["clerk"].open("/can-bo/nhap/bien-nhan").status_code == 200
    at("2026-11-20 09:11")
    assert desk["clerk"].open("/can-bo/nhap/bien-nhan").headers["Location"] == "/can-bo/nhap"


def test_next_letter_puts_the_slip_away(desk: dict[str, Desk]):
    enter(desk["clerk"])
    desk["clerk"].open("/can-bo/nhap")
    assert desk["clerk"].open("/can-bo/nhap/bien-nhan").status_code == 302


def test_a_forged_slip_cookie_shows_nothing(desk: dict[str, Desk]):
    desk["clerk"].client.set_cookie("slip", "gAAAA-nonsense", path="/can-bo/nhap")
    assert desk["clerk"].open("/can-bo/nhap/bien-nhan").status_code == 302


def test_a_double_press_makes_one_case(app: Flask, home: Commune, desk: dict[str, Desk]):
    form = filled(desk["clerk"])
    answers = [desk["clerk"].send("/can-bo/nhap", {**form, "files": photo()}).status_code for _press in range(2)]
    assert (answers, len(cases(app, home))) == ([303, 303], 1)
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1


def test_clock_starts_on_the_day_a_paper_letter_came_in(app: Flask, home: Commune, desk: dict[str, Desk]):
    assert enter(desk["clerk"], channel="paper", received_on="2026-11-06", received_time="16:30").status_code == 303
    (row,) = cases(app, home)
    assert (row.received_on.isoformat(), row.received_at.isoformat(), row.due_on.isoformat()) == (
        "2026-11-06", "2026-11-06T09:30:00+00:00", "2026-11-20"
    )  # fmt: skip


@pytest.mark.parametrize(("channel", "day", "time", "sentence"), [
    ("paper", "2026-10-19", "09:00", "Lúc nhận sớm quá mức cho phép"),
    ("phone", "2026-11-11", "09:00", "Lúc nhận sớm quá mức cho phép"),
    ("walk_in", "2026-11-20", "09:01", "Lúc nhận không thể ở sau bây giờ"),
    ("walk_in", "2026-11-21", "08:00", "Lúc nhận không thể ở sau bây giờ"),
    ("walk_in", "31/02/2026", "08:00", "Ngày này chưa đúng"), ("walk_in", "", "08:00", "Ngày này chưa đúng"),
    ("walk_in", "2026-11-20", "25:00", "Giờ này chưa đúng"), ("walk_in", "2026-11-20", "", "Giờ này chưa đúng"),
    ("web", "2026-11-20", "08:00", "Hãy chọn một mục trong danh sách"),
])  # fmt: skip
def test_a_moment_or_channel_that_cannot_be_is_refused(
    app: Flask, home: Commune, desk: dict[str, Desk], channel: str, day: str, time: str, sentence: str
):
    answer = enter(desk["clerk"], channel=channel, received_on=day, received_time=time)
    assert (answer.status_code, sentence in words_of(answer.text), cases(app, home)) == (400, True, [])


def test_what_is_missing_is_said_in_place_and_every_word_and_file_is_kept(app: Flask, home: Commune, desk: dict[str, Desk]):
    first = desk["clerk"].send("/can-bo/nhap", {**filled(desk["clerk"], name="", phone="12"), "files": photo()})
    text = words_of(first.text)
    assert (first.status_code, STORY in first.text, "Đã giữ 1 tệp" in text) == (400, True, True)
    assert ("Hãy ghi họ và tên người gửi." in text, "Số điện thoại chưa đúng." in text) == (True, True)
    again = form_values(first.text, "/can-bo/nhap")
    assert desk["clerk"].send("/can-bo/nhap", {**again, "name": "Nguyễn Văn An", "phone": ""}).status_code == 303
    (row,) = cases(app, home)
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalars(select(Attachment.subject)).all() == [f"case:{row.id}"]


def test_picture_of_a_paper_letter_is_a_scan_and_never_offered_to_the_public(app: Flask, home: Commune, desk: dict[str, Desk]):
    assert enter(desk["clerk"], channel="paper", files=[photo(), paper()]).status_code == 303
    (row,) = cases(app, home)
    with app.app_context(), use_unit(home.unit_id):
        db.session.query(Attachment).update({"state": "ready"})
        purposes = [item.purpose for item in db.session.query(Attachment)]
        db.session.commit()
    assert purposes == ["scan", "scan"]
    assert "cong-khai-photos" not in desk["clerk"].open(f"/can-bo/ho-so/{row.id}/cong-khai").text
    assert ("/tep/" in desk["clerk"].case(row.id).text, "/tep/" in desk["supervisor"].case(row.id).text) == (True, False)


def test_a_reflection_may_come_without_a_name(app: Flask, home: Commune, desk: dict[str, Desk]):
    assert enter(desk["clerk"], name="", phone="", anonymous="y", channel="phone").status_code == 303
    assert cases(app, home)[0].anonymous is True


def test_an_old_form_is_renewed_and_keeps_the_words(app: Flask, home: Commune, desk: dict[str, Desk]):
    answer = enter(desk["clerk"], token="made-up")
    assert (answer.status_code, STORY in answer.text, cases(app, home)) == (400, True, [])
    again = form_values(answer.text, "/can-bo/nhap")
    assert desk["clerk"].send("/can-bo/nhap", again).status_code == 303


def test_unknown_fields_are_refused(app: Flask, home: Commune, desk: dict[str, Desk]):
    assert (enter(desk["clerk"], state="closed").status_code, cases(app, home)) == (400, [])


@pytest.mark.parametrize("who", ["officer", "leader", "supervisor", "administrator"])
def test_only_the_counter_writes_letters_down(desk: dict[str, Desk], who: str):
    assert {desk[who].open(path).status_code for path in ("/can-bo/nhap", "/can-bo/nhap/bien-nhan")} == {403}


# ---------------------------------------------------------------- letters that another body forwarded

FORWARDED = {
    "channel": "forwarded", "source": "front", "forwarder": "Ủy ban Mặt trận Tổ quốc xã", "forward_number": "12/CV-MTTQ",
    "forwarded_on": "18/11/2026",
}  # fmt: skip


def test_a_forwarded_letter_is_written_down_with_who_sent_it_on_and_reported_back(
    app: Flask, home: Commune, desk: dict[str, Desk]
):
    assert enter(desk["clerk"], **FORWARDED).status_code == 303
    (row,) = cases(app, home)
    text = words_of(desk["clerk"].case(row.id).text)
    for words in ("Đơn do nơi khác chuyển đến", "Ủy ban Mặt trận Tổ quốc xã", "12/CV-MTTQ", "18/11/2026", "cần xác nhận"):
        assert words in text, words
    with app.app_context(), use_unit(home.unit_id):
        classify_and_return(home, row.id)
    assert "báo lại nơi chuyển chậm nhất" in words_of(desk["clerk"].open("/can-bo").text)
    wrong = desk["clerk"].take(row.id, "bao-lai", reported_on="31/02/2026")
    assert (wrong.status_code, "31/02/2026" in wrong.text) == (400, True)
    assert desk["clerk"].take(row.id, "bao-lai", reported_on="20/11/2026", number="45/UBND").status_code == 303
    text = words_of(desk["clerk"].case(row.id).text)
    assert ("đã báo lại" in text, "45/UBND" in text, "Đã báo lại nơi chuyển đơn" in text) == (True, True, True)
    assert "báo lại nơi chuyển" not in words_of(desk["clerk"].open("/can-bo").text)


def classify_and_return(home: Commune, case_id: int) -> None:
    case = db.session.get(Case, case_id)
    facts = {"actor": home.clerk, "at": now_utc()}
    with transaction():
        triage.classify(case_id, version=case.version, kind=CaseKind.REFLECTION, field_id=fields(home.unit_id)[0].id, **facts)
    turn_away(home, case_id, Action.RETURN, at=now_utc())


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"source": ""}, "Hãy chọn nơi chuyển đơn đến trong danh sách."),
    ({"source": "nobody"}, "Hãy chọn"),
    ({"forwarder": ""}, "Hãy ghi tên cơ quan, tổ chức đã chuyển đơn."),
    ({"forwarded_on": ""}, "Hãy ghi ngày của văn bản chuyển đơn."),
    ({"forwarded_on": "31/02/2026"}, "Ngày"),
    ({"forwarded_on": "2027-01-01"}, "không thể sau ngày nhận"),
    ({"channel": "paper"}, "Đơn có ghi nơi chuyển đến"),
    ({"forwarder": "x" * 5000}, "dài"),
])  # fmt: skip
def test_a_forwarded_letter_that_lacks_something_keeps_what_was_typed(
    app: Flask, home: Commune, desk: dict[str, Desk], typed: dict[str, str], sentence: str
):
    answer = enter(desk["clerk"], **{**FORWARDED, **typed})
    assert (answer.status_code, sentence in words_of(answer.text), "12/CV-MTTQ" in answer.text) == (400, True, True)
    assert '<fieldset class="full panel stack forwarded shown" id="noi-chuyen-den">' in answer.text
    assert cases(app, home) == []

"""The sender's envelope where the commune wants a second person: asked for, agreed to, opened, and written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.queries import officials, signed_in
from accounts.services import unit_settings
from core.database import use_unit
from core.errors import BadInput, WrongState
from core.extensions import db
from core.transaction import transaction
from denunciation.models import RegisterTrail
from denunciation.services import agreeing, readers, reading
from feedback.services import photos
from tests.makers import NOW, Commune, make_case
from tests.makers_desk import Desk, form_values, photo, sit_down, words_of
from tests.makers_register import seal

NAME = "Lương Thị Mến"


@pytest.fixture
def letter(app: Flask, home: Commune, desk: dict[str, Desk]) -> str:
    """Return the id of a moved letter with a photo, in a commune that wants a second person."""
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, name=NAME, phone="0912 000 111")
        with transaction():
            photos.attach([photo()[0]], case_id=case.id, unit_id=home.unit_id, at=NOW)
            unit_settings.change_setting(
                unit_id=home.unit_id, actor=home.administrator, key="register_second_person", value=True, expected_version=0,
                at=NOW,
            )  # fmt: skip
        return seal(case.id, home.clerk, accused_text="Ông K").entry_id


def deputy(app: Flask, home: Commune) -> Desk:
    """Return the browser of the vice-chair."""
    with app.app_context(), use_unit(home.unit_id):
        second = next(item for item in officials(home.unit_id) if "leader" in item.roles and item.id != home.leader.id)
        person = signed_in(second.public_id, on=date(2026, 11, 20))
    assert person is not None
    return sit_down(app, person)


def press(person: Desk, page: str, path: str, **typed: str):
    return person.send(path, {**form_values(person.open(page).text, path), **typed})


def test_the_sender_and_the_files_open_after_another_reader_agreed_and_for_a_day(
    app: Flask, home: Commune, desk: dict[str, Desk], letter: str, at: Callable[[str], datetime]
):
    page, chair, second = f"/can-bo/so-kin/{letter}", desk["leader"], deputy(app, home)
    opening, sender, agreeing_to = f"{page}/mo", f"{page}/nguoi-gui", f"{page}/dong-y"
    content = press(chair, page, opening, reason="Xem điều kiện thụ lý")
    assert ("/tep/" in content.text, "Có 1 tệp gửi kèm" in words_of(content.text)) == (False, True)
    form = form_values(chair.open(page).text, opening)
    without = chair.send(sender, {**form, "reason": " "})
    asked = chair.send(sender, {**form, "reason": "Chép tên vào hồ sơ giấy"})
    again = chair.send(sender, {**form, "reason": "Chép tên vào hồ sơ giấy"})
    assert [answer.status_code for answer in (without, asked, again)] == [400, 303, 400]
    assert ("Đã xin rồi" in again.text, NAME in without.text + again.text) == (True, False)
    assert "Chờ một người khác được mở sổ đồng ý" in words_of(chair.open(page).text)
    offered = second.open(page).text
    assert (f"{home.leader.name} xin mở người gửi" in words_of(offered), agreeing_to in chair.open(page).text) == (
        True,
        False,
    )
    silent = second.send(agreeing_to, form_values(offered, agreeing_to))
    agreed = second.send(agreeing_to, {**form_values(offered, agreeing_to), "reason": "Đúng việc cần làm"})
    twice = second.send(agreeing_to, {**form_values(offered, agreeing_to), "reason": "Đúng việc cần làm"})
    assert [answer.status_code for answer in (silent, agreed, twice)] == [400, 303, 409]
    opened = chair.send(sender, {**form, "reason": "Chép tên vào hồ sơ giấy"})
    shown = press(chair, page, opening, reason="Xem ảnh gửi kèm")
    file_path = next(part for part in shown.text.split('"') if "/tep/" in part)
    picture = chair.send(file_path, form_values(shown.text, file_path))
    assert (opened.status_code, NAME in opened.text, picture.mimetype) == (200, True, "image/jpeg")
    assert second.send(sender, {**form_values(second.open(page).text, opening), "reason": "Tôi cũng muốn xem"}).status_code == 303
    at("2026-11-21 09:30")
    chair = sit_down(app, home.leader)
    late = chair.send(file_path, {**form_values(chair.open(page).text, opening), "reason": "Xem lại ảnh"})
    assert (late.status_code, "Hãy xin mở người gửi trước" in late.text) == (409, True)
    with app.app_context(), use_unit(home.unit_id):
        said = [row.action for row in db.session.scalars(select(RegisterTrail).order_by(RegisterTrail.seq))]
    assert said == [
        "entry:made", "read:content", "ask:identity", f"agree:identity:{home.leader.id}", "read:identity", "read:content",
        "read:file", "ask:identity",
    ]  # fmt: skip


def test_nobody_agrees_to_his_own_and_the_command_holds_without_the_page(
    app: Flask, home: Commune, letter: str, at: Callable[[str], datetime]
):
    moment = at("2026-11-20 09:10")
    with app.app_context(), use_unit(home.unit_id):
        for what in ("identity", "file"):
            with transaction(), pytest.raises(WrongState):
                reading.write_down_reading(letter, what=what, actor=home.leader, at=moment, reason="Không xin ai")
        with transaction():
            agreeing.ask(letter, actor=home.leader, at=moment, reason="Chép tên vào hồ sơ giấy")
        with transaction(), pytest.raises(WrongState):
            agreeing.agree(letter, actor=home.leader, at=moment, asker_id=home.leader.id, reason="Tự đồng ý")
        with transaction():
            readers.name_readers([home.leader.id], actor=home.leader, at=moment)
        later = at("2026-11-22 09:10")
        with transaction(), pytest.raises(BadInput) as alone:
            agreeing.ask(letter, actor=home.leader, at=later, reason="Chép tên vào hồ sơ giấy")
        assert alone.value.errors == {"reason": "nobody_second"}

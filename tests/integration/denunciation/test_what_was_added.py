"""What a sender adds to a moved letter is read in the order in which it came, and leaves under a name that fits what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from core.database import use_unit
from core.transaction import transaction
from denunciation.queries.register import opened
from denunciation.services import receive
from tests.integration.denunciation.test_register_pages import LIST, press
from tests.makers import NOW, Commune, make_case
from tests.makers_desk import Desk, form_values
from tests.makers_register import seal


def test_the_tenth_addition_comes_after_the_second(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home)
        code, entry_id = case.code, seal(case.id, home.clerk).entry_id
        said = [f"Viết thêm lần {number}" for number in range(1, 13)]
        for number, text in enumerate(said):
            with transaction():
                receive.add(code, unit_id=home.unit_id, at=NOW + timedelta(hours=number), text=text)
        assert [item["text"] for item in opened(home.leader, entry_id, today=NOW.date()).added] == said


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("audio/webm", "attachment; filename=ghi-am.webm"),
        ("audio/ogg", "attachment; filename=ghi-am.ogg"),
        ("audio/mp4", "attachment; filename=ghi-am.m4a"),
        ("application/pdf", "attachment; filename=tai-lieu.pdf"),
        ("image/jpeg", "inline; filename=anh.jpg"),
    ],
)
def test_a_sealed_file_leaves_under_a_name_that_fits(
    app: Flask, home: Commune, desk: dict[str, Desk], media_type: str, name: str
):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home)
        code, entry_id = case.code, seal(case.id, home.clerk).entry_id
        with transaction():
            receive.add(code, unit_id=home.unit_id, at=NOW, text="Gửi thêm", files=[(media_type, b"x" * 64)])
    page, leader = f"{LIST}/{entry_id}", desk["leader"]
    content = press(leader, page, f"{page}/mo", reason="Xem điều gửi thêm").text
    path = next(part for part in content.split('"') if "/tep/" in part)
    sent = leader.send(path, form_values(content, path))
    assert (sent.mimetype, sent.headers["Content-Disposition"]) == (media_type, name)

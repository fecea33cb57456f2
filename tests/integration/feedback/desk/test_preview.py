"""Before a letter is turned away, the page shows what its sender will read, word for word; nothing is done until then."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage, for_resident
from core.transaction import rehearse
from feedback.models import Case, CaseEntry
from feedback.services import handling
from feedback.states import Channel
from tests.makers import NOW, Commune, make_case
from tests.makers_desk import Desk, form_values, made, words_of

LETTER = "Kính gửi ông bà, việc này đã được trả lời ngày 03/11/2026."
WAYS = [
    ("chuyen", "Đã chuyển", {"ground_code": "not_competent", "receiver": "Sở Xây dựng tỉnh"}),
    ("huong-dan", "Đã hướng dẫn", {"ground_code": "complaint", "receiver": "Thanh tra tỉnh"}),
    ("tra-lai", "Đã trả lại", {"ground_code": "unreadable"}),
    ("tu-choi", "Từ chối", {"ground_code": "settled"}),
    ("luu-don", "Đã lưu đơn", {"ground_code": "sent_to_many", "detail": "Thanh tra tỉnh đã nhận."}),
]


def kept(app: Flask, home: Commune) -> tuple[Any, ...]:
    """Return everything that a step could leave behind."""
    with app.app_context(), use_unit(home.unit_id):
        counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (AuditEntry, OutboxMessage, CaseEntry)]
        return (*counts, *db.session.execute(select(Case.state, Case.version, Case.ground, Case.closed_on)).one())


def press(desk: Desk, case_id: int, verb: str, word: str, html: str, **typed: str) -> Any:
    """Press a button of a step on the page that is shown, with words written over."""
    action = f"/can-bo/ho-so/{case_id}/{verb}"
    filled = {**form_values(html, action), **{f"{verb}-{name}": value for name, value in typed.items()}}
    return desk.send(action, {**filled, f"{verb}-do": word})


@pytest.mark.parametrize(("verb", "state", "words"), WAYS, ids=[way[0] for way in WAYS])
def test_the_sender_reads_what_was_shown_before(
    app: Flask, home: Commune, desk: dict[str, Desk], verb: str, state: str, words: dict[str, str]
):
    case_id = made(app, home, state="classified", channel=Channel.WALK_IN)
    before = kept(app, home)
    page = press(desk["clerk"], case_id, verb, "preview", desk["clerk"].case(case_id).text, letter=LETTER, **words)
    shown = words_of(page.text)
    assert (page.status_code, kept(app, home)) == (200, before)
    assert (shown.count(LETTER) >= 2, state in shown, "Trang tra cứu của người gửi" in shown) == (True, True, True)
    done = press(desk["clerk"], case_id, verb, "send", page.text)
    assert (done.status_code, kept(app, home) != before) == (303, True)
    with app.app_context(), use_unit(home.unit_id):
        letter = for_resident(unit_id=home.unit_id, subject=f"case:{case_id}")[0]
    assert " ".join(letter.body.split()) in " ".join(shown.split())
    assert letter.title in shown


def test_other_words_than_were_shown_are_shown_first(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified", channel=Channel.WALK_IN)
    facts = {"letter": LETTER, "ground_code": "settled"}
    page = press(desk["clerk"], case_id, "tu-choi", "preview", desk["clerk"].case(case_id).text, **facts)
    before = kept(app, home)
    again = press(desk["clerk"], case_id, "tu-choi", "send", page.text, letter=f"{LETTER} Thêm một câu.")
    assert (again.status_code, "Chữ đã đổi từ lần xem trước" in again.text, kept(app, home)) == (200, True, before)
    assert press(desk["clerk"], case_id, "tu-choi", "send", again.text).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        line = db.session.scalars(select(CaseEntry.text).order_by(CaseEntry.id.desc()).limit(1)).one()
    assert line == f"{LETTER} Thêm một câu."


def test_letter_begins_in_the_language_of_the_sender_whatever_the_official_speaks(
    app: Flask, home: Commune, desk: dict[str, Desk]
):
    for sender, spoken, words in (("vi", "en", "chưa đủ điều kiện xử lý"), ("en", "vi", "does not yet meet the conditions")):
        case_id = made(app, home, state="classified", locale=sender)
        page = desk["clerk"].open(f"/can-bo/ho-so/{case_id}?lang={spoken}").text
        assert words in form_values(page, f"/can-bo/ho-so/{case_id}/tra-lai")["tra-lai-letter"]


def test_what_the_step_refuses_the_look_refuses_too(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified", channel=Channel.WALK_IN)
    page = desk["clerk"].case(case_id).text
    empty = press(desk["clerk"], case_id, "tu-choi", "preview", page, letter="", ground_code="settled")
    assert (empty.status_code, "Hãy viết lời báo cho người gửi" in empty.text, "xem-truoc" in empty.text) == (400, True, False)
    desk["clerk"].take(case_id, "nhan")
    late = press(desk["clerk"], case_id, "tu-choi", "preview", page, letter=LETTER, ground_code="settled")
    assert late.status_code == 409
    assert desk["officer"].send(f"/can-bo/ho-so/{case_id}/tu-choi", {}).status_code in (400, 403)


def test_a_rehearsal_says_what_came_of_it_and_keeps_nothing(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state="in_progress")
        lines = select(func.count()).select_from(CaseEntry)
        before = db.session.scalar(lines)

        def command() -> int:
            handling.add_note(case.id, actor=home.officer, at=NOW, text="Chỉ thử.")
            db.session.flush()
            return db.session.scalar(lines)

        assert (rehearse(command), db.session.scalar(lines)) == (before + 1, before)
        with pytest.raises(ZeroDivisionError):
            rehearse(lambda: 1 // 0)

"""Kept pages of the desk: given again only to the same session, and never once anything in them has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from core.database import use_unit
from core.extensions import db
from core.outbox import enqueue
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.services import answering, draft_copies, handling, publishing, reminding, saved_views
from feedback.services.sealing import seal_case
from feedback.views import desk_memory
from feedback.views.desk_memory import DeskMemory
from tests.makers import Commune, draft, make_case, read_version
from tests.makers_desk import Desk, made, row_of, sit_down

Change = Callable[[Commune, int], None]


def asked_by(app: Flask, desk: Desk, path: str) -> tuple[int, str]:
    """Return how many queries a page took, and its text."""
    with app.app_context():
        engine = db.engine
    queries: list[str] = []

    def count(*facts: object) -> None:
        queries.append(str(facts[2]))

    event.listen(engine, "before_cursor_execute", count)
    text = desk.open(path).text
    event.remove(engine, "before_cursor_execute", count)
    return len(queries), text


def test_a_page_read_again_is_the_same_and_costs_a_few_queries(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    for path in ("/can-bo", "/can-bo?xem=dang-mo&dong=50", f"/can-bo/ho-so/{case_id}"):
        desk["officer"].open(path)
        first, again = asked_by(app, desk["officer"], path), asked_by(app, desk["officer"], path)
        assert (first[1] == again[1], again[0] <= 8) == (True, True)


def test_pages_belong_to_one_session(app: Flask, home: Commune, desk: dict[str, Desk]):
    made(app, home, state="in_progress")
    mine = [desk["officer"].open("/can-bo").text for _time in range(3)][-1]
    other = sit_down(app, home.officer)
    theirs = [other.open("/can-bo").text for _time in range(3)][-1]
    token = mine.split('name="csrf_token" value="')[1].split('"')[0]
    assert token not in theirs
    assert home.leader.name in [desk["leader"].open("/can-bo").text for _time in range(3)][-1]


def change(name: str) -> Change:
    """Return one way in which a case, a list or a letter changes."""

    def version(case_id: int) -> int:
        return read_version(case_id)

    changes: dict[str, Change] = {
        "note": lambda home, case_id: handling.add_note(case_id, actor=home.clerk, at=now_utc(), text="Đã gọi trưởng thôn"),
        "draft": lambda home, case_id: answering.save_draft(
            case_id, actor=home.officer, at=now_utc(), version=version(case_id), draft=draft(what_was_done="Vừa đổi lời nháp")
        ),
        "reminder": lambda home, case_id: reminding.remind(case_id, actor=home.clerk, at=now_utc(), text="Xin làm sớm"),
        "publication": lambda home, case_id: publishing.publish(
            case_id, actor=home.clerk, at=now_utc(), version=version(case_id), title="Cầu tràn hỏng",
            story="Lan can cầu tràn hỏng.",
        ),
        "typed words": lambda home, case_id: draft_copies.keep_copy(
            case_id, actor=home.officer, at=now_utc(), version=version(case_id), words={"what_was_done": "Đang gõ dở"}
        ),
        "own list": lambda home, case_id: saved_views.save_view(
            actor=home.officer, at=now_utc(), name="Danh sách mới", filters="xem=dang-mo", opens_first=False
        ) and None,
        "letter": lambda home, case_id: enqueue(
            unit_id=home.unit_id, at=now_utc(), event="desk_test", subject=f"case:{case_id}", audience="official", title="Thư",
            body="Thư", dedup_key="test", official_id=home.officer.id,
        ) and None,
    }  # fmt: skip
    return changes[name]


@pytest.mark.parametrize("name", ["note", "draft", "reminder", "publication", "typed words", "own list", "letter"])
def test_every_change_shows_at_once(app: Flask, home: Commune, desk: dict[str, Desk], name: str):
    case_id = made(app, home, state="in_progress")
    path = "/can-bo" if name in ("own list", "letter") else f"/can-bo/ho-so/{case_id}"
    before = [desk["officer"].open(path).text for _time in range(3)]
    assert before[1] == before[2]
    with app.app_context(), use_unit(home.unit_id), transaction():
        change(name)(home, case_id)
    assert desk["officer"].open(path).text != before[2]


def test_a_letter_moved_to_the_sealed_register_is_on_no_kept_page(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    made(app, home, state="in_progress")
    paths = ("/can-bo?xem=dang-mo", f"/can-bo/ho-so/{case_id}")
    code = [desk["officer"].open(path).text for _time in range(3) for path in paths] and row_of(app, home, case_id).code
    with app.app_context(), use_unit(home.unit_id), transaction():
        seal_case(case_id, actor=home.leader, at=now_utc())
    answers = [desk["officer"].open(path) for path in paths]
    assert [(answer.status_code, code in answer.text) for answer in answers] == [(200, False), (404, False)]
    kept = app.extensions["gandan.desk_memory"]._pages.values()
    assert [page for page in kept if code.encode() in page] == []


def test_a_new_case_and_a_new_day_show_at_once(app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]):
    made(app, home, state="in_progress")
    clerk = desk["clerk"]
    pages = [clerk.open("/can-bo?xem=dang-mo").text for _time in range(3)]
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state="classified")
        code = case.code
    assert (code in pages[2], code in clerk.open("/can-bo?xem=dang-mo").text) == (False, True)
    late = at("2026-12-20 09:00") - timedelta(minutes=5)
    assert late.day == 20
    assert "Quá " in sit_down(app, home.clerk).open("/can-bo?xem=dang-mo").text


def test_what_was_said_once_is_not_kept(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    desk["officer"].take(case_id, "ghi-chu", text="Đã khảo sát")
    said = [("Đã lưu ghi chú." in desk["officer"].case(case_id).text) for _time in range(3)]
    assert said == [True, False, False]


def test_memory_holds_no_more_bytes_than_allowed():
    memory = DeskMemory()
    for number in range(5):
        memory.keep((number,), b"x" * 40, most=100)
    assert [memory.page((number,)) is not None for number in range(5)] == [False, False, False, True, True]
    memory.keep((4,), b"y" * 90, most=100)
    assert (memory.page((3,)), memory.page((4,))) == (None, b"y" * 90)
    memory.keep((5,), b"z", most=0)
    assert [memory.page((number,)) for number in range(6)] == [None] * 6


def test_a_stamp_settles_after_the_short_memories(monkeypatch: pytest.MonkeyPatch):
    now = [100.0]
    monkeypatch.setattr(desk_memory.time, "monotonic", lambda: now[0])
    memory = DeskMemory()
    assert memory.settled(1, ("a",), after=0.5) is False
    now[0] += 0.6
    assert (memory.settled(1, ("a",), after=0.5), memory.settled(1, ("b",), after=0.5)) == (True, False)
    assert (memory.settled(2, ("a",), after=0.0), memory.settled(1, ("b",), after=0.5)) == (True, False)
